"""Brings the shipped caveats of occupations into the notes that curators look after."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pghistory
from django.apps import apps
from django.db import transaction

from evidence.signals import starter_loaded
from lmi.models import OccupationGroup, OccupationNote

_SHIPPED = "occupation_notes.csv"
_FIELDS = ["text", "basis"]
_HEADER = ["soc2020", "kind", *_FIELDS]

# A note is known by its unit group and its kind: a unit has at most one of each kind.
Key = tuple[str, str]


def connect() -> None:
    """Load the notes whenever the starter tables are in; called once when the app is ready."""
    starter_loaded.connect(_starter_loaded, dispatch_uid="lmi.notes_data.starter_loaded")


def _starter_loaded(**_: Any) -> None:
    load_notes()


def shipped_notes(path: Path | None = None) -> Iterator[OccupationNote]:
    """The entries of lmi/data/occupation_notes.csv, unsaved; raises ValueError for another header."""
    file = path or Path(apps.get_app_config("lmi").path) / "data" / _SHIPPED
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if next(rows) != _HEADER:
            raise ValueError(f"{file.name} must have the columns {', '.join(_HEADER)}")
        for soc2020, kind, text, basis in rows:
            yield OccupationNote(soc2020_id=soc2020, kind=kind, text=text, basis=basis)


@transaction.atomic
def load_notes(path: Path | None = None) -> int:
    """Bring the notes in step with the shipped ones; returns how many were added, changed or removed.

    What a person added, changed or deleted stays as they left it: any event of the audit trail that
    this loader did not leave is a person's decision. A note of a unit group that is not held waits.
    """
    known = set(OccupationGroup.objects.units().values_list("code", flat=True))
    shipped = {_key(note): note for note in shipped_notes(path) if note.soc2020_id in known}
    held = {_key(note): note for note in OccupationNote.objects.all()}
    decided = _decided_by_people()
    free = {key: note for key, note in shipped.items() if key not in decided}
    new = [note for key, note in free.items() if key not in held]
    changed = []
    for key, note in free.items():
        if key in held and _differs(held[key], note):
            note.pk = held[key].pk
            changed.append(note)
    gone = [note.pk for key, note in held.items() if key not in shipped and key not in decided]
    with pghistory.context(source=_SHIPPED):
        OccupationNote.objects.filter(pk__in=gone).delete()
        OccupationNote.objects.bulk_create(new)
        OccupationNote.objects.bulk_update(changed, _FIELDS)
    return len(new) + len(changed) + len(gone)


def _key(note: OccupationNote) -> Key:
    return note.soc2020_id, note.kind


def _differs(former: OccupationNote, note: OccupationNote) -> bool:
    return any(getattr(former, field) != getattr(note, field) for field in _FIELDS)


def _decided_by_people() -> set[Key]:
    """Notes that somebody added, changed or deleted by hand, as the audit trail has it."""
    events = apps.get_model("lmi", "OccupationNoteEvent").objects
    ours = events.filter(pgh_context__metadata__source=_SHIPPED)
    # Not exclude(...source=...): where a context has no such key, as the desk's have none, SQL answers unknown.
    by_hand = events.exclude(pk__in=ours.values("pk"))
    return set(by_hand.values_list("soc2020_id", "kind"))
