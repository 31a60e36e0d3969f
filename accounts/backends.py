"""Answers `user.has_perm` for our own vocabulary from the roles a person holds."""

from __future__ import annotations

from typing import Any

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
