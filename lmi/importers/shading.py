"""Which cells of a workbook are shaded: ONS marks less precise estimates that way, and cell readers do not tell."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from evidence.importing.contract import RefusedFileError

# The pattern "lightGray" is the shading; solid fills are backgrounds of the whole table.
_SHADE = 'patternType="lightGray"'
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)" s="(\d+)"')
_FILL_OF_STYLE = re.compile(r'<xf [^>]*?fillId="(\d+)"')


def shaded_cells(path: Path, sheet: str) -> frozenset[tuple[int, int]]:
    """Places (line from 1, column from 0) of the sheet's shaded cells; empty when nothing is shaded.

    Raises RefusedFileError when the file is not an .xlsx workbook or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _shaded_styles(_text(archive, "xl/styles.xml"))
            cells = _text(archive, "xl/" + _part_of(archive, sheet)) if styles else ""
    except (zipfile.BadZipFile, KeyError) as error:
        raise RefusedFileError(f"the workbook's sheet {sheet!r} cannot be read for its shading", path.name) from error
    return frozenset(
        (int(line), _column(letters)) for letters, line, style in _CELL.findall(cells) if int(style) in styles
    )


def _text(archive: zipfile.ZipFile, part: str) -> str:
    return archive.read(part).decode()


def _shaded_styles(styles: str) -> set[int]:
    """Numbers of the cell styles whose fill is the shading."""
    fills = re.findall(r"<fill>(.*?)</fill>", styles, re.DOTALL)
    shades = {number for number, fill in enumerate(fills) if _SHADE in fill}
    cell_styles = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    return {n for n, fill in enumerate(_FILL_OF_STYLE.findall(cell_styles)) if int(fill) in shades}


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file inside the workbook that holds the sheet."""
    entry = next(
        (tag for tag in re.findall(r"<sheet [^>]*>", _text(archive, "xl/workbook.xml")) if f'name="{sheet}"' in tag), ""
    )
    relation = _attribute(entry, "r:id")
    links = re.findall(r"<Relationship [^>]*>", _text(archive, "xl/_rels/workbook.xml.rels"))
    return next((_attribute(tag, "Target") for tag in links if relation and _attribute(tag, "Id") == relation), "")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found.group(1).removeprefix("/xl/") if found else ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
