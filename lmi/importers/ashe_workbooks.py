"""ONS's own ASHE workbooks: which table and year one is, and its rows sheet by sheet.

One layout serves tables 14 (occupation), 3 and 15 (region by occupation): docs/sources/ashe-14.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook

from evidence.importing.contract import RefusedFileError
from evidence.importing.reading import Cell, check_columns, open_workbook, sheet_rows
from lmi.enums import Hours, PayMeasure, Sex
from lmi.importers.ashe_rows import Cells

SHEETS: dict[str, tuple[str, str]] = {
    "All": (Sex.ALL, Hours.ALL),
    "Male": (Sex.MALE, Hours.ALL),
    "Female": (Sex.FEMALE, Hours.ALL),
    "Full-Time": (Sex.ALL, Hours.FULL_TIME),
    "Part-Time": (Sex.ALL, Hours.PART_TIME),
    "Male Full-Time": (Sex.MALE, Hours.FULL_TIME),
    "Male Part-Time": (Sex.MALE, Hours.PART_TIME),
    "Female Full-Time": (Sex.FEMALE, Hours.FULL_TIME),
    "Female Part-Time": (Sex.FEMALE, Hours.PART_TIME),
}
MEASURE_OF_PART = {1: PayMeasure.WEEKLY, 5: PayMeasure.HOURLY, 7: PayMeasure.ANNUAL, 9: PayMeasure.HOURS}
WORKBOOKS = {".xls", ".xlsx"}
HEADER = (
    *("Description", "Code", "(thousand)", "Median", "change", "Mean", "change"),
    *("10", "20", "25", "30", "40", "60", "70", "75", "80", "90"),
)
HEADER_LINE = 5
STATISTIC_CELLS = (3, 5, *range(7, 17))  # in the order of STATISTICS; 4 and 6 are changes on a year ago
KEY_LINES = (
    "CV <= 5%",
    "CV > 5% and <= 10%",
    "CV > 10% and <= 20%",
    "x = CV > 20%",
    ".. = disclosive",
    ": = not applicable",
)

# "Table 14.7a   Annual pay", and "Table 15 (4).7a" where the name carries the classification's digits.
_TABLE = re.compile(r"^Table\s+(\d+)(?:\s*\(\d\))?\.(\d+)([ab])\b")
_GROUP = re.compile(r"\bFor (.+?) employee jobs")
_YEAR_IN_TITLE = re.compile(r":\s*United Kingdom\s*,\s*(20\d\d)\b")
_YEAR_IN_NAME = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet below its header."""

    number: int
    description: str
    code: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook, known by the title in its first table sheet: "14.7a" is table 14, part 7, values."""

    path: Path
    workbook: CalamineWorkbook
    table: int
    part: int
    is_quality: bool
    year: int
    year_from_name: bool
    status: str

    @property
    def number(self) -> str:
        """The publisher's number of the table."""
        return f"{self.table}.{self.part}{'b' if self.is_quality else 'a'}"


@dataclass(slots=True)
class Books:
    """The workbooks of one edition of one table: values and, where published, their quality, by measure."""

    year: int
    status: str
    values: dict[str, Book] = field(default_factory=dict)
    quality: dict[str, Book] = field(default_factory=dict)
    year_from_name: list[str] = field(default_factory=list)


def are_workbooks(files: Sequence[Path]) -> bool:
    """Whether an edition comes as workbooks; raises RefusedFileError when it is a mixture."""
    kinds = {path.suffix.lower() in WORKBOOKS for path in files}
    if len(kinds) > 1:
        raise RefusedFileError("workbooks and other files are mixed; an edition comes in one form", files[0].name)
    return kinds == {True}


def open_books(files: Sequence[Path], table: int) -> Books:
    """Sort an edition's workbooks by what they say they are.

    Raises RefusedFileError for a workbook of another table, of another year or status than the
    first, for a table given twice, and for quality without values.
    """
    opened = [_open(path) for path in files]
    books = Books(opened[0].year, opened[0].status)
    for book in opened:
        name = book.path.name
        if book.table != table or book.part not in MEASURE_OF_PART:
            raise RefusedFileError(
                f"this is table {book.number}; parts 1, 5, 7 and 9 of table {table} belong here", name, 1
            )
        if (book.year, book.status) != (books.year, books.status):
            raise RefusedFileError(
                f"this is of {book.year} ({book.status}), {opened[0].path.name} of {books.year} ({books.status})",
                name,
                1,
            )
        measure = MEASURE_OF_PART[book.part]
        shelf = books.quality if book.is_quality else books.values
        if measure in shelf:
            raise RefusedFileError(f"table {book.number} is given twice, also by {shelf[measure].path.name}", name, 1)
        shelf[measure] = book
        if book.year_from_name:
            books.year_from_name.append(name)
    for measured, book in books.quality.items():
        if measured not in books.values:
            raise RefusedFileError(
                f"table {book.number} is about the quality of a table that is not given", book.path.name
            )
    return books


