"""The legal minimum for the ages an offer is open to, and when learning at work need not be paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employers.enums import OpportunityKind, PayPeriod
from employers.rules.minimum_pay import (
    PayOffer,
    current_rules,
    hourly,
    lowest_lawful,
    pay_problem,
    unpaid_problem,
    yearly,
)
from employers.text.shapes import PayPer
from tests.pathways.money_things import NO_RULES, shipped_rules

RULES = shipped_rules()
MAY_2026 = date(2026, 5, 1)


def offer(low: str, high: str | None = None, per: PayPer = PayPer.HOUR) -> PayOffer:
    return PayOffer(Decimal(low), Decimal(high or low), per)


def problem(pay, hours="37.5", min_age=None, is_apprentice=False, on=MAY_2026, **more):
    return pay_problem(pay, Decimal(hours) if hours else None, min_age, is_apprentice, on, rules=RULES, **more)


class TestLowestLawful:
    def test_one_step_for_each_band_that_may_apply(self):
        steps = lowest_lawful(16, None, False, MAY_2026, rules=RULES)
        assert [(step.from_age, step.hourly) for step in steps] == [
            (16, Decimal(8)),
            (18, Decimal("10.85")),
            (21, Decimal("12.71")),
        ]

    def test_the_day_before_april_has_the_former_rate(self):
        assert lowest_lawful(21, None, False, date(2026, 3, 31), rules=RULES)[0].hourly == Decimal("12.21")

    def test_apprentices_of_any_age_have_one_rate_at_first(self):
        assert [step.hourly for step in lowest_lawful(25, None, True, MAY_2026, rules=RULES)] == [Decimal(8)]

    @pytest.mark.django_db
    def test_the_rules_of_the_published_edition_are_the_ones_read(self):
        assert lowest_lawful(21, None, False, MAY_2026, rules=current_rules())[0].hourly == Decimal("12.71")


class TestPayProblem:
    def test_the_exact_minimum_is_lawful_and_a_penny_less_is_not(self):
        assert problem(offer("12.71")) is None
        assert "£12.71" in problem(offer("12.70"))

    def test_one_sum_from_eighteen_has_to_be_lawful_at_twenty_one(self):
        assert "aged 21" in problem(offer("11.00"), min_age=18)
        assert problem(offer("11.00"), min_age=18, max_age=20) is None
        assert problem(offer("10.85", "12.71"), min_age=18) is None

    def test_the_low_end_has_to_be_lawful_for_the_youngest(self):
        assert "aged 18" in problem(offer("10.00", "14.00"), min_age=18)

    def test_yearly_pay_depends_on_hours(self):
        assert problem(offer("24785", per=PayPer.YEAR), "37.5") is None
        assert problem(offer("24784", per=PayPer.YEAR), "37.5")
        assert problem(offer("24785", per=PayPer.YEAR), "40")

    @pytest.mark.parametrize("hours", [None, "0", "200"])
    def test_yearly_pay_without_sensible_hours_cannot_be_checked(self, hours):
        assert "hours a week" in problem(offer("30000", per=PayPer.YEAR), hours)

    def test_apprentices(self):
        assert problem(offer("8.00"), is_apprentice=True) is None
        assert "apprentice" in problem(offer("7.99"), is_apprentice=True)

    def test_the_sentence_cites_its_source_with_the_month(self):
        assert "GOV.UK, April 2026" in problem(offer("5"))

    def test_a_day_after_the_newest_rate_says_so(self):
        assert "newest rate" in problem(offer("5"), on=date(2028, 1, 1))
        assert "newest rate" not in problem(offer("5"))

    def test_without_rules_nothing_is_called_lawful(self):
        assert pay_problem(offer("50"), None, None, False, MAY_2026, rules=NO_RULES)

    def test_ranges_and_ages_upside_down(self):
        assert problem(offer("14", "13"))
        assert problem(offer("14"), min_age=30, max_age=20)


class TestConversion:
    @pytest.mark.parametrize(
        ("pounds", "per", "an_hour"),
        [
            ("26000", PayPer.YEAR, "12.5"),
            ("500", PayPer.WEEK, "12.5"),
            ("100", PayPer.DAY, "12.5"),
            ("12.5", PayPer.HOUR, "12.5"),
        ],
    )
    def test_at_forty_hours(self, pounds, per, an_hour):
        assert hourly(Decimal(pounds), per, Decimal(40)) == Decimal(an_hour)

    def test_periods_of_profiles_count_the_same(self):
        assert problem(PayOffer(Decimal("12.71"), Decimal("12.71"), PayPeriod.HOUR)) is None
        assert problem(PayOffer(Decimal(24_000), Decimal(24_000), PayPeriod.YEAR))

    def test_a_month_is_a_twelfth_of_a_year(self):
        assert round(hourly(Decimal(26_000) / 12, PayPer.MONTH, Decimal(40)), 6) == Decimal("12.5")

    @given(st.decimals(1, 100, places=2), st.integers(1, 80))
    def test_there_and_back(self, pounds, hours):
        assert round(hourly(yearly(pounds, Decimal(hours)), PayPer.YEAR, Decimal(hours)), 2) == pounds


def unpaid(kind: OpportunityKind, **facts) -> str | None:
    settings = {"max_age": None, "is_part_of_course": False, "only_watching": False, "weeks": Decimal(2)}
    return unpaid_problem(kind, **{**settings, **facts})


class TestUnpaid:
    def test_an_insight_day_and_watching_need_not_be_paid(self):
        assert unpaid(OpportunityKind.INSIGHT_DAY) is None
        assert unpaid(OpportunityKind.PLACEMENT, only_watching=True) is None

    def test_nor_work_experience_below_school_leaving_age(self):
        assert unpaid(OpportunityKind.WORK_EXPERIENCE, max_age=15) is None
        assert "must be paid" in unpaid(OpportunityKind.WORK_EXPERIENCE, max_age=16)

    def test_nor_a_placement_that_a_course_requires_up_to_a_year(self):
        assert unpaid(OpportunityKind.PLACEMENT, is_part_of_course=True, weeks=Decimal(52)) is None
        assert "more than a year" in unpaid(OpportunityKind.PLACEMENT, is_part_of_course=True, weeks=Decimal(53))
        assert unpaid(OpportunityKind.T_LEVEL_PLACEMENT) is None

    def test_apprentices_are_always_paid(self):
        assert unpaid(OpportunityKind.VACANCY, only_watching=True)

    def test_other_work_of_older_people_must_be_paid(self):
        assert "GOV.UK" in unpaid(OpportunityKind.PLACEMENT)
