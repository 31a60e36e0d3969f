"""How well and how fast possible duplicates are found among invented people: precision, recall, seconds, memory."""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ambassadors.linkage import PairScore, find_pairs, score_new
from ambassadors.linkage.doubles import Population, make_population, split

# None of these is the seed that the model was fitted to, nor one that was looked at while it was made.
SEEDS = (11, 12, 13, 14, 15)
RECORDS, DOUBLE_SHARE = 5_000, 0.1
MANY, NEW = 50_000, 1_000


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs found against those that are true: how many of each, and how many are both."""

    found: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        """The share of pairs found that are true, 0 to 1."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that are found, 0 to 1."""
        return self.right / self.true if self.true else 1.0


@dataclass(frozen=True, slots=True)
class LinkageSpeed:
    """One run: what was asked, seconds, peak memory of the process in MiB, and how good the answer was."""

    name: str
    seconds: float
    peak: int
    quality: Quality


def quality(population: Population, pairs: Iterable[PairScore]) -> Quality:
    """Found pairs against the population's true ones, whichever of the two comes first."""
    found = {tuple(sorted((pair.a, pair.b))) for pair in pairs}
    return Quality(len(found), len(population.doubles), len(found & set(population.doubles)))


def recall_by_kind(
    population: Population, pairs: Iterable[PairScore], into: dict[str, Quality] | None = None
) -> dict[str, Quality]:
    """For each kind of difference, the true pairs that have it, also with others, and how many were found."""
    found = {tuple(sorted((pair.a, pair.b))) for pair in pairs}
    true = Counter(kind for kinds in population.doubles.values() for kind in kinds)
    right = Counter(kind for pair, kinds in population.doubles.items() if pair in found for kind in kinds)
    before = into or {}
    nothing = Quality(0, 0, 0)
    return {
        kind: Quality(
            found=before.get(kind, nothing).found + right[kind],
            true=before.get(kind, nothing).true + true[kind],
            right=before.get(kind, nothing).right + right[kind],
        )
        for kind in sorted({*before, *true})
    }


def measure_quality(
    seeds: Sequence[int] = SEEDS, records: int = RECORDS
) -> tuple[dict[int, Quality], dict[str, Quality]]:
    """Precision and recall for each seed at the review threshold, and recall by kind of difference over all seeds."""
    by_seed: dict[int, Quality] = {}
    by_kind: dict[str, Quality] = {}
    for seed in seeds:
        population = make_population(records, seed, DOUBLE_SHARE)
        pairs = find_pairs(population.records)
        by_seed[seed] = quality(population, pairs)
        by_kind = recall_by_kind(population, pairs, by_kind)
    return by_seed, by_kind


def measure_speed(many: int = MANY, new: int = NEW) -> list[LinkageSpeed]:
    """An import of `new` people who are all held already, against the others of `many`; then one list of them all."""
    population = make_population(many, SEEDS[0], new / many)
    arriving, held = split(population)
    return [
        _timed(f"{len(arriving):,} new against {len(held):,}", population, lambda: score_new(arriving, held)),
        _timed(f"one list of {many:,}", population, lambda: find_pairs(population.records)),
    ]


def _timed(name: str, population: Population, run: Callable[[], list[PairScore]]) -> LinkageSpeed:
    began = time.perf_counter()
    pairs = run()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return LinkageSpeed(name, seconds, peak, quality(population, pairs))


def linkage_table() -> str:
    """For the terminal and docs/benchmarks.md."""
    by_seed, by_kind = measure_quality()
    lines = ["| 5,000 records, seed | pairs found | true | precision | recall |", "|---|---|---|---|---|"]
    lines += [f"| {seed} | {q.found} | {q.true} | {q.precision:.3f} | {q.recall:.3f} |" for seed, q in by_seed.items()]
    lines += ["", "| kind of difference | true pairs | recall |", "|---|---|---|"]
    lines += [f"| {kind} | {q.true} | {q.recall:.3f} |" for kind, q in by_kind.items()]
    lines += ["", "| what | seconds | peak MiB | precision | recall |", "|---|---|---|---|---|"]
    lines += [
        f"| {s.name} | {s.seconds:.1f} | {s.peak} | {s.quality.precision:.3f} | {s.quality.recall:.3f} |"
        for s in measure_speed()
    ]
    return "\n".join(lines)
