"""Requests, visits, people and encounter offers of the policy walk, and the addresses that name them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from ambassadors.models import EncounterOffer, OfferSlot
from tests.ambassadors import builders as b

OWN, OTHER = "own", "other organisation"


def visits_things(world: Any) -> dict[Any, Any]:
    """One's own school's request with a confirmed visit, another school's, and offers of two universities."""
    day = timezone.localdate() + timedelta(days=20)
    things: dict[Any, Any] = {}
    for number, (relation, place) in enumerate(((OWN, world.own), (OTHER, world.other))):
        school = place if place.kind == OrganisationKind.SCHOOL else b.school(f"School {relation}")
        asked = b.visit_request(school)
        person = b.ambassador(check=b.BARRED, recheck=day + timedelta(days=400))
        visit = b.visit(person, day, request=asked, state="confirmed", confirmed_at=timezone.now())
        things |= {("visit request", relation): asked, ("school visit", relation): visit, ("person", relation): person}
        university = world.things["elsewhere" if relation == OTHER else "university"]
        things["encounter offer", relation], things["slot", relation] = offer_of(university, number)
    return things


def offer_of(organisation: Organisation, number: int = 0, **given: Any) -> tuple[EncounterOffer, OfferSlot]:
    """A published offer with one time ahead."""
    now = timezone.now()
    facts = {"activity": "talk", "mode": "online", "phases": ["ks3"], "approved_at": now, **given}
    offer = EncounterOffer.objects.create(organisation=organisation, title=f"Offer {number}", about="Talk.", **facts)
    starts = now + timedelta(days=20 + number)
    slot = OfferSlot.objects.create(offer=offer, starts_at=starts, ends_at=starts + timedelta(hours=1))
    return offer, slot


def _request(world: Any, relation: str) -> dict[str, Any]:
    asked, visit = world.things["visit request", relation], world.things["school visit", relation]
    return {"pk": asked.pk, "visit": visit.pk, "step": "what"}


def _offer(world: Any, relation: str) -> dict[str, Any]:
    place = world.things["elsewhere" if relation == OTHER else "university"]
    return {"organisation": place.slug, "offer": world.things["encounter offer", relation].pk}


def _to_book(world: Any, _relation: str) -> dict[str, Any]:
    return {"offer": world.things["encounter offer", OTHER].pk, "slot": world.things["slot", OTHER].pk}


def _person(world: Any, _relation: str) -> dict[str, Any]:
    return {"code": world.things["person", OTHER].code}


VISIT_ADDRESSES: dict[str, Any] = {
    **{f"school-visits:{name}": ((OWN, OTHER), _request) for name in ("request", "step", "visit", "calendar")},
    **{f"school-visits:{name}": ((OWN, OTHER), _request) for name in ("pack", "pack-pdf")},
    "school-visits:person": (("-",), _person),
    "offers:*": ((OWN, OTHER), _offer),
    "encounter-offers:*": (("-",), _to_book),
    "api:encounter-offer-detail": (("-",), lambda world, _relation: {"id": _to_book(world, _relation)["offer"]}),
}
