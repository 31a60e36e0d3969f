"""The Standard Occupational Classification 2020: its groups and titles (ONS, volume 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from python_calamine import CalamineWorkbook

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import check_columns, open_workbook, sheet_rows
from lmi.enums import LEVEL_OF_LENGTH, Level
from lmi.models import OccupationGroup
from lmi.models.figures import ALL_OCCUPATIONS

_SHEET = "SOC2020 descriptions"
_HEADER = (
    "SOC 2020 Major Group",
    "SOC 2020 Sub-Major Group",
    "SOC 2020 Minor Group",
    "SOC 2020 Unit Group",
    "SOC 2020 Group Title",
)
_FRAMEWORK = "SOC2020 Framework"
GROUPS = {Level.MAJOR: 9, Level.SUB_MAJOR: 26, Level.MINOR: 104, Level.UNIT: 412}


class Soc2020Structure(Importer):
    """Codes and titles of the 9 major, 26 sub-major, 104 minor and 412 unit groups.

    The workbook's descriptions, entry routes and tasks are the publisher's prose and are not read.
    """

    source = "soc-2020"
    model = OccupationGroup
    key = ("code",)
    values = ("level", "title", "parent_id")
    is_register = True
    unit_column = "code"
    limits = Limits(min_rows=552, max_bytes=4 * 1024 * 1024, max_bad_share=0.0)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("soc/soc2020_volume1_structure_2025-04-16.xlsx",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The edition of 16 April 2025; the workbook itself carries no date."""
        return Edition("all", "2020 (April 2025)", "2020 onwards", "final", published_on=date(2025, 4, 16))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a group, and one for all occupations together (code 0)."""
        path = files[0]
        workbook = open_workbook(path)
        titles = _unit_titles(workbook, path)
        rows = sheet_rows(workbook, _SHEET, path)
        _line, header = next(rows, (1, []))
        check_columns([" ".join(str(c).split()) for c in header[:5]], _HEADER, path)
        yield Row(path.name, 1, (ALL_OCCUPATIONS, Level.ALL, "All occupations", None))
        seen = dict.fromkeys(GROUPS, 0)
        for line, cells in rows:
            code = next((str(int(c)) for c in cells[:4] if isinstance(c, float)), "")
            title = str(cells[4]).strip()
            level = LEVEL_OF_LENGTH.get(len(code))
            if level is None or not title:
                report.bad(path.name, line, cells[:5], "no code or no title")
                continue
            seen[level] += 1
            yield Row(path.name, line, (code, level, titles.get(code, title), code[:-1] or ALL_OCCUPATIONS))
        if seen != GROUPS:
            raise RefusedFileError(f"{seen} groups where {GROUPS} belong", path.name)


def _unit_titles(workbook: CalamineWorkbook, path: Path) -> dict[str, str]:
    """Titles of unit groups as the framework sheet writes them: "TV, video ...", where the other has "Tv"."""
    found = {}
    for _line, cells in sheet_rows(workbook, _FRAMEWORK, path):
        if len(cells) > 5 and isinstance(cells[4], float):
            found[str(int(cells[4]))] = str(cells[5]).strip()
    return found
