"""People, employers, schools and their members for tests, as plain rows in a known state."""

from __future__ import annotations

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Membership, Organisation, User, Verification
from tests.accounts.signing_in import PASSPHRASE, with_two_step
from tests.accounts.signing_in import mails as mails_to

__all__ = ["PASSPHRASE", "browser_of", "claim", "employer", "mails_to", "member", "person", "school"]

_numbers = count(1)


def person(name: str = "person", *roles: str, email: str = "", **fields: Any) -> User:
    """Somebody whose address is confirmed, with roles of the site."""
    address = email or f"{name}{next(_numbers)}@example.org"
    user = User.objects.create_user(address, PASSPHRASE, **{"display_name": name.title(), **fields})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def employer(name: str = "Example Works", *, state: str = "verified", **facts: Any) -> Organisation:
    number = next(_numbers)
    given = {"identifier_kind": "company", "identifier": f"{number:08d}", **facts}
    return Organisation.objects.create(name=name, slug=f"employer-{number}", kind="employer", state=state, **given)


def school(name: str = "Oak School", *, state: str = "verified", **facts: Any) -> Organisation:
    number = next(_numbers)
    given = {"kind": "school", "urn": f"{100000 + number}", **facts}
    return Organisation.objects.create(name=name, slug=f"school-{number}", state=state, **given)


def member(
    organisation: Organisation, role: str = "employer_member", *, state: str = "active", user: User | None = None
) -> Membership:
    return Membership.objects.create(
        organisation=organisation, user=user or person(role.replace("_", "")), role=role, state=state
    )


def claim(organisation: Organisation, role: str = "leader", **proofs: Any) -> Verification:
    """Somebody's open claim of an organisation that waits."""
    state = "active" if role == "employer_owner" else "pending"
    waiting = member(organisation, role, state=state)
    return Verification.objects.create(organisation=organisation, membership=waiting, **proofs)


def browser_of(user: User, *, two_step: bool = True) -> Client:
    """A browser in which somebody is signed in, with a second step unless told otherwise."""
    if two_step:
        with_two_step(user)
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    return client
