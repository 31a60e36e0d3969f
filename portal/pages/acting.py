"""Who acts on pages behind a sign-in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import User


class Acting:
    """A view whose declared access lets nobody in who has not signed in."""

    request: HttpRequest

    @property
    def person(self) -> User:
        """Who is signed in."""
        user: Any = self.request.user
        found: User = user
        return found
