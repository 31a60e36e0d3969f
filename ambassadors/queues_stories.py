"""The curators' queue of stories."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from ambassadors.desk import stories
from foundation.queues import Queue, register


def register_all() -> None:
    """Make it known; called when the app is ready."""
    register(
        Queue(
            slug="stories",
            title=_("Stories to read"),
            description=_("Ambassadors’ stories, handed in and waiting. The target is three days."),
            permission=Permission.STORY_MODERATE,
            address="desk-stories",
            waiting=stories.waiting,
            target=timedelta(days=3),
            position=15,
        )
    )
