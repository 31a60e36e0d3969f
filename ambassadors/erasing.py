"""What becomes of the scheme's part when a person is copied or erased: safeguarding first, then an orderly end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.data_rights.endings import Room, register_room
from accounts.models import User
from ambassadors.actions.endings import end_visits
from ambassadors.actions.partnering import end_pairs_of
from ambassadors.actions.support import locked_ambassador
from ambassadors.enums import ConcernState, EndReason, Standing, VettingOutcome
from ambassadors.models import Ambassador, Concern, ConcernNote, CoordinatorArea, VettingDecision

# What a reviewer may have decided to keep of somebody about whom safeguarding has something on record.
_DECIDED = ("ambassadors.Ambassador", "ambassadors.Concern", "ambassadors.VettingDecision")


def register() -> None:
    """Take part in copies and erasures."""
    register_room("ambassadors", Room(why_held, end, to_withhold))


def why_held(user: User, kept: Collection[str]) -> str:
    """Why somebody cannot be erased yet; "" when nothing stands against it.

    An open concern about them always does, as does a region or an open concern that is theirs to look after. A
    closed concern, a refusal and a suspension need a reviewer's decision on record: to keep the ambassador's row, so
    that it is still known whom they are about, or the concern or decision alone, without the name. Basis for keeping:
    UK GDPR Article 17(3)(b) and (e).
    """
    about = concerns_about(user)
    if about.filter(state=ConcernState.OPEN).exists():
        return _("Something about this person is still open in the ambassadors' scheme. Extend or refuse the request.")
    theirs = Q(handler=user) | Q(alternate=user)
    if Concern.objects.filter(theirs, state=ConcernState.OPEN).exists():
        return _("Open concerns wait with this person. Somebody else must take them first.")
    if CoordinatorArea.objects.filter(Q(coordinator=user) | Q(alternate=user)).exists():
        return _("This person answers for a region of the ambassadors' scheme. Somebody else must take it first.")
    if _is_on_record(user, about) and not any(one.partition(":")[0] in _DECIDED for one in kept):
        return _(
            "Safeguarding has something on record about this person. Decide what is kept: ambassadors.Ambassador, so "
            "that it is still known whom it is about, or ambassadors.Concern or ambassadors.VettingDecision alone."
        )
    return ""


def end(user: User, now: datetime) -> None:
    """Take a person out of the scheme: no list, no visit ahead, no peer. A suspension stays what it is."""
    for ambassador in records_of(user).order_by("pk"):
        row = locked_ambassador(ambassador)
        if row.standing not in (Standing.LEFT, Standing.SUSPENDED):
            row.standing, row.standing_since = Standing.LEFT, now
            row.save(update_fields=["standing", "standing_since"])
        end_visits(row, reason=EndReason.AMBASSADOR_CANCELLED, now=now)
        end_pairs_of(ambassador=row, now=now)


def to_withhold(user: User) -> list[str]:
    """Open concerns about a person, and the notes on them: in no copy of theirs while they are open."""
    concerns = concerns_about(user).filter(state=ConcernState.OPEN).order_by("pk")
    notes = ConcernNote.objects.filter(concern__in=concerns).order_by("pk")
    return [
        *(f"ambassadors.Concern:{number}" for number in concerns.values_list("pk", flat=True)),
        *(f"ambassadors.ConcernNote:{number}" for number in notes.values_list("pk", flat=True)),
    ]


def records_of(user: User) -> QuerySet[Ambassador]:
    """A person's record in the scheme, and those that were taken into it."""
    return Ambassador.objects.filter(Q(user=user) | Q(merged_into__user=user) | Q(merged_into__merged_into__user=user))


def concerns_about(user: User) -> QuerySet[Concern]:
    """Concerns about a person, as an ambassador or by their account."""
    return Concern.objects.filter(Q(person=user) | Q(ambassador__in=records_of(user)))


def _is_on_record(user: User, about: QuerySet[Concern]) -> bool:
    records = records_of(user)
    refused = VettingDecision.objects.standing().filter(ambassador__in=records, outcome=VettingOutcome.REFUSED)
    return about.exists() or refused.exists() or records.filter(standing=Standing.SUSPENDED).exists()
