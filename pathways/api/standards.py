"""`standards/`: apprenticeship standards, how many people finish them, and with which providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.params import PageParams, Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from lmi.api.shapes import Json
from pathways.api import schema
from pathways.api.base import BookView, FilteredList, PathwaysView, filter_parameters
from pathways.api.shapes import NOWHERE, PathwayShapes, day
from pathways.book import Book, route_book
from pathways.enums import LinkKind
from pathways.filters import CODES_2021, STANDARDS, StandardFilter
from pathways.models import Standard
from pathways.queries import apprenticeships
from pathways.queries.apprenticeships import CodeOf2021, ProviderRate, UnknownStandardError

REFERENCE = {"reference": gettext_lazy("Reference of the register, for example ST0152.")}


class ProviderRatesParams(PageParams):
    """Of the rates of a standard's providers."""

    year = serializers.RegexField(
        r"^[0-9]{4}/[0-9]{2}$", required=False, help_text=gettext_lazy("Academic year, 2024/25; the latest without it.")
    )


def _occupations(shapes: PathwayShapes, book: Book, reference: str) -> list[Json]:
    return shapes.occupations(book.linked_from(LinkKind.OCCUPATION_STANDARD, reference))


def _unknown(reference: str) -> UnknownThing:
    words = _("The register of apprenticeships has no reference “%(code)s”; see standards/ for those it has.")
    return UnknownThing("reference", words % {"code": reference[:20]})


@documents(
    gettext_lazy("Apprenticeship standards"),
    gettext_lazy(
        "The register of apprenticeships in England by title unless `sort` says otherwise: standards (ST), foundation "
        "apprenticeships (FA) and apprenticeship units (AU, short courses for employers' staff). Those that are "
        "retired, paused or not funded any more are kept, and say so. `q` also takes a reference or LARS code."
    ),
    schema.StandardList,
    operation="standards_list",
    also=filter_parameters(
        StandardFilter, q="electrician", level="3", status="open", route="Construction and the built environment"
    ),
)
class StandardList(FilteredList, BookView):
    """`standards/`"""

    filter_class = StandardFilter
    sources = (STANDARDS, CODES_2021)

    def rows(self, rows: Sequence[Standard]) -> list[Json]:
        """Each with the occupations that it is linked to."""
        book = route_book(self.facts.editions)
        found = apprenticeships.standards_by_reference(self.facts, [row.reference for row in rows])
        return [
            {
                **self.shapes.standard(found[row.reference]),
                "occupations": [code["soc2020"] for code in _occupations(self.shapes, book, row.reference)],
            }
            for row in rows
        ]


@documents(
    gettext_lazy("One apprenticeship standard"),
    gettext_lazy(
        "What the register says, codes of 2021, the occupations it leads to with what each link rests on, and how "
        "many people finish, beside all standards together. Numbers that are held back carry the reason."
    ),
    schema.StandardDetail,
    operation="standards_detail",
    path=REFERENCE,
)
class StandardDetail(BookView):
    """`standards/<reference>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The standard; 404 for a reference that the register does not have."""
        try:
            found = apprenticeships.standard_detail(self.facts, path["reference"])
        except UnknownStandardError:
            raise _unknown(path["reference"]) from None
        shapes, reference, book = self.shapes, found.summary.reference, route_book(self.facts.editions)
        rule = book.standards.get(reference)
        return {
            **shapes.standard(found.summary),
            "asks": rule.asks if rule else "",
            "min_age": rule.min_age if rule else None,
            "formerly": list(found.formerly),
            "codes": [self._code(code) for code in found.codes],
            "occupations": _occupations(shapes, book, reference),
            "rates": [shapes.rate_year(year) for year in found.rates],
            "rates_of_all": [shapes.rate_year(year) for year in found.for_all],
            "release": shapes.release(found.release),
            "links": {"providers": shapes.address("api:standard-providers", reference)},
        }

    def _code(self, code: CodeOf2021) -> Json:
        return {
            "lars_code": code.lars_code,
            "title": code.title,
            "pathway": code.pathway or None,
            "cluster": code.cluster or None,
            "sector_subject_area": code.ssa1 or None,
            "sector_subject_area_2": code.ssa2 or None,
            "regulated_body": code.regulated_body or None,
            "last_start_in_2021": day(code.last_start),
            "release": self.shapes.release(code.release),
        }


@documents(
    gettext_lazy("Providers that people left a standard with"),
    gettext_lazy(
        "How many people left the standard with each provider in an academic year, and how many of them had finished; "
        "by name, those that no list of ours names last. Never a ranking: small numbers change a lot."
    ),
    schema.ProviderRateList,
    operation="standards_providers",
    path=REFERENCE,
)
class StandardProviders(PathwaysView):
    """`standards/<reference>/providers/`"""

    params_class = ProviderRatesParams

    def answer(self, **path: str) -> Any:
        """A page of providers; an empty list for a year without rates."""
        try:
            found = apprenticeships.provider_rates(self.facts, path["reference"], self.params.get("year", ""))
        except UnknownStandardError:
            raise _unknown(path["reference"]) from None
        rows, envelope = self.page_of(found.rows)
        beside: Mapping[str, Any] = {
            "reference": found.reference,
            "title": found.title,
            "year": found.year or None,
            "years": list(found.years),
            "releases": self.cited(apprenticeships.RATES, *apprenticeships.PROVIDER_LISTS),
        }
        return {**envelope, **beside, "results": [self._row(row) for row in rows]}

    def _row(self, row: ProviderRate) -> Json:
        return {
            "ukprn": row.ukprn,
            "name": row.name or None,
            "leavers": self.shapes.figure(row.leavers),
            "rate": self.shapes.figure(row.rate),
            **(self.shapes.both("provider-detail", row.ukprn) if row.name else NOWHERE),
        }
