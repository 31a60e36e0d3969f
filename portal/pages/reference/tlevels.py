"""T Levels: the list of versions, and everything about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lmi.places import UnknownPlaceError
from pathways.book import Book, route_book
from pathways.enums import LinkKind, LinkRole, OfferStatus, StatementBasis
from pathways.filtering import FactFilter, distinct
from pathways.filters import TLevelFilter
from pathways.models import TLevel
from pathways.near import Point, band_of, point_of
from pathways.queries.around import Around, around_tlevel, links_of_specialism
from pathways.queries.registrations import named_registrations
from pathways.queries.subjects import TariffTable, tariff
from pathways.queries.tlevels import (
    REGISTER,
    SpecialismSummary,
    TLevelDetail,
    TLevelSummary,
    UnknownTLevelError,
    tlevel_detail,
    tlevel_of_code,
    tlevels_by_number,
)
from pathways.routing.generic import t_level_asks
from pathways.routing.kinds import KINDS, StepKind
from portal.charts.model import releases_of
from portal.pages.reference.codes import could_be_code
from portal.pages.reference.lists import ListPage
from portal.pages.reference.near import NearPage, in_bands
from portal.pages.reference.words import level_in_words
from portal.pages.reference.work import Work, linked_work
from portal.pages.shared import NotHere, api_twin, today, with_query

LEVEL = 3
LONGEST_NUMBER = 4  # digits; LARS codes have eight
SITES_SHOWN = 40
SUBJECTS_SHOWN = 12

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A version in the list, with what took its place and how many specialisms and occupations it has."""

    version: TLevelSummary
    tag: str
    tag_words: str
    replaced_by: tuple[TLevelSummary, ...]
    specialisms: int
    occupations: int


def crumbs(*here: Pair) -> list[Pair]:
    """The way to a page about T Levels."""
    return [(_("Start"), reverse("open:home")), (_("T Levels"), reverse("open:tlevel-list")), *here]


def status_tag(version: TLevelSummary, day: date) -> Pair:
    """Kind and words of the tag that says whether a version can be started."""
    if version.is_open:
        return "plain", str(OfferStatus.OPEN.label)
    if version.first_start and version.first_start > day:
        return "beacon", _("opens later")
    return "caution", str(OfferStatus(version.status).label) if version.status else _("not known")


class TLevelList(ListPage):
    """`/tlevels/`: every version, by TLevelFilter."""

    template_name = "open/reference/tlevel_list.html"

    def make_filter(self) -> FactFilter:
        """The filter of page and API."""
        return TLevelFilter(self.request.GET, facts=self.facts, today=today())

    def known(self) -> dict[str, tuple[str, ...]]:
        """The sectors of the register."""
        return {"sector": distinct(self.facts, TLevel, "sector", REGISTER)}

    def page_context(self) -> dict[str, Any]:
        """One page of the list; six SQL statements when the book is in memory."""
        page = self.page_of(self.filter.qs.values_list("number", flat=True))
        versions, book = tlevels_by_number(self.facts, today()), route_book(self.facts.editions)
        releases = self.facts.editions.of(REGISTER, "waymark-tlevel-status")
        return self.list_context(page, partial(api_twin, "tlevel-list")) | {
            "rows": [_row(versions[number], versions, book) for number in page.object_list],
            "level": level_in_words(LEVEL),
            "releases": tuple(map(self.facts.editions.ref, releases)),
            "crumbs": [*crumbs()[:1], (_("T Levels"), "")],
        }


def _row(version: TLevelSummary, versions: dict[int, TLevelSummary], book: Book) -> Row:
    specialisms = [one.number for one in book.specialisms.values() if version.number in one.tlevels]
    linked = {link.source for n in specialisms for link in book.linked_from(LinkKind.OCCUPATION_TLEVEL, str(n))}
    replaced = tuple(versions[number] for number in version.replaced_by if number in versions)
    return Row(version, *status_tag(version, today()), replaced, len(specialisms), len(linked))


