"""Choosing among routes: what is distinct, what is a variant, which closed ones are shown, in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from pathways.routing.kinds import StepKind as K
from pathways.routing.model import Bar, Grades, Months, Offer, Person, RouteKind, Stage, Step
from pathways.routing.routes import SHAPE, kind_of
from pathways.routing.search import MOST_STEPS, best_routes

LEAVER = Person(Stage.GCSE, Grades.FIVE, 16, date(2027, 9, 1))


def step(kind, start, end, months=12, name="", **more):
    length = None if months is None else Months(months, months, months)
    return Step(f"{kind}:{name or start}", kind, start, end, "", months=length, **more)


def find(*steps, person=LEAVER, most=3):
    return best_routes(steps, person, kind_of, most=most, shape=SHAPE)


def keys(routes):
    return [route.key for route in routes]


def kinds(route):
    return [leg.step.kind for leg in route.legs]


A_LEVELS = step(K.A_LEVELS, Stage.GCSE, Stage.A_LEVELS, 24)
T_LEVEL = step(K.T_LEVEL, Stage.GCSE, Stage.T_LEVEL, 24)
BTEC = step(K.TECHNICAL_3, Stage.GCSE, Stage.OTHER_LEVEL_3, 24)
APPRENTICE = step(K.APPRENTICESHIP_3, Stage.GCSE, Stage.IN_WORK, 36, paid=True)


def degrees(*starts):
    return [step(K.DEGREE, start, Stage.IN_WORK, 36) for start in starts]


class TestDistinct:
    def test_level_3s_before_the_same_degree_are_variants_of_one_route(self):
        found = find(A_LEVELS, T_LEVEL, BTEC, *degrees(Stage.A_LEVELS, Stage.T_LEVEL, Stage.OTHER_LEVEL_3))
        assert [kinds(route) for route in found.open] == [[K.A_LEVELS, K.DEGREE]]
        assert [kinds(variant) for variant in found.open[0].variants] == [
            [K.T_LEVEL, K.DEGREE],
            [K.TECHNICAL_3, K.DEGREE],
        ]

    def test_a_level_3_that_is_the_end_itself_is_no_variant(self):
        ends = [replace(T_LEVEL, end=Stage.IN_WORK), step(K.COLLEGE_3, Stage.GCSE, Stage.IN_WORK, 24)]
        found = find(*ends)
        assert [(route.kind, kinds(route), route.variants) for route in found.open] == [
            (RouteKind.COLLEGE, [K.COLLEGE_3], ()),
            (RouteKind.T_LEVEL, [K.T_LEVEL], ()),
        ]

    def test_the_longer_way_round_to_the_same_end_is_left_out(self):
        first = step(K.APPRENTICESHIP_2, Stage.GCSE, Stage.LEVEL_2, 12)
        last = [replace(APPRENTICE, start=stage) for stage in (Stage.GCSE, Stage.LEVEL_2)]
        assert [kinds(route) for route in find(first, *last).open] == [[K.APPRENTICESHIP_3]]

    def test_another_end_is_another_route(self):
        higher = step(K.APPRENTICESHIP_45, Stage.A_LEVELS, Stage.IN_WORK, 24)
        found = find(A_LEVELS, higher, APPRENTICE)
        assert [kinds(route) for route in found.open] == [[K.APPRENTICESHIP_3], [K.A_LEVELS, K.APPRENTICESHIP_45]]

    def test_catching_up_makes_no_route_of_its_own(self):
        catch_up = step(K.CATCH_UP, Stage.GCSE, Stage.LEVEL_2, 12)
        both = [replace(A_LEVELS, start=stage) for stage in (Stage.GCSE, Stage.LEVEL_2)]
        found = find(catch_up, *both, *degrees(Stage.A_LEVELS))
        assert [kinds(route) for route in found.open] == [[K.A_LEVELS, K.DEGREE]]

    def test_no_more_than_asked_of_each_kind_and_the_quickest_first(self):
        ways = [
            step(kind, Stage.GCSE, Stage.IN_WORK, months)
            for kind, months in ((K.APPRENTICESHIP_3, 36), (K.APPRENTICESHIP_2, 12), (K.FOUNDATION_APPRENTICESHIP, 8))
        ]
        assert [route.total_months for route in find(*ways).open] == [8, 12, 36]
        assert [route.total_months for route in find(*ways, most=2).open] == [8, 12]

    def test_one_kind_never_crowds_out_another(self):
        work = step(K.DIRECT_ENTRY, Stage.GCSE, Stage.IN_WORK, 0, paid=True)
        found = find(APPRENTICE, A_LEVELS, *degrees(Stage.A_LEVELS), work, most=1)
        assert [route.kind for route in found.open] == [RouteKind.APPRENTICESHIP, RouteKind.DEGREE, RouteKind.WORK]


class TestOrder:
    def test_kinds_stand_in_the_order_of_their_names(self):
        work = step(K.DIRECT_ENTRY, Stage.GCSE, Stage.IN_WORK, 0)
        found = find(work, APPRENTICE, A_LEVELS, *degrees(Stage.A_LEVELS))
        assert [route.kind for route in found.open] == sorted(route.kind for route in found.open)

    def test_a_known_length_stands_before_an_unknown_one(self):
        unknown = step(K.APPRENTICESHIP_2, Stage.GCSE, Stage.IN_WORK, None)
        found = find(unknown, APPRENTICE)
        assert [route.total_months for route in found.open] == [36, None]
        assert [route.age_at_end for route in found.open] == [19, None]

    def test_of_two_that_are_alike_the_name_decides(self):
        twins = [step(K.APPRENTICESHIP_3, Stage.GCSE, Stage.IN_WORK, 12, name=name) for name in "ba"]
        assert keys(find(*twins).open) == ["apprenticeship_3:a"]
        assert keys(find(*twins[::-1]).open) == ["apprenticeship_3:a"]

    def test_a_ring_of_steps_ends(self):
        ring = [step(K.COLLEGE_2, Stage.GCSE, Stage.LEVEL_2), step(K.COLLEGE_1, Stage.LEVEL_2, Stage.GCSE)]
        found = find(*ring, APPRENTICE)
        assert keys(found.open) == ["apprenticeship_3:gcse"]

    def test_no_route_has_more_steps_than_the_most(self):
        stages = [Stage.GCSE, *(f"stage{n}" for n in range(MOST_STEPS)), Stage.IN_WORK]
        chain = [step(f"k{n}", start, end) for n, (start, end) in enumerate(pairwise(stages))]
        assert len(chain) == MOST_STEPS + 1
        assert find(*chain).open == ()
        assert len(find(*chain[1:], person=replace(LEAVER, stage=stages[1])).open[0].legs) == MOST_STEPS


class TestClosed:
    def test_with_nothing_open_the_closed_way_is_shown_with_its_reason(self):
        weak = replace(LEAVER, grades=Grades.FEW)
        found = find(replace(APPRENTICE, grades=Grades.EM), person=weak)
        assert found.open == ()
        (route,) = found.closed
        assert [(bar.step, bar.bar, bar.detail) for bar in route.closed] == [(APPRENTICE.key, Bar.GRADES, Grades.EM)]

    def test_a_closed_way_that_would_be_quicker_matters(self):
        quick = step(K.APPRENTICESHIP_2, Stage.GCSE, Stage.IN_WORK, 12, max_age=15)
        slow = replace(quick, kind=K.FOUNDATION_APPRENTICESHIP, key="slow", months=Months(48, 48, 48))
        found = find(quick, slow, APPRENTICE)
        assert keys(found.open) == [APPRENTICE.key]
        assert keys(found.closed) == [quick.key]

    def test_a_closed_way_of_the_same_steps_is_told_at_the_open_one(self):
        catch_up = step(K.CATCH_UP, Stage.GCSE, Stage.LEVEL_2, gives=Grades.FIVE, only_without=Grades.FIVE)
        starts = [replace(A_LEVELS, start=stage, grades=Grades.FIVE) for stage in (Stage.GCSE, Stage.LEVEL_2)]
        found = find(catch_up, *starts, *degrees(Stage.A_LEVELS), person=replace(LEAVER, grades=Grades.SOME))
        (route,) = found.open
        assert kinds(route) == [K.CATCH_UP, K.A_LEVELS, K.DEGREE]
        assert [(bar.bar, bar.detail) for bar in route.instead_of] == [(Bar.GRADES, Grades.FIVE)]
        assert found.closed == ()

    def test_what_will_have_closed_is_never_shown(self):
        ended = replace(APPRENTICE, offers=(Offer("standard", "ST1", "", closes=date(2027, 8, 1)),))
        assert find(ended) == find()
        year_9 = replace(LEAVER, stage=Stage.YEAR_9, age=14, start=date(2025, 9, 1))
        school = step(K.SCHOOL, Stage.YEAR_9, Stage.GCSE, 24)
        assert find(school, ended, person=year_9) == find()

    def test_what_opens_later_is_shown_with_its_day(self):
        later = replace(APPRENTICE, offers=(Offer("standard", "ST1", "", opens=date(2028, 9, 1)),))
        (route,) = find(later).closed
        assert [(bar.bar, bar.detail) for bar in route.closed] == [(Bar.NOT_OPEN_YET, "2028-09-01")]

    def test_fewer_reasons_against_stand_first(self):
        one = step(K.APPRENTICESHIP_3, Stage.GCSE, Stage.IN_WORK, 48, max_age=15)
        two = step(K.APPRENTICESHIP_2, Stage.GCSE, Stage.IN_WORK, 12, max_age=15, funded_to=15)
        assert keys(find(two, one).closed) == [one.key, two.key]


class TestKinds:
    def test_how_the_person_qualifies_in_the_end_names_the_route(self):
        ways = {
            RouteKind.DEGREE: [K.A_LEVELS, K.DEGREE],
            RouteKind.DEGREE_APPRENTICESHIP: [K.A_LEVELS, K.APPRENTICESHIP_6],
            RouteKind.HIGHER_TECHNICAL: [K.A_LEVELS, K.HNC_HND, K.JUNIOR_ENTRY],
            RouteKind.T_LEVEL: [K.T_LEVEL, K.APPRENTICESHIP_3],
            RouteKind.COLLEGE: [K.COLLEGE_2, K.DIRECT_ENTRY],
            RouteKind.APPRENTICESHIP: [K.COLLEGE_2, K.APPRENTICESHIP_3],
            RouteKind.WORK: [K.A_LEVELS, K.WORK_TRAINING],
        }
        for kind, steps in ways.items():
            assert kind_of([step(name, "a", "b") for name in steps]) == kind
        for end in (K.EXPERIENCE_ENTRY, K.JUNIOR_ENTRY, K.GRADUATE_ENTRY):
            assert kind_of([step(K.APPRENTICESHIP_6, "a", "b"), step(end, "b", "c")]) == RouteKind.DEGREE_APPRENTICESHIP
        assert kind_of([step(K.DEGREE, "a", "b"), step(K.EXPERIENCE_ENTRY, "b", "c")]) == RouteKind.DEGREE
        assert kind_of([step(K.SUPPORTED_INTERNSHIP, "a", "b")]) == RouteKind.WORK
        assert kind_of([step(K.FOUNDATION_APPRENTICESHIP, "a", "b"), step(K.DIRECT_ENTRY, "b", "c")]) == (
            RouteKind.APPRENTICESHIP
        )
        assert kind_of([step(K.DEGREE, "a", "b"), step(K.PG_TRAINING, "b", "c")]) == RouteKind.DEGREE
        assert kind_of([step(K.APPRENTICESHIP_6, "a", "b"), step(K.PG_TRAINING, "b", "c")]) == (
            RouteKind.DEGREE_APPRENTICESHIP
        )
