"""Workbooks (.xlsx) from strangers: measured in full before anything unpacks them into rows."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

MOST_UNPACKED = 50_000_000  # bytes, all parts together
MOST_PARTS = 500
MOST_COLUMNS = 200
MOST_TEXT = 20_000_000  # characters, each mention of a shared text counted
PACKED_BY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others can ask for memory before the first byte
PART = re.compile(r"(\[Content_Types\]\.xml|(_rels|xl|docProps)/[\w./-]*\.(xml|rels))\Z")
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


class BadWorkbookError(ValueError):
    """A workbook that cannot be read safely; its words may be shown to whoever sent it."""


@dataclass(slots=True)
class _Part:
    """What one XML part would become as rows."""

    rows: int = 0
    columns: int = 0
    shared: list[int] = field(default_factory=list)  # which shared texts its cells mention
    texts: list[int] = field(default_factory=list)  # how long the shared texts it holds are


def first_sheet(content: bytes, *, max_rows: int) -> list[list[object]]:
    """The cells of a workbook's first sheet, from A1 on.

    Raises BadWorkbookError when the file is no workbook or damaged, unpacks to more than 50 MB, has more
    than `max_rows` rows (empty ones between counted) or 200 columns, or repeats texts beyond reason.
    """
    try:
        safe = _repacked(content, max_rows)
        with CalamineWorkbook.from_filelike(io.BytesIO(safe)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except BadWorkbookError:
        raise
    except Exception as error:  # a stranger's file may break unpacking, XML or the reader in any way
        raise _damaged() from error
    return [list(cells) for cells in rows]


def _repacked(content: bytes, max_rows: int) -> bytes:
    """The parts that matter, unpacked within bounds and measured: the reader sees nothing else of the file.

    Sizes that the file states are checked by unpacking: zipfile stops at the size stated, and the
    checksum of a part that goes on after it is wrong.
    """
    safe = io.BytesIO()
    parts: list[_Part] = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(safe, "w") as repacked:
        listed = packed.infolist()
        wanted = [part for part in listed if PART.match(part.filename)]
        if len(listed) > MOST_PARTS or sum(part.file_size for part in wanted) > MOST_UNPACKED:
            raise BadWorkbookError(_("The workbook is too large when unpacked. Keep only the sheet with the rows."))
        names = [part.filename for part in wanted]
        if len(set(names)) != len(names) or any(part.compress_type not in PACKED_BY for part in wanted):
            raise _damaged()
        if "xl/workbook.xml" not in names:
            raise BadWorkbookError(_("This is not an Excel workbook (.xlsx). Save it as .xlsx or CSV and retry."))
        for part in wanted:
            unpacked = packed.read(part)
            parts.append(_measured(unpacked))
            repacked.writestr(part.filename, unpacked)
    _check(parts, max_rows)
    return safe.getvalue()


def _check(parts: list[_Part], max_rows: int) -> None:
    texts = next((part.texts for part in parts if part.texts), [])
    for part in parts:
        if part.rows > max_rows:
            said = _("There are more than %(most)d rows. Send them in several files.")
            raise BadWorkbookError(said % {"most": max_rows - 1})
        if part.columns > MOST_COLUMNS:
            said = _("There are more than %(most)d columns. Clear the cells far to the right.")
            raise BadWorkbookError(said % {"most": MOST_COLUMNS})
        if sum(texts[number] for number in part.shared if number < len(texts)) > MOST_TEXT:
            raise BadWorkbookError(_("The workbook holds too much text."))


class _Measure:
    """Counts, while a part is read, the rows and columns its cells span and the shared texts they mention."""

    def __init__(self) -> None:
        self.part = _Part()
        self.words: list[str] | None = None  # of the <v> being read, when its cell mentions a shared text
        self.is_shared = False
        self.row = self.column = 0

    def begin(self, name: str, given: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = _number(given.get("r")) or self.row + 1, 0
            case "c":
                self._cell(given)
            case "v" | "is" | "f":  # a cell with something in it: one that is only coloured does not count
                self.part.rows, self.part.columns = max(self.part.rows, self.row), max(self.part.columns, self.column)
                self.words = [] if self.is_shared else None
            case "si":
                self.part.texts.append(0)

    def _cell(self, given: dict[str, str]) -> None:
        self.is_shared = given.get("t") == "s"
        self.column += 1
        place = REFERENCE.match(given.get("r", "").upper())
        if place:
            self.column, self.row = _column(place[1]), int(place[2])
        elif "r" in given:
            raise _damaged()

    def text(self, words: str) -> None:
        if self.words is not None:
            self.words.append(words)
        if self.part.texts:
            self.part.texts[-1] += len(words)

    def end(self, name: str) -> None:
        if self.words is not None and name.rpartition(":")[2] == "v":
            self.part.shared.append(_number("".join(self.words)))
            self.words = None


def _measured(xml: bytes) -> _Part:
    measure = _Measure()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = measure.begin
    parser.EndElementHandler = measure.end
    parser.CharacterDataHandler = measure.text
    parser.Parse(xml, True)
    return measure.part


def _refuse_doctype(*_given: object) -> None:
    raise _damaged()  # no spreadsheet program writes one: entities could multiply behind it


def _number(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _damaged() -> BadWorkbookError:
    return BadWorkbookError(_("The workbook cannot be read. It may be damaged: save it again and retry."))
