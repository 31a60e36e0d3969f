"""The queues of what employers and providers hand in."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _

from employers.actions.moderation import MODERATE
from employers.desk import moderation
from foundation.queues import Queue, Waiting, register

_DESCRIPTION = _("Handed in and waiting for a review. The target is three days.")


def _waiting(now: datetime, *, kind: str) -> Waiting:
    return moderation.waiting(kind, now)


def register_all() -> None:
    """Make them known; called when the app is ready."""
    for position, (kind, model) in enumerate(moderation.KINDS.items(), start=10):
        register(
            Queue(
                slug=kind,
                title=moderation.TITLES[kind],
                description=_DESCRIPTION,
                permission=MODERATE[model],
                address="desk-submissions",
                arguments=(kind,),
                waiting=partial(_waiting, kind=kind),
                target=timedelta(days=3),
                position=position,
            )
        )
