"""Who may sign in, and what `user.has_perm` answers for our own vocabulary."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from accounts.permissions import Permission
from accounts.queries import organisation_of, role_names
from accounts.roles import permissions_of


class RoleBackend:
    """A permission of the vocabulary is held through a role of the site or a membership.

    Asked about an organisation, or a thing that belongs to one, only the person's roles in that organisation
    count, beside their roles of the site; asked in general, a role in any organisation will do.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Signs nobody in."""
        return

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        """Whether an active user's roles include this permission; False for other vocabularies."""
        if not user.is_active or perm not in Permission.__members__:
            return False
        return Permission(perm) in permissions_of(role_names(user, organisation=organisation_of(obj)))


class SignInBackend(AuthenticationBackend):
    """Email and password; demo accounts, whose password is published, only on a demonstration site."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Active, and not a demo account outside demo mode; also asked for every request of a session."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)
