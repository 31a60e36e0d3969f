"""Slices of the figure tables as rows of JSON that PostgreSQL itself writes: the API's hot path.

One statement finds the rows, counts them and writes them; no row becomes a Python object. When what was
asked for is not published at all, the fallback policy (lmi.fallback) names the nearest stand-in and the
rows say what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from psycopg2.sql import SQL, Literal

from foundation.prepared import run_prepared
from lmi.queries.context import Facts
from lmi.queries.slice_tables import Table
from lmi.register import UK

Key = tuple[str, str]
ANY_CODE = "1111"  # asks the policy for areas only: any unit gives the same


@dataclass(frozen=True, slots=True)
class Asked:
    """What a slice is asked for: codes and areas (none: all of them), column filters, and the page."""

    codes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    filters: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 100
    offset: int = 0


class Match(NamedTuple):
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
    exact = _exact(asked)
    if len(exact) == 1:
        found = _read(facts, table, asked, exact)
        if found.count or exact[0] == Match("", "", "", ""):
            return found
    return _read(facts, table, asked, _matches(facts, table, asked, exact))


def exact_statement(facts: Facts, table: Table, asked: Asked) -> tuple[str, str]:
    """The SQL of a slice as asked, without stand-ins, and its values as SQL; for benchmarks and plans."""
    matches = _exact(asked)
    with connection.cursor() as cursor:
        values = [Literal(value).as_string(cursor.cursor) for value in _arguments(facts, asked, matches)]
    return _statement_for(table, asked, matches), ", ".join(values)


def _exact(asked: Asked) -> list[Match]:
    return [Match(code, area, code, area) for code in asked.codes or ("",) for area in asked.areas or ("",)]


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
    codes, areas = sorted({c for c, _ in keys} - {""}), sorted({a for _, a in keys} - {""})
    statement = _held_statement(table, bool(codes), bool(areas), tuple(sorted(asked.filters)))
    values = [asked.filters[name] for name in sorted(asked.filters)]
    return set(run_prepared(statement, [codes, areas, sorted(facts.editions.refs), *values]))


def _read(facts: Facts, table: Table, asked: Asked, matches: Sequence[Match]) -> Slice:
    if not matches or not facts.editions.refs:
        return Slice(0, "[]", ())
    statement = _statement_for(table, asked, matches)
    (row,) = run_prepared(statement, _arguments(facts, asked, matches))
    return Slice(row[0], row[1], tuple(row[2]))


def _arguments(facts: Facts, asked: Asked, matches: Sequence[Match]) -> list[Any]:
    """Values of $1 ... in the order of `_statement`."""
    columns: list[Any] = [list(column) for column in zip(*matches, strict=True)]
    if len(matches) == 1:
        columns = list(matches[0])
    values = [asked.filters[name] for name in sorted(asked.filters)]
    return [*columns, sorted(facts.editions.refs), asked.limit, asked.offset, *values]


def _statement_for(table: Table, asked: Asked, matches: Sequence[Match]) -> str:
    by_code, by_area = any(m.code for m in matches), any(m.area for m in matches)
    return _statement(table, len(matches) == 1, by_code, by_area, tuple(sorted(asked.filters)))


# With a single match PostgreSQL finds that one plan serves all and keeps it; and without any the rows
# come in the order of the table's own index, so that a page of the whole table costs a page.
_FOUND_ONE = """
FROM {table} f CROSS JOIN (SELECT $3::text AS asked_code, $4::text AS asked_area) w
WHERE {code} AND {area} AND {where}
"""
_FOUND_MANY = """
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS w(code, area, asked_code, asked_area)
JOIN {table} f ON {code} AND {area}
WHERE {where}
"""
_STATEMENT = """
WITH found AS (
  SELECT f.*, {computed} w.asked_code AS w_asked_code, w.asked_area AS w_asked_area {found}
  ORDER BY {order} LIMIT $6 OFFSET $7
)
SELECT (SELECT count(*) {found}),
  '[' || coalesce(string_agg({row}, ',' ORDER BY {row_order}), '') || ']',
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


@lru_cache(maxsize=256)
def _statement(table: Table, one: bool, by_code: bool, by_area: bool, filters: tuple[str, ...]) -> str:
    """The one statement: count, rows as a JSON array, ids of their releases.

    $1 to $4 are code, area, asked code and asked area (arrays unless `one`), $5 release ids, $6 and $7
    limit and offset, then the filters' values.
    """
    where = [SQL("f.release_id = ANY($5::bigint[])"), *_conditions(table, filters, 8)]
    code, area = ("$1::text", "$2::text") if one else ("w.code", "w.area")
    found = SQL(_FOUND_ONE if one else _FOUND_MANY).format(
        table=SQL(table.name),
        code=SQL(f"f.soc2020_id = {code}" if by_code else f"{code} = ''"),
        area=SQL(f"f.area_id = {area}" if by_area else f"{area} = ''"),
        where=SQL(" AND ").join(where),
    )
    order = [f"f.{column}" for column in table.order]
    statement = SQL(_STATEMENT).format(
        found=found,
        order=SQL(", ".join(order if one else ["w.asked_code", "w.asked_area", *order])),
        row=SQL(table.row),
        row_order=SQL(", ".join(order if one else ["w_asked_code", "w_asked_area", *order])),
        computed=SQL("".join(f"{value} AS {name}, " for name, value in table.computed.items())),
        industries=SQL(_INDUSTRIES if "industry" in table.filters else ""),
        # An open side was not asked for, so nothing stands in for it.
        asked_code=SQL("w_asked_code" if by_code else "f.soc2020_id"),
        asked_area=SQL("w_asked_area" if by_area else "f.area_id"),
    )
    return str(statement.as_string(None))


@lru_cache(maxsize=256)
def _held_statement(table: Table, by_code: bool, by_area: bool, filters: tuple[str, ...]) -> str:
    """Groups and areas among $1 and $2 that have rows."""
    statement = SQL("SELECT DISTINCT {code}, {area} FROM {table} f WHERE {where}").format(
        code=SQL("f.soc2020_id" if by_code else "''"),
        area=SQL("f.area_id" if by_area else "''"),
        table=SQL(table.name),
        where=SQL(" AND ").join(
            [
                SQL("f.soc2020_id = ANY($1::text[])" if by_code else "cardinality($1::text[]) = 0"),
                SQL("f.area_id = ANY($2::text[])" if by_area else "cardinality($2::text[]) = 0"),
                SQL("f.release_id = ANY($3::bigint[])"),
                *_conditions(table, filters, 4),
            ]
        ),
    )
    return str(statement.as_string(None))


def _conditions(table: Table, filters: Sequence[str], first: int) -> list[SQL]:
    return [SQL(table.filters[name].format(f"${first + n}")) for n, name in enumerate(filters)]
