"""From what somebody types for a qualification or a way in to its code in our lists, and back to words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from employers.enums import PreferredKind, WayIn
from employers.queries.titles import key_of, subject_title
from evidence.queries import current_editions
from lmi.search.words import normal_words
from pathways.book import Book, route_book
from pathways.subjects import Stage, school_subjects

MOST_CANDIDATES = 8
# Which list the reference of a way in comes from; the others have none.
LIST_OF_WAY: dict[str, str] = {
    WayIn.APPRENTICESHIP: PreferredKind.APPRENTICESHIP,
    WayIn.T_LEVEL_PLACEMENT: PreferredKind.T_LEVEL,
    WayIn.DEGREE: PreferredKind.DEGREE,
}
_LISTED = frozenset(
    {
        PreferredKind.GCSE,
        PreferredKind.A_LEVEL,
        PreferredKind.T_LEVEL,
        PreferredKind.APPRENTICESHIP,
        PreferredKind.DEGREE,
    }
)
# What people say for subjects whose names here are others.
_SAID = {
    "mathematics": "maths",
    "math": "maths",
    "ict": "computer science",
    "computing": "computer science",
    "science": "combined science",
    "double science": "combined science",
}
_NOT_A_SUBJECT = frozenset({"any", "any subject", "all", "none", ""})
Named = tuple[str, str]
_CAH_LEVEL_3 = len("CAH11-01-01")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What words were taken for: a code, or some to choose from as (code, title), or neither."""

    code: str = ""
    candidates: tuple[Named, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Whether no list has anything like it."""
        return not self.code and not self.candidates


def book() -> Book:
    """The lists as of today's editions; one SQL statement once they are in memory."""
    return route_book(current_editions())


def is_listed(kind: str) -> bool:
    """Whether qualifications of this kind are named from a list of ours, rather than in words."""
    return kind in _LISTED


def title_in(held: Book, kind: str, code: str) -> str:
    """The words of a code; what no list has stands as it is."""
    return subject_title(held, key_of(kind, code)) if code else ""


def holds(held: Book, kind: str, code: str) -> bool:
    """Whether the list of this kind has this code."""
    return any(code == one for one, _title in _list_of(held, kind))


def resolve_in(held: Book, kind: str, words: str) -> Resolved:
    """What somebody means by these words for this kind of qualification.

    A code, a whole title, or words that only one title has give a code; several give at most eight to
    choose from. Kinds without a list keep the words as they are.
    """
    said = " ".join(words.split())
    if kind not in _LISTED or said.casefold() in _NOT_A_SUBJECT:
        return Resolved(code="" if said.casefold() in _NOT_A_SUBJECT else said)
    named = list(_list_of(held, kind))
    folded = _SAID.get(said.casefold(), said.casefold())
    if code := _exactly(named, folded):
        return Resolved(code=code)
    found = _having(named, folded)
    if len(found) == 1:
        return Resolved(code=found[0][0])
    return Resolved(candidates=tuple(found[:MOST_CANDIDATES]))


def resolve(kind: str, words: str) -> Resolved:
    """`resolve_in` the lists as of today, for a single name; one SQL statement."""
    return resolve_in(book(), kind, words)


def title_for(kind: str, code: str) -> str:
    """`title_in` the lists as of today, for a single code; one SQL statement."""
    return title_in(book(), kind, code)


def _exactly(named: Iterable[Named], folded: str) -> str:
    for code, title in named:
        if folded in (code.casefold(), title.casefold(), code.casefold().partition(":")[2]):
            return code
    return ""


def _having(named: Iterable[Named], folded: str) -> list[Named]:
    """Titles that have all the words, shortest first; where none has all, those with most of them."""
    wanted = normal_words(folded)
    if not wanted:
        return []
    scored = [(_score(title, wanted), len(title), code, title) for code, title in named]
    best = max((score for score, *_rest in scored), default=0)
    if best * 2 < len(wanted):
        return []
    found: dict[str, str] = {}
    for score, _length, code, title in sorted(scored, key=lambda one: one[1]):
        if score == best:
            found.setdefault(title, code)
    return [(code, title) for title, code in found.items()]


def _score(title: str, wanted: Iterable[str]) -> int:
    words = set(normal_words(title))
    return sum(1 for word in wanted if word in words or any(one.startswith(word) for one in words if len(word) > 3))


def _list_of(held: Book, kind: str) -> Iterator[Named]:
    match kind:
        case PreferredKind.GCSE:
            yield from ((one.code, str(one.title)) for one in school_subjects(Stage.GCSE))
        case PreferredKind.A_LEVEL:
            yield from ((one.code, str(one.title)) for one in school_subjects(Stage.ALEVEL))
        case PreferredKind.T_LEVEL:
            yield from ((str(one.number), one.name) for one in held.specialisms.values())
        case PreferredKind.APPRENTICESHIP:
            yield from ((one.reference, one.title) for one in held.standards.values() if one.is_open)
        case PreferredKind.DEGREE:
            # Where both versions of the hierarchy have a title, today's code comes first and is the one taken.
            yield from ((code, title) for code, title in held.degree_subjects.items() if len(code) == _CAH_LEVEL_3)


def school_subject_titles() -> tuple[str, ...]:
    """Titles of all GCSE and A level subjects, each once, for a browser to offer while somebody types."""
    return tuple(sorted({str(one.title) for one in school_subjects()}))


def unknown_words(kind: str, words: str) -> str:
    """What to say when no list has what somebody typed."""
    where = {
        PreferredKind.GCSE: _("GCSE subjects"),
        PreferredKind.A_LEVEL: _("A level subjects"),
        PreferredKind.T_LEVEL: _("T Level specialisms"),
        PreferredKind.APPRENTICESHIP: _("open apprenticeship standards"),
        PreferredKind.DEGREE: _("degree subjects"),
    }[PreferredKind(kind)]
    said = _("We find no “%(words)s” among %(list)s. Use other words, or leave it empty for any.")
    return said % {"words": words[:60], "list": where}
