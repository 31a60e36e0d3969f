"""Starter tables take the place of those before them whole, or not at all, and are the same bytes every time."""

from __future__ import annotations

import gzip
import json

import pytest

from evidence.importing import starter
from evidence.importing.contract import RefusedFileError
from tests.evidence.small import FailsHalfWay, SmallPay, rows_of, write


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the tables go, in place of the package's own folder."""
    found = tmp_path / "data"
    monkeypatch.setattr(starter, "data_dir", lambda importer: found)
    return found


def contents(folder):
    """Names and bytes of everything there."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_file_gives_the_same_bytes(folder, tmp_path):
    path = write(tmp_path / "small.csv", rows_of())
    table, rows = starter.compile_edition(SmallPay(), [path])
    first = contents(folder)
    starter.compile_edition(SmallPay(), [path])

    assert contents(folder) == first
    assert sorted(first) == sorted([table.name, "manifest.json"])
    assert gzip.decompress(first[table.name]).count(b"\n") == rows + 1 == 13
    (entry,) = json.loads(first["manifest.json"])
    assert (entry["rows"], entry["file"], entry["compiled_from"]) == (12, table.name, ["small.csv"])


def test_a_reader_that_breaks_leaves_the_table_before_it(folder, tmp_path):
    path = write(tmp_path / "small.csv", rows_of())
    starter.compile_edition(SmallPay(), [path])
    before = contents(folder)

    with pytest.raises(RuntimeError):
        starter.compile_edition(FailsHalfWay(), [path])

    assert contents(folder) == before


def test_a_disk_that_fills_up_leaves_the_table_before_it_and_no_draft(folder, tmp_path, monkeypatch):
    path = write(tmp_path / "small.csv", rows_of())
    starter.compile_edition(SmallPay(), [path])
    before = contents(folder)

    class Full(gzip.GzipFile):
        def write(self, data):
            super().write(data[: len(data) // 2])
            raise OSError("no space left on device")

    monkeypatch.setattr(starter.gzip, "GzipFile", Full)
    with pytest.raises(OSError, match="no space"):
        starter.compile_edition(SmallPay(), [write(tmp_path / "small.csv", rows_of(raise_by=1.01))])

    assert contents(folder) == before


def test_a_row_that_cannot_be_used_leaves_the_table_before_it(folder, tmp_path):
    path = write(tmp_path / "small.csv", rows_of())
    starter.compile_edition(SmallPay(), [path])
    before = contents(folder)
    rows = rows_of()
    rows[3][2] = "about thirty"

    with pytest.raises(RefusedFileError, match="cannot be used"):
        starter.compile_edition(SmallPay(), [write(tmp_path / "small.csv", rows)])

    assert contents(folder) == before
