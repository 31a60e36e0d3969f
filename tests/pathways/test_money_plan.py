"""Money year by year along a route: worked by hand, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evidence.figures import AreaRef, LevelRef, Unit
from pathways.money.assumptions import Assumptions, Maintenance, Pay
from pathways.money.pay import Span
from pathways.money.plan import money_of
from pathways.money.timeline import Doing
from pathways.routing.kinds import StepKind
from pathways.routing.model import Stage
from tests.pathways.money_things import (
    ELECTRICIAN,
    NO_PAY,
    NO_RULES,
    NURSE,
    apprenticeship,
    degree_route,
    pay_of,
    route,
    shipped_rules,
    step,
)

RULES = shipped_rules()
USUAL = Assumptions()  # 37.5 hours a week, 52 weeks: 1,950 hours a year


def plan_of(way, figures=ELECTRICIAN, rules=RULES, **changes):
    return money_of(way, figures, rules, replace(USUAL, **changes))


def year_at(plan, age):
    return next(year for year in plan.years if year.age == age)


class TestApprenticeWorkedByHand:
    """54 months from 1 September 2027 at 16. Rates of April 2026 stand in: £8.00, £10.85 from 18, £12.71 from 21."""

    plan = plan_of(apprenticeship())

    def test_under_19_the_apprentice_rate(self):
        # 8.00 x 37.5 x 52 = 15,600
        assert [year_at(self.plan, age).earned for age in (16, 17, 18)] == [Span(15_600, 15_600)] * 3

    def test_from_19_after_the_first_year_the_rate_for_the_age(self):
        # 10.85 x 37.5 x 52 = 21,157.50
        assert year_at(self.plan, 19).earned == Span(21_157, 21_157)

    def test_a_year_of_two_halves(self):
        # six months as an apprentice of 20: 21,157 / 2 = 10,578; six in the work: 32,287 / 2 = 16,143 to
        # 49,138 / 2 = 24,569; together 26,721 to 35,147
        year = year_at(self.plan, 20)
        assert year.earned == Span(26_721, 35_147)
        assert [(part.doing, part.months, part.is_at_least) for part in year.parts] == [
            (Doing.APPRENTICE, 6, True),
            (Doing.WORK, 6, False),
        ]
        assert year.is_at_least

    def test_totals(self):
        # 3 x 15,600 + 21,157 = 67,957; + 26,721 = 94,678; + 9 x 32,287 = 385,261
        # 67,957 + 35,147 = 103,104; + 9 x 49,138 = 545,346
        assert self.plan.total_at(20) == Span(67_957, 67_957)
        assert self.plan.total_at(21) == Span(94_678, 103_104)
        assert self.plan.total == self.plan.total_at(30) == Span(385_261, 545_346)
        assert self.plan.stopped == ""

    def test_sums_with_the_minimum_in_them_are_at_least(self):
        assert self.plan.is_at_least
        assert not plan_of(route(step(StepKind.GRADUATE_ENTRY, 0, start=Stage.DEGREE), age=21)).is_at_least

    def test_nothing_is_borrowed(self):
        assert (self.plan.fees, self.plan.owed, self.plan.fee_gaps) == (0, Span(0, 0), ())

    def test_the_wage_rules_used_have_ended_by_then(self):
        bands = {rule.applies_to for rule in self.plan.held}
        assert bands == {"apprentice", "18 to 20"}
        assert {rule.month for rule in self.plan.held} == {"April 2026"}

    def test_years_run_from_16_to_30(self):
        assert [year.age for year in self.plan.years] == list(range(16, 30))
        assert self.plan.years[1].begins == date(2028, 9, 1)
        assert self.plan.first_paid_age == 16


class TestDegreeWorkedByHand:
    """A levels from September 2027, a degree from September 2029 to August 2032, then a nurse's pay."""

    plan = plan_of(degree_route(), NURSE)

    def test_fees_are_borrowed_and_no_cash(self):
        # 9,790 a year is the newest cap that is held
        assert [year_at(self.plan, age).fee for age in range(16, 23)] == [0, 0, 9790, 9790, 9790, 0, 0]
        assert year_at(self.plan, 20).in_hand == Span(0, 0)
        assert year_at(self.plan, 20).owed == Span(29_370, 29_370)

    def test_repayments_begin_in_the_april_after(self):
        # April to August 2033 are five months. Low: 36,192 x 5/12 = 15,080, less 25,000 x 5/12 = 10,416.67, is
        # 4,663.33, of which 9 % is 419.70. High: 20,777 - 10,416.67 = 10,360.33, of which 9 % is 932.43.
        year = year_at(self.plan, 21)
        assert year.repaid == Span(419, 932)
        assert year.earned == Span(36_192, 49_866)
        assert year.in_hand == Span(36_192 - 419, 49_866 - 932)

    def test_a_whole_year_of_repayments(self):
        # 9 % of (36,192 - 25,000) = 1,007.28; 9 % of (49,866 - 25,000) = 2,237.94
        assert year_at(self.plan, 22).repaid == Span(1_007, 2_237)

    def test_what_is_owed_at_30(self):
        # low pay: 29,370 - 419 - 8 x 1,007 = 20,895; high pay: 29,370 - 932 - 8 x 2,237 = 10,542
        assert self.plan.owed == Span(10_542, 20_895)

    def test_totals(self):
        # 9 x 36,192 - (29,370 - 20,895) = 317,253; 9 x 49,866 - (29,370 - 10,542) = 429,966
        assert self.plan.total == Span(317_253, 429_966)

    def test_pay_below_the_threshold_repays_nothing(self):
        plan = plan_of(degree_route(), pay_of(24_900, 25_000, 25_000))
        assert plan.owed == Span(29_370, 29_370)
        assert all(year.repaid == Span(0, 0) for year in plan.years)

    def test_a_loan_is_never_paid_back_twice(self):
        # 9 % of (400,000 - 25,000) = 33,750 a year: gone in the first whole year
        plan = plan_of(degree_route(), pay_of(400_000, 400_000, 400_000))
        assert sum(year.repaid.high for year in plan.years) == 29_370
        assert plan.owed == Span(0, 0)

    def test_a_started_year_of_study_is_charged_whole(self):
        assert plan_of(degree_route(months=30), NURSE).fees == 3 * 9790

    def test_nothing_is_repaid_before_the_last_course_ends(self):
        # a foundation degree, a year in a paid job with training, then the top-up year: April 2032 is the first
        first = step(StepKind.FOUNDATION_DEGREE, 24, end=Stage.LEVEL_4_5)
        job = step(StepKind.WORK_TRAINING, 12, start=Stage.LEVEL_4_5, end=Stage.HIGHER_APPRENTICE)
        top_up = step(StepKind.TOP_UP, 12, start=Stage.HIGHER_APPRENTICE)
        plan = plan_of(route(first, job, top_up, age=20), NURSE, hours=Decimal(48))
        assert [year.fee for year in plan.years[:4]] == [9_790, 9_790, 0, 9_790]
        # 12.71 x 48 x 52 = 31,724 is above the threshold, and yet nothing falls due in that year
        assert plan.years[2].earned == Span(31_724, 31_724)
        assert [year.repaid.low for year in plan.years[:5]] == [0, 0, 0, 0, 419]

    def test_a_course_that_ends_in_march_is_repaid_from_that_april(self):
        way = route(step(StepKind.TOP_UP, 6, start=Stage.LEVEL_4_5), age=20, start=date(2027, 10, 1))
        # October 2027 to March 2028; April to September 2028 are six months: 40,000/2 - 12,500 = 7,500, 9 % is 675
        assert plan_of(way, pay_of(40_000, 40_000, 40_000)).years[0].repaid == Span(675, 675)


