"""What the codes at the ends of links are called."""

from __future__ import annotations

from lmi.queries.context import Facts
from pathways.book import Book, LinkRef
from pathways.enums import LinkKind
from pathways.models import Registration
from pathways.subjects import UnknownSchoolSubjectError, school_subject_of

# What a target is named like: degree subjects link on to school subjects as occupations do.
TARGETS: dict[str, str] = {
    LinkKind.DEGREE_SUBJECT: LinkKind.OCCUPATION_SUBJECT,
    LinkKind.OCCUPATION_DEGREE: LinkKind.DEGREE_SUBJECT,
    LinkKind.OCCUPATION_PROGRESSION: "",
}


class LinkNames:
    """Names of codes in one book and one set of editions; one SQL statement."""

    def __init__(self, book: Book, context: Facts) -> None:
        self.book = book
        self.units = {group.code: group.title for group in context.soc.level("unit")}
        held = Registration.objects.of_releases(context.editions.refs)
        self.registrations: dict[str, str] = dict(held.order_by("slug").values_list("postnominal", "title"))

    def ends(self, link: LinkRef) -> tuple[str, str]:
        """What both ends of a link are called."""
        source = LinkKind.DEGREE_SUBJECT if link.kind == LinkKind.DEGREE_SUBJECT else ""
        return self.of(source, link.source), self.of(TARGETS.get(link.kind, link.kind), link.target)

    def of(self, kind: str, code: str) -> str:
        """What a code is called; "unknown" for one that nothing held knows. `kind` "" is an occupation."""
        found: str | None = None
        if kind == LinkKind.OCCUPATION_STANDARD:
            found = self.book.standards[code].title if code in self.book.standards else None
        elif kind == LinkKind.OCCUPATION_TLEVEL:
            specialism = self.book.specialisms.get(int(code)) if code.isdecimal() else None
            found = specialism.name if specialism else None
        elif kind == LinkKind.DEGREE_SUBJECT:
            found = self.book.degree_subjects.get(code)
        elif kind == LinkKind.OCCUPATION_REGISTRATION:
            found = self.registrations.get(code) or f"register {code}"
        elif kind == LinkKind.OCCUPATION_SUBJECT:
            found = _school_subject(code)
        else:
            found = self.units.get(code)
        return found or "unknown"


def _school_subject(code: str) -> str | None:
    try:
        return str(school_subject_of(code).title)
    except UnknownSchoolSubjectError:
        return None
