"""What a person sees before deciding about an edition: examples of differences, and the quality of each column."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from evidence.importing import staging
from evidence.importing.contract import Importer
from evidence.models import Release

EXAMPLES = 8
_LONGEST = 120


def comparison(importer: Importer, before: Release | None, *, same_period: bool) -> dict[str, Any]:
    """The stage held against what is published, for ImportRun.comparison; six SQL statements at most.

    Keys: `before` (key of the edition compared with, or ""), `rows` and `units` as [new, old] (units:
    unit groups with a value, null for tables that are not about occupations), `columns` (for each:
    name, filled and median as [new, old], plausible as [low, high] or null), and lists of examples
    `added`, `changed`, `removed`.
    """
    release_id = before.pk if before else None
    compared = before is not None or importer.is_register
    return {
        "before": before.key if before else "",
        "rows": [staging.staged_rows(), before.row_count if before else None],
        "units": [staging.coverage(importer), before.coverage if before else None],
        "columns": _columns(importer, release_id, compared=compared),
        **(_examples(importer, release_id, same_period=same_period) if compared else _first_rows(importer)),
    }


def _columns(importer: Importer, release_id: int | None, *, compared: bool) -> list[dict[str, Any]]:
    """How full each value column is, in per cent, and its median where it has a plausible range."""
    new = _filled(importer, sql.SQL("SELECT * FROM pg_temp.{}").format(sql.Identifier(staging.STAGE)), [])
    old = _filled(importer, *staging.published_rows(importer, release_id)) if compared else {}
    medians = staging.medians(importer)
    medians_before = staging.medians(importer, release_id) if release_id else {}
    limits = importer.limits.plausible
    return [
        {
            "name": plain(name),
            "filled": [new.get(name), old.get(name)],
            "median": [medians.get(name), medians_before.get(name)],
            "plausible": list(limits[name]) if name in limits else None,
        }
        for name in importer.values
    ]


def _filled(importer: Importer, rows: sql.Composable, params: list[Any]) -> dict[str, float]:
    if not importer.values:
        return {}
    counts = sql.SQL(", ").join(sql.SQL("count({})").format(sql.Identifier(name)) for name in importer.values)
    query = sql.SQL("SELECT count(*), {} FROM ({}) filled").format(counts, rows)
    total, *numbers = staging.run(query, params)[0]
    return {
        name: round(100 * number / total, 1) for name, number in zip(importer.values, numbers, strict=True) if total
    }


def _examples(importer: Importer, release_id: int | None, *, same_period: bool) -> dict[str, Any]:
    both, params, key = staging.joined(importer, release_id, same_period=same_period)
    shown = importer.values or key
    first = sql.Identifier(key[0])
    wheres = {
        "added": sql.SQL("n.{k} IS NOT NULL AND o.{k} IS NULL").format(k=first),
        "changed": sql.SQL(
            "n.{k} IS NOT NULL AND o.{k} IS NOT NULL AND (ROW({nv})) IS DISTINCT FROM (ROW({ov}))"
        ).format(k=first, nv=staging.idents(shown, "n"), ov=staging.idents(shown, "o")),
        "removed": sql.SQL("n.{k} IS NULL").format(k=first),
    }
    found: dict[str, Any] = {}
    for kind, where in wheres.items():
        query = sql.SQL("SELECT {n}, {o} FROM {both} WHERE {where} ORDER BY {order} LIMIT {most}").format(
            n=staging.idents((*key, *shown), "n"),
            o=staging.idents((*key, *shown), "o"),
            both=both,
            where=where,
            order=sql.SQL(", ").join(sql.SQL("coalesce(n.{0}, o.{0})").format(sql.Identifier(name)) for name in key),
            most=sql.Literal(EXAMPLES),
        )
        found[kind] = [_example(row, key, shown) for row in staging.run(query, params)]
    return found


def _first_rows(importer: Importer) -> dict[str, Any]:
    """Where there is nothing to compare with, the first rows stand for all that is new."""
    key, shown = importer.key, importer.values or importer.key
    query = sql.SQL("SELECT {cells}, {cells} FROM pg_temp.{stage} ORDER BY {key} LIMIT {most}").format(
        cells=staging.idents((*key, *shown)),
        stage=sql.Identifier(staging.STAGE),
        key=staging.idents(key),
        most=sql.Literal(EXAMPLES),
    )
    rows = [(*row[: len(row) // 2], *[None] * (len(row) // 2)) for row in staging.run(query)]
    return {"added": [_example(row, key, shown) for row in rows], "changed": [], "removed": []}


def _example(row: tuple[Any, ...], key: tuple[str, ...], shown: tuple[str, ...]) -> dict[str, Any]:
    """One row: its key in words, and the values that differ, as new and old."""
    half = len(row) // 2
    new, old = row[:half], row[half:]
    names = [plain(name) for name in shown]
    pairs = zip(names, new[len(key) :], old[len(key) :], strict=True)
    return {
        "key": _key(new[: len(key)], old[: len(key)]),
        "values": [[name, _text(one), _text(other)] for name, one, other in pairs if _text(one) != _text(other)][:6],
    }


def _key(new: tuple[Any, ...], old: tuple[Any, ...]) -> str:
    return " / ".join(_text(one if one is not None else other) for one, other in zip(new, old, strict=True))


def _text(value: Any) -> str:
    """A cell as text; empty for none and for an empty collection."""
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:_LONGEST]


def plain(column: str) -> str:
    """A column's name without the marks of a reference."""
    return column.removesuffix("_id").replace("_", " ")
