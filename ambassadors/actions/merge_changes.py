"""Changes to rows that are written down as they are made, so that a merge can be undone exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

Change = dict[str, Any]


class Changes:
    """Makes changes and keeps them: {"model", "pk", "was", "became"}, in the order in which they were made."""

    def __init__(self) -> None:
        self.made: list[Change] = []

    def change(self, row: Model, **values: Any) -> None:
        """Write these columns (by the names of their attributes) where they differ; the row in hand changes too."""
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not differing:
            return
        was = {name: plain(getattr(row, name)) for name in differing}
        type(row)._base_manager.filter(pk=row.pk).update(**differing)
        for name, value in differing.items():
            setattr(row, name, value)
        became = {name: plain(value) for name, value in differing.items()}
        self.made.append({"model": row._meta.label, "pk": row.pk, "was": was, "became": became})


def take_back(
    changes: Iterable[Change],
    *,
    unless: Callable[[Change], bool] = lambda _change: False,
    together: frozenset[str] = frozenset(),
) -> int:
    """Undo changes, the last one first; how many stay because somebody has changed the same thing since.

    A column is put back only where it still holds what the change made of it; columns of `together` all or none.
    """
    stayed = 0
    for one in reversed(list(changes)):
        model: type[Model] = apps.get_model(one["model"])
        row = model._base_manager.select_for_update().filter(pk=one["pk"]).first()
        if row is None or unless(one):
            stayed += 1
            continue
        same = {name for name, value in one["became"].items() if plain(getattr(row, name)) == value}
        if not together & set(one["became"]) <= same:
            same -= together
        stayed += len(same) < len(one["became"])
        put_back(row, {name: value for name, value in one["was"].items() if name in same})
    return stayed


def put_back(row: Model, was: Mapping[str, Any]) -> None:
    """Write columns as they were kept."""
    values = {name: row._meta.get_field(name).to_python(value) for name, value in was.items()}  # type: ignore[union-attr]  # columns only
    if values:
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def snapshot(row: Model) -> dict[str, Any]:
    """All columns of a row, for keeping as JSON."""
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def plain(value: Any) -> Any:
    """A column's value as JSON holds it, nothing lost."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value
