"""The classification: 9, 26, 104 and 412 groups, each in its place, titled as the publisher writes them."""

from __future__ import annotations

from collections import Counter

import pytest
import xlsxwriter
from django.conf import settings

from evidence.importing.contract import RefusedFileError, Report
from evidence.importing.reading import csv_rows
from evidence.importing.starter import NULL, data_dir
from lmi.importers.soc import GROUPS, Soc2020Structure
from lmi.models import OccupationGroup

RAW = settings.RAW_DATA_DIR / Soc2020Structure.raw_files["all"][0]
needs_raw = pytest.mark.skipif(not RAW.exists(), reason="the publisher's workbook is not in RAW_DATA_DIR")


def read(path):
    return [row.values for row in Soc2020Structure().read([path], Report())]


@pytest.mark.django_db
class TestLoaded:
    def test_every_level_is_whole(self):
        counts = Counter(OccupationGroup.objects.values_list("level", flat=True))
        assert counts == {**{str(level): n for level, n in GROUPS.items()}, "all": 1}

    def test_every_group_but_the_whole_lies_in_the_next_wider_one(self):
        codes = set(OccupationGroup.objects.values_list("code", flat=True))
        for group in OccupationGroup.objects.exclude(code="0"):
            assert group.parent_id == (group.code[:-1] or "0")
            assert group.parent_id in codes

    @pytest.mark.parametrize(
        ("code", "title"),
        [
            ("5", "Skilled trades occupations"),
            ("52", "Skilled metal, electrical and electronic trades"),
            ("524", "Electrical and electronic trades"),
            ("5241", "Electricians and electrical fitters"),
            ("5243", "TV, video and audio servicers and repairers"),
            ("2317", "Teachers of English as a foreign language"),
            ("6129", "Animal care services occupations n.e.c."),
        ],
    )
    def test_titles(self, code, title):
        assert OccupationGroup.objects.get(code=code).title == title


@needs_raw
def test_starter_table_is_what_the_workbook_says():
    table = data_dir(Soc2020Structure()) / "soc-2020--all.csv.gz"
    shipped = [
        tuple(None if c == NULL else c for c in cells) for _, cells in csv_rows(table, Soc2020Structure().columns)
    ]
    assert shipped == [tuple(None if v is None else str(v) for v in values) for values in read(RAW)]


@needs_raw
def test_no_prose_is_read():
    assert max(len(title) for _code, _level, title, _parent in read(RAW)) < 120


HEADER = ["SOC 2020 Major Group", "SOC 2020 Sub-Major Group", "SOC 2020 Minor Group", "SOC 2020 Unit Group"]


def workbook(path, rows, header=(*HEADER, "SOC 2020 Group Title"), sheet="SOC2020 descriptions"):
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(sheet)
    book.add_worksheet("SOC2020 Framework")
    for line, cells in enumerate([list(header), *rows]):
        page.write_row(line, 0, cells)
    book.close()
    return path


class TestBadWorkbooks:
    def test_missing_groups_are_counted(self, tmp_path):
        path = workbook(tmp_path / "soc.xlsx", [[1, "", "", "", "Managers"]])
        with pytest.raises(RefusedFileError, match="groups where"):
            read(path)

    def test_other_columns(self, tmp_path):
        path = workbook(tmp_path / "soc.xlsx", [], header=(*HEADER, "Name"))
        with pytest.raises(RefusedFileError, match="missing: SOC 2020 Group Title"):
            read(path)

    def test_other_sheet(self, tmp_path):
        path = workbook(tmp_path / "soc.xlsx", [], sheet="Sheet1")
        with pytest.raises(RefusedFileError, match="no sheet"):
            read(path)
