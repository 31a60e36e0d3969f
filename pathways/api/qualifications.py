"""`qualifications/`: regulated qualifications approved for funding."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.filters import QualificationFilter
from pathways.queries.qualifications import UnknownQualificationError, qualification_detail


@documents(
    gettext_lazy("Qualifications"),
    gettext_lazy("Qualifications."),
    schema.CodeList,
    operation="qualifications_list",
    also=filter_parameters(QualificationFilter),
)
class QualificationList(FilteredList):
    filter_class = QualificationFilter
    sources = ("ofqual-approved",)

    def rows(self, rows: Any) -> Any:
        return [{"code": str(row.qan), "title": row.title} for row in rows]


@documents(
    gettext_lazy("One qualification"),
    gettext_lazy("One qualification."),
    schema.Code,
    operation="qualifications_detail",
    path={"qan": gettext_lazy("Number (QAN), for example 60302288.")},
)
class QualificationDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        try:
            found = qualification_detail(self.facts, path["qan"], self.today)
        except UnknownQualificationError:
            raise UnknownThing("qan", _("There is no such qualification.")) from None
        return {"code": found.qan, "title": found.title}
