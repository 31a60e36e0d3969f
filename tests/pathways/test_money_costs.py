"""The employers' calculator: shares, money back and wages by the dated rules, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.figures import Figure, LevelRef, Reason, Unit
from lmi.queries.context import facts as gather
from pathways.money.assumptions import Assumptions
from pathways.money.costs import (
    ApprenticeAge,
    Employer,
    Hire,
    apprentice_costs,
    hire_from_query,
    what_costs_leave_out,
)
from pathways.money.pay import Span
from pathways.money.rules import money_rules
from pathways.queries.apprenticeships import StandardSummary, standards_by_reference
from tests.pathways.money_things import ENGLAND, NO_RULES, RELEASE, shipped_rules

RULES = shipped_rules()
SEPTEMBER = date(2026, 9, 1)
EMPLOYERS, AGES = list(Employer), list(ApprenticeAge)


def listed(name, value, unit):
    """What the register says of a standard, or that it says nothing."""
    release, reason = (RELEASE, "") if value is not None else (None, Reason.NOT_PUBLISHED)
    level = LevelRef("ST0152", "Electrician", "standard")
    return Figure(name, value, unit, "2 July 2026", ENGLAND, level, "one apprentice", release, reason=reason)


def standard(*, band=23_000, months=18, level=3, kind="standard", is_open=True):
    """A standard with a band in pounds and a length in months."""
    status = "live" if is_open else "retired"
    return StandardSummary(
        *("ST0152", kind, "Electrician", level, "Construction", status, "Retired: no new starts.", False, "1.0"),
        *(listed("max_funding", band, Unit.POUNDS), listed("typical_months", months, Unit.MONTHS), "", False, ""),
    )


def costs_of(which=None, rules=RULES, assumptions=None, **hire):
    return apprentice_costs(which or standard(), Hire(hire.pop("start", SEPTEMBER), **hire), rules, assumptions)


class TestShareOfTheTraining:
    @pytest.mark.parametrize(
        ("employer", "age", "pounds", "percent"),
        [
            ("no_levy", "16-18", 0, 0),
            ("no_levy", "22-24", 0, 0),
            ("no_levy", "25+", 1_150, 5),  # 5 % of 23,000
            ("levy_used_up", "16-18", 5_750, 25),  # 25 % of 23,000
            ("levy_used_up", "25+", 5_750, 25),
        ],
    )
    def test_by_employer_and_age(self, employer, age, pounds, percent):
        share = costs_of(employer=employer, age=age).share
        assert (share.pounds, share.figure.value, share.figure.unit) == (pounds, percent, Unit.PERCENT)
        assert share.figure.release.source == "money-rules"

    def test_a_levy_account_pays_all(self):
        found = costs_of(employer="levy")
        assert (found.share.pounds, found.share.figure, found.share.gap) == (0, None, "")
        assert "levy_expiry" in {rule.rule for rule in found.rules}

    def test_before_the_rules_that_are_held_nothing_is_claimed(self):
        share = costs_of(start=date(2026, 7, 31)).share
        assert share.pounds is None
        assert "on this day" in share.gap
        assert costs_of(start=date(2026, 7, 31), age="25+").share.pounds == 1_150

    def test_a_missing_band_is_a_gap(self):
        share = costs_of(standard(band=None), age="25+").share
        assert (share.pounds, share.figure.value) == (None, 5)
        assert share.gap


class TestLevel7:
    @pytest.mark.parametrize(
        ("age", "plan", "funded", "pounds"),
        [
            ("16-18", False, True, 0),
            ("19-21", False, True, 0),
            ("22-24", False, False, 21_000),
            ("22-24", True, True, 0),
            ("25+", False, False, 21_000),
            ("25+", True, False, 21_000),
        ],
    )
    def test_only_the_young_are_funded(self, age, plan, funded, pounds):
        found = costs_of(standard(level=7, band=21_000), age=age, has_plan_or_care=plan)
        assert (found.is_funded, found.share.pounds) == (funded, pounds)
        assert "level_7_funding" in {rule.rule for rule in found.rules}

    def test_levy_funds_do_not_help(self):
        assert costs_of(standard(level=7, band=21_000), age="25+", employer="levy").share.pounds == 21_000

    def test_everybody_was_before_2026(self):
        assert costs_of(standard(level=7), age="25+", start=date(2025, 12, 1)).is_funded

    def test_other_levels_are_for_all_ages(self):
        assert costs_of(standard(level=6), age="25+").is_funded


class TestMoneyBack:
    @pytest.mark.parametrize(
        ("age", "plan", "pounds"),
        [("16-18", False, 1000), ("19-21", False, 0), ("19-21", True, 1000), ("22-24", True, 1000), ("25+", True, 0)],
    )
    def test_by_age(self, age, plan, pounds):
        assert costs_of(age=age, has_plan_or_care=plan).incentive.pounds == pounds

    def test_the_rule_is_about_smaller_employers(self):
        incentive = costs_of(is_small=False).incentive
        assert (incentive.pounds, incentive.figure) == (None, None)
        assert "small and medium-sized" in incentive.gap

    def test_its_source(self):
        assert "105521" in costs_of().incentive.figure.note


class TestWages:
    """18 months from September 2026 at 37.5 hours: 1,950 hours a year; rates of April 2026 and held after."""

    def test_at_16_to_18(self):
        # year 1: 8.00 x 1,950 = 15,600. Six months of year 2: 8.00 for the youngest (7,800), and for who was 18
        # and is 19 by then 10.85 x 1,950 = 21,157, half of it 10,578
        first, second = costs_of().wages
        assert (first.months, first.pounds) == (12, Span(15_600, 15_600))
        assert (second.months, second.pounds) == (6, Span(7_800, 10_578))
        assert [figure.value for figure in second.rates] == [8, 10.85]
        assert costs_of().wage_total == Span(23_400, 26_178)

    @pytest.mark.parametrize(
        ("age", "second"),
        [("19-21", Span(10_578, 12_392)), ("22-24", Span(12_392, 12_392)), ("25+", Span(12_392, 12_392))],
    )
    def test_older_apprentices_have_the_rate_for_their_age_in_the_second_year(self, age, second):
        # 12.71 x 1,950 = 24,784, half of it 12,392; from 19 to 20 still 10,578
        first, later = costs_of(age=age).wages
        assert first.pounds == Span(15_600, 15_600)
        assert later.pounds == second

    def test_rates_that_have_ended_are_named(self):
        assert {rule.month for rule in costs_of().held} == {"April 2026"}

    def test_hours_of_the_reader(self):
        first = costs_of(assumptions=Assumptions(hours=Decimal(30))).wages[0]
        assert first.pounds == Span(12_480, 12_480)  # 8.00 x 30 x 52

    def test_a_missing_length_shows_one_year_and_no_total(self):
        found = costs_of(standard(months=None))
        assert [year.months for year in found.wages] == [12]
        assert found.wage_total is None
        assert found.wage_gap

    def test_without_rules_there_is_a_gap(self):
        found = costs_of(rules=NO_RULES)
        assert (found.wages[0].pounds, found.wage_total, found.share.pounds) == (None, None, None)
        assert found.wages[0].gap
        assert found.wage_gap


def test_a_unit_is_for_staff_and_has_no_apprentice_wage():
    found = costs_of(standard(kind="unit", level=None))
    assert (found.wages, found.wage_total, found.share.pounds, found.is_funded) == ((), None, None, None)
    assert "people you employ already" in found.funding
    assert found.share.gap


def test_a_closed_standard_says_so():
    assert costs_of(standard(is_open=False)).notes == ("Retired: no new starts.",)
    assert costs_of().notes == ()


def test_what_is_left_out_is_said():
    assert any("National Insurance" in words for words in what_costs_leave_out())


@given(
    st.sampled_from(EMPLOYERS),
    st.sampled_from(AGES),
    st.booleans(),
    st.booleans(),
    st.dates(date(2017, 5, 1), date(2035, 12, 31)),
    st.one_of(st.none(), st.integers(0, 27_000)),
    st.one_of(st.none(), st.integers(1, 72)),
    st.sampled_from([2, 3, 6, 7, None]),
)
def test_a_sum_is_pounds_or_a_gap_and_never_more_than_the_band(
    employer, age, is_small, plan, start, band, months, level
):
    which = standard(band=band, months=months, level=level)
    found = apprentice_costs(which, Hire(start, employer, age, is_small, plan), RULES)
    for amount in (found.share, found.incentive):
        assert (amount.pounds is None) == bool(amount.gap)
        assert amount.pounds is None or amount.pounds >= 0
    if found.share.pounds is not None and band is not None:
        assert found.share.pounds <= band
    assert (found.wage_total is None) == bool(found.wage_gap)
    if found.wage_total:
        assert sum(year.months for year in found.wages) == months
        assert found.wage_total.low == sum(year.pounds.low for year in found.wages)


class TestAddress:
    def test_nothing_asked(self):
        assert hire_from_query({}, SEPTEMBER) == (Hire(SEPTEMBER), ())

    def test_everything_asked(self):
        asked = {"employer": "levy", "age": "22-24", "small": "no", "plan": "yes", "start": "2027-01"}
        assert hire_from_query(asked, SEPTEMBER) == (Hire(date(2027, 1, 1), "levy", "22-24", False, True), ())

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *(("employer", "rich"), ("age", "17"), ("small", "maybe"), ("plan", "1")),
            *(("start", "soon"), ("start", "2027-13"), ("start", "9999-12-01"), ("start", "2016-01")),
        ],
    )
    def test_bad_values_are_named_and_the_rest_kept(self, name, value):
        other = {"age": "25+"} if name != "age" else {"employer": "levy"}
        hire, problems = hire_from_query({name: value, **other}, SEPTEMBER)
        assert [problem.name for problem in problems] == [name]
        assert value in problems[0].text
        assert hire == replace(Hire(SEPTEMBER), **other)


@pytest.mark.django_db
def test_with_the_shipped_register():
    facts = gather()
    found = standards_by_reference(facts, ["ST0152"])["ST0152"]
    costs = apprentice_costs(found, Hire(SEPTEMBER, age="25+"), money_rules(facts))
    assert costs.share.pounds == int(found.max_funding.value * 5 // 100)
    assert sum(year.months for year in costs.wages) == found.typical_months.value
