"""ASHE table 14, pay and hours by occupation: ONS workbooks, and the tabulations of 2021 and 2025."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from lmi.importers import ashe_csv
from lmi.importers.ashe_rows import PAY_KEY, PAY_VALUES, PayKey, edition_of, pay_values
from lmi.importers.ashe_workbooks import MEASURE_OF_PART, SHEETS, Book, Books, Line, are_workbooks, lines, open_books
from lmi.models import Area, OccupationGroup, PayFigure
from lmi.models.figures import ALL_OCCUPATIONS

TABLE = 14
GROUPS = 552  # 412 unit, 104 minor, 26 sub-major and 9 major groups, and all employees


class AsheTable14(Importer):
    """Pay and paid hours of employees by occupation, sex and working pattern, UK, one edition a year.

    Reads the four workbooks of an edition (14.1a weekly, 14.5a hourly, 14.7a annual, 14.9a hours) with
    any quality workbook beside them (14.7b), the two files of 2021, or the one tabulation of 2025.
    Pounds, hours a week, and thousands of jobs, as published.
    """

    source = "ashe-14"
    model = PayFigure
    key = PAY_KEY
    values = PAY_VALUES
    references: ClassVar = {"soc2020_id": OccupationGroup, "area_id": Area}
    period_columns = ("year",)
    value_column = "median"
    # Editions are held in different depth: 2021 has a nineteenth of 2024's rows, so a year's rows say little
    # about another's. What guards against lost rows is `_whole`: a sheet that lacks groups is refused outright.
    limits = Limits(
        min_rows=2 * GROUPS, max_bytes=4 * 1024 * 1024, max_unpacked_bytes=32 * 1024 * 1024, max_dropped_share=0.55
    )
    raw_files: ClassVar = {
        "2021": ("ashe/ashe_2021_revised_table14.7a_ft.csv", "ashe/ashe_2021_revised_table14.7a_ftpt.csv"),
        **{
            year: tuple(f"ashe/ashe_{year}_provisional_table14.{part}.{kind}" for part in parts)
            for year, kind, parts in (
                ("2022", "xls", ("1a_weekly", "5a_hourly", "7a_annual", "9a_hours")),
                ("2023", "xls", ("1a_weekly", "5a_hourly", "7a_annual", "9a_hours")),
                ("2024", "xlsx", ("1a_weekly", "5a_hourly", "7a_annual", "7b_annual_cv", "9a_hours")),
            )
        },
        "2025": ("ashe/ashe_2025_table14_unit_group.csv",),
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """The year and status that the files state; raises RefusedFileError when they disagree or are not all there."""
        if are_workbooks(files):
            books = _whole_edition(files)
            return edition_of(books.year, books.status)
        if len(files) == 1:
            return edition_of(2025, "provisional", "With the correction of 19 December 2025 (unit group 3312).")
        return edition_of(ashe_csv.revised_year(files), "revised", "Yearly pay only, without the split by sex.")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an occupation, measure, sex and working pattern."""
        if are_workbooks(files):
            return _rows_of_workbooks(_whole_edition(files), report)
        if len(files) == 1:
            return ashe_csv.unit_group_rows(files[0], report)
        return ashe_csv.revised_rows(files, report)


def _whole_edition(files: Sequence[Path]) -> Books:
    books = open_books(files, TABLE)
    missing = [f"{TABLE}.{part}a" for part, measure in MEASURE_OF_PART.items() if measure not in books.values]
    if missing:
        raise RefusedFileError(f"an edition has four workbooks; missing: table {', '.join(missing)}", files[0].name)
    return books


def _rows_of_workbooks(books: Books, report: Report) -> Iterator[Row]:
    for name in books.year_from_name:
        report.warn(f"the title names no year: {books.year} is taken from the file's name", name, 1)
    for measure, book in books.values.items():
        for sheet in SHEETS:
            yield from _rows_of_sheet(book, measure, sheet, books.quality.get(measure), report)


def _rows_of_sheet(book: Book, measure: str, sheet: str, quality: Book | None, report: Report) -> Iterator[Row]:
    coefficients = _coefficients(quality, sheet) if quality else None
    sex, hours = SHEETS[sheet]
    codes = set()
    for line in _groups(book, sheet):
        codes.add(line.code)
        key = PayKey(line.code, book.year, measure, sex, hours)
        try:
            own = coefficients.get(line.code, ()) if coefficients is not None else None
            yield Row(book.path.name, line.number, pay_values(key, line.cells, own))
        except ValueError as error:
            report.bad(book.path.name, line.number, [sheet, line.description, line.code], str(error))
    _whole(book, sheet, codes)


def _groups(book: Book, sheet: str) -> Iterator[Line]:
    """Lines of a sheet with the code of their group ("0" for all employees), up to "Not Classified"."""
    for line in lines(book, sheet):
        if line.description.startswith("Not Classified"):
            return
        yield line if line.code else replace(line, code=ALL_OCCUPATIONS)
    raise RefusedFileError(
        f"sheet {sheet!r} ends before its line 'Not Classified'; the file may be cut short", book.path.name
    )


def _coefficients(quality: Book, sheet: str) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {
        line.code: [line.cells.jobs, *line.cells.statistics] for line in _groups(quality, sheet)
    }
    _whole(quality, sheet, set(found))
    return found


def _whole(book: Book, sheet: str, codes: set[str]) -> None:
    """Every published sheet lists every group, with marks where there is no figure: fewer means a lost part."""
    if len(codes) < GROUPS:
        raise RefusedFileError(
            f"sheet {sheet!r} has {len(codes)} of the {GROUPS} groups that every sheet lists", book.path.name
        )
