"""What differs between two versions of an item, in words, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.models import get_all_child_relations

from employers.forms import naming
from employers.models import Moderated
from employers.models.profiles import Preferred, ProfileWayIn
from lmi.models import OccupationGroup

# Of the machinery and the row, not of what somebody wrote.
_NOT_WORDS = {
    *("id", "organisation", "slug", "created_at", "confirmed_until", "withdrawn_at", "latest_revision", "live"),
    *("live_revision", "has_unpublished_changes", "first_published_at", "last_published_at", "go_live_at"),
    *("expire_at", "expired", "locked", "locked_at", "locked_by", "is_demo"),
}

# Where a field's own name would say too little to whoever reads a version.
_LABELS: dict[str, Promise] = {
    "soc2020": gettext_lazy("Occupation"),
    "pay_low": gettext_lazy("Pay before tax, from"),
    "pay_high": gettext_lazy("Pay before tax, to"),
    "pay_period": gettext_lazy("The pay is for"),
    "pay_basis": gettext_lazy("What the pay is"),
    "hours_per_week": gettext_lazy("Hours a week"),
    "pattern": gettext_lazy("When the work is done"),
    "place": gettext_lazy("Where the work is done"),
    "profile_sites": gettext_lazy("Sites"),
    "skills": gettext_lazy("Skills"),
    "ways_in": gettext_lazy("Ways in"),
    "links": gettext_lazy("Links"),
    "photos": gettext_lazy("Photographs"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One field as an item has it; a list of rows is a line a row."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that two versions have differently; empty where one says nothing."""

    name: str
    label: str
    before: str
    after: str


def contents(item: Moderated) -> list[Said]:
    """All that somebody wrote in an item, in the models' order, its lists of rows last."""
    fields = [field for field in item._meta.concrete_fields if field.name not in _NOT_WORDS]
    said = [Said(field.name, _label(field), _value(item, field)) for field in fields]
    for relation in item._meta.related_objects:
        name = relation.get_accessor_name()
        if name and name in _child_names(item):
            rows = getattr(item, name).all()
            title = str(_LABELS.get(name, relation.related_model._meta.verbose_name_plural))
            said.append(Said(name, title[:1].upper() + title[1:], "\n".join(_row(row) for row in rows)))
    return said


def changes_between(before: Moderated | None, after: Moderated) -> list[Change]:
    """What a newer version says otherwise; with None before, all that it says."""
    old = {one.name: one.value for one in contents(before)} if before else {}
    return [
        Change(one.name, one.label, old.get(one.name, ""), one.value)
        for one in contents(after)
        if one.value != old.get(one.name, "")
    ]


def _child_names(item: Moderated) -> set[str]:
    return {str(relation.get_accessor_name()) for relation in get_all_child_relations(item)}


def _label(field: models.Field[Any, Any]) -> str:
    words = str(_LABELS.get(field.name, field.verbose_name))
    return words[:1].upper() + words[1:]


def _value(item: models.Model, field: models.Field[Any, Any]) -> str:
    value = getattr(item, field.attname)
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(field, models.ForeignKey):
        return str(getattr(item, field.name))
    if isinstance(value, Decimal):
        return f"{value:.0f}" if value == value.to_integral_value() else str(value)
    if coded := _of_a_list(item, field.name, value):
        return coded
    if isinstance(value, list):
        return ", ".join(_chosen(getattr(field, "base_field", field), one) for one in value)
    return _chosen(field, value)


def _of_a_list(item: models.Model, name: str, code: Any) -> str:
    """A code of ours in words, with the code behind it where people may look it up; "" for anything else."""
    if name == "soc2020":
        group = OccupationGroup.objects.units().filter(code=code).first()
        return f"{group.title} ({code})" if group else str(code)
    if isinstance(item, Preferred) and name == "subject":
        return naming.title_for(item.kind, code)
    if isinstance(item, ProfileWayIn) and name == "reference" and item.kind in naming.LIST_OF_WAY:
        return f"{naming.title_for(naming.LIST_OF_WAY[item.kind], code)} ({code})"
    return ""


def _chosen(field: Any, value: Any) -> str:
    choices: Iterable[tuple[Any, Any]] = field.flatchoices or ()
    return str(dict(choices).get(value, value))


def _row(row: models.Model) -> str:
    skipped = {"id", "sort_order"} | {
        f.name for f in row._meta.concrete_fields if f.__class__.__name__ == "ParentalKey"
    }
    parts = (_value(row, field) for field in row._meta.concrete_fields if field.name not in skipped)
    return " · ".join(part for part in parts if part)
