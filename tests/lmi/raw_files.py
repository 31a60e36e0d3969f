"""The publishers' files where they are at hand, and the starter tables made from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from evidence.importing.contract import Importer, RefusedFileError, Report
from evidence.importing.reading import csv_rows
from evidence.importing.starter import NULL, data_dir


def files_of(importer: Importer, slot: str = "all") -> list[Path]:
    """The publisher's files of one edition; skips the test, naming what is missing, where they are not held."""
    files = [Path(settings.RAW_DATA_DIR) / name for name in importer.raw_files[slot]]
    missing = [path.name for path in files if not path.exists()]
    if missing:
        pytest.skip(f"publisher's file not at hand: {', '.join(missing)}")
    return files


def read_rows(importer: Importer, files: list[Path]) -> tuple[list[dict], Report]:
    """Every row as a dictionary, and what was set aside."""
    report = Report()
    rows = [dict(zip(importer.columns, row.values, strict=True)) for row in importer.read(files, report)]
    return rows, report


def refusal(importer: Importer, files: list[Path]) -> str:
    """Why a file is refused; fails when it is not."""
    try:
        importer.edition(files)
        list(importer.read(files, Report()))
    except RefusedFileError as error:
        return str(error)
    pytest.fail("the files were read")


def assert_starter_is_what_is_read(importer: Importer, slot: str = "all") -> None:
    """Compare the starter table with the publisher's files, row for row and in order."""
    files = files_of(importer, slot)
    entries = json.loads((data_dir(importer) / "manifest.json").read_text())
    entry = next(e for e in entries if (e["source"], e["slot"]) == (importer.source, slot))
    shipped = [tuple(cells) for _, cells in csv_rows(data_dir(importer) / entry["file"], importer.columns)]
    read = [tuple(_text(value) for value in row.values) for row in importer.read(files, Report())]
    assert shipped == read
    assert entry["rows"] == len(read)


def _text(value: object) -> str:
    if value is None:
        return NULL
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
