"""Fits the model's probabilities to invented people whose doubles are known: `python -m ambassadors.linkage.training`.

m, how often doubles agree, is counted by Splink over the true pairs; u, how often strangers agree, over random pairs
of people without doubles. Written to data/model.json with how they were got.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import splink

from ambassadors.linkage.doubles import Population, make_population
from ambassadors.linkage.engine import linker
from ambassadors.linkage.model import PATH, read_model
from ambassadors.linkage.tidy import comparable

SEED = 20261122
COUNT = 20_000
DOUBLE_SHARE = 0.2
STRANGERS = 20_000_000
_NEVER_SEEN = 0.5  # a level that was never observed counts as half an observation
_ABOUT = (
    "m and u are fitted to invented people (ambassadors/linkage/people.py and doubles.py), not to real ones: they "
    "carry our assumptions of how people and lists differ. Fit anew when decided duplicates of real lists are at hand."
)


def fitted(
    data: Mapping[str, Any], population: Population, strangers: int = STRANGERS, seed: int = SEED
) -> dict[str, Any]:
    """The model's JSON with m and u of every level fitted to a population; everything else as it was."""
    model = read_model(data)
    rows = [comparable(record) for record in population.records]
    labelled = [{**row, "person": str(population.person[str(row["unique_id"])])} for row in rows]
    alone = [row for row in rows if str(row["unique_id"]).startswith("p")]
    with linker({"people": labelled}, model, prior=0.001) as made:
        made.training.estimate_m_from_label_column("person")
        agreeing = made.misc.save_model_to_json()
    with linker({"people": alone}, model, prior=0.001) as made:
        made.training.estimate_u_using_random_sampling(strangers, seed=seed, min_count_per_level=None)
        strange = made.misc.save_model_to_json()
    new = deepcopy(dict(data))
    least = {"m_probability": _NEVER_SEEN / len(population.doubles), "u_probability": _NEVER_SEEN / strangers}
    for at, comparison in enumerate(new["settings"]["comparisons"]):
        sources = {"m_probability": agreeing, "u_probability": strange}
        for name, source in sources.items():
            _fill(comparison["comparison_levels"], source["comparisons"][at]["comparison_levels"], name, least[name])
    return new


def _fill(levels: Sequence[dict[str, Any]], found: Sequence[Mapping[str, Any]], name: str, least: float) -> None:
    """Write one probability into each level, none below `least`."""
    for level, source in zip(levels, found, strict=True):
        if not level.get("is_null_level"):
            level[name] = float(f"{max(source.get(name) or 0.0, least):.4g}")


def main() -> None:
    """Fit the kept model anew and write it."""
    data = json.loads(PATH.read_text(encoding="utf-8"))
    new = fitted(data, make_population(COUNT, SEED, DOUBLE_SHARE))
    new["about"] = {
        "how": _ABOUT,
        "seed": SEED,
        "records": COUNT,
        "double_share": DOUBLE_SHARE,
        "pairs_of_strangers": STRANGERS,
        "splink": splink.__version__,
    }
    PATH.write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