class TestDatesOfWages:
    def test_a_new_rate_in_april(self):
        # from September 2025, aged 17: seven months of 7.55 x 1,950 = 14,722 (8,587), five of 15,600 (6,500)
        plan = plan_of(apprenticeship(24, age=17, start=date(2025, 9, 1)))
        assert plan.years[0].earned == Span(15_087, 15_087)
        assert [part.months for part in plan.years[0].parts] == [7, 5]
        assert plan.years[1].earned == Span(15_600, 15_600)

    def test_each_apprenticeship_has_its_own_first_year(self):
        # aged 19: 12 months at 8.00, then a second one starts: 8.00 again at 20, and 12.71 from 21
        first = step(StepKind.APPRENTICESHIP_2, 12, end=Stage.LEVEL_2)
        second = step(StepKind.APPRENTICESHIP_3, 24, start=Stage.LEVEL_2)
        plan = plan_of(route(first, second, age=19))
        assert [year.earned.low for year in plan.years[:3]] == [15_600, 15_600, 24_784]

    def test_an_apprentices_first_year_may_end_between_birthdays(self):
        # aged 20: six months of college, then an apprenticeship from March. At 21: six months of its first year,
        # 15,600 / 2 = 7,800, then six at the rate for the age, 24,784 / 2 = 12,392
        college = step(StepKind.COLLEGE_2, 6, end=Stage.LEVEL_2)
        plan = plan_of(route(college, step(StepKind.APPRENTICESHIP_3, 24, start=Stage.LEVEL_2), age=20))
        assert plan.years[0].earned == Span(7_800, 7_800)
        assert plan.years[1].earned == Span(20_192, 20_192)

    def test_one_year_of_rates_for_all(self):
        plan = plan_of(apprenticeship(), wage_year=2024)
        assert plan.years[0].earned == Span(12_480, 12_480)  # 6.40 x 1,950
        assert plan.years[3].earned == Span(16_770, 16_770)  # 8.60 x 1,950
        assert plan.held == ()

    def test_under_18_no_more_than_40_hours_count(self):
        plan = plan_of(apprenticeship(), hours=Decimal(48))
        assert plan.years[0].earned == Span(16_640, 16_640)  # 8.00 x 40 x 52
        assert plan.years[2].earned == Span(19_968, 19_968)  # 8.00 x 48 x 52

    def test_no_rule_is_a_gap_and_not_zero(self):
        plan = plan_of(apprenticeship(), rules=NO_RULES)
        assert (plan.years[0].earned, plan.years[0].gap) == (None, "No wage rule is held for this day.")
        assert plan.total is None
        assert plan.stopped.startswith("The sum stops at age 16.")

    def test_an_april_without_rules_is_a_gap(self):
        assert plan_of(apprenticeship(), wage_year=2019).years[0].earned is None


