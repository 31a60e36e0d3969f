"""The registry of personal fields that export and erasure use; an undeclared one fails a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One field that says something about a person: where it is, why it is kept and how it is erased."""

    model: str  # "accounts.User"
    field: str
    purpose: str
    erasure: str  # "blank", "delete_row" or "keep" (with the legal basis in `purpose`)


_REGISTRY: dict[tuple[str, str], PersonalField] = {}
_DECLARED_CLEAN: set[str] = set()


def register_personal(*fields: PersonalField) -> None:
    """Declare personal fields; called from a package's app configuration."""
    for field in fields:
        _REGISTRY[field.model, field.field] = field


def declare_clean(*models: str) -> None:
    """Declare models that hold nothing about a person."""
    _DECLARED_CLEAN.update(models)


def personal_fields() -> Iterable[PersonalField]:
    """Every declared personal field, by model and name."""
    return [_REGISTRY[key] for key in sorted(_REGISTRY)]


def is_declared(model: str, field: str) -> bool:
    """Whether someone has decided about this field."""
    return model in _DECLARED_CLEAN or (model, field) in _REGISTRY
