"""`occupations/`, filtered and sorted as the explorer is, and `compare/`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter

from evidence.api.params import PageParams, read_params
from evidence.api.schema import documents, listed
from foundation.problems import InvalidFilter
from lmi.api import params, schema
from lmi.api.base import FactsView
from lmi.filters import OccupationFilter
from lmi.queries.listing import occupation_rows
from lmi.queries.occupation import occupation_comparison


def _filter_parameters() -> list[OpenApiParameter]:
    """OccupationFilter's own parameters, as the schema tells them."""
    found = []
    for name, declared in OccupationFilter.base_filters.items():
        choices = [value for value, _said in declared.extra.get("choices", ())]
        kind = float if name.startswith(("min_", "max_")) else str
        found.append(OpenApiParameter(name, kind, description=str(declared.label), enum=choices or None))
    return found


@documents(
    gettext_lazy("Occupations"),
    gettext_lazy(
        "Unit groups of SOC 2020 unless `level` says otherwise, by code unless `sort` says otherwise. Pay is full-time "
        "and annual, of the group itself in `area`; people and adverts are of the UK; growth is of the sub-major group "
        "that an occupation belongs to, in England."
    ),
    listed(schema.OccupationRow),
    operation="occupations_list",
    also=_filter_parameters(),
)
class OccupationList(FactsView):
    """`occupations/`"""

    params_class = PageParams

    def read_params(self) -> dict[str, Any]:
        """Paging; what is wrong there is told together with the filters, which need the registers."""
        query = self.request._request.GET
        try:
            self.wrong: dict[str, list[str]] = {}
            return read_params(query, PageParams, OccupationFilter.base_filters)
        except InvalidFilter as error:
            self.wrong = error.errors
            return {}

    def find(self, **path: str) -> None:
        """Check the filters' values."""
        self.filter = OccupationFilter(self.request._request.GET, facts=self.facts)
        wrong = {**self.filter.bad_values, **self.wrong}
        if wrong:
            raise InvalidFilter(wrong)

    def etag(self) -> str:
        """With words the search index answers, which curators change without an edition: ETag of the body then."""
        return "" if self.request._request.GET.get("q") else super().etag()

    def answer(self, **path: str) -> Any:
        """The page's codes by the filter, their facts by one query a subject."""
        page, size = self.params["page"], self.params["page_size"]
        found = self.filter.qs.values_list("code", flat=True)
        envelope = self.envelope(found.count())
        codes = list(found[(page - 1) * size : page * size])
        rows = occupation_rows(self.facts, codes, self.filter.asked_area) if codes else []
        return {**envelope, "results": [self.shapes.row(row) for row in rows]}


@documents(
    gettext_lazy("Compare occupations"),
    gettext_lazy(
        "Up to four occupations side by side in an area. `shared_outlook` lists the occupations whose projection is "
        "that of the same wider group: it cannot tell them apart."
    ),
    schema.Comparison,
    operation="compare",
)
class Compare(FactsView):
    """`compare/`"""

    params_class = params.CompareParams

    def find(self, **path: str) -> None:
        """Every occupation, and the area."""
        for code in self.params["soc2020"]:
            self.occupation_at(code)
        self.place(self.area)

    def answer(self, **path: str) -> Any:
        """One column an occupation, in the order asked for."""
        found = occupation_comparison(self.facts, self.params["soc2020"], self.area)
        rows = [self.shapes.compared(column) for column in found.columns]
        return {
            "area": self.shapes.place(self.facts.places[found.area]),
            "count": len(rows),
            "next": None,
            "previous": None,
            "results": rows,
            "shared_outlook": [list(codes) for codes in found.shared_outlook],
        }
