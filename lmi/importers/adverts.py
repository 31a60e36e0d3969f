"""New online job adverts by month and occupation (Textkernel, published by ONS)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.importers import names
from lmi.importers.areas import UK
from lmi.importers.marks import read_number
from lmi.models import AdvertFigure, Area, OccupationGroup

MONTHS = {
    "Jan": "January",
    "Feb": "February",
    "Mar": "March",
    "Apr": "April",
    "May": "May",
    "Jun": "June",
    "Jul": "July",
    "Aug": "August",
    "Sep": "September",
    "Oct": "October",
    "Nov": "November",
    "Dec": "December",
}


def month_of(text: str) -> date:
    """The first day of "Jan 2017"; raises ValueError for anything else. English whatever the locale."""
    name, _, year = text.partition(" ")
    if len(year) != 4:
        raise ValueError(text)
    return date(int(year), list(MONTHS).index(name) + 1, 1)


class TextkernelAdverts(Importer):
    """New adverts a month, UK, 162 unit groups known by title.

    This tabulation dropped "n.e.c." from titles, so "Engineering professionals" is the unit group 2129
    and not the minor group 212 of the same words (docs/sources/textkernel-adverts.md). It writes 0 for a
    suppressed number; a month that is 0 in every occupation is missing as a whole.
    """

    source = "textkernel-adverts"
    model = AdvertFigure
    key = ("soc2020_id", "area_id", "month")
    values = ("adverts", "marks")
    references: ClassVar = {"soc2020_id": OccupationGroup, "area_id": Area}
    value_column = "adverts"
    limits = Limits(min_rows=10_000, max_bytes=4 * 1024 * 1024, plausible={"adverts": (300, 10_000)})
    raw_files: ClassVar = {"all": ("vacancies/textkernel_adverts_by_occupation_month.csv",)}
    header = ("soc2020_title", "month", "new_adverts")

    def edition(self, files: Sequence[Path]) -> Edition:
        """Named by its last month; raises RefusedFileError for an unreadable month."""
        months = set()
        for line, cells in csv_rows(files[0], self.header):
            try:
                months.add(month_of(cells[1]))
            except ValueError:
                raise RefusedFileError(f"{cells[1]!r} is not a month", files[0].name, line) from None
        if not months:
            raise RefusedFileError("there is no month in the file", files[0].name)
        first, last = min(months), max(months)
        return Edition("all", _words(last), f"{_words(first)} to {_words(last)}", "provisional", first, last)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a unit group and month."""
        # Asked before the first row: the rows are read while a COPY holds the connection.
        units = names.unit_codes()
        if not units:
            raise RefusedFileError("titles cannot be matched before soc-2020 is loaded", files[0].name)
        return self._rows(files[0], units, report)

    def _rows(self, path: Path, units: dict[str, str], report: Report) -> Iterator[Row]:
        lines = list(csv_rows(path, self.header))
        published = {cells[1] for _, cells in lines if _is_published(cells[2])}
        for line, (title, month, cell) in lines:
            code = units.get(names.unit_key(title))
            if code is None:
                report.bad(path.name, line, title, f"no unit group is called {title!r}")
                continue
            try:
                (adverts, _), when = read_number(cell, {}), month_of(month)
            except ValueError:
                report.bad(path.name, line, (title, month, cell), "not a number or not a month")
                continue
            if adverts is None or adverts < 0:
                report.bad(path.name, line, (title, month, cell), "fewer than no adverts")
                continue
            reason = "" if adverts else Reason.SUPPRESSED if month in published else Reason.NOT_PUBLISHED
            marks = json.dumps({"adverts": reason}, separators=(",", ":")) if reason else "{}"
            yield Row(path.name, line, (code, UK, when, adverts or None, marks))
        for month in sorted({cells[1] for _, cells in lines} - published):
            report.warn(f"no occupation has a number for {month}", path.name)


def _is_published(cell: str) -> bool:
    return cell.strip() not in ("", "0", "0.0")


def _words(month: date) -> str:
    return f"{list(MONTHS.values())[month.month - 1]} {month.year}"
