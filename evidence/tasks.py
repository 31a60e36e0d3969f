"""Celery tasks of evidence: each calls one action."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from evidence.watching import check_due_sources as look


@shared_task
def check_due_sources() -> int:
    """Look at due sources; off unless SOURCE_CHECK_ENABLED."""
    return len(look(now=timezone.now())) if settings.SOURCE_CHECK_ENABLED else 0
