"""Import speed against bare COPY into a keyed table: what the checks, the comparison and the atomic switch cost."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from evidence.importing import staging
from evidence.importing.contract import Edition, Importer, Limits, Report, Row
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import all_importers
from evidence.importing.starter import StarterTable, data_dir, read_manifest


class BenchmarkOverError(Exception):
    """Raised to roll everything back."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows a second of one run, both ways."""

    rows: int
    pipeline: float
    bare: float

    @property
    def ratio(self) -> float:
        """Pipeline against bare COPY."""
        return self.pipeline / self.bare


class Repeated(Importer):
    """A starter table `times` times over, each copy shifted in the key column `period` so that keys stay unique."""

    def __init__(self, inner: StarterTable, times: int, period: str) -> None:
        for name in ("source", "model", "key", "values", "references", "period_columns", "is_register"):
            setattr(self, name, getattr(inner, name))
        self.limits = Limits(max_bytes=1 << 30, max_unpacked_bytes=1 << 32, max_dropped_share=1.0)  # type: ignore[misc]
        self.inner, self.times, self.place = inner, times, self.key.index(period)

    def edition(self, files: Sequence[Path]) -> Edition:
        """The table's own, in a slot of its own."""
        return replace(self.inner.edition(files), slot="benchmark")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Every row `times` times."""
        for copy in range(self.times):
            for row in self.inner.read(files, report):
                values = list(row.values)
                values[self.place] = str(int(values[self.place]) + 100 * copy)
                yield Row(row.file, row.line + copy * 100_000, tuple(values))


def largest_table() -> tuple[StarterTable, Path]:
    """The starter table of yearly figures with the most rows, and its file."""
    found: list[tuple[int, Importer, dict[str, Any]]] = []
    for importer in all_importers():
        if "year" in importer.key:
            entries = [e for e in read_manifest(data_dir(importer)) if e["source"] == importer.source]
            found += [(entry["rows"], importer, entry) for entry in entries]
    _rows, importer, entry = max(found, key=lambda f: f[0])
    return StarterTable(importer, entry), data_dir(importer) / entry["file"]


def measure(times: int) -> Measured:
    """One pair: the pipeline, then bare COPY of the same rows into a copy of the table with its keys."""
    table, path = largest_table()
    repeated = Repeated(table, times, "year")
    seconds: dict[str, float] = {}
    count = 0
    try:
        with transaction.atomic():
            start = time.perf_counter()
            outcome = run_import(repeated, [path], Request(apply=True, publish=False, accept="benchmark"))
            seconds["pipeline"] = time.perf_counter() - start
            if outcome.release is None:
                raise RuntimeError(f"the benchmark's import was {outcome.state}: {outcome.findings}")
            count = outcome.run.rows_read
            seconds["bare"] = _bare_copy(repeated, path)
            raise BenchmarkOverError
    except BenchmarkOverError:
        pass
    return Measured(count, count / seconds["pipeline"], count / seconds["bare"])


def _bare_copy(importer: Importer, path: Path) -> float:
    """Seconds of COPY alone: the rows are ready as text in a file, the target has the same keys."""
    table = importer.model._meta.db_table
    columns = ", ".join((*importer.columns, "release_id"))
    with connection.cursor() as cursor, tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        for row in importer.read([path], Report()):
            file.write(staging.copy_line([*row.values, 1]))
        file.seek(0)
        cursor.execute(f"CREATE TABLE bench_copy (LIKE {table} INCLUDING ALL)")
        start = time.perf_counter()
        cursor.cursor.copy_expert(f"COPY bench_copy ({columns}) FROM STDIN", file)
        return time.perf_counter() - start


def peak_memory(times: int) -> float:
    """Peak resident memory in MiB of a process of its own that imports the table `times` times over."""
    code = (
        "import django, sys; django.setup(); from evidence import bench; "
        "bench.measure_pipeline_only(int(sys.argv[1])); print(bench.own_peak())"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter and code
        [sys.executable, "-c", code, str(times)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return float(done.stdout.split()[-1])


def measure_pipeline_only(times: int) -> None:
    """The pipeline alone, rolled back."""
    table, path = largest_table()
    try:
        with transaction.atomic():
            run_import(Repeated(table, times, "year"), [path], Request(apply=True, publish=False, accept="benchmark"))
            raise BenchmarkOverError
    except BenchmarkOverError:
        pass


def own_peak() -> float:
    """This process's peak resident memory in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(pairs: int = 5) -> dict[str, object]:
    """Medians and spread of `pairs` pairs at 1x and 10x rows, and peak memory at both."""
    result: dict[str, object] = {}
    for times in (1, 10):
        measured = [measure(times) for _ in range(pairs)]
        ratios = sorted(m.ratio for m in measured)
        result[f"{times}x"] = {
            "rows": measured[0].rows,
            "pipeline_rows_s": round(median(m.pipeline for m in measured)),
            "bare_copy_rows_s": round(median(m.bare for m in measured)),
            "ratio": round(median(ratios), 2),
            "ratio_spread": [round(ratios[0], 2), round(ratios[-1], 2)],
            "peak_memory_mib": round(peak_memory(times)),
        }
    return result


def as_text(result: dict[str, object]) -> str:
    """For the terminal."""
    return json.dumps(result, indent=1)
