"""What the tests of employment, outlook and adverts share: the starter rows, and cells of publishers' files."""

from __future__ import annotations

import csv
import gzip
import re
from functools import lru_cache

import pytest
from django.conf import settings

from evidence.importing.contract import Importer, RefusedFileError, Report
from evidence.importing.reading import open_workbook
from evidence.importing.starter import NULL, _plain, data_dir, read_manifest
from tests.lmi.figures_checked_by_hand import Checked


def raw_files(importer: Importer, slot: str):
    """The publisher's files of a slot; skips the test, by name, where they are not there."""
    paths = [settings.RAW_DATA_DIR / name for name in importer.raw_files[slot]]
    missing = [path.name for path in paths if not path.exists()]
    if missing:
        pytest.skip(f"publishers' files are not here: {', '.join(missing[:3])}")
    return paths


def assert_starter_is_what_the_files_give(importer: Importer) -> None:
    """The shipped table holds, row for row, what the importer reads from the publisher's files."""
    entries = [entry for entry in read_manifest(data_dir(importer)) if entry["source"] == importer.source]
    assert {entry["slot"] for entry in entries} == set(importer.raw_files)
    for entry in entries:
        report = Report()
        read = importer.read(raw_files(importer, entry["slot"]), report)
        fresh = [[NULL if value is None else _plain(value) for value in row.values] for row in read]
        with gzip.open(data_dir(importer) / entry["file"], "rt", encoding="utf-8", newline="") as handle:
            header, *shipped = csv.reader(handle)
        assert header == list(importer.columns)
        assert len(shipped) == entry["rows"]
        assert shipped == fresh
        assert not report.bad_rows


@lru_cache(maxsize=64)
def _sheet(path, name: str):
    return open_workbook(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


@lru_cache(maxsize=8)
def _lines(path):
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def printed(known: Checked, column: int | None = None) -> object:
    """What the publisher printed at the place that `known.where` names; skips where the file is not there."""
    file, *place = re.split(r"(?<=\.csv)/|(?<=\.xlsx)/|(?<=\.xlsm)/|/(?=[A-Z]+\d+$)", known.where)
    path = settings.RAW_DATA_DIR / file
    if not path.exists():
        pytest.skip(f"a publisher's file is not here: {path.name}")
    if file.endswith(".csv"):
        return _lines(path)[int(place[0]) - 1][column if column is not None else -1]
    letters, line = re.fullmatch(r"([A-Z]+)(\d+)", place[1]).groups()
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return _sheet(path, place[0])[int(line) - 1][number - 1]


def rows_and_report(importer: Importer, *files):
    """Rows as dictionaries by column, and the report."""
    report = Report()
    rows = [dict(zip(importer.columns, row.values, strict=True)) for row in importer.read(files, report)]
    return rows, report


def refusal(importer: Importer, *files) -> str:
    """Why the files are refused; fails when they are not."""
    try:
        importer.edition(files)
        list(importer.read(files, Report()))
    except RefusedFileError as error:
        return str(error)
    pytest.fail("the files were not refused")


def write_csv(path, header, rows):
    """A file of these cells."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
