"""What stands beside employers' preferences: people in the work by qualification, and what universities state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from employers.enums import Weight
from employers.models import SubjectStatement
from employers.queries.titles import key_of, title_of
from evidence.figures import Figure, Reason, ReleaseRef, Unit
from lmi.enums import OutlookBreakdown
from lmi.queries.context import Facts
from lmi.queries.outlook import outlook_of
from lmi.register import ALL_OCCUPATIONS, UK
from pathways.book import Book
from pathways.enums import LinkKind, LinkRole, StatementBasis
from pathways.models import CourseFamily

FAMILIES = "waymark-course-families"
MOST_FAMILIES = 8
_QUALIFICATIONS: Mapping[str, Promise] = {
    "rqf8": _("Doctorate (Level 8)"),
    "rqf7": _("Master’s or other higher degree (Level 7)"),
    "rqf6": _("First degree (Level 6)"),
    "rqf5": _("Foundation degree, nursing, teaching (Level 5)"),
    "rqf4": _("Higher education below a degree (Level 4)"),
    "rqf3": _("A levels or equal (Level 3)"),
    "rqf2": _("GCSEs at grade 4 or above, or equal (Level 2)"),
    "rqf1": _("GCSEs below grade 4, or equal (Level 1)"),
    "none": _("No qualification"),
}


@dataclass(frozen=True, slots=True)
class MixPart:
    """People in the work whose highest qualification this is, in the projection's base year."""

    category: str
    title: str
    people: Figure


def qualification_mix(facts: Facts, soc2020: str, area: str = "") -> tuple[MixPart, ...]:
    """People by highest qualification, highest first, at the level the projection has: a sub-major group or wider.

    Of the LSIP area or England; empty outside England and for all occupations together where nothing is held.
    One SQL statement.
    """
    outlook = outlook_of(facts, soc2020 or ALL_OCCUPATIONS, area or UK, parts=True)
    if outlook is None:
        return ()
    parts = {p.category: p.first for p in outlook.parts if p.breakdown == OutlookBreakdown.QUALIFICATION}
    return tuple(
        MixPart(category, str(title), parts[category])
        for category, title in _QUALIFICATIONS.items()
        if category in parts
    )


def routes_of_people(facts: Facts, soc2020: str, area: str = "") -> Figure:
    """By which routes people came into the work: nothing is held, and the figure says so."""
    return facts.missing(
        "people_by_route", Unit.PEOPLE, Reason.NOT_HELD, code=soc2020 or ALL_OCCUPATIONS, area=area or UK
    )


@dataclass(frozen=True, slots=True)
class CourseAsks:
    """What degree courses of a family ask for, as our editors sum it up; `address` is a published example, or ""."""

    family: str
    title: str
    required: str
    preferred: str
    basis: str
    address: str
    source_title: str

    @property
    def is_seen(self) -> bool:
        """Whether it was read on a university's page."""
        return self.basis == StatementBasis.SEEN and bool(self.address)


@dataclass(frozen=True, slots=True)
class ProviderStates:
    """What one university or college itself states for courses of a degree subject; `pk` of the statement."""

    pk: int
    provider: str
    degree_subject: str
    course: str
    required: tuple[str, ...]
    preferred: tuple[str, ...]
    address: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Universities:
    """What is stated for the degree subjects that lead to the work; `more` families are left out."""

    families: tuple[CourseAsks, ...]
    more: int
    statements: tuple[ProviderStates, ...]
    releases: tuple[ReleaseRef, ...]


def universities(facts: Facts, book: Book, today: date, soc2020: str) -> Universities:
    """Statements for the degree subjects linked to an occupation or the occupations of a group.

    Families linked to most of the group's occupations first, needed and usual degrees before useful ones, then
    A to Z. Nothing for all occupations together. Three SQL statements.
    """
    weights = _degrees_of(facts, book, soc2020)
    if not weights:
        return Universities((), 0, (), ())
    releases = facts.editions.of(FAMILIES)
    rows = CourseFamily.objects.of_releases(releases).order_by("title")
    held = [(_weight(family, weights), family) for family in rows if weights.keys() & set(family.subjects)]
    held.sort(key=lambda pair: (-pair[0], pair[1].title))
    return Universities(
        families=tuple(_asks(family) for _weight, family in held[:MOST_FAMILIES]),
        more=max(0, len(held) - MOST_FAMILIES),
        statements=_statements(book, today, set(weights)),
        releases=tuple(facts.editions.ref(pk) for pk in releases),
    )


def _degrees_of(facts: Facts, book: Book, soc2020: str) -> dict[str, int]:
    """Degree subjects of the group's occupations with their weight: 2 a link that says needed or usual, else 1."""
    if soc2020 in ("", ALL_OCCUPATIONS):
        return {}
    found: dict[str, int] = {}
    for unit in facts.soc.units_in(soc2020):
        for link in book.links(LinkKind.OCCUPATION_DEGREE, unit.code):
            weight = 2 if link.role in (LinkRole.QUALIFIES, LinkRole.REQUIRED, LinkRole.USUAL) else 1
            found[link.target] = found.get(link.target, 0) + weight
    return found


def _weight(family: CourseFamily, weights: Mapping[str, int]) -> int:
    return max(weights.get(code, 0) for code in family.subjects)


def _asks(family: CourseFamily) -> CourseAsks:
    return CourseAsks(
        family.family, family.title, family.required, family.preferred, family.basis, family.source_address,
        family.source_title,
    )  # fmt: skip


def _statements(book: Book, today: date, degrees: set[str]) -> tuple[ProviderStates, ...]:
    rows = SubjectStatement.objects.published(today).filter(degree_subject__in=degrees)
    rows = rows.select_related("organisation").prefetch_related("stated").order_by("organisation__name", "pk")
    return tuple(_states(book, row) for row in rows)


def _states(book: Book, row: SubjectStatement) -> ProviderStates:
    def titles(weight: str) -> tuple[str, ...]:
        named = [one for one in row.stated.all() if one.weight == weight]
        return tuple(
            f"{title_of(book, key_of(one.kind, one.subject))}{f' ({one.grade})' if one.grade else ''}" for one in named
        )

    return ProviderStates(
        pk=row.pk,
        provider=row.organisation.name,
        degree_subject=book.degree_subjects.get(row.degree_subject, row.degree_subject),
        course=row.course,
        required=titles(Weight.ESSENTIAL),
        preferred=titles(Weight.USEFUL),
        address=row.address,
        is_demo=row.organisation.is_demo,
    )
