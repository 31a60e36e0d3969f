"""The outbox: what must happen after a change is written in the change's own transaction."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.models import OutboxMessage, OutboxState

log = structlog.get_logger(__name__)
Handler = Callable[[dict[str, Any]], None]
MAX_ATTEMPTS = 8
# Longer than any handler takes (mail gives up on a silent server after half a minute a step).
LEASE = timedelta(minutes=10)
KEPT = timedelta(days=30)
KEPT_WITH_ONCE_KEY = timedelta(days=400)  # so that what happens once a year is not sent twice


class NotDoneError(Exception):
    """Raised by a handler that knows that nothing was sent: it may be tried again."""


class RefusedError(Exception):
    """Raised by a handler that knows that nothing was sent and that trying again is of no use."""


@dataclass(frozen=True, slots=True)
class _Registered:
    handler: Handler
    repeatable: bool


_HANDLERS: dict[str, _Registered] = {}


def handles(kind: str, *, repeatable: bool) -> Callable[[Handler], Handler]:
    """Register the function that delivers messages of a kind.

    A repeatable handler may run again after a crash (it only writes to our database, with which its
    message is marked in one transaction, or doing it twice is the same as once). One that is not
    runs at most once for each claim: when nobody can tell whether it did its work, a person decides.
    It says so when it knows better, by NotDoneError or RefusedError.
    """

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = _Registered(handler, repeatable)
        return handler

    return register


def put(
    kind: str, payload: dict[str, Any], *, dedupe_key: str = "", once_key: str = "", at: datetime | None = None
) -> bool:
    """Leave a message in the current transaction; False when its key says that it is not needed.

    With `dedupe_key`, one such message waits at a time; with `once_key`, one is ever sent. Keys outlive
    the payload and must say nothing about a person. On commit the workers hear of it at once.
    """
    now = timezone.now()
    message = OutboxMessage(
        kind=kind,
        payload=payload,
        dedupe_key=dedupe_key,
        once_key=once_key,
        created_at=now,
        available_at=at or now,
    )
    if not _saved(message):
        return False
    if message.available_at <= now:
        _ring_on_commit()
    return True


def _saved(message: OutboxMessage) -> bool:
    """Save, unless the message's key is taken."""
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        return False
    return True


def _ring_on_commit() -> None:
    """Ring once a transaction, however many messages it leaves."""
    if not any(waiting[1] is _ring for waiting in connection.run_on_commit):
        transaction.on_commit(_ring)


def _ring() -> None:
    """Wake a worker; without a broker the clock's own round finds the message."""
    from foundation.tasks import deliver_outbox

    try:
        deliver_outbox.apply_async(retry=False, ignore_result=True)
    except Exception as error:  # the change is made and the message is safe: no broker's fault may reach the reader
        log.warning("outbox bell not heard", error=type(error).__name__)


def deliver_waiting(*, now: datetime, most: int = 100) -> int:
    """Deliver what is due, oldest first; returns how many were delivered.

    A message is claimed in a transaction of its own before its handler runs. What was not done is
    tried again after 2, 4, 8 ... minutes, eight times in all. A claim whose holder died is put back
    when its handler is repeatable, and otherwise left as unsure, for a person.
    """
    take_back_lost_claims(now=now)
    delivered = 0
    for _turn in range(most):
        message = _claim_next(now)
        if message is None:
            break
        registered = _HANDLERS.get(message.kind)
        if registered is None:
            _failed(message, LookupError(f"no handler for {message.kind!r}"), now, again=True)
        elif registered.repeatable:
            delivered += _deliver_repeatable(message, registered.handler, now)
        else:
            delivered += _deliver_once(message, registered.handler, now)
    else:
        _ring()  # more may wait
    return delivered


def take_back_lost_claims(*, now: datetime) -> int:
    """Decide about claims older than LEASE whose process is gone; returns how many there were."""
    with transaction.atomic():
        # A repeatable handler still at work holds its row, which is then passed over.
        lost = list(
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(state=OutboxState.CLAIMED, claimed_at__lte=now - LEASE)
            .order_by("pk")
        )
        for message in lost:
            registered = _HANDLERS.get(message.kind)
            if registered and registered.repeatable:
                _back_to_waiting(message)
                continue
            message.state = OutboxState.UNSURE
            message.last_error = message.last_error or "the process that was delivering it is gone"
            message.save()
            log.error("outbox delivery unsure", kind=message.kind, message=message.pk)
    return len(lost)


def _claim_next(now: datetime) -> OutboxMessage | None:
    # Durable: the claim must be on disk before anything leaves the house.
    with transaction.atomic(durable=True):
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(state=OutboxState.WAITING, available_at__lte=now)
            .order_by("available_at", "pk")
            .first()
        )
        if message is not None:
            # The clock's own time: late in a long round `now` is old, and the claim would seem lost at once.
            claimed_at = max(now, timezone.now())
            message.state, message.claimed_at, message.claimed_by = OutboxState.CLAIMED, claimed_at, _claim_name()
            message.attempts += 1
            message.save()
    return message


