"""Routes drawn as lines on one axis of age: where each step begins and ends, in per cent of the width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathways.routing.kinds import UNIVERSITY, StepKind
from pathways.routing.model import Leg, Person, Route

_UNKNOWN = 18  # months drawn for a step whose length nobody gives; dashed, and said in words
_SHORTEST = 6  # years that the axis shows at least
_LONGEST = 14
_SHOWN_AT_LEAST = 2.0  # months: a step without length is still a visible stop


@dataclass(frozen=True, slots=True)
class Piece:
    """One step as a piece of a line. `look`: school, learn, university, paid, wait or unknown."""

    look: str
    x1: float
    x2: float


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route's pieces with its stops; `open_end` when its end is not known."""

    pieces: tuple[Piece, ...]
    stops: tuple[float, ...]
    open_end: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: float
    age: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Ages across the page, from the person's own."""

    start: int
    years: int

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Every year, or every second one of a long axis."""
        step = 1 if self.years <= 8 else 2
        return tuple(Tick(self.x(12 * year), self.start + year) for year in range(0, self.years + 1, step))

    def x(self, months: float) -> float:
        """Months from the start as per cent of the width."""
        return round(min(100.0, 100 * months / (12 * self.years)), 2)


def axis_of(person: Person, routes: Sequence[Route]) -> Axis:
    """An axis long enough for every route, within limits."""
    longest = max((_drawn_months(route) for route in routes), default=0)
    return Axis(person.age, min(_LONGEST, max(_SHORTEST, -(-longest // 12) + 1)))


def _drawn_months(route: Route) -> int:
    return route.known_months + _UNKNOWN * route.unknown


def line_of(route: Route, axis: Axis) -> RouteLine:
    """The route on the axis."""
    pieces: list[Piece] = []
    stops = [0.0]
    at = 0.0
    for leg in route.legs:
        if leg.waits:
            pieces.append(Piece("wait", axis.x(at), axis.x(at + leg.waits)))
            at += leg.waits
        length = float(leg.step.months.usual) if leg.step.months else float(_UNKNOWN)
        look = look_of(leg) if leg.step.months else "unknown"
        pieces.append(Piece(look, axis.x(at), axis.x(at + max(length, _SHOWN_AT_LEAST))))
        at += length
        stops.append(axis.x(at))
    return RouteLine(tuple(pieces), tuple(stops), bool(route.unknown))


def look_of(leg: Leg) -> str:
    """How a step is drawn."""
    if leg.step.kind == StepKind.SCHOOL:
        return "school"
    if leg.step.paid:
        return "paid"
    return "university" if leg.step.kind in UNIVERSITY else "learn"
