"""Reads of degree subjects and school subjects, and of the points of their grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure, LevelRef, Unit
from evidence.queries import Editions
from lmi.enums import Sex
from lmi.queries.context import Facts
from lmi.register import ENGLAND
from pathways.importers.degree_subjects import CURRENT, EARLIER
from pathways.models import DegreeSubject, SubjectEntry, TariffPoints
from pathways.queries.figures import route_figure
from pathways.queries.outcomes import (
    GraduateGroup,
    IndustryOfGraduates,
    MedianSpread,
    ProviderOutcomes,
    graduate_groups,
    graduate_industries,
    median_spread,
    outcomes_of_provider,
)
from pathways.subjects import SchoolSubject, Stage, school_subject

ENTRIES, TARIFF = "a-level-entries", "ucas-tariff"


class UnknownDegreeSubjectError(Exception):
    """No version of the hierarchy has this code; `code` is what was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """A degree subject. `now` is the code that took its place; empty when it stands today."""

    code: str
    title: str
    level: int
    now: str = ""

    @property
    def slug(self) -> str:
        """The readable end of an address."""
        return slugify(self.title)

    @property
    def is_current(self) -> bool:
        """Whether the present version still has it."""
        return not self.now


@dataclass(frozen=True, slots=True)
class DegreeSubjects:
    """Both versions of the hierarchy by code, in the order of codes."""

    by_code: Mapping[str, SubjectRef]

    def __getitem__(self, code: str) -> SubjectRef:
        """The subject, of either version; raises UnknownDegreeSubjectError."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownDegreeSubjectError(code) from None

    def current(self, code: str) -> SubjectRef:
        """Today's subject for a code of either version; raises UnknownDegreeSubjectError."""
        found = self[code]
        return self[found.now] if found.now else found

    def of_level(self, level: int) -> tuple[SubjectRef, ...]:
        """Today's subjects of a level."""
        return tuple(one for one in self.by_code.values() if one.level == level and one.is_current)

    def parents(self, code: str) -> tuple[SubjectRef, ...]:
        """The wider subjects, widest first."""
        return tuple(self[code[:n]] for n in (5, 8) if n < len(code))

    def children(self, code: str) -> tuple[SubjectRef, ...]:
        """The subjects of the next level."""
        depth = self[code].level + 1
        return tuple(one for one in self.of_level(depth) if one.code.startswith(f"{code}-"))

    def formers(self, code: str) -> tuple[SubjectRef, ...]:
        """What the subject, or its parts, were called before."""
        return tuple(one for one in self.by_code.values() if one.now == code)

    def level_ref(self, code: str, asked: str = "") -> LevelRef:
        """The light form for figures; "" is all subjects together. `asked` is the narrower code asked for."""
        if not code:
            return LevelRef("", str(_("All subjects")), "degree_subject")
        return LevelRef(code, self[code].title, "degree_subject", self[asked].title if asked not in ("", code) else "")


@lru_cache(maxsize=8)
def _degree_subjects(etag: str, current: tuple[int, ...]) -> DegreeSubjects:
    rows = list(DegreeSubject.objects.order_by("code").values_list("code", "title", "level", "release_id", "former"))
    now = {former: code for code, _title, _level, _release, formers in rows for former in formers}
    return DegreeSubjects(
        {
            code: SubjectRef(code, title, level, "" if release in current else now.get(code, ""))
            for code, title, level, release, _formers in rows
        }
    )


def degree_subjects(facts: Facts) -> DegreeSubjects:
    """The register of degree subjects; one SQL statement, none when it was read before."""
    editions: Editions = facts.editions
    return _degree_subjects(editions.etag, tuple(editions.of(CURRENT) or editions.of(EARLIER)))


def forget_degree_subjects() -> None:
    """Drop what was read; for tests that change the register in place."""
    _degree_subjects.cache_clear()


@dataclass(frozen=True, slots=True)
class DegreeSubjectDetail:
    """A degree subject of today. `asked` is the earlier code it was asked by, if it was.

    `groups` are what providers' graduates earned and did, published under this very subject; `spread` is our
    own computation over their medians, None for too few. `industries` are of `industries_of`, which is a wider
    subject where this one is narrower than LEO publishes (CAH level 2), and empty for several of those.
    """

    subject: SubjectRef
    asked: SubjectRef | None
    parents: tuple[SubjectRef, ...]
    children: tuple[SubjectRef, ...]
    formers: tuple[SubjectRef, ...]
    groups: tuple[GraduateGroup, ...]
    spread: MedianSpread | None
    industries_of: SubjectRef | None
    industries: tuple[IndustryOfGraduates, ...]


