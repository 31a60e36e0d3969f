"""Tables that people upload (CSV, XLSX) read into rows with their line, and cells made harmless for export."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.files.base import File
from django.utils.translation import gettext as _

from foundation.workbooks import BadWorkbookError, first_sheet

T = TypeVar("T")
# What spreadsheet programs take for the beginning of a formula (OWASP, CSV Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 32_767  # what a spreadsheet program holds in one cell


class BadSpreadsheetError(ValueError):
    """A table that cannot be read; its words may be shown to whoever sent it, `line` is where (0: the file)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(_("Line %(line)d: %(reason)s") % {"line": line, "reason": reason} if line else reason)
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: the key of its values, other headings it may have, and whether it must be there."""

    key: str
    headings: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` as a spreadsheet program numbers it (the heading is 1), values without blanks around them."""

    line: int
    values: dict[str, str]


def read_rows(
    upload: File[Any], *, max_rows: int, max_bytes: int, columns: Sequence[Column] | None = None
) -> list[Row]:
    """The rows of an uploaded table; rows without any value are left out.

    CSV may be UTF-8 or Windows-1252, with commas, semicolons or tabs; of a workbook the first sheet is
    read. The first line names the columns, in any order and case. Values are text: whole numbers without
    ".0", dates as 2026-11-22, "yes" and "no". With `columns`, keys are theirs, a required one that is
    missing and one that is unknown are refused; without, keys are the headings in small letters with _.
    Raises BadSpreadsheetError, with the line where there is one.
    """
    content = _content(upload, max_bytes)
    if content.startswith(b"PK\x03\x04"):
        try:
            table: Iterable[list[str]] = _texts(first_sheet(content, max_rows=max_rows + 1))
        except BadWorkbookError as error:
            raise BadSpreadsheetError(str(error)) from error
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadSpreadsheetError(_("This is a workbook of the old kind (.xls). Save it as .xlsx or CSV and retry."))
    else:
        table = _csv(content)
    return _rows(table, columns, max_rows)


def safe_cell(value: T) -> T | str:
    """The value for an export: words that a spreadsheet would take for a formula begin with an apostrophe.

    Numbers stay numbers.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _content(upload: File[Any], max_bytes: int) -> bytes:
    upload.seek(0)
    content: bytes = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        most = f"{max_bytes / 1_000_000:g}"
        raise BadSpreadsheetError(_("The file is larger than %(most)s MB. Send it in parts.") % {"most": most})
    if not content.strip():
        raise BadSpreadsheetError(_("The file is empty."))
    return content


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadSpreadsheetError(_("This is not a table we can read. Use CSV or an Excel workbook (.xlsx)."))


def _csv(content: bytes) -> Iterable[list[str]]:
    text = _decoded(content)
    heading = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    line = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            line += 1
            yield cells
    except csv.Error as error:
        said = _("The quotation marks do not match, or a cell is too long.")
        raise BadSpreadsheetError(said, line + 1) from error


def _texts(rows: list[list[object]]) -> Iterable[list[str]]:
    for cells in rows:
        yield [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _rows(table: Iterable[list[str]], columns: Sequence[Column] | None, max_rows: int) -> list[Row]:
    keys: list[str] = []
    rows: list[Row] = []
    for line, cells in enumerate(table, start=1):
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if not keys:
            keys = _keys(_without_end(values), columns, line)
            continue
        if len(rows) == max_rows:
            said = _("There are more than %(most)d rows. Send them in several files.") % {"most": max_rows}
            raise BadSpreadsheetError(said, line)
        rows.append(_row(line, keys, values))
    if not keys:
        raise BadSpreadsheetError(_("The file is empty."))
    return rows


def _row(line: int, keys: list[str], values: list[str]) -> Row:
    if any(values[len(keys) :]):
        said = _("There are more cells than headings. Put text that holds the separator between quotation marks.")
        raise BadSpreadsheetError(said, line)
    if any(len(value) > LONGEST_CELL or "\x00" in value for value in values):
        raise BadSpreadsheetError(_("A cell is too long or holds characters that cannot be kept."), line)
    padded = [*values, *([""] * (len(keys) - len(values)))]
    return Row(line, dict(zip(keys, padded, strict=False)))


def _without_end(values: list[str]) -> list[str]:
    while values and not values[-1]:
        values = values[:-1]
    return values


def _plain(heading: str) -> str:
    return "_".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def _keys(headings: list[str], columns: Sequence[Column] | None, line: int) -> list[str]:
    """The key of each heading; raises BadSpreadsheetError for one that is empty, unknown, twice there or missing."""
    plain = [_plain(heading) for heading in headings]
    if "" in plain:
        said = _("Column %(number)d has no heading.") % {"number": plain.index("") + 1}
        raise BadSpreadsheetError(said, line)
    if columns is not None:
        plain = [_known(heading, columns, line) for heading in headings]
        missing = [column.key for column in columns if column.required and column.key not in plain]
        if missing:
            raise BadSpreadsheetError(_("A column is missing: %(names)s.") % {"names": ", ".join(missing)}, line)
    twice = sorted({key for key in plain if plain.count(key) > 1})
    if twice:
        raise BadSpreadsheetError(_("A column is there twice: %(names)s.") % {"names": ", ".join(twice)}, line)
    return plain


def _known(heading: str, columns: Sequence[Column], line: int) -> str:
    for column in columns:
        if _plain(heading) in {_plain(name) for name in (column.key, *column.headings)}:
            return column.key
    said = _("The column “%(name)s” is not known. Its heading must be one of: %(names)s.")
    names = ", ".join(column.key for column in columns)
    raise BadSpreadsheetError(said % {"name": heading[:60], "names": names}, line)
