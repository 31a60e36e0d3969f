"""The registry of what can be reported: higher rooms add the kinds of items that third parties write there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class TargetKind:
    """One kind: what to call an item of it, how to find its title and its public page.

    `title_of` answers None for an item that readers cannot see, whether it exists or not; `address_of` gives the
    path of its page, or "". Both take the item's id as it stands in addresses. `desk_of` gives the screen at the desk.
    """

    kind: str
    title_of: Callable[[str], str | None]
    address_of: Callable[[str], str]
    label: Words
    desk_of: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One item that can be reported."""

    kind: TargetKind
    id: str
    title: str
    address: str


class UnknownTargetError(Exception):
    """There is no such item that readers can see."""


_KINDS: dict[str, TargetKind] = {}


def register_target(
    kind: str,
    title_of: Callable[[str], str | None],
    address_of: Callable[[str], str],
    *,
    label: Words = "",
    desk_of: Callable[[str], str] | None = None,
) -> None:
    """Let items of a kind be reported; called when the apps are ready."""
    _KINDS[kind] = TargetKind(kind, title_of, address_of, label or kind.replace("_", " "), desk_of)


def target_of(kind: str, target_id: str) -> Target:
    """The item; raises UnknownTargetError for what readers cannot see."""
    found = _KINDS.get(kind)
    title = found.title_of(target_id) if found and target_id and "\x00" not in target_id else None
    if found is None or not title:
        raise UnknownTargetError
    return Target(found, target_id, title, found.address_of(target_id))


def kind_label(kind: str) -> str:
    """What a kind is called; its own word where it is not known any more."""
    found = _KINDS.get(kind)
    return str(found.label) if found else kind


def desk_address(kind: str, target_id: str) -> str:
    """The screen at the desk where the item is worked on, or ""."""
    found = _KINDS.get(kind)
    return found.desk_of(target_id) if found and found.desk_of else ""
