"""Workbooks in the layout of ASHE, made for tests; every value can be replaced."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import xlsxwriter

import lmi
from lmi.importers.ashe_workbooks import SHEETS

TITLES = {
    1: "Weekly pay - Gross (£)",
    5: "Hourly pay - Gross (£)",
    7: "Annual pay - Gross (£)",
    9: "Paid hours worked - Total",
}
BASE = {1: 600.0, 5: 15.0, 7: 30_000.0, 9: 37.0}
HEADER = [
    *("Description", "Code", "(thousand)", "Median", "change", "Mean", "change"),
    *(10, 20, 25, 30, 40, 60, 70, 75, 80, 90),
]
KEY = (
    "CV <= 5%",
    "CV > 5% and <= 10%",
    "CV > 10% and <= 20%",
    "x = CV > 20%",
    ".. = disclosive",
    ": = not applicable",
    "- = nil or negligible ",
)


def all_codes() -> list[str]:
    """The classification's codes in the order of the workbooks; all employees have none."""
    table = Path(lmi.__file__).parent / "data" / "soc-2020--all.csv.gz"
    with gzip.open(table, "rt", encoding="utf-8", newline="") as handle:
        return sorted(row["code"] if row["level"] != "all" else "" for row in csv.DictReader(handle))


def good_cells(base: float) -> list:
    """Jobs, median, change, mean, change and the ten percentiles of a row without gaps."""
    spread = [base * factor for factor in (0.6, 0.7, 0.75, 0.8, 0.9, 1.1, 1.2, 1.25, 1.3, 1.5)]
    return [50.0, base, 5.1, base * 1.05, 4.9, *spread]


def coefficients(value: object) -> list:
    """A row of a quality table with the same coefficient everywhere."""
    return [value, value, ".", value, ".", *[value] * 10]


def title_of(number: str, sheet: str, year: int | None) -> list[str]:
    """The title line: in one cell with the year, or as in 2023 in two cells without."""
    name = TITLES[int(number[:-1].split(".")[1])]
    quality = "Coefficients of variation for " if number.endswith("b") else ""
    group = f"For {sheet.lower()} employee jobs"
    if year is None:
        return [f"Table {number} {name}", f"{group}(a): United Kingdom"]
    return [f"Table {number}   {quality}{name} - {group}a: United Kingdom, {year}"]


def area_rows(codes, areas) -> list[tuple[str, str]]:
    """Description and code of each line of a table by region."""
    rows = []
    for area, name in areas:
        rows.append((name, area))
        rows += [(f"  {name}, group {code}", code) for code in codes]
    return rows


class Workbook:
    """What to write, changed by a test before `save`."""

    def __init__(self, number: str, codes=(), year: int | None = 2030, rows=None) -> None:
        self.number, self.year = number, year
        self.rows = rows or [("All employees" if not code else f"Group {code}", code) for code in codes]
        self.sheets = list(SHEETS)
        self.header, self.key, self.last = list(HEADER), KEY, "Not Classified"
        self.titles: dict[str, list[str]] = {}
        self.missing: dict[str, set[str]] = {}
        part = int(number[:-1].split(".")[1])
        self.default = coefficients(4.0) if number.endswith("b") else good_cells(BASE[part])
        self.cells: dict[tuple[str, str], list] = {}

    def save(self, folder, name: str = ""):
        path = folder / (name or f"PROV - Occupation Table {self.number} {self.year or 2030}.xlsx")
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("Notes").write_string(0, 0, "Guide")
            for sheet in self.sheets:
                self._write(book.add_worksheet(sheet), sheet)
        return path

    def _write(self, page, sheet: str) -> None:
        page.write_row(0, 0, self.titles.get(sheet) or title_of(self.number, sheet, self.year))
        page.write_row(4, 0, self.header)
        for at, line in enumerate(self.key):
            page.write_string(7 + at, 18, line)
        rows = [row for row in self.rows if row[1] not in self.missing.get(sheet, ())]
        for at, (description, code) in enumerate(rows, start=5):
            page.write_string(at, 0, description)
            page.write_string(at, 1, code)
            page.write_row(at, 2, self.cells.get((sheet, code), self.default))
        if self.last:
            page.write_row(5 + len(rows), 0, [self.last, "", ":"])
        page.write_string(7 + len(rows), 0, "a  Employees on adult rates, in the same job for more than a year.")
