"""Everything about the routes into one occupation, as the page, the API and the exports show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evidence.figures import ReleaseRef
from lmi.queries.context import Facts
from lmi.register import Group
from pathways.asking import Ask
from pathways.book import Book, CourseRef, EntryRef, LinkRef, OfferWindow, StandardRef, route_book
from pathways.enums import CourseRole, LinkKind, LinkRole, StandardStatus
from pathways.queries.registrations import REGISTRATIONS, Beyond, named_registrations
from pathways.routing.model import Person, Stage
from pathways.routing.routes import routes_to
from pathways.routing.search import Found

SOURCES = (
    *("waymark-entries", "waymark-courses", "waymark-links", "waymark-standard-rules", "waymark-offer-dates"),
    *("apprenticeship-standards", "tlevels", "tlevel-specialisms", "waymark-tlevel-status", "cah-current"),
    *("apprenticeship-provider-standards", "ofqual-approved", REGISTRATIONS),
)
BEFORE_LEVEL_3 = (Stage.YEAR_9, Stage.YEAR_10, Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2)


@dataclass(frozen=True, slots=True)
class Move:
    """A move between occupations that people make; `link` says what that rests on."""

    group: Group
    link: LinkRef


@dataclass(frozen=True, slots=True)
class RouteSet:
    """The routes to an occupation for one person, and what lies around them.

    `further` are apprenticeships for people already in the work, `paused` standards that cannot be started
    now, `developing` those that are still being written; `after` courses for people in the work; `to_come`
    kinds of course that open later, for those who have not chosen what to do after their GCSEs; `first_steps`
    apprenticeships that lead towards this work and stand on none of the routes shown.
    """

    group: Group
    ask: Ask
    person: Person
    found: Found
    entry: EntryRef | None
    further: tuple[StandardRef, ...]
    paused: tuple[StandardRef, ...]
    developing: tuple[StandardRef, ...]
    after: tuple[CourseRef, ...]
    beyond: tuple[Beyond, ...]
    came_from: tuple[Move, ...]
    moves_on: tuple[Move, ...]
    to_come: tuple[OfferWindow, ...]
    first_steps: tuple[StandardRef, ...]
    releases: tuple[ReleaseRef, ...]


def route_set(facts: Facts, soc2020: str, ask: Ask, today: date) -> RouteSet:
    """The routes for who asks; three SQL statements at most when the book is in memory.

    Raises UnknownOccupationError for a code that is no unit group of SOC 2020.
    """
    group = facts.soc[soc2020]
    book = route_book(facts.editions)
    person = ask.person(today)
    links = book.links(LinkKind.OCCUPATION_STANDARD, soc2020)
    linked = [(link, book.standards[link.target]) for link in links if link.target in book.standards]
    found = routes_to(book, soc2020, person)
    shown = _standards_in(found)
    return RouteSet(
        group=group,
        ask=ask,
        person=person,
        found=found,
        entry=book.entries.get(soc2020),
        first_steps=tuple(
            s for link, s in linked if link.role == LinkRole.TOWARDS and s.can_be_taken and s.reference not in shown
        ),
        further=tuple(s for link, s in linked if link.role == LinkRole.FURTHER and s.is_open),
        paused=tuple(s for _, s in linked if s.status == StandardStatus.PAUSED),
        developing=tuple(s for _, s in linked if s.status == StandardStatus.IN_DEVELOPMENT and not s.is_open),
        after=tuple(row for row in book.courses.get(soc2020, ()) if row.role == CourseRole.AFTER),
        beyond=named_registrations(facts, book.links(LinkKind.OCCUPATION_REGISTRATION, soc2020)),
        came_from=moves_to(facts, book, soc2020),
        moves_on=moves_from(facts, book, soc2020),
        to_come=opening_later(book, today) if person.stage in BEFORE_LEVEL_3 else (),
        releases=tuple(facts.editions.ref(pk) for pk in facts.editions.of(*SOURCES)),
    )


def _standards_in(found: Found) -> set[str]:
    """References of every standard on a route that is shown, its variants and other starts included."""
    routes = [*found.open, *found.closed]
    routes += [variant for route in routes for variant in route.variants]
    legs = [leg for route in routes for leg in (*route.legs, *route.also)]
    return {offer.code for leg in legs for offer in leg.offers if offer.kind == "standard"}


def opening_later(book: Book, today: date) -> tuple[OfferWindow, ...]:
    """Kinds of course that can be started later but not yet, the first to open first. No SQL."""
    coming = [offer for offer in book.offers.values() if offer.first_start and offer.first_start > today]
    return tuple(sorted(coming, key=lambda offer: (offer.first_start or today, offer.title)))


def moves_to(facts: Facts, book: Book, soc2020: str) -> tuple[Move, ...]:
    """What people in this work did before, surest first. No SQL."""
    links = book.linked_from(LinkKind.OCCUPATION_PROGRESSION, soc2020)
    return tuple(Move(facts.soc[link.source], link) for link in links if link.source in facts.soc.groups)


def moves_from(facts: Facts, book: Book, soc2020: str) -> tuple[Move, ...]:
    """What people in this work move on to, surest first. No SQL."""
    links = book.links(LinkKind.OCCUPATION_PROGRESSION, soc2020)
    return tuple(Move(facts.soc[link.target], link) for link in links if link.target in facts.soc.groups)
