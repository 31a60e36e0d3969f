"""The engine against every path written out, over ten thousand small random graphs."""

from __future__ import annotations

import random
from collections import Counter

from pathways.routing.model import Bar, Route, Stage
from pathways.routing.search import best_routes
from tests.pathways import brute_force as plainly

GRAPHS = 10_000


def form(route: Route) -> dict:
    """A route of the engine in the form of the brute force."""
    return {
        "kind": route.kind,
        "steps": tuple(leg.step.key for leg in route.legs),
        "months": route.total_months,
        "legs": [
            (plainly.month_number(leg.begins), leg.age, leg.waits, [offer.code for offer in leg.offers])
            for leg in route.legs
        ],
        "bars": sorted((bar.step, bar.bar, bar.detail) for bar in route.closed),
        "instead_of": sorted((bar.step, bar.bar, bar.detail) for bar in route.instead_of),
        "variants": [tuple(leg.step.key for leg in variant.legs) for variant in route.variants],
        "also": [leg.step.key for leg in route.also],
    }


def answer(steps, person, most):
    found = best_routes(steps, person, plainly.kind_of, most=most, shape=plainly.SHAPE)
    return [form(route) for route in found.open], [form(route) for route in found.closed]


def test_the_engine_answers_as_writing_every_path_out_does() -> None:
    wrong = [
        seed for seed in range(GRAPHS) if answer(*plainly.graph(seed)) != tuple(plainly.best(*plainly.graph(seed)))
    ]
    assert not wrong, f"{len(wrong)} graphs differ; the first are {wrong[:5]}"


def test_the_graphs_hold_every_case() -> None:
    """The test above is worth nothing where its graphs have no waits, windows, wishes or detours."""
    seen: Counter[str] = Counter()
    for seed in range(2_000):
        opened, closed = plainly.best(*plainly.graph(seed))
        for route in opened + closed:
            seen["open" if not route["bars"] else "closed"] += 1
            seen["instead_of"] += bool(route["instead_of"])
            seen["variants"] += bool(route["variants"])
            seen["also"] += bool(route["also"])
            seen["loose"] += len(route["steps"]) > 1 and route["steps"][-1].startswith("climb")
            seen["unknown"] += route["months"] is None
            seen["long"] += len(route["steps"]) >= 3
            seen["waits"] += any(leg[2] for leg in route["legs"])
            seen.update(bar for _, bar, _ in route["bars"])
    wanted = [
        "open",
        "closed",
        "instead_of",
        "variants",
        "also",
        "loose",
        "unknown",
        "long",
        "waits",
        *set(Bar) - {Bar.CLOSED},
    ]
    assert {name: seen[name] for name in wanted if seen[name] < 30} == {}


def test_the_order_of_the_steps_does_not_matter() -> None:
    draw = random.Random(1)  # noqa: S311
    for seed in range(1_000):
        steps, person, most = plainly.graph(seed)
        expected = answer(steps, person, most)
        assert answer(draw.sample(steps, len(steps)), person, most) == expected
        assert answer(steps[::-1], person, most) == expected


def test_nobody_is_shown_what_will_have_closed() -> None:
    shown = 0
    for seed in range(3_000):
        steps, person, most = plainly.graph(seed)
        found = best_routes(steps, person, plainly.kind_of, most=most, shape=plainly.SHAPE)
        for route in (*found.open, *found.closed, *(v for r in found.open for v in r.variants)):
            for leg in route.legs:
                assert not any(offer.closes and offer.closes < leg.begins for offer in leg.offers), (seed, route.key)
                assert leg.offers or not leg.step.offers, (seed, route.key)
                shown += person.stage == Stage.YEAR_9 and any(offer.closes for offer in leg.step.offers)
    assert shown > 100  # among them pupils of Year 9 with offers that end


def test_open_routes_have_no_reason_against_them_and_closed_ones_have_one() -> None:
    for seed in range(1_000):
        found = best_routes(*plainly.graph(seed)[:2], plainly.kind_of, shape=plainly.SHAPE)
        assert all(route.is_open and not route.closed for route in found.open)
        assert all(not route.is_open and route.closed for route in found.closed)
        assert all(variant.is_open and variant.kind == route.kind for route in found.open for variant in route.variants)
