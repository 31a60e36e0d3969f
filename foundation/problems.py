"""Errors of the API as application/problem+json (RFC 9457), each with the field and the reason."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger(__name__)


class ProblemError(serializers.Serializer[Any]):
    """One parameter and what is wrong with it."""

    field = serializers.CharField(
        help_text=gettext_lazy("The parameter, the field of the body, or the part of the address."), allow_blank=True
    )
    reason = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """An error, as RFC 9457 describes problems."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    errors = ProblemError(many=True, required=False)  # type: ignore[assignment]  # a name of ours, not DRF's attribute


class InvalidFilter(exceptions.ValidationError):
    """A filter value that cannot be used; `errors` maps each parameter to its reasons."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


class UnknownThing(exceptions.NotFound):
    """Something asked for by name or code that does not exist; `field` is the parameter that named it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def _field_errors(error: exceptions.APIException) -> list[dict[str, str]]:
    if isinstance(error, UnknownThing):
        return [{"field": error.field, "reason": str(error.detail)}]
    if not isinstance(error, exceptions.ValidationError):
        return []
    if isinstance(error.detail, dict):
        return [
            {"field": str(name), "reason": str(reason)}
            for name, reasons in error.detail.items()
            for reason in (reasons if isinstance(reasons, list) else [reasons])
        ]
    return [{"field": "", "reason": str(reason)} for reason in error.detail]


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, Http404):
        # Django's own text names patterns and models; ours does not.
        said = str(error.args[0]) if error.args and isinstance(error.args[0], str) else ""
        return exceptions.NotFound(said or _("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, exceptions.NotAuthenticated) and error.detail == exceptions.NotAuthenticated.default_detail:
        # On the error itself: it carries the header that names the way to authenticate.
        error.detail = exceptions.ErrorDetail(
            _("Send the header “Authorization: Bearer” with a token of yours, made on “Your account”."),
            code=error.default_code,
        )
    return error if isinstance(error, exceptions.APIException) else None


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: `{type, title, status, detail, errors: [{field, reason}]}`."""
    known = _as_api_exception(error)
    set_rollback()
    if known is None:
        return _unexpected(error, context)
    errors = _field_errors(known)
    headers = {}
    wait = getattr(known, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if challenge := getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return problem(known.status_code, _detail(known, errors), errors, headers)


def _detail(error: exceptions.APIException, errors: list[dict[str, str]]) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "; ".join(f"{e['field']}: {e['reason']}" if e["field"] else e["reason"] for e in errors)
    return str(error.detail)


def problem(
    code: int, detail: str, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> Response:
    """One problem as an answer that nobody keeps."""
    body: dict[str, Any] = {"type": "about:blank", "title": _title(code), "status": code, "detail": detail}
    if errors:
        body["errors"] = errors
    headers = {"Cache-Control": "private, no-store", **(headers or {})}
    return Response(body, status=code, headers=headers, content_type=MEDIA_TYPE)


def _unexpected(error: Exception, context: dict[str, Any]) -> Response | None:
    """A fault of ours: told to the log as Django would, and answered in the API's own form."""
    if settings.DEBUG:
        return None  # Django's page of the traceback
    request = context.get("request")
    got_request_exception.send(sender=type(context.get("view")), request=getattr(request, "_request", request))
    log.error("unexpected fault", path=getattr(request, "path", ""), exc_info=error)
    return problem(status.HTTP_500_INTERNAL_SERVER_ERROR, _("Something went wrong here. It has been recorded."))


def _title(code: int) -> str:
    titles = {
        status.HTTP_400_BAD_REQUEST: _("A value in the request cannot be used"),
        status.HTTP_401_UNAUTHORIZED: _("A token is needed"),
        status.HTTP_403_FORBIDDEN: _("Not allowed"),
        status.HTTP_404_NOT_FOUND: _("Not found"),
        status.HTTP_405_METHOD_NOT_ALLOWED: _("This address does not take that method"),
        status.HTTP_409_CONFLICT: _("This does not fit how things stand"),
        status.HTTP_412_PRECONDITION_FAILED: _("Somebody saved a newer version"),
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE: _("Too much was sent"),
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: _("Send JSON"),
        status.HTTP_422_UNPROCESSABLE_ENTITY: _("The key was used for another request"),
        status.HTTP_428_PRECONDITION_REQUIRED: _("If-Match is missing"),
        status.HTTP_429_TOO_MANY_REQUESTS: _("Too many requests"),
        status.HTTP_500_INTERNAL_SERVER_ERROR: _("The request failed"),
    }
    return str(titles.get(code, _("The request failed")))
