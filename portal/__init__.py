"""Composition root: settings, addresses, schedule, API and pages."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
