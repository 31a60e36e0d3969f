"""Celery tasks of ambassadors: each calls one action."""

from celery import shared_task
from django.utils import timezone

from ambassadors.actions.duplicates import compare
from ambassadors.actions.import_runs import run_import


@shared_task
def run_ambassador_import(batch_id: int) -> str:
    """Bring one list in."""
    batch = run_import(batch_id=batch_id, now=timezone.now())
    return batch.state if batch else ""


@shared_task
def compare_ambassador(ambassador_id: int) -> int:
    """Look for somebody else who may be this person."""
    return compare([ambassador_id], now=timezone.now())
