"""Which rows of the whole database are about one person, by the registry of personal fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

from accounts.models import User, UserEvent
from foundation.personal_data import Person, PersonalField, personal_fields_of, personal_models, subjects_of

ERASED_DOMAIN = "erased.invalid"  # RFC 2606: a name that never leads anywhere
Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class Holding:
    """One model that may hold something about a person, and the condition that finds it."""

    model: Model
    fields: dict[str, PersonalField]
    condition: Q

    @property
    def label(self) -> str:
        """The model's name in the registry."""
        return str(self.model._meta.label)

    @property
    def is_trail(self) -> bool:
        """Whether it is an audit table, which is blanked but never thinned out."""
        return tracked_by(self.model) is not None

    def rows(self) -> models.QuerySet[Any]:
        """The rows about the person, oldest first."""
        found = self.model._default_manager.filter(self.condition).values("pk")
        return self.model._default_manager.filter(pk__in=found).order_by("pk")


def person_of(user: User) -> Person:
    """The person's number, addresses and names, former ones included, without what is another account's now."""
    former = UserEvent.objects.filter(pgh_obj_id=user.pk).order_by()
    addresses = {user.email, *former.values_list("email", flat=True)}
    names = {user.display_name, *former.values_list("display_name", flat=True)}
    if apps.is_installed("allauth.account"):
        addresses |= set(_email_addresses().filter(user=user).values_list("email", flat=True))
    mine = {address.lower() for address in addresses if address and not address.endswith(f"@{ERASED_DOMAIN}")}
    return Person(user.pk, frozenset(mine - _of_others(mine, user.pk)), frozenset(names - {""}))


def _email_addresses() -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model("account.EmailAddress")._default_manager.all()
    return rows


def _of_others(addresses: set[str], number: int) -> set[str]:
    held = {
        row.lower()
        for row in User.objects.exclude(pk=number).filter(email__in=addresses).values_list("email", flat=True)
    }
    if apps.is_installed("allauth.account"):
        others = _email_addresses().exclude(user=number).filter(email__in=addresses)
        held |= {row.lower() for row in others.values_list("email", flat=True)}
    return held


def holdings(person: Person) -> Iterator[Holding]:
    """Every model that leads to the person, in the order of their names."""
    for label in personal_models():
        model = apps.get_model(label)
        condition = condition_for(model, person)
        if condition:
            yield Holding(model, personal_fields_of(label), condition)


def condition_for(model: Model, person: Person) -> Q:
    """How to find the person's rows of a model; empty when it never leads to a person."""
    tracked = tracked_by(model)
    found = _trail(model, tracked, person) if tracked else _subjects(model, person)
    for name in _address_fields(model):
        for address in person.addresses:
            found |= Q(**{f"{name}__iexact": address})
    if not tracked:  # audit tables are swept for addresses when all else is done
        scrub = [name for name, field in personal_fields_of(model._meta.label).items() if field.erasure == "scrub"]
        found |= mentions(text_fields(model, scrub), person.addresses)
    return found


def tracked_by(model: Model) -> Model | None:
    """The model whose changes this audit table records; None for any other table."""
    tracked: Model | None = getattr(model, "pgh_tracked_model", None)
    return tracked


def mentions(fields: Iterable[str], words: Iterable[str]) -> Q:
    """Rows in which one of the fields, text or JSON, holds one of the words in any case."""
    found = Q()
    for word in words:
        for field in fields:
            found |= Q(IContains(Cast(field, models.TextField()), word))
    return found


def text_fields(model: Model, names: Iterable[str]) -> list[str]:
    """Those of the fields that hold text or JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [name for name in names if isinstance(model._meta.get_field(name), kinds)]


def _address_fields(model: Model) -> list[str]:
    declared = personal_fields_of(model._meta.label)
    fields = [model._meta.get_field(name) for name, field in declared.items() if field.erasure != "keep"]
    return [field.name for field in fields if isinstance(field, models.EmailField)]


def _subjects(model: Model, person: Person) -> Q:
    found = Q()
    for subject in subjects_of(model._meta.label) or _plain_subject(model):
        found |= subject(person) if callable(subject) else Q(**{subject: person.number})
    return found


def _plain_subject(model: Model) -> tuple[str, ...]:
    """The reference `user`, or those references to people that go when the person does."""
    if model is User:
        return ("pk",)
    references = {field.name for field in model._meta.concrete_fields if field.related_model is User}
    if "user" in references:
        return ("user",)
    declared = personal_fields_of(model._meta.label)
    return tuple(sorted(name for name in references & declared.keys() if declared[name].erasure != "keep"))


def _trail(model: Model, tracked: Model, person: Person) -> Q:
    """Audit rows of the person's rows, also of rows that are gone: their references are kept by number."""
    if tracked is User:
        return Q(pgh_obj_id=person.number)
    found = Q()
    present = _subjects(tracked, person)
    if present:
        found |= Q(pgh_obj_id__in=tracked._default_manager.filter(present).values("pk"))
    columns = {field.name for field in model._meta.concrete_fields}
    for subject in subjects_of(tracked._meta.label) or _plain_subject(tracked):
        head, _, rest = subject.partition("__") if isinstance(subject, str) else ("", "", "")
        if head in columns:
            found |= _through(model, head, rest, person) if rest else Q(**{head: person.number})
    return found


def _through(model: Model, reference: str, rest: str, person: Person) -> Q:
    """Audit rows whose reference leads to the person's row, or to one that is gone and was theirs by its own trail.

    By lists of numbers and not by joins: a join would lose the rows whose reference leads nowhere any more.
    """
    related = model._meta.get_field(reference).related_model
    assert isinstance(related, type)  # noqa: S101 - a path goes through references
    present = related._default_manager.filter(**{rest: person.number})
    found = Q(**{f"{reference}_id__in": present.values("pk")})
    trail = getattr(related, "pgh_event_model", None)
    if trail is not None:
        former = trail._default_manager.filter(_trail(trail, related, person))
        found |= Q(**{f"{reference}_id__in": former.values("pgh_obj_id")})
    return found
