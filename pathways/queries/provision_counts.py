"""Counts of provision and work by area for a sector, each read once: providers, starts, T Levels, people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from lmi.enums import AreaKind
from lmi.models import EmploymentFigure, Outcode
from lmi.models.figures import ALL_INDUSTRIES
from lmi.queries.context import Facts
from lmi.queries.employment import BY_INDUSTRY, BY_REGION
from lmi.register import ENGLAND, UK, Group
from pathways.models import ProviderDelivery, ProviderStandard, TLevelOffer
from pathways.near import looked_up
from pathways.queries.providers import BY_STANDARD, DELIVERY, OFFERS

MINOR_LENGTH = 3
CORE_SHARE = 0.5  # a group of occupations counts when at least half its people do the sector's work: our own line


@dataclass(frozen=True, slots=True)
class StartsBetween:
    """No fewer and no more than so many starts of a sector in an area."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Work:
    """People of the sector's groups and of all groups by region, and how many of the groups are not published."""

    people: dict[str, float]
    everyone: dict[str, float]
    missing: dict[str, int]


def groups_of(facts: Facts, kind: str) -> dict[str, str]:
    """The area of a kind that each English authority is or lies in; those that lie in none are left out."""
    found = {}
    for place in facts.places.of_kind(AreaKind.LOCAL_AUTHORITY):
        if not place.in_england:
            continue
        lsip = facts.places.lsip_of(place.code) if kind == AreaKind.LSIP else None
        group = {
            AreaKind.LOCAL_AUTHORITY: place.code,
            AreaKind.REGION: place.parent,
            AreaKind.LSIP: lsip.code if lsip else "",
        }[AreaKind(kind)]
        if group:
            found[place.code] = group
    return found


def providers_by_area(facts: Facts, references: Collection[str], groups: dict[str, str]) -> dict[str, int]:
    """Providers that train for one of the standards anywhere and train anybody in the area, and in England.

    Two SQL statements; both years held.
    """
    editions = facts.editions
    teach = ProviderStandard.objects.of_releases(editions.of(BY_STANDARD)).filter(reference__in=references)
    rows = ProviderDelivery.objects.of_releases(editions.of(DELIVERY)).filter(ukprn__in=teach.values("ukprn"))
    by_area = rows.order_by().annotate(place=looked_up(groups, "area")).values_list("place")
    found = dict(by_area.annotate(providers=Count("ukprn", distinct=True)))
    found[ENGLAND] = rows.order_by().aggregate(every=Count("ukprn", distinct=True))["every"]
    return found


def starts_by_area(
    facts: Facts, references: Collection[str], groups: dict[str, str], year: str
) -> dict[str, StartsBetween]:
    """Between what numbers the sector's starts in an area must lie, added over providers; three SQL statements.

    A provider cannot have started more of the sector in an area than it started of the sector at all, nor
    more than it started there at all; and no fewer than what is left of its starts there once all its
    starts in other sectors are taken away.
    """
    held = ProviderStandard.objects.of_releases(facts.editions.of(BY_STANDARD)).filter(year=year).order_by()
    total = dict(held.values_list("ukprn").annotate(Sum("starts")))
    sector = dict(held.filter(reference__in=references).values_list("ukprn").annotate(Sum("starts")))
    rows = ProviderDelivery.objects.of_releases(facts.editions.of(DELIVERY)).filter(year=year, ukprn__in=list(sector))
    by_area = rows.order_by().annotate(place=looked_up(groups, "area")).values_list("ukprn", "place")
    low: dict[str, float] = defaultdict(float)
    high: dict[str, float] = defaultdict(float)
    for ukprn, area, here in by_area.annotate(Sum("starts")):
        mine, others = sector[ukprn] or 0, (total[ukprn] or 0) - (sector[ukprn] or 0)
        low[area] += max(0, (here or 0) - others)
        high[area] += min(mine, here or 0)
    return {area: StartsBetween(low[area], high[area]) for area in high}


def tlevel_providers_by_area(facts: Facts, numbers: Iterable[int], groups: dict[str, str]) -> dict[str, int]:
    """Schools and colleges that planned one of the T Levels at a site in the area; two SQL statements."""
    rows = TLevelOffer.objects.of_releases(facts.editions.of(OFFERS)).filter(tlevel__in=list(numbers))
    sites = set(rows.values_list("ukprn", "outcode"))
    held = Outcode.objects.filter(release_id__in=facts.editions.of("outcodes"))
    authority = dict(held.filter(code__in={outcode for _, outcode in sites}).values_list("code", "authority_id"))
    found: dict[str, set[str]] = defaultdict(set)
    for ukprn, outcode in sites:
        found[groups.get(authority.get(outcode) or "", "")].add(ukprn)
        found[ENGLAND].add(ukprn)
    return {area: len(ukprns) for area, ukprns in found.items()}


def core_groups(facts: Facts, units: Sequence[Group]) -> tuple[list[str], list[str]]:
    """Minor groups of these units: those mostly made up of them, and the others, by code; one SQL statement.

    By people in work in the UK in the latest year (published cells added). A group with no published
    people is taken to be one of the others.
    """
    latest = facts.editions.latest(BY_INDUSTRY)
    rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(area_id=UK)
    year = rows.order_by("-year").values("year")[:1]
    cells = rows.filter(year__in=year).exclude(industry=ALL_INDUSTRIES).order_by()
    inside: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    ours = {unit.code for unit in units}
    for code, people in cells.values_list("soc2020_id").annotate(Sum("people")):
        whole[code[:MINOR_LENGTH]] += people or 0
        inside[code[:MINOR_LENGTH]] += (people or 0) if code in ours else 0
    minors = sorted({code[:MINOR_LENGTH] for code in ours})
    core = [code for code in minors if whole[code] and inside[code] / whole[code] >= CORE_SHARE]
    return core, [code for code in minors if code not in core]


def work_by_region(facts: Facts, minors: Collection[str]) -> Work:
    """People in these minor groups and in all of them, by region and for England; one SQL statement."""
    latest = facts.editions.latest(BY_REGION)
    rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(industry=ALL_INDUSTRIES)
    regions = {place.code for place in facts.places.of_kind(AreaKind.REGION)}
    people: dict[str, float] = defaultdict(float)
    everyone: dict[str, float] = defaultdict(float)
    published: dict[str, int] = defaultdict(int)
    for area, code, number in rows.order_by("pk").values_list("area_id", "soc2020_id", "people"):
        if area not in regions or number is None:
            continue
        for place in (area, ENGLAND):
            everyone[place] += number
            if code in minors:
                people[place] += number
                published[place] += 1
    missing = {area: len(minors) - published[area] for area in regions}
    missing[ENGLAND] = sum(missing.values())
    return Work(dict(people), dict(everyone), missing)
