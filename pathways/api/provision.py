"""`provision/`: where it is taught and where the jobs are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from evidence.api.params import PageParams
from evidence.api.schema import documents
from pathways.api import schema
from pathways.api.base import PathwaysView


@documents(gettext_lazy("Provision"), gettext_lazy("Provision."), schema.CodeList, operation="provision")
class Provision(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of([])
        return {**envelope, "releases": self.cited("apprenticeship-delivery"), "results": rows}
