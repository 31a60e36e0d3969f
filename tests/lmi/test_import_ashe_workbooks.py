"""ONS's workbooks of table 14: what they say they are, what their rows become, and which are refused."""

from __future__ import annotations

import json
from itertools import islice
from shutil import copy

import pytest

from evidence.enums import RunState
from evidence.importing.contract import RefusedFileError, Report
from evidence.importing.pipeline import Request, run_import
from lmi.importers.ashe_14 import AsheTable14
from lmi.importers.ashe_workbooks import lines, open_books
from lmi.models import PayFigure
from tests.lmi.ashe_files import HEADER, Workbook, all_codes, coefficients, good_cells

pytestmark = pytest.mark.services
PARTS = ("14.1a", "14.5a", "14.7a", "14.9a")
NAMES = AsheTable14().columns
CODES = all_codes()
ONE_SHEET = len(CODES)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Four good workbooks of 2030, by table."""
    folder = tmp_path_factory.mktemp("ashe")
    return {part: Workbook(part, CODES).save(folder) for part in PARTS}


@pytest.fixture
def edition(good, tmp_path):
    """The good workbooks; `edition("14.7a", change)` puts a changed one in front, where it is read first."""

    def build(number: str = "", change=None):
        if not number:
            return list(good.values())
        book = Workbook(number, CODES)
        change(book)
        changed = book.save(tmp_path)
        if number == "14.7b":
            return [good["14.7a"], changed, *(path for part, path in good.items() if part != "14.7a")]
        return [changed, *(path for part, path in good.items() if part != number)]

    return build


@pytest.fixture
def small(tmp_path):
    """One workbook of three groups, for what is decided before groups are counted."""

    def build(number: str = "14.7a", change=None, name: str = ""):
        book = Workbook(number, ["", "1", "11"])
        if change:
            change(book)
        return book.save(tmp_path, name)

    return build


def rows_of(files, first: int | None = None):
    """Rows by their key, as dictionaries, with the report; the `first` so many only, where the rest is not asked."""
    report = Report()
    rows = [dict(zip(NAMES, row.values, strict=True)) for row in islice(AsheTable14().read(files, report), first)]
    return {(r["soc2020_id"], r["measure"], r["sex"], r["hours"]): r for r in rows}, report


def refusal(files) -> str:
    with pytest.raises(RefusedFileError) as refused:
        list(AsheTable14().read(files, Report()))
    return str(refused.value)


def set_cells(sheet, code, cells):
    def change(book):
        book.cells[sheet, code] = cells

    return change


class TestWhatTheyAre:
    def test_the_table_decides_the_measure_and_the_sheet_the_employees(self, edition):
        rows, report = rows_of(edition())

        assert rows["5241", "weekly", "male", "all"]["marks"] == "{}"
        assert len(rows) == 4 * 9 * 552
        assert {measure for _, measure, _, _ in rows} == {"weekly", "hourly", "annual", "hours"}
        assert rows["5241", "annual", "female", "part_time"]["median"] == 30_000
        assert rows["5241", "hours", "all", "all"]["mean"] == pytest.approx(38.85)
        assert report.bad_rows == []
        assert report.findings == []

    def test_all_employees_have_the_code_nought(self, edition):
        rows, _ = rows_of(edition("14.1a", set_cells("All", "", good_cells(700.0))), ONE_SHEET)

        assert rows["0", "weekly", "all", "all"]["median"] == 700

    def test_the_year_of_the_title_goes_before_that_of_the_name(self, edition, tmp_path):
        files = [copy(path, tmp_path / f"PROV {n} downloaded 2031.xlsx") for n, path in enumerate(edition())]

        found = AsheTable14().edition(files)

        assert (found.slot, found.period, found.status) == ("2030", "April 2030", "provisional")

    def test_a_title_without_a_year_leaves_it_to_the_name_and_says_so(self, small):
        def as_in_2023(book):
            book.year = None

        books = open_books([small(change=as_in_2023, name="ashe_2023_provisional_table14.7a.xlsx")], 14)

        assert books.year == 2023
        assert books.year_from_name == ["ashe_2023_provisional_table14.7a.xlsx"]

    @pytest.mark.parametrize("name", ["provisional table.xlsx", "provisional 2023 or 2024.xlsx"])
    def test_no_year_anywhere_or_two_is_refused(self, small, name):
        def as_in_2023(book):
            book.year = None

        with pytest.raises(RefusedFileError, match="which year"):
            open_books([small(change=as_in_2023, name=name)], 14)

    def test_revised_is_read_from_the_name(self, small):
        assert open_books([small(name="Table 14.7a revised.xlsx")], 14).status == "revised"

    def test_a_name_that_does_not_say_how_settled_it_is_is_refused(self, small):
        with pytest.raises(RefusedFileError, match="provisional or revised"):
            open_books([small(name="Table 14.7a 2030.xlsx")], 14)

    def test_the_longer_number_of_later_names_is_understood(self, small):
        def change(book):
            book.titles = {"All": ["Table 14 (4).7a  Annual pay - For all employee jobsa: United Kingdom, 2030"]}

        books = open_books([small(change=change)], 14)

        assert [line.code for line in lines(books.values["annual"], "All")] == ["", "1", "11", ""]


class TestWhatIsRefused:
    def test_another_table(self, small):
        with pytest.raises(RefusedFileError, match=r"this is table 15\.7a"):
            open_books([small("15.7a")], 14)

    def test_a_part_that_measures_something_else(self, small):
        def change(book):
            book.titles = {"All": ["Table 14.2a  Weekly pay - For all employee jobsa: United Kingdom, 2030"]}

        with pytest.raises(RefusedFileError, match=r"table 14\.2a"):
            open_books([small(change=change)], 14)

    def test_a_workbook_without_such_a_title(self, small):
        def change(book):
            book.titles = {"All": ["Contents"]}

        with pytest.raises(RefusedFileError, match="not titled as a table of ASHE"):
            open_books([small(change=change)], 14)

    def test_a_mixture_of_years(self, small):
        def another_year(book):
            book.year = 2029

        with pytest.raises(RefusedFileError, match=r"of 2029 .* of 2030"):
            open_books([small("14.1a"), small("14.7a", another_year)], 14)

    def test_a_mixture_of_provisional_and_revised(self, small):
        with pytest.raises(RefusedFileError, match="revised"):
            open_books([small("14.1a"), small("14.7a", name="revised.xlsx")], 14)

    def test_a_table_given_twice(self, small):
        with pytest.raises(RefusedFileError, match="given twice"):
            open_books([small(), small(name="prov again.xlsx")], 14)

    def test_quality_without_its_values(self, small):
        with pytest.raises(RefusedFileError, match="quality of a table that is not given"):
            open_books([small("14.1a"), small("14.7b")], 14)

    def test_fewer_than_the_four_tables(self, edition):
        with pytest.raises(RefusedFileError, match=r"missing: table 14\.9a"):
            AsheTable14().edition(edition()[:3])

    def test_workbooks_among_other_files(self, small, tmp_path):
        other = tmp_path / "ashe_2025_table14_unit_group.csv"
        other.write_text("measure\n")

        with pytest.raises(RefusedFileError, match="mixed"):
            AsheTable14().edition([small(), other])

    def test_a_sheet_titled_for_other_employees(self, edition):
        def swap(book):
            book.titles["Male"] = ["Table 14.7a   Annual pay - For female employee jobs: United Kingdom, 2030"]

        assert "titled for other employees" in refusal(edition("14.7a", swap))

    def test_a_sheet_of_another_year(self, edition):
        def paste(book):
            book.titles["Male"] = ["Table 14.7a   Annual pay - For male employee jobs: United Kingdom, 2029"]

        assert "not table 14.7a of 2030" in refusal(edition("14.7a", paste))

    def test_a_missing_sheet(self, edition):
        assert "no sheet 'Part-Time'" in refusal(edition("14.9a", lambda book: book.sheets.remove("Part-Time")))

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ([*HEADER[:3], "Middle", *HEADER[4:]], "missing: Median; not expected: Middle"),
            (HEADER[:-1], "missing: 90"),
            ([*HEADER[:3], "Mean", "change", "Median", *HEADER[6:]], "another order"),
        ],
        ids=["renamed", "missing", "reordered"],
    )
    def test_another_header(self, edition, header, message):
        def change(book):
            book.header = header

        assert message in refusal(edition("14.1a", change))

    def test_another_key_of_marks(self, edition):
        def change(book):
            book.key = ("CV <= 10%", *book.key[1:])

        assert "no longer says: CV <= 5%" in refusal(edition("14.1a", change))

    def test_a_sheet_cut_short(self, edition):
        def change(book):
            book.last = ""

        assert "may be cut short" in refusal(edition("14.1a", change))

    def test_a_sheet_that_lost_one_group(self, edition):
        def change(book):
            book.missing["Female"] = {"5241"}

        assert "sheet 'Female' has 551 of the 552 groups" in refusal(edition("14.7a", change))

    def test_a_damaged_file(self, edition, tmp_path):
        files = edition()
        cut = tmp_path / "PROV - cut.xlsx"
        cut.write_bytes(files[0].read_bytes()[:9000])

        with pytest.raises(RefusedFileError, match="damaged"):
            AsheTable14().edition([cut, *files[1:]])


class TestMarks:
    def marks_of(self, edition, cells):
        rows, report = rows_of(edition("14.7a", set_cells("All", "5241", cells)), ONE_SHEET)
        assert report.bad_rows == []
        row = rows["5241", "annual", "all", "all"]
        return row, json.loads(row["marks"])

    def test_a_mark_is_no_number_and_has_its_reason(self, edition):
        cells = good_cells(30_000.0)
        cells[0], cells[1], cells[5], cells[14] = "x", "-", ":", "x"

        row, marks = self.marks_of(edition, cells)

        assert (row["jobs"], row["median"], row["p10"], row["p90"]) == (None, None, None, None)
        assert marks == {"jobs": "unreliable", "median": "negligible", "p10": "not_applicable", "p90": "unreliable"}
        assert row["mean"] == 31_500

    @pytest.mark.parametrize(("mark", "reason"), [("..", "disclosive"), (":", "not_applicable")])
    def test_a_blank_row_takes_the_mark_that_stands_beside_its_jobs(self, edition, mark, reason):
        row, marks = self.marks_of(edition, [mark, *[""] * 14])

        assert row["median"] is None
        assert set(marks.values()) == {reason}
        assert len(marks) == 13

    def test_a_blank_elsewhere_is_not_published(self, edition):
        cells = good_cells(30_000.0)
        cells[3] = ""

        row, marks = self.marks_of(edition, cells)

        assert (row["mean"], marks) == (None, {"mean": "not_published"})

    @pytest.mark.parametrize(
        ("coefficient", "band"),
        [
            (0.0, "precise"),
            (5.0, "precise"),
            (5.1, "reasonable"),
            (10.0, "reasonable"),
            (10.1, "acceptable"),
            (20.0, "acceptable"),
        ],
    )
    def test_the_coefficient_of_variation_gives_the_band(self, edition, coefficient, band):
        rows, _ = rows_of(edition("14.7b", set_cells("All", "5241", coefficients(coefficient))), ONE_SHEET)

        assert set(json.loads(rows["5241", "annual", "all", "all"]["marks"]).values()) == {band}

    def test_an_unavailable_coefficient_gives_no_band(self, edition):
        cells = coefficients(3.0)
        cells[1] = "."

        rows, _ = rows_of(edition("14.7b", set_cells("All", "5241", cells)), ONE_SHEET)

        marks = json.loads(rows["5241", "annual", "all", "all"]["marks"])
        assert "median" not in marks
        assert marks["mean"] == "precise"

    @pytest.mark.parametrize("coefficient", [20.1, "x"])
    def test_a_published_value_that_is_too_imprecise_is_set_aside(self, edition, coefficient):
        rows, report = rows_of(edition("14.7b", set_cells("All", "5241", coefficients(coefficient))), ONE_SHEET)

        assert ("5241", "annual", "all", "all") not in rows
        assert len(report.bad_rows) == 1


class TestSense:
    def set_aside(self, edition, cells):
        _, report = rows_of(edition("14.7a", set_cells("All", "5241", cells)), ONE_SHEET - 1)
        [(file, line, raw, reason)] = report.bad_rows
        assert "14.7a" in file
        assert line > 5
        assert "5241" in raw
        return reason

    def test_text_for_a_number(self, edition):
        cells = good_cells(30_000.0)
        cells[1] = "n/a"

        assert "could not convert" in self.set_aside(edition, cells)

    def test_a_number_in_another_unit(self, edition):
        assert "another unit" in self.set_aside(edition, good_cells(30_000_000.0))

    def test_percentiles_out_of_order(self, edition):
        cells = good_cells(30_000.0)
        cells[5], cells[14] = cells[14], cells[5]

        assert "do not ascend" in self.set_aside(edition, cells)


@pytest.mark.django_db
class TestImport:
    def test_an_edition_is_kept_and_found_unchanged_the_second_time(self, edition):
        files = edition("14.7b", lambda book: None)

        first = run_import(AsheTable14(), files, Request(apply=True))
        again = run_import(AsheTable14(), files, Request(apply=True))

        assert first.state == RunState.APPLIED
        assert first.release.key == "ashe-14-2030-provisional"
        assert first.release.coverage == 412
        assert PayFigure.objects.filter(release=first.release).count() == 4 * 9 * 552
        assert again.state == RunState.UNCHANGED

    def test_thousandfold_pay_is_refused_and_keeps_nothing(self, edition):
        def thousandfold(book):
            book.default = good_cells(30_000_000.0)

        outcome = run_import(AsheTable14(), edition("14.7a", thousandfold), Request(apply=True, accept="a person"))

        assert outcome.state == RunState.REFUSED
        assert not PayFigure.objects.filter(year=2030).exists()

    def test_a_code_that_is_not_in_the_classification_is_set_aside(self, edition):
        def change(book):
            book.rows.append(("Group 9999", "9999"))

        outcome = run_import(AsheTable14(), edition("14.1a", change), Request())

        assert outcome.state == RunState.DRY
        assert outcome.run.bad_rows.count() == 9
        assert "unknown code '9999'" in outcome.run.bad_rows.first().reason

    def test_a_group_that_stands_twice_is_refused(self, edition):
        def change(book):
            book.rows.append(("Group 5241", "5241"))

        outcome = run_import(AsheTable14(), edition("14.1a", change), Request())

        assert outcome.state == RunState.REFUSED
        assert "stands twice" in outcome.findings[0].message
