"""People whom another scheme's list has as well, written a little differently: a queue of possible duplicates."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from ambassadors.demo.drawing import World, rng_for
from ambassadors.demo.people import Crowd
from ambassadors.enums import Standing
from ambassadors.models import Ambassador

PAIRS = 12
FIRST, COPY = 140, 160  # numbers of the people, and of how the other list has them
_KEPT = ("given_name", "family_name", "email", "phone", "employer_name", "job_title", "occupations", "discipline")
_SHORT = {"Robert": "Rob", "Elizabeth": "Liz", "Catherine": "Cath", "Michael": "Mike"}


def twins(crowd: Crowd, world: World) -> list[tuple[int, Ambassador]]:
    """The number and the person, first the people and then the other list's rows of them."""
    names = list(_SHORT)
    people, copies = [], []
    for index in range(PAIRS):
        forced = {"given_name": names[index % len(names)], "standing": Standing.ACTIVE, "employer": None}
        one = crowd.person(FIRST + index, **forced)
        one.phone = one.phone or f"07700 900{index:03d}"
        people.append((FIRST + index, one))
        copies.append((COPY + index, _copy(crowd, world, index, one)))
    return people + copies


def _copy(crowd: Crowd, world: World, index: int, one: Ambassador) -> Ambassador:
    rng = rng_for("twin", index)
    fields: dict[str, Any] = {name: getattr(one, name) for name in _KEPT}
    near = [place for place in world.by_region[one.region] if place.area == one.area]
    place = next(place for place in near if place.outcode == one.outcode)
    change = _CHANGES[index % len(_CHANGES)]
    change(fields, rng)
    if index % 3 == 1:
        place = rng.choice(near)
    standing = Standing.ACTIVE if index % 2 else Standing.IN_CHECKS
    return crowd.person(COPY + index, place=place, employer=None, standing=standing, **fields)


def _typo(fields: dict[str, Any], rng: Random) -> None:
    name = fields["family_name"]
    at = rng.randrange(1, max(len(name) - 1, 2))
    fields["family_name"] = name[:at] + name[at + 1 :] if len(name) > 4 else name + name[-1]
    fields["email"] = fields["email"].replace("@", ".work@")


def _short_name(fields: dict[str, Any], rng: Random) -> None:
    fields["given_name"] = _SHORT[fields["given_name"]]
    fields["phone"] = ""


def _new_job(fields: dict[str, Any], rng: Random) -> None:
    fields["employer_name"] = "Copperfenny Works (demo)"
    fields["email"] = f"{fields['given_name'].lower()}{rng.randint(10, 99)}@new.demo.waymark.example"


def _double_name(fields: dict[str, Any], rng: Random) -> None:
    fields["family_name"] = f"{fields['family_name']}-Quince"


def _moved_on(fields: dict[str, Any], rng: Random) -> None:
    _new_job(fields, rng)
    fields["phone"] = ""


_CHANGES: tuple[Callable[[dict[str, Any], Random], None], ...] = (_typo, _short_name, _new_job, _double_name, _moved_on)
