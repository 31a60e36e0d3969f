"""Occupations whose routes were checked by hand against what is publicly known, and how to read the table of them.

Words of the table: a code is that standard, degree subject or qualification among a route's offers,
"tlevel:22" a version of a T Level, "step:licence" a kind of step, "kind:college" a kind of route,
"from:7111" an occupation people move up from; "|" joins alternatives.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathways.routing.model import Route

TABLE = Path(__file__).resolve().parents[1] / "data" / "checked_units.csv"


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """What one unit group's routes have to hold, must not hold, and why."""

    soc2020: str
    kinds: frozenset[str]  # open to somebody with five GCSEs after Year 11
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    why: str


def checked_units() -> list[CheckedUnit]:
    """Every row of the table."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return [
            CheckedUnit(
                *(row["soc2020"], frozenset(row["kinds"].split())),
                *(tuple(row["must"].split()), tuple(row["must_not"].split()), row["why"]),
            )
            for row in csv.DictReader(handle)
        ]


def words_of(routes: Iterable[Route]) -> set[str]:
    """Everything that the table could name in these routes."""
    found = set()
    for route in routes:
        found.add(f"kind:{route.kind}")
        for leg in route.legs:
            found.add(f"step:{leg.step.kind}")
            for offer in leg.offers:
                prefix = {"tlevel": "tlevel:", "occupation": "from:"}.get(offer.kind, "")
                found.add(prefix + offer.code)
    return found


def is_held(word: str, found: set[str]) -> bool:
    """Whether one of the word's alternatives is there."""
    return any(part in found for part in word.split("|"))
