"""The Annual Population Survey: people in work by unit group and industry, and by minor group and region."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from python_calamine import CalamineWorkbook

from evidence.figures import Quality, Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import check_columns, csv_rows, open_workbook, sheet_rows
from lmi.importers.areas import ENGLAND, NATIONS, REGIONS, UK
from lmi.importers.marks import read_number
from lmi.importers.shading import shaded_cells
from lmi.models import Area, EmploymentFigure, OccupationGroup
from lmi.models.figures import ALL_INDUSTRIES, ALL_OCCUPATIONS

SECTIONS = "ABCDEFGHIJKLMNOPQRS"
# The key at the foot of each sheet: * = sample too small for a reliable estimate, - = no figures to report.
INDUSTRY_MARKS: Mapping[str, str] = {"*": Reason.UNRELIABLE, "-": Reason.NEGLIGIBLE}
# ONS warns that occupations coded in 2021 and 2022 were partly miscoded.
MISCODED_YEARS = (2021, 2022)
REGION_CODES: Mapping[str, str] = {
    **{name.removesuffix(" of England"): code for name, code in REGIONS.items()},
    **{name: code for name, code in NATIONS.items() if code != ENGLAND},
}
FIGURE_KEY = ("soc2020_id", "area_id", "year", "industry")
REFERENCES = {"soc2020_id": OccupationGroup, "area_id": Area}


def as_marks(mark: str) -> str:
    """The `marks` column of an employment row: the mark of its one measure, or none."""
    return json.dumps({"people": mark}, separators=(",", ":")) if mark else "{}"


class ApsUnitByIndustry(Importer):
    """People in work by unit group and SIC section, UK, one sheet a calendar year.

    All years of the workbook are one edition, because ONS restates them together. Only cells that ONS
    prints are kept; sums over industries are lower bounds and are made when they are shown. The bottom
    row, each industry's total, is kept under all occupations.
    """

    source = "aps-unit-industry"
    model = EmploymentFigure
    key = FIGURE_KEY
    values = ("people", "marks")
    references: ClassVar = REFERENCES
    value_column = "people"
    limits = Limits(min_rows=413 * 19, max_bytes=4 * 1024 * 1024, plausible={"people": (500, 20_000)})
    raw_files: ClassVar = {"all": ("employment/aps_employment_unit_group_by_industry_2021_2024.xlsx",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The years of the sheets; raises RefusedFileError for other sheets or a gap between them."""
        workbook = open_workbook(files[0])
        years = _years(workbook, files[0])
        first, last = years[0], years[-1]
        label = f"{first} to {last}" if len(years) > 1 else str(first)
        made = next((str(row[0]) for _, row in sheet_rows(workbook, str(last), files[0]) if _is_date_line(row)), "")
        return Edition(
            "all",
            label,
            f"January {first} to December {last}, each calendar year",
            "final",
            date(first, 1, 1),
            date(last, 12, 31),
            note=f"{made}." if made else "",
        )

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a unit group, year and industry section."""
        workbook = open_workbook(files[0])
        for year in _years(workbook, files[0]):
            yield from self._sheet(workbook, files[0], year, report)

    def _sheet(self, workbook: CalamineWorkbook, path: Path, year: int, report: Report) -> Iterator[Row]:
        rows = list(sheet_rows(workbook, str(year), path))
        _check_industry_sheet([cells for _, cells in rows], path, year)
        shaded = shaded_cells(path, str(year))
        for line, cells in rows[8:]:
            label = str(cells[1]).strip()
            code = ALL_OCCUPATIONS if label == "Total" else label[:4]
            if code != ALL_OCCUPATIONS and not re.fullmatch(r"\d{4} \S.*", label):
                report.bad(path.name, line, cells[:3], "no unit group and not the total")
                continue
            yield from self._cells(path, line, code, year, cells, shaded, report)
            if code == ALL_OCCUPATIONS:
                return
        raise RefusedFileError(f"the sheet {year} does not end with its total; it may be cut short", path.name)

    def _cells(
        self,
        path: Path,
        line: int,
        code: str,
        year: int,
        cells: Sequence[object],
        shaded: frozenset[tuple[int, int]],
        report: Report,
    ) -> Iterator[Row]:
        for column, section in enumerate(SECTIONS, start=2):
            try:
                people, mark = read_number(cells[column], INDUSTRY_MARKS)
            except ValueError:
                report.bad(path.name, line, cells[column], f"section {section}: not a number or a known mark")
                continue
            if people is not None:
                mark = _precision(year, (line, column) in shaded)
            yield Row(path.name, line, (code, UK, year, section, people, as_marks(mark)))


def _precision(year: int, is_shaded: bool) -> str:
    if year in MISCODED_YEARS:
        return Quality.CAUTION
    return Quality.ACCEPTABLE if is_shaded else ""


def _is_date_line(row: Sequence[object]) -> bool:
    return str(row[0]).startswith("Created on ")


def _years(workbook: CalamineWorkbook, path: Path) -> list[int]:
    if not all(re.fullmatch(r"20\d\d", name) for name in workbook.sheet_names):
        raise RefusedFileError(f"sheets {workbook.sheet_names} where one a year belongs", path.name)
    years = sorted(int(name) for name in workbook.sheet_names)
    if years != list(range(years[0], years[0] + len(years))):
        raise RefusedFileError(f"a year is missing between {years[0]} and {years[-1]}", path.name)
    return years


def _check_industry_sheet(rows: Sequence[Sequence[object]], path: Path, year: int) -> None:
    """Refuse a sheet that is not this table of this year, by its own title lines and column heads."""
    if len(rows) < 9 or len(rows[7]) < 21:
        raise RefusedFileError(f"the sheet {year} is cut short", path.name)
    title, period = str(rows[1][0]), str(rows[2][0]).strip()
    if not title.startswith("Annual Population Survey") or period != f"January-December {year}":
        raise RefusedFileError(f"the sheet {year} says {title[:60]!r}, {period[:40]!r}", path.name, 3)
    heads = [" ".join(str(cell).split()[:2]) for cell in rows[7][2:21]]
    check_columns(heads, [f"{n} {letter}" for n, letter in enumerate(SECTIONS, start=1)], path)


class ApsMinorByRegion(Importer):
    """People in work by minor group and region or nation, 2024, as a third party tabulated it from Nomis.

    Rounded to hundreds; a blank is "not published". 100 of the 104 minor groups are in the table.
    """

    source = "aps-minor-region"
    model = EmploymentFigure
    key = FIGURE_KEY
    values = ("people", "marks")
    references: ClassVar = REFERENCES
    period_columns = ("year",)
    unit_column = ""
    limits = Limits(min_rows=1100, max_bytes=1024 * 1024, plausible={"people": (3_000, 100_000)})
    raw_files: ClassVar = {"2024": ("employment/aps_employment_minor_group_by_region_2024.csv",)}
    header = ("soc_minor", "region", "employment")

    def edition(self, files: Sequence[Path]) -> Edition:
        """The calendar year 2024; the file does not say so itself."""
        return Edition("2024", "2024", "January to December 2024", "final", date(2024, 1, 1), date(2024, 12, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a minor group and region."""
        path = files[0]
        for line, (code, region, cell) in csv_rows(path, self.header):
            area = REGION_CODES.get(region)
            if area is None or not re.fullmatch(r"\d{3}", code):
                report.bad(path.name, line, (code, region, cell), f"unknown region {region!r} or group {code!r}")
                continue
            try:
                people, mark = read_number(cell, {"": Reason.NOT_PUBLISHED})
            except ValueError:
                report.bad(path.name, line, (code, region, cell), "not a number")
                continue
            yield Row(path.name, line, (code, area, 2024, ALL_INDUSTRIES, people, as_marks(mark)))
