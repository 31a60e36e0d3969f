"""Reads of apprenticeship standards: the register's row, older codes, and how many people finish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure, LevelRef, Quality, Reason, ReleaseRef, Unit
from lmi.queries.context import Facts, tidy
from lmi.register import ENGLAND
from pathways.enums import StandardKind, StandardStatus
from pathways.models import AchievementRate, Provider, Standard, StandardCode
from pathways.models.apprenticeships import ALL

REGISTER = "apprenticeship-standards"
CODES = "apprenticeship-standards-2021"
RATES = "achievement-rates"
PROVIDER_LISTS = ("apprenticeship-providers", "universities", "tlevel-provider-list-2022", "schools")
PAGE = "https://skillsengland.education.gov.uk/apprenticeships/"  # the register's page of a standard, by its slug
FEW_LEAVERS = 50  # below it a rate is shown with a warning: our own line, docs/sources/achievement-rates.md

# What each status means to somebody who wants to start; %(day)s is the day on which the register was read.
_STATUS_WORDS: Mapping[str, Promise] = {
    StandardStatus.LIVE: gettext_lazy("Open to new starts, as the register stood on %(day)s."),
    StandardStatus.IN_DEVELOPMENT: gettext_lazy(
        "In development on %(day)s: nobody can start on it before it is approved and has a training provider."
    ),
    StandardStatus.PROPOSED: gettext_lazy("Only proposed on %(day)s: nobody can start on it."),
    StandardStatus.PAUSED: gettext_lazy(
        "Paused: no new starts for now. The register of %(day)s does not say since when."
    ),
    StandardStatus.RETIRED: gettext_lazy("Retired: no new starts. The register of %(day)s does not say since when."),
    StandardStatus.DEFUNDED: gettext_lazy(
        "No longer funded: no new starts. The register of %(day)s does not say since when."
    ),
}
_UNDER_REVISION = gettext_lazy(
    "Under revision: you can still start on the present version while the next is written, as the register stood "
    "on %(day)s."
)
_FOR_STAFF = gettext_lazy(
    "A short course for people whom an employer already has: not a way to start a career. Listed on %(day)s."
)


class UnknownStandardError(Exception):
    """No standard, foundation apprenticeship or unit has this reference or code; `code` is what was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class StandardSummary:
    """A row of the register, as lists and links show it.

    `level` is None and `sector` empty where the register has none; `max_funding` is in pounds,
    `typical_months` in months, both figures with a reason where the register says nothing.
    """

    reference: str
    kind: str
    title: str
    level: int | None
    sector: str
    status: str
    status_words: str
    is_under_revision: bool
    version: str
    max_funding: Figure
    typical_months: Figure
    degree: str
    leads_to_recognition: bool
    address: str

    @property
    def is_open(self) -> bool:
        """Whether it can be started: live, or an existing standard under revision; units are for staff."""
        return self.status == StandardStatus.LIVE or self.is_under_revision

    @property
    def is_for_school_leavers(self) -> bool:
        """Apprenticeship units never are."""
        return self.kind != StandardKind.UNIT

    @property
    def kind_words(self) -> str:
        """What it is, in words."""
        return str(StandardKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class CodeOf2021:
    """What the list of July 2021 said. `last_start` may be of an older version: never read it as a closing date."""

    lars_code: str
    title: str
    pathway: str
    cluster: str
    ssa1: str
    ssa2: str
    regulated_body: str
    last_start: date | None
    release: ReleaseRef


@dataclass(frozen=True, slots=True)
class RateYear:
    """One academic year: people who left, and the share of them who had finished, in per cent."""

    year: str
    leavers: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class StandardDetail:
    """Everything the page of a standard shows of it; years oldest first.

    `for_all` are the rates of all standards together in the same years, to compare with.
    """

    summary: StandardSummary
    release: ReleaseRef
    codes: tuple[CodeOf2021, ...]
    rates: tuple[RateYear, ...]
    for_all: tuple[RateYear, ...]

    @property
    def latest(self) -> RateYear | None:
        """The latest year, or None when no rates are published for the standard."""
        return self.rates[-1] if self.rates else None

    @property
    def formerly(self) -> tuple[str, ...]:
        """Titles of 2021 that differ from the present one."""
        now = self.summary.title.casefold()
        return tuple(code.title for code in self.codes if code.title.casefold() != now)


@dataclass(frozen=True, slots=True)
class ProviderRate:
    """A provider's leavers and rate in a year; `name` is empty where no list that we hold names it."""

    ukprn: str
    name: str
    leavers: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class ProviderRates:
    """Providers that had leavers of a standard in `year`, by name; `years` are those held, oldest first."""

    reference: str
    title: str
    year: str
    years: tuple[str, ...]
    rows: tuple[ProviderRate, ...]


@dataclass(frozen=True, slots=True)
class StandardRate:
    """A standard's leavers and rate with one provider in a year."""

    reference: str
    title: str
    year: str
    leavers: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class RatesOfProvider:
    """A provider's rates: all standards together by year, oldest first, and each standard in the latest year."""

    ukprn: str
    overall: tuple[RateYear, ...]
    by_standard: tuple[StandardRate, ...]


def standard_detail(facts: Facts, reference: str) -> StandardDetail:
    """A standard as the register, the list of 2021 and the achievement rates have it; three SQL statements.

    Raises UnknownStandardError.
    """
    summary, release_id = _summary_of(facts, reference)
    codes = StandardCode.objects.of_releases(facts.editions.of(CODES)).filter(reference=summary.reference)
    held = AchievementRate.objects.of_releases(facts.editions.of(RATES)).filter(ukprn=ALL)
    rows = list(held.filter(reference__in=[summary.reference, ALL]).order_by("year"))
    own = [row for row in rows if row.reference == summary.reference]
    years = {row.year for row in own}
    others = [row for row in rows if row.reference == ALL and row.year in years]
    return StandardDetail(
        summary=summary,
        release=facts.editions.ref(release_id),
        codes=tuple(_code(facts, row) for row in codes.order_by("lars_code")),
        rates=tuple(_rate_year(facts, row, summary.title) for row in own),
        for_all=tuple(_rate_year(facts, row, "") for row in others),
    )


def standards_by_reference(facts: Facts, references: Iterable[str]) -> dict[str, StandardSummary]:
    """Those of the references that the register has, by reference; one SQL statement."""
    asked = {_tidy_reference(reference) for reference in references}
    rows = Standard.objects.of_releases(facts.editions.of(REGISTER)).filter(reference__in=asked).order_by("reference")
    return {row.reference: _summary(facts, row) for row in rows}


def reference_of_lars(facts: Facts, lars_code: str) -> str:
    """The reference that the list of 2021 gives a LARS code, which is text; one SQL statement.

    Raises UnknownStandardError: also for standards approved after July 2021, whose codes are not held.
    """
    rows = StandardCode.objects.of_releases(facts.editions.of(CODES)).filter(lars_code=lars_code.strip())
    found = rows.order_by("reference").values_list("reference", flat=True).first()
    if found is None:
        raise UnknownStandardError(lars_code)
    return str(found)


def provider_rates(facts: Facts, reference: str, year: str = "") -> ProviderRates:
    """Leavers and rates of a standard with each provider in a year, the latest when none is given, by name.

    A year that is not held has no rows. Rates that are held back stay so. Three SQL statements.
    Raises UnknownStandardError.
    """
    summary, _release = _summary_of(facts, reference)
    held = AchievementRate.objects.of_releases(facts.editions.of(RATES)).exclude(ukprn=ALL)
    rows = list(held.filter(reference=summary.reference).order_by("year", "ukprn"))
    years = tuple(dict.fromkeys(row.year for row in rows))
    chosen = year or (years[-1] if years else "")
    rows = [row for row in rows if row.year == chosen]
    names = provider_names(facts, [row.ukprn for row in rows]) if rows else {}
    found = [ProviderRate(row.ukprn, names.get(row.ukprn, ""), *_figures(facts, row, summary.title)) for row in rows]
    # Those without a name come last, by number.
    found.sort(key=lambda provider: (not provider.name, provider.name.casefold(), provider.ukprn))
    return ProviderRates(summary.reference, summary.title, chosen, years, tuple(found))


def rates_of_provider(facts: Facts, ukprn: str) -> RatesOfProvider:
    """A provider's rates by year, and by standard in the latest year, by title; two SQL statements.

    Empty for a provider that has none: who is a provider is told by the lists of providers.
    """
    held = AchievementRate.objects.of_releases(facts.editions.of(RATES)).filter(ukprn=ukprn)
    rows = list(held.order_by("year", "reference"))
    overall = [row for row in rows if row.reference == ALL]
    each = [row for row in rows if row.reference != ALL]
    latest = [row for row in each if row.year == each[-1].year]
    standards = standards_by_reference(facts, [row.reference for row in latest]) if latest else {}
    titles = {reference: standard.title for reference, standard in standards.items()}
    found = [
        StandardRate(row.reference, title, row.year, *_figures(facts, row, title))
        for row in latest
        for title in [titles.get(row.reference, row.reference)]
    ]
    found.sort(key=lambda standard: (standard.title.casefold(), standard.reference))
    return RatesOfProvider(ukprn, tuple(_rate_year(facts, row, "") for row in overall), tuple(found))


def provider_names(facts: Facts, ukprns: Sequence[str], first: str = PROVIDER_LISTS[0]) -> dict[str, str]:
    """Names by UKPRN from the lists of providers that are held, as the list `first` has them; one SQL statement."""
    lists = dict.fromkeys((first, *PROVIDER_LISTS))
    order = {release: place for place, release in enumerate(facts.editions.of(*lists))}
    rows = Provider.objects.of_releases(order).filter(ukprn__in=set(ukprns)).values_list("ukprn", "name", "release_id")
    ranked = sorted(rows, key=lambda row: (order[row[2]], row[1]), reverse=True)
    return {ukprn: name for ukprn, name, _release in ranked}


def _tidy_reference(reference: str) -> str:
    return reference.strip().upper()


def _summary_of(facts: Facts, reference: str) -> tuple[StandardSummary, int]:
    rows = Standard.objects.of_releases(facts.editions.of(REGISTER)).filter(reference=_tidy_reference(reference))
    row = rows.first()
    if row is None:
        raise UnknownStandardError(reference)
    return _summary(facts, row), row.release_id


def _summary(facts: Facts, row: Standard) -> StandardSummary:
    return StandardSummary(
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        level=row.level,
        sector=row.sector,
        status=row.status,
        status_words=status_words(row, facts.editions.ref(row.release_id).period),
        is_under_revision=row.is_under_revision,
        version=row.version,
        max_funding=_of_register(facts, row, "max_funding", Unit.POUNDS),
        typical_months=_of_register(facts, row, "typical_months", Unit.MONTHS),
        degree=row.degree,
        leads_to_recognition=row.leads_to_recognition,
        address=f"{PAGE}{row.address_slug}" if row.address_slug else "",
    )


def status_words(row: Standard, day: str) -> str:
    """Whether it can be started, in a sentence; `day` is the day of the register, in words."""
    words = _UNDER_REVISION if row.is_under_revision else _STATUS_WORDS[row.status]
    if row.kind == StandardKind.UNIT and row.status == StandardStatus.LIVE:
        words = _FOR_STAFF
    return str(words) % {"day": day}


def _of_register(facts: Facts, row: Standard, name: str, unit: Unit) -> Figure:
    value = getattr(row, name)
    ref = facts.editions.ref(row.release_id)
    return Figure(
        measure=name,
        value=value,
        unit=unit,
        period=ref.period,
        area=facts.places.ref(ENGLAND),
        level=LevelRef(row.reference, row.title, "standard"),
        population=_("the whole apprenticeship, for one apprentice"),
        release=ref,
        reason="" if value is not None else row.marks.get(name, Reason.NOT_PUBLISHED),
    )


def _code(facts: Facts, row: StandardCode) -> CodeOf2021:
    names = (row.lars_code, row.title, row.pathway, row.cluster, row.ssa1, row.ssa2, row.regulated_body)
    return CodeOf2021(*names, row.last_start, facts.editions.ref(row.release_id))


def _rate_year(facts: Facts, row: AchievementRate, title: str) -> RateYear:
    return RateYear(row.year, *_figures(facts, row, title))


def _figures(facts: Facts, row: AchievementRate, title: str) -> tuple[Figure, Figure]:
    """Leavers and rate; a rate of few leavers says so, one that is held back stays without value."""
    few = row.rate is not None and row.leavers is not None and row.leavers < FEW_LEAVERS
    warning = _("Fewer than %(few)s people left, so this can change a lot from one year to the next.")
    return (
        _rate_figure(facts, row, title, "leavers", Unit.LEAVERS, _("Rounded to the nearest ten.")),
        _rate_figure(facts, row, title, "rate", Unit.PERCENT, warning % {"few": FEW_LEAVERS} if few else ""),
    )


def _rate_figure(facts: Facts, row: AchievementRate, title: str, name: str, unit: Unit, note: str) -> Figure:
    value = tidy(getattr(row, name))
    all_standards = LevelRef(ALL, _("all apprenticeships"), "standards")
    return Figure(
        measure="leavers" if name == "leavers" else "achievement_rate",
        value=value,
        unit=unit,
        period=_("academic year %(year)s") % {"year": row.year},
        area=facts.places.ref(ENGLAND),
        level=all_standards if row.reference == ALL else LevelRef(row.reference, title, "standard"),
        population=_("people of every age whose apprenticeship ended in the year"),
        release=facts.editions.ref(row.release_id),
        quality=Quality.NOT_STATED,
        reason="" if value is not None else row.marks.get(name, Reason.NOT_PUBLISHED),
        note=note if value is not None else "",
    )
