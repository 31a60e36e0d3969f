"""`me/role-profiles/` and the rest: what the token's person writes, in whatever state."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.api.authentication import organisations_of
from accounts.api.base import TokenView
from accounts.api.schema import by_token
from employers.api import schema
from employers.api.own import OPPORTUNITY, PROFILE, Kind, own_items, standing
from employers.models import Site
from evidence.api.params import PageParams, read_params
from foundation.access import needs_token
from foundation.problems import UnknownThing


class OwnParams(PageParams):
    """Paging, and one organisation's only."""

    release = None  # type: ignore[assignment]  # DRF's way to leave out an inherited field
    organisation = s.CharField(
        required=False, max_length=80, help_text=gettext_lazy("Slug of an organisation, from me/: only its own.")
    )


class _Mine(TokenView):
    """A list of the person's own, page by page."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        """A page of rows in the lists' usual envelope."""
        params = read_params(request._request.GET, OwnParams)
        rows = self.rows(request)
        if "organisation" in params:
            rows = rows.filter(organisation__slug=params["organisation"])
        page, size, count = params["page"], params["page_size"], rows.count()
        last = max(1, -(-count // size))
        if page > last:
            words = _("There is no page %(page)s; the last is %(last)s.") % {"page": page, "last": last}
            raise UnknownThing("page", words)
        here = request.build_absolute_uri()
        shown = rows[(page - 1) * size : page * size]
        return Response(
            {
                "count": count,
                "next": replace_query_param(here, "page", page + 1) if page < last else None,
                "previous": replace_query_param(here, "page", page - 1) if page > 1 else None,
                "results": [self.told(request, row) for row in shown],
            }
        )

    def rows(self, request: Request) -> Any:
        """The person's rows in their order (a queryset)."""
        raise NotImplementedError

    def told(self, request: Request, row: Any) -> dict[str, Any]:
        """One row as plain data, without SQL."""
        raise NotImplementedError


class _MyItems(_Mine):
    kind: ClassVar[Kind]

    def rows(self, request: Request) -> Any:
        """Latest first."""
        return own_items(request, self.kind).with_stage().order_by("-pk")

    def told(self, request: Request, row: Any) -> dict[str, Any]:
        """Where it stands; the title is the newest version's."""
        return {**standing(request, row, self.kind.name), "title": newest_title(row)}


def newest_title(row: Any) -> str:
    """The title that its writers see; no SQL where the newest revision is read along."""
    return str(row.latest_revision.content.get("title", row.title)) if row.latest_revision else str(row.title)


@by_token(
    "get",
    gettext_lazy("One’s own role profiles"),
    gettext_lazy("Those of the organisations that the token’s person writes for, in whatever state, latest first."),
    schema.OwnItemList,
    operation="me_role_profiles",
    also=[OwnParams],  # type: ignore[list-item]  # a serializer stands for its parameters
)
class MyRoleProfiles(_MyItems):
    """`me/role-profiles/`"""

    access = needs_token(PROFILE.permission)
    kind = PROFILE


@by_token(
    "get",
    gettext_lazy("One’s own opportunities"),
    gettext_lazy("Those of the organisations that the token’s person writes for, in whatever state, latest first."),
    schema.OwnItemList,
    operation="me_opportunities",
    also=[OwnParams],  # type: ignore[list-item]  # likewise
)
class MyOpportunities(_MyItems):
    """`me/opportunities/`"""

    access = needs_token(OPPORTUNITY.permission)
    kind = OPPORTUNITY


@by_token(
    "get",
    gettext_lazy("Sites to write about"),
    gettext_lazy("Open sites of the organisations that the token’s person writes for, with the numbers writes use."),
    schema.OwnSiteList,
    operation="me_sites",
    also=[OwnParams],  # type: ignore[list-item]  # likewise
)
class MySites(_Mine):
    """`me/sites/`"""

    access = needs_token(PROFILE.permission)

    def rows(self, request: Request) -> Any:
        """By organisation and name."""
        mine = organisations_of(request, PROFILE.permission)
        rows = Site.objects.filter(organisation__in=mine, is_closed=False).select_related("organisation")
        return rows.order_by("organisation__name", "name", "pk")

    def told(self, request: Request, row: Any) -> dict[str, Any]:
        """A site; its postcode as its organisation gave it."""
        return {
            "id": row.pk,
            "organisation": row.organisation.slug,
            "name": row.name,
            "postcode": row.postcode,
            "area": row.area or None,
        }