class TestInTheWork:
    def test_low_pay_is_lifted_to_the_legal_minimum_of_the_day(self):
        # 12.71 x 1,950 = 24,784 is above the published 20,000 to 23,000
        plan = plan_of(
            route(step(StepKind.GRADUATE_ENTRY, 0, start=Stage.DEGREE), age=21), pay_of(20_000, 22_000, 23_000)
        )
        year = plan.years[0]
        assert year.earned == Span(24_784, 24_784)
        assert "legal minimum" in year.parts[0].note
        assert "21 and over" in {rule.applies_to for rule in plan.rules}

    def test_long_hours_do_not_lift_published_pay(self):
        way = route(step(StepKind.GRADUATE_ENTRY, 0, start=Stage.DEGREE), age=21)
        assert plan_of(way, hours=Decimal(48)).years[0].earned == Span(32_287, 49_138)

    def test_part_time_pay_is_not_lifted(self):
        way = route(step(StepKind.GRADUATE_ENTRY, 0, start=Stage.DEGREE), age=21)
        plan = plan_of(way, pay_of(1_121, 2_000, 3_000, hours="all"))
        assert plan.years[0].earned == Span(1_121, 3_000)
        assert any("part-time" in words for words in plan.later.notes)

    def test_starting_without_training_is_at_the_minimum_for_a_year(self):
        plan = plan_of(route(step(StepKind.DIRECT_ENTRY, 0), age=20))
        assert plan.years[0].parts[0].doing == Doing.STARTING
        assert (plan.years[0].earned, plan.years[0].is_at_least) == (Span(21_157, 21_157), True)
        assert plan.years[1].earned == Span(32_287, 49_138)

    def test_starting_pay_lasts_until_18(self):
        plan = plan_of(route(step(StepKind.DIRECT_ENTRY, 0), age=16))
        assert [year.parts[0].doing for year in plan.years[:3]] == [Doing.STARTING, Doing.STARTING, Doing.WORK]

    def test_months_at_starting_pay_can_be_changed(self):
        plan = plan_of(route(step(StepKind.DIRECT_ENTRY, 0), age=20), starting_months=0)
        assert plan.years[0].earned == Span(32_287, 49_138)

    @pytest.mark.parametrize(
        ("pay", "expected"),
        [(Pay.P25, 32_287), (Pay.MEDIAN, 39_647), (Pay.P75, 49_138)],
    )
    def test_one_point_of_pay(self, pay, expected):
        assert plan_of(apprenticeship(12, age=20), pay=pay).years[1].earned == Span(expected, expected)

    def test_hourly_pay_is_made_yearly(self):
        pay = pay_of(14.21, 16, 20, measure="hourly", hours="all", unit=Unit.POUNDS_AN_HOUR)
        plan = plan_of(apprenticeship(12, age=20), pay)
        assert plan.years[1].earned == Span(27_709, 39_000)  # 14.21 x 1,950 = 27,709.50; 20 x 1,950
        assert any("hourly" in words for words in plan.later.notes)

    def test_weekly_pay_is_made_yearly(self):
        pay = pay_of(700, 800, 900, measure="weekly", unit=Unit.POUNDS_A_WEEK)
        assert plan_of(apprenticeship(12, age=20), pay).years[1].earned == Span(36_400, 46_800)

    def test_a_wider_area_is_said(self):
        area = AreaRef("K02000001", "United Kingdom", "uk", asked="Leeds")
        plan = plan_of(apprenticeship(), pay_of(30_000, 35_000, 40_000, area=area))
        assert plan.later.notes == ("Pay in United Kingdom: none is published for Leeds.",)

    def test_a_missing_lower_quartile_is_said(self):
        plan = plan_of(apprenticeship(12, age=20), pay_of(None, 39_647, 49_138))
        assert plan.years[1].earned == Span(39_647, 49_138)
        assert any("lower quartile is not published" in words for words in plan.later.notes)

    def test_a_missing_quartile_bounds_the_range_and_is_said(self):
        plan = plan_of(apprenticeship(12, age=20), pay_of(32_287, 39_647, None))
        assert plan.years[1].earned == Span(32_287, 39_647)
        assert any("upper quartile is not published" in words for words in plan.later.notes)

    def test_a_wider_group_is_said(self):
        wider = LevelRef("524", "Electrical trades", "minor", asked="Electricians")
        plan = plan_of(apprenticeship(), pay_of(30_000, 35_000, 40_000, level=wider))
        assert any("Electrical trades" in words and "Electricians" in words for words in plan.later.notes)
        assert plan.later.pay.median.release.source == "ashe-14"


