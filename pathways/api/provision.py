"""`provision/`: where a sector is taught and where its jobs are, side by side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.params import Choice, PageParams
from evidence.api.schema import documents
from foundation.problems import InvalidFilter
from lmi.api.shapes import Json
from lmi.enums import AreaKind
from pathways.api import schema_subjects as schema
from pathways.api.base import BookView
from pathways.queries.provision import (
    KINDS,
    SOURCES,
    AreaProvision,
    SectorProvision,
    StandardProvision,
    UnknownSectorError,
    sector_provision,
    sectors,
)

COLUMNS = ("providers", "starts_low", "starts_high", "tlevels", "people")


class ProvisionParams(PageParams):
    """Of provision against jobs."""

    sector = serializers.CharField(
        required=False,
        max_length=80,
        help_text=gettext_lazy("A route of the register of apprenticeships, by name or slug; without it the sectors."),
    )
    kind = Choice(
        choices=[(str(kind), str(kind)) for kind in KINDS],
        required=False,
        default=str(AreaKind.REGION),
        help_text=gettext_lazy("Areas of which kind. People by occupation are published for regions only."),
    )


@documents(
    gettext_lazy("Where it is taught, where the jobs are"),
    gettext_lazy(
        "For a sector and each area of England: providers that may teach it there (an upper bound), bounds of the "
        "apprenticeships begun, T Level providers of February 2022, and people in the sector's work. `notes` says "
        "what each column is and is not. Without `sector` there are no rows, only the sectors to choose from."
    ),
    schema.AreaProvisionList,
    operation="provision",
)
class Provision(BookView):
    """`provision/?sector=Digital`"""

    params_class = ProvisionParams

    def answer(self, **path: str) -> Any:
        """The areas by name, England, and the sector's standards."""
        beside = {"kind": self.params["kind"], "releases": self.cited(*SOURCES)}
        if "sector" not in self.params:
            return {**self.envelope(0), **beside, **_NOTHING, "sectors": list(sectors(self.facts)), "results": []}
        try:
            found = sector_provision(self.facts, self.params["sector"], self.params["kind"])
        except UnknownSectorError:
            words = _("The register has no route “%(name)s”. There are: %(known)s.")
            said = words % {"name": self.params["sector"], "known": "; ".join(sectors(self.facts))}
            raise InvalidFilter({"sector": [said]}) from None
        rows, envelope = self.page_of(found.areas)
        return {**envelope, **beside, **self._sector(found), "results": [self._area(one) for one in rows]}

    def _sector(self, found: SectorProvision) -> Json:
        group = self.shapes.group
        return {
            "sectors": [],
            "sector": found.sector,
            "england": self._area(found.england),
            "standards": [self._standard(one) for one in found.standards],
            "groups": [group(one) for one in found.groups],
            "left_out": [group(one) for one in found.left_out],
            "units": [group(one) for one in found.units],
            "tlevels": list(found.tlevels),
            "notes": dict(found.notes),
        }

    def _area(self, found: AreaProvision) -> Json:
        figures = {name: self.shapes.figure(getattr(found, name)) for name in COLUMNS}
        area = {"code": found.area.code, "name": found.area.name, "kind": str(found.area.kind)}
        times = found.concentration
        concentration = None if times is None else {"value": times, "unit": "times_as_common_as_in_england"}
        return {"area": area, **figures, "concentration": concentration}

    def _standard(self, found: StandardProvision) -> Json:
        return {
            "reference": found.reference,
            "title": found.title,
            "level": found.level,
            "is_open": found.is_open,
            "year": found.year,
            "providers": self.shapes.figure(found.providers),
            "starts": self.shapes.figure(found.starts),
            **self.shapes.both("standard-detail", found.reference),
        }


_NOTHING: Json = {
    "sector": None,
    "england": None,
    "standards": [],
    "groups": [],
    "left_out": [],
    "units": [],
    "tlevels": [],
    "notes": {},
}
