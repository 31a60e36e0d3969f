"""`tlevels/`: T Levels, version by version, and where they were taught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import InvalidFilter, UnknownThing
from lmi.api.shapes import Json
from lmi.places import UnknownPlaceError
from pathways.api import schema
from pathways.api.base import BookView, FilteredList, filter_parameters
from pathways.book import Book, LinkRef, route_book
from pathways.enums import LinkKind
from pathways.filters import TLevelFilter
from pathways.models import TLevel
from pathways.near import Point, point_of
from pathways.queries import tlevels
from pathways.queries.tlevels import Site, SpecialismSummary, UnknownTLevelError

LONGEST_NUMBER = 4  # digits


class NearParams(Params):
    """Of an answer with places."""

    near = serializers.CharField(
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "A postcode, its first half, or a town: sites come nearest first, in bands of distance."
        ),
    )


def _links(book: Book, number: int) -> list[LinkRef]:
    """Links from occupations to the specialisms that a version offers, surest first."""
    offered = [one.number for one in book.specialisms.values() if number in one.tlevels]
    found = [link for one in offered for link in book.linked_from(LinkKind.OCCUPATION_TLEVEL, str(one))]
    return sorted(found, key=lambda link: link.order)


@documents(
    gettext_lazy("T Levels"),
    gettext_lazy(
        "Every version of every T Level by name, with when it can be started and what replaced it. `status` counts as "
        "of today: a version whose last start is over is not open."
    ),
    schema.TLevelList,
    operation="tlevels_list",
    also=filter_parameters(TLevelFilter, q="digital", status="open"),
)
class TLevelList(FilteredList, BookView):
    """`tlevels/`"""

    filter_class = TLevelFilter
    sources = (tlevels.REGISTER, tlevels.STATUS)

    def rows(self, rows: Sequence[TLevel]) -> list[Json]:
        """Each with the occupations that its specialisms are linked to."""
        book = route_book(self.facts.editions)
        found = tlevels.tlevels_by_number(self.facts, self.today, [row.number for row in rows])
        return [
            {
                **self.shapes.tlevel(found[row.number]),
                "occupations": list(dict.fromkeys(link.source for link in _links(book, row.number))),
            }
            for row in rows
        ]


@documents(
    gettext_lazy("One version of a T Level"),
    gettext_lazy(
        "Specialisms, the occupations they lead to, what replaced this version (`redirect_to` is the one to read "
        "instead), and the sites that said in February 2022 they would teach it. The list is old and was never "
        "complete: `list_age` says so, and where to check."
    ),
    schema.TLevelDetail,
    operation="tlevels_detail",
    path={"number": gettext_lazy("The register's number of the version, for example 22.")},
)
class TLevelDetail(BookView):
    """`tlevels/<number>/`"""

    params_class = NearParams
    point: Point | None = None

    def find(self, **path: str) -> None:
        """The place, where one is named."""
        if "near" in self.params:
            try:
                self.point = point_of(self.params["near"], self.facts.editions)
            except UnknownPlaceError as error:
                raise InvalidFilter({"near": [error.message]}) from error

    def answer(self, **path: str) -> Any:
        """The version; 404 for a number that the register does not have."""
        point, number = self.point, path["number"]
        usable = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
        try:
            found = tlevels.tlevel_detail(
                self.facts,
                int(number) if usable else -1,
                self.today,
                latitude=point.latitude if point else None,
                longitude=point.longitude if point else None,
            )
        except UnknownTLevelError:
            words = _("There is no T Level with the number “%(number)s”; see tlevels/ for the numbers.")
            raise UnknownThing("number", words % {"number": number[:20]}) from None
        shapes, book = self.shapes, route_book(self.facts.editions)
        return {
            **shapes.tlevel(found.summary),
            "redirect_to": found.redirect_to,
            "replaces": [one.number for one in found.replaces],
            "specialisms": [self._specialism(book, one) for one in found.specialisms],
            "occupations": shapes.occupations(_links(book, found.summary.number)),
            "near": {"asked": self.params["near"], "words": str(point.answer.words)} if point else None,
            "sites": [self._site(site) for site in found.sites],
            "list_age": {
                "words": found.list_age.words,
                "address": found.list_age.address,
                "release": shapes.release(found.list_age.release) if found.list_age.release else None,
            },
            "release": shapes.release(found.release),
            "status_release": shapes.release(found.status_release) if found.status_release else None,
        }

    def _specialism(self, book: Book, found: SpecialismSummary) -> Json:
        links = book.linked_from(LinkKind.OCCUPATION_TLEVEL, str(found.number))
        return {
            "number": found.number,
            "name": found.name,
            "lars_code": found.lars_code,
            "occupations": [link.source for link in links],
        }

    def _site(self, site: Site) -> Json:
        return {
            "ukprn": site.ukprn,
            "provider": site.provider or None,
            "name": site.name or None,
            "town": site.town or None,
            "outcode": site.outcode or None,
            "first_year": site.first_year,
            "website": site.website or None,
            "tlevel": site.tlevel,
            "distance": self.shapes.distance(site.distance_km),
        }
