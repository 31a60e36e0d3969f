"""What a pasted advert fills in of a role profile's form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from employers.completeness import missing_in
from employers.forms.from_advert import fill_from_advert
from employers.forms.profile import money
from employers.models import RoleProfile
from tests.employers.builders import employer

pytestmark = pytest.mark.django_db
APPRENTICE = """Maintenance Apprentice
Salary: £17,500 - £19,000 per annum
Hours: 37.5 hours per week. Hybrid working not available.
GCSE Science desirable
You study for the engineering maintenance technician apprenticeship (ST0154) one day a week.
"""


def test_an_apprentices_advert_says_whose_pay_it_is_and_the_standard():
    filled = fill_from_advert(APPRENTICE)
    assert filled.changes["pay_basis"] == "apprentice"
    assert filled.children["ways_in"] == [{"kind": "apprenticeship", "reference": "ST0154"}]
    assert filled.marks["ways_in"]


def test_a_reference_that_no_list_has_is_left_for_the_writer():
    filled = fill_from_advert(APPRENTICE.replace("ST0154", "ST9999"))
    assert filled.children["ways_in"] == [{"kind": "apprenticeship", "reference": ""}]


def test_who_trains_apprentices_is_not_one():
    filled = fill_from_advert("Workshop supervisor\nSalary: £36,000 a year\nYou guide our apprentices.")
    assert "pay_basis" not in filled.changes
    assert "ways_in" not in filled.children


def test_what_is_denied_is_not_filled_in():
    assert "place" not in fill_from_advert(APPRENTICE).changes


def test_science_at_gcse_is_combined_science():
    (row,) = fill_from_advert(APPRENTICE).children["preferred"]
    assert (row["kind"], row["subject"], row["weight"]) == ("gcse", "gcse:combined-science", "useful")


@pytest.mark.parametrize(("held", "shown"), [("17500.00", "17500"), ("12.60", "12.60")])
def test_sums_stand_as_people_write_them(held, shown):
    assert str(money("Pay").prepare_value(Decimal(held))) == shown


def test_each_fact_about_technicians_is_asked_for_by_name():
    problems = missing_in(RoleProfile(organisation=employer("Works"), is_technical=True))
    said = [problems[name][0] for name in ("visibility", "recognition", "career_development", "sustainability")]
    assert len(set(said)) == 4
    assert said[0].startswith("Visibility:")
