"""People, requests and concerns of the coordinators' desk in the policy walk, and the addresses that name them."""

from __future__ import annotations

from typing import Any

from ambassadors.models import Concern, DuplicatePair, ImportBatch, Merge, Scheme
from tests.ambassadors import builders as b

OWN, OTHER, ONCE = "own", "other organisation", ("-",)


def coordinate_things(world: Any) -> dict[Any, Any]:
    """A concern that the person would deal with (a colleague where there is none), and one of two other people."""
    first, second = b.person("handler", "ambassador_coordinator"), b.person("alternate", "ambassador_coordinator")
    visit = world.things["school visit", OTHER]
    return _of_lists() | {
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


def _of_lists() -> dict[Any, Any]:
    """A checked list with a line to put right, two records that may be one person, and a merge."""
    batch = ImportBatch.objects.create(
        scheme=Scheme.objects.order_by("pk")[0], headings=["email"], columns={"email": "email"}, state="checked", rows=1
    )
    batch.lines.create(number=2, cells=["?"], errors=[["email", "Give an email address."]])
    first, second, third = (b.ambassador("Adah", check="") for _each in range(3))
    pair = DuplicatePair.objects.create(first=first, second=second, probability=0.9)
    return {"batch": batch, "pair": pair, "merge": Merge.objects.create(kept=second, absorbed=third)}


def _by(name: str) -> Any:
    return lambda world, _relation: {name: world.things[name].pk}


def _nothing(_world: Any, _relation: str) -> dict[str, Any]:
    """Open to whoever is signed in: what counts is in the token."""
    return {}


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
    "ambassadors:concern-new": ((OWN,), _visit),  # coordinators may for every school
    "coordinate:import": (ONCE, _by("batch")),
    **{f"coordinate:import-{name}": (ONCE, _by("batch")) for name in ("columns", "words", "refused")},
    "coordinate:duplicate": (ONCE, _by("pair")),
    "coordinate:merge": (ONCE, _by("merge")),
    "ambassadors:claim": (ONCE, _nothing),
}
COORDINATE_BODIES: dict[str, Any] = {
    "coordinate:person": lambda _world: {"do": "suspend", "reason": "Looked into."},
    "coordinate:request": lambda _world: {"do": "close", "reason": "too_far"},
    "coordinate:concern": lambda _world: {"do": "note", "words": "Called the head."},
    "coordinate:import": lambda _world: {"do": "keep", "name": "Ours"},
    "coordinate:duplicate": lambda _world: {"do": "apart"},
    "coordinate:merge": lambda _world: {"do": "undo"},
    "coordinate:reminders": lambda _world: {"kind": "answers"},
    "ambassadors:concern-new": lambda _world: {"about": "practice", "words": "What I saw."},
}
