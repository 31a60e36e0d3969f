"""What lies around a standard or a T Level: the work it leads to, what comes before, and what comes after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathways.book import Book, LinkRef, StandardRef, TLevelRef
from pathways.enums import Confidence, LinkKind, LinkRole
from pathways.subjects import SchoolSubject, UnknownSchoolSubjectError, school_subject_of

MOST_SUBJECTS = 8
_ROLE_ORDER = {LinkRole.QUALIFIES: 0, LinkRole.TOWARDS: 1, LinkRole.FURTHER: 2}


@dataclass(frozen=True, slots=True)
class SubjectHelp:
    """A school subject for the linked work: in how many of the occupations it helps, and whether any needs it."""

    subject: SchoolSubject
    occupations: int
    required: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What the links say of everything around one standard or T Level.

    `links` lead to occupations, those it qualifies for first, each once. `before`, `same` and `after` are
    standards of the same occupations at a lower, its own and a higher level that can be started; `moves`
    links to occupations that people move on to; `registrations` links, each register once.
    """

    links: tuple[LinkRef, ...]
    before: tuple[StandardRef, ...] = ()
    tlevels: tuple[TLevelRef, ...] = ()
    subjects: tuple[SubjectHelp, ...] = ()
    same: tuple[StandardRef, ...] = ()
    after: tuple[StandardRef, ...] = ()
    moves: tuple[LinkRef, ...] = ()
    registrations: tuple[LinkRef, ...] = ()


def around_standard(book: Book, reference: str) -> Around:
    """What lies around a standard; no SQL. Without links everything is empty."""
    links = _by_role(book.linked_from(LinkKind.OCCUPATION_STANDARD, reference))
    standard = book.standards.get(reference)
    return _around(book, links, standard.level if standard else None)


def around_tlevel(book: Book, specialisms: Iterable[int]) -> Around:
    """What lies around the specialisms of a T Level, which is at Level 3; no SQL."""
    links = [link for number in specialisms for link in links_of_specialism(book, number)]
    found: dict[str, LinkRef] = {}
    for link in _by_role(links):
        found.setdefault(link.source, link)
    return _around(book, tuple(found.values()), 3)


def links_of_specialism(book: Book, number: int) -> tuple[LinkRef, ...]:
    """The occupations of a specialism, those it qualifies for first; no SQL."""
    return _by_role(book.linked_from(LinkKind.OCCUPATION_TLEVEL, str(number)))


def _by_role(links: Iterable[LinkRef]) -> tuple[LinkRef, ...]:
    return tuple(sorted(links, key=lambda link: (_ROLE_ORDER.get(LinkRole(link.role), 3), link.order)))


def _around(book: Book, links: Sequence[LinkRef], level: int | None) -> Around:
    own = _own(links)
    standards = _standards(book, own)
    return Around(
        links=tuple(links),
        before=tuple(s for s in standards if level and s.level and s.level < level),
        tlevels=_tlevels(book, own),
        subjects=_subjects(book, own),
        same=tuple(s for s in standards if level and s.level == level),
        after=tuple(s for s in standards if level and s.level and s.level > level),
        moves=_moves(book, own, {link.source for link in links}),
        registrations=_registrations(book, own),
    )


def _own(links: Sequence[LinkRef]) -> list[str]:
    """The occupations whose surroundings count: qualified for, else surely linked, else any.

    Work that people are only on the way to would bring everything around that work along.
    """
    qualifies = [link.source for link in links if link.role == LinkRole.QUALIFIES]
    sure = [link.source for link in links if link.confidence == Confidence.HIGH]
    return qualifies or sure or [link.source for link in links]


def _standards(book: Book, occupations: Iterable[str]) -> list[StandardRef]:
    """Standards of the occupations that young people can start, by level and title."""
    named = {link.target for code in occupations for link in book.links(LinkKind.OCCUPATION_STANDARD, code)}
    found = (book.standards[reference] for reference in named if reference in book.standards)
    usable = [standard for standard in found if standard.is_open and standard.is_for_school_leavers]
    return sorted(usable, key=lambda standard: (standard.level or 0, standard.title, standard.reference))


def _tlevels(book: Book, occupations: Iterable[str]) -> tuple[TLevelRef, ...]:
    """T Levels of the occupations in the version that can be started, by name."""
    found: dict[int, TLevelRef] = {}
    for code in occupations:
        for link in book.links(LinkKind.OCCUPATION_TLEVEL, code):
            specialism = book.specialism(link.target)
            for version in book.can_be_started(specialism) if specialism else ():
                found[version.number] = version
    return tuple(sorted(found.values(), key=lambda version: (version.name, version.number)))


def _subjects(book: Book, occupations: Sequence[str]) -> tuple[SubjectHelp, ...]:
    """Subjects of at least half of the occupations: needed ones first, then those that help in most of them."""
    helped: dict[str, int] = {}
    required: set[str] = set()
    for code in occupations:
        for link in book.links(LinkKind.OCCUPATION_SUBJECT, code):
            helped[link.target] = helped.get(link.target, 0) + 1
            if link.role == LinkRole.REQUIRED:
                required.add(link.target)
    found = []
    for target, count in helped.items():
        try:
            subject = school_subject_of(target)
        except UnknownSchoolSubjectError:
            continue
        if 2 * count >= len(occupations):
            found.append(SubjectHelp(subject, count, target in required))
    found.sort(key=lambda help_: (not help_.required, -help_.occupations, help_.subject.code))
    return tuple(found[:MOST_SUBJECTS])


def _moves(book: Book, occupations: Iterable[str], known: set[str]) -> tuple[LinkRef, ...]:
    """Links to occupations that are not linked already, surest first, each occupation once."""
    links = [link for code in occupations for link in book.links(LinkKind.OCCUPATION_PROGRESSION, code)]
    found: dict[str, LinkRef] = {}
    for link in sorted(links, key=lambda link: (link.order[0], link.target, link.source)):
        if link.target not in known:
            found.setdefault(link.target, link)
    return tuple(found.values())


def _registrations(book: Book, occupations: Iterable[str]) -> tuple[LinkRef, ...]:
    links = [link for code in occupations for link in book.links(LinkKind.OCCUPATION_REGISTRATION, code)]
    found: dict[str, LinkRef] = {}
    for link in sorted(links, key=lambda link: (link.role != LinkRole.REQUIRED, *link.order, link.target)):
        found.setdefault(link.target, link)
    return tuple(found.values())
