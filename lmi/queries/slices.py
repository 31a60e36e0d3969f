"""Slices of the figure tables as rows of JSON that PostgreSQL itself writes: the API's hot path.

One statement finds the rows, counts them and writes them; no row becomes a Python object. When what was
asked for is not published at all, the fallback policy (lmi.fallback) names the nearest stand-in and the
rows say what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg2 import sql

from lmi.queries.context import Facts
from lmi.queries.slice_tables import Table
from lmi.register import UK

Key = tuple[str, str]
Rows = Sequence[tuple[Any, ...]]
ANY_CODE = "1111"  # asks the policy for areas only: any unit gives the same


@dataclass(frozen=True, slots=True)
class Asked:
    """What a slice is asked for: codes and areas (none: all of them), column filters, and the page."""

    codes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    filters: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """One thing asked for, and the group and area that answer it; "" where anything goes."""

    code: str
    area: str
    asked_code: str
    asked_area: str


@dataclass(frozen=True, slots=True)
class Slice:
    """One page: how many rows there are in all, a JSON array of this page's, and the releases they are of."""

    count: int
    rows: str
    release_ids: tuple[int, ...]


def read_slice(facts: Facts, table: Table, asked: Asked) -> Slice:
    """A page of a table's rows as JSON, in the order of the table's key.

    One SQL statement when a single group and area has rows as asked, or none was named; two more
    where the policy has to look for stand-ins. Codes must be known: see `Facts.soc`, `Facts.places`.
    """
    exact = [Match(code, area, code, area) for code in asked.codes or ("",) for area in asked.areas or ("",)]
    if len(exact) == 1:
        found = _read(facts, table, asked, exact)
        if found.count or exact[0] == Match("", "", "", ""):
            return found
    return _read(facts, table, asked, _matches(facts, table, asked, exact))


def _matches(facts: Facts, table: Table, asked: Asked, exact: Sequence[Match]) -> list[Match]:
    """For each thing asked for the nearest group and area with rows; left out where nothing stands in."""
    wanted = {match: _candidates(facts, table, match) for match in exact}
    held = _held(facts, table, asked, {key for keys in wanted.values() for key in keys})
    found = []
    for match, keys in wanted.items():
        key = next((key for key in keys if key in held), None)
        if key is not None:
            found.append(Match(*key, match.asked_code, match.asked_area))
    return found


def _candidates(facts: Facts, table: Table, match: Match) -> list[Key]:
    """Where the policy looks, best first; an open side stays open."""
    keys = table.keys(facts, match.asked_code or ANY_CODE, match.asked_area or UK)
    open_keys = [(code if match.asked_code else "", area if match.asked_area else "") for code, area in keys]
    return list(dict.fromkeys(open_keys))


def _held(facts: Facts, table: Table, asked: Asked, keys: set[Key]) -> set[Key]:
    """Which of these have any row under the filters; one SQL statement."""
    if not keys:
        return set()
    by_code, by_area = any(code for code, _ in keys), any(area for _, area in keys)
    query = sql.SQL("SELECT DISTINCT {code}, {area} FROM {table} f WHERE {where}").format(
        code=sql.SQL("f.soc2020_id" if by_code else "''"),
        area=sql.SQL("f.area_id" if by_area else "''"),
        table=sql.Identifier(table.name),
        where=sql.SQL(" AND ").join(_conditions(facts, table, asked, keys)),
    )
    return set(_run(query))


def _conditions(facts: Facts, table: Table, asked: Asked, keys: set[Key]) -> list[sql.Composable]:
    conditions = _filters(facts, table, asked)
    for column, values in (("soc2020_id", {c for c, _ in keys} - {""}), ("area_id", {a for _, a in keys} - {""})):
        if values:
            conditions.append(sql.SQL("f.{} = ANY({})").format(sql.Identifier(column), sql.Literal(sorted(values))))
    return conditions


