"""Background work of data rights: each calls one action."""

from __future__ import annotations

import os
from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.data_rights.actions import BUILD_COPY, build_copy
from accounts.data_rights.retention import apply_retention
from foundation.leases import leased
from foundation.outbox import handles


@handles(BUILD_COPY, repeatable=True)
def build_a_copy(payload: dict[str, Any]) -> None:
    """Put together the copy that a person asked for."""
    build_copy(request_id=payload["request"], now=timezone.now())


@shared_task(name="accounts.apply_retention")
def nightly_retention() -> int:
    """Apply the retention rules of the day, once at a time; returns how many rows ended."""
    now = timezone.now()
    with leased("retention", f"retention:{os.getpid()}", now=now, minutes=240) as mine:
        return sum(outcome.erased for outcome in apply_retention(now=now)) if mine else 0
