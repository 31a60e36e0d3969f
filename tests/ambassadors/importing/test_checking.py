"""Each line of a list as a person, or what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest

from ambassadors.enums import Standing
from ambassadors.importing.checking import Checker
from tests.ambassadors import builders
from tests.ambassadors.builders import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(db):
    builders.rules()


def check(number: int = 2, *, values: dict | None = None, **cells: str):
    """One line whose columns are our fields."""
    given = {"given_name": "Ada", "email": "ada@example.org", **cells}
    checker = Checker(headings=list(given), columns={key: key for key in given}, values=values or {}, today=MONDAY)
    return checker.check(number, list(given.values()))


def problems(**cells: str) -> dict[str, str]:
    return dict(check(**cells).problems)


def test_line_becomes_somebody_in_checks_who_has_not_agreed_to_anything():
    found = check(
        outcode="LS1", job_title="Signal  engineer", level="Level 6", travel_miles="12 miles", joined_on="14/09/2024"
    )
    person = found.person
    assert (person.standing, person.consented_at, person.user_id) == (Standing.IN_CHECKS, None, None)
    assert (person.outcode, person.nation, person.job_title) == ("LS1", "england", "Signal engineer")
    assert (person.level, person.travel_miles, found.joined_on) == (6, 12, date(2024, 9, 14))


def test_whole_name_is_parted():
    found = check(given_name="", full_name="Ada van der Berg")
    assert (found.person.given_name, found.person.family_name) == ("Ada", "van der Berg")


def test_of_adults_no_birth_date_is_kept_and_the_young_are_known_to_be():
    assert check(born_on="1990-05-01").person.adult_from is None
    assert check(born_on="2010-01-31").person.adult_from == date(2028, 1, 31)
    assert "at least 16" in problems(born_on="2012-01-31")["born_on"]


def test_words_become_codes_and_unmatched_ones_are_said():
    values = {"activities": {"chat": "talk", "juggling": "-"}}
    assert check(values=values, activities="Chat; juggling; chat").person.activities == ["talk"]
    assert "“singing”" in dict(check(values=values, activities="Chat, singing").problems)["activities"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"born_on": "yesterday"}, "born_on"),
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"given_name": ""}, "given_name"),
        ({"job_title": "x" * 200}, "job_title"),
        ({"level": "9"}, "level"),
        ({"level": "high"}, "level"),
        ({"occupations": "engineer"}, "occupations"),
        ({"occupations": "0000"}, "occupations"),
        ({"outcode": "ZZ99"}, "outcode"),
        ({"travel_miles": "900"}, "travel_miles"),
    ],
    ids=lambda one: ", ".join(f"{key} {value[:12]}" for key, value in one.items()) if isinstance(one, dict) else "",
)
def test_what_cannot_be_is_said_by_its_column(cells, column):
    found = check(**cells)
    assert found.person is None
    assert [key for key, _said in found.problems] == [column]


def test_second_line_about_the_same_person_is_said():
    checker = Checker(
        headings=["r", "n", "e"], columns={"reference": "r", "given_name": "n", "email": "e"}, values={}, today=MONDAY
    )
    assert checker.check(2, ["V1", "Ada", "ada@example.org"]).person is not None
    assert "Line 2" in checker.check(3, ["V1", "Ada", "ada@example.org"]).problems[0][1]
    assert checker.check(4, ["V2", "Ada", "ada@example.org"]).person is not None
