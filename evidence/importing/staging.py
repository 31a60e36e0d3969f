"""Rows into PostgreSQL by COPY, and the comparison of what was staged with what is published."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import connection, models
from psycopg2 import DataError, sql

from evidence.importing.contract import Importer, RefusedFileError, Report, Row

STAGE = "evidence_stage"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _escaped(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


def copy_line(cells: list[Any]) -> str:
    """One line of COPY's text format; cells that need no escaping, nearly all, are joined as they are."""
    line = "\t".join(["\\N" if cell is None else cell if cell.__class__ is str else str(cell) for cell in cells])
    # Every null brings one backslash and every cell but the last one tab; more of either must be escaped.
    escapes = line.count("\\") != cells.count(None) or line.count("\t") != len(cells) - 1
    if escapes or "\n" in line or "\r" in line:
        line = "\t".join([_escaped(cell) for cell in cells])
    return line + "\n"


class _CopyStream(io.TextIOBase):
    """Feeds COPY from an iterator, a chunk at a time, so memory stays flat.

    An error of the reader ends the stream and waits in `error`: raised inside COPY, the driver would
    replace it with its own.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = ""
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        wanted = size if size and size > 0 else 1 << 16
        parts, have = [self._rest], len(self._rest)
        while have < wanted:
            line = self._next_line()
            if line is None:
                break
            parts.append(line)
            have += len(line)
        text = "".join(parts)
        self._rest = text[wanted:]
        return text[:wanted]

    def _next_line(self) -> str | None:
        try:
            return next(self._lines, None)
        except Exception as error:  # handed on by `stage`
            self.error = error
            return None


@dataclass(frozen=True, slots=True)
class Difference:
    """How the staged rows differ from the published ones, in rows; `median_moves` as new / old."""

    staged: int
    compared_with: int
    added: int
    changed: int
    removed: int
    median_moves: dict[str, float]


def idents(names: Iterable[str], prefix: str = "") -> sql.Composed:
    """Column names with commas between, each of one table."""
    dot = sql.SQL(prefix + ".") if prefix else sql.SQL("")
    return sql.SQL(", ").join(dot + sql.Identifier(name) for name in names)


def run(query: sql.Composable, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement; returns its rows, if it has any."""
    with connection.cursor() as cursor:
        # As text: the audit trail's wrapper reads every statement made while somebody is named.
        cursor.execute(query.as_string(cursor.cursor), params or [])
        return cursor.fetchall() if cursor.description else []


def stage(importer: Importer, rows: Iterable[Row], progress: Any = None) -> int:
    """COPY the rows into a temporary table with their file and line; returns how many."""
    table = sql.Identifier(importer.model._meta.db_table)
    run(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(sql.Identifier(STAGE)))
    run(
        sql.SQL(
            "CREATE TEMP TABLE {stage} ON COMMIT DROP AS "
            "SELECT {cols}, ''::text AS _file, 0 AS _line FROM {table} LIMIT 0"
        ).format(stage=sql.Identifier(STAGE), cols=idents(importer.columns), table=table)
    )
    count = 0
    rows = iter(rows)
    # A reader may look codes up before its first row, on the connection that COPY is about to take.
    first = list(islice(rows, 1))

    def lines() -> Iterator[str]:
        nonlocal count
        for row in chain(first, rows):
            count += 1
            if progress is not None and count % 2000 == 0:
                progress(count)
            yield copy_line([*row.values, row.file, row.line])

    copy = sql.SQL("COPY pg_temp.{} ({}, _file, _line) FROM STDIN").format(
        sql.Identifier(STAGE), idents(importer.columns)
    )
    stream = _CopyStream(lines())
    try:
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(copy, stream)
    except DataError as error:
        raise RefusedFileError(f"a value does not fit its column: {' '.join(str(error).split())}"[:400]) from error
    if stream.error is not None:
        raise stream.error
    return count


def set_aside_unknown(importer: Importer, report: Report) -> None:
    """Move rows whose codes are not in the referenced tables from the stage to the bad rows."""
    for column, model in importer.references.items():
        query = sql.SQL(
            "DELETE FROM pg_temp.{stage} s WHERE {col} IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM {other} o WHERE o.{pk} = s.{col}) RETURNING _file, _line, {col}"
        ).format(
            stage=sql.Identifier(STAGE),
            col=sql.Identifier(column),
            other=sql.Identifier(model._meta.db_table),
            pk=sql.Identifier(_pk_column(model)),
        )
        for file, line, code in run(query):
            report.bad(file, line, code, f"unknown code {code!r} in {column.removesuffix('_id')}")


def give_way(importer: Importer) -> None:
    """Take out of the stage what the sources that this one gives way to have put into the register."""
    if not importer.gives_way_to:
        return
    query = sql.SQL(
        "DELETE FROM pg_temp.{stage} s USING {table} t, evidence_release r "
        "WHERE t.release_id = r.id AND r.source_id = ANY(%s) AND {on} RETURNING 1"
    ).format(
        stage=sql.Identifier(STAGE),
        table=sql.Identifier(importer.model._meta.db_table),
        on=sql.SQL(" AND ").join(sql.SQL("s.{0} = t.{0}").format(sql.Identifier(c)) for c in importer.key),
    )
    run(query, [list(importer.gives_way_to)])


def _pk_column(model: type[models.Model]) -> str:
    column = model._meta.pk.column
    return str(column)


