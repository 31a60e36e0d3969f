"""The registry of queues: what waits for a person at the desk, for how long, and who may work on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection, models
from django.urls import reverse
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a queue at one moment; `oldest` and `median` are waiting times, None where nothing waits."""

    count: int
    oldest: timedelta | None = None
    median: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the desk.

    `permission` is one of the vocabulary; `address` the name of a URL; `waiting(now)` counts, in a
    constant number of SQL statements; past `target` the desk warns. A smaller `position` comes first.
    """

    slug: str
    title: Words
    description: Words
    permission: str
    address: str
    waiting: Callable[[datetime], Waiting]
    target: timedelta = timedelta(days=5)
    position: int = 100

    @property
    def url(self) -> str:
        """Where the queue is worked."""
        return reverse(self.address)


@dataclass(frozen=True, slots=True)
class Standing:
    """A queue and what waits in it now."""

    queue: Queue
    waiting: Waiting

    @property
    def is_late(self) -> bool:
        """Whether the oldest has waited for longer than the queue's target."""
        return self.waiting.oldest is not None and self.waiting.oldest > self.queue.target


_QUEUES: dict[str, Queue] = {}


def register(*queues: Queue) -> None:
    """Make queues known to the desk; called when the apps are ready."""
    for queue in queues:
        _QUEUES[queue.slug] = queue


def all_queues() -> list[Queue]:
    """Every queue, in the desk's order."""
    return sorted(_QUEUES.values(), key=lambda queue: (queue.position, queue.slug))


def queues_for(user: Any) -> list[Queue]:
    """The queues that a person's roles may work on."""
    return [queue for queue in all_queues() if user.has_perm(queue.permission)]


def standings(user: Any, now: datetime) -> list[Standing]:
    """What waits in each queue that a person may work on."""
    return [Standing(queue, queue.waiting(now)) for queue in queues_for(user)]


def waiting_rows(rows: models.QuerySet[Any], since: str, now: datetime) -> Waiting:
    """What waits, where each thing is a row and `since` names the date-time field at which its wait began.

    One SQL statement. Rows whose field is empty count, but have no waiting time.
    """
    query, params = rows.order_by().values(since).query.sql_with_params()
    column = connection.ops.quote_name(rows.model._meta.get_field(since).column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min({column}), percentile_disc(0.5) WITHIN GROUP (ORDER BY {column}) "  # noqa: S608
            f"FROM ({query}) waiting",
            params,
        )
        count, oldest, middle = cursor.fetchone()
    return Waiting(count, _wait(oldest, now), _wait(middle, now))


def waiting_since(moments: Sequence[datetime], now: datetime) -> Waiting:
    """What waits, where there is one moment for each thing."""
    waits = [now - moment for moment in moments]
    if not waits:
        return Waiting(0)
    return Waiting(len(waits), max(waits), median(waits))


def _wait(since: datetime | None, now: datetime) -> timedelta | None:
    return None if since is None else now - since
