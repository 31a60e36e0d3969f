"""The end of keeping, night by night: warn first where somebody can still object, then erase."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pghistory.models
import structlog
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from accounts.data_rights.erasure import erase_row
from accounts.data_rights.rules import rules_on
from accounts.data_rights.unused import UnusedAccounts
from accounts.models import Invitation, Report
from accounts.models.data_rights import DataRequest, RequestState, RetentionRule
from foundation.models import IdempotencyRecord, OutboxMessage, OutboxState

log = structlog.get_logger(__name__)
Rows = models.QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule did in a night (or would do, in a dry run)."""

    what: str
    warned: int
    erased: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is kept for a time: which rows are over at a moment, and how one of them ends."""

    over: Callable[[datetime], Rows]
    end: Callable[[Any], object]


def _delete(row: models.Model) -> object:
    return row.delete()


def _empty_copy(row: DataRequest) -> object:
    return DataRequest.objects.filter(pk=row.pk).update(content=None, kept_until=None, state=RequestState.DONE)


def _forget_address(row: Any) -> object:
    metadata = {key: value for key, value in row.metadata.items() if key != "address"}
    return pghistory.models.Context.objects.filter(pk=row.pk).update(metadata=metadata)


def _sent(before: datetime) -> Rows:
    """Messages dealt with; those with a key that is good for once, ever, stay with foundation's own longer time."""
    done = [OutboxState.DELIVERED, OutboxState.DROPPED]
    return OutboxMessage.objects.filter(state__in=done, once_key="", created_at__lt=before)


def _answered(before: datetime) -> Rows:
    closed = [RequestState.DONE, RequestState.REFUSED, RequestState.WITHDRAWN]
    return DataRequest.objects.without_file().filter(state__in=closed, made_at__lt=before)


KINDS: dict[str, Kind] = {
    "unaccepted-invitations": Kind(
        lambda before: Invitation.objects.filter(accepted_at=None, expires_at__lt=before), erase_row
    ),
    "delivered-mail": Kind(_sent, _delete),
    "personal-data-copies": Kind(
        lambda before: DataRequest.objects.without_file().filter(kept_until__lt=before), _empty_copy
    ),
    "repeated-writes": Kind(lambda before: IdempotencyRecord.objects.filter(created_at__lt=before), _delete),
    "old-sessions": Kind(lambda before: Session.objects.filter(expire_date__lt=before), _delete),
    "closed-reports": Kind(lambda before: Report.objects.filter(decided_at__lt=before), erase_row),
    "answered-requests": Kind(_answered, _delete),
    "audit-addresses": Kind(
        lambda before: pghistory.models.Context.objects.filter(created_at__lt=before, metadata__has_key="address"),
        _forget_address,
    ),
}


def register_retention(what: str, kind: Kind) -> None:
    """Let another package's things end by a rule of the same name."""
    KINDS[what] = kind


def apply_retention(*, now: datetime, dry: bool = False) -> list[Outcome]:
    """Apply every rule of the day; returns what was done, or in a dry run what would be.

    Each row ends in a transaction of its own, so a night that is cut short leaves nothing half done and the
    next goes on from there. A row that cannot be erased is logged and does not hold up the rest.
    """
    today = timezone.localdate(now)
    outcomes = []
    for rule in rules_on(today):
        if rule.what == UnusedAccounts.WHAT:
            outcomes.append(_unused(rule, now, dry))
        elif rule.what in KINDS:
            outcomes.append(_apply(rule, KINDS[rule.what], now, dry))
        else:
            log.warning("retention rule without code", what=rule.what)
    return outcomes


def _apply(rule: RetentionRule, kind: Kind, now: datetime, dry: bool) -> Outcome:
    rows = kind.over(now - timedelta(days=rule.days))
    if dry:
        return Outcome(rule.what, 0, rows.count())
    return _each(rule.what, rows, kind.end)


def _each(what: str, rows: Rows, end: Callable[[Any], object], warned: int = 0) -> Outcome:
    """End rows one by one; one that changed meanwhile is looked at again and left alone when it is not over."""
    erased = failed = 0
    for number in list(rows.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                row = rows.select_for_update(of=("self",)).filter(pk=number).first()
                if row is not None:
                    end(row)
                    erased += 1
        except Exception:  # whatever holds one row must not keep all others beyond their time
            failed += 1
            log.exception("retention failed", what=what, row=str(number))
    return Outcome(what, warned, erased, failed)


def _unused(rule: RetentionRule, now: datetime, dry: bool) -> Outcome:
    accounts = UnusedAccounts(rule, now)
    if dry:
        return Outcome(rule.what, accounts.to_warn().count(), accounts.to_erase().count())
    accounts.forget_stale_warnings()
    warned = _each(rule.what, accounts.to_warn(), accounts.warn).erased
    return _each(rule.what, accounts.to_erase(), accounts.erase, warned)


def in_words(outcomes: Iterable[Outcome], *, dry: bool) -> list[str]:
    """Lines for the command: one a rule."""
    verb = "would" if dry else "did"
    return [f"{row.what}: {verb} warn {row.warned}, erase {row.erased}, failed {row.failed}" for row in outcomes]
