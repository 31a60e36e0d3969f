"""Assumptions in the address: what is read, what is refused by name, and the way back into an address."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.money.assumptions import FIELDS, Assumptions, Maintenance, Pay, from_query

YEARS = (2024, 2025, 2026)


def test_nothing_asked_is_as_usual():
    assert from_query({}) == (Assumptions(), ())
    assert from_query({"hours": " ", "from": "gcse", "sort": "pay"}) == (Assumptions(), ())


def test_everything_asked():
    asked = {
        "hours": "40",
        "weeks": "48",
        "living_cost": "9000",
        "wage_year": "2025",
        "pay": "median",
        "fees": "off",
        "maintenance": "home",
        "starting_months": "24",
        "work_while_waiting": "on",
    }
    found, problems = from_query(asked, YEARS)
    assert problems == ()
    assert found == Assumptions(Decimal(40), 48, 9000, 2025, Pay.MEDIAN, False, Maintenance.HOME, 24, True)
    assert found.to_query() == asked
    assert set(asked) == {field.name for field in FIELDS}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hours", "29.9"),
        ("hours", "48.5"),
        ("hours", "-37"),
        ("hours", "NaN"),
        ("hours", "1e2"),
        ("hours", "٣٧"),
        ("weeks", "0"),
        ("weeks", "53"),
        ("weeks", "40.5"),
        ("living_cost", "20001"),
        ("living_cost", "lots"),
        ("wage_year", "2023"),
        ("wage_year", "26"),
        ("pay", "mean"),
        ("fees", "yes"),
        ("maintenance", "castle"),
        ("starting_months", "61"),
        ("work_while_waiting", "1"),
    ],
)
def test_a_bad_value_is_named_and_the_rest_is_kept(name, value):
    other = "weeks" if name != "weeks" else "hours"
    found, problems = from_query({name: value, other: "40"}, YEARS)
    assert [problem.name for problem in problems] == [name]
    assert value in problems[0].text
    assert getattr(found, name) == getattr(Assumptions(), name)
    assert getattr(found, other) == 40


@pytest.mark.parametrize("hours", ["30", "48", "37.25"])
def test_the_ends_of_a_range_count(hours):
    assert from_query({"hours": hours})[0].hours == Decimal(hours)


def test_a_year_is_any_while_no_rules_are_named():
    assert from_query({"wage_year": "2031"})[0].wage_year == 2031


@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=60)))
def test_no_address_breaks_it(asked):
    found, problems = from_query(asked, YEARS)
    assert 30 <= found.hours <= 48
    assert from_query(found.to_query(), YEARS) == (found, ())
    assert {problem.name for problem in problems} <= set(asked)
