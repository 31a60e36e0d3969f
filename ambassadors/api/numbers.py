"""`ambassadors/` and `coverage/`: counts for everybody, small ones held back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers as s

from ambassadors.api import schema
from ambassadors.api.shapes import count_of
from ambassadors.queries.coverage import SOURCE, AreaCoverage, coverage, held_back
from ambassadors.queries.numbers import Cell, scheme_counts
from ambassadors.rules.vetting import SMALL_COUNT, scheme_value
from evidence.api.params import Params
from evidence.api.schema import documents
from evidence.api.shapes import area_ref
from foundation.problems import InvalidFilter
from lmi.api.shapes import Json
from lmi.enums import AreaKind
from pathways.api.base import PathwaysView


class CoverageParams(Params):
    """Which areas."""

    area = s.CharField(
        required=False, max_length=9, help_text=gettext_lazy("GSS code of a region of England: its authorities.")
    )


@documents(
    gettext_lazy("Ambassadors in numbers"),
    gettext_lazy(
        "How many ambassadors schools can be offered today, by region, field, route and activity: active people whose "
        "checks are in date. Small counts are held back, with the reason. Keyless. People: ambassadors/search/."
    ),
    schema.AmbassadorCounts,
    operation="ambassadors",
)
class AmbassadorCounts(PathwaysView):
    """`ambassadors/`"""

    params_class = Params
    etag_by_edition = False

    def answer(self, **path: str) -> Any:
        """The counts; two SQL statements beside the editions."""
        smallest = scheme_value(SMALL_COUNT, self.today)
        counts = scheme_counts(self.facts.places, today=self.today, smallest=smallest, with_demo=settings.DEMO)
        return {
            "total": self._count(counts.total),
            "regions": [self._cell(cell, is_place=True) for cell in counts.regions],
            "disciplines": self._cells(counts.disciplines),
            "routes": self._cells(counts.routes),
            "activities": self._cells(counts.activities),
            "smallest": smallest,
            "includes_demo": settings.DEMO,
        }

    def _cells(self, cells: Iterable[Cell]) -> list[Json]:
        return [self._cell(cell) for cell in cells]

    def _cell(self, cell: Cell, *, is_place: bool = False) -> Json:
        area = area_ref(self.facts.places.ref(cell.code)) if is_place else None
        return {"code": cell.code, "words": cell.words, "count": self._count(cell.value, area)}

    def _count(self, value: int | None, area: Json | None = None) -> Json:
        return count_of(
            "ambassadors",
            value,
            unit="people",
            period=self.today.isoformat(),
            population=_("Active ambassadors with a decision about a check that is in date."),
            area=area,
        )


@documents(
    gettext_lazy("Encounters by area"),
    gettext_lazy(
        "In which regions, or with `area` in which authorities of a region, schools had an encounter recorded here "
        "in the last 365 days. No school is named; small counts are held back, with the reason. Keyless."
    ),
    schema.Coverage,
    operation="coverage",
)
class CoverageView(PathwaysView):
    """`coverage/`"""

    params_class = CoverageParams
    etag_by_edition = False

    def find(self, **path: str) -> None:
        """Look the region up."""
        self.region: str = self.params.get("area", "")
        place = self.facts.places.places.get(self.region)
        if self.region and (place is None or place.kind != AreaKind.REGION):
            said = _("There is no region of England with the code “%(code)s”.")
            raise InvalidFilter({"area": [said % {"code": self.region}]})

    def answer(self, **path: str) -> Any:
        """The areas by name, and all of them together; four SQL statements beside the editions."""
        smallest = scheme_value(SMALL_COUNT, self.today)
        found = coverage(
            self.facts.editions, self.facts.places, today=self.today, region=self.region, with_demo=settings.DEMO
        )
        hidden = held_back(found.areas, smallest)
        period = f"{found.since.isoformat()} to {found.until.isoformat()}"
        return {
            "since": found.since.isoformat(),
            "until": found.until.isoformat(),
            "total": self._area(found.total, period, is_hidden=found.total.is_small(smallest)),
            "areas": [self._area(area, period, is_hidden=area.code in hidden) for area in found.areas],
            "unplaced": found.unplaced,
            "smallest": smallest,
            "includes_demo": settings.DEMO,
            "releases": self.cited(SOURCE),
        }

    def _area(self, area: AreaCoverage, period: str, *, is_hidden: bool) -> Json:
        place = area_ref(self.facts.places.ref(area.code)) if area.code else None
        population = _("Open schools of the published list, and schools and colleges verified here.")

        def count(measure: str, value: int) -> Json:
            told = None if is_hidden else value
            return count_of(measure, told, unit="schools", period=period, population=population, area=place)

        return {
            "code": area.code,
            "name": area.name,
            "schools": count("schools", area.schools),
            "reached": count("schools_with_an_encounter", area.reached),
            "without": count("schools_without_an_encounter", area.without),
        }
