"""Which things the addresses of the policy walk name, and which of them stands in which relation to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foundation.addresses import Address
from tests.contracts.policy_coordinate import COORDINATE_ADDRESSES
from tests.contracts.policy_own import OWN_ADDRESSES
from tests.contracts.policy_stories import STORY_ADDRESSES
from tests.contracts.policy_visits import VISIT_ADDRESSES
from tests.contracts.policy_world import OTHER, OWN, PUBLISHED, SAME, UNPUBLISHED, World

Values = dict[str, Any]
Finder = Callable[[World, str], Values]
ANY = "-"
ONCE = (ANY,)
OURS = (OWN, OTHER)
THEIRS = (OWN, SAME, OTHER, UNPUBLISHED)
SHOWN = (PUBLISHED, UNPUBLISHED)


def _organisation(world: World, relation: str) -> Values:
    place = world.other if relation == OTHER else world.own
    kind = OTHER if relation == OTHER else OWN
    return {
        "organisation_id": place.pk,
        "membership_id": world.things["membership", kind].pk,
        "invitation_id": world.things["invitation", kind].pk,
    }


def _nothing(_world: World, _relation: str) -> Values:
    """Open to whoever is signed in: what counts is in the token, or decided by somebody else later."""
    return {}


def _employer(world: World, relation: str) -> Values:
    return {"organisation": world.things["rival" if relation == OTHER else "employer"].slug, "kind": "csv"}


def _item(kind: str, step: str) -> Finder:
    """An item at its own organisation's desk; one that is another's, asked for at one's own, is a forged number."""

    def find(world: World, relation: str) -> Values:
        place = world.things["rival" if relation == OTHER else "employer"]
        return {"organisation": place.slug, "pk": world.things[kind, relation].pk, "step": step}

    return find


def _statement(world: World, relation: str) -> Values:
    place = world.things["elsewhere" if relation == OTHER else "university"]
    return {"organisation": place.slug, "pk": world.things["statement", relation].pk}


def _statement_of_own(world: World, _relation: str) -> Values:
    return _statement(world, OWN)


def _university(world: World, relation: str) -> Values:
    return {"organisation": world.things["elsewhere" if relation == OTHER else "university"].slug}


def _by(part: str, kind: str) -> Finder:
    return lambda world, relation: {part: world.things[kind, relation].pk}


def _shown(kind: str) -> Finder:
    def find(world: World, relation: str) -> Values:
        item = world.things[kind, relation]
        return {"employer": item.organisation.slug, "profile": item.slug, "opportunity": item.slug, "slug": item.slug}

    return find


def _fixed(**values: Callable[[World], Any]) -> Finder:
    return lambda world, _relation: {part: find(world) for part, find in values.items()}


# Address, or the beginning of its name (with a * at its end) -> the relations it is asked in, and what stands in it.
THINGS: dict[str, tuple[tuple[str, ...], Finder]] = {
    **VISIT_ADDRESSES,
    **OWN_ADDRESSES,
    **STORY_ADDRESSES,
    **COORDINATE_ADDRESSES,
    "organisations:*": (OURS, _organisation),
    **{f"organisations:{name}": (ONCE, _nothing) for name in ("claim-listed", "accept", "confirm-mail")},
    "organisations:join": (ONCE, _fixed(organisation_id=lambda world: world.other.pk)),
    "account-data-*": (OURS, _by("request_id", "request")),
    "employers:desk-*": (OURS, _employer),
    "employers:desk-statement": (ONCE, _statement_of_own),  # only leads to the providers' desk
    **{
        f"employers:desk-{page}": (THEIRS, _item("profile", "role"))
        for page in ("profile", "preview", "history", "compare", "withdraw", "step")
    },
    **{
        f"employers:desk-opportunity{page}": (THEIRS, _item("opportunity", "what"))
        for page in ("", "-preview", "-withdraw", "-step")
    },
    "employers:desk-opportunity-new": (OURS, _employer),
    "educators:opportunity-detail": (SHOWN, _by("pk", "opportunity")),
    "providers-desk:*": (OURS, _university),
    "providers-desk:statement": (THEIRS, _statement),
    "educators:encounter-request": (ONCE, _fixed(employer=lambda world: world.things["rival"].slug)),
    "employers:encounter-answer": (OURS, _by("encounter", "encounter")),
    "students:employer-detail": (ONCE, _fixed(employer=lambda world: world.things["rival"].slug)),
    "students:role-profile-detail": (SHOWN, _shown("profile")),
    "students:opportunity-detail": (SHOWN, _shown("opportunity")),
    "api:organisation-detail": (ONCE, _fixed(slug=lambda world: world.things["rival"].slug)),
    "reports:report": (
        ONCE,
        _fixed(kind=lambda _world: "role_profile", item=lambda world: world.things["profile", OTHER].pk),
    ),
    "account-token-revoke": (OURS, _by("token_id", "token")),
    "api:role-profile-*": (THEIRS, _by("id", "profile")),
    "api:opportunity-*": (THEIRS, _by("id", "opportunity")),
    "desk-organisation": (ONCE, _fixed(organisation_id=lambda world: world.other.pk)),
    "desk-verification": (ONCE, _fixed(verification_id=lambda world: world.things["verification"].pk)),
    "desk-person": (ONCE, _fixed(person_id=lambda world: world.colleague.pk)),
    "desk-report": (ONCE, _fixed(report_id=lambda world: world.things["report"].pk)),
    "desk-data-request": (ONCE, _fixed(request_id=lambda world: world.things["request", OTHER].pk)),
    "desk-import-job": (ONCE, _fixed(pk=lambda world: world.things["import job"].pk)),
    "desk-submissions": (ONCE, _fixed(kind=lambda _world: "role-profiles")),
    "desk-review-preview": (
        ONCE,
        _fixed(kind=lambda _world: "role-profiles", pk=lambda world: world.things["profile", OTHER].pk),
    ),
    "desk-review": (
        ONCE,
        _fixed(kind=lambda _world: "role-profiles", pk=lambda world: world.things["profile", OTHER].pk),
    ),
}


def _rule(address: Address) -> tuple[tuple[str, ...], Finder] | None:
    if not address.parts:
        return None
    if address.name in THINGS:
        return THINGS[address.name]
    families = [name for name in THINGS if name.endswith("*") and address.name.startswith(name[:-1])]
    return THINGS[max(families, key=len)] if families else None


def relations_of(address: Address) -> tuple[str, ...]:
    """The relations in which an address is asked for; just one where it names nothing of anybody's."""
    rule = _rule(address)
    return rule[0] if rule else ONCE


def arguments_of(world: World, address: Address, relation: str) -> Values:
    """The parts of the address for a relation; empty where it names nothing of anybody's."""
    rule = _rule(address)
    return rule[1](world, relation) if rule else {}
