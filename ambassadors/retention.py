"""What of the scheme ends by itself, and when: kinds of the dated retention rules. Concerns never do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.audit import erasing
from accounts.data_rights.erasure import erase_row
from accounts.data_rights.retention import Kind, register_retention
from accounts.data_rights.scrub import ERASED
from ambassadors.enums import ConcernState, RequestState, Standing, VettingOutcome
from ambassadors.models import ImportRow, VettingDecision, VisitRequest
from foundation.personal_data import personal_fields_of

_CONTACTS = ("staff_name", "staff_phone", "safeguarding_name", "safeguarding_contact")


def register() -> None:
    """Let these end by rules of the same names."""
    register_retention("vetting-decisions", Kind(decisions_over, erase_row))
    register_retention("imported-lines", Kind(lines_over, lambda row: row.delete()))
    register_retention("visit-contacts", Kind(contacts_over, forget_contacts))


def decisions_over(before: datetime) -> QuerySet[VettingDecision]:
    """Clearances replaced before a moment, and those of people who left before it and have nothing open.

    Refusals stay: that somebody was refused must be known when they apply again, until a reviewer decides.
    """
    gone = Q(ambassador__standing=Standing.LEFT, ambassador__standing_since__lt=before)
    over = VettingDecision.objects.filter(Q(replaced_at__lt=before) | gone, outcome=VettingOutcome.CLEARED)
    return over.exclude(ambassador__concerns__state=ConcernState.OPEN)


def lines_over(before: datetime) -> QuerySet[ImportRow]:
    """Lines of other schemes' lists that were brought here before a moment and never finished."""
    return ImportRow.objects.filter(batch__created_at__lt=before)


def contacts_over(before: datetime) -> QuerySet[VisitRequest]:
    """Schools' requests that nobody has touched since a moment, which still name staff; none with an open concern."""
    ended = (RequestState.DONE, RequestState.UNMET, RequestState.WITHDRAWN)
    named = ~Q(staff_name__in=("", ERASED))
    over = VisitRequest.objects.filter(named, state__in=ended, changed_at__lt=before)
    return over.exclude(visits__concerns__state=ConcernState.OPEN)


def forget_contacts(row: VisitRequest) -> None:
    """Take the names of staff out of a request, and out of its audit rows."""
    VisitRequest.objects.filter(pk=row.pk).update(**dict.fromkeys(_CONTACTS, ERASED))
    trail: Any = VisitRequest.pgh_event_model  # type: ignore[attr-defined]  # added by the audit decorator
    held = personal_fields_of(trail._meta.label)
    with erasing():
        trail.objects.filter(pgh_obj_id=row.pk).update(**{name: "" for name in _CONTACTS if name in held})
