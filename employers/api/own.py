"""A moderated item as its writers see it through the API: the newest version, where it stands, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.authentication import organisations_of
from accounts.api.base import StaleVersion, not_here, version_tag
from accounts.api.body import names_of
from accounts.permissions import Permission
from employers.actions.moderation import EditConflictError
from employers.api.bodies import LISTS, OpportunityChanges, RoleProfileChanges
from employers.api.shapes import day, number
from employers.completeness import missing_in
from employers.models import Moderated, Opportunity, RoleProfile
from evidence.api.shapes import Shapes

_ROWS: dict[str, tuple[str, ...]] = {
    "preferred": ("kind", "subject", "grade", "level", "weight"),
    "skills": ("name",),
    "ways_in": ("kind", "reference", "note"),
    "links": ("title", "address"),
}
_NUMBERS = frozenset({"pay_low", "pay_high", "hours_per_week"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item that is written through the API: its model, who may, its URL names, how its writers see it."""

    model: type[Moderated]
    permission: Permission
    name: str
    told: Callable[[Request, Any], dict[str, Any]]


def own_items(request: Request, kind: Kind) -> Any:
    """Items of the organisations that the token's person writes for."""
    rows = kind.model.objects.of_organisations(organisations_of(request, kind.permission))
    return rows.select_related("organisation", "latest_revision")


def own_item(request: Request, kind: Kind, pk: int) -> Any:
    """One of them; raises UnknownThing alike for another's, a hidden and an absent one."""
    found = own_items(request, kind).filter(pk=pk).first()
    if found is None:
        raise not_here()
    return found


@contextmanager
def unless_stale() -> Iterator[None]:
    """Answer 412 when somebody saved a newer version meanwhile."""
    try:
        yield
    except EditConflictError as error:
        raise StaleVersion(f"{error} {_('Its version is %(v)s.') % {'v': error.current}}") from None


def standing(request: Request, item: Moderated, name: str) -> dict[str, Any]:
    """Where an item stands; `name` is the URL name of its address."""
    shapes = Shapes(request)
    address = shapes.address(f"api:{name}-detail", str(item.pk))
    return {
        "id": item.pk,
        "slug": item.slug,
        "title": str(item),
        "organisation": item.organisation.slug,
        "stage": str(item.stage),
        "version": item.version,
        "is_public": item.is_published(timezone.localdate()),
        "shown_until": day(item.confirmed_until),
        "api": address,
        "draft": f"{address}draft/",
    }


def own_profile(request: Request, item: RoleProfile) -> dict[str, Any]:
    """A role profile's newest version, where it stands, and what keeps it from being handed in."""
    draft = item.draft()
    return {
        **standing(request, item, "role-profile"),
        "title": draft.title,
        "missing": _missing(draft),
        "photos": [{"alternative": photo.alternative} for photo in draft.photos.all()],
        "content": content(draft),
    }


def content(draft: RoleProfile) -> dict[str, Any]:
    """All that may be written, in the shape in which PUT takes it."""
    found: dict[str, Any] = {}
    for name in names_of(RoleProfileChanges):
        if name not in LISTS:
            value = getattr(draft, name)
            found[name] = number(value) if name in _NUMBERS and value is not None else value
    found["sites"] = [{"site": row.site_id} for row in draft.profile_sites.all()]
    for name, fields in _ROWS.items():
        found[name] = [{field: getattr(row, field) for field in fields} for row in getattr(draft, name).all()]
    return found


def tagged(body: dict[str, Any], *, is_new: bool = False) -> Response:
    """An answer with the version as its ETag; a new item's says where it is."""
    headers = {"ETag": version_tag(body["version"]), **({"Location": body["api"]} if is_new else {})}
    return Response(body, status=201 if is_new else 200, headers=headers)


def own_opportunity(request: Request, item: Opportunity) -> dict[str, Any]:
    """An opportunity's newest version; its safeguarding contact too, which readers never see."""
    draft = item.draft()
    found: dict[str, Any] = {}
    for name in names_of(OpportunityChanges):
        value = getattr(draft, f"{name}_id" if name in ("site", "profile") else name)
        if isinstance(value, Decimal):
            value = number(value)
        found[name] = value.isoformat() if isinstance(value, date) else value
    return {
        **standing(request, item, "opportunity"),
        "title": draft.title,
        "missing": _missing(draft),
        "content": found,
    }


def _missing(draft: Moderated) -> list[dict[str, str]]:
    return [{"field": name, "reason": str(said)} for name, reasons in missing_in(draft).items() for said in reasons]


PROFILE = Kind(RoleProfile, Permission.ROLE_PROFILE_EDIT, "role-profile", own_profile)
OPPORTUNITY = Kind(Opportunity, Permission.OPPORTUNITY_EDIT, "opportunity", own_opportunity)
