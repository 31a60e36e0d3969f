"""The registry of queues: what waits for a person at the desk, for how long, and who may work on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Aggregate, Count, Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from foundation.models import SetAside

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a queue at one moment; `oldest` and `median` are waiting times, None where nothing waits."""

    count: int
    oldest: timedelta | None = None
    median: timedelta | None = None

    @property
    def oldest_words(self) -> str:
        """How long the oldest has waited; empty where nobody knows."""
        return wait_words(self.oldest)

    @property
    def median_words(self) -> str:
        """How long half of them have waited, or longer; empty where nobody knows."""
        return wait_words(self.median)


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
    arguments: tuple[str, ...] = ()  # of the URL

    @property
    def url(self) -> str:
        """Where the queue is worked."""
        return reverse(self.address, args=self.arguments)

    @property
    def target_words(self) -> str:
        """How long a thing should wait at most."""
        return wait_words(self.target)


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
    found = rows.order_by().aggregate(number=Count("pk"), oldest=Min(since), middle=_Middle(since))
    return Waiting(found["number"], _wait(found["oldest"], now), _wait(found["middle"], now))


class _Middle(Aggregate):
    """The middle one of the values, in their order."""

    template = "percentile_disc(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.DateTimeField()


def waiting_since(moments: Sequence[datetime], now: datetime) -> Waiting:
    """What waits, where there is one moment for each thing."""
    waits = sorted(now - moment for moment in moments)
    if not waits:
        return Waiting(0)
    return Waiting(len(waits), waits[-1], waits[len(waits) // 2])


@transaction.atomic
def set_aside(*, by: Any, queue: str, key: str, reason: str, now: datetime) -> SetAside:
    """Take something that is no row of its own out of a queue; doing it again changes the reason."""
    row, _created = SetAside.objects.update_or_create(
        queue=queue, key=key, defaults={"reason": reason[:300], "decided_at": now, "decided_by": by.pk}
    )
    return row


def wait_words(wait: timedelta | None) -> str:
    """A waiting time as people say it: "less than an hour", "5 hours", "12 days"."""
    if wait is None:
        return ""
    hours = int(wait.total_seconds() // 3600)
    if hours < 1:
        return gettext("less than an hour")
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s day", "%(count)s days", hours // 24) % {"count": hours // 24}


def _wait(since: datetime | None, now: datetime) -> timedelta | None:
    return None if since is None else now - since
