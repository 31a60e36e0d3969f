"""Errors of the API as application/problem+json (RFC 9457), each with the field and the reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback


class InvalidFilter(exceptions.ValidationError):
    """A filter value that cannot be used; `errors` maps each parameter to its reasons."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


def _field_errors(detail: Any) -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            {"field": str(name), "reason": str(reason)}
            for name, reasons in detail.items()
            for reason in (reasons if isinstance(reasons, list) else [reasons])
        ]
    if isinstance(detail, list):
        return [{"field": "", "reason": str(reason)} for reason in detail]
    return []


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, Http404):
        return exceptions.NotFound(str(error) or _("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    return error if isinstance(error, exceptions.APIException) else None


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: `{type, title, status, detail, errors: [{field, reason}]}`."""
    known = _as_api_exception(error)
    if known is None:
        return None
    set_rollback()
    errors = _field_errors(known.detail) if isinstance(known, exceptions.ValidationError) else []
    detail = "; ".join(f"{e['field']}: {e['reason']}" for e in errors) if errors else str(known.detail)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _title(known.status_code),
        "status": known.status_code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    headers = {"Cache-Control": "private, no-store"}
    if isinstance(known, exceptions.Throttled) and known.wait is not None:
        headers["Retry-After"] = str(int(known.wait) + 1)
    return Response(body, status=known.status_code, headers=headers, content_type="application/problem+json")


def _title(code: int) -> str:
    titles = {
        status.HTTP_400_BAD_REQUEST: _("A value in the request cannot be used"),
        status.HTTP_403_FORBIDDEN: _("Not allowed"),
        status.HTTP_404_NOT_FOUND: _("Not found"),
        status.HTTP_405_METHOD_NOT_ALLOWED: _("This address only answers GET"),
        status.HTTP_429_TOO_MANY_REQUESTS: _("Too many requests"),
    }
    return str(titles.get(code, _("The request failed")))
