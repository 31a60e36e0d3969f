"""`providers/`: who teaches what, where."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.models import Provider
from pathways.provider_filter import LISTS, ProviderFilter


@documents(
    gettext_lazy("Providers"),
    gettext_lazy("Providers."),
    schema.CodeList,
    operation="providers_list",
    also=filter_parameters(ProviderFilter),
)
class ProviderList(FilteredList):
    filter_class = ProviderFilter
    sources = (*LISTS,)

    def rows(self, rows: Any) -> Any:
        return [{"code": str(row.key), "title": row.name} for row in rows]


@documents(
    gettext_lazy("One provider"),
    gettext_lazy("One provider."),
    schema.Code,
    operation="providers_detail",
    path={"provider": gettext_lazy("UKPRN, or URN of a school.")},
)
class ProviderDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        found = Provider.objects.of_releases(self.facts.editions.of(*LISTS)).filter(key=path["provider"]).first()
        if found is None:
            raise UnknownThing("provider", _("There is no such provider."))
        return {"code": found.key, "title": found.name}
