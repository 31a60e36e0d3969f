"""How fast routes are found: every occupation from every stage, with the book in memory, and by way of the API."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.test import Client

from lmi.enums import Level
from lmi.queries.context import facts
from pathways.asking import STAGES
from pathways.book import Book, forget_book, route_book
from pathways.routing.model import Grades
from pathways.routing.routes import person_at, routes_to

_EVERY = 8  # one occupation in so many is asked for over the API
BUDGET_MS = 60


@dataclass(frozen=True, slots=True)
class RouteSpeed:
    """Milliseconds for one occupation: median, 95th percentile and worst of `count` questions."""

    name: str
    count: int
    middle: float
    p95: float
    worst: float


def _speed(name: str, seconds: Sequence[float]) -> RouteSpeed:
    ordered = sorted(seconds)
    at_95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return RouteSpeed(name, len(ordered), median(ordered) * 1000, at_95 * 1000, ordered[-1] * 1000)


def measure_routes(today: date, every: int = 1) -> Iterator[RouteSpeed]:
    """Reading the book, finding routes with it, and answering over the API, for one occupation in `every`.

    Raises RuntimeError when the API does not answer: a fast error is no speed.
    """
    known = facts()
    units = [group.code for group in known.soc.level(Level.UNIT)][::every]
    readings = []
    for _ in range(3):
        forget_book()
        began = time.perf_counter()
        book = route_book(known.editions)
        readings.append(time.perf_counter() - began)
    yield _speed("reading the book", readings)
    yield _speed("routes_to, any stage", [_timed(book, code, stage, today) for code in units for stage in STAGES])
    client = Client()
    paths = [f"/api/v1/routes/?occupation={code}&from=gcse" for code in units[::_EVERY]]
    if client.get(paths[0]).status_code != 200:
        raise RuntimeError(f"the benchmark expects 200 of {paths[0]}")
    yield _speed("GET /api/v1/routes/", [_asked(client, path) for path in paths])


def _timed(book: Book, code: str, stage: str, today: date) -> float:
    person = person_at(stage, today, grades=Grades.FEW if stage == "gcse" else Grades.FIVE)
    began = time.perf_counter()
    routes_to(book, code, person)
    return time.perf_counter() - began


def _asked(client: Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path)
    return time.perf_counter() - began


def routes_table(speeds: Iterator[RouteSpeed]) -> str:
    """A line each; the aim is a p95 of 60 ms for the routes of one occupation."""
    lines = [f"{'':24}{'questions':>10}{'median ms':>11}{'p95 ms':>9}{'worst ms':>10}"]
    lines += [f"{s.name:24}{s.count:>10}{s.middle:>11.1f}{s.p95:>9.1f}{s.worst:>10.1f}" for s in speeds]
    return "\n".join([*lines, f"aim: p95 of the routes of one occupation at most {BUDGET_MS} ms"])
