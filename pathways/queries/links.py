"""Every link that routes are made of, with the titles of both its ends, and the filter of their list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.queries.context import Facts
from pathways.book import Book, LinkRef
from pathways.enums import Confidence, LinkBasis, LinkKind
from pathways.filtering import MOST_WORDS
from pathways.models import Registration
from pathways.queries.registrations import REGISTRATIONS
from pathways.registers import REGISTERS
from pathways.subjects import Stage, UnknownSchoolSubjectError, school_subject_of

OCCUPATION, STANDARD, SPECIALISM = "occupation", "standard", "tlevel_specialism"
DEGREE, SCHOOL, REGISTRATION = "degree_subject", "school_subject", "registration"
ENDS: Mapping[str, tuple[str, str]] = {
    LinkKind.OCCUPATION_STANDARD: (OCCUPATION, STANDARD),
    LinkKind.OCCUPATION_TLEVEL: (OCCUPATION, SPECIALISM),
    LinkKind.OCCUPATION_DEGREE: (OCCUPATION, DEGREE),
    LinkKind.OCCUPATION_SUBJECT: (OCCUPATION, SCHOOL),
    LinkKind.DEGREE_SUBJECT: (DEGREE, SCHOOL),
    LinkKind.OCCUPATION_PROGRESSION: (OCCUPATION, OCCUPATION),
    LinkKind.OCCUPATION_REGISTRATION: (OCCUPATION, REGISTRATION),
}
"""What stands at either end of a kind of link."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: what it is, its public code, and its title ("" when no list that is held has it)."""

    kind: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link with the titles of its ends."""

    link: LinkRef
    source: End
    target: End


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles of everything that links join, by kind of end and code; each is looked up once."""

    facts: Facts
    book: Book
    registrations: Mapping[str, str]
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: str, code: str) -> str:
        """The title; "" when it is not known."""
        if (kind, code) not in self._known:
            self._known[kind, code] = self._look_up(kind, code)
        return self._known[kind, code]

    def _look_up(self, kind: str, code: str) -> str:
        if kind == OCCUPATION:
            group = self.facts.soc.groups.get(code)
            return group.title if group else ""
        if kind == STANDARD:
            standard = self.book.standards.get(code)
            return standard.title if standard else ""
        if kind == SPECIALISM:
            specialism = self.book.specialism(code)
            return specialism.name if specialism else ""
        if kind == DEGREE:
            return self.book.degree_subjects.get(code, "")
        if kind == SCHOOL:
            return school_title(code)
        return self.registrations.get(code.lower(), "")

    def named(self, link: LinkRef) -> NamedLink:
        """The link with the titles of its ends."""
        source, target = ENDS[link.kind]
        return NamedLink(
            link,
            End(source, link.source, self.of(source, link.source)),
            End(target, link.target, self.of(target, link.target)),
        )


def link_titles(facts: Facts, book: Book) -> Titles:
    """What is needed to name links; one SQL statement however many there are."""
    rows = Registration.objects.of_releases(facts.editions.of(REGISTRATIONS)).values_list("postnominal", "title")
    return Titles(facts, book, {**REGISTERS, **{postnominal.lower(): title for postnominal, title in rows}})


def school_title(code: str) -> str:
    """A school subject with its stage ("A level physics"); "" for an unknown code."""
    try:
        subject = school_subject_of(code)
    except UnknownSchoolSubjectError:
        return ""
    words = _("GCSE %(subject)s") if subject.stage == Stage.GCSE else _("A level %(subject)s")
    return words % {"subject": subject.title}


LINK_CHOICES: Mapping[str, list[tuple[str, Any]]] = {
    "kind": list(LinkKind.choices),
    "basis": list(LinkBasis.choices),
    "confidence": list(Confidence.choices),
    "checked": [("1", gettext_lazy("confirmed or added by an editor")), ("0", gettext_lazy("the others"))],
}
"""The values of filters that take few, with their words."""


class _LinkForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *LINK_CHOICES["kind"]])
    source = forms.CharField(required=False, max_length=40)
    target = forms.CharField(required=False, max_length=40)
    unit = forms.CharField(required=False, max_length=4)
    basis = forms.ChoiceField(required=False, choices=[("", ""), *LINK_CHOICES["basis"]])
    confidence = forms.ChoiceField(required=False, choices=[("", ""), *LINK_CHOICES["confidence"]])
    checked = forms.ChoiceField(required=False, choices=[("", ""), *LINK_CHOICES["checked"]])


class LinkFilter:
    """`q kind source target unit basis confidence checked`: links after editors' decisions, which are no table.

    `unit` is an occupation at either end; `checked` are those that an editor confirmed or added (1), or the
    others (0). Wrong values are left out and stand in `bad_values`. Order: by kind, source, then surest first.
    """

    labels: Mapping[str, Any] = {
        "q": gettext_lazy("Words in the titles or the note, or a code"),
        "kind": gettext_lazy("What the link joins"),
        "source": gettext_lazy("Code that the link starts from"),
        "target": gettext_lazy("Code that the link leads to"),
        "unit": gettext_lazy("SOC 2020 unit group at either end"),
        "basis": gettext_lazy("What it rests on"),
        "confidence": gettext_lazy("How sure it is"),
        "checked": gettext_lazy("Only those that an editor confirmed or added, or only the others"),
    }

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts) -> None:
        self.form = _LinkForm({name: data.get(name) for name in _LinkForm.base_fields} if data else {})
        self.form.is_valid()
        unit = self.form.cleaned_data.get("unit")
        if unit and (unit not in facts.soc.groups or len(unit) != len("5241")):
            said = _("There is no unit group of SOC 2020 with the code “%(value)s”.") % {"value": unit}
            self.form.add_error("unit", said)

    @property
    def bad_values(self) -> dict[str, list[str]]:
        """Wrong values by parameter, with reasons in words."""
        return {name: [str(e) for e in errors] for name, errors in self.form.errors.items()}

    def links(self, book: Book, titles: Titles) -> list[LinkRef]:
        """The links that are left; no SQL statement. Name those that are shown by `titles.named`."""
        words = (self.form.cleaned_data.get("q") or "").casefold().split()[:MOST_WORDS]
        found = self._links(book)
        return [link for link in found if _has(titles.named(link), words)] if words else list(found)

    def rows(self, book: Book, titles: Titles) -> list[NamedLink]:
        """All the links that are left with the titles of their ends; no SQL statement."""
        return [titles.named(link) for link in self.links(book, titles)]

    def _links(self, book: Book) -> Iterable[LinkRef]:
        asked = self.form.cleaned_data
        wanted = {name: asked[name] for name in ("kind", "source", "target", "basis", "confidence") if asked.get(name)}
        unit, checked = asked.get("unit"), asked.get("checked")
        for link in book.all_links():
            if any(getattr(link, name) != value for name, value in wanted.items()):
                continue
            if unit and unit not in (link.source, link.target):
                continue
            if not checked or link.checked == (checked == "1"):
                yield link


def _has(named: NamedLink, words: Sequence[str]) -> bool:
    ends = (named.source, named.target)
    text = " ".join((*(f"{end.title} {end.code}" for end in ends), named.link.note)).casefold()
    return all(word in text for word in words)
