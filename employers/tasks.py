"""Celery tasks of employers: each calls one action."""

from celery import shared_task
from django.utils import timezone

from employers.actions.moderation import expire_items


@shared_task
def expire_published_items() -> int:
    """End what nobody confirmed, and remind its writers before."""
    return expire_items(timezone.localdate())
