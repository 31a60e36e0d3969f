"""Finds people who may be in a list twice, or held already, and says why; a person decides whether they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any

from ambassadors.linkage.model import Model, the_model
from ambassadors.linkage.records import START, PairScore, PersonRecord, Reason
from ambassadors.linkage.tidy import Value, comparable

_NOTABLE = 1.0  # twice as rare, or as common, as the usual shared value
_NEW, _HELD = "new", "held"


def find_pairs(
    records: Iterable[PersonRecord], *, threshold: float | None = None, model: Model | None = None
) -> list[PairScore]:
    """Pairs within one list that may be one person, likeliest first; `a` sorts before `b`.

    `threshold` is a probability, 0 to 1: the model's review threshold where none is given. Raises ValueError for
    keys that are not unique and for a threshold outside its range.
    """
    used = model or the_model()
    rows = _rows(records)
    if len(rows) < 2:
        return []
    prior = used.prior(len(rows))
    found = _predicted({_NEW: rows}, used, prior, threshold)
    return _ordered(_pair(*_in_order(row), row, used, prior) for row in found)


def score_new(
    records: Iterable[PersonRecord],
    against: Iterable[PersonRecord],
    *,
    threshold: float | None = None,
    model: Model | None = None,
) -> list[PairScore]:
    """Pairs of a new record (`a`) and one held already (`b`), likeliest first; doubles among the new: `find_pairs`.

    Keys are unique within each list; the same key may be in both. Raises as `find_pairs` does.
    """
    used = model or the_model()
    new, held = _rows(records), _rows(against)
    if not (new and held):
        return []
    prior = used.prior(len(new), len(held))
    found = _predicted({_NEW: new, _HELD: held}, used, prior, threshold)
    return _ordered(_pair(*_new_first(row), row, used, prior) for row in found)


def _predicted(
    lists: Mapping[str, Sequence[Mapping[str, Value]]], model: Model, prior: float, threshold: float | None
) -> list[dict[str, Any]]:
    # Imported when needed: Splink, DuckDB and Arrow take tens of megabytes that no web process should carry.
    from ambassadors.linkage.engine import predictions

    wanted = model.review_threshold if threshold is None else threshold
    if not 0 < wanted < 1:
        raise ValueError(f"a threshold is a probability between 0 and 1, not {wanted}")
    return predictions(lists, model, prior, wanted)


def _rows(records: Iterable[PersonRecord]) -> list[Mapping[str, Value]]:
    rows = [comparable(record) for record in sorted(records, key=lambda record: record.key)]
    if len({row["unique_id"] for row in rows}) != len(rows):
        raise ValueError("the keys of the records of one list must be unique")
    return list(rows)


def _in_order(row: Mapping[str, Any]) -> tuple[str, str]:
    left, right = row["unique_id_l"], row["unique_id_r"]
    return (left, right) if left < right else (right, left)


def _new_first(row: Mapping[str, Any]) -> tuple[str, str]:
    left, right = row["unique_id_l"], row["unique_id_r"]
    return (left, right) if row["source_dataset_l"] == _NEW else (right, left)


def _pair(a: str, b: str, row: Mapping[str, Any], model: Model, prior: float) -> PairScore:
    reasons = [_reason(name, row) for name in model.comparison_names() if row[f"gamma_{name}"] >= 0]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.compared))
    start = Reason(START, 0, round(log2(prior / (1 - prior)), 4))
    weight = round(start.weight + sum(reason.weight for reason in reasons), 4)
    return PairScore(a, b, round(row["match_probability"], 6), weight, (start, *reasons))


def _reason(name: str, row: Mapping[str, Any]) -> Reason:
    """One comparison; its second weight is what the shared value's rarity adds to the usual weight."""
    extra = row.get(f"mw_tf_adj_{name}") or 0.0
    rarity = (extra >= _NOTABLE) - (extra <= -_NOTABLE)
    return Reason(name, row[f"gamma_{name}"], round(row[f"mw_{name}"] + extra, 4), rarity)


def _ordered(pairs: Iterable[PairScore]) -> list[PairScore]:
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.a, pair.b))
