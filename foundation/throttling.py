"""Rate limits of the API."""

from __future__ import annotations

import time
from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.throttling import SimpleRateThrottle

from foundation.network import client_address

_PARTS = 60  # a process takes a sixtieth of an address's allowance at a time, and asks Redis only then
_taken: dict[str, int] = {}
_lock = Lock()


class AddressThrottle(SimpleRateThrottle):
    """So many requests per network address and minute (settings API_RATE); never reads the user.

    One counter an address and window, raised in Redis itself, so that web processes never overwrite
    each other's count. Public facts stay open when Redis does not answer.
    """

    scope = "address"
    duration: int | None
    num_requests: int | None

    def get_cache_key(self, request: Any, view: Any) -> str:
        """One counter for each address and window."""
        window = int(time.time() // (self.duration or 60))
        return f"{settings.CACHES['default']['KEY_PREFIX']}:throttle:{window}:{self.get_ident(request)}"

    def get_ident(self, request: Any) -> str:
        """Whose allowance a request uses up."""
        return client_address(request)

    def allow_request(self, request: Any, view: Any) -> bool:
        """Count the request; False when the address has used up its window."""
        if self.rate is None:
            return True
        try:
            return _allow(self.get_cache_key(request, view), self.duration or 60, self.num_requests or 0)
        except RedisError:
            return True

    def wait(self) -> float:
        """Seconds to the next window."""
        duration = self.duration or 60
        return duration - time.time() % duration


def _allow(key: str, seconds: int, most: int) -> bool:
    """Use up one request of what this process has taken, or take another part of the allowance."""
    with _lock:
        left = _taken.get(key, 0)
        if left:
            _taken[key] = left - 1
            return True
    part = max(1, most // _PARTS)
    if _count(key, part, seconds) - part >= most:
        return False
    with _lock:
        _forget_past(key)
        _taken[key] = _taken.get(key, 0) + part - 1
    return True


def _forget_past(key: str) -> None:
    """Keep the counters of the current window only."""
    window = key.rpartition("throttle:")[2].partition(":")[0]
    past = [held for held in _taken if f"throttle:{window}:" not in held]
    for held in past:
        del _taken[held]


@lru_cache(maxsize=1)
def _redis(url: str) -> Redis:
    return Redis.from_url(url)


def _count(key: str, part: int, seconds: int) -> int:
    """Raise a counter that disappears after its window; returns the count."""
    counters = _redis(settings.REDIS_URL)
    count = int(counters.incr(key, part))
    if count == part:
        counters.expire(key, seconds)
    return count
