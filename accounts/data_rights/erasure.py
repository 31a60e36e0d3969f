"""Erasing a person: every row about them as its declaration says, audit tables and versions included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction

from accounts.audit import erasing
from accounts.data_rights.endings import end_all, why_held
from accounts.data_rights.rows import (
    ERASED_DOMAIN,
    Holding,
    holdings,
    mentions,
    person_of,
    text_fields,
    tracked_by,
)
from accounts.data_rights.scrub import scrubbed
from accounts.models import User
from foundation.personal_data import Person, PersonalField, personal_fields_of, personal_models

_UNUSABLE = "!"  # no hash begins so: nobody signs in with it
Counts = dict[str, int]


class ErasureError(Exception):
    """The erasure cannot be done as decided; nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """One model's rows about the person, looked up while all the rows that lead to them still stand."""

    holding: Holding
    numbers: frozenset[Any]


@transaction.atomic
def erase_person(*, user: User, kept: Collection[str] = (), now: datetime) -> dict[str, Any]:
    """Erase a person; returns counts of rows erased by model, and what was kept and why.

    The account stays as a number without a person, because audit rows name people by number. `kept` names
    what an exemption keeps, as "accounts.Report" or "accounts.Report:7". All or nothing; doing it again
    changes nothing. Raises ErasureError when something kept would go with something else, or when a room says
    that something is to be decided first. Basis: UK GDPR Article 17; exceptions Article 17(3).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    held = why_held(user, kept)
    if held:
        raise ErasureError(held)
    end_all(user, now)
    person = person_of(user)
    plan = [_Planned(holding, frozenset(holding.rows().values_list("pk", flat=True))) for holding in holdings(person)]
    stays = [row for planned in plan if (row := _stays(planned))]
    erased: Counts = {}
    for planned in plan:
        if not planned.holding.is_trail and planned.holding.model is not User:
            _add(erased, planned.holding.label, _erase_rows(planned, person, kept))
    _to_number(user, now)
    _forget_addresses(person)  # after the last write of which a trigger takes note
    _add(erased, "accounts.User", 1)
    with erasing():
        for planned in plan:
            if planned.holding.is_trail:
                _add(erased, planned.holding.label, _blank_trail(planned, kept))
        _add(erased, "mentions of an address", _sweep(person, kept))
    _check_kept(plan, kept)
    return {"erased": erased, "kept": stays, "exempt": sorted(kept)}


def _check_kept(plan: list[_Planned], kept: Collection[str]) -> None:
    """Refuse an erasure in which a row that an exemption keeps went with the row it hangs on."""
    for planned in plan:
        label, numbers = planned.holding.label, planned.numbers
        wanted = numbers if label in kept else {n for n in numbers if f"{label}:{n}" in kept}
        if planned.holding.model._default_manager.filter(pk__in=wanted).count() != len(wanted):
            raise ErasureError(f"{label} hangs on rows that would go: keep those too")


def _add(counts: Counts, label: str, number: int) -> None:
    if number:
        counts[label] = counts.get(label, 0) + number


def _stays(planned: _Planned) -> dict[str, Any] | None:
    """What stays of a model by declaration: its fields, how many rows, and the reason."""
    declared = planned.holding.fields
    fields = {name: field.purpose for name, field in declared.items() if field.erasure == "keep"}
    gone = not planned.holding.is_trail and any(field.erasure == "delete_row" for field in declared.values())
    if not fields or gone or not planned.numbers:
        return None
    return {
        "what": planned.holding.label,
        "rows": len(planned.numbers),
        "fields": sorted(fields),
        "why": sorted(set(fields.values())),
    }


def _erase_rows(planned: _Planned, person: Person, kept: Collection[str]) -> int:
    """Delete, empty or scrub the person's rows of one model; returns how many."""
    holding = planned.holding
    numbers = [number for number in planned.numbers if f"{holding.label}:{number}" not in kept]
    erasures = {field.erasure for field in holding.fields.values()}
    if holding.label in kept or not numbers or erasures == {"keep"}:
        return 0
    rows = holding.model._default_manager.filter(pk__in=numbers)
    if "delete_row" in erasures:
        _delete_files(holding.model, rows)
        rows.delete()
        return len(numbers)
    blank = [name for name, field in holding.fields.items() if field.erasure == "blank"]
    scrub = [name for name, field in holding.fields.items() if field.erasure == "scrub"]
    for row in rows.order_by("pk"):
        _update(row, {name: _nothing(row, name) for name in blank})
        _scrub(row, scrub, person)
    return len(numbers)


