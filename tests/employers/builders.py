"""Employers, schools and their people for tests, made by the actions that the site uses or as plain rows."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import Membership, Organisation, User
from employers.actions.entries import save_site
from employers.actions.moderation import approve_item, submit_item
from employers.actions.profiles import save_role_profile
from employers.models import RoleProfile, Site

_numbers = count(1)
WORDS = "You test the boards before they leave the workshop, find what is wrong and put it right with the others."
PASSPHRASE = "a long enough passphrase"


def person(name: str = "person", *, role: str = "") -> User:
    user = User.objects.create_user(f"{name}{next(_numbers)}@example.org", PASSPHRASE, display_name=name.title())
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def employer(name: str = "Example Works", *, state: str = "verified") -> Organisation:
    number = next(_numbers)
    return Organisation.objects.create(
        name=name,
        slug=f"employer-{number}",
        kind="employer",
        identifier_kind="company",
        identifier=f"{number:08d}",
        state=state,
    )


def member(organisation: Organisation, role: str = "employer_member", *, state: str = "active") -> User:
    user = person(role)
    Membership.objects.create(organisation=organisation, user=user, role=role, state=state)
    return user


def site(organisation: Organisation, by: User, postcode: str = "B4") -> Site:
    return save_site(by=by, organisation=organisation, name="Main works", postcode=postcode)


def draft(organisation: Organisation, by: User, **changes: Any) -> RoleProfile:
    """A role profile that could be handed in."""
    place = Site.objects.filter(organisation=organisation).first() or site(organisation, by)
    given = {
        "title": "Electronics test technician",
        "soc2020": "3112",
        "what_you_do": WORDS,
        "day_in_the_role": WORDS,
        "pay_low": 26000,
        "pay_high": 31000,
        "pay_basis": "usual",
        "hours_per_week": 37,
        **changes,
    }
    children = {
        "sites": [{"site": place.pk}],
        "preferred": [{"kind": "gcse", "subject": "maths", "grade": "4", "weight": "essential"}],
        "ways_in": [{"kind": "straight_in"}],
    }
    return save_role_profile(by=by, organisation=organisation, changes=given, children=children)


def published(organisation: Organisation, by: User, curator: User, **changes: Any) -> RoleProfile:
    profile = draft(organisation, by, **changes)
    submit_item(by=by, item=profile)
    return approve_item(by=curator, item=profile)
