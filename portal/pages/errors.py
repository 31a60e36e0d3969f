"""Error pages in words; for the API's addresses the same as problem+json."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from foundation.access import CacheRule
from foundation.problems import MEDIA_TYPE
from portal.pages.shared import NotHere


def _answer(request: HttpRequest, status: int, title: str, detail: str, *, said: str = "") -> HttpResponse:
    """`said` are words about what was asked for; a page shows them above its own, the API in place of `detail`."""
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": said or detail}
        answer: HttpResponse = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    else:
        answer = HttpResponse(render_to_string(f"{status}.html", {"said": said}), status=status)
    # An address that leads to no view has declared nothing for the cache middleware to go by.
    answer.headers["Cache-Control"] = str(CacheRule.PRIVATE)
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _answer(request, 400, _("The request cannot be used"), _("Check the address and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(request, 403, _("Not allowed"), _("Your account may not open this."))


def refused_post(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent without its token: the pages of facts take no forms but searches."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; names what was asked for where a view said it, and never Django's own list of addresses."""
    said = str(exception) if isinstance(exception, NotHere) else ""
    return _answer(request, 404, _("Not found"), _("There is nothing at this address."), said=said)


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """429, for a page that limits how often it may be asked; `wait` in seconds."""
    answer = _answer(request, 429, _("Too many requests"), _("Wait a minute, then try again."))
    answer.headers["Retry-After"] = str(wait)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500; plain words where even the page cannot be drawn."""
    title, detail = _("Something went wrong"), _("It is our fault and has been logged. Try again soon.")
    try:
        return _answer(request, 500, title, detail)
    except Exception:  # whatever broke the page may break this one too
        return HttpResponse(f"{title}. {detail}", status=500, content_type="text/plain; charset=utf-8")
