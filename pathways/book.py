"""The book of routes: links, ways in, standards and T Levels of the editions that answer, read once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Sum

from evidence.queries import Editions
from pathways import models as m
from pathways.enums import Confidence, LinkBasis, LinkKind, OfferStatus, OverrideDecision, StandardKind, StandardStatus

Key = tuple[str, str]
SOURCES = (
    *("waymark-links", "waymark-entries", "waymark-courses", "waymark-offer-dates", "waymark-standard-rules"),
    *("apprenticeship-standards", "apprenticeship-provider-standards", "tlevels", "waymark-tlevel-status"),
    *("tlevel-specialisms", "ofqual-approved", "cah-current", "cah-subjects"),
)
"""What the book is read from: another edition of one of these makes another book, one of pay does not."""

CONFIDENCE_ORDER = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


@dataclass(frozen=True, slots=True)
class LinkRef:
    """A link as it stands after editors' decisions; `checked` when an editor confirmed or added it."""

    kind: str
    source: str
    target: str
    role: str
    basis: str
    confidence: str
    note: str = ""
    checked: bool = False

    @property
    def order(self) -> tuple[int, str, str]:
        """Surest first, then by codes."""
        return (CONFIDENCE_ORDER[Confidence(self.confidence)], self.source, self.target)


@dataclass(frozen=True, slots=True)
class StandardRef:
    """An apprenticeship standard in the light form that routes need. `months` or `max_funding` None: not in the list.

    `asks` and `min_age` come from our editors' rules; `entry_level` too, else from the standard's level.
    `starts` counts people who started on it in the years held: it only puts the usual one first.
    """

    reference: str
    title: str
    level: int | None
    months: int | None
    max_funding: int | None
    kind: str
    status: str
    sector: str
    is_under_revision: bool
    entry_level: int | None = None
    min_age: int | None = None
    asks: str = ""
    note: str = ""
    starts: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it can be started now: live, or an existing standard under revision."""
        return self.status == StandardStatus.LIVE or self.is_under_revision

    @property
    def can_be_taken(self) -> bool:
        """Whether it may stand as a way in: open now, and no short course for employers' staff."""
        return self.is_open and self.is_for_school_leavers

    @property
    def is_for_school_leavers(self) -> bool:
        """Apprenticeship units are short courses for employers' staff and no route at all."""
        return self.kind != StandardKind.UNIT


@dataclass(frozen=True, slots=True)
class TLevelRef:
    """One version of a T Level with when it can be started."""

    number: int
    name: str
    sector: str
    first_start: date | None
    last_start: date | None
    status: str
    replaced_by: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can still be started."""
        return self.status == OfferStatus.OPEN


@dataclass(frozen=True, slots=True)
class SpecialismRef:
    """An occupational specialism and the versions of T Levels that offer it."""

    number: int
    name: str
    tlevels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntryRef:
    """How people get into an occupation."""

    soc2020: str
    usual_level: int
    degree: str
    direct_entry: str
    gcse: str
    min_age: int | None
    regulator: str
    licence: str
    checks: tuple[str, ...]
    summary: str
    basis: str


@dataclass(frozen=True, slots=True)
class CourseRef:
    """A course, training or licence that leads into an occupation."""

    soc2020: str
    step: str
    title: str
    qans: tuple[str, ...]
    level: int | None
    months: int | None
    mode: str
    role: str
    asks: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class OfferWindow:
    """When a kind of offer opens and closes."""

    offer: str
    title: str
    first_start: date | None
    last_start: date | None
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the routes are made of, by public code."""

    forward: dict[tuple[str, str], tuple[LinkRef, ...]]
    backward: dict[tuple[str, str], tuple[LinkRef, ...]]
    standards: dict[str, StandardRef]
    tlevels: dict[int, TLevelRef]
    specialisms: dict[int, SpecialismRef]
    entries: dict[str, EntryRef]
    courses: dict[str, tuple[CourseRef, ...]]
    degree_subjects: dict[str, str]
    offers: dict[str, OfferWindow]
    qualifications: dict[str, str] = field(default_factory=dict)

    def links(self, kind: str, source: str) -> tuple[LinkRef, ...]:
        """Links from a code, surest first."""
        return self.forward.get((kind, source), ())

    def linked_from(self, kind: str, target: str) -> tuple[LinkRef, ...]:
        """Links to a code, surest first."""
        return self.backward.get((kind, target), ())

    def all_links(self) -> Iterable[LinkRef]:
        """Every link, by kind and source, surest first."""
        for key in sorted(self.forward):
            yield from self.forward[key]

    def newest(self, number: int) -> TLevelRef | None:
        """The version of a T Level that can be started in its place; itself when it is open or has no successor.

        None for a number that the list of T Levels, an edition of its own, does not have.
        """
        seen: set[int] = set()
        version = self.tlevels.get(number)
        while version and not version.is_open and version.replaced_by and version.number not in seen:
            seen.add(version.number)
            version = self.tlevels.get(version.replaced_by[0], version)
        return version

    def specialism(self, code: str) -> SpecialismRef | None:
        """The specialism that a link names by its number; None for one that no list has."""
        return self.specialisms.get(int(code)) if code.isdecimal() else None

    def can_be_started(self, specialism: SpecialismRef) -> tuple[TLevelRef, ...]:
        """The versions of T Levels to start for a specialism, in place of those that were replaced; each once."""
        versions = (self.newest(number) for number in specialism.tlevels)
        return tuple(dict.fromkeys(version for version in versions if version and version.is_open))