def lines(book: Book, sheet: str) -> Iterator[Line]:
    """Lines of a sheet that carry a code, and the last one, "Not Classified", without.

    Raises RefusedFileError for another title, header or key than this layout has.
    """
    rows = list(sheet_rows(book.workbook, sheet, book.path))
    _check_title(book, sheet, rows)
    if len(rows) < HEADER_LINE:
        raise RefusedFileError(f"sheet {sheet!r} has no header", book.path.name)
    check_columns([_plain(cell) for cell in rows[HEADER_LINE - 1][1][: len(HEADER)]], HEADER, book.path)
    if sheet == "All":
        _check_key(book, rows)
    for number, cells in rows[HEADER_LINE:]:
        description, code = str(cells[0]).strip(), _plain(cells[1])
        if code or description.startswith(("All employees", "Not Classified")):
            yield Line(number, description, code, Cells(cells[2], [cells[at] for at in STATISTIC_CELLS]))


def _open(path: Path) -> Book:
    workbook = open_workbook(path)
    title = _title(sheet_rows(workbook, "All", path))
    found = _TABLE.match(title)
    if not found:
        raise RefusedFileError(f"sheet 'All' is not titled as a table of ASHE: {title[:80]!r}", path.name, 1)
    stated = _YEAR_IN_TITLE.search(title)
    return Book(
        path,
        workbook,
        table=int(found[1]),
        part=int(found[2]),
        is_quality=found[3] == "b",
        year=int(stated[1]) if stated else _year_in_name(path),
        year_from_name=stated is None,
        status=_status_in_name(path),
    )


def _title(rows: Iterable[tuple[int, list[Cell]]]) -> str:
    """The first line's cells as one: some editions put the group of employees into a cell of its own."""
    _, cells = next(iter(rows), (1, []))
    return " - ".join(text for cell in cells if (text := " ".join(str(cell).split())))


def _check_title(book: Book, sheet: str, rows: Sequence[tuple[int, list[Cell]]]) -> None:
    title = _title(rows)
    table, group, year = _TABLE.match(title), _GROUP.search(title), _YEAR_IN_TITLE.search(title)
    if not table or f"{table[1]}.{table[2]}{table[3]}" != book.number or (year and int(year[1]) != book.year):
        raise RefusedFileError(
            f"sheet {sheet!r} is titled {title[:80]!r}, not table {book.number} of {book.year}", book.path.name, 1
        )
    if not group or group[1].lower() != sheet.lower():
        raise RefusedFileError(f"sheet {sheet!r} is titled for other employees: {title[:120]!r}", book.path.name, 1)


def _check_key(book: Book, rows: Sequence[tuple[int, list[Cell]]]) -> None:
    """The marks and quality bands must mean what they meant when this was written."""
    key = {" ".join(str(cell).split()) for _, cells in rows for cell in cells[len(HEADER) :]}
    changed = [line for line in KEY_LINES if line not in key]
    if changed:
        raise RefusedFileError(f"the key beside the table no longer says: {'; '.join(changed)}", book.path.name)


def _year_in_name(path: Path) -> int:
    years = set(_YEAR_IN_NAME.findall(path.name))
    if len(years) != 1:
        raise RefusedFileError("neither the title nor the file's name says which year this is", path.name, 1)
    return int(years.pop())


def _status_in_name(path: Path) -> str:
    """ONS names provisional workbooks "PROV - ..."; the workbook itself does not say."""
    name = path.name.lower()
    for word, status in (("prov", "provisional"), ("revised", "revised")):
        if word in name:
            return status
    raise RefusedFileError("the file's name does not say whether it is provisional or revised", path.name)


def _plain(cell: Cell) -> str:
    """A header or code cell as text; numbers come as 10.0 from some editions and "10" from others."""
    return str(int(cell)) if isinstance(cell, float) else str(cell).strip()
