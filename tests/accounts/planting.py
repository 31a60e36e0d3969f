"""Rows about one person in any model of the registry, filled without knowing the model."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import Page

from accounts.models import User

_counter = itertools.count(1)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
# What cannot be guessed from the columns: conditions that a table makes on its own rows.
FIXED: dict[str, dict[str, Any]] = {
    "accounts.Organisation": {"kind": "employer", "identifier_kind": "company", "is_demo": True},
    "accounts.DataRequest": {"kept_until": NOW, "state": "withdrawn", "kind": "access"},
    "foundation.OutboxMessage": {"state": "unsure"},
    "ambassadors.OfferSlot": {"starts_at": datetime(2026, 11, 20, 8, 30, tzinfo=UTC)},
    "ambassadors.VettingDecision": {"issued_on": date(2026, 1, 20)},
}
# The same where it takes rows of other tables.
MADE: dict[str, Callable[[User], dict[str, Any]]] = {
    "ambassadors.DuplicatePair": lambda person: _two_ambassadors(person, "first", "second"),
    "ambassadors.Merge": lambda person: _two_ambassadors(person, "kept", "absorbed"),
}


def _two_ambassadors(person: User, *names: str) -> dict[str, Any]:
    """The person's own record in the scheme, and one that another list brought, in the order of their numbers."""
    model = apps.get_model("ambassadors.Ambassador")
    return {names[0]: _theirs(model, person) or make(model, person), names[1]: make(model, person, user=None)}


def make(model: type[models.Model], person: User, **wanted: Any) -> Any:
    """A row of the model; references to users go to the person, other needed references to rows made likewise."""
    label = model._meta.label
    values = dict(FIXED.get(label, {})) | (MADE[label](person) if label in MADE else {}) | wanted
    for field in model._meta.concrete_fields:
        if field.name in values or field.attname in values or _needs_nothing(field):
            continue
        values[field.name] = _value(field, person)
    # Without save(), which some models use to look at one another.
    return model._default_manager.bulk_create([model(**values)])[0]


def _needs_nothing(field: Any) -> bool:
    if isinstance(field, models.ForeignKey):
        return field.null and field.related_model is not User
    return bool(field.null or field.has_default() or (field.primary_key and isinstance(field, models.AutoField)))


def _value(field: Any, person: User) -> Any:
    if isinstance(field, models.ForeignKey):
        if field.related_model is User:
            return person
        if field.related_model is ContentType:
            return ContentType.objects.get_for_model(User)
        if field.related_model is Page:
            return Page.objects.order_by("pk").first()
        return _theirs(field.related_model, person) or make(field.related_model, person)
    if field.choices:
        return field.choices[0][0]
    return _plain(field)


def _theirs(model: type[models.Model], person: User) -> Any:
    """The person's row of a model that has one for each user; None for other models."""
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, models.OneToOneField)]
    own = [name for name in names if model._meta.get_field(name).related_model is User]
    return model._default_manager.filter(**{own[0]: person}).first() if own else None


def _plain(field: Any) -> Any:
    number = next(_counter)
    plain: list[tuple[type, Any]] = [
        (models.FileField, ""),
        (models.EmailField, f"nobody-{number}@example.org"),
        (models.GenericIPAddressField, "192.0.2.1"),
        (models.JSONField, {}),
        (models.UUIDField, uuid.uuid4()),
        (models.DateTimeField, NOW),
        (models.DateField, date(2026, 11, 20)),
        (models.BooleanField, False),
        (models.URLField, f"https://example.org/{number}"),
        (models.CharField, f"x{number}"[: field.max_length or 12]),
        (models.TextField, ""),
        (models.Field, number),
    ]
    return next(value for kind, value in plain if isinstance(field, kind))


def places_with(words: str) -> list[str]:
    """Every "table.column" of the whole database whose text, of whatever type, holds the words in any case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN"
            " ('text', 'character varying', 'json', 'jsonb', 'inet', 'ARRAY', 'tsvector', 'USER-DEFINED')"
        )
        columns: dict[str, list[str]] = {}
        for table, column in cursor.fetchall():
            columns.setdefault(table, []).append(column)
        found = []
        for table, names in sorted(columns.items()):
            tests = ", ".join(f'coalesce(bool_or("{name}"::text ILIKE %s), false)' for name in names)
            cursor.execute(f'SELECT {tests} FROM "{table}"', [f"%{words}%"] * len(names))  # noqa: S608
            found += [f"{table}.{name}" for name, hit in zip(names, cursor.fetchone(), strict=True) if hit]
    return found