def _delete_files(model: Any, rows: models.QuerySet[Any]) -> None:
    """Delete the rows' files once the erasure is certain: a file cannot be brought back."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField):
            for row in rows.exclude(**{field.name: ""}):
                held = getattr(row, field.name)
                transaction.on_commit(partial(held.storage.delete, held.name))


def _update(row: models.Model, values: dict[str, Any]) -> None:
    """Write columns as they are: no save(), whose signals would write new history about the person."""
    if values:
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def _scrub(row: models.Model, names: list[str], person: Person) -> bool:
    former = {name: getattr(row, name) for name in names}
    values = {name: scrubbed(value, person) for name, value in former.items()}
    changed = {name: value for name, value in values.items() if value != former[name]}
    if changed:
        _update(row, changed)
    return bool(changed)


def _nothing(row: models.Model, name: str) -> Any:
    """What an emptied column holds."""
    field: Any = row._meta.get_field(name)
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.GenericIPAddressField):
        return "0.0.0.0"  # noqa: S104 - no address
    if isinstance(field, models.DateTimeField | models.DateField):
        return field.value_from_object(row)
    return f"erased-{row.pk}" if field.unique else ""


def _to_number(user: User, now: datetime) -> None:
    """Leave of the account a number that nobody can sign in with and that holds nothing about a person."""
    label = User._meta.label
    declared = [name for name, field in personal_fields_of(label).items() if field.erasure != "keep"]
    values = {name: _nothing(user, name) for name in declared}
    values |= {"email": f"erased-{user.pk}@{ERASED_DOMAIN}", "password": _UNUSABLE, "date_joined": _joined(user, now)}
    values |= {"is_active": False, "is_staff": False, "is_superuser": False}
    user.groups.clear()
    user.user_permissions.clear()
    _update(user, values)


def _joined(user: User, now: datetime) -> datetime:
    """The day of erasure in place of the day of joining; the first one, when it is done again."""
    return user.date_joined if user.email.endswith(f"@{ERASED_DOMAIN}") else now


def _forget_addresses(person: Person) -> None:
    """Take the network address out of the audit trail's notes of what the person did; the number stays."""
    for context in pghistory.models.Context.objects.filter(metadata__user=person.number, metadata__has_key="address"):
        metadata = {key: value for key, value in context.metadata.items() if key != "address"}
        pghistory.models.Context.objects.filter(pk=context.pk).update(metadata=metadata)


def _blank_trail(planned: _Planned, kept: Collection[str]) -> int:
    """Empty the personal columns of audit rows about the person, those just written by this erasure included."""
    model: Any = planned.holding.model
    tracked = tracked_by(model)
    about = tracked._meta.label if tracked else ""
    columns = _columns(model, about)
    if about in kept or not columns:
        return 0
    spared = {reference.rpartition(":")[2] for reference in kept if reference.rpartition(":")[0] == about}
    numbers = planned.numbers | _written_since(model, planned.numbers)
    rows = [row for row in model._default_manager.filter(pk__in=numbers) if str(row.pgh_obj_id) not in spared]
    for row in rows:
        _update(row, {name: _nothing(row, name) for name in columns})
    return len(rows)


@transaction.atomic
def erase_row(row: models.Model) -> None:
    """Delete one audited row whose time is over, and empty its audit rows, the one about the deletion included."""
    number, model = row.pk, type(row)
    row.delete()
    trail = getattr(model, "pgh_event_model", None)
    if trail is None:
        return
    columns = _columns(trail, model._meta.label)
    with erasing():
        for event in trail._default_manager.filter(pgh_obj_id=number):
            _update(event, {name: _nothing(event, name) for name in columns})


def _written_since(model: Any, numbers: frozenset[Any]) -> frozenset[Any]:
    """Audit rows of the same objects that were written while their rows were being erased."""
    objects = model._default_manager.filter(pk__in=numbers).values("pgh_obj_id")
    return frozenset(model._default_manager.filter(pgh_obj_id__in=objects).values_list("pk", flat=True))


def _columns(model: Any, about: str) -> list[str]:
    """Columns of an audit table that its own declaration, or that of the table it records, has emptied."""
    held = {field.name for field in model._meta.concrete_fields}
    names: set[str] = set()
    for label in (model._meta.label, about):
        names |= {name for name, field in personal_fields_of(label).items() if field.erasure in ("blank", "delete_row")}
    by_number = {field.name for field in model._meta.concrete_fields if field.related_model is User}
    return sorted((names & held) - by_number)


def _is_evidence(field: PersonalField) -> bool:
    """Whether a field is kept word for word: what somebody raised for the safety of children."""
    return field.erasure == "keep" and field.review == "safeguarding"


def _sweep(person: Person, kept: Collection[str]) -> int:
    """Scrub the person's addresses wherever a declared text still mentions them; returns how many rows did."""
    done = 0
    for label in personal_models() if person.addresses else ():
        model = apps.get_model(label)
        names = text_fields(
            model, [name for name, field in personal_fields_of(label).items() if not _is_evidence(field)]
        )
        tracked = tracked_by(model)
        about = tracked._meta.label if tracked else label
        if about in kept or not names:
            continue
        for row in model._default_manager.filter(mentions(names, person.addresses)):
            key = getattr(row, "pgh_obj_id", row.pk) if tracked else row.pk
            if f"{about}:{key}" not in kept:
                done += _scrub(row, names, person)
    return done
