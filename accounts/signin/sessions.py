"""What happens to a person's other sessions when they set up a second step."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authenticator_added, dispatch_uid="accounts.end_sessions_of_one_step")
def end_sessions_of_one_step(
    sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """End every other session: they began with a password alone, and would pass for having taken two steps."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
