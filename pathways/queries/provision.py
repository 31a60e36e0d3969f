"""Where a sector is taught and where its jobs are, side by side: providers and T Levels against people in work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import AreaRef, Figure, LevelRef, Quality, Reason, Unit
from lmi.enums import AreaKind
from lmi.queries.context import Facts
from lmi.queries.employment import BY_REGION, POPULATION
from lmi.register import ENGLAND, Group, Place
from pathways.book import Book, LinkRef, StandardRef, route_book
from pathways.enums import Confidence, LinkKind, LinkRole
from pathways.models import ProviderStandard
from pathways.queries.figures import route_figure
from pathways.queries.providers import BY_STANDARD, DELIVERY, OFFERS, year_words
from pathways.queries.provision_counts import (
    StartsBetween,
    core_groups,
    groups_of,
    providers_by_area,
    starts_by_area,
    tlevel_providers_by_area,
    work_by_region,
)

SOURCES = (DELIVERY, BY_STANDARD, OFFERS, BY_REGION, "apprenticeship-standards", "waymark-links")
KINDS = (AreaKind.REGION, AreaKind.LOCAL_AUTHORITY, AreaKind.LSIP)
# The sectors of T Levels that go by another name than the register's route.
_TLEVEL_SECTORS = {
    "Construction and the built environment": "Construction",
    "Agriculture, environmental and animal care": "Agriculture, Environment and Animal Care",
    "Education and early years": "Education and Childcare",
}
# What each column is, and what it is not; pages print them with the table.
COLUMN_NOTES = {
    "providers": gettext_lazy(
        "Providers whose apprentices train here, in any subject, and that train for a standard of the sector "
        "somewhere. They may not teach the sector here: the true number is this or lower."
    ),
    "starts": gettext_lazy(
        "Apprenticeships of the sector that began here lie between these two numbers. Nobody publishes the number "
        "itself: what each provider started here, in any subject, is held against what it started in the sector."
    ),
    "tlevels": gettext_lazy(
        "Schools and colleges that said by February 2022 that they would teach a T Level of the sector here. "
        "There are more now."
    ),
    "people": gettext_lazy(
        "People who work in the groups of occupations that are mostly made up of work that the sector's standards "
        "are for, wherever they trained. Groups hold other occupations, too, and people in work are not vacancies."
    ),
}


class UnknownSectorError(Exception):
    """The register of apprenticeships has no such route; `sector` is what was asked for."""

    def __init__(self, sector: str) -> None:
        super().__init__(sector)
        self.sector = sector


@dataclass(frozen=True, slots=True)
class AreaProvision:
    """One area: who may teach the sector there, and how many people do its work.

    `starts_low` and `starts_high` are bounds of the sector's starts in the last whole year, from what each
    provider started in the area and in the sector. `concentration` is how many times as common this work
    is among people in work as in England, None where it is not known. Bounds and share are our own sums.
    """

    area: AreaRef
    providers: Figure
    starts_low: Figure
    starts_high: Figure
    tlevels: Figure
    people: Figure
    concentration: float | None


@dataclass(frozen=True, slots=True)
class StandardProvision:
    """A standard of the sector: how many providers trained for it in a year, and how many people started."""

    reference: str
    title: str
    level: int | None
    is_open: bool
    year: str
    providers: Figure
    starts: Figure


@dataclass(frozen=True, slots=True)
class SectorProvision:
    """A sector: areas by name, standards most started first, and the groups of occupations that were counted.

    `units` are the occupations that are mainly the sector's; `left_out` groups that hold some of them among
    mostly other work.
    """

    sector: str
    kind: str
    areas: tuple[AreaProvision, ...]
    england: AreaProvision
    standards: tuple[StandardProvision, ...]
    groups: tuple[Group, ...]
    left_out: tuple[Group, ...]
    units: tuple[Group, ...]
    tlevels: tuple[str, ...]
    notes: Mapping[str, str]


def sectors(facts: Facts) -> tuple[str, ...]:
    """The register's routes by name; no SQL statement beyond the book's."""
    return tuple(sorted({one.sector for one in route_book(facts.editions).standards.values() if one.sector}))


def sector_provision(facts: Facts, sector: str, kind: str = AreaKind.REGION) -> SectorProvision:
    """Provision against jobs of a sector (its name or slug) by region, local authority or LSIP area of England.

    People are published by occupation for regions only: elsewhere the figure says so. Twelve SQL statements
    with the book in memory. Raises UnknownSectorError, and ValueError for another kind of area.
    """
    if kind not in KINDS:
        raise ValueError(f"no provision is counted by {kind!r}")
    book = route_book(facts.editions)
    name = next((one for one in sectors(facts) if slugify(one) == slugify(sector)), None)
    if name is None:
        raise UnknownSectorError(sector)
    standards = {one.reference: one for one in book.standards.values() if one.sector == name}
    units = _units(facts, book, standards)
    counted = _Counted(facts, kind, name, standards, units)
    areas = [counted.row(place.code) for place in _places(facts, kind)]
    return SectorProvision(
        sector=name,
        kind=kind,
        areas=tuple(areas),
        england=counted.row(ENGLAND),
        standards=_standards(facts, standards, counted.year),
        groups=tuple(facts.soc[code] for code in counted.core),
        left_out=tuple(facts.soc[code] for code in counted.left_out),
        units=units,
        tlevels=counted.tlevel_names,
        notes={column: str(words) for column, words in COLUMN_NOTES.items()},
    )


def _places(facts: Facts, kind: str) -> list[Place]:
    # LSIP areas carry no nation of their own; all of them lie in England.
    return [place for place in facts.places.of_kind(kind) if place.in_england or kind == AreaKind.LSIP]


def _units(facts: Facts, book: Book, standards: Collection[str]) -> tuple[Group, ...]:
    """Unit groups that are mainly the sector's: at least half of the standards for them are of the sector.

    By links that are at least fairly sure; first steps towards the work are left out.
    """
    named = {link.source for one in standards for link in book.linked_from(LinkKind.OCCUPATION_STANDARD, one)}
    found = []
    for code in sorted(named & set(facts.soc.groups)):
        targets = [link.target for link in book.links(LinkKind.OCCUPATION_STANDARD, code) if _is_for(link)]
        ours = sum(target in standards for target in targets)
        if ours and ours * 2 >= len(targets):
            found.append(facts.soc[code])
    return tuple(found)


def _is_for(link: LinkRef) -> bool:
    return link.role in (LinkRole.QUALIFIES, LinkRole.FURTHER) and link.confidence != Confidence.LOW


class _Counted:
    """The counts by area, with England's, as figures."""

    def __init__(
        self, facts: Facts, kind: str, sector: str, standards: Collection[str], units: Sequence[Group]
    ) -> None:
        self.facts, self.level = facts, LevelRef("", sector, "sector")
        groups = groups_of(facts, kind)
        self.year = last_whole_year(facts)
        self.providers = providers_by_area(facts, standards, groups)
        self.starts = starts_by_area(facts, standards, groups, self.year)
        wanted = _TLEVEL_SECTORS.get(sector, sector).casefold()
        versions = [one for one in route_book(facts.editions).tlevels.values() if one.sector.casefold() == wanted]
        self.tlevel_names = tuple(sorted({one.name for one in versions}))
        self.tlevels = tlevel_providers_by_area(facts, [one.number for one in versions], groups)
        self.core, self.left_out = core_groups(facts, units)
        self.work = work_by_region(facts, self.core)

    def row(self, area: str) -> AreaProvision:
        """One area."""
        people, everyone = self._people(area), self.work.everyone
        common = self.work.people.get(ENGLAND, 0.0) / everyone[ENGLAND] if everyone.get(ENGLAND) else 0.0
        here = everyone.get(area)
        share = float(people.value) / here if people.value is not None and here else None
        low, high = self._starts(area)
        return AreaProvision(
            area=self.facts.places.ref(area),
            providers=self._providers(area),
            starts_low=low,
            starts_high=high,
            tlevels=self._tlevels(area),
            people=people,
            concentration=round(share / common, 2) if share is not None and common else None,
        )

    def _figure(
        self, measure: str, value: float, unit: Unit, source: str, area: str, *, column: str, period: str = "",
        quality: str = Quality.NOT_STATED,
    ) -> Figure:  # fmt: skip
        release = self.facts.editions.latest(source)
        if release is None:
            return self._missing(measure, unit, Reason.NOT_HELD, area, column)
        return route_figure(
            self.facts, measure, value, unit, release_id=release, level=self.level, population=_who(column), area=area,
            note=str(COLUMN_NOTES[column]), period=period, quality=quality,
        )  # fmt: skip

    def _missing(self, measure: str, unit: Unit, reason: str, area: str, column: str) -> Figure:
        where = self.facts.places.ref(area)
        return Figure(measure, None, unit, "", where, self.level, _who(column), None, reason=reason)

    def _providers(self, area: str) -> Figure:
        value = self.providers.get(area, 0)
        return self._figure("providers_at_most", value, Unit.PROVIDERS, DELIVERY, area, column="providers")

    def _starts(self, area: str) -> tuple[Figure, Figure]:
        names = ("sector_starts_at_least", "sector_starts_at_most")
        if area == ENGLAND or not self.year:
            # England's are no bounds at all: they stand with the standards.
            low, high = (self._missing(n, Unit.STARTS, Reason.NOT_APPLICABLE, area, "starts") for n in names)
            return low, high
        between = self.starts.get(area, StartsBetween(0, 0))
        low, high = (
            self._figure(name, value, Unit.STARTS, DELIVERY, area, column="starts", period=self.year)
            for name, value in zip(names, (between.low, between.high), strict=True)
        )
        return low, high

    def _tlevels(self, area: str) -> Figure:
        if not self.tlevel_names:
            return self._missing("tlevel_providers", Unit.PROVIDERS, Reason.NOT_APPLICABLE, area, "tlevels")
        value = self.tlevels.get(area, 0)
        return self._figure("tlevel_providers", value, Unit.PROVIDERS, OFFERS, area, column="tlevels")

    def _people(self, area: str) -> Figure:
        measure = "people_in_work"
        if area not in self.work.everyone:
            return self._missing(measure, Unit.PEOPLE, Reason.COARSER_ONLY, area, "people")
        if area not in self.work.people:
            return self._missing(measure, Unit.PEOPLE, Reason.NOT_PUBLISHED, area, "people")
        quality = Quality.LOWER_BOUND if self.work.missing[area] else Quality.NOT_STATED
        value = self.work.people[area]
        return self._figure(measure, value, Unit.PEOPLE, BY_REGION, area, column="people", quality=quality)


