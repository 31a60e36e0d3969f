"""Statements that PostgreSQL plans once a connection: for the few whose text takes longer to plan than to run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg2
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError

# The names that each connection is known to have, oldest first. A connection that ends takes its names along.
_prepared: WeakKeyDictionary[Any, dict[str, None]] = WeakKeyDictionary()
MOST = 60  # a plan takes memory in the server for as long as the connection lives
_UNKNOWN, _KNOWN_ALREADY = "26000", "42P05"


def run_prepared(statement: str, arguments: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of a statement with $1, $2 ... as placeholders, prepared on this connection when first used.

    One statement. A pooler may lend another server connection in between: then the statement is
    prepared there as well.
    """
    name = _name(statement)
    connection.ensure_connection()
    if name not in _prepared.setdefault(connection.connection, {}):
        _prepare(name, statement)
    try:
        return _execute(name, arguments)
    except (OperationalError, ProgrammingError) as error:
        if _code(error) != _UNKNOWN or connection.in_atomic_block:
            raise
        _prepare(name, statement)
        return _execute(name, arguments)


@lru_cache(maxsize=1024)
def _name(statement: str) -> str:
    return f"waymark_{hashlib.sha256(statement.encode()).hexdigest()[:24]}"


def _prepare(name: str, statement: str) -> None:
    """Prepare a statement; the oldest goes when there are many."""
    driver = connection.connection
    names = _prepared.setdefault(driver, {})
    while len(names) >= MOST:
        oldest = next(iter(names))
        del names[oldest]
        _run_quietly(f"DEALLOCATE {oldest}", but=_UNKNOWN)
    _run_quietly(f"PREPARE {name} AS {statement}", but=_KNOWN_ALREADY)
    names[name] = None


def _run_quietly(statement: str, *, but: str) -> None:
    """On the driver's own cursor: planning is no statement of the request and is not counted as one."""
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except psycopg2.Error as error:
            if error.pgcode != but:
                raise


def _execute(name: str, arguments: Sequence[Any]) -> list[tuple[Any, ...]]:
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"EXECUTE {name} ({places})", list(arguments))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _code(error: Exception) -> str:
    return str(getattr(error.__cause__, "pgcode", ""))
