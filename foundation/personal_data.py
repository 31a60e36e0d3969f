"""The registry of personal fields that export and erasure use; an undeclared one fails a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

# How a field is erased: emptied; with its whole row; only what identifies the person is taken out of it; or not at all.
ERASURES = frozenset({"blank", "delete_row", "scrub", "keep"})


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One field that says something about a person: where it is, why it is kept and how it is erased.

    `secret` fields are named in an export, never shown. `review` says why somebody must look before a row
    that holds the field goes out ("third_party" or "safeguarding").
    """

    model: str  # "accounts.User"
    field: str
    purpose: str
    erasure: str  # one of ERASURES; "keep" with the legal basis in `purpose`
    secret: bool = False
    review: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """By what a person's rows are known: their number, and every address and name their account ever had."""

    number: int
    addresses: frozenset[str]  # in small letters
    names: frozenset[str] = frozenset()


# How rows lead to a person: a lookup path ("user", "membership__user") or a condition made for the person.
Subject = str | Callable[[Person], Q]

_REGISTRY: dict[tuple[str, str], PersonalField] = {}
_DECLARED_CLEAN: set[str] = set()
_SUBJECTS: dict[str, tuple[Subject, ...]] = {}


def register_personal(*fields: PersonalField) -> None:
    """Declare personal fields; called from a package's app configuration."""
    for field in fields:
        _REGISTRY[field.model, field.field] = field


def declare_clean(*models: str) -> None:
    """Declare models that hold nothing about a person."""
    _DECLARED_CLEAN.update(models)


def register_subject(model: str, *subjects: Subject) -> None:
    """Say how rows of a model lead to the person they are about.

    Needed only where that is not plain: a model with a reference `user` is about that user (without one, about
    those whom its references lead to that do not stay), an audit table about whom its model is about, and a
    row that holds one of the person's e-mail addresses in a field for addresses is found by it.
    """
    _SUBJECTS[model] = subjects


def personal_fields() -> Iterable[PersonalField]:
    """Every declared personal field, by model and name."""
    return [_REGISTRY[key] for key in sorted(_REGISTRY)]


def personal_fields_of(model: str) -> dict[str, PersonalField]:
    """The declared personal fields of one model, by name."""
    return {name: field for (label, name), field in sorted(_REGISTRY.items()) if label == model}


def personal_models() -> list[str]:
    """Every model with a personal field."""
    return sorted({label for label, _name in _REGISTRY})


def subjects_of(model: str) -> tuple[Subject, ...] | None:
    """How the model's rows lead to a person, where somebody said so."""
    return _SUBJECTS.get(model)


def is_declared(model: str, field: str) -> bool:
    """Whether someone has decided about this field."""
    return model in _DECLARED_CLEAN or (model, field) in _REGISTRY
