"""Money of the routes that the starter tables really give, at every stage."""

from __future__ import annotations

from datetime import date

import pytest

from lmi.queries.context import facts as gather
from lmi.queries.pay import typical_pay
from pathways.book import route_book
from pathways.money.assumptions import Assumptions
from pathways.money.plan import money_of
from pathways.money.rules import money_rules
from pathways.money.words import assumptions_of
from pathways.routing.model import RouteKind
from pathways.routing.routes import AGE_AT, person_at, routes_to

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
# electrician, nurse, software developer, laboratory technician, early years, civil engineer, solicitor, chef, HGV
# driver, paramedic
UNITS = ("5241", "2237", "2134", "3111", "3232", "2121", "2412", "5434", "8211", "2255")


@pytest.fixture
def facts():
    return gather()


@pytest.mark.parametrize("unit", UNITS)
def test_every_route_from_every_stage_adds_up_or_says_why_not(facts, unit):
    book, rules, pay = route_book(facts.editions), money_rules(facts), typical_pay(facts, unit)
    seen = 0
    for stage in AGE_AT:
        found = routes_to(book, unit, person_at(stage, TODAY))
        for route in (*found.open, *found.closed):
            plan = money_of(route, pay, rules, Assumptions())
            assert (plan.total is None) == bool(plan.stopped)
            assert (plan.route, plan.kind) == (route.key, route.kind)
            assert assumptions_of(plan)
            seen += 1
    assert seen >= 10


def test_one_pay_and_no_sql_for_all_routes(facts, django_assert_num_queries):
    book, rules, pay = route_book(facts.editions), money_rules(facts), typical_pay(facts, "5241")
    with django_assert_num_queries(0):
        found = routes_to(book, "5241", person_at("gcse", TODAY))
        plans = [money_of(route, pay, rules, Assumptions()) for route in found.open]
    assert {plan.later.yearly for plan in plans} == {plans[0].later.yearly}


def test_an_apprentice_electrician_is_paid_from_16_and_owes_nothing(facts):
    book, rules, pay = route_book(facts.editions), money_rules(facts), typical_pay(facts, "5241")
    open_routes = routes_to(book, "5241", person_at("gcse", TODAY)).open
    first = next(route for route in open_routes if route.kind == RouteKind.APPRENTICESHIP)
    plan = money_of(first, pay, rules, Assumptions())
    assert (plan.first_paid_age, plan.owed.high, plan.years[0].earned.low) == (16, 0, 15_600)


def test_a_nursing_degree_is_borrowed_for_and_its_apprenticeship_is_not(facts):
    book, rules, pay = route_book(facts.editions), money_rules(facts), typical_pay(facts, "2237")
    plans = {}
    for route in routes_to(book, "2237", person_at("alevels", TODAY)).open:
        plans.setdefault(route.kind, money_of(route, pay, rules, Assumptions()))
    assert plans[RouteKind.DEGREE].fees > 0
    assert plans[RouteKind.DEGREE_APPRENTICESHIP].fees == 0
