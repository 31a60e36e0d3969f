"""What a careers adviser would insist on, over every occupation of the starter data."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from statistics import quantiles

import pytest

from lmi.queries.context import facts
from pathways.book import Book, forget_book, route_book
from pathways.enums import Degree, DirectEntry, LinkKind, StandardKind, StandardStatus
from pathways.routing.kinds import PAID, StepKind
from pathways.routing.model import Bar, Grades, Route, RouteKind, Stage
from pathways.routing.routes import AGE_AT, person_at, routes_to
from pathways.routing.search import Found

TODAY = date(2026, 11, 22)
HIGHER = {
    *(StepKind.DEGREE, StepKind.TOP_UP, StepKind.CONVERSION, StepKind.PG_TRAINING, StepKind.GRADUATE_ENTRY),
    *(StepKind.APPRENTICESHIP_6, StepKind.APPRENTICESHIP_7),
}
STRAIGHT_IN = {StepKind.DIRECT_ENTRY, StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY}


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker) -> Book:
    with django_db_blocker.unblock():
        return route_book(facts().editions)


@pytest.fixture(scope="module")
def units(django_db_setup, django_db_blocker) -> list[str]:
    with django_db_blocker.unblock():
        return [group.code for group in facts().soc.level("unit")]


@pytest.fixture(scope="module")
def leavers(book, units) -> dict[tuple[str, str], Found]:
    """Routes of people who leave Year 11, by unit and grades."""
    people = {grades: person_at(Stage.GCSE, TODAY, grades=grades) for grades in Grades}
    return {(unit, grades): routes_to(book, unit, person) for unit in units for grades, person in people.items()}


@pytest.fixture(scope="module")
def others(book, units) -> dict[tuple[str, str], Found]:
    """Routes of people at every other stage, by unit and stage."""
    people = {stage: person_at(stage, TODAY) for stage in AGE_AT if stage != Stage.GCSE}
    return {(unit, stage): routes_to(book, unit, person) for unit in units for stage, person in people.items()}


def open_ways(found: Found) -> Iterator[Route]:
    """Open routes and their variants."""
    for route in found.open:
        yield route
        yield from route.variants


def shown(found: Found) -> Iterator[Route]:
    yield from open_ways(found)
    yield from found.closed


def kinds(route: Route) -> set[str]:
    return {leg.step.kind for leg in route.legs}


def words(route: Route) -> str:
    return " > ".join(leg.step.title for leg in route.legs)


class TestEverybodyHasAWay:
    def test_to_every_occupation_after_year_11_whatever_the_grades(self, leavers, units):
        assert len(units) == 412
        assert [key for key, found in leavers.items() if not found.open] == []

    @pytest.mark.parametrize("stage", [Stage.YEAR_9, Stage.YEAR_10, Stage.ADULT, Stage.RETURNER, Stage.A_LEVELS])
    def test_from_other_stages(self, others, units, stage):
        assert [unit for unit in units if not others[unit, stage].open] == []

    def test_better_grades_never_cost_time(self, leavers, units):
        """The quickest way known is no longer for somebody with more."""
        for unit in units:
            months = [
                min((r.total_months for r in leavers[unit, g].open if r.total_months is not None), default=None)
                for g in (Grades.NONE, Grades.FEW, Grades.SOME, Grades.EM, Grades.FIVE, Grades.STRONG)
            ]
            known = [m for m in months if m is not None]
            assert known == sorted(known, reverse=True), (unit, months)


class TestStandards:
    def test_links_name_standards_and_units_that_exist(self, book, units):
        links = [link for link in book.all_links() if link.kind == LinkKind.OCCUPATION_STANDARD]
        assert [link.target for link in links if link.target not in book.standards] == []
        assert [link.source for link in links if link.source not in units] == []

    def test_every_live_standard_belongs_to_an_occupation(self, book):
        live = [s for s in book.standards.values() if s.status == StandardStatus.LIVE and s.kind != StandardKind.UNIT]
        assert [sum(s.kind == kind for s in live) for kind in (StandardKind.STANDARD, StandardKind.FOUNDATION)] == [
            575,
            9,
        ]
        assert [s.reference for s in live if not book.linked_from(LinkKind.OCCUPATION_STANDARD, s.reference)] == []

    def test_only_what_can_be_started_is_offered(self, book, leavers, others):
        for found in (*leavers.values(), *others.values()):
            for route in shown(found):
                for leg in route.legs:
                    for offer in leg.offers:
                        assert offer.kind != "standard" or book.standards[offer.code].is_open, offer
                        assert not offer.code.startswith("AU"), offer

    def test_foundation_apprenticeships_are_for_the_young(self, others, units):
        for unit in units:
            for stage in (Stage.ADULT, Stage.RETURNER, Stage.DEGREE):
                assert all(StepKind.FOUNDATION_APPRENTICESHIP not in kinds(r) for r in shown(others[unit, stage]))

    def test_level_7_is_not_paid_for_those_over_21(self, others):
        found = others["2412", Stage.ADULT]
        solicitor = [r for r in found.closed if kinds(r) & {StepKind.APPRENTICESHIP_7}]
        assert all(StepKind.APPRENTICESHIP_7 not in kinds(route) for route in found.open)
        assert any((bar.bar, bar.detail) == (Bar.NOT_FUNDED, "21") for route in solicitor for bar in route.closed)


class TestTLevels:
    def test_only_versions_that_can_be_started_are_offered(self, book, leavers, others):
        for found in (*leavers.values(), *others.values()):
            for route in shown(found):
                for leg in route.legs:
                    for offer in (o for o in leg.offers if o.kind == "tlevel"):
                        version = book.tlevels[int(offer.code)]
                        assert version.is_open, offer
                        assert version.last_start is None or version.last_start >= leg.begins, offer

    def test_links_name_specialisms_that_exist(self, book, units):
        links = [link for link in book.all_links() if link.kind == LinkKind.OCCUPATION_TLEVEL]
        assert [link for link in links if int(link.target) not in book.specialisms or link.source not in units] == []

    def test_adults_are_not_sent_to_them(self, others, units):
        grown = [others[unit, stage] for unit in units for stage in (Stage.ADULT, Stage.RETURNER)]
        assert [route.key for found in grown for route in open_ways(found) if StepKind.T_LEVEL in kinds(route)] == []


class TestWindows:
    def test_a_year_9_never_sees_what_will_have_closed(self, others, units):
        for unit in units:
            for route in shown(others[unit, Stage.YEAR_9]):
                for leg in route.legs:
                    assert not any(offer.is_over(leg.begins) for offer in leg.offers), (unit, words(route))

    def test_a_year_9_goes_to_school_first(self, others, units):
        for unit in units:
            assert {route.legs[0].step.kind for route in shown(others[unit, Stage.YEAR_9])} == {StepKind.SCHOOL}

    def test_nobody_leaves_school_before_16(self, leavers, others):
        for found in (*leavers.values(), *others.values()):
            for route in shown(found):
                assert all(leg.age >= 16 for leg in route.legs if leg.step.kind != StepKind.SCHOOL)


class TestSense:
    def test_nobody_is_in_the_work_below_its_age(self, book, leavers, others):
        for (unit, _), found in (*leavers.items(), *others.items()):
            least = book.entries[unit].min_age or 0
            young = [words(r) for r in open_ways(found) if r.age_at_end is not None and r.age_at_end < least]
            assert young == [], unit

    def test_no_work_that_needs_experience_is_reached_straight_from_school(self, book, leavers):
        """A manager of 17 is no route; one step and a known end below 20 would be that."""
        for (unit, grades), found in leavers.items():
            if book.entries[unit].direct_entry != DirectEntry.EXPERIENCE:
                continue
            for route in open_ways(found):
                if route.age_at_end is not None:
                    assert route.age_at_end >= (20 if len(route.legs) == 1 else 19), (unit, grades, words(route))

    def test_nobody_knows_how_long_working_up_takes(self, leavers):
        for (unit, _), found in leavers.items():
            for route in shown(found):
                if kinds(route) & {StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY}:
                    assert route.total_months is None, (unit, words(route))

    def test_work_that_is_closed_without_the_qualification_cannot_be_walked_into(self, book, leavers, others):
        for (unit, _), found in (*leavers.items(), *others.items()):
            if book.entries[unit].direct_entry == DirectEntry.CLOSED:
                assert [words(r) for r in shown(found) if kinds(r) & STRAIGHT_IN] == [], unit

    def test_where_a_degree_is_needed_every_way_holds_one(self, book, leavers):
        """Higher study of three years or more counts: some courses run from a foundation degree to the degree."""
        for (unit, _), found in leavers.items():
            if book.entries[unit].degree != Degree.REQUIRED:
                continue
            for route in open_ways(found):
                long = any(
                    leg.step.kind == StepKind.FOUNDATION_DEGREE and leg.step.months and leg.step.months.usual >= 36
                    for leg in route.legs
                )
                assert kinds(route) & HIGHER or long, (unit, words(route))

    def test_where_a_degree_is_needed_nobody_is_done_before_20(self, book, leavers):
        for (unit, _), found in leavers.items():
            if book.entries[unit].degree == Degree.REQUIRED:
                assert [words(r) for r in open_ways(found) if (r.age_at_end or 99) < 20] == [], unit

    def test_nobody_takes_a_level_2_apprenticeship_after_more_in_the_same_work(self, leavers):
        """Except after A levels, which are no training for any work."""
        more = {*HIGHER, StepKind.T_LEVEL, StepKind.APPRENTICESHIP_3, StepKind.APPRENTICESHIP_45}
        more |= {StepKind.HNC_HND, StepKind.HTQ, StepKind.FOUNDATION_DEGREE}
        for (unit, _), found in leavers.items():
            for route in open_ways(found):
                if route.legs[-1].step.kind == StepKind.APPRENTICESHIP_2:
                    assert not kinds(route) & more, (unit, words(route))

    def test_no_route_takes_longer_than_a_specialist_doctor_or_passes_a_stage_twice(self, leavers):
        for (unit, _), found in leavers.items():
            for route in open_ways(found):
                starts = [leg.step.start for leg in route.legs]
                assert len(set(starts)) == len(starts), (unit, words(route))
                assert (route.total_months or 0) <= 17 * 12, (unit, words(route))


class TestWishes:
    @pytest.mark.parametrize("stage", [Stage.YEAR_9, Stage.GCSE, Stage.ADULT])
    def test_earning_means_paid_after_school(self, book, units, stage):
        person = person_at(stage, TODAY, earn=True)
        for unit in units:
            for route in open_ways(routes_to(book, unit, person)):
                assert kinds(route) - {StepKind.SCHOOL} <= PAID, (unit, words(route))

    def test_no_university_means_none(self, book, units):
        person = person_at(Stage.GCSE, TODAY, no_university=True)
        for unit in units:
            for route in open_ways(routes_to(book, unit, person)):
                assert not any(leg.step.is_university for leg in route.legs), (unit, words(route))

    def test_what_a_wish_closes_is_told(self, book):
        found = routes_to(book, "2211", person_at(Stage.GCSE, TODAY, no_university=True))
        assert {bar.bar for route in found.closed for bar in route.closed} == {Bar.UNIVERSITY}
        assert {route.kind for route in found.open} == {RouteKind.DEGREE_APPRENTICESHIP}

    def test_a_missing_subject_is_told_to_those_who_have_their_a_levels(self, book):
        person = person_at(Stage.A_LEVELS, TODAY, subjects=frozenset({"alevel:history"}))
        found = routes_to(book, "2211", person)
        assert {bar.bar for route in found.closed for bar in route.closed} >= {Bar.SUBJECT}
        chemist = replace(person, subjects=frozenset({"alevel:chemistry", "alevel:biology"}))
        assert RouteKind.DEGREE in {route.kind for route in routes_to(book, "2211", chemist).open}


class TestSteadyAndQuick:
    def test_the_same_question_has_the_same_answer(self, book, units, django_db_setup, django_db_blocker):
        forget_book()
        with django_db_blocker.unblock():
            again = route_book(facts().editions)
        person = person_at(Stage.GCSE, TODAY)
        assert again is not book
        assert all(routes_to(again, unit, person) == routes_to(book, unit, person) for unit in units)

    def test_one_occupation_takes_a_moment(self, book, units):
        person = person_at(Stage.YEAR_9, TODAY)
        took = []
        for unit in units:
            begun = time.perf_counter()
            routes_to(book, unit, person)
            took.append(time.perf_counter() - begun)
        assert quantiles(took, n=20)[-1] < 0.060
