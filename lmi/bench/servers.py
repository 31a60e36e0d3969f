"""Servers on loopback ports for the length of the benchmark: ours with gunicorn, Datasette on the same rows."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from lmi.models import PayFigure

WAIT = 30.0


class ServerDidNotStartError(Exception):
    """The server did not answer in time; the message ends with what it said."""


def export_rows(file: Path) -> int:
    """Write the pay table to SQLite with the keys it has here; returns the rows."""
    columns = [field.attname for field in PayFigure._meta.concrete_fields if field.attname != "marks"]
    rows = PayFigure.objects.order_by("pk").values_list(*columns)
    with sqlite3.connect(file) as target:
        target.execute(f"CREATE TABLE pay ({', '.join(columns)})")
        marks = ", ".join("?" for _ in columns)
        target.executemany(f"INSERT INTO pay VALUES ({marks})", rows.iterator(chunk_size=5000))  # noqa: S608  # our own names
        target.execute("CREATE INDEX pay_key ON pay (soc2020_id, area_id, year, measure, sex, hours, age)")
        count: int = target.execute("SELECT count(*) FROM pay").fetchone()[0]
    target.close()
    return count


@contextmanager
def site() -> Iterator[int]:
    """Our application in one process, as Datasette has one, with the four threads of `make run`; gives its port."""
    environment = {"API_RATE": "1000000000/min", "DEMO": "1", "TESTING": "0", "DEBUG": "0", "LOG_LEVEL": "ERROR"}
    environment["DATABASE_URL"] = _database_url()
    command = [
        "-m",
        "gunicorn",
        "lmi.bench.wsgi:application",
        "--workers",
        "1",
        "--threads",
        "4",
        "--log-level",
        "error",
    ]
    with _running([*command, "--no-control-socket", "--bind", "127.0.0.1:{port}"], "/health/", environment) as port:
        yield port


def _database_url() -> str:
    """The database that this process reads, which need not be the one in its environment."""
    target = {name: quote(str(value or ""), safe="") for name, value in connection.settings_dict.items()}
    return f"postgres://{target['USER']}:{target['PASSWORD']}@{target['HOST']}:{target['PORT']}/{target['NAME']}"


@contextmanager
def datasette(file: Path) -> Iterator[int]:
    """Datasette in its one process, told that the file never changes and to suggest no facets; gives its port."""
    command = ["-m", "datasette", "serve", "--immutable", str(file), "--host", "127.0.0.1", "--port", "{port}"]
    with _running([*command, "--setting", "suggest_facets", "off"], "/-/versions.json", {}) as port:
        yield port


@contextmanager
def _running(command: Sequence[str], ready: str, environment: dict[str, str]) -> Iterator[int]:
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603  # our own interpreter
        [sys.executable, *(part.format(port=port) for part in command)],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait(process, port, ready)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=WAIT)


def _wait(process: subprocess.Popen[bytes], port: int, ready: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            client = HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", ready)
            if client.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    process.terminate()
    _out, said = process.communicate(timeout=WAIT)
    raise ServerDidNotStartError(said.decode(errors="replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
