"""The outbox: what must happen after a change is written in the change's own transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from foundation.models import OutboxMessage

log = structlog.get_logger(__name__)
Handler = Callable[[dict[str, Any]], None]
_HANDLERS: dict[str, Handler] = {}
MAX_ATTEMPTS = 8


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that delivers messages of a kind."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def put(kind: str, payload: dict[str, Any], *, dedupe_key: str = "", at: datetime | None = None) -> None:
    """Leave a message in the current transaction; a second waiting one with the same key is dropped."""
    now = timezone.now()
    message = OutboxMessage(kind=kind, payload=payload, dedupe_key=dedupe_key, created_at=now, available_at=at or now)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def deliver_waiting(*, now: datetime, most: int = 100) -> int:
    """Deliver what is due, one transaction a message; returns how many were delivered.

    A handler that fails is tried again after 2, 4, 8 ... minutes, eight times in all.
    """
    delivered = 0
    for _turn in range(most):
        result = _deliver_next(now)
        if result is None:
            break
        delivered += result
    return delivered


def _deliver_next(now: datetime) -> bool | None:
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(delivered_at=None, available_at__lte=now, attempts__lt=MAX_ATTEMPTS)
            .order_by("available_at", "pk")
            .first()
        )
        if message is None:
            return None
        message.attempts += 1
        try:
            with transaction.atomic():
                _HANDLERS[message.kind](message.payload)
            message.delivered_at = now
        except Exception as error:  # any handler's failure is kept on the message
            log.warning("outbox delivery failed", kind=message.kind, attempts=message.attempts, error=str(error))
            message.last_error = f"{type(error).__name__}: {error}"[:2000]
            message.available_at = now + timedelta(minutes=2**message.attempts)
        message.save()
        return message.delivered_at is not None
