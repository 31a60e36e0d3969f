"""The short word about the ways into an occupation that stands on its page of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evidence.figures import ReleaseRef
from lmi.queries.context import Facts
from pathways.asking import Ask
from pathways.book import EntryRef, route_book
from pathways.routing.routes import routes_to
from pathways.routing.words import ROUTE_KINDS, months_words

SOURCES = ("waymark-entries", "waymark-links", "apprenticeship-standards")


@dataclass(frozen=True, slots=True)
class Ways:
    """How people get in, and each kind of route with its quickest length in words."""

    entry: EntryRef | None
    kinds: tuple[tuple[str, str], ...]
    releases: tuple[ReleaseRef, ...]


def ways_into(facts: Facts, soc2020: str, today: date) -> Ways:
    """For somebody who finishes Year 11 with five GCSEs; one SQL statement when the book is in memory."""
    book = route_book(facts.editions)
    quickest: dict[str, str] = {}
    for route in routes_to(book, soc2020, Ask().person(today)).open:
        quickest.setdefault(str(ROUTE_KINDS[route.kind]), months_words(route.total_months))
    releases = tuple(facts.editions.ref(pk) for pk in facts.editions.of(*SOURCES))
    return Ways(book.entries.get(soc2020), tuple(quickest.items()), releases)