class TestGaps:
    def test_unpublished_pay_stops_the_sum_when_the_work_begins(self):
        plan = plan_of(apprenticeship(24), NO_PAY)
        assert plan.total_at(18) == Span(31_200, 31_200)
        assert plan.total_at(19) is None
        assert plan.stopped == "The sum stops at age 18. " + plan.later.gap
        assert "too few answers" in plan.later.gap

    def test_an_unknown_length_leaves_all_that_follows_open(self):
        first = step(StepKind.APPRENTICESHIP_2, 12, end=Stage.LEVEL_2)
        plan = plan_of(route(first, step(StepKind.JUNIOR_ENTRY, None, start=Stage.LEVEL_2)))
        assert plan.years[0].total == Span(15_600, 15_600)
        assert {year.earned for year in plan.years[1:]} == {None}
        assert plan.years[1].gap.startswith("This is paid work")
        assert plan.years[-1].parts[0].doing == Doing.UNKNOWN

    def test_waiting_is_a_gap_unless_the_reader_works_then(self):
        way = route(step(StepKind.APPRENTICESHIP_2, 12, min_age=18))
        plan = plan_of(way)
        assert [part.doing for part in plan.years[0].parts] == [Doing.WAITING]
        assert (plan.total, plan.years[0].age, plan.starts) == (None, 16, date(2027, 9, 1))
        assert plan.years[2].earned == Span(15_600, 15_600)  # known again, yet no longer added up
        working = plan_of(way, work_while_waiting=True)
        assert working.total_at(18) == Span(31_200, 31_200)

    def test_training_after_a_degree_is_paid_or_not(self):
        training = step(StepKind.PG_TRAINING, 12, start=Stage.DEGREE)
        plan = plan_of(route(training, age=21))
        assert (plan.years[0].earned, plan.total) == (None, None)
        assert plan.fee_gaps

    def test_what_is_left_of_a_loan_is_unknown_after_a_gap_in_pay(self):
        plan = plan_of(degree_route(), NO_PAY)
        assert year_at(plan, 20).owed == Span(29_370, 29_370)
        assert (year_at(plan, 22).owed, year_at(plan, 22).repaid) == (None, None)

    @pytest.mark.parametrize(
        ("kind", "start", "age"),
        [
            (StepKind.ACCESS_HE, Stage.ADULT, 25),
            (StepKind.COLLEGE_3, Stage.ADULT, 25),
            (StepKind.CONVERSION, Stage.DEGREE, 21),
            (StepKind.LICENCE, Stage.ADULT, 25),
            (StepKind.DEGREE, Stage.DEGREE, 21),
        ],
    )
    def test_a_fee_that_nobody_can_tell_is_told_and_never_zero(self, kind, start, age):
        plan = plan_of(route(step(kind, 12, start=start), age=age))
        assert len(plan.years[0].fee_gaps) == 1
        assert plan.fee_gaps == plan.years[0].fee_gaps
        assert plan_of(route(step(kind, 12, start=start), age=age), fees=False).fee_gaps == ()

    @pytest.mark.parametrize("kind", [StepKind.A_LEVELS, StepKind.T_LEVEL, StepKind.COLLEGE_3])
    def test_college_is_free_for_those_who_start_under_19(self, kind):
        assert plan_of(route(step(kind, 24))).fee_gaps == ()
        assert plan_of(route(step(kind, 24), age=18)).fee_gaps == ()
        assert len(plan_of(route(step(kind, 24), age=19)).fee_gaps) == 1


