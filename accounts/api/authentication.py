"""How a program says for whom it acts: `Authorization: Bearer` with a token; the session cookie is never read."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actions.tokens import note_use
from accounts.models import ApiToken, Organisation, User, hash_of
from accounts.queries import organisations_with


class TokenAuthentication(BaseAuthentication):
    """The person a usable token belongs to; one SQL statement. Nothing is written but a mark in Redis."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token; None without the header. Raises AuthenticationFailed for any other header."""
        header = request.headers.get("Authorization", "").strip()
        if not header:
            return None
        scheme, _space, secret = header.partition(" ")
        if scheme.lower() != "bearer":
            raise AuthenticationFailed(_("Send the token as “Authorization: Bearer” and the token."))
        token = _usable(secret.strip())
        if token is None:
            # Unknown, revoked, run out, suspended: whoever found a token learns nothing from the answer.
            raise AuthenticationFailed(_("This token cannot be used. Make a new one in your account."))
        note_use(token=token, today=timezone.localdate())
        pghistory.context(token=token.pk)  # on the audit rows of this request, beside the person
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """For WWW-Authenticate, so that a missing token is 401 and not 403."""
        return 'Bearer realm="Waymark"'


def _usable(secret: str) -> ApiToken | None:
    found = ApiToken.objects.usable(timezone.now()).select_related("user").filter(token_hash=hash_of(secret)).first()
    return found if found is not None and (settings.DEMO or not found.user.is_demo) else None


def organisations_of(request: Request, permission: str) -> Any:
    """Organisations for which the token's person may do this; those of the demo only on a demonstration site."""
    user: Any = request.user
    found = organisations_with(user, permission)
    return found if settings.DEMO else found.filter(is_demo=False)


def organisation_of(request: Request, permission: str, slug: str) -> Organisation | None:
    """One of them; None alike for one that is not theirs and for none."""
    found: Organisation | None = organisations_of(request, permission).filter(slug=slug).first()
    return found


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # a library without types
    """The same in the OpenAPI document."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """HTTP bearer."""
        said = _("A token from “API tokens” in your account. It acts for you, with your rights and no others.")
        return {"type": "http", "scheme": "bearer", "description": said}
