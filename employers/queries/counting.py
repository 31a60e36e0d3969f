"""Counting employers without giving any away: distinct, from five up, and nothing left to subtract."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from employers.enums import Weight

# Below this a count says more about single employers than about their kind of work (docs/guides/preferences.md).
LEAST = 5
# The strongest word counts where one employer says several.
STRONGEST_FIRST: tuple[str, ...] = (Weight.ESSENTIAL, Weight.USEFUL, Weight.WE_TRAIN)

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Statement(Generic[Key]):
    """One employer says this much of one thing; `weight` is a value of Weight."""

    employer: int
    key: Key
    weight: str


@dataclass(frozen=True, slots=True)
class Base:
    """How many employers could have said something. `is_exact` is False where the exact number would give some away."""

    value: int | None
    is_exact: bool


def strongest(statements: Iterable[Statement[Key]]) -> dict[Key, dict[str, int]]:
    """By thing and weight, how many distinct employers: each once a thing, by the strongest word it uses there."""
    said: dict[tuple[Key, int], str] = {}
    for one in statements:
        known = said.get((one.key, one.employer))
        if known is None or STRONGEST_FIRST.index(one.weight) < STRONGEST_FIRST.index(known):
            said[one.key, one.employer] = one.weight
    counts: dict[Key, dict[str, int]] = {}
    for (key, _employer), weight in said.items():
        of_key = counts.setdefault(key, dict.fromkeys(STRONGEST_FIRST, 0))
        of_key[weight] += 1
    return counts


def shown(count: int) -> int | None:
    """The count, or None under five; nought is held back as well, or a blank would mean one to four."""
    return count if count >= LEAST else None


def base_of(employers: int, rows: Iterable[Mapping[str, int]]) -> Base:
    """The number of employers that rows are counts of, told so that no row's rest can be worked out.

    What remains when a row's shown counts are taken from the base is itself a count of employers: those held
    back and those who say nothing. Where it would be one to four in any row, the base is told as "at least":
    rounded down to a multiple of five, or the most that a row's numbers come to. Under five it is not told.
    """
    if employers < LEAST:
        return Base(None, is_exact=False)
    told = [sum(count for count in row.values() if count >= LEAST) for row in rows]
    if not any(0 < employers - in_row < LEAST for in_row in told if in_row):
        return Base(employers, is_exact=True)
    return Base(max(employers - employers % LEAST, *told), is_exact=False)


def total_of(total: int, parts: Iterable[int]) -> Base:
    """A total that stands beside its parts, told so that no part that is held back can be worked out.

    Where the shown parts leave one to four of the total, it is told rounded down to a multiple of five.
    """
    if total < LEAST:
        return Base(None, is_exact=False)
    if 0 < total - sum(part for part in parts if part >= LEAST) < LEAST:
        return Base(total - total % LEAST, is_exact=False)
    return Base(total, is_exact=True)