def _filters(facts: Facts, table: Table, asked: Asked) -> list[sql.Composable]:
    conditions: list[sql.Composable] = [
        sql.SQL("f.release_id = ANY({})").format(sql.Literal(sorted(facts.editions.refs)))
    ]
    for name, value in asked.filters.items():
        conditions.append(sql.SQL(table.filters[name]).format(sql.Literal(value)))
    return conditions


def _read(facts: Facts, table: Table, asked: Asked, matches: Sequence[Match]) -> Slice:
    if not matches or not facts.editions.refs:
        return Slice(0, "[]", ())
    (row,) = _run(slice_statement(facts, table, asked, matches))
    return Slice(row[0], row[1], tuple(row[2]))


def slice_statement(facts: Facts, table: Table, asked: Asked, matches: Sequence[Match]) -> sql.Composed:
    """The one statement: count, rows as a JSON array, ids of their releases."""
    open_code, open_area = not any(m.code for m in matches), not any(m.area for m in matches)
    joined: list[sql.Composable] = [sql.SQL("true")]
    if not open_code:
        joined.append(sql.SQL("f.soc2020_id = w.code"))
    if not open_area:
        joined.append(sql.SQL("f.area_id = w.area"))
    rows = sql.SQL(
        "FROM (VALUES {matches}) AS w(code, area, asked_code, asked_area) JOIN {table} f ON {on} WHERE {where}"
    )
    found = rows.format(
        matches=sql.SQL(", ").join(
            sql.SQL("({}, {}, {}, {})").format(*map(sql.Literal, (m.code, m.area, m.asked_code, m.asked_area)))
            for m in matches
        ),
        table=sql.Identifier(table.name),
        on=sql.SQL(" AND ").join(joined),
        where=sql.SQL(" AND ").join(_filters(facts, table, asked)),
    )
    return sql.SQL(_STATEMENT).format(
        found=found,
        order=sql.SQL(", ").join(sql.Identifier("f", column) for column in table.order),
        limit=sql.Literal(asked.limit),
        offset=sql.Literal(asked.offset),
        row=sql.SQL(table.row),
        computed=sql.SQL("".join(f"{value} AS {name}, " for name, value in table.computed.items())),
        industries=sql.SQL(_INDUSTRIES if "industry" in table.filters else ""),
        # An open side was not asked for, so nothing stands in for it.
        asked_code=sql.SQL("f.soc2020_id" if open_code else "w_asked_code"),
        asked_area=sql.SQL("f.area_id" if open_area else "w_asked_area"),
    )


_FOUND = """FROM (VALUES {matches}) AS w(code, area, asked_code, asked_area) JOIN {table} f ON {on} WHERE {where}"""
_STATEMENT = """
WITH found AS (
  SELECT f.*, {computed} w.asked_code AS w_asked_code, w.asked_area AS w_asked_area {found}
  ORDER BY w.asked_code, w.asked_area, {order} LIMIT {limit} OFFSET {offset}
)
SELECT (SELECT count(*) {found}),
  '[' || coalesce(string_agg({row}, ',' ORDER BY w_asked_code, w_asked_area, {order}), '') || ']',
  coalesce(array_agg(DISTINCT f.release_id), ARRAY[]::bigint[])
FROM found f
JOIN evidence_release r ON r.id = f.release_id
JOIN lmi_occupationgroup g ON g.code = f.soc2020_id
JOIN lmi_area a ON a.code = f.area_id
{industries}
LEFT JOIN lmi_occupationgroup asked_g ON asked_g.code = {asked_code} AND asked_g.code <> f.soc2020_id
LEFT JOIN lmi_area asked_a ON asked_a.code = {asked_area} AND asked_a.code <> f.area_id
"""
_INDUSTRIES = "LEFT JOIN lmi_industry i ON i.code = f.industry"


def _run(query: sql.Composed) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: Rows = cursor.fetchall()
        return rows
