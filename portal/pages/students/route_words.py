"""Routes and their steps in words, for the pages of the students' side."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.queries.context import Facts
from pathways.routing.kinds import KINDS, PREPARATORY, StepKind
from pathways.routing.model import Closed, Leg, Offer, Route, RouteKind
from pathways.routing.words import ROUTE_KINDS, closed_words, months_words, needs_training_beside
from portal.pages.shared import with_query
from portal.pages.students.route_lines import Axis, RouteLine, line_of

KIND_WORDS = {
    RouteKind.APPRENTICESHIP: gettext_lazy("A job with training: you are paid from the first day."),
    RouteKind.COLLEGE: gettext_lazy("Learn the work at college first, then find a job in it."),
    RouteKind.DEGREE: gettext_lazy("A university course, then the job, sometimes with training after it."),
    RouteKind.DEGREE_APPRENTICESHIP: gettext_lazy("A job and a degree together, without a student loan."),
    RouteKind.HIGHER_TECHNICAL: gettext_lazy("A shorter higher course at Level 4 or 5, close to the work."),
    RouteKind.T_LEVEL: gettext_lazy("Two years at college with a long placement, then on into the work."),
    RouteKind.WORK: gettext_lazy("Find a job and learn there, or work your way up to it."),
}
_ADDRESSES = {
    "standard": "open:standard-detail",
    "tlevel": "open:tlevel-detail",
    "qualification": "open:qualification-detail",
    "degree_subject": "open:degree-subject-detail",
    "occupation": "students:occupation-routes",
}
_FEW_OFFERS = 3
_STRAIGHT_IN = frozenset({StepKind.DIRECT_ENTRY, StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY})
CHECKS = {
    "dbs_basic": gettext_lazy("criminal record (basic)"),
    "dbs_enhanced": gettext_lazy("criminal record (enhanced)"),
    "driving_licence": gettext_lazy("driving licence"),
    "eyesight": gettext_lazy("eyesight"),
    "fitness": gettext_lazy("fitness"),
    "medical": gettext_lazy("health"),
    "nationality": gettext_lazy("nationality or residence"),
    "references": gettext_lazy("references"),
    "security_clearance": gettext_lazy("security"),
}


@dataclass(frozen=True, slots=True)
class OfferWords:
    """Something a step can be done with: its name, where to read about it, and what to know."""

    title: str
    code: str
    address: str
    length: str
    note: str
    to_come: str  # the year in which it opens, when that is later than the step; else ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as a reader meets it."""

    title: str
    ages: str
    length: str
    level: int | None
    leg: Leg
    offers: tuple[OfferWords, ...]
    more: tuple[OfferWords, ...]
    facts: Any
    closed: tuple[tuple[str, str], ...]
    wait: str
    beside: bool


@dataclass(frozen=True, slots=True)
class OtherStart:
    """A last step of the same kind that begins otherwise: what it asks, and what it can be done with."""

    asks: str
    offers: tuple[OfferWords, ...]


@dataclass(frozen=True, slots=True)
class RouteWords:
    """A route as a reader meets it. `id` is short and stays the same while its steps do."""

    id: str
    title: str
    length: str
    done: str
    paid: bool
    route: Route
    steps: tuple[StepWords, ...]
    line: RouteLine
    variants: tuple[str, ...]
    also: tuple[OtherStart, ...]
    closed: tuple[tuple[str, str], ...]
    instead: tuple[tuple[str, str], ...]


def route_id(route: Route) -> str:
    """Eight letters that name a route in an address."""
    return hashlib.sha256(route.key.encode()).hexdigest()[:8]