def duplicates(importer: Importer, most: int = 20) -> list[tuple[str, int, str]]:
    """Places (file, line, key) where a key stands a second time."""
    twice = sql.SQL("SELECT 1 FROM pg_temp.{stage} GROUP BY {key} HAVING count(*) > 1 LIMIT 1")
    names = {"key": idents(importer.key), "stage": sql.Identifier(STAGE)}
    if not run(twice.format(**names)):
        return []
    query = sql.SQL(
        "SELECT _file, _line, concat_ws(' / ', {key}) FROM ("
        "SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY _file, _line) AS nth FROM pg_temp.{stage}"
        ") d WHERE nth > 1 ORDER BY _file, _line LIMIT {most}"
    ).format(**names, most=sql.Literal(most))
    return [(str(f), int(n), str(k)) for f, n, k in run(query)]


def medians(importer: Importer, release_id: int | None = None) -> dict[str, float]:
    """Median of each column that has a plausible range: of the stage, or of a kept release."""
    columns = list(importer.limits.plausible)
    if not columns:
        return {}
    picks = sql.SQL(", ").join(
        sql.SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY {})").format(sql.Identifier(c)) for c in columns
    )
    if release_id is None:
        query = sql.SQL("SELECT {} FROM pg_temp.{}").format(picks, sql.Identifier(STAGE))
        row = run(query)[0]
    else:
        query = sql.SQL("SELECT {} FROM {} WHERE release_id = %s").format(
            picks, sql.Identifier(importer.model._meta.db_table)
        )
        row = run(query, [release_id])[0]
    return {c: float(v) for c, v in zip(columns, row, strict=True) if v is not None}


def staged_rows() -> int:
    """How many rows stand in the stage."""
    return int(run(sql.SQL("SELECT count(*) FROM pg_temp.{}").format(sql.Identifier(STAGE)))[0][0])


def difference(importer: Importer, release_id: int | None, *, same_period: bool) -> Difference:
    """Compare the stage with a kept release (or, for a register, with what its source put into the table).

    With `same_period` false the period columns are left out of the key, so that this year's
    edition is compared with last year's row by row.
    """
    staged = staged_rows()
    if release_id is None and not importer.is_register:
        return Difference(staged, 0, staged, 0, 0, {})
    both, params, key = joined(importer, release_id, same_period=same_period)
    query = sql.SQL(
        "SELECT count(*) FILTER (WHERE n.{k} IS NOT NULL AND o.{k} IS NULL), "
        "count(*) FILTER (WHERE n.{k} IS NOT NULL AND o.{k} IS NOT NULL AND ({nv}) IS DISTINCT FROM ({ov})), "
        "count(*) FILTER (WHERE n.{k} IS NULL), count(o.{k}) FROM {both}"
    ).format(
        k=sql.Identifier(key[0]),
        nv=sql.SQL("ROW({})").format(idents(importer.values or key, "n")),
        ov=sql.SQL("ROW({})").format(idents(importer.values or key, "o")),
        both=both,
    )
    added, changed, removed, compared = run(query, params)[0]
    new, before = medians(importer), medians(importer, release_id) if release_id else {}
    moves = {c: new[c] / before[c] for c in new if before.get(c)}
    return Difference(staged, compared, added, changed, removed, moves)


def published_rows(importer: Importer, release_id: int | None) -> tuple[sql.Composed, list[Any]]:
    """The rows of a kept release, or for a register what its source put into the table, as a query."""
    table = sql.Identifier(importer.model._meta.db_table)
    if importer.is_register:
        of_source = "SELECT * FROM {} WHERE release_id IN (SELECT id FROM evidence_release WHERE source_id = %s)"
        return sql.SQL(of_source).format(table), [importer.source]
    return sql.SQL("SELECT * FROM {} WHERE release_id = %s").format(table), [release_id]


def joined(
    importer: Importer, release_id: int | None, *, same_period: bool
) -> tuple[sql.Composed, list[Any], tuple[str, ...]]:
    """The stage "n" beside the published rows "o" as a FROM clause, its parameters, and the key they share."""
    key = importer.key if same_period else tuple(c for c in importer.key if c not in importer.period_columns)
    old, params = published_rows(importer, release_id)
    both = sql.SQL("pg_temp.{stage} n FULL JOIN ({old}) o ON {on}").format(
        stage=sql.Identifier(STAGE),
        old=old,
        on=sql.SQL(" AND ").join(sql.SQL("n.{0} = o.{0}").format(sql.Identifier(c)) for c in key),
    )
    return both, params, key


def coverage(importer: Importer) -> int | None:
    """How many unit groups have a staged value; None when the rows are not about occupations."""
    if importer.unit_column not in importer.columns:
        return None
    condition = sql.SQL("")
    if importer.value_column:
        condition = sql.SQL(" AND {} IS NOT NULL").format(sql.Identifier(importer.value_column))
    query = sql.SQL("SELECT count(DISTINCT {c}) FROM pg_temp.{stage} WHERE length({c}) = 4").format(
        c=sql.Identifier(importer.unit_column), stage=sql.Identifier(STAGE)
    )
    return int(run(query + condition)[0][0])


def keep(importer: Importer, release_id: int) -> None:
    """Copy the stage into the importer's table under a release; a register updates in place."""
    columns = importer.columns
    query = sql.SQL("INSERT INTO {table} ({cols}, release_id) SELECT {cols}, {release} FROM pg_temp.{stage}").format(
        table=sql.Identifier(importer.model._meta.db_table),
        cols=idents(columns),
        release=sql.Literal(release_id),
        stage=sql.Identifier(STAGE),
    )
    if importer.is_register:
        updates = sql.SQL(", ").join(
            sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(c)) for c in (*importer.values, "release_id")
        )
        query += sql.SQL(" ON CONFLICT ({key}) DO UPDATE SET {updates}").format(
            key=idents(importer.key), updates=updates
        )
    run(query)
