"""The Skills Imperative 2035: projected employment of the 26 sub-major groups, England and LSIP areas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.figures import Quality, Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import open_workbook, sheet_rows
from lmi.importers import names
from lmi.importers.areas import ENGLAND
from lmi.importers.outlook_tables import BASE, END, Numbers, tables
from lmi.models import Area, OccupationGroup, OutlookFigure

# The workbook's sheet "Warning": cells under 10,000 people need care, those under 1,000 are not to be published.
CAREFUL_UNDER, PUBLISHED_FROM = 10_000, 1_000
# DfE corrected the mapping of the Dorset LSIP area in August 2024; the file held in 2026 still has the mistake:
# 811,536 jobs in 2020, where the area's two authorities have about 358,000 people in work (APS 2021-22).
DORSET, MOST_JOBS_IN_DORSET = "E69000008", 600_000
LETTERS = (
    *("BH", "BU", "CH", "CI", "CP", "CU", "DN", "DO", "ES", "GC"),
    *("GL", "GM", "HE", "HU", "KM", "LA", "LV", "MA", "NS", "OX"),
    *("SM", "SN", "ST", "SY", "TB", "TV", "WO", "WS", "WY", "YY"),
)
ENGLAND_FILE = "projections/skills_imperative_2035_england.xlsm"
MEASURES = ("people", "net_change", "replacement", "requirement")


class SkillsImperative2035(Importer):
    """People in work by year 2010-2035, and net change, replacement and requirement 2020-2035; in people.

    A workbook an area; England's must be among them. A level row has base_year = year; a span row has
    base_year 2020 and year 2035. Sub-major and major groups and all occupations, by sex and highest
    qualification; by status for major groups. Thousands become whole people.
    """

    source = "skills-imperative-2035"
    model = OutlookFigure
    key = ("soc2020_id", "area_id", "breakdown", "category", "year", "base_year")
    values = (*MEASURES, "marks")
    references: ClassVar = {"soc2020_id": OccupationGroup, "area_id": Area}
    unit_column = ""
    limits = Limits(min_rows=2_000, max_bytes=8 * 1024 * 1024, plausible={"people": (2_000, 60_000)})
    raw_files: ClassVar = {
        "all": (ENGLAND_FILE, *(f"projections/lsip/{letters}_LSIP_MainTables.Main.xlsm" for letters in LETTERS))
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """The run that England's workbook names; raises RefusedFileError when the files are of several runs."""
        facts = {path: _info(path) for path in files}
        england = next((info for info in facts.values() if info["Area"] == "England"), None)
        if england is None:
            raise RefusedFileError("the workbook for England is missing", files[0].name)
        for path, info in facts.items():
            if info["MDM version"] != england["MDM version"] or info["Scenario"] != england["Scenario"]:
                raise RefusedFileError(
                    f"{info['MDM version']} {info['Scenario']} where England's is "
                    f"{england['MDM version']} {england['Scenario']}",
                    path.name,
                )
        run = re.fullmatch(r"\d\d \d\d (\d{4}) .*", england["Date run"])
        if run is None:
            raise RefusedFileError(f"no run date in {england['Date run']!r}", files[0].name)
        label, period = f"{run.group(1)} run", f"projection of {BASE} to {END}, levels from 2010"
        note = f"Model {england['MDM version']}, main scenario; local areas: {len(files) - 1}."
        return Edition("all", label, period, "revised", date(BASE, 1, 1), date(END, 12, 31), note=note)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Every area's rows, a workbook at a time."""
        # Asked before the first row: the rows are read while a COPY holds the connection.
        return self._rows(files, names.lsip_codes(), report)

    def _rows(self, files: Sequence[Path], lsips: dict[str, str], report: Report) -> Iterator[Row]:
        for path in files:
            name = _info(path)["Area"]
            area = ENGLAND if name == "England" else names.lsip_code(lsips, name)
            if area is None:
                raise RefusedFileError(f"no LSIP area of 2023 is called {name!r}", path.name)
            numbers = list(tables(open_workbook(path), path))
            withheld = _is_wrong_dorset(area, numbers)
            if withheld:
                report.warn("Dorset has far more jobs than its two authorities: its values are not used", path.name)
            for row in numbers:
                yield from _rows(path.name, area, row, withheld=withheld)


def _info(path: Path) -> Mapping[str, str]:
    """The workbook's own account of itself."""
    found = dict.fromkeys(("Scenario", "MDM version", "Date run"), "")
    found |= {
        str(cells[0]).strip(): str(cells[1]).strip() for _, cells in sheet_rows(open_workbook(path), "Info", path)
    }
    found["Area"] = found.get("Country name") or found.get("LSIP name", "")
    missing = [name for name in ("Scenario", "MDM version", "Area", "Date run") if not found[name]]
    if missing:
        raise RefusedFileError(f"the sheet Info lacks {', '.join(missing)}", path.name)
    return found


def _is_wrong_dorset(area: str, numbers: Sequence[Numbers]) -> bool:
    total = next(row for row in numbers if row.split == ("0", "total", "all"))
    return area == DORSET and _people(total.levels[BASE]) > MOST_JOBS_IN_DORSET


def _rows(file: str, area: str, numbers: Numbers, *, withheld: bool) -> Iterator[Row]:
    code, breakdown, category = numbers.split
    key = (code, area, breakdown, category)
    # The table of totals repeats levels that the annual table has already given.
    years = {} if numbers.sheet == "RD T1" and breakdown == "total" else numbers.levels
    for year, level in years.items():
        people = _people(level)
        mark = _mark(people, year, withheld=withheld)
        kept = people if mark not in (Reason.LOW, Reason.NOT_HELD) else None
        yield Row(file, numbers.line, (*key, year, year, kept, None, None, None, _marks({"people": mark})))
    if numbers.change is not None:
        yield _span_row(file, key, numbers, withheld=withheld)


def _span_row(file: str, key: tuple[str, ...], numbers: Numbers, *, withheld: bool) -> Row:
    smallest = min(_people(numbers.levels[BASE]), _people(numbers.levels[END]))
    mark = _mark(smallest, END, withheld=withheld)
    values = [numbers.levels[END], *(numbers.change or ())]
    cells = [None if value is None or mark in (Reason.LOW, Reason.NOT_HELD) else _people(value) for value in values]
    marks = {
        name: Reason.NOT_PUBLISHED if value is None else mark for name, value in zip(MEASURES, values, strict=True)
    }
    return Row(file, numbers.line, (*key, END, BASE, *cells, _marks(marks)))


def _people(thousands: float) -> float:
    return float(round(thousands * 1000))


def _mark(people: float, year: int, *, withheld: bool) -> str:
    """The quality mark of a cell of this many people, or the reason why it is not kept."""
    if withheld:
        return Reason.NOT_HELD
    if people < PUBLISHED_FROM:
        return Reason.LOW
    if people < CAREFUL_UNDER:
        return Quality.CAUTION
    return Quality.PROJECTION if year > BASE else ""


def _marks(marks: Mapping[str, str]) -> str:
    return json.dumps({name: mark for name, mark in marks.items() if mark}, sort_keys=True, separators=(",", ":"))
