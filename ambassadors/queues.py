"""The queues of those who coordinate. Concerns are none of them: how many there are is for each handler alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from ambassadors.queries import coordinator
from foundation.queues import Queue, Waiting, register, waiting_rows

Rows = Callable[[datetime], QuerySet[Any]]


def _counts(rows: Rows, since: str) -> Callable[[datetime], Waiting]:
    def waiting(now: datetime) -> Waiting:
        return waiting_rows(rows(now), since, now)

    return waiting


def _checks_due(now: datetime) -> Waiting:
    """How many; days until a check falls due are no waiting time."""
    return Waiting(coordinator.checks_due(localdate(now)).count())


def _near(now: datetime) -> Waiting:
    return Waiting(len(coordinator.near_threshold(localdate(now))))


def register_all() -> None:
    """Make them known; called when the app is ready."""
    coordinate = Permission.AMBASSADOR_COORDINATE
    register(
        Queue(
            "ambassador-requests",
            _("Requests of schools"),
            _("Nobody has been asked yet. The order is that of the published rule."),
            coordinate,
            "coordinate:requests",
            _counts(lambda _now: coordinator.waiting_requests(), "sent_at"),
            timedelta(days=10),
            210,
        ),
        Queue(
            "ambassador-pass-on",
            _("Times picked by schools"),
            _("A school picked an ambassador and a time. Pass it on, or find another way."),
            coordinate,
            "coordinate:proposals",
            _counts(coordinator.to_pass_on, "proposed_at"),
            timedelta(days=2),
            211,
        ),
        Queue(
            "ambassador-unanswered",
            _("Proposals without an answer"),
            _("An ambassador has not said yes or no in time."),
            coordinate,
            "coordinate:unanswered",
            _counts(lambda now: coordinator.unanswered(now, localdate(now)), "passed_on_at"),
            timedelta(days=9),
            212,
        ),
        Queue(
            "ambassador-applications",
            _("Applications"),
            _("Sent in or in checks: look, record what was decided, activate."),
            coordinate,
            "coordinate:applications",
            _counts(lambda _now: coordinator.applications(), "standing_since"),
            timedelta(days=21),
            213,
        ),
        Queue(
            "ambassador-checks-due",
            _("Checks due in 90 days"),
            _("On the day a re-check falls due, nobody is offered any more."),
            Permission.VETTING_DECIDE,
            "coordinate:checks-due",
            _checks_due,
            position=214,
        ),
        Queue(
            "ambassador-near-threshold",
            _("People near the 30-day threshold"),
            _("One more visit soon may need a fuller check."),
            Permission.VETTING_DECIDE,
            "coordinate:near-threshold",
            _near,
            position=215,
        ),
        Queue(
            "encounter-offers",
            _("Offers of colleges and universities"),
            _("Waiting to be looked at before schools see them."),
            coordinate,
            "coordinate:offers",
            _counts(lambda _now: coordinator.offers_waiting(), "created_at"),
            timedelta(days=5),
            216,
        ),
        Queue(
            "ambassador-duplicates",
            _("Possible duplicates"),
            _("Two records that may be one person."),
            Permission.AMBASSADOR_IMPORT,
            "coordinate:duplicates",
            _counts(lambda _now: coordinator.duplicates_waiting(), "found_at"),
            timedelta(days=30),
            217,
        ),
    )
