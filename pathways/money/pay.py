"""What a month of a route pays, as a yearly rate: the legal minimum, or the published pay of the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from evidence.figures import Figure, Unit
from lmi.enums import Hours, PayMeasure
from lmi.places import PlaceAnswer
from lmi.queries.pay import PayRange
from lmi.register import UK
from pathways.money.assumptions import USUAL_HOURS, YOUNG_WORKER_HOURS, Assumptions, Pay
from pathways.money.rules import Answer, MoneyRules, Rule
from pathways.money.timeline import Doing, Stretch
from pathways.routing.kinds import StepKind

ADULT = 18


@dataclass(frozen=True, slots=True)
class Span:
    """From low to high, both whole pounds; the same twice where there is one value. Raises ValueError upside down."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} is above {self.high}")

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)


NOTHING = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Rate:
    """Pounds a year paid in a month, or the gap; `is_at_least`: employers may pay more, nothing published says what."""

    yearly: Span | None
    is_at_least: bool = False
    rule: Rule | None = None
    gap: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LaterPay:
    """Pounds a year in the work, from the published figures; `yearly` None with the `gap` in words."""

    pay: PayRange
    yearly: Span | None
    notes: tuple[str, ...] = ()
    gap: str = ""

    @property
    def is_full_time(self) -> bool:
        """Whether it is for full-time hours: published so, or made from hourly pay."""
        return self.pay.hours == Hours.FULL_TIME or self.pay.measure == PayMeasure.HOURLY


@dataclass(slots=True)
class Wages:
    """The legal minimum by day under the reader's assumptions, with a record of the rules that were used."""

    rules: MoneyRules
    assumptions: Assumptions
    used: dict[Rule, bool] = field(default_factory=dict)
    _known: dict[tuple[int, int | None, date], tuple[int, Rule] | None] = field(default_factory=dict)

    def yearly(self, age: int, day: date, apprentice_months: int | None = None) -> tuple[int, Rule] | None:
        """Whole pounds a year (pence dropped) at the least that is legal, and the rule; None when no rule is held.

        `apprentice_months` are the whole months since an apprenticeship began, None in other jobs.
        """
        day = self._day(day)
        key = (age, apprentice_months, day)
        if key not in self._known:
            self._known[key] = self._ask(age, day, apprentice_months)
        return self._known[key]

    def floor(self, age: int, day: date) -> int:
        """The least a year of full-time work is paid; 0 when no rule is held.

        Hours longer than usual do not lift it: published pay is for the hours people usually work.
        """
        answer = self.rules.wage_for_age(age, self._day(day))
        return yearly(answer.value, min(self.assumptions.hours, USUAL_HOURS), self.assumptions.weeks) if answer else 0

    def _day(self, day: date) -> date:
        year = self.assumptions.wage_year
        return date(year, 4, 1) if year else day

    def _ask(self, age: int, day: date, apprentice_months: int | None) -> tuple[int, Rule] | None:
        if apprentice_months is None:
            answer = self.rules.wage_for_age(age, day)
        else:
            answer = self.rules.apprentice_wage(age, apprentice_months, day)
        if answer is None:
            return None
        self.note(answer)
        return yearly(answer.value, hours_at(self.assumptions, age), self.assumptions.weeks), answer.rule

    def note(self, answer: Answer) -> None:
        """Keep that a rule was used, and whether past its end."""
        self.used[answer.rule] = self.used.get(answer.rule, False) or answer.is_held


def pay_area(place: PlaceAnswer | None) -> str:
    """The area whose pay answers for a place: its region or nation, which pay by occupation is published for."""
    wider = (place.region or place.nation) if place else None
    return wider.code if wider else UK


def hours_at(assumptions: Assumptions, age: int) -> Decimal:
    """Paid hours a week at an age: at most 40 under 18 (Working Time Regulations 1998, regulation 5A)."""
    return min(assumptions.hours, YOUNG_WORKER_HOURS) if age < ADULT else assumptions.hours


def yearly(hourly: Decimal, hours: Decimal, weeks: int) -> int:
    """Whole pounds a year for so much an hour, pence dropped."""
    return int(hourly * hours * weeks)