def degree_subject_detail(facts: Facts, cah: str, *, years_after: int = 5) -> DegreeSubjectDetail:
    """A degree subject with its neighbours and outcomes; three SQL statements.

    Raises UnknownDegreeSubjectError. An earlier code is answered by the subject that took its place.
    """
    subjects = degree_subjects(facts)
    asked, subject = subjects[cah], subjects.current(cah)
    groups = graduate_groups(facts, [subject.code], subjects.level_ref)
    wide = _level_two(subjects, subject)
    level = subjects.level_ref(wide.code, _narrower(subjects, subject, wide)) if wide else None
    return DegreeSubjectDetail(
        subject=subject,
        asked=None if asked.is_current else asked,
        parents=subjects.parents(subject.code),
        children=subjects.children(subject.code),
        formers=subjects.formers(subject.code),
        groups=groups,
        spread=median_spread(groups),
        industries_of=wide,
        industries=graduate_industries(facts, wide.code, level, years_after=years_after) if wide and level else (),
    )


def _level_two(subjects: DegreeSubjects, subject: SubjectRef) -> SubjectRef | None:
    """The level 2 subject that LEO answers with; None for a top group that has several."""
    if subject.level >= 2:
        return subjects[subject.code[:8]]
    parts = subjects.children(subject.code)
    return parts[0] if len(parts) == 1 else None


def _narrower(subjects: DegreeSubjects, subject: SubjectRef, wide: SubjectRef) -> str:
    """The code that a wider subject stands in for; "" where both hold the same courses."""
    return subject.code if subject.level > wide.level and len(subjects.children(wide.code)) > 1 else ""


def provider_outcomes(facts: Facts, ukprn: str) -> ProviderOutcomes:
    """All that was published about a provider's graduates, by subject; three SQL statements at most.

    Raises pathways.queries.outcomes.NoOutcomesError.
    """
    return outcomes_of_provider(facts, ukprn, degree_subjects(facts).level_ref)


GRADE_WORDS: Mapping[str, Promise] = {
    "grade_a_star": gettext_lazy("A*"),
    "grade_a": gettext_lazy("A or better"),
    "grade_b": gettext_lazy("B or better"),
    "grade_c": gettext_lazy("C or better"),
    "grade_d": gettext_lazy("D or better"),
    "grade_e": gettext_lazy("E or better"),
}


@dataclass(frozen=True, slots=True)
class GradeShare:
    """The share of entries that reached a grade or better; `title` is the grade in words."""

    grade: str
    title: str
    share: Figure


@dataclass(frozen=True, slots=True)
class EntryYear:
    """One summer's entries and grades."""

    year: int
    entries: Figure
    grades: tuple[GradeShare, ...]


@dataclass(frozen=True, slots=True)
class EntrySeries:
    """Entries of everybody, of girls or of boys, oldest summer first."""

    sex: str
    title: str
    years: tuple[EntryYear, ...]


@dataclass(frozen=True, slots=True)
class SchoolSubjectDetail:
    """A school subject with its A level entries; `series` is empty where DfE publishes none, and `note` says so.

    `girls_percent` is the girls' share of the last summer's entries, worked out by us; None without entries.
    """

    subject: SchoolSubject
    series: tuple[EntrySeries, ...]
    girls_percent: Figure | None
    note: str

    @property
    def latest(self) -> EntryYear | None:
        """Everybody's last summer."""
        return self.series[0].years[-1] if self.series else None


def school_subject_detail(facts: Facts, stage: str, slug: str) -> SchoolSubjectDetail:
    """A school subject with its entries since 1996, or since it has been counted on its own; one SQL statement.

    Raises pathways.subjects.UnknownSchoolSubjectError.
    """
    subject = school_subject(stage, slug)
    if not subject.entries_name:
        return SchoolSubjectDetail(subject, (), None, _no_entries(subject))
    rows = SubjectEntry.objects.of_releases(facts.editions.of(ENTRIES)).filter(slug=slug).order_by("year")
    by_sex: dict[str, list[SubjectEntry]] = defaultdict(list)
    for row in rows:
        by_sex[row.sex].append(row)
    series = tuple(
        EntrySeries(sex, str(title), tuple(_entry_year(facts, subject, row) for row in by_sex[sex]))
        for sex, title in _SEX_WORDS.items()
        if by_sex[sex]
    )
    girls = _girls(facts, subject, by_sex)
    first = series[0].years[0].year if series else 0
    note = _("Counted on its own since %(year)d only.") % {"year": first} if first > 1996 else ""
    return SchoolSubjectDetail(subject, series, girls, note)


