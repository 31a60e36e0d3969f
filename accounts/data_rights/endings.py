"""What other rooms have to say when a person is copied or erased: what is decided first, what ends, what stays back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Room:
    """One room's part in a person's requests.

    `hold` says why somebody cannot be erased yet ("" when they can), given what a reviewer has decided to keep.
    `end` ends what runs in the person's name, before their rows go. `withhold` names rows that go into no copy
    before a reviewer has withheld them.
    """

    hold: Callable[[User, Collection[str]], str]
    end: Callable[[User, datetime], None]
    withhold: Callable[[User], Collection[str]]


_ROOMS: dict[str, Room] = {}


def register_room(name: str, room: Room) -> None:
    """Let a room above take part; once a name."""
    _ROOMS[name] = room


def why_held(user: User, kept: Collection[str] = ()) -> str:
    """Why a person cannot be erased yet, in words for a reviewer; "" when nothing stands against it."""
    return next((why for _name, room in sorted(_ROOMS.items()) if (why := room.hold(user, kept))), "")


def end_all(user: User, now: datetime) -> None:
    """End what runs in the person's name in every room, within the transaction of their erasure."""
    for _name, room in sorted(_ROOMS.items()):
        room.end(user, now)


def not_withheld(user: User, withheld: Collection[str]) -> list[str]:
    """Rows about the person that must be withheld from a copy and are not, as "ambassadors.Concern:7"."""
    wanted = {reference for room in _ROOMS.values() for reference in room.withhold(user)}
    return sorted(one for one in wanted if one not in withheld and one.partition(":")[0] not in withheld)
