"""How the money of a route looks in JSON: our own sums, with the rules and assumptions they are made from."""

from __future__ import annotations

from collections.abc import Iterable

from lmi.api.shapes import Json
from pathways.api.shapes import PathwayShapes, day
from pathways.money.assumptions import Assumptions
from pathways.money.pay import Span
from pathways.money.plan import SAME_LATER_PAY, MoneyPlan, Part, YearMoney
from pathways.money.rules import MoneyRules, Rule
from pathways.money.words import Note, assumptions_of, family_note, what_is_not_modelled


def span(found: Span | None) -> Json | None:
    """From low to high in pounds; null for a gap."""
    return {"low": found.low, "high": found.high} if found else None


def note(found: Note) -> Json:
    """Something to know, with where it comes from."""
    return {"text": found.text, "source": found.source or None, "address": found.address or None}


def plan(found: MoneyPlan) -> Json:
    """The money of one route, a row a year of age."""
    return {
        "starts": found.starts.isoformat(),
        "years": [_year(year) for year in found.years],
        "later_pay": span(found.later.yearly),
        "later_pay_gap": found.later.gap or None,
        "total": span(found.total),
        "owed": span(found.owed),
        "fees": found.fees,
        "fee_gaps": list(found.fee_gaps),
        "is_at_least": found.is_at_least,
        "first_paid_age": found.first_paid_age,
        "stopped": found.stopped or None,
        "assumptions": [note(one) for one in assumptions_of(found)],
    }


def _year(found: YearMoney) -> Json:
    return {
        "age": found.age,
        "begins": found.begins.isoformat(),
        "parts": [_part(part) for part in found.parts],
        "earned": span(found.earned),
        "is_at_least": found.is_at_least,
        "fee": found.fee,
        "maintenance": found.maintenance,
        "fee_gaps": list(found.fee_gaps),
        "repaid": span(found.repaid),
        "owed": span(found.owed),
        "living_cost": found.living_cost,
        "in_hand": span(found.in_hand),
        "total": span(found.total),
        "gap": found.gap or None,
    }


def _part(found: Part) -> Json:
    return {
        "doing": str(found.doing),
        "title": found.title,
        "step": found.step_key or None,
        "months": found.months,
        "earned": span(found.earned),
        "is_at_least": found.is_at_least,
        "rule": _name(found.rule) if found.rule else None,
        "gap": found.gap or None,
        "note": found.note or None,
    }


def _name(rule: Rule) -> str:
    return f"{rule.rule}/{rule.applies_to}/{rule.valid_from.isoformat()}"


def about(
    shapes: PathwayShapes, plans: Iterable[MoneyPlan], rules: MoneyRules, assumptions: Assumptions, stage: str
) -> Json:
    """What all plans of an answer share: what was assumed, the dated rules they used, and what is left out."""
    used = {_name(rule): rule for found in plans for rule in found.rules}
    family = family_note(stage)
    return {
        "unit": "pounds",
        "asked": {
            "hours": float(assumptions.hours),
            "weeks": assumptions.weeks,
            "living_cost": assumptions.living_cost,
            "wage_year": assumptions.wage_year,
            "pay": str(assumptions.pay),
            "fees": assumptions.fees,
            "maintenance": str(assumptions.maintenance),
            "starting_months": assumptions.starting_months,
            "work_while_waiting": assumptions.work_while_waiting,
        },
        "same_later_pay": str(SAME_LATER_PAY),
        "rules": [_rule(shapes, name, used[name], rules) for name in sorted(used)],
        "not_modelled": list(what_is_not_modelled()),
        "family": note(family) if family else None,
    }


def _rule(shapes: PathwayShapes, name: str, rule: Rule, rules: MoneyRules) -> Json:
    return {
        "rule": name,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": day(rule.valid_to),
        "figure": shapes.figure(rules.figure(rule)),
        "cited": rule.cited,
        "checked": rule.checked_words,
    }
