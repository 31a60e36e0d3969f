"""What hangs on a record and how each kind of it goes over when the record is taken into another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q

from accounts.models import User
from ambassadors.actions.merge_changes import Changes
from ambassadors.enums import PairState, VettingOutcome
from ambassadors.models import (
    Ambassador,
    Availability,
    Concern,
    DuplicatePair,
    ImportRow,
    Merge,
    Observation,
    PeerMeeting,
    PeerPair,
    PeerWish,
    SchemeMembership,
    Story,
    Training,
    VettingDecision,
    VettingLook,
    Visit,
    VisitRequest,
)

Place = tuple[type[Model], str]
# These go over as they are.
SIMPLE: tuple[Place, ...] = (
    (Ambassador, "companion"),
    (Ambassador, "merged_into"),
    (VisitRequest, "wished"),
    (Observation, "ambassador"),
    (Concern, "ambassador"),
    (PeerPair, "ended_by"),
    (PeerMeeting, "logged_by"),
)
# Of these somebody has one (of each scheme): the kept record's stays where both have one.
ONE_EACH: tuple[tuple[type[Model], str, str], ...] = (
    (SchemeMembership, "ambassador", "scheme_id"),
    (Story, "ambassador", ""),
    (PeerWish, "ambassador", ""),
)
# These have ways of their own, below.
SPECIAL: tuple[Place, ...] = (
    (VettingDecision, "ambassador"),
    (Training, "ambassador"),
    (Availability, "ambassador"),
    (PeerPair, "first"),
    (PeerPair, "second"),
    (DuplicatePair, "first"),
    (DuplicatePair, "second"),
    (Visit, "ambassador"),
    (Visit, "companion"),
)
# These stay: who looked at what is never changed, and lines and merges say what was brought in and merged then.
STAYS: tuple[Place, ...] = (
    (VettingLook, "ambassador"),
    (ImportRow, "ambassador"),
    (Merge, "kept"),
    (Merge, "absorbed"),
)


def move_simple(changes: Changes, kept: Ambassador, absorbed: Ambassador) -> None:
    """Rows that name the one now name the other."""
    for model, name in SIMPLE:
        for row in _rows(model, name, absorbed).exclude(pk=kept.pk if model is Ambassador else None):
            changes.change(row, **{f"{name}_id": kept.pk})
    for model, name, key in ONE_EACH:
        taken = {getattr(row, key) if key else None for row in _rows(model, name, kept)}
        for row in _rows(model, name, absorbed):
            if (getattr(row, key) if key else None) not in taken:
                changes.change(row, **{f"{name}_id": kept.pk})


def move_decisions(changes: Changes, kept: Ambassador, absorbed: Ambassador, now: datetime) -> None:
    """All decisions go over. The stricter ones stand: any refusal before every clearance, else the earlier re-check."""
    rows = list(VettingDecision.objects.filter(ambassador__in=(kept, absorbed)).order_by("pk"))
    standing = [row for row in rows if row.replaced_at is None]
    refused = any(row.outcome == VettingOutcome.REFUSED for row in standing)
    by_kind: dict[str, list[VettingDecision]] = defaultdict(list)
    for row in standing:
        if refused and row.outcome == VettingOutcome.CLEARED:
            changes.change(row, replaced_at=now)
        else:
            by_kind[row.kind].append(row)
    for group in by_kind.values():
        stands = (
            max(group, key=lambda row: row.decided_at) if refused else min(group, key=lambda row: row.recheck_due_on)
        )
        for row in group:
            if row is not stands:
                changes.change(row, replaced_at=now)
    for row in rows:
        changes.change(row, ambassador_id=kept.pk)


def move_training(changes: Changes, kept: Ambassador, absorbed: Ambassador) -> None:
    """Modules that the kept record lacks go over; of one that both have the later doing counts."""
    here = {row.module_id: row for row in Training.objects.filter(ambassador=kept)}
    for row in Training.objects.filter(ambassador=absorbed).order_by("pk"):
        own = here.get(row.module_id)
        if own is None:
            changes.change(row, ambassador_id=kept.pk)
        elif row.done_on is not None and row.done_on > (own.done_on or date.min):
            changes.change(own, done_on=row.done_on, due_on=row.due_on)


def move_availability(changes: Changes, kept: Ambassador, absorbed: Ambassador) -> None:
    """The kept record's weeks and days away; the other's where it says none."""
    if not _rows(Availability, "ambassador", kept).exists():
        for row in _rows(Availability, "ambassador", absorbed):
            changes.change(row, ambassador_id=kept.pk)


def move_peers(changes: Changes, kept: Ambassador, absorbed: Ambassador) -> None:
    """Pairs of peers, in their order; one whose two have a pair already stays."""
    for row in _pairs(PeerPair, absorbed):
        _repoint(changes, row, kept, absorbed)


def move_doubles(changes: Changes, kept: Ambassador, absorbed: Ambassador, *, by: User, now: datetime) -> None:
    """Other possible duplicates of the absorbed record are the kept one's now, so are those found to be two people."""
    for row in _pairs(DuplicatePair, absorbed):
        if not _repoint(changes, row, kept, absorbed) and row.state == PairState.WAITING:
            changes.change(row, state=PairState.MERGED, decided_by_id=by.pk, decided_at=now)


def move_visits(changes: Changes, kept: Ambassador, absorbed: Ambassador) -> None:
    """Visits, by day: the database looks at each that still holds its slot."""
    for name in ("ambassador", "companion"):
        for row in _rows(Visit, name, absorbed).order_by("starts_at", "pk"):
            changes.change(row, **{f"{name}_id": kept.pk})


def hanging_on(row: Ambassador) -> dict[str, list[int]]:
    """The numbers of all rows that name a record and may move, by "model.field"."""
    places: Iterable[Place] = (*SIMPLE, *((model, name) for model, name, _key in ONE_EACH), *SPECIAL)
    return {
        f"{model._meta.label}.{name}": list(_rows(model, name, row).values_list("pk", flat=True))
        for model, name in places
    }


def _rows(model: type[Model], name: str, row: Ambassador) -> Any:
    return model._base_manager.filter(**{name: row.pk}).order_by("pk")


def _pairs(model: type[Model], row: Ambassador) -> Any:
    return model._base_manager.filter(Q(first=row.pk) | Q(second=row.pk)).order_by("pk")


def _repoint(changes: Changes, row: Any, kept: Ambassador, absorbed: Ambassador) -> bool:
    """Have a pair name the kept record, the smaller number first; False where it has such a pair already, or is it."""
    other = row.second_id if row.first_id == absorbed.pk else row.first_id
    first, second = sorted((kept.pk, other))
    if first == second or type(row)._base_manager.filter(first=first, second=second).exists():
        return False
    changes.change(row, first_id=first, second_id=second)
    return True
