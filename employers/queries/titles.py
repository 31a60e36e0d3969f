"""What employers name, told apart and in words: codes by our lists, anything else by its own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from employers.enums import PreferredKind
from pathways.book import Book
from pathways.subjects import UnknownSchoolSubjectError, school_subject_of

_CODED = frozenset(
    {
        PreferredKind.GCSE,
        PreferredKind.A_LEVEL,
        PreferredKind.T_LEVEL,
        PreferredKind.APPRENTICESHIP,
        PreferredKind.DEGREE,
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that can be named; two spellings of the same words are one thing."""

    kind: str
    subject: str
    words: str = field(compare=False, default="")

    @property
    def is_coded(self) -> bool:
        """Whether `subject` is a code of our lists, or nothing; otherwise it is the employer's own words."""
        return not self.subject or self.kind in _CODED


def key_of(kind: str, subject: str) -> Key:
    """The thing that a stated qualification is about; what is trained without a qualification is one thing."""
    words = " ".join(subject.split())
    if kind == PreferredKind.NONE:
        return Key(kind, "")
    return Key(kind, words if kind in _CODED else words.casefold(), words)


def title_of(book: Book, key: Key) -> str:
    """The thing in words, with its kind: "GCSE maths", "T Level: Electrotechnical engineering", "No qualification"."""
    label = str(PreferredKind(key.kind).label)
    if not key.subject:
        return label
    name = subject_title(book, key)
    if key.kind in (PreferredKind.GCSE, PreferredKind.A_LEVEL):
        return _("%(kind)s %(subject)s") % {"kind": label, "subject": name}
    if key.kind in (PreferredKind.OTHER, PreferredKind.LICENCE):
        return name
    return _("%(kind)s: %(subject)s") % {"kind": label, "subject": name}


def subject_title(book: Book, key: Key) -> str:
    """The subject alone in words; a code that no list has stands as it is."""
    match key.kind:
        case PreferredKind.GCSE | PreferredKind.A_LEVEL:
            try:
                title = str(school_subject_of(key.subject).title)
            except UnknownSchoolSubjectError:
                return key.words
            return title if title.startswith(_PROPER) else title[:1].lower() + title[1:]
        case PreferredKind.T_LEVEL:
            found = book.specialism(key.subject)
            return found.name if found else key.words
        case PreferredKind.APPRENTICESHIP:
            standard = book.standards.get(key.subject)
            return standard.title if standard else key.words
        case PreferredKind.DEGREE:
            return book.degree_subjects.get(key.subject, key.words)
    return key.words


_PROPER = ("English", "French", "German", "Spanish", "Welsh")


def address_of(key: Key) -> str:
    """Our page about the thing; "" where there is none."""
    match key.kind:
        case PreferredKind.GCSE | PreferredKind.A_LEVEL if ":" in key.subject:
            stage, _colon, slug = key.subject.partition(":")
            return _page("open:school-subject-detail", stage, slug)
        case PreferredKind.APPRENTICESHIP:
            return _page("open:standard-detail", key.subject)
        case PreferredKind.DEGREE:
            return _page("open:degree-subject-detail", key.subject)
    return ""


def _page(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
