"""Everything held about a person, as one JSON document (its schema is in docs/guides/data_rights.md)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.data_rights.rows import Holding, holdings, person_of, tracked_by
from accounts.models import User
from accounts.models.data_rights import Exemption
from accounts.queries import role_names
from foundation.personal_data import Person

FORMAT = "waymark-personal-data-1"
# Copies of copies would only grow.
_LEFT_OUT = {("accounts.DataRequest", "content")}
# Its rows would tell what the reviewer decided not to tell; what may be told stands under "withheld".
_NOT_SHOWN = {"accounts.Exemption"}


def build_export(*, user: User, now: datetime, exemptions: Iterable[Exemption] = ()) -> dict[str, Any]:
    """All rows about a person but what is withheld, with purposes, and what they did, by number and time.

    Secrets (hashes, keys) are named as held and not shown. What is withheld is named with its law, unless
    the reviewer recorded that telling would do harm.
    """
    person = person_of(user)
    withheld = list(exemptions)
    references = {exemption.reference for exemption in withheld}
    return {
        "format": FORMAT,
        "site": settings.SITE_URL,
        "made_at": now.isoformat(),
        "person": {"number": user.pk, "roles": sorted(role_names(user))},
        "sections": list(sections(person, references)),
        "what_you_did": _acts(person),
        "withheld": [_told(exemption) for exemption in withheld if exemption.told],
    }


def sections(person: Person, withheld: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """One section a model that holds something, without what is withheld; rows oldest first."""
    for holding in holdings(person):
        if holding.label in _NOT_SHOWN:
            continue
        rows = [_row(holding, row) for row in holding.rows() if not _references(holding, row) & set(withheld)]
        if rows:
            yield {
                "model": holding.label,
                "title": str(holding.model._meta.verbose_name),
                "purposes": {name: field.purpose for name, field in holding.fields.items()},
                "rows": rows,
            }


def to_review(user: User) -> dict[str, list[int]]:
    """Rows about the person that somebody must look at before they go out: model -> row numbers."""
    found: dict[str, list[int]] = {}
    for holding in holdings(person_of(user)):
        careful = [name for name, field in holding.fields.items() if field.review and _is_held(holding, name)]
        for row in holding.rows() if careful and not holding.is_trail else ():
            if any(getattr(row, name) for name in careful):
                found.setdefault(holding.label, []).append(row.pk)
    return found


def _references(holding: Holding, row: Any) -> set[str]:
    """What an exemption may call a row: its model, itself, and for audit rows the row they are about."""
    names = {holding.label, f"{holding.label}:{row.pk}"}
    tracked = tracked_by(holding.model)
    if tracked:
        names |= {tracked._meta.label, f"{tracked._meta.label}:{row.pgh_obj_id}"}
    return names


def _is_held(holding: Holding, name: str) -> bool:
    return name in {field.name for field in holding.model._meta.concrete_fields}


def _row(holding: Holding, row: models.Model) -> dict[str, Any]:
    """The row's own columns; references as numbers, secrets by name only."""
    values: dict[str, Any] = {}
    hidden: list[str] = []
    for field in row._meta.concrete_fields:
        declared = holding.fields.get(field.name)
        if declared and declared.secret:
            hidden.append(field.name)
        elif (holding.label, field.name) not in _LEFT_OUT:
            values[field.name] = _plain(field, row)
    return {"id": _as_json(row.pk), "fields": values} | ({"held_but_secret": hidden} if hidden else {})


def _plain(field: Any, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(field, models.FileField):
        return str(value)
    return _as_json(value)


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, default=None))


def _told(exemption: Exemption) -> dict[str, str]:
    return {"what": exemption.reference.partition(":")[0], "law": exemption.get_law_display()}


def _acts(person: Person) -> list[dict[str, Any]]:
    """Rows of every audit table that the person caused: table, row, kind of change and time, by number."""
    acts: list[dict[str, Any]] = []
    mine = pghistory.models.Context.objects.filter(metadata__user=person.number).order_by().values("pk")
    for model in apps.get_models():
        if not getattr(model, "pgh_tracked_model", None):
            continue
        rows = model._default_manager.filter(pgh_context__in=mine).order_by("pgh_created_at", "pgh_id")
        for number, label, when in rows.values_list("pgh_obj_id", "pgh_label", "pgh_created_at"):
            acts.append({"table": model._meta.label, "row": _as_json(number), "change": label, "at": when.isoformat()})
    return acts
