"""Money along the routes for their page: one scale for all of them, and the years of each in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lmi.queries.context import Facts
from lmi.queries.pay import PayRange
from pathways.money.assumptions import FIELDS, Assumptions, Field
from pathways.money.pay import Span
from pathways.money.plan import MoneyPlan, YearMoney, money_of
from pathways.money.rules import MoneyRules, money_rules
from pathways.money.words import Note, assumptions_of, family_note, what_is_not_modelled
from portal.charts.scale import nice_scale
from portal.pages.students.route_words import RouteWords

_ROUND = 1000  # pounds: sums over many years are no more exact than that
SOURCE = "money-rules"


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a route in words."""

    age: int
    doing: str
    earned: str
    fee: str
    repaid: str
    in_hand: str
    total: str
    gap: str


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A route on the money scale: from low to high in per cent of the width, or the gap in words."""

    route: RouteWords
    words: str
    owed: str
    x1: float
    x2: float
    gap: str
    years: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class MoneySide:
    """Everything about money on the page."""

    lines: tuple[MoneyLine, ...]
    ticks: tuple[tuple[float, str], ...]
    until: int
    notes: tuple[Note, ...]
    not_modelled: tuple[str, ...]
    family: Note | None
    rules: MoneyRules
    fields: tuple[tuple[Field, str], ...]

    @property
    def without(self) -> tuple[MoneyLine, ...]:
        """Routes that no sum can be made for."""
        return tuple(line for line in self.lines if not line.words)


def money_side(facts: Facts, routes: Sequence[RouteWords], pay: PayRange, asked: Assumptions, stage: str) -> MoneySide:
    """The money of these routes under the reader's assumptions; one SQL statement when the rules were not read yet."""
    rules = money_rules(facts)
    plans = [money_of(one.route, pay, rules, asked) for one in routes]
    highest = max((plan.total.high for plan in plans if plan.total), default=0)
    lowest = min((plan.total.low for plan in plans if plan.total), default=0)
    scale = nice_scale(min(0, lowest), max(highest, _ROUND), wanted=5)
    lines = tuple(
        _line(one, plan, lambda value: round(100 * scale.share(value), 2))
        for one, plan in zip(routes, plans, strict=True)
    )
    return MoneySide(
        lines=lines,
        ticks=tuple((round(100 * scale.share(tick), 2), _thousands(tick)) for tick in scale.ticks),
        until=plans[0].years[-1].age + 1 if plans else 30,
        notes=tuple(dict.fromkeys(note for plan in plans for note in assumptions_of(plan))),
        not_modelled=what_is_not_modelled(),
        family=family_note(stage),
        rules=rules,
        fields=tuple((field, asked.to_query().get(field.name, "")) for field in FIELDS),
    )


def _line(one: RouteWords, plan: MoneyPlan, x: Callable[[float], float]) -> MoneyLine:
    total = plan.total
    return MoneyLine(
        route=one,
        words=_span(total, plan.is_at_least) if total else "",
        owed=_span(plan.owed) if plan.owed and plan.owed.high else "",
        x1=x(total.low) if total else 0.0,
        x2=max(x(total.high), x(total.low) + 1) if total else 0.0,
        gap=plan.stopped,
        years=tuple(_row(year) for year in plan.years),
    )


def _row(year: YearMoney) -> YearRow:
    return YearRow(
        age=year.age,
        doing="; ".join(dict.fromkeys(part.title for part in year.parts)),
        earned=_span(year.earned, year.is_at_least) if year.earned else _("not known"),
        fee=_pounds(year.fee) if year.fee else "–",
        repaid=_span(year.repaid) if year.repaid and year.repaid.high else "–",
        in_hand=_span(year.in_hand) if year.in_hand else _("not known"),
        total=_span(year.total) if year.total else _("not known"),
        gap=year.gap,
    )


def _span(span: Span, at_least: bool = False) -> str:
    low, high = (round(value / _ROUND) * _ROUND for value in (span.low, span.high))
    words = _pounds(low) if low == high else _("%(low)s to %(high)s") % {"low": _pounds(low), "high": _pounds(high)}
    return _("%(words)s or more") % {"words": words} if at_least else words


def _pounds(value: float) -> str:
    sign = "−" if value < 0 else ""
    return f"{sign}£{number_format(abs(round(value)), use_l10n=True, force_grouping=True)}"


def _thousands(value: float) -> str:
    return f"{_pounds(value / 1000)}k" if value else "£0"
