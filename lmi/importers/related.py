"""Which occupations resemble each other: O*NET's related occupations carried over to SOC 2020 units."""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.models import OccupationGroup, RelatedOccupation

RELATED_COLUMNS = ("O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index")
WEIGHT_COLUMNS = ("soc2020", "soc2020_title", "onet_soc", "onet_title", "weight")
# Our own reading of O*NET's three tiers, against 1 for the same occupation: docs/sources/onet-related.md.
TIERS = {"Primary-Short": 0.5, "Primary-Long": 0.25, "Supplemental": 0.125}
NAME_MATCH = 5.0  # how much more an O*NET occupation counts whose name is the unit's own
KEPT = 10
BASIS = "onet"

Weights = dict[str, dict[str, float]]


def name_parts(title: str) -> set[str]:
    """The names a title joins: {"electricians", "electrical fitters"} for "Electricians and electrical fitters"."""
    return {part.strip() for part in re.split(r",| and |/", title.lower().replace("n.e.c.", "")) if part.strip()}


def own_weights(rows: Sequence[tuple[str, str, str, str, float]]) -> Weights:
    """Shares of each unit over O*NET occupations, summing to 1.

    First-line supervisors are dropped unless the unit is one of supervisors (they are over-weighted
    in the crosswalk: ../shared/data/README.md); occupations that bear the unit's name count more.
    """
    found: Weights = defaultdict(dict)
    for unit, unit_title, occupation, title, weight in rows:
        if title.startswith("First-Line Supervisors") and "supervisor" not in unit_title.lower():
            continue
        factor = NAME_MATCH if name_parts(unit_title) & name_parts(title) else 1.0
        if weight > 0:
            found[unit][occupation] = weight * factor
    return {
        unit: {occupation: weight / sum(shares.values()) for occupation, weight in shares.items()}
        for unit, shares in found.items()
    }


def strengths(weights: Weights, related: Weights) -> Iterator[tuple[str, list[tuple[float, str]]]]:
    """(unit, its strongest others as (strength, unit)), strongest first, for each unit that has any.

    The strength is the cosine of two units in the space of O*NET occupations, in which related
    occupations are `TIERS` apart: 1 for the same mix of occupations, 0 for nothing in common.
    """
    units_of: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for unit, shares in weights.items():
        for occupation, share in shares.items():
            units_of[occupation].append((unit, share))
    overlap: dict[str, dict[str, float]] = {}
    for unit, shares in weights.items():
        sums: dict[str, float] = defaultdict(float)
        for occupation, share in shares.items():
            for other, closeness in ((occupation, 1.0), *related.get(occupation, {}).items()):
                for candidate, other_share in units_of[other]:
                    sums[candidate] += share * closeness * other_share
        overlap[unit] = sums
    for unit, sums in overlap.items():
        measured = [
            (min(1.0, value / math.sqrt(sums[unit] * overlap[other][other])), other)
            for other, value in sums.items()
            if other != unit
        ]
        strongest = heapq.nsmallest(KEPT, ((-round(value, 4), other) for value, other in measured))
        yield unit, [(-value, other) for value, other in strongest if value < 0]


class OnetRelated(Importer):
    """The ten units that most resemble each unit, adapted from O*NET through our own crosswalk.

    Reads O*NET's "Related Occupations" and the project's weights of SOC 2020 units over O*NET
    occupations. Units that the weights do not reach have no row: readers show their minor group.
    """

    source = "onet-related"
    model = RelatedOccupation
    key = ("soc2020_id", "other_id")
    values = ("strength", "basis")
    references: ClassVar = {"soc2020_id": OccupationGroup, "other_id": OccupationGroup}
    value_column = "strength"
    limits = Limits(min_rows=3500, max_bytes=4 * 1024 * 1024, plausible={"strength": (0.02, 1.0)})
    raw_files: ClassVar = {"all": ("onet/Related Occupations.txt", "crosswalk/soc2020_onet_weights.csv")}

    def edition(self, files: Sequence[Path]) -> Edition:
        """O*NET 30.2; the files carry no number."""
        return Edition("all", "30.2", "O*NET-SOC 2019 occupations", "final")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a pair of units, strongest first; the line is the pair's place, as rows are computed."""
        related_file, weights_file = _the_two(files)
        weights = own_weights(list(_weight_rows(weights_file, report)))
        related = _related(related_file, report)
        line = 0
        for unit, others in sorted(strengths(weights, related)):
            for strength, other in others:
                line += 1
                yield Row(weights_file.name, line, (unit, other, strength, BASIS))


def _the_two(files: Sequence[Path]) -> tuple[Path, Path]:
    texts = [path for path in files if path.suffix == ".txt"]
    tables = [path for path in files if path.suffix == ".csv"]
    if len(texts) != 1 or len(tables) != 1:
        raise RefusedFileError("two files belong together: O*NET's Related Occupations.txt and the weights", "")
    return texts[0], tables[0]


def _weight_rows(path: Path, report: Report) -> Iterator[tuple[str, str, str, str, float]]:
    for line, cells in csv_rows(path, WEIGHT_COLUMNS):
        try:
            weight = float(cells[4])
        except ValueError:
            report.bad(path.name, line, cells, f"not a weight: {cells[4]!r}")
            continue
        yield cells[0], cells[1], cells[2], cells[3], weight


def _related(path: Path, report: Report) -> Weights:
    """How close each O*NET occupation is to others, the same both ways: the closer of the two lists."""
    closeness: Weights = defaultdict(dict)
    for line, cells in csv_rows(path, RELATED_COLUMNS, delimiter="\t"):
        one, other, tier = cells[0], cells[1], cells[2]
        if tier not in TIERS:
            report.bad(path.name, line, cells, f"unknown tier {tier!r}")
            continue
        for a, b in ((one, other), (other, one)):
            closeness[a][b] = max(closeness[a].get(b, 0.0), TIERS[tier])
    return closeness
