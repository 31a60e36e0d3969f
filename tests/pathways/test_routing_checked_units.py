"""The routes of more than sixty occupations over all nine major groups, against a table made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from lmi.queries.context import facts
from pathways.book import route_book
from pathways.routing.model import Grades, Stage
from pathways.routing.routes import person_at, routes_to
from tests.pathways.checked_units import CheckedUnit, checked_units, is_held, words_of

TODAY = date(2026, 11, 22)
UNITS = checked_units()
NAMED = {"5241", "2237", "2134", "3111", "3232", "6111", "2121", "2412", "5434", "8211", "2255"}
ASKERS = [
    *((Stage.YEAR_9, Grades.FIVE), (Stage.GCSE, Grades.FIVE), (Stage.GCSE, Grades.FEW)),
    *((Stage.GCSE, Grades.NONE), (Stage.ADULT, Grades.FEW)),
]


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return route_book(facts().editions)


def found_by(book, unit: str, stage: str, grades: str):
    return routes_to(book, unit, person_at(stage, TODAY, grades=grades))


def test_the_table_covers_every_major_group_and_the_named_occupations():
    codes = [unit.soc2020 for unit in UNITS]
    assert len(codes) == len(set(codes)) >= 60
    assert {code[0] for code in codes} == set("123456789")
    assert set(codes) >= NAMED
    assert all(unit.why and unit.must and unit.must_not and unit.kinds for unit in UNITS)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.soc2020)
def test_routes_of(book, unit: CheckedUnit):
    ways = [found_by(book, unit.soc2020, stage, grades) for stage, grades in ASKERS]
    opened = words_of(way for found in ways for route in found.open for way in (route, *route.variants))
    shown = opened | words_of(route for found in ways for route in found.closed)
    kinds = {route.kind for route in found_by(book, unit.soc2020, Stage.GCSE, Grades.FIVE).open}
    lacking = [word for word in unit.must if not is_held(word, opened)]
    wrong = [word for word in unit.must_not if is_held(word, shown)]
    assert (lacking, wrong, sorted(unit.kinds - kinds)) == ([], [], []), unit.why