def _claim_name() -> str:
    """Different for every claim, so that a late finisher never speaks for another's."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def _claimed_as(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    """This claim's row, also when it was taken for lost meanwhile; nothing once a person has decided."""
    standing = [OutboxState.CLAIMED, OutboxState.UNSURE]
    return OutboxMessage.objects.filter(pk=message.pk, claimed_by=message.claimed_by, state__in=standing)


def _deliver_repeatable(message: OutboxMessage, handler: Handler, now: datetime) -> bool:
    """Run the handler and mark its message in one transaction: what it writes and the mark stand or fall together."""
    try:
        with transaction.atomic():
            if not _claimed_as(message).select_for_update().exists():
                return False
            handler(message.payload)
            _mark_delivered(message, now)
    except Exception as error:  # any handler's failure is kept on the message
        _failed(message, error, now, again=True)
        return False
    return True


def _deliver_once(message: OutboxMessage, handler: Handler, now: datetime) -> bool:
    """Run a handler whose work cannot be taken back, outside any transaction, then mark its message."""
    try:
        handler(message.payload)
    except NotDoneError as error:
        _failed(message, error, now, again=True)
        return False
    except RefusedError as error:
        _failed(message, error, now, again=False)
        return False
    except Exception as error:  # perhaps done: never again by itself
        _claimed_as(message).update(state=OutboxState.UNSURE, last_error=_words(error))
        log.exception("outbox delivery unsure", kind=message.kind, message=message.pk)
        return False
    _mark_delivered(message, now)
    return True


def _mark_delivered(message: OutboxMessage, now: datetime) -> None:
    """Mark it, and forget what was sent to whom."""
    _claimed_as(message).update(state=OutboxState.DELIVERED, delivered_at=now, payload={}, last_error="")


def _failed(message: OutboxMessage, error: Exception, now: datetime, *, again: bool) -> None:
    log.warning("outbox delivery failed", kind=message.kind, attempts=message.attempts, error=type(error).__name__)
    with transaction.atomic():
        held = _claimed_as(message).select_for_update().first()
        if held is None:
            return
        held.last_error = _words(error)
        if again and held.attempts < MAX_ATTEMPTS:
            held.available_at = now + timedelta(minutes=2**held.attempts)
            _back_to_waiting(held)
        else:
            held.state = OutboxState.FAILED
            held.save()


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:2000]


def _back_to_waiting(message: OutboxMessage) -> bool:
    """Let it wait again; False when a newer one with its key waits already, which makes it needless."""
    message.state, message.claimed_at, message.claimed_by = OutboxState.WAITING, None, ""
    if _saved(message):
        return True
    message.state, message.payload = OutboxState.DROPPED, {}
    message.save()
    return False


def unsure_messages() -> QuerySet[OutboxMessage]:
    """Messages that were perhaps delivered, oldest first: the curators' desk asks a person about each."""
    return OutboxMessage.objects.filter(state=OutboxState.UNSURE).order_by("claimed_at", "pk")


@transaction.atomic
def resend_unsure(*, message_id: int, by: AbstractBaseUser, now: datetime) -> bool:
    """Have a perhaps delivered message delivered (again), because this person says so.

    Raises OutboxMessage.DoesNotExist when it is not unsure (any more); False when a newer message with
    the same key waits already.
    """
    message = unsure_messages().select_for_update().get(pk=message_id)
    message.decided_by, message.decided_at = by.pk, now
    message.available_at, message.attempts = now, 0
    waits = _back_to_waiting(message)
    _ring_on_commit()
    return waits


@transaction.atomic
def close_unsure(*, message_id: int, by: AbstractBaseUser, now: datetime) -> None:
    """Leave a perhaps delivered message at that, because this person says so; what it said is forgotten.

    Raises OutboxMessage.DoesNotExist when it is not unsure (any more).
    """
    message = unsure_messages().select_for_update().get(pk=message_id)
    message.state, message.payload = OutboxState.DROPPED, {}
    message.decided_by, message.decided_at = by.pk, now
    message.save()


def remove_old_messages(*, now: datetime) -> int:
    """Remove what was delivered, dropped or given up 30 days ago (400 with a once key); returns how many.

    What was given up loses its payload after those 30 days even where its once key is kept.
    """
    over = [OutboxState.DELIVERED, OutboxState.DROPPED, OutboxState.FAILED]
    old = OutboxMessage.objects.filter(state__in=over, available_at__lt=now - KEPT)
    old.exclude(once_key="").exclude(payload={}).update(payload={}, last_error="")
    removed, _models = old.filter(once_key="").delete()
    removed_keys, _models = old.filter(available_at__lt=now - KEPT_WITH_ONCE_KEY).delete()
    return removed + removed_keys
