"""What is read of accounts: who holds which role where, and what belongs to an organisation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.enums import MembershipState
from accounts.models import AgeRule, Membership, Organisation, User
from accounts.roles import roles_with

DIGITAL_CONSENT = "digital-consent"


def organisation_of(thing: Any) -> Organisation | None:
    """The organisation that a thing is, or belongs to (its `organisation`); None for None and for other things."""
    if isinstance(thing, Organisation):
        return thing
    found = getattr(thing, "organisation", None)
    return found if isinstance(found, Organisation) else None


def role_names(user: Any, *, organisation: Organisation | None = None) -> frozenset[str]:
    """Names of the roles that a person holds now: those of the site, and those by membership.

    With an organisation only memberships in it count. One SQL statement.
    """
    if not user.is_active:
        return frozenset()
    memberships = Membership.objects.granting().filter(user_id=user.pk)
    if organisation is not None:
        memberships = memberships.filter(organisation=organisation)
    groups = user.groups.order_by().values_list("name", flat=True)
    return frozenset(groups.union(memberships.order_by().values_list("role", flat=True), all=True))


def organisations_with(user: User, permission: str) -> Any:
    """Organisations in which a person holds a permission by membership, by name (a queryset)."""
    return Organisation.objects.of_member(user, roles_with(permission))


def memberships_of(user: User) -> list[Membership]:
    """All of a person's memberships that have not ended, with their organisations, by its name."""
    ended = (MembershipState.LEFT, MembershipState.REFUSED)
    return list(
        user.memberships.exclude(state__in=ended).select_related("organisation").order_by("organisation__name", "role")
    )


def digital_consent_age(on: date) -> int:
    """The age from which a child may consent to an online service for themselves (DPA 2018, section 9).

    Raises AgeRule.DoesNotExist for a day without a rule.
    """
    rules = AgeRule.objects.filter(name=DIGITAL_CONSENT, valid_from__lte=on)
    return rules.filter(Q(valid_to=None) | Q(valid_to__gte=on)).latest("valid_from").age
