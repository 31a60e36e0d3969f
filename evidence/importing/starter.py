"""Starter tables: typed rows compiled from publishers' files, shipped with the project, loaded the same way.

Each package keeps `data/manifest.json`, one entry an edition, and one gzipped table for each: a header
of our own column names, then values as PostgreSQL reads them, with \\N for null.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings

from evidence.importing.contract import Edition, Importer, RefusedFileError, Report, Row
from evidence.importing.pipeline import Outcome, Progress, Request, run_import
from evidence.importing.reading import checksum, csv_rows
from evidence.importing.registry import all_importers
from evidence.models import Release
from evidence.signals import announced_together, starter_loaded, tell

NULL = "\\N"


def data_dir(importer: Importer) -> Path:
    """The folder of the package's starter tables."""
    return Path(apps.get_app_config(importer.model._meta.app_label).path) / "data"


def raw_paths(importer: Importer, slot: str) -> list[Path]:
    """The publisher's files of a slot below RAW_DATA_DIR, or our editors' below the package's `editorial/`.

    A name may be a pattern; a pattern that fits nothing stays as it is, so that its absence is told.
    """
    package = Path(apps.get_app_config(importer.model._meta.app_label).path)
    root = package / "editorial" if importer.is_editorial else settings.RAW_DATA_DIR
    return [path for name in importer.raw_files[slot] for path in (sorted(root.glob(name)) or [root / name])]


def read_manifest(folder: Path) -> list[dict[str, Any]]:
    """Entries of a package's manifest; empty when it has none."""
    path = folder / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def write_manifest(folder: Path, entries: list[dict[str, Any]]) -> None:
    """Write the entries in a stable order."""
    ordered = sorted(entries, key=lambda e: (e["source"], e["slot"]))
    with _put_in_place(folder / "manifest.json") as handle:
        handle.write((json.dumps(ordered, indent=1) + "\n").encode())


def compile_edition(importer: Importer, files: Sequence[Path]) -> tuple[Path, int]:
    """Read the publisher's files and write the starter table with its manifest entry; returns it and its rows.

    The same files always give the same bytes. Raises RefusedFileError as an import would, and for a
    single row that cannot be used: nothing is left out of what we ship without being read as such.
    """
    edition, report = importer.edition(files), Report()
    folder = data_dir(importer)
    folder.mkdir(exist_ok=True)
    name = f"{importer.source}--{edition.slot}.csv.gz"
    text, rows = _table(importer, importer.read(files, report))
    if report.bad_rows:
        file, line, raw, reason = report.bad_rows[0]
        raise RefusedFileError(f"{len(report.bad_rows)} rows cannot be used; first: {reason} ({raw[:80]})", file, line)
    with _put_in_place(folder / name) as handle, gzip.GzipFile("", "wb", 9, handle, mtime=0) as packed:
        packed.write(text.encode())
    entry = {
        "source": importer.source,
        **{k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(edition).items()},
        "file": name,
        "rows": rows,
        "checksum": checksum(files),
        "compiled_from": [path.name for path in files],
    }
    kept = [e for e in read_manifest(folder) if (e["source"], e["slot"]) != (importer.source, edition.slot)]
    write_manifest(folder, [*kept, entry])
    return folder / name, rows


def _table(importer: Importer, rows: Iterator[Row]) -> tuple[str, int]:
    """The table's text, and how many rows it has."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(importer.columns)
    count = 0
    for row in rows:
        writer.writerow(NULL if value is None else _plain(value) for value in row.values)
        count += 1
    return text.getvalue(), count


@contextmanager
def _put_in_place(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when it is whole; after an error `path` is as it was."""
    # Beside its goal, since a rename is one step only within a file system; another process has another name.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as handle:
            yield handle
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _plain(value: object) -> str:
    # 39647.0 and 39647 are the same number to PostgreSQL and a third shorter.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class StarterTable(Importer):
    """Reads a starter table in place of the publisher's file; everything else is the importer's own."""

    def __init__(self, inner: Importer, entry: dict[str, Any]) -> None:
        for name in ("source", "model", "key", "values", "references", "period_columns", "limits"):
            setattr(self, name, getattr(inner, name))
        self.is_register, self.gives_way_to = inner.is_register, inner.gives_way_to  # type: ignore[misc]  # of the class
        self.unit_column, self.value_column = inner.unit_column, inner.value_column  # type: ignore[misc]  # of the class
        self.entry = entry

    def edition(self, files: Sequence[Path]) -> Edition:
        """As the manifest says."""
        values = {f.name: self.entry[f.name] for f in fields(Edition)}
        for name in ("period_start", "period_end", "published_on", "retrieved_on"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        return Edition(**values)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """The table's rows; PostgreSQL types them."""
        for line, cells in csv_rows(files[0], self.columns, encoding="utf-8"):
            yield Row(files[0].name, line, tuple(None if cell == NULL else cell for cell in cells))


def load_starter(progress: Progress | None = None) -> list[Outcome]:
    """Import and publish every starter edition that is not held yet, in the importers' order.

    Repeatable: an edition whose publisher's file was already read, from wherever, is passed over.
    """
    outcomes = []
    with announced_together():
        for importer in all_importers():
            folder = data_dir(importer)
            for entry in read_manifest(folder):
                if entry["source"] != importer.source or _is_held(entry):
                    continue
                table = StarterTable(importer, entry)
                request = Request(apply=True, by="load_starter", checksum=entry["checksum"])
                outcomes.append(run_import(table, [folder / entry["file"]], request, progress))
    tell(starter_loaded)
    return outcomes


def _is_held(entry: dict[str, Any]) -> bool:
    return Release.objects.filter(source_id=entry["source"], slot=entry["slot"], checksum=entry["checksum"]).exists()
