"""All rows of one edition as CSV: the same bytes every time, so that a checksum means something."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from django.core.cache import cache
from django.db import connection, models
from psycopg2 import sql

from evidence.importing.contract import Importer
from evidence.importing.registry import importer_for
from evidence.models import Release

FORMAT = "1"  # raise when the layout changes: it is part of the remembered checksum's name
MEDIA_TYPE = "text/csv; charset=utf-8"


class NoRowsError(Exception):
    """The edition's rows are not held any more, or never were."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is known of a file before it is sent."""

    sha256: str
    bytes: int


class _Hashing:
    """A file that counts and hashes what is written to it."""

    def __init__(self, inner: IO[bytes] | None) -> None:
        self.inner, self.sha256, self.bytes = inner, hashlib.sha256(), 0

    def write(self, data: bytes | str) -> int:
        raw = data.encode() if isinstance(data, str) else bytes(data)
        self.sha256.update(raw)
        self.bytes += len(raw)
        if self.inner is not None:
            self.inner.write(raw)
        return len(raw)

    @property
    def digest(self) -> Digest:
        return Digest(self.sha256.hexdigest(), self.bytes)


def write_csv(release: Release) -> tuple[IO[bytes], Digest]:
    """The edition's rows in an open temporary file at its start, with its digest; one COPY.

    A header line, then a line a row in the order of the row's key; an empty cell is a value that is
    not published, and the column `marks` says why. Every row names its edition and publication.
    Raises NoRowsError.
    """
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the response that sends it
    target = _Hashing(file)
    _copy(release, target)
    file.seek(0)
    _remember(release, target.digest)
    return file, target.digest


def digest_of(release: Release) -> Digest:
    """The digest of the file that `write_csv` gives, worked out once and remembered; raises NoRowsError."""
    known = remembered(release)
    if known is None:
        target = _Hashing(None)
        _copy(release, target)
        known = target.digest
        _remember(release, known)
    return known


def remembered(release: Release) -> Digest | None:
    """The digest, when somebody asked before."""
    found: tuple[str, int] | None = cache.get(_name(release))
    return Digest(*found) if found else None


def _remember(release: Release, digest: Digest) -> None:
    cache.set(_name(release), (digest.sha256, digest.bytes), timeout=None)


def _name(release: Release) -> str:
    # A rename of the source changes the citation in every row.
    cited = hashlib.sha256(_citation(release).encode()).hexdigest()[:12]
    return f"release-csv:{FORMAT}:{release.pk}:{release.checksum[:16]}:{cited}"


def _citation(release: Release) -> str:
    return f"{release.label} ({release.source.licence})"


def _copy(release: Release, target: _Hashing) -> None:
    try:
        importer = importer_for(release.source_id)
    except KeyError:
        raise NoRowsError(release.key) from None
    _refuse_empty(importer, release)
    with connection.cursor() as cursor:
        statement = _statement(importer, release).as_string(cursor.cursor)
        cursor.cursor.copy_expert(statement, target)


def _refuse_empty(importer: Importer, release: Release) -> None:
    """A register keeps only its present state: an edition that a later one replaced has no rows left."""
    with connection.cursor() as cursor:
        query = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE release_id = %s)")
        cursor.execute(query.format(_table(importer)), [release.pk])
        if not cursor.fetchone()[0]:
            raise NoRowsError(release.key)


def _statement(importer: Importer, release: Release) -> sql.Composed:
    columns = [sql.SQL("{} AS {}").format(sql.Identifier(c), sql.Identifier(_public(c))) for c in importer.columns]
    columns += [
        sql.SQL("{} AS release").format(sql.Literal(release.key)),
        sql.SQL("{} AS publication").format(sql.Literal(_citation(release))),
    ]
    query = sql.SQL("COPY (SELECT {columns} FROM {table} WHERE release_id = {release} ORDER BY {key}) TO STDOUT")
    return query.format(
        columns=sql.SQL(", ").join(columns),
        table=_table(importer),
        release=sql.Literal(release.pk),
        key=sql.SQL(", ").join(_ordered(importer, c) for c in importer.key),
    ) + sql.SQL(" WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')")


def _ordered(importer: Importer, column: str) -> sql.Composed:
    """Text in byte order, whatever the database's language."""
    field: Any = importer.model._meta.get_field(column.removesuffix("_id"))
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    name = sql.Identifier(column)
    if isinstance(target, (models.CharField, models.TextField)):
        return sql.SQL('{} COLLATE "C"').format(name)
    return sql.SQL("{}").format(name)


def _public(column: str) -> str:
    """`soc2020_id` is `soc2020` to everybody else."""
    return column.removesuffix("_id")


def _table(importer: Importer) -> sql.Identifier:
    return sql.Identifier(importer.model._meta.db_table)
