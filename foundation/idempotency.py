"""Idempotency keys of the write API: the same request again gets the same answer and changes nothing."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.models import IdempotencyRecord

KEPT = timedelta(hours=24)
LONGEST_KEY = 200
KEPT_HEADERS = ("Location", "ETag", "Content-Location")
Method = Callable[..., Response]


class KeyUnusableError(exceptions.ValidationError):
    """The key is too long, or has other than printable ASCII characters."""


class KeyMissingError(exceptions.ValidationError):
    """The operation asks for a key and there is none."""


class KeyReusedError(exceptions.APIException):
    """The key came with another request before."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


class StillUnderWayError(exceptions.APIException):
    """The first request with this key is not finished."""

    status_code = status.HTTP_409_CONFLICT
    wait = 1  # seconds, for Retry-After (foundation.problems)


def idempotent(*, required: bool = False) -> Callable[[Method], Method]:
    """Let a view's `post`, `patch`, `put` or `delete` honour the header `Idempotency-Key`.

    - the same key and the same request: the first answer again, marked `Idempotency-Replayed: true`;
    - the same key with another request: 422; while the first is under way: 409 with `Retry-After`;
    - an answer of 400 or more, and an exception, leave nothing behind: the key may be used again.

    The method runs in one transaction with the record of its answer, so after a crash there is either
    both or neither. Keys belong to the token, or to the user, and are kept for a day. The signed-in check
    must have run before (DRF's own does). With `required`, a request without a key is refused (400).
    """

    def wrap(method: Method) -> Method:
        @functools.wraps(method)
        def answer(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            key = _key(request, required=required)
            if not key:
                return method(view, request, *args, **kwargs)
            owner = _owner(request)
            digest = _digest(request)
            with transaction.atomic():
                _hold(owner, key)
                kept = _kept(owner, key)
                if kept is not None:
                    return _again(kept, digest)
                response = method(view, request, *args, **kwargs)
                if response.status_code >= status.HTTP_400_BAD_REQUEST:
                    transaction.set_rollback(True)
                else:
                    _keep(request, response, (owner, key, digest))
            return response

        return answer

    return wrap


def remove_old_records(*, now: datetime) -> int:
    """Remove answers older than a day; returns how many."""
    removed, _models = IdempotencyRecord.objects.filter(created_at__lt=now - KEPT).delete()
    return removed


def _key(request: Request, *, required: bool) -> str:
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not key and not required:
        return ""
    if not key:
        said = _("Send a key of your own choice, a new one for every write: a UUID will do.")
        raise KeyMissingError({"Idempotency-Key": [said]})
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        said = _("Use at most %(most)d plain characters.")
        raise KeyUnusableError({"Idempotency-Key": [said % {"most": LONGEST_KEY}]})
    return key


def _owner(request: Request) -> str:
    token = getattr(request.auth, "pk", None)
    if token is not None:
        return f"token:{token}"
    user = getattr(request.user, "pk", None)
    if user is None:
        raise exceptions.NotAuthenticated
    return f"user:{user}"


def _digest(request: Request) -> str:
    """What was asked: address, condition and content, however the content was laid out."""
    asked = hashlib.sha256()
    for part in (request.method, request.get_full_path(), request.headers.get("If-Match", ""), _content(request.data)):
        asked.update(f"{part}\0".encode())
    return asked.hexdigest()


def _content(data: Any) -> str:
    if hasattr(data, "lists"):  # a form: text and files
        data = {name: [_file_digest(value) for value in values] for name, values in data.lists()}
    return json.dumps(data, sort_keys=True, default=str)


def _file_digest(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    content = hashlib.sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return {"sha256": content.hexdigest()}


def _hold(owner: str, key: str) -> None:
    """Be the only one at work on this key until the transaction ends; also when this process dies."""
    number = int.from_bytes(hashlib.sha256(f"{owner}\0{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise StillUnderWayError(_("The first request with this key is still under way. Ask again in a moment."))


def _kept(owner: str, key: str) -> IdempotencyRecord | None:
    record = IdempotencyRecord.objects.filter(owner=owner, key=key).first()
    if record is not None and record.created_at < timezone.now() - KEPT:
        record.delete()
        return None
    return record


def _again(record: IdempotencyRecord, digest: str) -> Response:
    if record.digest != digest:
        raise KeyReusedError(_("This Idempotency-Key came with another request before. Choose a new key."))
    data = json.loads(record.body) if record.body else None
    return Response(data, status=record.status, headers={**record.headers, "Idempotency-Replayed": "true"})


def _keep(request: Request, response: Response, asked: tuple[str, str, str]) -> None:
    owner, key, digest = asked
    body = "" if response.data is None else JSONRenderer().render(response.data).decode()
    IdempotencyRecord.objects.create(
        owner=owner,
        key=key,
        operation=f"{request.method} {request.path}"[:300],
        digest=digest,
        status=response.status_code,
        body=body,
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        created_at=timezone.now(),
    )