def _who(column: str) -> str:
    return {
        "providers": _("providers of apprenticeships"),
        "starts": _("apprentices of every age who train here, wherever they live"),
        "tlevels": _("schools and colleges in the list of February 2022"),
        "people": POPULATION,
    }[column]


def last_whole_year(facts: Facts) -> str:
    """The latest academic year that the edition counts to its end; "" when it holds none. One SQL statement."""
    release = facts.editions.latest(BY_STANDARD)
    if release is None:
        return ""
    ref = facts.editions.ref(release)
    years = ProviderStandard.objects.of_releases([release]).order_by().values_list("year", flat=True).distinct()
    return max((year for year in years if year_words(year, ref) == year), default="")


def _standards(facts: Facts, standards: Mapping[str, StandardRef], year: str) -> tuple[StandardProvision, ...]:
    """The standards with starts or achievements in the year, most started first; one SQL statement."""
    release = facts.editions.latest(BY_STANDARD)
    if release is None:
        return ()
    rows = ProviderStandard.objects.of_releases([release]).filter(reference__in=list(standards), year=year).order_by()
    counts = rows.values_list("reference").annotate(Count("ukprn", distinct=True), Sum("starts"))
    found = [
        _standard(facts, release, standards[reference], year, providers, starts)
        for reference, providers, starts in sorted(counts, key=lambda row: (-row[2], row[0]))
    ]
    return tuple(found)


def _standard(
    facts: Facts, release: int, one: StandardRef, year: str, providers: int, starts: float
) -> StandardProvision:
    def figure(measure: str, value: float, unit: Unit) -> Figure:
        return route_figure(
            facts, measure, value, unit, release_id=release, level=LevelRef(one.reference, one.title, "standard"),
            population=_("apprentices of every age in England"), area=ENGLAND, period=year,
        )  # fmt: skip

    return StandardProvision(
        *(one.reference, one.title, one.level, one.is_open, year),
        providers=figure("providers", providers, Unit.PROVIDERS),
        starts=figure("apprenticeship_starts", starts, Unit.STARTS),
    )
