"""Employers, schools and their people for tests, made by the actions that the site uses or as plain rows."""

from __future__ import annotations

from typing import Any

from accounts.models import Organisation, User
from employers.actions.entries import save_site
from employers.actions.moderation import approve_item, submit_item
from employers.actions.profiles import save_role_profile
from employers.models import RoleProfile, Site
from tests.accounts import builders as accounts

WORDS = "You test the boards before they leave the workshop, find what is wrong and put it right with the others."
employer = accounts.employer


def person(name: str = "person", *, role: str = "") -> User:
    return accounts.person(name, *([role] if role else []))


def member(organisation: Organisation, role: str = "employer_member", *, state: str = "active") -> User:
    return accounts.member(organisation, role, state=state).user


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
