"""The short word about the ways into an occupation that stands on its page of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evidence.figures import ReleaseRef
from lmi.queries.context import Facts
from pathways.asking import Ask
from pathways.book import Book, EntryRef, StandardRef, route_book
from pathways.enums import LinkKind, LinkRole
from pathways.routing.routes import routes_to
from pathways.routing.words import ROUTE_KINDS, months_words
from pathways.subjects import SchoolSubject, UnknownSchoolSubjectError, school_subject_of

MOST = 6
SOURCES = ("waymark-entries", "waymark-links", "apprenticeship-standards")


@dataclass(frozen=True, slots=True)
class SubjectFor:
    """A school subject for an occupation: needed by an entry rule of the usual training, or only useful."""

    subject: SchoolSubject
    required: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """How people get in, each kind of route with its quickest length in words, and where to read on.

    `standards` are apprenticeships that can be started now and make people able to do the work.
    """

    entry: EntryRef | None
    kinds: tuple[tuple[str, str], ...]
    standards: tuple[StandardRef, ...]
    subjects: tuple[SubjectFor, ...]
    releases: tuple[ReleaseRef, ...]


def ways_into(facts: Facts, soc2020: str, today: date) -> Ways:
    """For somebody who finishes Year 11 with five GCSEs; one SQL statement when the book is in memory."""
    book = route_book(facts.editions)
    quickest: dict[str, str] = {}
    for route in routes_to(book, soc2020, Ask().person(today)).open:
        quickest.setdefault(str(ROUTE_KINDS[route.kind]), months_words(route.total_months))
    releases = tuple(facts.editions.ref(pk) for pk in facts.editions.of(*SOURCES))
    standards, subjects = _standards(book, soc2020), subjects_for(book, soc2020)
    return Ways(book.entries.get(soc2020), tuple(quickest.items()), standards, subjects, releases)


def subjects_for(book: Book, soc2020: str) -> tuple[SubjectFor, ...]:
    """GCSEs before A levels, needed ones first, then by name; no SQL."""
    found = []
    for link in book.links(LinkKind.OCCUPATION_SUBJECT, soc2020):
        try:
            found.append(SubjectFor(school_subject_of(link.target), link.role == LinkRole.REQUIRED))
        except UnknownSchoolSubjectError:
            continue  # the link is older than the list of subjects
    return tuple(sorted(found, key=lambda one: (one.subject.stage != "gcse", not one.required, one.subject.title)))


def _standards(book: Book, soc2020: str) -> tuple[StandardRef, ...]:
    links = book.links(LinkKind.OCCUPATION_STANDARD, soc2020)
    wanted = [book.standards.get(link.target) for link in links if link.role == LinkRole.QUALIFIES]
    found = [standard for standard in wanted if standard and standard.can_be_taken]
    return tuple(sorted(found, key=lambda standard: (standard.level or 0, standard.title))[:MOST])
