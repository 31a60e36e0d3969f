"""Celery tasks of accounts: each calls one action."""

from __future__ import annotations

from celery import shared_task

from accounts.actions.tokens import write_last_used


@shared_task
def write_token_use() -> int:
    """Write to the tokens when each was last used."""
    return write_last_used()
