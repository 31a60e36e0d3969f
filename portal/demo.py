"""The demo set: accounts that anybody may sign in with, on a demonstration site only, each marked as made up."""

from __future__ import annotations

from dataclasses import dataclass

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import ROLES

# Published on purpose; the setting DEMO_PASSWORD takes its place.
FIXED_PASSWORD = "waymark-demo-only"  # noqa: S105
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
    def title(self) -> str:
        """What the role is called."""
        return str(next(role.title for role in ROLES if role.name == self.role))


ACCOUNTS = (
    DemoAccount("curator", "curator"),
    DemoAccount("steward", "data_steward"),
    DemoAccount("administrator", "administrator"),
)


def demo_password() -> str:
    """The one password of all demo accounts."""
    return settings.DEMO_PASSWORD or FIXED_PASSWORD


@transaction.atomic
def load_demo_accounts() -> list[User]:
    """Make the demo accounts, or bring them back to what they should be; repeatable.

    Raises NotADemoError outside demo mode, and for an address that a real account has.
    """
    if not settings.DEMO:
        raise NotADemoError(_("Demo accounts are made only where DEMO is on."))
    with pghistory.context(source="load_demo"):
        return [_account(account, demo_password()) for account in ACCOUNTS]


def _account(account: DemoAccount, password: str) -> User:
    name = _("Demo %(role)s (not a real person)") % {"role": account.title.lower()}
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(account.email, password, display_name=name, is_demo=True)
    elif not user.is_demo:
        raise NotADemoError(_("%(email)s is the address of a real account.") % {"email": account.email})
    _restore(user, name, password)
    user.groups.set([Group.objects.get(name=account.role)])
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


def sign_in_words() -> list[str]:
    """The lines that `make run` prints: where to sign in, with which accounts."""
    given = bool(settings.DEMO_PASSWORD)
    password = _("the one in DEMO_PASSWORD") if given else FIXED_PASSWORD
    said = {"address": f"{settings.SITE_URL}/cms/login/", "password": password}
    width = max(len(account.email) for account in ACCOUNTS)
    return [
        _("Demo accounts, not real people. Sign in at %(address)s, password: %(password)s") % said,
        *(f"  {account.email:{width}}  {account.title}" for account in ACCOUNTS),
    ]
