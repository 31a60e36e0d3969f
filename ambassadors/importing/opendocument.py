"""OpenDocument spreadsheets (.ods) from strangers: the first sheet as CSV, read within bounds."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

from foundation.spreadsheets import BadSpreadsheetError
from foundation.workbooks import MOST_COLUMNS, MOST_TEXT, MOST_UNPACKED, PACKED_BY

_MARK = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_CELLS = ("table-cell", "covered-table-cell")


def is_opendocument(content: bytes) -> bool:
    """Whether a file says that it is such a spreadsheet: the format puts its type first, unpacked."""
    return content.startswith(b"PK\x03\x04") and _MARK in content[:160]


def as_csv(content: bytes, *, max_rows: int) -> bytes:
    """The first sheet's cells, as typed values, in CSV. Raises BadSpreadsheetError for what cannot be read safely."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            part = packed.getinfo("content.xml")
            if part.file_size > MOST_UNPACKED:
                raise BadSpreadsheetError(_("The workbook is too large when unpacked. Keep only the sheet of people."))
            if part.compress_type not in PACKED_BY:
                raise _damaged()
            rows = _Sheet(max_rows).read(packed.read(part))
    except BadSpreadsheetError:
        raise
    except Exception as error:  # a stranger's file may break unpacking or XML in any way
        raise _damaged() from error
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


def _damaged() -> BadSpreadsheetError:
    return BadSpreadsheetError(_("The workbook cannot be read. It may be damaged: save it again and retry."))


class _Sheet:
    """Collects the rows of the first table while its XML is read; what is repeated without a value takes no room."""

    def __init__(self, max_rows: int) -> None:
        self.max_rows = max_rows
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.empty_rows = self.empty_cells = self.repeat_row = self.repeat_cell = self.size = 0
        self.value: str | None = None  # what the cell's type states, where that is no text
        self.words: list[str] | None = None  # of the cell being read
        self.depth_of_note = 0
        self.tables = 0

    def read(self, xml: bytes) -> list[list[str]]:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)
        return self.rows

    def _refuse(self, *_given: object) -> None:
        raise _damaged()  # entities could multiply behind it

    def _begin(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self.tables += 1
        if self.tables != 1:
            return
        if local == "annotation":
            self.depth_of_note += 1
        elif local == "table-row":
            self.row, self.empty_cells = [], 0
            self.repeat_row = _count(given.get("table:number-rows-repeated"))
        elif local in _CELLS:
            self.repeat_cell = _count(given.get("table:number-columns-repeated"))
            self.value, self.words = _stated(given), []
        elif local == "p" and self.words:
            self.words.append("\n")
        elif local == "s":
            self._text(" " * min(_count(given.get("text:c")), 100))

    def _text(self, words: str) -> None:
        if self.words is not None and not self.depth_of_note:
            self.words.append(words)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if self.tables != 1:
            return
        if local == "annotation":
            self.depth_of_note -= 1
        elif local in _CELLS and self.words is not None:
            self._cell((self.value if self.value is not None else "".join(self.words)).strip())
            self.words = None
        elif local == "table-row":
            self._row()

    def _cell(self, value: str) -> None:
        if not value:
            self.empty_cells += self.repeat_cell
            return
        if len(self.row) + self.empty_cells + self.repeat_cell > MOST_COLUMNS:
            said = _("There are more than %(most)d columns. Clear the cells far to the right.")
            raise BadSpreadsheetError(said % {"most": MOST_COLUMNS})
        self.row += [""] * self.empty_cells + [value] * self.repeat_cell
        self.empty_cells = 0

    def _row(self) -> None:
        if not self.row:
            self.empty_rows += self.repeat_row
            return
        if len(self.rows) + self.empty_rows + self.repeat_row > self.max_rows:
            said = _("There are more than %(most)d rows. Send them in several files.")
            raise BadSpreadsheetError(said % {"most": self.max_rows - 1})
        self.size += sum(map(len, self.row)) * self.repeat_row
        if self.size > MOST_TEXT:
            raise BadSpreadsheetError(_("The workbook holds too much text."))
        self.rows += [[] for _each in range(self.empty_rows)]
        self.rows += [self.row] * self.repeat_row
        self.empty_rows = 0


def _count(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else 1


def _stated(given: dict[str, str]) -> str | None:
    """A cell's value where its type states one: numbers without ".0", days as 2026-11-22, yes and no."""
    match given.get("office:value-type"):
        case "float" | "currency" | "percentage":
            number = given.get("office:value", "")
            return number.removesuffix(".0")
        case "date":
            return given.get("office:date-value", "").removesuffix("T00:00:00")
        case "boolean":
            return "yes" if given.get("office:boolean-value") == "true" else "no"
    return None