_SEX_WORDS: Mapping[str, Promise] = {
    Sex.ALL: gettext_lazy("everybody"),
    Sex.FEMALE: gettext_lazy("girls"),
    Sex.MALE: gettext_lazy("boys"),
}


def _no_entries(subject: SchoolSubject) -> str:
    if subject.stage == Stage.GCSE:
        return _("No figures of GCSE entries are held here.")
    return _("The Department for Education counts entries in this subject together with others.")


def _level(subject: SchoolSubject) -> LevelRef:
    return LevelRef(subject.code, str(subject.title), "school_subject")


def _entry_year(facts: Facts, subject: SchoolSubject, row: SubjectEntry) -> EntryYear:
    who = _("A level entries of students aged 16 to 18, %(who)s") % {"who": _SEX_WORDS[row.sex]}

    def figure(measure: str, value: float | None, unit: Unit) -> Figure:
        column = measure.removeprefix("share_at_")
        return route_figure(
            facts, measure, value, unit, release_id=row.release_id, level=_level(subject), population=who,
            area=ENGLAND, period=_("summer %(year)d") % {"year": row.year}, mark=row.marks.get(column, ""),
        )  # fmt: skip

    grades = tuple(
        GradeShare(name, str(title), figure(f"share_at_{name}", getattr(row, name), Unit.PERCENT))
        for name, title in GRADE_WORDS.items()
    )
    return EntryYear(row.year, figure("entries", row.entries, Unit.ENTRIES), grades)


def _girls(facts: Facts, subject: SchoolSubject, by_sex: Mapping[str, Sequence[SubjectEntry]]) -> Figure | None:
    if not by_sex.get(Sex.FEMALE) or not by_sex.get(Sex.MALE):
        return None
    girls, boys = by_sex[Sex.FEMALE][-1], by_sex[Sex.MALE][-1]
    both = (girls.entries or 0) + (boys.entries or 0)
    if girls.year != boys.year or not both:
        return None
    return route_figure(
        facts,
        "girls_share_of_entries",
        round(100 * (girls.entries or 0) / both, 1),
        Unit.PERCENT,
        release_id=girls.release_id,
        level=_level(subject),
        population=_("A level entries of students aged 16 to 18"),
        area=ENGLAND,
        period=_("summer %(year)d") % {"year": girls.year},
        note=_("Worked out by Waymark from the entries of girls and of boys."),
    )


@dataclass(frozen=True, slots=True)
class TariffGrade:
    """A grade and its points; `to_confirm` when they have yet to be held against the published table."""

    grade: str
    points: Figure
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class TariffTable:
    """The grades of a qualification, most points first; `size` is its guided learning hours, or empty."""

    qualification: str
    size: str
    grades: tuple[TariffGrade, ...]


def tariff(facts: Facts) -> tuple[TariffTable, ...]:
    """UCAS Tariff points by qualification, by name and size; one SQL statement."""
    rows = TariffPoints.objects.of_releases(facts.editions.of(TARIFF)).order_by("qualification", "size", "-points")
    held: dict[tuple[str, str], list[TariffPoints]] = defaultdict(list)
    for row in rows:
        held[row.qualification, row.size].append(row)
    return tuple(
        TariffTable(name, size, tuple(_tariff_grade(facts, row) for row in found))
        for (name, size), found in held.items()
    )


def _tariff_grade(facts: Facts, row: TariffPoints) -> TariffGrade:
    title = f"{row.qualification} ({row.size})" if row.size else row.qualification
    note = str(_("To be confirmed against the published table.")) if row.note else ""
    points = route_figure(
        facts,
        "tariff_points",
        row.points,
        Unit.TARIFF_POINTS,
        release_id=row.release_id,
        level=LevelRef(slugify(title), title, "qualification"),
        population=_("grade %(grade)s") % {"grade": row.grade},
        note=note,
    )
    return TariffGrade(row.grade, points, bool(row.note))