def route_book(editions: Editions) -> Book:
    """The book as of these editions; one SQL statement when it is already in memory, about twelve when not."""
    return _book(decisions_stamp(), tuple(sorted(editions.of(*SOURCES))))


def forget_book() -> None:
    """Drop what was read; for tests that change rows in place."""
    _book.cache_clear()


def decisions_stamp() -> str:
    """Changes with every decision of an editor about a link; one SQL statement.

    The newest entry of their audit trail and how many there are: of two decisions made at once, the one that
    began first may be seen last, and then only the count tells.
    """
    trail = apps.get_model("pathways", "LinkOverrideEvent")
    seen = trail.objects.aggregate(newest=Max("pgh_id"), entries=Count("pgh_id"))
    return f"{seen['newest'] or 0}-{seen['entries']}"


@lru_cache(maxsize=4)
def _book(stamp: str, release_ids: tuple[int, ...]) -> Book:
    links = _links(release_ids)
    return Book(
        forward=_by(links, lambda link: (link.kind, link.source)),
        backward=_by(links, lambda link: (link.kind, link.target)),
        standards=_standards(release_ids),
        tlevels=_tlevels(release_ids),
        specialisms={
            row.number: SpecialismRef(row.number, row.name, tuple(row.tlevels))
            for row in _rows(m.Specialism, release_ids)
        },
        entries={row.soc2020: _entry(row) for row in _rows(m.OccupationEntry, release_ids)},
        courses=_courses(release_ids),
        # "cah-current" sorts before "cah-subjects": today's version first.
        degree_subjects=dict(
            m.DegreeSubject.objects.order_by("release__source_id", "code").values_list("code", "title")
        ),
        offers={row.offer: _offer(row) for row in _rows(m.OfferDate, release_ids)},
        qualifications=_named_qualifications(release_ids),
    )


def _rows(model: Any, release_ids: tuple[int, ...]) -> Any:
    return model.objects.of_releases(release_ids).order_by("pk")


def _by(
    links: Iterable[LinkRef], key: Callable[[LinkRef], tuple[str, str]]
) -> dict[tuple[str, str], tuple[LinkRef, ...]]:
    found: dict[tuple[str, str], list[LinkRef]] = {}
    for link in links:
        found.setdefault(key(link), []).append(link)
    return {name: tuple(sorted(group, key=lambda link: link.order)) for name, group in found.items()}


def _links(release_ids: tuple[int, ...]) -> list[LinkRef]:
    """Published and editorial links after the decisions: dropped ones left out, added ones put in.

    Degree subjects are named by their present codes; where two former ones became one, the surer link stays.
    """
    now = _present_subjects()
    decided = {_present((o.kind, o.source, o.target), now): o for o in m.LinkOverride.objects.all()}
    found: dict[tuple[str, str, str], LinkRef] = {}
    columns = ("kind", "source", "target", "role", "basis", "confidence", "note")
    for *names, role, basis, confidence, note in _rows(m.Link, release_ids).values_list(*columns):
        key = _present((names[0], names[1], names[2]), now)
        link = LinkRef(*key, role, basis, confidence, note)
        decision = decided.get(key)
        if decision is not None and decision.decision == OverrideDecision.DROP:
            continue
        if decision is not None:
            link = replace(link, role=decision.role or role, confidence=Confidence.HIGH, checked=True)
        if key not in found or link.order < found[key].order:
            found[key] = link
    for key, decision in decided.items():
        if decision.decision == OverrideDecision.ADD and key not in found:
            found[key] = LinkRef(
                *key, decision.role, LinkBasis.EDITORIAL, Confidence.HIGH, note=decision.reason, checked=True
            )
    return list(found.values())


