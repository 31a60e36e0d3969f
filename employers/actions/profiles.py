"""Writes to role profiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from employers.actions.moderation import save_item
from employers.models import Opportunity, RoleProfile, Site

# What writers may set; everything else of the row is not theirs (mass assignment).
FIELDS = frozenset(
    {
        *("title", "soc2020", "what_you_do", "day_in_the_role", "pay_low", "pay_high", "pay_period", "pay_basis"),
        *("hours_per_week", "pattern", "place", "progression", "registrations", "accessibility", "accessibility_note"),
        *("flexible_note", "is_technical", "visibility", "recognition", "career_development", "sustainability"),
    }
)
CHILDREN = {"sites": "profile_sites"} | {name: name for name in ("preferred", "skills", "ways_in", "links", "photos")}
MOST_ROWS = 30


@transaction.atomic
def save_role_profile(
    *,
    by: User,
    organisation: Organisation,
    changes: Mapping[str, Any],
    children: Mapping[str, list[dict[str, Any]]] | None = None,
    profile: RoleProfile | None = None,
    version: int | None = None,
) -> RoleProfile:
    """Save a new version of a role profile, or a first one; drafts may be half-empty.

    `children` are lists of "sites" ({"site": a Site's number}), "preferred", "skills", "ways_in", "links" and
    "photos"; a list that is given replaces the old one. Raises PermissionDenied, EditConflictError (somebody
    saved since `version`), and ValidationError by field ("preferred.0.subject" for a row of a list).
    """
    lists = dict(children or {})
    refuse_unknown(changes, FIELDS)
    refuse_unknown(lists, CHILDREN)
    if long := [name for name, rows in lists.items() if len(rows) > MOST_ROWS]:
        raise ValidationError({name: _("At most %(most)d rows.") % {"most": MOST_ROWS} for name in long})
    if "sites" in lists:
        lists["sites"] = sites_of(organisation, lists["sites"])
    if profile is None:
        title = str(changes.get("title") or "").strip()
        if not title:
            raise ValidationError({"title": _("Give the role a title.")})
        profile = RoleProfile(organisation=organisation, slug=free_slug(RoleProfile, organisation, title))
    named = {CHILDREN[name]: rows for name, rows in lists.items()}
    return save_item(profile, by=by, version=version, changes=dict(changes), children=named)


def refuse_unknown(given: Mapping[str, Any], known: Any) -> None:
    """Raise ValidationError for a field that writers do not set."""
    if unknown := sorted(set(given) - set(known)):
        raise ValidationError({name: _("There is no such field to fill in.") for name in unknown})


def sites_of(organisation: Organisation, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that name sites by number, as rows of sites; another organisation's site is as unknown as none."""
    known = {site.pk: site for site in Site.objects.filter(organisation=organisation)}
    found = []
    for number, row in enumerate(rows):
        site = row.get("site")
        if set(row) != {"site"} or not isinstance(site, int) or site not in known:
            raise ValidationError({f"sites.{number}.site": _("You have no such site.")})
        found.append({"site": known[site]})
    return found


def free_slug(model: type[RoleProfile | Opportunity], organisation: Organisation, title: str) -> str:
    """An address part from a title that the organisation has not used for such an item."""
    base = slugify(title)[:80].strip("-") or "role"
    taken = set(model.objects.filter(organisation=organisation, slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
