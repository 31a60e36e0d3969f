"""Everything published about one provider: its records, what it teaches, where, and how many finish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from evidence.figures import AreaRef, Figure, LevelRef, ReleaseRef, Unit
from lmi.queries.context import Facts
from lmi.register import ENGLAND
from pathways.enums import ProviderKind
from pathways.models import GraduateOutcome, Provider, ProviderDelivery, ProviderStandard, TLevelOffer
from pathways.queries.apprenticeships import RatesOfProvider, StandardRate, rates_of_provider, standards_by_reference
from pathways.queries.figures import route_figure
from pathways.queries.provider_lists import SOURCE_OF, ListAge, ProviderRecord, best_named, list_ages, record_of
from pathways.queries.subjects import degree_subjects
from pathways.queries.tlevels import TLevelSummary, tlevels_by_number

DELIVERY, BY_STANDARD, OFFERS = "apprenticeship-delivery", "apprenticeship-provider-standards", "tlevel-providers-2022"
OUTCOMES = "discover-uni"
UKPRN_LENGTH, URN_LENGTH = 8, 6
APPRENTICES = "apprentices of the provider, of every age and home"
_FIRST_MONTH, _LAST_MONTH = 8, 7  # of an academic year
# As editions' periods name them, whatever the language of the page or of the server.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class UnknownProviderError(Exception):
    """No list has a body with this UKPRN or URN; `code` is what was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Apprenticeships started and finished in an academic year; `words` says when the year is not whole."""

    year: str
    words: str
    starts: Figure
    achievements: Figure


@dataclass(frozen=True, slots=True)
class StandardTaught:
    """A standard that a provider's apprentices started or finished, years oldest first.

    `reference` is empty where the title fits several standards. `level` is None when not known; `rate`
    None where no achievement rate is published for the provider and standard.
    """

    reference: str
    title: str
    level: int | None
    is_open: bool | None
    years: tuple[YearCounts, ...]
    rate: StandardRate | None


@dataclass(frozen=True, slots=True)
class DeliveryArea:
    """An authority in which a provider trains apprentices, of any standard, years oldest first."""

    area: AreaRef
    region: str
    years: tuple[YearCounts, ...]


@dataclass(frozen=True, slots=True)
class TLevelPlanned:
    """A T Level that a provider said in February 2022 it would teach, from the first of these years on."""

    tlevel: TLevelSummary
    years: tuple[int, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectTaught:
    """A degree subject for which graduate outcomes of the provider are published, in so many groups of courses."""

    code: str
    title: str
    groups: int


@dataclass(frozen=True, slots=True)
class ProviderDetail:
    """One body as every list has it. `name` is the best written one; the parts are empty where nothing is held.

    `standards` come most started first, `areas` likewise, `subjects` by name.
    """

    ukprn: str
    urn: str
    name: str
    records: tuple[ProviderRecord, ...]
    ages: tuple[ListAge, ...]
    standards: tuple[StandardTaught, ...]
    rates: RatesOfProvider
    areas: tuple[DeliveryArea, ...]
    tlevels: tuple[TLevelPlanned, ...]
    subjects: tuple[SubjectTaught, ...]

    def record(self, kind: str) -> ProviderRecord | None:
        """The record of one kind, or None."""
        return next((record for record in self.records if record.kind == kind), None)


def year_words(year: str, release: ReleaseRef) -> str:
    """An academic year in words: "2025/26 (August to April only)" when the edition's period ends within it."""
    month, _space, end = release.period.rpartition(" to ")[2].partition(" ")
    if month not in _MONTHS or not end.isdecimal():
        return year
    # The calendar year in which the academic year would be in that month.
    number, first = _MONTHS.index(month) + 1, int(year[:4])
    within = first if number >= _FIRST_MONTH else first + 1
    if int(end) != within or number == _LAST_MONTH:
        return year
    return _("%(year)s (August to %(month)s only)") % {"year": year, "month": MONTHS[number]}


def provider_detail(facts: Facts, ukprn_or_urn: str, today: date) -> ProviderDetail:
    """A body by UKPRN or URN, with all that is held about it; at most fourteen SQL statements.

    A body found by its URN brings the records of its UKPRN with it. Raises UnknownProviderError.
    """
    records = _records(facts, ukprn_or_urn)
    ukprn = next((record.ukprn for record in records if record.ukprn), "")
    rates = rates_of_provider(facts, ukprn) if ukprn else RatesOfProvider("", (), ())
    return ProviderDetail(
        ukprn=ukprn,
        urn=next((record.urn for record in records if record.urn), ""),
        name=best_named(records).name,
        records=records,
        ages=list_ages(facts, today, {SOURCE_OF[ProviderKind(record.kind)] for record in records}),
        standards=_standards(facts, ukprn, rates),
        rates=rates,
        areas=_areas(facts, ukprn),
        tlevels=_tlevels(facts, ukprn, today),
        subjects=_subjects(facts, ukprn),
    )


