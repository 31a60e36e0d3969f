"""How fast people are found for requests: 50,000 invented ambassadors, 25,000 schools, 100,000 visits, then undone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from django.db import connection, transaction

from ambassadors.bench_people import Town, copied, schools
from ambassadors.models import Ambassador, Availability, RequestWindow, VettingDecision, Visit, VisitRequest
from ambassadors.queries.matching import Need, count_matches, find_matches, need_of

PEOPLE, SCHOOLS, VISITS, QUESTIONS = 50_000, 25_000, 100_000, 1_000
BUDGET_MS, BUDGET_RATIO = 25, 2
_TABLES = (Ambassador, VettingDecision, Availability, VisitRequest, RequestWindow, Visit)


@dataclass(frozen=True, slots=True)
class MatchSpeed:
    """Milliseconds for one question: median, 95th percentile and worst of `count`."""

    name: str
    count: int
    middle: float
    p95: float
    worst: float


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Every kind of question, and `find_matches` against the bare statement: the ratio of their 95th percentiles."""

    speeds: tuple[MatchSpeed, ...]
    ratio: float
    listed: float  # people a question, on average


class _UndoError(Exception):
    """Ends the transaction of the invented people."""


def measure_matching(today: date, people: int = PEOPLE, questions: int = QUESTIONS) -> MatchReport:
    """Invent, ask, undo. Takes the ambassadors' tables for itself while it runs: not for a site with readers."""
    found: list[MatchReport] = []
    try:
        with transaction.atomic():
            requests = _invent(Town(4, today), people)
            needs = [need_of(request) for request in random.Random(5).sample(requests, questions)]  # noqa: S311 - which requests, no secrets
            found.append(_measure(needs, today))
            raise _UndoError
    except _UndoError:
        return found[0]


def _invent(town: Town, number: int) -> list[VisitRequest]:
    """So many people with half as many schools' requests and twice as many visits; the requests."""
    with connection.cursor() as cursor:
        for model in _TABLES:  # the audit trail and the guards would take minutes and say nothing about reading
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
    people = copied(town.person(n) for n in range(number))
    copied(decision for person in people for decision in town.decisions(person))
    copied(row for person in people for row in town.availability(person))
    requests = copied(town.request(school.pk) for school in copied(schools(number // 2)))
    copied(town.window(request) for request in requests)
    able = [person for person in people if person.standing == "active"]
    taken: set[Any] = set()
    visits = (town.visit(town.dice.choice(requests), town.dice.choice(able)) for _ in range(2 * number))
    copied(visit for visit in visits if not _clashes(visit, taken))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in _TABLES:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return requests


def _clashes(visit: Visit, taken: set[Any]) -> bool:
    """Whether somebody has a visit at that very time already; else it is remembered."""
    key = (visit.ambassador_id, visit.starts_at)
    known = key in taken
    taken.add(key)
    return known


def _measure(needs: Sequence[Need], today: date) -> MatchReport:
    listed: list[int] = []
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    def ask(need: Need) -> None:
        listed.append(len(find_matches(need, today=today)))

    for need in needs[:50]:
        ask(need)
    listed.clear()
    ours: dict[str, list[float]] = {"near": [], "online": []}
    bare: list[float] = []
    for need in needs:
        asked.clear()
        with connection.execute_wrapper(note):
            ours[need.meets].append(_timed(partial(ask, need)))
        bare.append(sum(_timed(partial(_bare, sql, params)) for sql, params in asked))
    some = needs[: len(needs) // 4]
    places = [_timed(partial(find_matches, Need(point=need.point), today=today)) for need in some]
    counts = [_timed(partial(count_matches, need, today=today)) for need in some]
    speeds = (
        _speed("find_matches", ours["near"] + ours["online"]),
        _speed("the bare statements, psycopg2", bare),
        _speed("... in person", ours["near"]),
        _speed("... online", ours["online"]),
        _speed("by place alone", places),
        _speed("count_matches", counts),
    )
    return MatchReport(speeds, speeds[0].p95 / speeds[1].p95, sum(listed) / len(listed))


def _bare(sql: str, params: Any) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()


def _timed(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _speed(name: str, seconds: Sequence[float]) -> MatchSpeed:
    ordered = sorted(seconds)
    at_95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return MatchSpeed(name, len(ordered), median(ordered) * 1000, at_95 * 1000, ordered[-1] * 1000)


def matching_table(report: MatchReport) -> str:
    """A line each; the aims are a p95 of 25 ms and twice the bare statement at most."""
    lines = [f"{'':32}{'questions':>10}{'median ms':>11}{'p95 ms':>9}{'worst ms':>10}"]
    lines += [f"{s.name:32}{s.count:>10}{s.middle:>11.1f}{s.p95:>9.1f}{s.worst:>10.1f}" for s in report.speeds]
    lines.append(f"find_matches against the bare statements: {report.ratio:.2f} x (aim: {BUDGET_RATIO} x at most)")
    lines.append(f"people listed a question: {report.listed:.1f}; aim: p95 of find_matches at most {BUDGET_MS} ms")
    return "\n".join(lines)
