"""ASHE by region and occupation: table 3 (wide groups) and table 15 (unit groups)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import Hours, PayMeasure
from lmi.importers.ashe_csv import TABULATED_YEAR, tabulated_rows
from lmi.importers.ashe_rows import PAY_KEY, PAY_VALUES, STATISTICS, UK, Cells, PayKey, edition_of, pay_values
from lmi.importers.ashe_workbooks import SHEETS, Book, Books, are_workbooks, lines, open_books
from lmi.importers.names import unit_codes, unit_key
from lmi.models import Area, OccupationGroup, PayFigure
from lmi.models.figures import ALL_OCCUPATIONS

# How the tabulation of table 15 names the regions and nations; codes as in ONS's register.
REGIONS = {
    "northeast": "E12000001",
    "northwest": "E12000002",
    "yorkshire": "E12000003",
    "eastmidlands": "E12000004",
    "westmidlands": "E12000005",
    "east": "E12000006",
    "london": "E12000007",
    "southeast": "E12000008",
    "southwest": "E12000009",
    "wales": "W92000004",
    "scotland": "S92000003",
    "ni": "N92000002",
}
GREAT_BRITAIN = len(REGIONS) - 1  # areas that every sheet has; Northern Ireland's survey is published apart
_ALL_BUT_MEDIAN = frozenset({"jobs", *STATISTICS} - {"median"})
_GSS_CODE = re.compile(r"^[EKNSW]\d{8}$")


class _RegionTable(Importer):
    """What tables 3 and 15 share: ONS's workbooks have one layout for both."""

    model = PayFigure
    key = PAY_KEY
    values = PAY_VALUES
    references: ClassVar = {"soc2020_id": OccupationGroup, "area_id": Area}
    period_columns = ("year",)
    value_column = "median"
    table: ClassVar[int]
    areas: ClassVar[frozenset[str]]

    def edition(self, files: Sequence[Path]) -> Edition:
        """The year and status that workbooks state; a tabulation is of 2025."""
        if are_workbooks(files):
            books = open_books(files, self.table)
            return edition_of(books.year, books.status)
        return self.edition_of_tabulation(files)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an occupation group, area, measure, sex and working pattern."""
        if are_workbooks(files):
            return _rows_of_workbooks(open_books(files, self.table), self.areas, report)
        return self.rows_of_tabulation(files, report)

    def edition_of_tabulation(self, files: Sequence[Path]) -> Edition:
        """The tabulation's edition; raises RefusedFileError when it is not one file."""
        if len(files) != 1:
            raise RefusedFileError("the tabulation is one file", files[0].name)
        return edition_of(TABULATED_YEAR, "provisional")

    def rows_of_tabulation(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """The tabulation's rows."""
        raise NotImplementedError


class AsheTable3(_RegionTable):
    """Pay and paid hours by region and major group, sex and working pattern: the UK, 9 regions, Wales and Scotland."""

    source = "ashe-3"
    table = 3
    areas = frozenset({*REGIONS.values(), UK})
    limits = Limits(min_rows=2592, max_bytes=4 * 1024 * 1024, max_unpacked_bytes=32 * 1024 * 1024)
    raw_files: ClassVar = {"2025": ("ashe/ashe_2025_table3_region_major_group.csv",)}
    header = ("measure", "group", "area_code", "soc_major", *STATISTICS)

    def rows_of_tabulation(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Four measures, six groups of employees, 12 areas, 9 major groups."""

        def key_of(cells: list[str], measure: str, sex: str, hours: str) -> PayKey:
            return PayKey(cells[3], TABULATED_YEAR, measure, sex, hours, area=cells[2])

        return tabulated_rows(files[0], self.header, key_of, 12 * 9, report)


class AsheTable15(_RegionTable):
    """Pay by region and unit group: whole workbooks, or the partial tabulation of 2025.

    The tabulation is keyed by title and fills gaps with means of its own (`national_fallback` 1); those
    rows are left out. Its heading says full-time, but its numbers are the medians of all employees, and
    are stored as such: docs/sources/ashe-15.md shows how that was found.
    """

    source = "ashe-15"
    table = 15
    areas = frozenset(REGIONS.values())
    # The partial tabulation has 1,042 medians; the whole table has several thousand for each sheet.
    limits = Limits(min_rows=1042, max_bytes=16 * 1024 * 1024, max_unpacked_bytes=120 * 1024 * 1024)
    raw_files: ClassVar = {"2025": ("ashe/ashe_2025_table15_region_unit_group_partial.csv",)}
    header = ("soc2020_title", "region", "median_annual_ft", "national_fallback")

    def edition_of_tabulation(self, files: Sequence[Path]) -> Edition:
        """As its sister, and said to be partial."""
        whole = super().edition_of_tabulation(files)
        return edition_of(
            int(whole.slot), whole.status, "Partial: median yearly pay of 141 unit groups, where published."
        )

    def rows_of_tabulation(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Median yearly pay of all employees where a region has its own; the rest of ASHE's row is not held."""
        # Asked before the first row is: while rows are copied in, the connection answers nothing else. Only unit
        # groups: without its "n.e.c.", the title of unit 2419 is that of the wider and better paid group 241.
        codes = unit_codes()
        if not codes:
            raise RefusedFileError("titles cannot be matched before soc-2020 is loaded", files[0].name)
        return self._titled_rows(files[0], codes, report)

    def _titled_rows(self, path: Path, codes: Mapping[str, str], report: Report) -> Iterator[Row]:
        for line, (title, region, median, fallback) in csv_rows(path, self.header):
            code, area = codes.get(unit_key(title)), REGIONS.get(region)
            if code is None or area is None or fallback not in {"0", "1"}:
                report.bad(path.name, line, [title, region, fallback], "unknown title, region or kind of row")
                continue
            if fallback == "1":
                continue
            key = PayKey(code, TABULATED_YEAR, PayMeasure.ANNUAL, hours=Hours.ALL, area=area)
            cells = Cells("", [median, *[""] * (len(STATISTICS) - 1)], _ALL_BUT_MEDIAN)
            try:
                yield Row(path.name, line, pay_values(key, cells))
            except ValueError as error:
                report.bad(path.name, line, [title, region, median], str(error))


def _rows_of_workbooks(books: Books, areas: frozenset[str], report: Report) -> Iterator[Row]:
    for name in books.year_from_name:
        report.warn(f"the title names no year: {books.year} is taken from the file's name", name, 1)
    for measure, book in books.values.items():
        quality = books.quality.get(measure)
        for sheet in SHEETS:
            yield from _rows_of_sheet(book, measure, sheet, quality, areas, report)


def _rows_of_sheet(
    book: Book, measure: str, sheet: str, quality: Book | None, areas: frozenset[str], report: Report
) -> Iterator[Row]:
    sex, hours = SHEETS[sheet]
    coefficients = _coefficients(quality, sheet, report) if quality else None
    found = set()
    for number, area, code, cells in _placed(book, sheet, report):
        if area not in areas:
            continue
        found.add(area)
        key = PayKey(code, book.year, measure, sex, hours, area=area)
        try:
            own = coefficients.get((area, code), ()) if coefficients is not None else None
            yield Row(book.path.name, number, pay_values(key, cells, own))
        except ValueError as error:
            report.bad(book.path.name, number, [sheet, area, code], str(error))
    if len(found - {UK}) < GREAT_BRITAIN:
        raise RefusedFileError(
            f"sheet {sheet!r} has {len(found - {UK})} of the {GREAT_BRITAIN} regions and nations", book.path.name
        )


def _placed(book: Book, sheet: str, report: Report) -> Iterator[tuple[int, str, str, Cells]]:
    """Lines with the area they stand under: an area's own line has its nine-character code and counts everybody."""
    area = name = ""
    for line in lines(book, sheet):
        if _GSS_CODE.match(line.code):
            area, name = line.code, line.description
            yield line.number, area, ALL_OCCUPATIONS, line.cells
        elif line.code and not line.description.startswith(f"{name},"):
            report.bad(
                book.path.name, line.number, [sheet, line.description, line.code], f"not under the area {name!r}"
            )
        elif line.code:
            yield line.number, area, line.code, line.cells


def _coefficients(quality: Book, sheet: str, report: Report) -> dict[tuple[str, str], list[object]]:
    return {(area, code): [cells.jobs, *cells.statistics] for _, area, code, cells in _placed(quality, sheet, report)}
