"""Ambassadors and their own visits of the policy walk, and the addresses that name them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.ambassadors import builders as b

OWN, OTHER = "own", "other organisation"


def own_things(world: Any) -> dict[Any, Any]:
    """A confirmed visit of the person's own (of a colleague's where they are no ambassador), and somebody else's."""
    day = timezone.localdate() + timedelta(days=30)
    things: dict[Any, Any] = {}
    for relation in (OWN, OTHER):
        user = (world.person or world.colleague) if relation == OWN else None
        who = b.ambassador(check=b.BARRED, recheck=day + timedelta(days=400), user=user)
        things["own visit", relation] = b.visit(who, day, state="confirmed", confirmed_at=timezone.now())
    return things


def _visit(world: Any, relation: str) -> dict[str, Any]:
    return {"visit": world.things["own visit", relation].pk}


OWN_ADDRESSES: dict[str, Any] = {
    f"ambassadors:{name}": ((OWN, OTHER), _visit) for name in ("visit", "visit-calendar", "visit-pack-pdf")
}
# What is sent where an empty form says nothing.
OWN_BODIES: dict[str, Any] = {
    "ambassadors:visit": lambda _world: {"do": "accept"},
    "ambassadors:standing": lambda _world: {"do": "resume"},
    "ambassadors:peers": lambda _world: {"do": "stop"},
}