def _present_subjects() -> dict[str, str]:
    """Former codes of degree subjects with the code that took each over (pathways.models.DegreeSubject.former)."""
    rows = m.DegreeSubject.objects.exclude(former=[]).order_by("code").values_list("code", "former")
    return {former: code for code, formers in rows for former in formers if former != code}


def _present(key: tuple[str, str, str], now: dict[str, str]) -> tuple[str, str, str]:
    kind, source, target = key
    if kind == LinkKind.OCCUPATION_DEGREE:
        return kind, source, now.get(target, target)
    return (kind, now.get(source, source), target) if kind == LinkKind.DEGREE_SUBJECT else key


def _standards(release_ids: tuple[int, ...]) -> dict[str, StandardRef]:
    rules = {row.reference: row for row in _rows(m.StandardRule, release_ids)}
    started = _started(release_ids)
    found = {}
    for row in _rows(m.Standard, release_ids):
        rule = rules.get(row.reference)
        found[row.reference] = StandardRef(
            reference=row.reference,
            title=row.title,
            level=row.level,
            months=row.typical_months,
            max_funding=row.max_funding,
            kind=row.kind,
            status=row.status,
            sector=row.sector,
            is_under_revision=row.is_under_revision,
            entry_level=rule.entry_level if rule else None,
            min_age=rule.min_age if rule else None,
            asks=rule.asks if rule else "",
            note=rule.note if rule else "",
            starts=started.get(row.reference, 0),
        )
    return found


def _started(release_ids: tuple[int, ...]) -> dict[str, int]:
    """Starts of each standard with all providers, in all years held; a count held back counts as none."""
    rows = m.ProviderStandard.objects.of_releases(release_ids).exclude(reference="").values("reference")
    return {row["reference"]: int(row["total"] or 0) for row in rows.annotate(total=Sum("starts")).order_by()}


def _tlevels(release_ids: tuple[int, ...]) -> dict[int, TLevelRef]:
    states = {row.number: row for row in _rows(m.TLevelStatus, release_ids)}
    found = {}
    for row in _rows(m.TLevel, release_ids):
        state = states.get(row.number)
        first = state.first_start if state else date(row.start_year, 9, 1)
        found[row.number] = TLevelRef(
            *(row.number, row.name, row.sector, first),
            *((state.last_start, state.status, tuple(state.replaced_by)) if state else (None, OfferStatus.OPEN, ())),
        )
    return found


def _entry(row: m.OccupationEntry) -> EntryRef:
    return EntryRef(
        *(row.soc2020, row.usual_level, row.degree, row.direct_entry, row.gcse, row.min_age),
        *(row.regulator, row.licence, tuple(row.checks), row.summary, row.basis),
    )


def _offer(row: m.OfferDate) -> OfferWindow:
    return OfferWindow(row.offer, row.title, row.first_start, row.last_start, row.basis, row.note)


def _courses(release_ids: tuple[int, ...]) -> dict[str, tuple[CourseRef, ...]]:
    found: dict[str, list[CourseRef]] = {}
    for row in _rows(m.OccupationCourse, release_ids):
        found.setdefault(row.soc2020, []).append(
            CourseRef(
                *(row.soc2020, row.step, row.title, tuple(row.qans), row.level, row.months),
                *(row.mode, row.role, row.asks, row.outcome, row.note),
            )
        )
    return {soc2020: tuple(rows) for soc2020, rows in found.items()}


def _named_qualifications(release_ids: tuple[int, ...]) -> dict[str, str]:
    """Titles of the qualifications that courses name."""
    named = {qan for qans in _rows(m.OccupationCourse, release_ids).values_list("qans", flat=True) for qan in qans}
    return dict(_rows(m.Qualification, release_ids).filter(qan__in=named).values_list("qan", "title"))
