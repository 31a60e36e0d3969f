"""The publisher's real files of ASHE: what each edition holds, and that the shipped tables say the same."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.conf import settings

from evidence.importing.contract import Report
from evidence.importing.pipeline import Request, run_import
from evidence.importing.starter import NULL, StarterTable, data_dir, read_manifest
from lmi.importers.ashe_14 import AsheTable14
from lmi.importers.ashe_20 import AsheTable20
from lmi.importers.ashe_regions import AsheTable3, AsheTable15

pytestmark = [pytest.mark.django_db, pytest.mark.services]
IMPORTERS = (AsheTable14(), AsheTable3(), AsheTable15(), AsheTable20())
EDITIONS = [(importer, slot) for importer in IMPORTERS for slot in importer.raw_files]


def raw(importer, slot):
    """The edition's files, or a skipped test that says which is missing."""
    files = [settings.RAW_DATA_DIR / name for name in importer.raw_files[slot]]
    missing = [path.name for path in files if not path.exists()]
    if missing:
        pytest.skip(f"the publishers' files are not at hand: {', '.join(missing)}")
    return files


def entry_of(importer, slot):
    entries = read_manifest(data_dir(importer))
    return next(e for e in entries if (e["source"], e["slot"]) == (importer.source, slot))


def as_read(importer, files):
    report = Report()
    rows = {tuple(map(str, row.values[: len(importer.key)])): row.values for row in importer.read(files, report)}
    assert report.bad_rows == []
    return rows


def typed(importer, cells):
    """A starter table's cells as the importer would give them."""
    values = [None if cell == NULL else cell for cell in cells]
    numbers = importer.columns.index("marks")
    return [
        float(value) if value is not None and len(importer.key) <= at < numbers else value
        for at, value in enumerate(values)
    ]


@pytest.mark.parametrize(("importer", "slot"), EDITIONS, ids=lambda v: getattr(v, "source", v))
def test_the_shipped_table_is_the_publishers_row_for_row(importer, slot):
    expected = as_read(importer, raw(importer, slot))
    entry = entry_of(importer, slot)
    table = StarterTable(importer, entry)

    shipped = {
        tuple(row.values[: len(importer.key)]): typed(importer, row.values)
        for row in table.read([data_dir(importer) / entry["file"]], Report())
    }

    assert shipped.keys() == expected.keys()
    different = [key for key, values in expected.items() if shipped[key][len(key) :] != list(values[len(key) :])]
    assert different == []
    assert entry["rows"] == len(expected)


@pytest.mark.parametrize(("importer", "slot"), EDITIONS, ids=lambda v: getattr(v, "source", v))
def test_importing_the_publishers_files_over_the_shipped_table_changes_nothing(importer, slot):
    outcome = run_import(importer, raw(importer, slot), Request(apply=True))

    assert outcome.state == "unchanged"


@pytest.mark.parametrize(
    ("slot", "rows", "groups"),
    [("2021", 1_104, 552), ("2022", 19_872, 552), ("2023", 19_872, 552), ("2024", 19_872, 552), ("2025", 9_888, 412)],
)
def test_every_edition_holds_what_its_files_have(slot, rows, groups):
    found = as_read(IMPORTERS[0], raw(IMPORTERS[0], slot))

    assert len(found) == rows
    assert len({key[0] for key in found}) == groups
    assert {key[2] for key in found} == {slot}


def test_levels_of_the_workbooks_are_those_of_the_classification():
    found = as_read(IMPORTERS[0], raw(IMPORTERS[0], "2024"))

    codes = {key[0] for key in found} - {"0"}
    assert Counter(map(len, codes)) == {1: 9, 2: 26, 3: 104, 4: 412}


def test_every_missing_number_has_a_reason_and_every_band_a_number():
    for importer, slot in EDITIONS:
        measures = importer.columns[len(importer.key) : -1]
        for values in as_read(importer, raw(importer, slot)).values():
            marks = json.loads(values[-1])
            missing = {
                name for name, value in zip(measures, values[len(importer.key) :], strict=False) if value is None
            }
            assert missing == {
                name for name, mark in marks.items() if mark not in {"precise", "reasonable", "acceptable"}
            }


def test_bands_of_2024_are_those_of_the_quality_workbook():
    """Counted in the workbooks by hand: published cells by the coefficient in the same place, jobs included."""
    found = as_read(IMPORTERS[0], raw(IMPORTERS[0], "2024"))

    bands = Counter(mark for values in found.values() for mark in json.loads(values[-1]).values())
    assert bands["precise"] == 12_182 + 631
    assert bands["reasonable"] == 10_305 + 872
    assert bands["acceptable"] == 7_241 + 1_310


def test_2023_takes_its_year_from_the_files_names_and_says_so():
    report = Report()
    files = raw(IMPORTERS[0], "2023")

    list(IMPORTERS[0].read(files, report))

    assert [finding.file for finding in report.findings] == [path.name for path in files]
    assert "names no year" in report.findings[0].message
