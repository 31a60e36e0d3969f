"""`me/`: whom the token belongs to, what they may do and for whom, and where they see what is held about them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import schema
from accounts.api.authentication import organisations_of
from accounts.api.base import TokenView
from accounts.api.schema import by_token
from accounts.models import ApiToken, Membership
from accounts.permissions import Permission
from accounts.roles import ROLES, role_named
from foundation.access import needs_token
from foundation.problems import InvalidFilter


def refuse_parameters(request: Request) -> None:
    """Raise InvalidFilter for parameters where none has a meaning."""
    if names := sorted(request.query_params):
        raise InvalidFilter({name[:100]: [str(_("There is no such parameter here."))] for name in names})


@by_token(
    "get",
    _("Whom the token belongs to"),
    _("The person, their roles, the organisations they act for with what they may do there, and the token itself."),
    schema.Me,
    operation="me",
)
class Me(TokenView):
    """`me/`"""

    access = needs_token(Permission.API_TOKEN_HOLD)
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        """The person; four SQL statements, the token's own included."""
        refuse_parameters(request)
        person, token = self.person(), request.auth
        assert isinstance(token, ApiToken)  # noqa: S101 - the gate has let it through
        held = set(person.groups.values_list("name", flat=True))
        return Response(
            {
                "name": person.display_name,
                "email": person.email,
                "is_demo": person.is_demo,
                "roles": [{"name": role.name, "title": str(role.title)} for role in ROLES if role.name in held],
                "organisations": self._organisations(request),
                "token": {
                    "name": token.name,
                    "prefix": token.prefix,
                    "expires_at": token.expires_at.isoformat(),
                    "last_used_on": token.last_used_on.isoformat() if token.last_used_on else None,
                },
                "links": {"data": request.build_absolute_uri(reverse("api:me-data"))},
            }
        )

    def _organisations(self, request: Request) -> list[dict[str, Any]]:
        allowed = organisations_of(request, Permission.ORGANISATION_READ)
        rows = Membership.objects.granting().filter(user=self.person(), organisation__in=allowed)
        return [
            {
                "slug": row.organisation.slug,
                "name": row.organisation.name,
                "kind": row.organisation.kind,
                "state": row.organisation.state,
                "role": row.role,
                "permissions": sorted(role_named(row.role).permissions),
                "is_demo": row.organisation.is_demo,
            }
            for row in rows.select_related("organisation").order_by("organisation__name", "organisation", "role")
        ]


@by_token(
    "get",
    _("Where one’s own data are"),
    _("The page on which a person asks for a copy of everything held about them, or for erasure."),
    schema.MyData,
    operation="me_data",
)
class MyData(TokenView):
    """`me/data/`"""

    access = needs_token(Permission.API_TOKEN_HOLD)
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        """A link, and nothing else: a lost token must not give everything away."""
        refuse_parameters(request)
        return Response({"url": request.build_absolute_uri(reverse("account-data"))})
