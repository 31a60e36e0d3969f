"""Finding the best few distinct routes of each kind through a graph of steps."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pathways.routing.checks import Standing, at_start, is_for, take
from pathways.routing.model import Bar, Leg, Person, Route, Stage, Step

KindOf = Callable[[Sequence[Step]], str]
MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Routes by kind, then time: those open to the person, and those closed with the reasons."""

    open: tuple[Route, ...]
    closed: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What makes routes distinct: kinds of step that only prepare are left out, exchangeable ones count as one.

    `rungs` are kinds that build on each other, as Level 2 and Level 3 of a trade: before a step that stands
    alone, more of them is no way round.
    """

    preparatory: frozenset[str] = frozenset()
    exchangeable: frozenset[str] = frozenset()
    rungs: frozenset[str] = frozenset()

    def of(self, route: Route) -> tuple[str, ...]:
        """The steps' kinds, with "*" for any exchangeable one that is not the last."""
        kinds = self.exact(route)
        return (*("*" if kind in self.exchangeable else kind for kind in kinds[:-1]), *kinds[-1:])

    def is_loose(self, route: Route) -> bool:
        """Whether its last step could be taken without those before it, so that they lead to nothing of their own."""
        return len(self.exact(route)) > 1 and route.legs[-1].step.stands_alone

    def exact(self, route: Route) -> tuple[str, ...]:
        """The steps' kinds as they are."""
        return tuple(leg.step.kind for leg in route.legs if leg.step.kind not in self.preparatory)


def order(route: Route) -> tuple[int, int, int, int, tuple[str, ...]]:
    """Fewest closed steps, then fewest unknown lengths, then shortest, then fewest steps, then by name."""
    return (
        len(route.closed),
        route.unknown,
        route.known_months,
        len(route.legs),
        tuple(leg.step.key for leg in route.legs),
    )


def best_routes(
    steps: Iterable[Step], person: Person, kind_of: KindOf, *, most: int = 3, shape: Shape | None = None
) -> Found:
    """The best `most` distinct routes of each kind that are open, and those closed that matter, with reasons.

    Distinct: no two routes of a kind have the same shape, none ends in a step that stands alone where another
    has a firm end, and none goes a longer way round by another one kept, that is, has all its steps in their
    order and the same last step (more rungs before one that stands alone are no way round). Routes of a kept
    one's shape with other steps before the end are its `variants`; last steps that other routes of its exact
    steps end in stand in `also`. A closed route matters when nothing of its kind is open, or when it would be
    quicker than all that is, and it is not an open one's shape or a longer way round by it; what closes the
    shape of an open route is told there, in `instead_of`. Order: by kind, then as `order`; the same input
    always gives the same answer.
    """
    shape = shape or Shape()
    routes = _firm(list(_in_order(_by_start(steps), person, kind_of)), shape)
    open_routes = _kept((route for route in routes if route.is_open), most, shape)
    shut = [route for route in routes if not route.is_open]
    told = [_told(route, routes, shut, shape) for route in open_routes]
    quickest = {route.kind: route for route in reversed(open_routes)}
    shapes = {(route.kind, shape.of(route)) for route in open_routes}
    mattering = (
        route
        for route in shut
        if not any(kind == route.kind and _goes_round_by(shape.of(route), other) for kind, other in shapes)
        and (route.kind not in quickest or order(route)[1:3] < order(quickest[route.kind])[1:3])
    )
    return Found(tuple(_by_kind(told)), tuple(_by_kind(_kept(mattering, most, shape))))


def _told(route: Route, routes: Sequence[Route], shut: Sequence[Route], shape: Shape) -> Route:
    """The route with its variants, and with what closes a shorter way of the same exact steps."""
    mine, exact = shape.of(route), shape.exact(route)
    variants: dict[tuple[str, ...], Route] = {}
    for other in routes:
        if other.is_open and other.kind == route.kind and shape.of(other) == mine and shape.exact(other) != exact:
            variants.setdefault(shape.exact(other), other)
    closed = (o for o in shut if o.kind == route.kind and shape.exact(o) == exact and order(o)[1:3] < order(route)[1:3])
    shorter = next(closed, None)
    return replace(
        route,
        instead_of=shorter.closed if shorter else (),
        variants=tuple(variants.values()),
        also=_also(route, routes, shape),
    )


def _also(route: Route, routes: Sequence[Route], shape: Shape) -> tuple[Leg, ...]:
    """Last steps of other open routes of the same exact steps, each once."""
    exact, last = shape.exact(route), route.legs[-1].step.key
    found: dict[str, Leg] = {}
    for other in routes:
        leg = other.legs[-1]
        if other.is_open and other.kind == route.kind and leg.step.key != last and shape.exact(other) == exact:
            found.setdefault(leg.step.key, leg)
    return tuple(found.values())


def _firm(routes: list[Route], shape: Shape) -> list[Route]:
    """Without loose routes of kinds that have an open one with a firm end."""
    firm = {route.kind for route in routes if route.is_open and not shape.is_loose(route)}
    return [route for route in routes if route.kind not in firm or not shape.is_loose(route)]


def _by_kind(routes: Iterable[Route]) -> list[Route]:
    return sorted(routes, key=lambda route: (route.kind, order(route)))


def _by_start(steps: Iterable[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in sorted(steps, key=lambda step: step.key):
        found.setdefault(step.start, []).append(step)
    return found


def _in_order(steps: dict[str, list[Step]], person: Person, kind_of: KindOf) -> Iterable[Route]:
    """Every route, the best first: a step can only make any part of the order worse, so the first found is best."""
    queue: list[tuple[tuple[int, int, int, int, tuple[str, ...]], Standing, tuple[Leg, ...]]] = []
    heapq.heappush(queue, ((0, 0, 0, 0, ()), at_start(person), ()))
    while queue:
        cost, standing, legs = heapq.heappop(queue)
        if standing.stage == Stage.IN_WORK:
            yield Route(kind_of([leg.step for leg in legs]), legs, standing.months, standing.unknown)
            continue
        if len(legs) == MOST_STEPS:
            continue
        for step in steps.get(standing.stage, ()):
            if is_for(step, standing):
                leg, after = take(step, standing, person)
                if any(bar.bar == Bar.CLOSED for bar in leg.closed):
                    continue  # what will have closed by then is never shown
                worse = (cost[0] + len(leg.closed), after.unknown, after.months, cost[3] + 1, (*cost[4], step.key))
                heapq.heappush(queue, (worse, after, (*legs, leg)))


def _kept(routes: Iterable[Route], most: int, shape: Shape) -> list[Route]:
    """The first `most` of each kind that are distinct; `routes` come in order."""
    kept: dict[str, list[Route]] = {}
    for route in routes:
        others = kept.setdefault(route.kind, [])
        if len(others) < most and not any(_is_covered(route, other, shape) for other in others):
            others.append(route)
    return [route for group in kept.values() for route in group]


def _is_covered(route: Route, other: Route, shape: Shape) -> bool:
    """Whether the other has its shape, or it goes round by the other: not by rungs that it climbs higher on."""
    mine, others = shape.of(route), shape.of(other)
    if mine == others or not _goes_round_by(mine, others):
        return mine == others
    further = Counter(shape.exact(route)) - Counter(shape.exact(other))
    return not (shape.is_loose(route) and further and further.keys() <= shape.rungs)


def _goes_round_by(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether `long` is `short` or has all of it in order, with the same end."""
    if long[-1:] != short[-1:]:
        return False
    rest = iter(long)
    return all(kind in rest for kind in short)
