"""What always holds of a route's money, over generated routes, pay, wages and assumptions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pathways.money.assumptions import Assumptions, Maintenance, Pay
from pathways.money.pay import Span
from pathways.money.plan import money_of
from pathways.money.rules import MINIMUM_WAGE, MoneyRules
from pathways.routing.kinds import PAID, StepKind
from pathways.routing.model import Stage
from tests.pathways.money_things import pay_of, route, shipped_rules, step

RULES = shipped_rules()
STARTS = (Stage.YEAR_10, Stage.GCSE, Stage.A_LEVELS, Stage.DEGREE, Stage.ADULT)

steps = st.tuples(
    st.sampled_from(list(StepKind)),
    st.one_of(st.none(), st.integers(0, 66), st.sampled_from([12, 24, 36])),
    st.sampled_from([None, None, None, 18, 21]),
)
quartiles = st.lists(st.one_of(st.none(), st.integers(5_000, 150_000)), min_size=3, max_size=3)
choices = st.builds(
    Assumptions,
    hours=st.decimals(30, 48, places=1),
    weeks=st.integers(1, 52),
    living_cost=st.integers(0, 20_000),
    wage_year=st.sampled_from([None, 2024, 2025, 2026, 2019]),
    pay=st.sampled_from(list(Pay)),
    fees=st.booleans(),
    maintenance=st.sampled_from(list(Maintenance)),
    starting_months=st.integers(0, 60),
    work_while_waiting=st.booleans(),
)


@st.composite
def routes(draw):
    """Up to four steps one after the other, made to join; lengths may be unknown."""
    start = draw(st.sampled_from(STARTS))
    drawn = draw(st.lists(steps, min_size=1, max_size=4))
    made = []
    for place, (kind, months, min_age) in enumerate(drawn):
        last = place == len(drawn) - 1
        end = Stage.IN_WORK if last else STARTS[place]
        made.append(step(kind, months, start=start, end=end, min_age=min_age, paid=kind in PAID))
        start = end
    return route(*made, age=draw(st.integers(14, 60)))


def sorted_pay(values):
    """Pay with the published ones in order."""
    held = iter(sorted(value for value in values if value is not None))
    return pay_of(*(None if value is None else next(held) for value in values))


plans = st.tuples(routes(), quartiles.map(sorted_pay), choices)


@given(plans)
def test_sums_add_up_and_nothing_is_counted_twice(given_plan):
    way, pay, chosen = given_plan
    plan = money_of(way, pay, RULES, chosen)
    total = Span(0, 0)
    for year in plan.years:
        assert sum(part.months for part in year.parts) == 12
        if year.earned is None or year.in_hand is None:
            assert year.gap
            total = None
        if year.earned is not None:
            known = [part.earned for part in year.parts]
            assert year.earned == Span(sum(span.low for span in known), sum(span.high for span in known))
        if year.in_hand is not None and total is not None:
            total = total + year.in_hand
            extra = year.maintenance - year.living_cost
            # The one with low pay repays least or, where the other is done already, most.
            rest = [year.earned.low + extra - repaid for repaid in (year.repaid.low, year.repaid.high)]
            assert year.in_hand.low in rest
        assert year.total == total
    assert plan.total == total
    assert bool(plan.stopped) == (total is None)


@given(plans)
def test_fees_and_loans_are_never_negative_and_what_is_borrowed_is_owed_or_repaid(given_plan):
    way, pay, chosen = given_plan
    plan = money_of(way, pay, RULES, chosen)
    borrowed = 0
    repaid = [0, 0]
    for year in plan.years:
        assert year.fee >= 0
        assert year.maintenance >= 0
        borrowed += year.fee + year.maintenance
        if year.owed is None or year.repaid is None:
            return
        assert 0 <= year.repaid.low <= year.repaid.high
        assert 0 <= year.owed.low <= year.owed.high <= borrowed
        repaid = [repaid[0] + year.repaid.low, repaid[1] + year.repaid.high]
        assert sum(repaid) == (borrowed - year.owed.low) + (borrowed - year.owed.high)
    if not chosen.fees and chosen.maintenance == Maintenance.NONE:
        assert borrowed == 0


@given(plans)
def test_a_gap_is_said_and_never_zero(given_plan):
    way, pay, chosen = given_plan
    plan = money_of(way, pay, RULES, chosen)
    for year in plan.years:
        for part in year.parts:
            assert (part.earned is None) == bool(part.gap)
        if any(part.gap for part in year.parts):
            assert (year.earned, year.total) == (None, None)


@given(plans)
def test_the_same_every_time(given_plan):
    way, pay, chosen = given_plan
    assert money_of(way, pay, RULES, chosen) == money_of(way, pay, RULES, chosen)


@given(plans, st.decimals("0", "10", places=2))
def test_higher_wages_never_mean_less(given_plan, more):
    way, pay, chosen = given_plan
    raised = MoneyRules(
        RULES.release,
        RULES.uk,
        RULES.england,
        {
            key: tuple(replace(r, value=r.value + Decimal(more)) if r.rule == MINIMUM_WAGE else r for r in rules)
            for key, rules in RULES.rules.items()
        },
    )
    before, after = money_of(way, pay, RULES, chosen), money_of(way, pay, raised, chosen)
    for old, new in zip(before.years, after.years, strict=True):
        assert (old.earned is None) == (new.earned is None)
        if old.earned is not None:
            assert old.earned.low <= new.earned.low
            assert old.earned.high <= new.earned.high


@given(routes(), st.integers(5_000, 80_000), st.integers(0, 40_000), choices)
def test_higher_pay_never_means_less_in_hand(way, pounds, more, chosen):
    low = money_of(way, pay_of(pounds, pounds, pounds), RULES, chosen)
    high = money_of(way, pay_of(pounds + more, pounds + more, pounds + more), RULES, chosen)
    for old, new in zip(low.years, high.years, strict=True):
        assert (old.in_hand is None) == (new.in_hand is None)
        if old.in_hand is not None:
            assert old.in_hand.low <= new.in_hand.low
