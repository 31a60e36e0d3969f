"""What the lists and single answers of employers share."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.request import Request

from employers.api.shapes import EmployerShapes
from foundation.access import PUBLIC_NAMES_SOMEONE
from foundation.problems import UnknownThing
from pathways.api.base import FilteredList, PathwaysView


class EmployersView(PathwaysView):
    """A public answer that names an employer: asked again each time, and known by the ETag of its bytes."""

    access = PUBLIC_NAMES_SOMEONE
    etag_by_edition = False

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """As every reading address; numbers in the address are text to it."""
        return super().get(request, **{name: str(value) for name, value in path.items()})

    @cached_property
    def shapes(self) -> EmployerShapes:
        """Turns facts into JSON for this request."""
        return EmployerShapes(self.request, self.facts)


class EmployersList(EmployersView, FilteredList):
    """A list by one of the pages' filters. Its rows are of no edition: they are what employers say today."""

    def answer(self, **path: str) -> Any:
        """A page of rows."""
        page, size = self.params["page"], self.params["page_size"]
        found = self.filter.qs
        envelope = self.envelope(found.count())
        return {**envelope, "results": self.rows(found[(page - 1) * size : page * size])}

    def rows(self, rows: Any) -> list[dict[str, Any]]:
        """The page's rows (a queryset) as plain data; as many SQL statements for one as for a hundred."""
        raise NotImplementedError


def absent() -> UnknownThing:
    """The one answer for what is not published and for what never was."""
    return UnknownThing("id", _("There is nothing published with this number."))
