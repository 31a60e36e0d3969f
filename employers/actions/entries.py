"""Writes to an employer's entry and its sites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from employers.actions.moderation import may_edit, save_item
from employers.actions.profiles import refuse_unknown
from employers.models import EmployerEntry, RoleProfile, Site
from employers.rules.technician_commitment import claim_answer
from evidence.queries import current_editions
from lmi.places import UnknownPlaceError, resolve_place

FIELDS = frozenset({"size", "sectors", "statement", "logo", "website", "is_technician_signatory"})
MOST_SITES = 500


@transaction.atomic
def save_entry(
    *, by: User, organisation: Organisation, changes: Mapping[str, Any], version: int | None = None
) -> EmployerEntry:
    """Save a new version of what an employer shows of itself; raises as `save_role_profile` does.

    Writers claim the Technician Commitment only where the list held bears it out; what a curator put in stands.
    """
    refuse_unknown(changes, FIELDS)
    known: EmployerEntry | None = EmployerEntry.objects.filter(organisation=organisation).first()
    entry = known or EmployerEntry(organisation=organisation)
    if changes.get("is_technician_signatory") and not entry.draft().is_technician_signatory:
        answer = claim_answer(organisation.name)
        if not answer.is_listed:
            raise ValidationError({"is_technician_signatory": answer.text})
    return save_item(entry, by=by, version=version, changes=dict(changes), children={})


@transaction.atomic
def save_site(*, by: User, organisation: Organisation, name: str, postcode: str, site: Site | None = None) -> Site:
    """Add or change a site; its areas follow from the postcode (or outcode). Raises ValidationError by field."""
    may_edit(by, RoleProfile, organisation)
    if site is None and Site.objects.filter(organisation=organisation).count() >= MOST_SITES:
        raise ValidationError(_("At most %(most)d sites.") % {"most": MOST_SITES})
    site = site or Site(organisation=organisation)
    site.name, site.postcode = name.strip(), " ".join(postcode.upper().split())
    site.outcode, site.area, site.region = _place(site.postcode)
    site.full_clean()
    with pghistory.context(action="save_site", user=by.pk):
        site.save()
    return site


@transaction.atomic
def close_site(*, by: User, site: Site) -> None:
    """Stop offering a site; items that name it keep it."""
    may_edit(by, RoleProfile, site.organisation)
    Site.objects.filter(pk=site.pk).update(is_closed=True)


def _place(postcode: str) -> tuple[str, str, str]:
    """Outcode, local authority and region (or nation) of a postcode; raises ValidationError for one we do not know."""
    try:
        answer = resolve_place(postcode, current_editions())
    except UnknownPlaceError as error:
        raise ValidationError({"postcode": str(error)}) from error
    if not answer.outcode:
        raise ValidationError({"postcode": _("Give a postcode, or its first half.")})
    region = answer.region or answer.nation
    return answer.outcode, answer.authority.code if answer.authority else "", region.code if region else ""
