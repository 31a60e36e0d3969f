"""The tables of a Skills Imperative workbook: where each number stands, checked against the printed headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from evidence.importing.contract import RefusedFileError
from evidence.importing.reading import sheet_rows
from lmi.enums import OutlookBreakdown, Sex
from lmi.models.figures import ALL_OCCUPATIONS

YEARS = range(2010, 2036)
BASE, END = 2020, 2035
ALL = "all"
MAJOR_GROUPS = {
    "Managers, directors and senior officials": "1",
    "Professional occupations": "2",
    "Associate professional occupations": "3",
    "Administrative and secretarial occupations": "4",
    "Skilled trades occupations": "5",
    "Caring, leisure and other service occupations": "6",
    "Sales and customer service occupations": "7",
    "Process, plant and machine operatives": "8",
    "Elementary occupations": "9",
}
TOTAL = "All occupations"
# The workbook's levels of highest qualification, and the category that a row carries for each.
QUALIFICATIONS = {
    "RQF8 Doctorate": "rqf8",
    "RQF7 Other higher degree": "rqf7",
    "RQF6 First degree": "rqf6",
    "RQF5 Foundation degree;Nursing;Teaching": "rqf5",
    "RQF4 HE below degree level": "rqf4",
    "RQF3 A level & equivalent": "rqf3",
    "RQF2 GCSE(A-C) & equivalent": "rqf2",
    "RQF1 GCSE(below grade C) & equivalent": "rqf1",
    "No Qualification": "none",
}
STATUSES = {"FT": "full_time", "PT": "part_time", "SE": "self_employed"}
SHEETS = ("Occ F2", "Occ T1", "Occ T2", "Occ T5", "RD T1")
Cells = Sequence[object]


class Split(NamedTuple):
    """What part of an occupation group the numbers are about."""

    code: str
    breakdown: str
    category: str


@dataclass(slots=True)
class Numbers:
    """The numbers of one group and part, in thousands; `change` is net, replacement and requirement 2020-2035."""

    sheet: str
    line: int
    split: Split
    levels: dict[int, float] = field(default_factory=dict)
    change: tuple[float | None, float | None, float | None] | None = None


def tables(workbook: CalamineWorkbook, path: Path) -> Iterator[Numbers]:
    """All numbers that we keep of one workbook.

    Raises RefusedFileError when a sheet is missing, a heading is not the expected one, a cell is not a
    number, or a table ends before its total.
    """
    sheet = {name: [cells for _, cells in sheet_rows(workbook, name, path)] for name in SHEETS}
    read = _Reader(path)
    yield from read.annual(sheet["Occ F2"])
    yield from read.totals(sheet["RD T1"])
    for category, first in ((Sex.MALE, 11), (Sex.FEMALE, 22)):
        yield from read.by_sex("Occ T2", sheet["Occ T2"], category, first)
        majors = read.by_sex("Occ T1", sheet["Occ T1"], category, first)
        yield from (numbers for numbers in majors if numbers.split.code != ALL_OCCUPATIONS)
    yield from read.by_qualification(sheet["RD T1"])
    yield from read.by_status(sheet["Occ T5"])


class _Reader:
    """Reads one workbook's tables; knows its name for what it refuses."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def annual(self, rows: Sequence[Cells]) -> Iterator[Numbers]:
        """Occupation figure 2: levels of every year, major and sub-major groups together."""
        name = "Occ F2"
        self._expect(name, rows, 3, 11, ["thousands", *map(float, YEARS)])
        for line, code in self._groups(name, rows, 4, 11):
            values = self._values(name, rows, line, 12, len(YEARS))
            split = Split(code, OutlookBreakdown.TOTAL, ALL)
            yield Numbers(name, line, split, dict(zip(YEARS, values, strict=True)))

    def totals(self, rows: Sequence[Cells]) -> Iterator[Numbers]:
        """Replacement demand table 1, its blocks for all qualifications: what 2020-2035 asks for."""
        name = "RD T1"
        heads = [float(BASE), float(END), "Net Change", "Replacement Demand level", "Total Requirement"]
        self._expect(name, rows, 5, 0, ["All qualifications (Constrained)", *heads])
        self._expect(name, rows, 5, 9, heads)
        self._expect(name, rows, 6, 8, ["All qualifications"])
        for line, code in self._groups(name, rows, 6, 0):
            yield self._span(name, rows, line, Split(code, OutlookBreakdown.TOTAL, ALL), 1)
        for line, code in self._groups(name, rows, 7, 8, count=9):
            yield self._span(name, rows, line, Split(code, OutlookBreakdown.TOTAL, ALL), 9)

    def by_sex(self, name: str, rows: Sequence[Cells], category: str, first: int) -> Iterator[Numbers]:
        """Occupation tables 1 (major groups) and 2 (sub-major groups): the blocks for men and for women."""
        self._expect(name, rows, 3, first, ["Males" if category == Sex.MALE else "Females"])
        self._expect(name, rows, 3, first + 7, ["2020-2035"])
        self._expect(name, rows, 4, first + 7, ["Net", "Replacement", "Total"])
        self._expect(name, rows, 2, first + 5, ["thousands"])
        self._expect(name, rows, 5, first + 1, [2015.0, 2019.0, 2020.0, 2025.0, 2035.0])
        self._expect(name, rows, 5, first + 7, ["Change", "Demand", "Requirement"])
        for line, code in self._groups(name, rows, 7, first):
            levels = self._values(name, rows, line, first + 3, 3)
            net, replacement, requirement = self._values(name, rows, line, first + 7, 3)
            numbers = Numbers(name, line, Split(code, OutlookBreakdown.SEX, category))
            numbers.levels = dict(zip((2020, 2025, 2035), levels, strict=True))
            numbers.change = (net, replacement, requirement)
            yield numbers

    def by_qualification(self, rows: Sequence[Cells]) -> Iterator[Numbers]:
        """Replacement demand tables 1 and 1.1: the nine blocks of highest qualification."""
        name = "RD T1"
        for label, category in QUALIFICATIONS.items():
            start = self._find(name, rows, 0, f"{label} (Constrained)")
            self._expect(name, rows, start, 1, [float(BASE), float(END), "Net Change"])
            for line, code in self._groups(name, rows, start + 1, 0):
                yield self._span(name, rows, line, Split(code, OutlookBreakdown.QUALIFICATION, category), 1)
            start = self._find(name, rows, 8, label)
            for line, code in self._groups(name, rows, start + 1, 8, count=9):
                yield self._span(name, rows, line, Split(code, OutlookBreakdown.QUALIFICATION, category), 9)

    def by_status(self, rows: Sequence[Cells]) -> Iterator[Numbers]:
        """Occupation table 5: full-time, part-time and self-employed, major groups only, without replacement."""
        name = "Occ T5"
        changes = 41  # England's workbook calls the block "Change (000s)", the local ones "Change"
        self._expect(name, rows, 4, 6, [float(BASE)])
        self._expect(name, rows, 4, 11, [float(END)])
        self._expect(name, rows, changes - 1, 6, ["2020-2035"])
        for line in (5, changes):
            self._expect(name, rows, line, 6, [*STATUSES, "Total"])
        self._expect(name, rows, 5, 11, [*STATUSES, "Total"])
        change_lines = {code: line for line, code in self._groups(name, rows, changes + 1, 0)}
        for line, code in self._groups(name, rows, 7, 0):
            at = (self._values(name, rows, line, 6, 3), self._values(name, rows, line, 11, 3))
            net = self._values(name, rows, change_lines[code], 6, 3)
            for n, category in enumerate(STATUSES.values()):
                numbers = Numbers(name, line, Split(code, OutlookBreakdown.STATUS, category))
                numbers.levels = {BASE: at[0][n], END: at[1][n]}
                numbers.change = (net[n], None, None)
                yield numbers

    def _span(self, sheet: str, rows: Sequence[Cells], line: int, split: Split, first: int) -> Numbers:
        start, end, net, replacement, requirement = self._values(sheet, rows, line, first, 5)
        return Numbers(sheet, line, split, {BASE: start, END: end}, (net, replacement, requirement))

    def _groups(
        self, sheet: str, rows: Sequence[Cells], start: int, column: int, count: int = 0
    ) -> Iterator[tuple[int, str]]:
        """(line from 1, code) of the table's rows to its total, or to its last row where it has no total."""
        found = 0
        for number in range(start, len(rows)):
            label = str(rows[number][column]).strip()
            if not label:
                continue
            code = _code(label)
            if not code:
                raise RefusedFileError(
                    f"sheet {sheet}: {label[:60]!r} where a group belongs", self.path.name, number + 1
                )
            yield number + 1, code
            found += 1
            if code == ALL_OCCUPATIONS or found == count:
                return
        raise RefusedFileError(f"sheet {sheet}: a table ends before its total", self.path.name, len(rows))

    def _values(self, sheet: str, rows: Sequence[Cells], line: int, column: int, count: int) -> list[float]:
        cells = rows[line - 1][column : column + count]
        if not all(isinstance(cell, float) for cell in cells):
            raise RefusedFileError(f"sheet {sheet}: {list(cells)!r:.80} where numbers belong", self.path.name, line)
        return [cell for cell in cells if isinstance(cell, float)]

    def _expect(self, sheet: str, rows: Sequence[Cells], number: int, column: int, heads: Sequence[object]) -> None:
        cells = rows[number][column : column + len(heads)] if number < len(rows) else []
        found = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
        if found != list(heads):
            raise RefusedFileError(
                f"sheet {sheet}: headings {found!r:.120} where {list(heads)!r:.120} belong", self.path.name, number + 1
            )

    def _find(self, sheet: str, rows: Sequence[Cells], column: int, label: str) -> int:
        """Index of the row with this label in the column."""
        for number, cells in enumerate(rows):
            if str(cells[column]).strip() == label:
                return number
        raise RefusedFileError(f"sheet {sheet} has no row {label!r}", self.path.name)


def _code(label: str) -> str:
    numbered = re.match(r"(\d\d) \D", label)
    if numbered:
        return numbered.group(1)
    return ALL_OCCUPATIONS if label == TOTAL else MAJOR_GROUPS.get(label, "")