class TLevelPage(NearPage):
    """`/tlevels/22/`: one version; a version that was replaced by exactly one sends the reader on to it."""

    template_name = "open/reference/tlevel_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the way to it from a LARS code or an older version."""
        number = str(self.detail.redirect_to or self.detail.summary.number)
        if number != kwargs["number"]:
            pairs = [(name, value) for name, values in request.GET.lists() for value in values]
            address = reverse("open:tlevel-detail", args=[number])
            return HttpResponsePermanentRedirect(with_query(address, pairs))
        return super().get(request, *args, **kwargs)

    def _number(self) -> str:
        """The number asked for without zeros before it, or that of a LARS code; 404 in words for neither."""
        asked: str = self.kwargs["number"]
        if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER:
            return str(int(asked))
        if not could_be_code(asked):
            raise NotHere(_no_tlevel(asked))
        try:
            return str(tlevel_of_code(self.facts, asked))
        except UnknownTLevelError:
            raise NotHere(_no_tlevel(asked)) from None

    @cached_property
    def point(self) -> Point | None:
        """The place asked for, where it can be used."""
        if not self.param("area"):
            return None
        try:
            return point_of(self.param("area"), self.facts.editions)
        except UnknownPlaceError as error:
            self.refuse(error)
            return None

    @cached_property
    def detail(self) -> TLevelDetail:
        """The version with its sites, from the place where one is given."""
        at = {"latitude": self.point.latitude, "longitude": self.point.longitude} if self.point else {}
        try:
            return tlevel_detail(self.facts, int(self._number()), today(), **at)
        except UnknownTLevelError:
            raise NotHere(_no_tlevel(self.kwargs["number"])) from None

    def page_context(self) -> dict[str, Any]:
        """Everything about it."""
        detail, book = self.detail, route_book(self.facts.editions)
        version = detail.summary
        around = around_tlevel(book, [one.number for one in detail.specialisms])
        parts = self._by_specialism(book, detail.specialisms)
        points = _points(tariff(self.facts))
        return {
            **self.near_context(self.point.answer if self.point else None),
            **self._sites(detail),
            **self._next(book, around),
            "detail": detail,
            "version": version,
            "tag": status_tag(version, today()),
            "level": level_in_words(LEVEL),
            "to_confirm": version.basis == StatementBasis.TO_CONFIRM,
            "asks": t_level_asks(),
            "kind_facts": KINDS[StepKind.T_LEVEL],
            "parts": parts,
            "shared_role": _shared_role([row for _one, rows in parts for row in rows]),
            "around": around,
            "work_releases": releases_of(row.pay for _one, rows in parts for row in rows),
            "points": points,
            "points_releases": releases_of(grade.points for grade in points.grades) if points else (),
            "sections": _sections(),
            "link_releases": tuple(map(self.facts.editions.ref, self.facts.editions.of("waymark-links"))),
            "crumbs": crumbs((version.name, "")),
            "twin": api_twin("tlevel-detail", str(version.number), query=self.editions_asked),
        }

    def _by_specialism(
        self, book: Book, specialisms: Sequence[SpecialismSummary]
    ) -> list[tuple[SpecialismSummary, tuple[Work, ...]]]:
        """Each specialism with its occupations; two SQL statements for all."""
        links = {one.number: links_of_specialism(book, one.number) for one in specialisms}
        every = linked_work(self.facts, [link for found in links.values() for link in found])
        rows = iter(every)
        known = self.facts.soc.groups
        return [(one, tuple(next(rows) for link in links[one.number] if link.source in known)) for one in specialisms]

    def _sites(self, detail: TLevelDetail) -> dict[str, Any]:
        """Sites in bands from the place; without a place only how many there are."""
        if self.point is None:
            return {"bands": (), "site_count": len(detail.sites), "beyond": 0}
        near = [site for site in detail.sites if band_of(site.distance_km) is not None]
        shown = near[:SITES_SHOWN]
        return {
            "bands": in_bands((site, site.distance_km) for site in shown),
            "site_count": len(detail.sites),
            "beyond": len(near) - len(shown),
        }

    def _next(self, book: Book, around: Around) -> dict[str, Any]:
        """Higher apprenticeships, degree subjects, moves and registrations."""
        soc = self.facts.soc.groups
        return {
            "higher": around.after,
            "same_level": around.same,
            "degrees": _degrees(book, around),
            "moves": [(link.target, soc[link.target].title) for link in around.moves if link.target in soc],
            "registrations": named_registrations(self.facts, around.registrations),
        }


def _shared_role(rows: Sequence[Work]) -> str:
    """What the T Level is to its occupations, where it is the same to all of them."""
    roles = {row.role for row in rows}
    return roles.pop() if len(roles) == 1 else ""


def _no_tlevel(asked: str) -> str:
    said = _("There is no T Level with the number or LARS code “%(code)s” in our list.")
    return said % {"code": asked[:40]}


def _degrees(book: Book, around: Around) -> list[Pair]:
    """Degree subjects that are needed or usual for the work, by name."""
    codes = {
        link.target
        for one in around.links
        for link in book.links(LinkKind.OCCUPATION_DEGREE, one.source)
        if link.role in (LinkRole.REQUIRED, LinkRole.USUAL)
    }
    found = [(code, book.degree_subjects[code]) for code in codes if code in book.degree_subjects]
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0]))[:SUBJECTS_SHOWN]


def _points(tables: Sequence[TariffTable]) -> TariffTable | None:
    """The UCAS Tariff of T Levels."""
    return next((table for table in tables if table.qualification == "T Level"), None)


def _sections() -> list[Pair]:
    return [
        (_("What it is"), "what"),
        (_("Specialisms and work"), "work"),
        (_("What it asks"), "entry"),
        (_("UCAS points"), "points"),
        (_("Where it is taught"), "taught"),
        (_("What comes next"), "next"),
    ]
