"""`outcomes/`: what became of people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from evidence.api.params import PageParams
from evidence.api.schema import documents
from pathways.api import schema
from pathways.api.base import PathwaysView


@documents(gettext_lazy("Outcomes"), gettext_lazy("Outcomes."), schema.CodeList, operation="outcomes_list")
class OutcomeList(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of([])
        return {**envelope, "releases": self.cited("leo-post16-earnings"), "results": rows}
