"""Where a request came from, and how often anonymous forms may be sent from there."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

HOUR = 3600


def client_address(request: HttpRequest) -> str:
    """The network address a request came from, behind as many proxies as NUM_PROXIES says (0: none is believed).

    django-allauth has its own reader for its limits; settings give it the same number of proxies.
    """
    proxies = settings.REST_FRAMEWORK["NUM_PROXIES"]
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and forwarded:
        return str(forwarded[-min(proxies, len(forwarded))])
    return str(request.META.get("REMOTE_ADDR", ""))


def may_send(form: str, address: str, most: int, now: datetime) -> bool:
    """Count a form sent from a network address; False past so many in the hour of the clock.

    The address itself is never kept: its keyed digest is, in the cache, for an hour. Where the cache does not
    answer, the form stays open.
    """
    window = int(now.timestamp()) // HOUR
    digest = salted_hmac(f"foundation.network.{form}", f"{window}:{address}", algorithm="sha256").hexdigest()[:32]
    key = f"{form}:{digest}"
    try:
        cache.add(key, 0, HOUR)
        return bool(cache.incr(key) <= most)
    except (RedisError, ValueError):  # ValueError: the hour ended between the two calls
        return True
