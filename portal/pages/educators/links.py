"""Every link that routes are made of, with what it rests on and how sure it is, so that anybody can check us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from pathways.book import Book, route_book
from pathways.enums import Confidence, LinkBasis, LinkKind, LinkRole
from pathways.queries.links import (
    DEGREE,
    LINK_CHOICES,
    OCCUPATION,
    SCHOOL,
    SPECIALISM,
    STANDARD,
    End,
    LinkFilter,
    NamedLink,
    link_titles,
)
from pathways.queries.registrations import REGISTRATIONS
from portal.exports import FactColumn, FactRow, FactTable
from portal.pages.educators.explorer_form import Field
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.reference.lists import page_of
from portal.pages.shared import api_twin, with_query

PAGE_SIZE = 100
SOURCES = ("waymark-links", "soc-2020", "apprenticeship-standards", "tlevel-specialisms", "cah-current", REGISTRATIONS)
FIELDS = ("q", "kind", "unit", "basis", "confidence", "checked")
_KINDS_OF_FIELD = {"q": "search", "unit": "search", "source": "search", "target": "search"}
_TAGS = {Confidence.HIGH: "plain", Confidence.MEDIUM: "outline", Confidence.LOW: "caution"}


@dataclass(frozen=True, slots=True)
class Line:
    """A link as the page shows it: both ends with their addresses, and all else in words."""

    named: NamedLink
    source: Pair
    target: Pair
    role: str
    basis: str
    confidence: str
    tag: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many links of a kind are left, by confidence and by basis; `address` shows this kind alone."""

    words: str
    address: str
    total: int
    by_confidence: tuple[int, ...]
    by_basis: tuple[int, ...]


