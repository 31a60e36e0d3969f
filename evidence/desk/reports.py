"""What the screens about editions show: a run's comparison in words, and each edition with who decided what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from evidence.enums import ReleaseState
from evidence.models import ImportRun, Release, Source


@dataclass(frozen=True, slots=True)
class Column:
    """How full a column is (per cent) and its median, now and in the edition before; None where not known."""

    name: str
    filled: float | None
    filled_before: float | None
    median: float | None
    median_before: float | None
    plausible: tuple[float, float] | None

    @property
    def is_emptier(self) -> bool:
        """Whether values are missing that the edition before had: five points of a hundred or more."""
        return self.filled is not None and self.filled_before is not None and self.filled_before - self.filled >= 5

    @property
    def is_implausible(self) -> bool:
        """Whether the median lies outside the range that the importer takes for possible."""
        if self.median is None or self.plausible is None:
            return False
        return not self.plausible[0] <= self.median <= self.plausible[1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run held against the edition before; examples are triples of key and (column, new, old)."""

    before: str
    rows: int | None
    rows_before: int | None
    units: int | None
    units_before: int | None
    columns: tuple[Column, ...]
    examples: tuple[tuple[str, int, list[dict[str, Any]]], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of an edition: when, to which state, by whom (in words), and why."""

    at: datetime
    state: str
    by: str
    reason: str


def comparison_of(run: ImportRun) -> Comparison | None:
    """What the run kept about its differences; None for a run that was not asked to."""
    kept = run.comparison
    if not kept:
        return None
    columns = tuple(_column(one) for one in kept["columns"])
    counts = {"added": run.added, "changed": run.changed, "removed": run.removed}
    examples = tuple((kind, number, kept[kind]) for kind, number in counts.items())
    (rows, rows_before), (units, units_before) = kept["rows"], kept["units"]
    return Comparison(kept["before"], rows, rows_before, units, units_before, columns, examples)


def _column(kept: dict[str, Any]) -> Column:
    (filled, before), (median, median_before) = kept["filled"], kept["median"]
    low_and_high = kept["plausible"]
    plausible = (low_and_high[0], low_and_high[1]) if low_and_high else None
    return Column(kept["name"], filled, before, median, median_before, plausible)


def editions_of(source: Source) -> list[tuple[Release, Sequence[Decision]]]:
    """Every edition of a source, latest slot first, each with its decisions; three SQL statements."""
    releases = list(source.releases.exclude(state=ReleaseState.IMPORTING).order_by("-slot", "-pk"))
    events = apps.get_model("evidence", "ReleaseEvent").objects.filter(pgh_obj_id__in=[one.pk for one in releases])
    steps: dict[int, list[Decision]] = {}
    names = _Names()
    before: dict[int, str] = {}
    for event in events.select_related("pgh_context").order_by("pgh_id"):
        if before.get(event.pgh_obj_id) == event.state or event.state == ReleaseState.IMPORTING:
            continue
        before[event.pgh_obj_id] = event.state
        said = event.pgh_context.metadata if event.pgh_context else {}
        words = ReleaseState(event.state).label
        decision = Decision(event.pgh_created_at, str(words), names.of(said), str(said.get("reason", "")))
        steps.setdefault(event.pgh_obj_id, []).append(decision)
    return [(release, steps.get(release.pk, [])) for release in releases]


class _Names:
    """Names of the people behind account numbers, each looked up once."""

    def __init__(self) -> None:
        self.known: dict[int, str] = {}

    def of(self, said: dict[str, Any]) -> str:
        """Who acted, as the audit context has it: an account, or the command that ran."""
        number = said.get("user")
        if not number:
            return str(said.get("by", ""))
        if number not in self.known:
            from accounts.models import User

            found = User.objects.filter(pk=number).first()
            self.known[number] = str(found) if found else f"person {number}"
        return self.known[number]
