"""Rate limits of the API."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.throttling import SimpleRateThrottle


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
        return f"{settings.CACHES['default']['KEY_PREFIX']}:throttle:{self.get_ident(request)}:{window}"

    def allow_request(self, request: Any, view: Any) -> bool:
        """Count the request; False when the address has used up its window."""
        if self.rate is None:
            return True
        try:
            return _count(self.get_cache_key(request, view), self.duration or 60) <= (self.num_requests or 0)
        except RedisError:
            return True

    def wait(self) -> float:
        """Seconds to the next window."""
        duration = self.duration or 60
        return duration - time.time() % duration


@lru_cache(maxsize=1)
def _redis(url: str) -> Redis:
    return Redis.from_url(url)


def _count(key: str, seconds: int) -> int:
    """Raise a counter that disappears after its window; returns the count."""
    counters = _redis(settings.REDIS_URL)
    count = int(counters.incr(key))
    if count == 1:
        counters.expire(key, seconds)
    return count
