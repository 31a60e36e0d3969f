"""A route as stretches of months: what somebody does, from the first leg until the years that are counted end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from pathways.money.assumptions import Assumptions
from pathways.routing.kinds import APPRENTICESHIP_OF_LEVEL, PAID, StepKind
from pathways.routing.model import Leg, Route, Stage, add_months

UNTIL_AGE = 30
YEARS_OF_ADULTS = 14
ADULT_PAY_FROM = 18  # younger people in the work itself are counted at starting pay: our own line
GROWN = (Stage.ADULT, Stage.RETURNER)
APPRENTICESHIPS = frozenset({StepKind.FOUNDATION_APPRENTICESHIP, *APPRENTICESHIP_OF_LEVEL.values()})
_AT_ONCE = frozenset({StepKind.DIRECT_ENTRY})


class Doing(StrEnum):
    """What somebody does in a stretch of months."""

    SCHOOL = "school"
    STUDY = "study"
    APPRENTICE = "apprentice"
    TRAINING_JOB = "training_job"
    WAITING = "waiting"
    STARTING = "starting"
    WORK = "work"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months `first` to before `last`, counted from the start of the route; `leg` None once in the work."""

    doing: str
    first: int
    last: int
    title: str
    leg: Leg | None = None


def start_of(route: Route) -> tuple[date, int]:
    """The day on which the route starts, before any wait, and the age in whole years then."""
    leg = route.legs[0]
    return add_months(leg.begins, -leg.waits), leg.age - leg.waits // 12


def months_counted(route: Route) -> int:
    """Months from the start until the 30th birthday, at least a year; 14 years for adults and returners."""
    _day, age = start_of(route)
    if route.legs[0].step.start in GROWN:
        return YEARS_OF_ADULTS * 12
    return max(1, UNTIL_AGE - age) * 12


def stretches(route: Route, assumptions: Assumptions) -> list[Stretch]:
    """The route's legs and waits in order, then work, to the end of the months counted.

    A leg of unknown length takes all that is left: nobody can say what comes when.
    """
    end = months_counted(route)
    found: list[Stretch] = []
    month = 0
    for leg in route.legs:
        if leg.waits:
            found.append(Stretch(Doing.WAITING, month, month + leg.waits, _("Waiting to be old enough"), leg))
            month += leg.waits
        if leg.step.months is None:
            found.append(Stretch(Doing.UNKNOWN, month, end, leg.step.title, leg))
            return _within(found, end)
        if leg.step.months.usual:
            last = month + leg.step.months.usual
            found.append(Stretch(doing_of(leg), month, last, leg.step.title, leg))
            month = last
    return _within([*found, *_working(route, assumptions, month, end)], end)


def doing_of(leg: Leg) -> str:
    """What somebody does during a leg of known length."""
    kind = leg.step.kind
    if kind == StepKind.SCHOOL:
        return Doing.SCHOOL
    if kind in APPRENTICESHIPS:
        return Doing.APPRENTICE
    return Doing.TRAINING_JOB if leg.step.paid or kind in PAID else Doing.STUDY


def _working(route: Route, assumptions: Assumptions, month: int, end: int) -> list[Stretch]:
    """In the work: at starting pay while under 18, or at first for those who came without training."""
    untrained = route.legs[-1].step.kind in _AT_ONCE
    of_age = (ADULT_PAY_FROM - start_of(route)[1]) * 12
    settled = max(month + (assumptions.starting_months if untrained else 0), of_age, month)
    found = [Stretch(Doing.STARTING, month, settled, _("Starting out in this work"))] if settled > month else []
    return [*found, Stretch(Doing.WORK, settled, end, _("In this work"))]


def _within(found: list[Stretch], end: int) -> list[Stretch]:
    """What lies before the end, cut there."""
    return [
        Stretch(one.doing, one.first, min(one.last, end), one.title, one.leg)
        for one in found
        if one.first < min(one.last, end)
    ]