def route_words(facts: Facts, route: Route, axis: Axis, area: str = "") -> RouteWords:
    """The route in words, its links carrying on the reader's place; no SQL."""
    steps, months = [], 0
    for leg in route.legs:
        months += leg.waits
        begin = route.legs[0].age if not months else (axis.start * 12 + months) // 12
        months += leg.step.months.usual if leg.step.months else 0
        steps.append(step_words(facts, leg, begin, (axis.start * 12 + months) // 12, area))
    return RouteWords(
        id=route_id(route),
        title=title_of(route),
        length=months_words(route.total_months),
        done=_done(route),
        paid=route.is_paid_throughout,
        route=route,
        steps=tuple(steps),
        line=line_of(route, axis),
        variants=tuple(dict.fromkeys(_before(variant) for variant in route.variants)),
        also=tuple(_other_start(facts, leg, area) for leg in route.also if _has_codes(leg)),
        closed=_reasons(route.closed),
        instead=_reasons(route.instead_of),
    )


def _has_codes(leg: Leg) -> bool:
    return any(offer.code for offer in leg.offers)


def _other_start(facts: Facts, leg: Leg, area: str) -> OtherStart:
    offers = (offer_words(facts, offer, leg, area) for offer in leg.offers if offer.code)
    return OtherStart(leg.step.asks, tuple(offers))


def _done(route: Route) -> str:
    if route.age_at_end is None:
        return _("when you get there depends on you and your employer")
    if not route.total_months:
        return _("at once")
    return _("done at about %(age)s") % {"age": route.age_at_end}


def title_of(route: Route) -> str:
    """The steps that make the route, without school and catching up: "T Level, then Advanced apprenticeship".

    What only catches up is named where nothing but a job follows, or it would read like work straight away.
    """
    named = [leg for leg in route.legs if leg.step.kind not in PREPARATORY] or list(route.legs)
    if route.kind != RouteKind.WORK and all(leg.step.kind in _STRAIGHT_IN for leg in named):
        named = [leg for leg in route.legs if leg.step.kind != StepKind.SCHOOL]
    return _(", then ").join(short_title(leg) for leg in named)


def short_title(leg: Leg) -> str:
    """A step's name: an apprenticeship or T Level with the first thing that it can be done with."""
    named = next((offer for offer in leg.offers if offer.kind in ("standard", "tlevel")), None)
    if named is None:
        return leg.step.title
    said = {"kind": KINDS[leg.step.kind].title, "title": named.title}
    return _("%(kind)s: %(title)s") % said


def _before(route: Route) -> str:
    """What a variant does before the common end."""
    named = [leg for leg in route.legs[:-1] if leg.step.kind not in PREPARATORY]
    return _(", then ").join(short_title(leg) for leg in named) or short_title(route.legs[0])


def _reasons(closed: Sequence[Closed]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(closed_words(one) for one in closed))


def step_words(facts: Facts, leg: Leg, begins: int, ends: int, area: str = "") -> StepWords:
    """One step in words, from one age to another."""
    offers = [offer_words(facts, offer, leg, area) for offer in leg.offers if offer.title or offer.kind == "occupation"]
    known = leg.step.months
    ages = (
        _("age %(from)s to %(to)s") % {"from": begins, "to": ends}
        if known and ends > begins
        else _("age %(n)s") % {"n": begins}
    )
    return StepWords(
        title=leg.step.title,
        ages=ages if known else _("from age %(n)s") % {"n": begins},
        length=_length(leg),
        level=leg.step.level,
        leg=leg,
        offers=tuple(offers[:_FEW_OFFERS]),
        more=tuple(offers[_FEW_OFFERS:]),
        facts=KINDS[leg.step.kind],
        closed=_reasons(leg.closed),
        wait=months_words(leg.waits) if leg.waits else "",
        beside=needs_training_beside(leg),
    )


def _length(leg: Leg) -> str:
    months = leg.step.months
    if months is None:
        return _("no set length")
    if not months.usual:
        return ""
    if months.low == months.high:
        return months_words(months.usual)
    said = {"low": months_words(months.low), "high": months_words(months.high), "usual": months_words(months.usual)}
    return _("%(usual)s (%(low)s to %(high)s)") % said


def offer_words(facts: Facts, offer: Offer, leg: Leg, area: str = "") -> OfferWords:
    """An offer's name and address."""
    title = facts.soc[offer.code].title if offer.kind == "occupation" else offer.title
    later = offer.opens is not None and offer.is_to_come(leg.begins)
    return OfferWords(
        title=title,
        code=offer.code if offer.kind in ("standard", "qualification") else "",
        address=_address(offer, area),
        length=months_words(offer.months) if offer.months and offer.kind == "standard" else "",
        note="" if offer.kind == "degree_subject" else offer.note,
        to_come=str(offer.opens.year) if offer.opens and later else "",
    )


def _address(offer: Offer, area: str) -> str:
    """Where to read about it; pages that say where it is taught are told the reader's place."""
    name = _ADDRESSES.get(offer.kind)
    if not name or not offer.code:
        return ""
    here = area if offer.kind in ("standard", "tlevel") else ""
    return with_query(reverse(name, args=[offer.code]), [("area", here)])


def kinds_with(routes: Sequence[RouteWords]) -> list[tuple[str, str, str, list[RouteWords]]]:
    """Routes under their kind: (code, name, words, routes), in the order given."""
    grouped: dict[str, list[RouteWords]] = {}
    for route in routes:
        grouped.setdefault(route.route.kind, []).append(route)
    return [(kind, str(ROUTE_KINDS[kind]), str(KIND_WORDS[RouteKind(kind)]), found) for kind, found in grouped.items()]
