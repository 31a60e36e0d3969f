"""When a second step of signing in is asked for."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.permissions import SEES_PERSONAL_DATA
from accounts.queries import role_names
from accounts.roles import role_named
from accounts.signin.two_step import has_two_step
from foundation.access import Access, Audience


def needs_two_step(user: User, access: Access) -> bool:
    """Whether this page may be shown to this person only after two steps: for the page's sake, or for their role's."""
    if access.two_step or access.permission in SEES_PERSONAL_DATA:
        return True
    if access.audience is not Audience.PERMISSION:
        return False
    return any(role_named(name).needs_two_step for name in role_names(user))


def gate(request: HttpRequest, access: Access) -> str | None:
    """Where to send somebody who has to set up a second step first; None when they may go on."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the middleware asks only for people who signed in
    if not needs_two_step(user, access) or has_two_step(user):
        return None
    return f"{reverse('account:two-step-needed')}?{urlencode({'next': request.get_full_path()})}"
