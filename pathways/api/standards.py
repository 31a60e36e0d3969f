"""`standards/`: apprenticeship standards, and how many people finish them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.filters import StandardFilter
from pathways.queries.apprenticeships import UnknownStandardError, standard_detail


@documents(
    gettext_lazy("Apprenticeship standards"),
    gettext_lazy("Apprenticeship standards."),
    schema.CodeList,
    operation="standards_list",
    also=filter_parameters(StandardFilter),
)
class StandardList(FilteredList):
    filter_class = StandardFilter
    sources = ("apprenticeship-standards",)

    def rows(self, rows: Any) -> Any:
        return [{"code": str(row.reference), "title": row.title} for row in rows]


@documents(
    gettext_lazy("One apprenticeship standard"),
    gettext_lazy("One apprenticeship standard."),
    schema.Code,
    operation="standards_detail",
    path={"reference": gettext_lazy("Reference, for example ST0152.")},
)
class StandardDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        try:
            found = standard_detail(self.facts, path["reference"])
        except UnknownStandardError:
            raise UnknownThing("reference", _("There is no such standard.")) from None
        return {"code": found.summary.reference, "title": found.summary.title}
