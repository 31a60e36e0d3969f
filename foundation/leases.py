"""Job leases: a database row says who works on a job and until when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from foundation.models import JobLease


def take_lease(name: str, holder: str, *, now: datetime, minutes: float) -> bool:
    """Take the lease, or take it over when it has run out; False when somebody else holds it."""
    expires = now + timedelta(minutes=minutes)
    with transaction.atomic():
        fresh = JobLease(name=name, holder=holder, taken_at=now, expires_at=expires)
        JobLease.objects.bulk_create([fresh], ignore_conflicts=True)
        lease = JobLease.objects.select_for_update().get(name=name)
        if lease.holder != holder and lease.expires_at > now:
            return False
        lease.holder, lease.taken_at, lease.expires_at = holder, now, expires
        lease.save()
    return True


def release_lease(name: str, holder: str) -> None:
    """Give the lease back; nothing happens when somebody else has taken it over."""
    JobLease.objects.filter(name=name, holder=holder).delete()


@contextmanager
def leased(name: str, holder: str, *, now: datetime, minutes: float) -> Iterator[bool]:
    """Hold a lease for a block; the block learns whether it got it."""
    got = take_lease(name, holder, now=now, minutes=minutes)
    try:
        yield got
    finally:
        if got:
            release_lease(name, holder)