def _records(facts: Facts, code: str) -> tuple[ProviderRecord, ...]:
    asked = code.strip()
    if not asked.isdecimal() or len(asked) not in (UKPRN_LENGTH, URN_LENGTH):
        raise UnknownProviderError(code)
    held = Provider.objects.of_releases(facts.editions.of(*SOURCE_OF.values()))
    same = held.filter(urn=asked).exclude(ukprn="").values("ukprn")
    wanted = Q(ukprn=asked) if len(asked) == UKPRN_LENGTH else Q(urn=asked) | Q(ukprn__in=same)
    rows = held.filter(wanted).order_by("kind", "key")
    if not rows:
        raise UnknownProviderError(code)
    return tuple(record_of(facts, row) for row in rows)


def counts_of_year(
    facts: Facts, rows: Sequence[ProviderDelivery | ProviderStandard], level: LevelRef, area: str = ENGLAND
) -> YearCounts:
    """The rows of one year added up as figures; a number that is missing in one of them is missing in the sum."""
    first = rows[0]
    ref = facts.editions.ref(first.release_id)
    words = year_words(first.year, ref)

    def figure(measure: str, column: str) -> Figure:
        values = [getattr(row, column) for row in rows]
        mark = next((row.marks[column] for row in rows if column in row.marks), "")
        value = None if None in values else sum(values)
        return route_figure(
            facts, measure, value, Unit.STARTS if column == "starts" else Unit.PEOPLE,
            release_id=first.release_id, level=level, population=APPRENTICES, area=area, period=words, mark=mark,
        )  # fmt: skip

    return YearCounts(
        first.year,
        words,
        figure("apprenticeship_starts", "starts"),
        figure("apprenticeship_achievements", "achievements"),
    )


def _by_year(
    facts: Facts, rows: Iterable[ProviderDelivery | ProviderStandard], level: LevelRef, area: str = ENGLAND
) -> tuple[YearCounts, ...]:
    years: dict[str, list[ProviderDelivery | ProviderStandard]] = defaultdict(list)
    for row in rows:
        years[row.year].append(row)
    return tuple(counts_of_year(facts, years[year], level, area) for year in sorted(years))


def _starts(years: Iterable[YearCounts]) -> float:
    return -sum(float(year.starts.value or 0) for year in years)


def _standards(facts: Facts, ukprn: str, rates: RatesOfProvider) -> tuple[StandardTaught, ...]:
    rows: dict[tuple[str, str], list[ProviderStandard]] = defaultdict(list)
    held = ProviderStandard.objects.of_releases(facts.editions.of(BY_STANDARD)).filter(ukprn=ukprn)
    for row in held.order_by("reference", "title", "year"):
        # Two titles of one standard, before and after it was renamed, are one standard.
        rows[row.reference, "" if row.reference else row.title].append(row)
    register = standards_by_reference(facts, [reference for reference, _title in rows if reference]) if rows else {}
    by_reference = {rate.reference: rate for rate in rates.by_standard}
    found = []
    for (reference, title), group in rows.items():
        standard = register.get(reference)
        name = standard.title if standard else title or group[0].title
        found.append(
            StandardTaught(
                reference=reference,
                title=name,
                level=standard.level if standard else None,
                is_open=standard.is_open if standard else None,
                years=_by_year(facts, group, LevelRef(reference, name, "standard")),
                rate=by_reference.get(reference) if reference else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (_starts(one.years), one.title.casefold(), one.reference)))


def _areas(facts: Facts, ukprn: str) -> tuple[DeliveryArea, ...]:
    rows: dict[str, list[ProviderDelivery]] = defaultdict(list)
    held = ProviderDelivery.objects.of_releases(facts.editions.of(DELIVERY)).filter(ukprn=ukprn)
    for row in held.order_by("area", "year"):
        if row.area in facts.places.places:
            rows[row.area].append(row)
    level = LevelRef("", _("All apprenticeships"), "standards")
    found = [
        DeliveryArea(facts.places.ref(area), facts.places[area].parent, _by_year(facts, group, level, area))
        for area, group in rows.items()
    ]
    return tuple(sorted(found, key=lambda one: (_starts(one.years), one.area.name)))


def _tlevels(facts: Facts, ukprn: str, today: date) -> tuple[TLevelPlanned, ...]:
    rows: dict[int, list[TLevelOffer]] = defaultdict(list)
    held = TLevelOffer.objects.of_releases(facts.editions.of(OFFERS)).filter(ukprn=ukprn)
    for row in held.order_by("tlevel", "year", "site"):
        rows[row.tlevel].append(row)
    versions = tlevels_by_number(facts, today, rows) if rows else {}
    return tuple(
        TLevelPlanned(
            versions[number],
            tuple(dict.fromkeys(row.year for row in group)),
            tuple(dict.fromkeys(row.outcode for row in group if row.outcode)),
        )
        for number, group in rows.items()
        if number in versions
    )


def _subjects(facts: Facts, ukprn: str) -> tuple[SubjectTaught, ...]:
    held = GraduateOutcome.objects.of_releases(facts.editions.of(OUTCOMES)).filter(ukprn=ukprn)
    rows = held.exclude(subject="").exclude(group__startswith="none:").order_by().values_list("subject")
    counts = dict(rows.annotate(groups=Count("pk")))
    if not counts:
        return ()
    hierarchy = degree_subjects(facts)
    found = [SubjectTaught(code, hierarchy.level_ref(code).title, groups) for code, groups in counts.items()]
    return tuple(sorted(found, key=lambda one: (one.title, one.code)))
