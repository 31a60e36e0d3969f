"""`tlevels/`: T Levels, version by version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.filters import TLevelFilter
from pathways.queries.tlevels import UnknownTLevelError, tlevel_detail


@documents(
    gettext_lazy("T Levels"),
    gettext_lazy("T Levels."),
    schema.CodeList,
    operation="tlevels_list",
    also=filter_parameters(TLevelFilter),
)
class TLevelList(FilteredList):
    filter_class = TLevelFilter
    sources = ("tlevels",)

    def rows(self, rows: Any) -> Any:
        return [{"code": str(row.number), "title": row.name} for row in rows]


@documents(
    gettext_lazy("One version of a T Level"),
    gettext_lazy("One version of a T Level."),
    schema.Code,
    operation="tlevels_detail",
    path={"number": gettext_lazy("Number of the version, for example 22.")},
)
class TLevelDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        try:
            number = int(path["number"]) if path["number"].isdecimal() and len(path["number"]) < 5 else 0
            found = tlevel_detail(self.facts, number, self.today)
        except UnknownTLevelError:
            raise UnknownThing("number", _("There is no such T Level.")) from None
        return {"code": str(found.summary.number), "title": found.summary.name}
