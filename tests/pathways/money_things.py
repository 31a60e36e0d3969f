"""What tests of money are made of: the shipped rules without a database, pay, and routes as the engine takes them."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from evidence.figures import AreaRef, Figure, LevelRef, Reason, ReleaseRef, Unit
from lmi.queries.pay import PayRange
from pathways.money.rules import MoneyRules, Rule
from pathways.routing.checks import at_start, take
from pathways.routing.kinds import PAID, StepKind
from pathways.routing.model import Leg, Months, Person, Route, Stage, Step

TABLE = Path(__file__).parents[2] / "pathways" / "data" / "money-rules--all.csv.gz"
RELEASE = ReleaseRef("money-rules-november-2026-final", "money-rules", "Money rules", "2017 to 2027", "final")
ASHE = ReleaseRef("ashe-14-2025", "ashe-14", "Annual Survey of Hours and Earnings 2025", "April 2025", "provisional")
UK, ENGLAND = AreaRef("K02000001", "United Kingdom", "uk"), AreaRef("E92000001", "England", "nation")
SEPTEMBER = date(2027, 9, 1)


@cache
def shipped_rules() -> MoneyRules:
    """The rules of the starter table."""
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as lines:
        return rules_of(*(_rule(cells) for cells in csv.DictReader(lines)))


def _rule(cells: dict[str, str]) -> Rule:
    value, last = (None if cells[name] == "\\N" else cells[name] for name in ("value", "valid_to"))
    return Rule(
        rule=cells["rule"],
        applies_to=cells["applies_to"],
        value=Decimal(value) if value else None,
        unit=cells["unit"],
        valid_from=date.fromisoformat(cells["valid_from"]),
        valid_to=date.fromisoformat(last) if last else None,
        publisher=cells["publisher"],
        publication=cells["publication"],
        checked=cells["checked"],
        note=cells["note"],
    )


def rules_of(*rules: Rule) -> MoneyRules:
    """A set of rules made of these."""
    found: dict[tuple[str, str], tuple[Rule, ...]] = {}
    for rule in sorted(rules, key=lambda rule: rule.valid_from):
        key = (rule.rule, rule.applies_to)
        found[key] = (*found.get(key, ()), rule)
    return MoneyRules(RELEASE, UK, ENGLAND, found)


NO_RULES = MoneyRules(None, UK, ENGLAND)


def figure(value, unit=Unit.POUNDS_A_YEAR, *, level=None, area=UK):
    """A pay figure, or the gap when there is no value."""
    held = value is not None
    return Figure(
        *("pay", value, unit, "tax year to April 2025", area, level or LevelRef("5241", "Electricians", "unit")),
        *("full-time employees", ASHE if held else None),
        reason="" if held else Reason.UNRELIABLE,
    )


def pay_of(p25, median, p75, *, measure="annual", hours="full_time", unit=Unit.POUNDS_A_YEAR, level=None, area=UK):
    """A range of pay as the query gives it."""
    made = (figure(value, unit, level=level, area=area) for value in (median, p25, p75))
    return PayRange(*made, measure, hours, 2025)


ELECTRICIAN = pay_of(32_287, 39_647, 49_138)
NURSE = pay_of(36_192, 42_300, 49_866)
NO_PAY = pay_of(None, None, None)


def step(kind, months, *, start=Stage.GCSE, end=Stage.IN_WORK, low=None, high=None, **values):
    """A step of a kind that takes so many months; None when nobody says."""
    lengths = None if months is None else Months(low or months, months, high or months)
    values.setdefault("paid", kind in PAID)
    return Step(f"{kind}:test", kind, start, end, str(kind), lengths, **values)


def route(*steps, age=16, start=SEPTEMBER, kind="apprenticeship"):
    """A route as the engine takes these steps one after the other."""
    person = Person(steps[0].start, "five", age, start)
    standing = at_start(person)
    legs: list[Leg] = []
    for one in steps:
        leg, standing = take(one, standing, person)
        legs.append(leg)
    return Route(kind, tuple(legs), standing.months, standing.unknown)


def apprenticeship(months=54, **values):
    """The usual way of an electrician."""
    return route(step(StepKind.APPRENTICESHIP_3, months), **values)


def degree_route(months=36, **values):
    """A levels and a degree that leads into the work."""
    return route(
        step(StepKind.A_LEVELS, 24, end=Stage.A_LEVELS),
        step(StepKind.DEGREE, months, start=Stage.A_LEVELS),
        kind="degree",
        **values,
    )
