"""Fits the model's probabilities to invented people whose doubles are known: `python -m ambassadors.linkage.training`.

m, how often doubles agree, is counted by Splink over the true pairs; u, how often strangers agree, over random pairs
of people without doubles. Written to data/model.json with how they were got.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
STRANGERS = 10_000_000
_NEVER_SEEN = 0.5  # among doubles, a level that was never observed counts as half an observation
_RAREST = 1e-6  # nothing agrees between strangers less often: lists have mistakes that no sample of pairs shows
_ABOUT = (
    "m and u are fitted to invented people (ambassadors/linkage/people.py and doubles.py), not to real ones: they "
    "carry our assumptions of how people and lists differ. Fit anew when decided duplicates of real lists are at hand."
)


def fitted(
    data: Mapping[str, Any], population: Population, strangers: int = STRANGERS, seed: int = SEED
) -> dict[str, Any]:
    """The model's JSON with m and u of every level fitted to a population, except levels whose numbers are fixed.

    Fixed levels take no part in the fit: they say when agreement proves less than usual, and pairs that reach them
    still count towards how often names, telephones and outcodes agree.
    """
    new = deepcopy(dict(data))
    free = {**data, "settings": {**data["settings"], "comparisons": [_free(c) for c in new["settings"]["comparisons"]]}}
    model = read_model(free)
    rows = [comparable(record) for record in population.records]
    labelled = [{**row, "person": str(population.person[str(row["unique_id"])])} for row in rows]
    alone = [row for row in rows if str(row["unique_id"]).startswith("p")]
    with linker({"people": labelled}, model, prior=0.001) as made:
        made.training.estimate_m_from_label_column("person")
        doubles = made.misc.save_model_to_json()["comparisons"]
    with linker({"people": alone}, model, prior=0.001) as made:
        made.training.estimate_u_using_random_sampling(strangers, seed=seed, min_count_per_level=None)
        others = made.misc.save_model_to_json()["comparisons"]
    for comparison, agreeing, strange in zip(free["settings"]["comparisons"], doubles, others, strict=True):
        _fill(comparison, agreeing, "m_probability", _NEVER_SEEN / len(population.doubles))
        _fill(comparison, strange, "u_probability", _RAREST)
    return new


def _free(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """A comparison without its fixed levels; the levels themselves are shared with the original, to be filled."""
    levels = [level for level in comparison["comparison_levels"] if not level.get("fix_m_probability")]
    return {**comparison, "comparison_levels": levels}


def _fill(comparison: Mapping[str, Any], source: Mapping[str, Any], name: str, least: float) -> None:
    """Write one probability into each level, none below `least`."""
    for level, found in zip(comparison["comparison_levels"], source["comparison_levels"], strict=True):
        if not level.get("is_null_level"):
            level[name] = float(f"{max(found.get(name) or 0.0, least):.4g}")


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
