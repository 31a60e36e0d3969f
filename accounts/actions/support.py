"""What every action of accounts shares: who acts, what they may, tidy words, who answers for an organisation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ROLES_OF_KIND, MembershipRole, MembershipState
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission
from accounts.roles import roles_with


@contextmanager
def acting(by: User, action: str) -> Iterator[None]:
    """One transaction whose audit rows say who acts and by which action, whoever called it."""
    with transaction.atomic(), pghistory.context(user=by.pk, action=action):
        yield


def require(by: User, permission: Permission, organisation: Organisation | None = None) -> None:
    """Raise PermissionDenied unless the person holds the permission (there)."""
    if not by.has_perm(permission, organisation):
        raise PermissionDenied


def may_manage(by: User, organisation: Organisation) -> bool:
    """Whether a person decides about the members: one who answers for the organisation, or a curator."""
    return by.has_perm(Permission.MEMBER_MANAGE, organisation) or by.has_perm(Permission.ORGANISATION_VERIFY)


def locked(organisation: Organisation) -> Organisation:
    """The organisation, held until the transaction ends, so that two decisions about it come one after the other."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def answering_role(kind: str) -> MembershipRole:
    """The role of those who answer for an organisation of a kind: its owner or leader."""
    managing = roles_with(Permission.MEMBER_MANAGE)
    return next(role for role in ROLES_OF_KIND[kind] if role in managing)


def answering(organisation: Organisation) -> list[Membership]:
    """Active memberships of those who answer for an organisation, with their people."""
    found = Membership.objects.filter(
        organisation=organisation,
        role=answering_role(organisation.kind),
        state=MembershipState.ACTIVE,
        user__is_active=True,
    )
    return list(found.select_related("user").order_by("pk"))


def checked_role(organisation_kind: str, role: str) -> MembershipRole:
    """The role, when an organisation of this kind has it; raises ValidationError."""
    if role not in ROLES_OF_KIND.get(organisation_kind, ()):
        raise ValidationError({"role": _("Choose a role.")})
    return MembershipRole(role)


def line(text: str, field: str, most: int, missing: str = "") -> str:
    """Text in one line without control characters; raises ValidationError by field.

    `missing` is what to say where nothing is left; without it nothing is fine.
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text))
    tidy = " ".join(plain.split())
    if not tidy and missing:
        raise ValidationError({field: missing})
    if len(tidy) > most:
        raise ValidationError({field: _("Use no more than %(most)s characters.") % {"most": most}})
    return tidy


def words(text: str, field: str, most: int, missing: str = "") -> str:
    """Text of several lines, likewise."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    tidy = "".join(letter for letter in plain if letter.isprintable() or letter == "\n").strip()
    if not tidy and missing:
        raise ValidationError({field: missing})
    if len(tidy) > most:
        raise ValidationError({field: _("Use no more than %(most)s characters.") % {"most": most}})
    return tidy


def mail_address(text: str, field: str = "email") -> str:
    """A mail address in small letters; raises ValidationError by field."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        said = _("Enter an email address in the right form, such as name@example.com.")
        raise ValidationError({field: said}) from error
    if len(address) > 254:
        raise ValidationError({field: _("Use no more than %(most)s characters.") % {"most": 254}})
    return address
