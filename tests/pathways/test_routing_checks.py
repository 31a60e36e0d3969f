"""Taking one step: grades, waits, ages, windows, wishes and subjects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest

from pathways.routing.checks import SATISFIES, at_start, better, is_for, take
from pathways.routing.model import Bar, Grades, Months, Offer, Person, Stage, Step, add_months

RISING = [Grades.NONE, Grades.FEW, Grades.SOME, Grades.EM, Grades.FIVE, Grades.STRONG]
START = date(2027, 9, 1)
YEAR = Months(10, 12, 14)
COURSE = Step("course", "course", Stage.GCSE, Stage.LEVEL_2, "A course", months=YEAR)
LEAVER = Person(Stage.GCSE, Grades.FIVE, 16, START)


def taken(step, person=LEAVER):
    return take(step, at_start(person), person)


def bars(step, person=LEAVER):
    return [(bar.bar, bar.detail) for bar in taken(step, person)[0].closed]


def offer(code="one", opens=None, closes=None):
    return Offer("programme", code, "An offer", opens=opens, closes=closes)


class TestGrades:
    def test_each_step_up_counts_as_all_below(self):
        for low, high in pairwise(RISING):
            assert SATISFIES[low] < SATISFIES[high]
        assert SATISFIES[Grades.STRONG] == set(Grades)

    @pytest.mark.parametrize(("has", "asked"), list(product(RISING, RISING)))
    def test_a_step_is_closed_exactly_to_those_with_less(self, has, asked):
        expected = [] if RISING.index(has) >= RISING.index(asked) else [(Bar.GRADES, asked)]
        assert bars(replace(COURSE, grades=asked), replace(LEAVER, grades=has)) == expected

    @pytest.mark.parametrize(("has", "gained"), list(product(RISING, RISING)))
    def test_nothing_is_lost_by_learning(self, has, gained):
        assert better(has, gained) == max(has, gained, key=RISING.index)

    def test_what_a_course_gives_counts_from_then_on(self):
        weak = replace(LEAVER, grades=Grades.FEW)
        _, after = taken(replace(COURSE, gives=Grades.FIVE), weak)
        leg, _ = take(Step("next", "c", Stage.LEVEL_2, Stage.IN_WORK, "", grades=Grades.FIVE), after, weak)
        assert leg.closed == ()

    def test_catching_up_is_for_those_who_need_it(self):
        step = replace(COURSE, only_without=Grades.FIVE)
        assert [has for has in RISING if is_for(step, at_start(replace(LEAVER, grades=has)))] == RISING[:4]

    def test_a_step_of_another_stage_is_for_nobody_here(self):
        assert not is_for(replace(COURSE, start=Stage.DEGREE), at_start(LEAVER))


class TestAges:
    def test_too_young_waits_and_the_clock_runs(self):
        leg, after = taken(replace(COURSE, min_age=18))
        assert (leg.waits, leg.age, leg.begins) == (24, 18, date(2029, 9, 1))
        assert (after.months, after.day, after.unknown) == (36, date(2030, 9, 1), 0)

    @pytest.mark.parametrize("min_age", [None, 14, 16])
    def test_old_enough_does_not_wait(self, min_age):
        assert taken(replace(COURSE, min_age=min_age))[0].waits == 0

    def test_months_on_the_way_count_towards_the_age(self):
        _, after = taken(replace(COURSE, months=Months(18, 18, 18)))
        leg, _ = take(Step("job", "job", Stage.LEVEL_2, Stage.IN_WORK, "", min_age=18), after, LEAVER)
        assert (leg.waits, leg.age) == (6, 18)

    @pytest.mark.parametrize(("age", "closed"), [(20, []), (21, []), (22, [(Bar.TOO_OLD, "21")])])
    def test_the_last_year_of_age_is_still_open(self, age, closed):
        assert bars(replace(COURSE, max_age=21), replace(LEAVER, age=age)) == closed

    @pytest.mark.parametrize(("age", "closed"), [(21, []), (22, [(Bar.NOT_FUNDED, "21")])])
    def test_public_money_ends_after_an_age(self, age, closed):
        assert bars(replace(COURSE, funded_to=21), replace(LEAVER, age=age)) == closed

    def test_the_age_is_that_when_the_step_begins(self):
        older = replace(COURSE, min_age=19, max_age=18)
        assert bars(older) == [(Bar.TOO_OLD, "18")]

    def test_an_unknown_length_is_told_and_adds_nothing(self):
        leg, after = taken(replace(COURSE, months=None))
        assert (after.months, after.unknown, leg.ends) == (0, 1, None)
        assert taken(COURSE)[0].ends == date(2028, 9, 1)


class TestWindows:
    def test_no_offers_no_window(self):
        assert bars(COURSE) == []

    @pytest.mark.parametrize(
        ("offers", "closed"),
        [
            ([offer()], []),
            ([offer(opens=START, closes=START)], []),
            ([offer(closes=date(2026, 9, 1))], [(Bar.CLOSED, "2026-09-01")]),
            ([offer(closes=date(2025, 9, 1)), offer("b", closes=date(2026, 9, 1))], [(Bar.CLOSED, "2026-09-01")]),
            ([offer(opens=date(2029, 9, 1)), offer("b", opens=date(2028, 9, 1))], [(Bar.NOT_OPEN_YET, "2028-09-01")]),
            ([offer(opens=date(2028, 9, 1)), offer("b")], []),
            ([offer(closes=date(2026, 9, 1)), offer("b")], []),
            (
                [offer(closes=date(2026, 9, 1)), offer("b", opens=date(2028, 9, 1))],
                [(Bar.NOT_OPEN_YET, "2028-09-01")],
            ),
        ],
    )
    def test_one_offer_in_its_window_is_enough(self, offers, closed):
        assert bars(replace(COURSE, offers=tuple(offers))) == closed

    def test_what_will_have_closed_is_left_out_of_the_leg(self):
        leg, _ = taken(replace(COURSE, offers=(offer("old", closes=date(2026, 9, 1)), offer("new"))))
        assert [kept.code for kept in leg.offers] == ["new"]

    def test_the_window_is_looked_at_after_the_wait(self):
        step = replace(COURSE, min_age=18, offers=(offer(closes=date(2028, 9, 1)),))
        assert bars(step) == [(Bar.CLOSED, "2028-09-01")]
        step = replace(COURSE, min_age=18, offers=(offer(opens=date(2029, 9, 1)),))
        assert bars(step) == []


class TestWishes:
    def test_earning_closes_unpaid_steps(self):
        earner = replace(LEAVER, earn=True)
        assert bars(COURSE, earner) == [(Bar.UNPAID, "")]
        assert bars(replace(COURSE, paid=True), earner) == []

    @pytest.mark.parametrize("stage", [Stage.YEAR_9, Stage.YEAR_10])
    def test_school_has_to_be_finished_unpaid(self, stage):
        assert bars(replace(COURSE, start=stage), replace(LEAVER, stage=stage, earn=True)) == []

    def test_no_university(self):
        elsewhere = replace(LEAVER, no_university=True)
        assert bars(replace(COURSE, is_university=True), elsewhere) == [(Bar.UNIVERSITY, "")]
        assert bars(COURSE, elsewhere) == []

    def test_every_reason_is_told_at_once(self):
        person = replace(LEAVER, grades=Grades.NONE, age=30, earn=True, no_university=True)
        step = replace(
            *(COURSE,), grades=Grades.FIVE, max_age=21, is_university=True, offers=(offer(opens=date(2040, 9, 1)),)
        )
        assert {bar for bar, _ in bars(step, person)} == {
            *(Bar.GRADES, Bar.TOO_OLD, Bar.UNPAID, Bar.UNIVERSITY, Bar.NOT_OPEN_YET)
        }


class TestSubjects:
    DEGREE = Step(
        *("degree", "degree", Stage.A_LEVELS, Stage.DEGREE, "A degree"),
        subjects=(frozenset({"alevel:chemistry"}), frozenset({"alevel:maths", "alevel:physics"})),
    )

    def of(self, *subjects, stage=Stage.A_LEVELS):
        person = Person(stage, Grades.FIVE, 18, START, None if subjects == (None,) else frozenset(subjects))
        return bars(replace(self.DEGREE, start=stage), person)

    def test_nobody_who_said_nothing_is_held_to_them(self):
        assert self.of(None) == []

    def test_one_of_each_group_is_enough(self):
        assert self.of("alevel:chemistry", "alevel:physics") == []

    def test_what_is_missing_is_named(self):
        assert self.of("alevel:art-design") == [
            (Bar.SUBJECT, "alevel:chemistry"),
            (Bar.SUBJECT, "alevel:maths / alevel:physics"),
        ]

    @pytest.mark.parametrize("stage", [Stage.T_LEVEL, Stage.OTHER_LEVEL_3, Stage.ACCESS])
    def test_other_level_3s_are_judged_as_a_whole(self, stage):
        assert self.of("alevel:art-design", stage=stage) == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 9, 1), 0, date(2026, 9, 1)),
        (date(2026, 9, 1), 4, date(2027, 1, 1)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_months_on(day, months, expected):
    assert add_months(day, months) == expected