def later_pay(pay: PayRange, assumptions: Assumptions) -> LaterPay:
    """Pay in the work as chosen: between the quartiles, or one of them; weekly and hourly pay made yearly.

    A missing quartile is never guessed: the nearest published one bounds the range, and a note says so.
    """
    chosen = {Pay.P25: (pay.p25,), Pay.MEDIAN: (pay.median,), Pay.P75: (pay.p75,)}
    figures = chosen.get(Pay(assumptions.pay), (pay.p25, pay.median, pay.p75))
    held = [_pounds(figure, assumptions) for figure in figures if figure.value is not None]
    if not held:
        why = figures[0].reason_words
        return LaterPay(pay, None, gap=_("Pay in this work is a gap: %(why)s.") % {"why": why})
    return LaterPay(pay, Span(min(held), max(held)), tuple(_notes(pay, figures, assumptions)))


def _pounds(figure: Figure, assumptions: Assumptions) -> int:
    value = Decimal(str(figure.value))
    if figure.unit == Unit.POUNDS_AN_HOUR:
        value *= assumptions.hours * assumptions.weeks
    if figure.unit == Unit.POUNDS_A_WEEK:
        value *= assumptions.weeks
    return int(value)


def _notes(pay: PayRange, figures: tuple[Figure, ...], assumptions: Assumptions) -> Iterator[str]:
    first = next(figure for figure in figures if figure.value is not None)
    if first.level.asked:
        said = {"wider": first.level.title, "asked": first.level.asked}
        yield _("Pay of the wider group “%(wider)s”: none is published for “%(asked)s”.") % said
    if first.area.asked:
        said = {"wider": first.area.name, "asked": first.area.asked}
        yield _("Pay in %(wider)s: none is published for %(asked)s.") % said
    if pay.hours == Hours.ALL and pay.measure != PayMeasure.HOURLY:
        yield _("Pay of full-time and part-time employees together, so full-time pay is higher.")
    if first.unit == Unit.POUNDS_AN_HOUR:
        yield _("Made from hourly pay, for %(hours)s hours a week.") % {"hours": assumptions.hours}
    if len(figures) == 3 and pay.p25.value is None:
        yield _("The lower quartile is not published: a quarter of people or more earn less than the range shows.")
    if len(figures) == 3 and pay.p75.value is None:
        yield _("The upper quartile is not published: a quarter of people or more earn more than the range shows.")


def rate_of(stretch: Stretch, month: int, age: int, day: date, wages: Wages, later: LaterPay) -> Rate:
    """What a month of a stretch pays, in pounds a year."""
    if stretch.doing == Doing.UNKNOWN:
        return Rate(None, gap=_how_long(stretch))
    if stretch.doing == Doing.SCHOOL:
        return Rate(NOTHING)
    if stretch.doing == Doing.STUDY:
        return _studying(stretch)
    if stretch.doing == Doing.WORK:
        return _working(age, day, wages, later)
    if stretch.doing == Doing.WAITING and not wages.assumptions.work_while_waiting:
        return Rate(None, gap=_("What you do while you wait to be old enough is for you to choose."))
    return _at_minimum(wages.yearly(age, day, month - stretch.first if stretch.doing == Doing.APPRENTICE else None))


def _how_long(stretch: Stretch) -> str:
    if stretch.leg and stretch.leg.step.paid:
        return _("This is paid work, but nobody publishes how long it takes, so what comes after cannot be dated.")
    return _("Nobody publishes how long this takes, so what comes after cannot be dated.")


def _studying(stretch: Stretch) -> Rate:
    kind = stretch.leg.step.kind if stretch.leg else ""
    if kind == StepKind.PG_TRAINING:
        return Rate(None, gap=_("Some of this training is paid and some has fees; no one figure is published."))
    if kind == StepKind.LICENCE:
        return Rate(NOTHING, note=_("No pay is counted; many people keep a job beside it."))
    return Rate(NOTHING, note=_("No pay is counted; some people have a job beside it."))


def _at_minimum(found: tuple[int, Rule] | None) -> Rate:
    if found is None:
        return Rate(None, gap=_("No wage rule is held for this day."))
    pounds, rule = found
    return Rate(
        Span(pounds, pounds), is_at_least=True, rule=rule, note=_("The legal minimum; many employers pay more.")
    )


def _working(age: int, day: date, wages: Wages, later: LaterPay) -> Rate:
    """Published full-time pay, never under the legal minimum of the day: wages may have risen since the survey."""
    if later.yearly is None:
        return Rate(None, gap=later.gap)
    floor = wages.floor(age, day) if later.is_full_time else 0
    if floor <= later.yearly.low:
        return Rate(later.yearly)
    wages.yearly(age, day)  # so that the rule is cited
    note = _("The legal minimum is above the published low end, so it is shown instead.")
    return Rate(Span(floor, max(floor, later.yearly.high)), note=note)
