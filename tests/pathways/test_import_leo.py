"""LEO: marks in place of numbers, names as codes, and sheets that are whole or refused."""

from __future__ import annotations

import json

import pytest
import xlsxwriter

from pathways.importers.leo import (
    ACTIVITIES,
    CATEGORIES,
    GRADUATES_HEADER,
    GROUPS,
    LeoGraduates,
    LeoPost16Activity,
    LeoPost16Earnings,
)
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = [pytest.mark.services, pytest.mark.django_db]

LINE = {
    "": "1", "YAG": "5", "region": "Yorkshire and the Humber", "SECTIONNAME": "MINING AND QUARRYING",
    "trained_in_region": "35", "number_of_providers": "12", "subject_name": "Computing", "living_in_region": "35",
    "earnings_median": "21900", "difference": "0", "difference_prop": "0",
}  # fmt: skip


@pytest.fixture
def graduates(tmp_path):
    def build(header=GRADUATES_HEADER, **cells):
        row = {**LINE, **cells}
        return [table(tmp_path / "leo.csv", header, [[row.get(name, "") for name in header]])]

    return build


class TestGraduates:
    def test_names_become_codes(self, graduates):
        rows, report = read_rows(LeoGraduates(), graduates())

        row = rows[0]
        assert report.bad_rows == []
        assert (row["subject"], row["cah"], row["industry"], row["region"]) == (
            "Computing", "CAH11-01", "B", "E12000003",
        )  # fmt: skip
        assert (row["pay_median"], row["living_here"], row["trained_here"], row["providers"]) == (21900, 35, 35, 12)

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({"earnings_median": "-10000"}, {"pay_median": "suppressed"}),
            (
                {"earnings_median": "NA", "living_in_region": "NA"},
                {"pay_median": "not_published", "living_here": "not_published"},
            ),
        ],
    )
    def test_marks_are_reasons_and_never_values(self, graduates, cells, expected):
        rows, _ = read_rows(LeoGraduates(), graduates(**cells))

        assert json.loads(rows[0]["marks"]) == expected
        assert all(rows[0][name] is None for name in expected)

    def test_all_subjects_together_have_no_code(self, graduates):
        rows, _ = read_rows(LeoGraduates(), graduates(subject_name="All", SECTIONNAME="NOT KNOWN"))

        assert (rows[0]["cah"], rows[0]["industry"]) == ("", "not_known")

    def test_a_name_of_both_versions_means_the_present_one(self, graduates):
        rows, _ = read_rows(LeoGraduates(), graduates(subject_name="Nursing and midwifery"))

        assert rows[0]["cah"] == "CAH02-04"

    @pytest.mark.parametrize(
        "cells",
        [
            {"region": "Scotland"},
            {"SECTIONNAME": "SPACE"},
            {"subject_name": "Alchemy"},
            {"YAG": "2"},
            {"earnings_median": "?"},
        ],
    )
    def test_unknown_names_and_numbers_are_set_aside(self, graduates, cells):
        rows, report = read_rows(LeoGraduates(), graduates(**cells))

        assert rows == []
        assert len(report.bad_rows) == 1

    @pytest.mark.parametrize("header", [GRADUATES_HEADER[:-1], GRADUATES_HEADER[::-1]])
    def test_another_header_is_refused(self, graduates, header):
        assert "columns" in refusal(LeoGraduates(), graduates(header))

    def test_hand_picked_lines(self):
        rows, report = read_rows(LeoGraduates(), files_of(LeoGraduates()))
        found = {(row["subject"], row["industry"], row["region"], row["years_after"]): row for row in rows}

        assert (len(rows), report.bad_rows) == (22825, [])
        london = found["Computing", "J", "E12000007", 5]
        assert (london["pay_median"], london["living_here"], london["trained_here"]) == (40900, 605, 425)
        assert found["All", "I", "E12000004", 1]["pay_median"] == 14200
        assert min(row["pay_median"] for row in rows if row["pay_median"] is not None) > 0
        # Counted in the file: 10,689 medians of -10000 and 1,167 of NA.
        marks = [json.loads(row["marks"]).get("pay_median") for row in rows]
        assert (marks.count("suppressed"), marks.count("not_published")) == (10689, 1167)

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(LeoGraduates())


