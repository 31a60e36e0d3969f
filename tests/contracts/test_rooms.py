"""The rooms: references point down only, domain packages hold no pages, personal fields are declared."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from foundation.personal_data import ERASURES, is_declared, personal_fields

ROOT = Path(__file__).resolve().parents[2]
# From the ground up, as in pyproject's import-linter contract; rooms of later issues come between.
ROOMS = [
    "foundation", "accounts", "evidence", "lmi", "pathways", "employers", "ambassadors", "collection", "guidance",
    "portal",
]  # fmt: skip
OURS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_references_point_down(model):
    here = ROOMS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
            other = field.related_model._meta.app_label
            if other in ROOMS:
                assert ROOMS.index(other) <= here, f"{field} points up to {other}"


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in ("portal", "foundation")])
def test_domain_packages_hold_no_pages(room):
    for path in (ROOT / room).rglob("*.py"):
        assert "render(" not in path.read_text(encoding="utf-8") or path.name == "wagtail_hooks.py", path


def may_be_personal(field: models.Field) -> bool:
    """A field that could say something about a person: free text, an address, a date of theirs, or the person."""
    if isinstance(field, models.ForeignKey):
        return field.related_model is User
    return isinstance(field, models.CharField | models.TextField | models.JSONField | models.EmailField)


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_somebody_decided_about_every_field_that_may_be_personal(model):
    undecided = [
        field.name
        for field in model._meta.concrete_fields
        if may_be_personal(field) and not is_declared(model._meta.label, field.name)
    ]
    assert undecided == [], "declare them in the package's apps.py (foundation.personal_data)"


def test_declared_personal_fields_exist():
    for field in personal_fields():
        assert apps.get_model(field.model)._meta.get_field(field.field)
        assert field.erasure in ERASURES
