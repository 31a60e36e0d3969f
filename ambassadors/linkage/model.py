"""The linkage model as data: its comparisons, their probabilities and how those were got, read from data/model.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ambassadors.linkage.tidy import Value

PATH = Path(__file__).parent / "data" / "model.json"
_MOST_MIXED_IN = 1_000


@dataclass(frozen=True, slots=True)
class Model:
    """Splink's settings, and what of the model is ours.

    `macros` are conditions that several levels name, each written once.
    `expected_share` of records are taken to have a double, in a list of at least `fewest_records`; pairs from
    `review_threshold` (a probability) on are worth a person's look.
    """

    about: Mapping[str, Any]
    settings: Mapping[str, Any]
    macros: Mapping[str, str]
    expected_share: float
    fewest_records: int
    review_threshold: float

    def comparison_names(self) -> tuple[str, ...]:
        """What is compared, in the model's order."""
        return tuple(comparison["output_column_name"] for comparison in self.settings["comparisons"])

    def prior(self, new: int, held: int | None = None) -> float:
        """The chance that two records picked at random are one person: within one list, or between new and held."""
        if held is None:
            return 2 * self.expected_share / max(new, self.fewest_records)
        return self.expected_share / max(held, self.fewest_records)

    def frequencies(self, rows: Iterable[Mapping[str, Value]]) -> dict[str, dict[str, float]]:
        """For each column that rarity weighs, the share of people, 0 to 1, with each value that the rows have."""
        usual = self._usual_shares()
        counts: dict[str, Counter[str]] = {column: Counter() for column in usual}
        for row in rows:
            for column, seen in counts.items():
                if isinstance(value := row[column], str):
                    seen[value] += 1
        return {column: _shares(seen, usual[column]) for column, seen in counts.items()}

    def _usual_shares(self) -> dict[str, float]:
        """Each such column with u of its agreement: how often two strangers have the same value."""
        levels = [level for comparison in self.settings["comparisons"] for level in comparison["comparison_levels"]]
        return {
            level["tf_adjustment_column"]: level.get("u_probability", 0.001)
            for level in levels
            if "tf_adjustment_column" in level
        }


def share_of_others(count: int, total: int, usual: float) -> float:
    """The share of people with a value that `count` of `total` records have, leaving out the two that are compared.

    Mixed with some records of which the `usual` share have it (as many as make one bearer, at most 1,000): so in a
    short list nothing is common or rare, and in a long one a name seen once is rare but not impossible.
    """
    mixed_in = min(1 / usual, _MOST_MIXED_IN)
    return (max(count - 2, 0) + mixed_in * usual) / (total + mixed_in)


def _shares(seen: Counter[str], usual: float) -> dict[str, float]:
    total = seen.total()
    return {value: share_of_others(count, total, usual) for value, count in seen.items()}


@cache
def the_model() -> Model:
    """The model that is kept with the code."""
    return read_model(json.loads(PATH.read_text(encoding="utf-8")))


def read_model(data: Mapping[str, Any]) -> Model:
    """A model from its JSON."""
    return Model(**data)