def sheets(measure, breakdowns):
    """Every sheet of a workbook as (name, header, rows), whole and with one value everywhere."""
    columns = {"National": "national", "Grads": "grad_status", "Non-grads": "non_grad_status"}
    splits = {"All": ("all", ""), "Region of school": ("region", "region of school"),
              "KS4 attainment": ("ks4_attainment", "KS4_attainment"), "Gender": ("gender", "gender")}  # fmt: skip
    activities = ACTIVITIES if measure == "Percentage" else ("",)
    for population, column in columns.items():
        groups = GROUPS[population] if population != "National" else GROUPS[population][:1]
        for sheet in breakdowns:
            name, extra = splits[sheet]
            grouped = not (population == "National" and extra)
            header = ["Years after KS4", measure]
            header += ["Activity"] if measure == "Percentage" else []
            header += [column] if grouped else []
            header += [extra] if extra else []
            rows = [
                [year, 1000.0, *filter(None, (activity, group if grouped else "", part))]
                for group in groups
                for part in CATEGORIES[name]
                for activity in activities
                for year in range(1, 16)
            ]
            yield f"{population}_{sheet}", header, rows


@pytest.fixture
def workbook(tmp_path):
    """A whole workbook; `change` may alter a sheet's header and rows."""

    def build(importer, change=lambda name, header, rows: (header, rows)):
        path = tmp_path / "leo.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            for name, header, rows in sheets(importer.measure, importer.breakdowns):
                page = book.add_worksheet(name)
                for line, cells in enumerate([*change(name, header, rows)[:1], *change(name, header, rows)[1]]):
                    page.write_row(line, 0, cells)
        return [path]

    return build


def on(sheet, alter):
    """A change of one sheet."""
    return lambda name, header, rows: alter(header, rows) if name == sheet else (header, rows)


class TestYoungPeople:
    @pytest.mark.parametrize("importer", [LeoPost16Earnings(), LeoPost16Activity()], ids=lambda one: one.source)
    def test_a_whole_workbook_is_read(self, workbook, importer):
        rows, report = read_rows(importer, workbook(importer))

        assert report.bad_rows == []
        assert len(rows) == {"leo-post16-earnings": 1050, "leo-post16-activity": 600}[importer.source]

    def test_a_blank_is_not_published(self, workbook):
        importer = LeoPost16Earnings()
        files = workbook(
            importer, on("National_All", lambda header, rows: (header, [[1, "", *rows[0][2:]], *rows[1:]]))
        )
        rows, _ = read_rows(importer, files)

        assert (rows[0]["earnings"], rows[0]["marks"]) == (None, '{"earnings":"not_published"}')

    @pytest.mark.parametrize(
        ("alter", "message"),
        [
            (lambda header, rows: (header, rows[:-3]), "27 rows of Grads, all, where 30 belong"),
            (lambda header, rows: (["Year", *header[1:]], rows), "missing: Years after KS4"),
            (lambda header, rows: (header[:2], [row[:2] for row in rows]), "missing: grad_status"),
            (lambda header, rows: (header, [[*row[:2], "Apprentices"] for row in rows]), "0 rows of Grads"),
        ],
        ids=["cut short", "renamed", "missing", "unknown group"],
    )
    def test_a_sheet_that_is_not_whole_is_refused(self, workbook, alter, message):
        assert message in refusal(LeoPost16Earnings(), workbook(LeoPost16Earnings(), on("Grads_All", alter)))

    def test_a_missing_sheet_is_refused(self, tmp_path):
        with xlsxwriter.Workbook(str(tmp_path / "leo.xlsx")) as book:
            book.add_worksheet("Notes")

        assert "no sheet 'National_All'" in refusal(LeoPost16Earnings(), [tmp_path / "leo.xlsx"])

    def test_hand_picked_earnings(self):
        rows, report = read_rows(LeoPost16Earnings(), files_of(LeoPost16Earnings()))
        found = {tuple(row[name] for name in LeoPost16Earnings.key): row["earnings"] for row in rows}

        assert (len(rows), report.bad_rows) == (1050, [])
        assert found["all", "Everyone", "all", "", 15] == 23983
        assert found["graduates", "Graduates", "all", "", 10] == 25404
        assert found["non_graduates", "Achieving level 3 or above", "all", "", 4] == 13943
        assert found["all", "Everyone", "gender", "female", 15] == 19658
        assert found["all", "Everyone", "region", "E12000001", 1] == 5090

    def test_hand_picked_activities(self):
        rows, report = read_rows(LeoPost16Activity(), files_of(LeoPost16Activity()))
        found = {tuple(row[name] for name in LeoPost16Activity.key): row["percent"] for row in rows}

        assert (len(rows), report.bad_rows) == (600, [])
        assert found["graduates", "Graduates", "KS5", 1] == 90.68
        assert found["all", "Everyone", "Activity not captured", 15] == 17.64

    @pytest.mark.parametrize("importer", [LeoPost16Earnings(), LeoPost16Activity()], ids=lambda one: one.source)
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
