"""Files of figures: every row with its sources, and a reason beside every missing value."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from evidence.figures import Quality, Reason
from foundation.spreadsheets import safe_cell
from portal.exports import About, FactColumn, FactRow, FactTable, file_response
from portal.exports.files import flat_rows, header, sources_of
from portal.exports.table import cell_of
from portal.pages.gallery_samples import FINAL, RELEASE, sample

MISSING = sample(None, reason=Reason.UNRELIABLE)
TABLE = FactTable(
    "t",
    "Pay of two",
    (FactColumn("soc2020", "SOC 2020"), FactColumn("title", "Occupation")),
    (FactColumn("pay", "Pay"), FactColumn("other", "Other pay")),
    (
        FactRow(("0001", "=HYPERLINK(evil)"), (sample(30000), MISSING)),
        FactRow(("0002", "Plain"), (sample(0), None)),
    ),
    note="A note.",
)
ABOUT = About("two", "Pay of two", "https://example.test/?release=a", (FINAL,))


def file(kind: str) -> bytes:
    response = file_response(RequestFactory().get("/x/"), TABLE, ABOUT, kind)
    assert response["Content-Disposition"] == f'attachment; filename="two.{kind}"'
    return response.content


def csv_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file("csv").decode())))


def sheets() -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file("xlsx")))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


class TestEveryKind:
    def test_missing_is_empty_with_its_reason_and_never_nought(self):
        row = csv_rows()[0]
        assert row["other"] == ""
        assert row["other_reason"] == "not published: too few answers to be reliable"
        figures = sheets()["Figures"]
        place = figures[0].index("other")
        assert figures[1][place] == ""
        assert figures[1][figures[0].index("other_reason")].startswith("not published")
        cell = json.loads(file("json"))["rows"][0]["other"]
        assert (cell["value"], cell["reason"]) == (None, "unreliable")

    def test_nought_is_kept_as_nought(self):
        assert csv_rows()[1]["pay"] == "0"
        figures = sheets()["Figures"]
        assert figures[2][figures[0].index("pay")] == 0
        assert json.loads(file("json"))["rows"][1]["pay"]["value"] == 0

    def test_sources_and_address_are_inside(self):
        for label in (RELEASE.label, FINAL.label):
            assert label in csv_rows()[1]["sources"]
            assert any(label in map(str, row) for row in sheets()["Sources"])
        assert csv_rows()[0]["address"] == ABOUT.address
        body = json.loads(file("json"))
        assert [source["key"] for source in body["sources"]] == [RELEASE.key, FINAL.key]
        assert body["address"] == ABOUT.address

    def test_value_carries_unit_period_area_level_and_edition(self):
        row = csv_rows()[0]
        assert [row[f"pay_{part}"] for part in ("unit", "period", "area", "release")] == [
            "pounds_a_year",
            "April 2025",
            "United Kingdom",
            RELEASE.key,
        ]
        assert row["pay_level"] == "0000 Sample occupation"
        assert row["pay_quality"] == "precise"

    def test_cell_that_does_not_apply_says_so(self):
        assert csv_rows()[1]["other_reason"] == "does not apply"
        assert json.loads(file("json"))["rows"][1]["other"] is None

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
    def test_same_rows_same_bytes(self, kind):
        assert file(kind) == file(kind)


class TestShape:
    def test_every_row_is_as_wide_as_the_header(self):
        assert {len(row) for row in flat_rows(TABLE)} == {len(header(TABLE))}

    def test_each_edition_once_figures_first(self):
        assert sources_of(TABLE, About("n", "t", "a", (RELEASE, FINAL))) == (RELEASE, FINAL)

    def test_unknown_kind(self):
        with pytest.raises(KeyError):
            file("exe")


class TestFormulas:
    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
    def test_words_that_look_like_a_formula_are_defused_in_csv(self, text):
        assert safe_cell(text) == f"'{text}"

    def test_negative_numbers_stay_numbers(self):
        assert safe_cell(-0.4) == -0.4

    def test_xlsx_holds_no_formula(self):
        assert sheets()["Figures"][1][1] == "=HYPERLINK(evil)"
        book = zipfile.ZipFile(io.BytesIO(file("xlsx")))
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


class TestCells:
    def test_reason_stands_in_place_of_the_number(self):
        cell = cell_of(MISSING)
        assert (cell.text, cell.missing) == ("too few answers to be reliable", True)

    def test_mark_only_where_it_is_not_the_usual_one(self):
        assert cell_of(sample(1), usual=Quality.PRECISE).mark == ""
        assert (
            cell_of(sample(1, quality=Quality.ACCEPTABLE), usual=Quality.PRECISE).mark == "less precise, use with care"
        )

    def test_lower_bound_is_said_in_the_value(self):
        cell = cell_of(sample(1200, unit="people", quality=Quality.LOWER_BOUND))
        assert (cell.text, cell.mark) == ("at least 1,200", "")

    def test_weekly_pay_keeps_its_pence(self):
        assert cell_of(sample(776.6, unit="pounds_a_week")).text == "£776.60"
        assert cell_of(sample(780, unit="pounds_a_week")).text == "£780.00"

    def test_note_says_what_unmarked_numbers_are(self):
        rows = (
            FactRow(("a",), (sample(1), sample(2))),
            FactRow(("b",), (sample(3, quality=Quality.ACCEPTABLE), None)),
        )
        table = replace(TABLE, heads=TABLE.heads[:1], rows=rows)
        assert table.quality_note == "Numbers without words under them: quality: precise."

    def test_wider_group_and_area_are_named_where_asked(self):
        figure = sample(5)
        wide = replace(
            figure, level=replace(figure.level, asked="Narrow"), area=replace(figure.area, name="North East", asked="X")
        )
        table = replace(TABLE, rows=(FactRow(("a", "b"), (wide, figure)),), say_coarser=True)
        assert [cell.mark for cell in table.drawn[0].cells] == ["Sample occupation, the North East", ""]
