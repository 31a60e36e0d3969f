"""Counts of public use: kept in Redis while serving, written to the database by a task."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from foundation.models import DailyCount

_HASH = "waymark:counts"
_MAX_KEY = 200


def _redis() -> Redis:
    # A page waits for no second attempt: see `count`.
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))


def count(name: str, key: str, *, today: date) -> None:
    """Add one to a counter; a lost count is no reason to fail a page, so errors of Redis are ignored."""
    try:
        _redis().hincrby(_HASH, f"{today.isoformat()}|{name}|{key[:_MAX_KEY]}", 1)
    except RedisError:
        return


def write_counts() -> int:
    """Move all counts from Redis to DailyCount; returns how many counters were written."""
    redis = _redis()
    moving = f"{_HASH}:moving"
    if not redis.exists(moving):
        if not redis.exists(_HASH):
            return 0
        redis.rename(_HASH, moving)
    counts: dict[bytes, bytes] = redis.hgetall(moving)  # type: ignore[assignment]  # sync client
    with transaction.atomic():
        for field, number in counts.items():
            day, name, key = field.decode().split("|", 2)
            row, _created = DailyCount.objects.get_or_create(day=date.fromisoformat(day), name=name, key=key)
            DailyCount.objects.filter(pk=row.pk).update(count=F("count") + int(number))
    redis.delete(moving)
    return len(counts)
