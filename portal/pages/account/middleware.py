"""Middleware of signing in: answers those who come while more are signing in than may at once."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from accounts.signin.hashing import TooBusyError
from foundation.access import CacheRule

log = structlog.get_logger(__name__)


class BusyMiddleware:
    """Turns TooBusyError into 503 with Retry-After and a plain page; nothing was changed, and nothing counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the one exception that is ours."""
        if not isinstance(exception, TooBusyError):
            return None
        log.warning("too many sign-ins at once")
        answer = HttpResponse(render_to_string("account/busy.html", {"seconds": exception.retry_after}), status=503)
        answer.headers["Retry-After"] = str(exception.retry_after)
        answer.headers["Cache-Control"] = str(CacheRule.PRIVATE)
        return answer
