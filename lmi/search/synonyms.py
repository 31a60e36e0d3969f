"""Brings the shipped list of everyday words into the synonyms that curators look after."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pghistory
from django.apps import apps
from django.db import transaction

from lmi.models import OccupationGroup, Synonym

_SHIPPED = "synonyms.csv"
_FIELDS = ["units", "expansion", "broad", "note"]
_HEADER = ["phrase", *_FIELDS]


def shipped_synonyms(path: Path | None = None) -> Iterator[Synonym]:
    """The entries of lmi/data/synonyms.csv, unsaved; raises ValueError for another header."""
    file = path or Path(apps.get_app_config("lmi").path) / "data" / _SHIPPED
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if next(rows) != _HEADER:
            raise ValueError(f"{file.name} must have the columns {', '.join(_HEADER)}")
        for phrase, units, expansion, broad, note in rows:
            yield Synonym(phrase=phrase, units=units.split(), expansion=expansion, broad=broad == "yes", note=note)


@transaction.atomic
def load_synonyms(path: Path | None = None) -> int:
    """Bring the synonyms in step with the shipped list; returns how many were added, changed or removed.

    What a person added, changed or deleted stays as they left it: any event of the audit trail that
    this loader did not leave is a person's decision.
    """
    known = set(OccupationGroup.objects.units().values_list("code", flat=True))
    if not known:
        return 0  # before the classification is in, no entry could point anywhere
    shipped = {entry.phrase: entry for entry in shipped_synonyms(path)}
    held = {synonym.phrase: synonym for synonym in Synonym.objects.all()}
    decided = _decided_by_people()
    new, changed = [], []
    for phrase, entry in shipped.items():
        entry.units = [code for code in entry.units if code in known]
        former = held.get(phrase)
        if phrase in decided:
            continue
        if former is None:
            new.append(entry)
        elif _differs(former, entry):
            entry.pk = former.pk
            changed.append(entry)
    gone = [synonym.pk for phrase, synonym in held.items() if phrase not in shipped and phrase not in decided]
    with pghistory.context(source=_SHIPPED):
        Synonym.objects.filter(pk__in=gone).delete()
        Synonym.objects.bulk_create(new, batch_size=2000)
        Synonym.objects.bulk_update(changed, _FIELDS, batch_size=500)
    return len(new) + len(changed) + len(gone)


def _differs(former: Synonym, entry: Synonym) -> bool:
    return any(getattr(former, field) != getattr(entry, field) for field in _FIELDS)


def _decided_by_people() -> set[str]:
    """Phrases that somebody added, changed or deleted by hand, as the audit trail has it."""
    events = apps.get_model("lmi", "SynonymEvent").objects
    ours = events.filter(pgh_context__metadata__source=_SHIPPED)
    # Not exclude(...source=...): where a context has no such key, as the desk's have none, SQL answers unknown.
    by_hand = events.exclude(pk__in=ours.values("pk"))
    return set(by_hand.values_list("phrase", flat=True))
