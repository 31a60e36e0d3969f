"""The demo set: accounts that anybody may sign in with, on a demonstration site only, each marked as made up."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ROLES_OF_KIND, MembershipState, OrganisationKind, OrganisationState
from accounts.models import Membership, Organisation, User
from accounts.roles import ROLES, Held, Role, role_named

# Published on purpose; the setting DEMO_PASSWORD takes its place.
FIXED_PASSWORD = "waymark-demo-only"  # noqa: S105
# Published on purpose too: base32, as authenticator apps take it.
FIXED_TOTP_SECRET = "WAYMARKDEMOSECRETNOTAREALPERSON2"  # noqa: S105
TOTP_SECONDS = 30
DOMAIN = "demo.waymark.example"


class NotADemoError(Exception):
    """This is no demonstration site, or an address of the demo set belongs to a real account."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demo set; `role` is a role of accounts.roles."""

    name: str
    role: str

    @property
    def email(self) -> str:
        """The address it signs in with; nobody can receive mail there (RFC 2606)."""
        return f"{self.name}@{DOMAIN}"

    @property
    def called(self) -> str:
        """What its bearer is called: the role, with the number of those that are there twice."""
        number = self.name.rpartition("-")[2]
        return f"{self.title.lower()} {number}" if number.isdigit() else self.title.lower()

    @property
    def described(self) -> Role:
        """The role itself."""
        return role_named(self.role)

    @property
    def title(self) -> str:
        """What the role is called."""
        return str(self.described.title)


_SHORT = {"data_steward": "steward", "ambassador_coordinator": "coordinator"}
# One account a role, and a second coordinator: concerns about the one go to the other.
ACCOUNTS = (
    *(DemoAccount(_SHORT.get(role.name, role.name.replace("_", "-")), role.name) for role in ROLES),
    DemoAccount("coordinator-2", "ambassador_coordinator"),
)
# Where the demo accounts whose role is a membership belong.
ORGANISATIONS = {
    OrganisationKind.SCHOOL: "Waymark Hill School (demo)",
    OrganisationKind.UNIVERSITY: "University of Waymark Hill (demo)",
    OrganisationKind.EMPLOYER: "Waymark Hill Engineering (demo)",
}


def demo_password() -> str:
    """The one password of all demo accounts."""
    return settings.DEMO_PASSWORD or FIXED_PASSWORD


def demo_code(now: float | None = None) -> tuple[str, int]:
    """The code of the second step of every demo account that needs one, and for how many seconds it is good.

    Raises NotADemoError outside demo mode.
    """
    _only_in_demo_mode()
    at = int(time.time() if now is None else now)
    code = format_hotp_value(hotp_value(FIXED_TOTP_SECRET, at // TOTP_SECONDS))
    return code, TOTP_SECONDS - at % TOTP_SECONDS


def _only_in_demo_mode() -> None:
    if not settings.DEMO:
        raise NotADemoError(_("Demo accounts are made only where DEMO is on."))


@transaction.atomic
def load_demo_accounts() -> list[User]:
    """Make the demo accounts, or bring them back to what they should be; repeatable.

    Raises NotADemoError outside demo mode, and for an address that a real account has.
    """
    _only_in_demo_mode()
    with pghistory.context(source="load_demo"):
        return [_account(account, demo_password()) for account in ACCOUNTS]


def _account(account: DemoAccount, password: str) -> User:
    name = _("Demo %(role)s (not a real person)") % {"role": account.called}
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(account.email, password, display_name=name, is_demo=True)
    elif not user.is_demo:
        raise NotADemoError(_("%(email)s is the address of a real account.") % {"email": account.email})
    _restore(user, name, password)
    _restore_sign_in(user, two_step=account.described.needs_two_step)
    _restore_role(user, account.described)
    return user


def _restore(user: User, name: str, password: str) -> None:
    """Undo what visitors changed: the name, the password, a suspension, rights beside the role."""
    right = {"display_name": name, "is_active": True, "is_staff": False, "is_superuser": False}
    wrong = {field: value for field, value in right.items() if getattr(user, field) != value}
    for field, value in wrong.items():
        setattr(user, field, value)
    same_password = user.check_password(password)
    if not same_password:
        user.set_password(password)
    if wrong or not same_password:
        user.save()
    user.user_permissions.clear()


def _restore_sign_in(user: User, *, two_step: bool) -> None:
    """A confirmed address, and the published second step where the role needs one."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    held = Authenticator.objects.filter(user=user)
    if two_step and any(
        one.type == Authenticator.Type.TOTP and decrypt(one.data["secret"]) == FIXED_TOTP_SECRET for one in held
    ):
        return
    held.delete()
    if two_step:
        TOTP.activate(user, FIXED_TOTP_SECRET)


def _restore_role(user: User, role: Role) -> None:
    if role.held is not Held.MEMBERSHIP:
        user.groups.set([Group.objects.get(name=role.name)])
        return
    user.groups.clear()
    kind = next(kind for kind in ORGANISATIONS if role.name in ROLES_OF_KIND[kind])
    Membership.objects.update_or_create(
        user=user, organisation=_organisation(kind), role=role.name, defaults={"state": MembershipState.ACTIVE}
    )


def _organisation(kind: OrganisationKind) -> Organisation:
    organisation, _made = Organisation.objects.update_or_create(
        slug=f"demo-{kind.value}",
        defaults={
            "name": ORGANISATIONS[kind],
            "kind": kind,
            "state": OrganisationState.VERIFIED,
            "is_demo": True,
        },
    )
    return organisation


def sign_in_words() -> list[str]:
    """The lines that `make run` prints: where to sign in, with which accounts."""
    given = bool(settings.DEMO_PASSWORD)
    password = _("the one in DEMO_PASSWORD") if given else FIXED_PASSWORD
    said = {"address": f"{settings.SITE_URL}/account/sign-in/", "password": password}
    width = max(len(account.email) for account in ACCOUNTS)
    code = _("and a code: make demo-code")
    return [
        _("Demo accounts, not real people. Sign in at %(address)s, password: %(password)s") % said,
        *(
            f"  {account.email:{width}}  {account.title}{f' ({code})' if account.described.needs_two_step else ''}"
            for account in ACCOUNTS
        ),
    ]
