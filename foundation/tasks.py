"""Celery tasks of foundation: each calls one action."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from foundation import counters, idempotency, link_checks, outbox


@shared_task
def deliver_outbox() -> int:
    """Deliver what waits in the outbox."""
    return outbox.deliver_waiting(now=timezone.now())


@shared_task
def write_counters() -> int:
    """Write public-use counts to the database."""
    return counters.write_counts()


@shared_task
def remove_what_is_over() -> int:
    """Remove old messages of the outbox and answers kept for repeats."""
    now = timezone.now()
    return outbox.remove_old_messages(now=now) + idempotency.remove_old_records(now=now)


@shared_task
def check_links() -> int:
    """Look at outgoing links; off unless LINK_CHECK_ENABLED."""
    if not settings.LINK_CHECK_ENABLED:
        return 0
    return link_checks.check_due_links(now=timezone.now(), most=settings.LINK_CHECK_MOST)
