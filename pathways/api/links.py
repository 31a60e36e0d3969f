"""`links/`: every link that routes are made of, with what it rests on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter

from evidence.api.params import PageParams, read_params
from evidence.api.schema import documents
from foundation.problems import InvalidFilter
from pathways.api import schema
from pathways.api.base import BookView, given_values
from pathways.book import route_book
from pathways.queries.links import LINK_CHOICES, LinkFilter, link_titles
from pathways.queries.registrations import REGISTRATIONS

SOURCES = ("waymark-links", "apprenticeship-standards", "tlevel-specialisms", "cah-current", REGISTRATIONS)


def _parameters() -> list[OpenApiParameter]:
    """LinkFilter's own parameters, as the schema tells them."""
    return [
        OpenApiParameter(
            name,
            str,
            description=str(said),
            enum=[str(value) for value, _words in LINK_CHOICES[name]] if name in LINK_CHOICES else None,
        )
        for name, said in LinkFilter.labels.items()
    ]


@documents(
    gettext_lazy("Links"),
    gettext_lazy(
        "Every link between occupations, standards, T Level specialisms, subjects and registrations, as it stands "
        "after our editors' decisions, so that anybody can check us: what it rests on (`basis`), how sure it is, and "
        "whether an editor confirmed or added it (`checked`). By kind, then source, then surest first."
    ),
    schema.LinkList,
    operation="links_list",
    also=_parameters(),
)
class LinkList(BookView):
    """`links/`"""

    params_class = PageParams

    def read_params(self) -> dict[str, Any]:
        """Paging; what is wrong there is told together with the filters."""
        self.wrong: dict[str, list[str]] = {}
        try:
            return read_params(self.request._request.GET, PageParams, LinkFilter.labels)
        except InvalidFilter as error:
            self.wrong = error.errors
            return {}

    def find(self, **path: str) -> None:
        """Check the filters' values."""
        given = given_values(self.request._request.GET, without=self.wrong)
        self.filter = LinkFilter(given, facts=self.facts)
        if wrong := {**self.filter.bad_values, **self.wrong}:
            raise InvalidFilter(wrong)

    def answer(self, **path: str) -> Any:
        """A page of links."""
        book = route_book(self.facts.editions)
        titles = link_titles(self.facts, book)
        links, envelope = self.page_of(self.filter.links(book, titles))
        return {
            **envelope,
            "releases": self.cited(*SOURCES),
            "results": [self.shapes.named_link(titles.named(link)) for link in links],
        }
