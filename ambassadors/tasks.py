"""Celery tasks of ambassadors: each calls one action."""

from celery import shared_task
from django.utils import timezone

from ambassadors.actions.duplicates import compare
from ambassadors.actions.import_runs import run_import
from ambassadors.actions.partnering import pair_waiting
from ambassadors.actions.reminders import lapse_proposals, send_reminders


@shared_task
def run_ambassador_import(batch_id: int) -> str:
    """Bring one list in."""
    batch = run_import(batch_id=batch_id, now=timezone.now())
    return batch.state if batch else ""


@shared_task
def compare_ambassador(ambassador_id: int) -> int:
    """Look for somebody else who may be this person."""
    return compare([ambassador_id], now=timezone.now())


@shared_task
def remind_of_tomorrow() -> int:
    """Write to both sides of tomorrow's visits."""
    return send_reminders(kind="tomorrow", now=timezone.now())


@shared_task
def remind_of_answers() -> int:
    """Write to ambassadors who have not answered in time."""
    return send_reminders(kind="answers", now=timezone.now())


@shared_task
def remind_of_checks() -> int:
    """Write to ambassadors whose check is looked at again soon."""
    return send_reminders(kind="checks", now=timezone.now())


@shared_task
def lapse_unanswered_proposals() -> int:
    """End proposals that nobody answered."""
    return lapse_proposals(timezone.now())


@shared_task
def pair_peers() -> int:
    """Pair those who wait for a peer and have come to fit since they asked."""
    return len(pair_waiting(by=None, now=timezone.now()))
