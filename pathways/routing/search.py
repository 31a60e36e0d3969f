"""Finding the best few distinct routes of each kind through a graph of steps."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pathways.routing.checks import Standing, at_start, is_for, take
from pathways.routing.model import Bar, Closed, Leg, Person, Route, Stage, Step

KindOf = Callable[[Sequence[Step]], str]
MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Routes by kind, then time: those open to the person, and those closed with the reasons."""

    open: tuple[Route, ...]
    closed: tuple[Route, ...]


def signature(route: Route, preparatory: frozenset[str]) -> tuple[str, ...]:
    """What makes a route distinct: its steps' kinds, without school and catching up."""
    return tuple(leg.step.kind for leg in route.legs if leg.step.kind not in preparatory)


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
    steps: Iterable[Step],
    person: Person,
    kind_of: KindOf,
    *,
    most: int = 3,
    preparatory: frozenset[str] = frozenset(),
) -> Found:
    """The best `most` distinct routes of each kind that are open, and as many that are closed.

    Distinct: no two routes of a kind have the same signature, and none goes a longer way round by
    another one kept, that is, has all its steps in their order and the same last step. A closed route is left
    out when an open one has its signature; the open one then says in `instead_of` what closes the
    shorter way. Order: by kind, then as `order`; the same input always gives the same answer.
    """
    routes = list(_in_order(_by_start(steps), person, kind_of))
    open_routes = _kept((r for r in routes if r.is_open), most, preparatory)
    taken = {(r.kind, signature(r, preparatory)): r for r in open_routes}
    shut: list[Route] = []
    reasons: dict[int, tuple[Closed, ...]] = {}
    for route in (r for r in routes if not r.is_open):
        same = taken.get((route.kind, signature(route, preparatory)))
        if same is None:
            shut.append(route)
        elif id(same) not in reasons and order(route)[1:3] <= order(same)[1:3]:
            reasons[id(same)] = route.closed
    return Found(
        tuple(_by_kind(_with_reason(route, reasons.get(id(route), ())) for route in open_routes)),
        tuple(_by_kind(_kept(shut, most, preparatory))),
    )


def _with_reason(route: Route, reasons: tuple[Closed, ...]) -> Route:
    return Route(route.kind, route.legs, route.known_months, route.unknown, reasons) if reasons else route


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


def _kept(routes: Iterable[Route], most: int, preparatory: frozenset[str]) -> list[Route]:
    """The first `most` of each kind that are distinct; `routes` come in order."""
    kept: dict[str, list[tuple[tuple[str, ...], Route]]] = {}
    for route in routes:
        mine, others = signature(route, preparatory), kept.setdefault(route.kind, [])
        if len(others) < most and not any(_goes_round_by(mine, other) for other, _ in others):
            others.append((mine, route))
    return [route for group in kept.values() for _, route in group]


def _goes_round_by(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether `long` is `short` or has all of it in order, with the same end."""
    if long[-1:] != short[-1:]:
        return False
    rest = iter(long)
    return all(kind in rest for kind in short)
