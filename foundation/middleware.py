"""Middleware of every request: refuses undeclared views, sets the cache rule they declare, logs no queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.module_loading import import_string
from django_structlog.middlewares import RequestMiddleware

from foundation.access import Access, Audience, CacheRule, declared_access
from foundation.addresses import path_without_secrets

log = structlog.get_logger(__name__)
Handler = Callable[[HttpRequest], HttpResponseBase]


class RequestLogMiddleware(RequestMiddleware):
    """Logs requests by method and path: a query may hold where a reader lives, a link's path what it proves."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """The request without its query and secrets; asked twice a request, worked out once."""
        known: str = getattr(request, "path_to_log", "") or path_without_secrets(request)
        request.path_to_log = known  # type: ignore[attr-defined]  # ours, read by the log
        return f"{request.method} {known}"


class AccessMiddleware:
    """Lets a request reach its view only when the view declares who may open it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the check happens when the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuse an undeclared view (403) and one whose declaration does not admit the user."""
        access = declared_access(view, request.path)
        if access is None:
            log.error("view without access declaration", path=request.path)
            return HttpResponseForbidden(render_to_string("403.html"))
        request.declared_access = access  # type: ignore[attr-defined]  # read by PublicCacheMiddleware
        if access.audience is Audience.TOKEN:  # the API's own gate reads the token
            return None
        if access.admits(request):
            return self._second_step(request, access)
        if access.audience is not Audience.PUBLIC and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return HttpResponseForbidden(render_to_string("403.html"))

    @staticmethod
    def _second_step(request: HttpRequest, access: Access) -> HttpResponseBase | None:
        """Ask for a second step where the page, or a role of the person's, calls for one; never on public pages."""
        if access.audience is Audience.PUBLIC or not settings.TWO_STEP_GATE or not request.user.is_authenticated:
            return None
        gate = import_string(settings.TWO_STEP_GATE)
        to: str | None = gate(request, access)
        return redirect(to) if to else None


class PublicCacheMiddleware:
    """Writes Cache-Control as declared, and an ETag with 304 for pages that may be kept."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then mark the answer."""
        response = self.get_response(request)
        access: Access | None = getattr(request, "declared_access", None)
        if access is None or access.audience is Audience.THIRD_PARTY:
            return response
        if access.cache is CacheRule.PRIVATE or response.status_code >= 400:
            response.headers["Cache-Control"] = str(CacheRule.PRIVATE)
            return response
        response.headers.setdefault("Cache-Control", str(access.cache))
        if request.method not in ("GET", "HEAD") or not isinstance(response, HttpResponse):
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        if not response.has_header("ETag"):  # nothing to compare: a redirect has no content
            return response
        conditional = get_conditional_response(request, etag=response.headers["ETag"], response=response)
        return conditional if conditional is not None else response
