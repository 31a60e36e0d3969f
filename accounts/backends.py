"""Who may sign in, and what `user.has_perm` answers for our own vocabulary."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from accounts.permissions import Permission
from accounts.roles import permissions_of


class RoleBackend:
    """A permission of the vocabulary is held through the groups that carry roles' names."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Signs nobody in."""
        return

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        """Whether an active user's roles include this permission; False for other vocabularies."""
        if not user.is_active or perm not in Permission.__members__:
            return False
        return Permission(perm) in permissions_of(set(user.groups.values_list("name", flat=True)))


class SignInBackend(ModelBackend):
    """Email and password; demo accounts, whose password is published, only on a demonstration site."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Active, and not a demo account outside demo mode; also asked for every request of a session."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)
