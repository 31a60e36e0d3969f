"""Which sites lie in an area: the one rule of lists, profiles and preferences."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from employers.models import ProfileSite, Site
from lmi.enums import AreaKind
from lmi.queries.context import Facts
from lmi.register import ENGLAND, UK


def regions_of(facts: Facts, area: str) -> frozenset[str]:
    """Codes of regions and nations that sites in this wide area carry; empty for narrower areas and for the UK."""
    place = facts.places[area]
    if place.kind not in (AreaKind.REGION, AreaKind.NATION):
        return frozenset()
    if area == ENGLAND:
        return frozenset(one.code for one in facts.places.of_kind(AreaKind.REGION)) | {ENGLAND}
    return frozenset({area})


def authorities_of(facts: Facts, area: str) -> frozenset[str]:
    """Codes of local authorities of a narrow area: itself, or the members of a combined authority or LSIP area."""
    place = facts.places[area]
    if area == UK or place.kind in (AreaKind.REGION, AreaKind.NATION):
        return frozenset()
    return frozenset({area, *facts.places.members.get(area, ())})


def lies_in(facts: Facts, area: str, site_areas: Iterable[tuple[str, str]]) -> bool:
    """Whether one of these sites, as (authority, region), lies in an area; every site lies in the UK."""
    if area in ("", UK):
        return True
    regions, authorities = regions_of(facts, area), authorities_of(facts, area)
    return any(region in regions or authority in authorities for authority, region in site_areas)


def sites_in(facts: Facts, area: str) -> Q:
    """The same rule as `lies_in` as a condition on sites."""
    if area in ("", UK):
        return Q()
    return Q(region__in=regions_of(facts, area)) | Q(area__in=authorities_of(facts, area))


def organisations_in(facts: Facts, area: str, organisation: str = "pk") -> Exists:
    """Organisations with an open site in the area; `organisation` names the column that holds theirs."""
    return Exists(Site.objects.filter(sites_in(facts, area), organisation=OuterRef(organisation), is_closed=False))


def profiles_in(facts: Facts, area: str) -> Q:
    """Role profiles done at a site in the area; those that name no site stand where their organisation's sites are."""
    own = ProfileSite.objects.filter(profile=OuterRef("pk"))
    there = Site.objects.filter(sites_in(facts, area), pk=OuterRef("site"))
    return Q(Exists(own.filter(Exists(there)))) | (~Q(Exists(own)) & Q(organisations_in(facts, area, "organisation")))
