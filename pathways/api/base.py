"""What the addresses about routes share: the day, filtered lists, and editors' decisions in the ETag."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from evidence.api.params import PageParams, read_params
from foundation.problems import InvalidFilter
from lmi.api.base import FactsView
from pathways.api.shapes import PathwayShapes
from pathways.book import decisions_stamp
from pathways.filtering import FactFilter


class PathwaysView(FactsView):
    """A reading view whose answer may depend on the day: windows open and close, lists grow old."""

    @cached_property
    def today(self) -> date:
        """The date in the United Kingdom."""
        return timezone.localdate()

    def etag_parts(self) -> Sequence[str]:
        """The day."""
        return [self.today.isoformat()]

    @property
    def shapes(self) -> PathwayShapes:
        """Turns facts into JSON for this request."""
        if not hasattr(self, "_shapes"):
            self._shapes: PathwayShapes = PathwayShapes(self.request, self.facts)
        return self._shapes

    def cited(self, *sources: str) -> list[dict[str, str]]:
        """The editions of these sources that answer, as citations."""
        return [self.shapes.release(self.facts.editions.ref(pk)) for pk in self.facts.editions.of(*sources)]


class BookView(PathwaysView):
    """A view that shows links: an editor's decision about one changes the answer without a new edition."""

    def etag_parts(self) -> Sequence[str]:
        """The day, and the decisions so far; one SQL statement."""
        return [*super().etag_parts(), decisions_stamp()]


class FilteredList(PathwaysView):
    """A list by one of the pages' filters. Pages keep going with what is right; here every wrong value is told."""

    params_class = PageParams
    filter_class: ClassVar[type[FactFilter]]
    sources: ClassVar[tuple[str, ...]] = ()

    def read_params(self) -> dict[str, Any]:
        """Paging; what is wrong there is told together with the filters, which need the registers."""
        self.wrong: dict[str, list[str]] = {}
        try:
            return read_params(self.request._request.GET, self.params_class, self.filter_class.base_filters)
        except InvalidFilter as error:
            self.wrong = error.errors
            return {}

    def find(self, **path: str) -> None:
        """Check the filters' values."""
        given = given_values(self.request._request.GET, without=self.wrong)
        self.filter = self.make_filter(given)
        wrong = {**self.filter.bad_values, **self.wrong}
        if wrong:
            raise InvalidFilter(wrong)

    def make_filter(self, given: Any) -> Any:
        """The filters of the list, with what they need to know."""
        return self.filter_class(given, facts=self.facts, today=self.today)

    def answer(self, **path: str) -> Any:
        """A page of rows, with the editions they are of."""
        page, size = self.params["page"], self.params["page_size"]
        found = self.filter.qs
        envelope = self.envelope(found.count())
        rows = list(found[(page - 1) * size : page * size])
        return {**envelope, **self.beside(), "releases": self.cited(*self.sources), "results": self.rows(rows)}

    def beside(self) -> Mapping[str, Any]:
        """What the envelope says beside the rows."""
        return {}

    def rows(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """The page's rows as plain data; as many SQL statements for one as for a hundred."""
        raise NotImplementedError


def given_values(query: QueryDict, *, without: Container[str] = ()) -> dict[str, str]:
    """The parameters that have a value, without those that were refused; one without a value counts as not given."""
    values = {name: query.get(name) or "" for name in query if name not in without}
    return {name: str(value) for name, value in values.items() if str(value).strip()}


def filter_parameters(filter_class: type[FactFilter], **examples: str) -> list[OpenApiParameter]:
    """The parameters of a filter, as the schema tells them; `examples` shows values worth trying."""
    declared = filter_class.base_filters.items()
    return [_parameter(filter_class, name, one, examples.get(name)) for name, one in declared]


def _parameter(filter_class: type[FactFilter], name: str, declared: Any, example: str | None) -> OpenApiParameter:
    if name == "sort":
        known: Iterable[Any] = filter_class.sorts.items()
        said = "; ".join(f"`{value}`: {words}" for value, words in filter_class.sorts.items())
        about = f"Order. {said}."
    else:
        known = declared.extra.get("choices", ())
        about = str(declared.label)
    kind = OpenApiTypes.DATE if type(declared).__name__ == "DateFilter" else OpenApiTypes.STR
    words = [str(value) for value, _words in known] or None
    shown = [OpenApiExample(example, value=example)] if example else None
    return OpenApiParameter(name, kind, description=about, enum=words, examples=shown)