class LinkList(TablesPage):
    """`/educators/links/`: parameters of LinkFilter, `page`, `format`."""

    template_name = "educators/links.html"

    @cached_property
    def filter(self) -> LinkFilter:
        """The one filter of page and API; its wrong values become problems, the rest stays."""
        found = LinkFilter({name: self.param(name) for name in LinkFilter.labels}, facts=self.facts)
        for name, reasons in found.bad_values.items():
            said = {"field": LinkFilter.labels[name], "value": self.param(name)[:60], "reason": " ".join(reasons)}
            self.problems.append((_("%(field)s: “%(value)s” is not used. %(reason)s") % said, name))
        return found

    @cached_property
    def book(self) -> Book:
        """The links after our editors' decisions."""
        return route_book(self.facts.editions)

    @cached_property
    def rows(self) -> Sequence[NamedLink]:
        """Every link that the filter lets through, in order; two SQL statements with the book in memory."""
        return self.filter.rows(self.book, link_titles(self.facts, self.book))

    def kept_pairs(self) -> list[Pair]:
        """Usable filters."""
        wrong = self.filter.bad_values
        return [(name, self.param(name)) for name in LinkFilter.labels if self.param(name) and name not in wrong]

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """All links of the filter; a table of words, without figures."""
        heads = (
            FactColumn("kind", _("What the link joins")),
            FactColumn("source", _("From: code")),
            FactColumn("source_title", _("From")),
            FactColumn("target", _("To: code")),
            FactColumn("target_title", _("To")),
            FactColumn("role", _("What it is")),
            FactColumn("basis", _("Rests on")),
            FactColumn("confidence", _("How sure")),
            FactColumn("checked", _("Checked by an editor")),
            FactColumn("note", _("Note")),
        )
        rows = tuple(_file_row(named) for named in self.rows)
        return FactTable("links", _("Links between work and training"), heads, (), rows), "waymark-links", self._cited()

    def _cited(self) -> tuple[ReleaseRef, ...]:
        return tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of(*SOURCES))

    def page_context(self) -> dict[str, Any]:
        """Filters, what the links rest on, one page of them, files and citation."""
        found = self.rows
        page = page_of(self, found, PAGE_SIZE)
        title = _("Links between work and training")
        twin_pairs = [*self.kept_pairs(), *self.editions_asked]
        return {
            "page": page,
            "page_params": QueryDict(self.here().partition("?")[2]),
            "count": len(found),
            "lines": [self._line(named) for named in page.object_list],
            "tallies": self._tallies(),
            "confidences": [str(Confidence(value).label) for value in Confidence.values],
            "bases": [str(LinkBasis(value).label) for value in LinkBasis.values],
            "fields": self._fields(),
            "chips": [(f"{_label(name)}: {_words(name, value)}", self.here(without=[name])) for name, value in
                      self.kept_pairs()],
            "clear": reverse("educators:links"),
            "releases": self._cited(),
            "permalink": self.lasting(self._cited()),
            "citation": self.cited(title, self._cited()),
            "files": self.downloads(),
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("Links"), "")],
            "twin": api_twin("link-list", query=twin_pairs),
        }  # fmt: skip

    def _fields(self) -> list[Field]:
        wrong = self.filter.bad_values
        shown = [name for name in LinkFilter.labels if name in FIELDS or self.param(name)]
        return [
            Field(
                name,
                _label(name),
                "select" if name in LINK_CHOICES else _KINDS_OF_FIELD[name],
                self.param(name),
                " ".join(wrong.get(name, [])),
                tuple((value, _large(str(words))) for value, words in LINK_CHOICES.get(name, [])),
                _("Any"),
            )
            for name in shown
        ]

    def _tallies(self) -> list[Tally]:
        counts = Counter((one.link.kind, one.link.confidence) for one in self.rows)
        bases = Counter((one.link.kind, one.link.basis) for one in self.rows)
        kinds = [kind for kind in LinkKind.values if any(key[0] == kind for key in counts)]
        return [
            Tally(
                _large(str(LinkKind(kind).label)),
                self.here(("kind", kind)),
                sum(counts[kind, value] for value in Confidence.values),
                tuple(counts[kind, value] for value in Confidence.values),
                tuple(bases[kind, value] for value in LinkBasis.values),
            )
            for kind in kinds
        ]

    def _line(self, named: NamedLink) -> Line:
        link = named.link
        return Line(
            *(
                named,
                (named.source.title, self._address(named.source)),
                (named.target.title, self._address(named.target)),
            ),
            str(LinkRole(link.role).label),
            str(LinkBasis(link.basis).label),
            str(Confidence(link.confidence).label),
            _TAGS[Confidence(link.confidence)],
        )

    def _address(self, end: End) -> str:
        """The page of one end, with the editions asked for; "" for an end that no list has."""
        return with_query(self._page_of(end), self.editions_asked) if end.title else ""

    def _page_of(self, end: End) -> str:
        """The path; registrations share one page."""
        if end.kind == SCHOOL:
            return reverse("open:school-subject-detail", args=end.code.split(":"))
        if end.kind == SPECIALISM:
            specialism = self.book.specialism(end.code)
            newest = max(specialism.tlevels, default=0) if specialism else 0
            return reverse("open:tlevel-detail", args=[newest]) if newest else reverse("open:tlevel-list")
        pages = {OCCUPATION: "educators:occupation-detail", STANDARD: "open:standard-detail"}
        pages[DEGREE] = "open:degree-subject-detail"
        name = pages.get(end.kind)
        return reverse(name, args=[end.code]) if name else reverse("open:registration-list")


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _label(name: str) -> str:
    return str(LinkFilter.labels[name])


def _words(name: str, value: str) -> str:
    return str(dict(LINK_CHOICES.get(name, [])).get(value, value))


def _file_row(named: NamedLink) -> FactRow:
    link = named.link
    texts = (
        *(str(LinkKind(link.kind).label), link.source, named.source.title, link.target, named.target.title),
        *(str(LinkRole(link.role).label), str(LinkBasis(link.basis).label), str(Confidence(link.confidence).label)),
        *(_("yes") if link.checked else _("no"), link.note),
    )
    return FactRow(texts, ())
