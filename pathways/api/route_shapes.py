"""How routes, their steps and what lies around them look in JSON."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lmi.api.shapes import Json
from pathways.api.shapes import PathwayShapes, day
from pathways.asking import Ask
from pathways.book import EntryRef
from pathways.queries.registrations import Beyond
from pathways.queries.routes import Move, RouteSet
from pathways.routing.kinds import KINDS
from pathways.routing.model import Closed, Leg, Months, Offer, Person, Route
from pathways.routing.words import ROUTE_KINDS, closed_words, needs_training_beside


class RouteShapes:
    """Routes of one request; words of each kind of step are put together once."""

    def __init__(self, shapes: PathwayShapes) -> None:
        self._shapes = shapes
        self._kinds: dict[str, Json] = {}

    def route(self, route: Route, *, variants: bool = True) -> Json:
        """A route with its steps; its variants with theirs."""
        shape: Json = {
            "kind": str(route.kind),
            "kind_words": str(ROUTE_KINDS[route.kind]),
            "key": route.key,
            "open": route.is_open,
            "total_months": route.total_months,
            "known_months": route.known_months,
            "steps_of_unknown_length": route.unknown,
            "age_at_end": route.age_at_end,
            "is_paid_throughout": route.is_paid_throughout,
            "steps": [self._step(leg) for leg in route.legs],
            "also": [self._step(leg) for leg in route.also],
            "instead_of": closed_shapes(route.instead_of),
        }
        if variants:
            shape["variants"] = [self.route(one, variants=False) for one in route.variants]
        return shape

    def _step(self, leg: Leg) -> Json:
        step = leg.step
        return {
            "key": step.key,
            "kind": str(step.kind),
            "title": step.title,
            "level": step.level,
            "from": str(step.start),
            "to": str(step.end),
            "begins": leg.begins.isoformat(),
            "ends": day(leg.ends),
            "age": leg.age,
            "waits": leg.waits,
            "months": months(step.months),
            "asks": step.asks,
            "min_age": step.min_age,
            "max_age": step.max_age,
            "funded_to_age": step.funded_to,
            "paid": step.paid,
            "is_university": step.is_university,
            "needs_training_beside": needs_training_beside(leg),
            **self._kind(step.kind),
            "offers": [self._offer(offer) for offer in leg.offers],
            "closed": closed_shapes(leg.closed),
            "notes": [str(note) for note in step.notes],
        }

    def _kind(self, kind: str) -> Json:
        """What every step of the kind has."""
        if kind not in self._kinds:
            facts = KINDS[kind]
            low, high = facts.at_work
            self._kinds[kind] = {
                "mode": str(facts.mode),
                "pay_words": str(facts.pay),
                "where": str(facts.where),
                "at_work_percent": {"low": low, "high": high},
                "learnt_at_work": str(facts.learnt_at_work) if facts.learnt_at_work else None,
                "learnt_at_provider": str(facts.learnt_at_provider) if facts.learnt_at_provider else None,
                "outcome": str(facts.outcome),
            }
        return self._kinds[kind]

    def _offer(self, offer: Offer) -> Json:
        groups = self._shapes.facts.soc.groups
        named = groups[offer.code].title if offer.kind == "occupation" and offer.code in groups else offer.title
        return {
            "kind": offer.kind,
            "code": offer.code or None,
            "title": named,
            "months": offer.months,
            "note": offer.note,
            "confidence": offer.confidence or None,
            "opens": day(offer.opens),
            "closes": day(offer.closes),
            **self._shapes.addresses_of(offer.kind, offer.code),
        }

    # Around the routes

    def around(self, found: RouteSet) -> Json:
        """What an occupation's routes stand among."""
        shapes = self._shapes
        return {
            "entry": entry(found.entry),
            "first_steps": [shapes.standard_ref(one) for one in found.first_steps],
            "further": [shapes.standard_ref(one) for one in found.further],
            "paused": [shapes.standard_ref(one) for one in found.paused],
            "developing": [shapes.standard_ref(one) for one in found.developing],
            "after": [shapes.course(one) for one in found.after],
            "registrations": [self._beyond(one) for one in found.beyond],
            "came_from": self._moves(found.came_from),
            "moves_on": self._moves(found.moves_on),
        }

    def _beyond(self, found: Beyond) -> Json:
        return {
            "code": found.code,
            "title": found.title,
            "body": found.body or None,
            "level": found.level or None,
            "typical_basis": found.typical_basis or None,
            "provenance": found.provenance or None,
            **self._shapes.basis(found.link),
        }

    def _moves(self, moves: Iterable[Move]) -> list[Json]:
        return [{**self._shapes.group(move.group), **self._shapes.basis(move.link)} for move in moves]


def asked(ask: Ask, person: Person) -> Json:
    """Who was asked for, with what was taken where nothing was said."""
    return {
        "from": str(ask.stage),
        "grades": str(person.grades),
        "age": person.age,
        "starts": person.start.isoformat(),
        "subjects": list(ask.subjects),
        "earn": ask.earn,
        "no_university": ask.no_university,
    }


def entry(found: EntryRef | None) -> Json | None:
    """How people get into the work, by our editors; null without a row."""
    if found is None:
        return None
    return {
        "usual_level": found.usual_level,
        "degree": found.degree,
        "direct_entry": found.direct_entry,
        "gcse": found.gcse,
        "min_age": found.min_age,
        "regulator": found.regulator or None,
        "licence": found.licence or None,
        "checks": list(found.checks),
        "summary": found.summary,
        "basis": found.basis,
    }


def months(found: Months | None) -> Json | None:
    """How long a step takes; null where no source says."""
    return {"low": found.low, "usual": found.usual, "high": found.high} if found else None


def closed_shapes(bars: Iterable[Closed]) -> list[Json]:
    """Why something is closed, each reason once, with the way back."""
    found = []
    for bar in dict.fromkeys(bars):
        words, way_back = closed_words(bar)
        found.append(
            {"step": bar.step, "code": str(bar.bar), "detail": bar.detail, "words": words, "way_back": way_back}
        )
    return found


def how_ordered() -> str:
    """The order of routes, in words."""
    return _("By kind in the order of their codes, then shortest first; open routes before closed ones.")