class TestChoices:
    def test_fees_left_out(self):
        plan = plan_of(degree_route(), NURSE, fees=False)
        assert (plan.fees, plan.owed) == (0, Span(0, 0))
        assert plan.total == Span(9 * 36_192, 9 * 49_866)

    def test_a_loan_for_living_is_money_in_hand_and_owed(self):
        plan = plan_of(degree_route(), NURSE, maintenance=Maintenance.HOME)
        assert year_at(plan, 18).in_hand == Span(8_877, 8_877)
        assert year_at(plan, 18).owed == Span(9_790 + 8_877, 9_790 + 8_877)
        assert ("maintenance_loan_max", "living with parents") in {(r.rule, r.applies_to) for r in plan.held}

    def test_living_costs_are_taken_off_after_school(self):
        school = step(StepKind.SCHOOL, 12, start=Stage.YEAR_10, end=Stage.GCSE)
        way = route(school, step(StepKind.APPRENTICESHIP_3, 24), age=15)
        plan = plan_of(way, living_cost=10_000)
        assert [year.living_cost for year in plan.years[:2]] == [0, 10_000]
        assert plan.years[1].in_hand == Span(5_600, 5_600)
        assert plan.years[0].in_hand == Span(0, 0)


class TestYearsCounted:
    def test_adults_have_14_years(self):
        plan = plan_of(route(step(StepKind.APPRENTICESHIP_3, 36, start=Stage.ADULT), age=41, start=date(2026, 12, 1)))
        assert [plan.years[0].age, plan.years[-1].age, len(plan.years)] == [41, 54, 14]

    def test_year_9_counts_from_14(self):
        school = step(StepKind.SCHOOL, 24, start=Stage.YEAR_9, end=Stage.GCSE)
        plan = plan_of(route(school, step(StepKind.APPRENTICESHIP_3, 36), age=14))
        assert (plan.years[0].age, plan.years[-1].age) == (14, 29)
        assert (plan.first_paid_age, plan.total_at(16)) == (16, Span(0, 0))

    def test_a_route_longer_than_the_years_is_cut(self):
        plan = plan_of(route(step(StepKind.APPRENTICESHIP_6, 72, start=Stage.A_LEVELS), age=27))
        assert [sum(part.months for part in year.parts) for year in plan.years] == [12, 12, 12]
        assert plan.total_at(31) is None


def test_a_span_cannot_stand_on_its_head():
    with pytest.raises(ValueError, match="above"):
        Span(2, 1)
