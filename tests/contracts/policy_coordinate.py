"""People, requests and concerns of the coordinators' desk in the policy walk, and the addresses that name them."""

from __future__ import annotations

from typing import Any

from ambassadors.models import Concern
from tests.ambassadors import builders as b

OWN, OTHER, ONCE = "own", "other organisation", ("-",)


def coordinate_things(world: Any) -> dict[Any, Any]:
    """A concern that the person would deal with (a colleague where there is none), and one of two other people."""
    first, second = b.person("handler", "ambassador_coordinator"), b.person("alternate", "ambassador_coordinator")
    visit = world.things["school visit", OTHER]
    return {
        ("concern", relation): Concern.objects.create(
            visit=visit,
            about="practice",
            words="A worry.",
            raised_by=world.colleague,
            handler=handler,
            alternate=second,
        )
        for relation, handler in ((OWN, world.person or world.colleague), (OTHER, first))
    }


def _concern(world: Any, relation: str) -> dict[str, Any]:
    return {"concern": world.things["concern", relation].pk}


def _request(world: Any, _relation: str) -> dict[str, Any]:
    return {"request_id": world.things["visit request", OTHER].pk}


def _person(world: Any, _relation: str) -> dict[str, Any]:
    return {"person": world.things["person", OTHER].code}


def _visit(world: Any, relation: str) -> dict[str, Any]:
    return {"visit": world.things["school visit", relation].pk}


COORDINATE_ADDRESSES: dict[str, Any] = {
    "coordinate:concern": ((OWN, OTHER), _concern),
    "coordinate:request": (ONCE, _request),
    "coordinate:rota-event": (ONCE, _request),
    **{f"coordinate:{name}": (ONCE, _person) for name in ("person", "person-looks", "person-concern")},
    "ambassadors:concern-new": ((OWN, OTHER), _visit),
}
COORDINATE_BODIES: dict[str, Any] = {
    "coordinate:person": lambda _world: {"do": "suspend", "reason": "Looked into."},
    "coordinate:request": lambda _world: {"do": "close", "reason": "too_far"},
    "coordinate:concern": lambda _world: {"do": "note", "words": "Called the head."},
    "coordinate:reminders": lambda _world: {"kind": "answers"},
    "ambassadors:concern-new": lambda _world: {"about": "practice", "words": "What I saw."},
}
