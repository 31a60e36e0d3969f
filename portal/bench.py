"""Speed of whole pages: the occupation page rendered anew for every request, and its SQL statements."""

from __future__ import annotations

import gzip
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGES = {
    "occupation page (students)": "/students/careers/{unit}/",
    "occupation page (educators)": "/educators/lmi/{unit}/",
    "ways into an occupation": "/students/careers/{unit}/routes/",
    "explorer, first page": "/educators/lmi/?sort=-pay&group={unit:.1}",
    "local page": "/educators/lmi/local/?place=LS1",
}
# One unit of each major group, so that no single page is favoured.
UNITS = ("1121", "2134", "3131", "4122", "5241", "6135", "7111", "8211", "9241")


@dataclass(frozen=True, slots=True)
class PageSpeed:
    """One kind of page: requests a second in one process, SQL statements, and size in bytes after gzip."""

    name: str
    per_second: float
    fastest: float
    slowest: float
    statements: int
    size: int


def measure_pages(rounds: int = 5) -> list[PageSpeed]:
    """Each kind of page for nine units, `rounds` times; the middle of the rounds with the spread."""
    client = Client()
    return [
        _measure(client, name, [address.format(unit=unit) for unit in UNITS], rounds) for name, address in PAGES.items()
    ]


def _measure(client: Client, name: str, paths: Sequence[str], rounds: int) -> PageSpeed:
    answers = [client.get(path) for path in paths]  # warms templates and registers
    if bad := [path for path, answer in zip(paths, answers, strict=True) if answer.status_code != 200]:
        raise RuntimeError(f"the benchmark expects 200 of {bad}")
    with CaptureQueriesContext(connection) as queries:
        client.get(paths[0])
    statements = len(queries)  # now: the next request empties the log
    rates = []
    for _round in range(rounds):
        start = time.perf_counter()
        for path in paths:
            client.get(path)
        rates.append(len(paths) / (time.perf_counter() - start))
    size = max(len(gzip.compress(answer.content)) for answer in answers)
    return PageSpeed(name, median(rates), max(rates), min(rates), statements, size)


def pages_table(speeds: Sequence[PageSpeed]) -> str:
    """For the terminal and docs/benchmarks.md."""
    lines = [
        "| page | requests a second, one process | spread | SQL statements | gzip bytes |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {s.name} | {s.per_second:.1f} | {s.slowest:.1f} to {s.fastest:.1f} | {s.statements} | {s.size:,} |"
        for s in speeds
    ]
    return "\n".join(lines)
