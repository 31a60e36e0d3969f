"""Celery tasks of evidence: each calls one action."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from evidence.import_jobs import run_job
from evidence.watching import check_due_sources as look


@shared_task
def check_due_sources() -> int:
    """Look at due sources; off unless SOURCE_CHECK_ENABLED."""
    return len(look(now=timezone.now())) if settings.SOURCE_CHECK_ENABLED else 0


@shared_task
def run_import_job(job_id: int) -> str:
    """Read the files of one import job."""
    job = run_job(job_id=job_id, now=timezone.now())
    return job.state if job else ""
