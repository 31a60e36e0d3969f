"""Tables of ASHE that reached us as delimited files: 2021 revised, and 2025 as tabulated from the workbooks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from evidence.importing.contract import RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import Hours, PayMeasure, Sex
from lmi.importers.ashe_rows import STATISTICS, Cells, PayKey, pay_values
from lmi.models.figures import ALL_OCCUPATIONS

TABULATED_YEAR = 2025
# How the tabulation of 2025 names its groups of employees; it leaves part-time work out.
GROUPS: dict[str, tuple[str, str]] = {
    "all": (Sex.ALL, Hours.ALL),
    "male": (Sex.MALE, Hours.ALL),
    "female": (Sex.FEMALE, Hours.ALL),
    "ft": (Sex.ALL, Hours.FULL_TIME),
    "male_ft": (Sex.MALE, Hours.FULL_TIME),
    "female_ft": (Sex.FEMALE, Hours.FULL_TIME),
}
UNIT_GROUPS = 412
UNIT_HEADER = ("measure", "group", "soc2020", "title", *STATISTICS)

REVISED_HEADER = (
    *("Description", "Code", "No_jobs", "Median", "change", "Mean", "change.1"),
    *("10", "20", "25", "30", "40", "60", "70", "75", "80", "90"),
)
REVISED_GROUPS = 552
_REVISED_ALL = "XX"
_REVISED_NAME = re.compile(r"ashe_(20\d\d)_revised_table14\.7a_(ftpt|ft)\.csv$")
_REVISED_HOURS = {"ft": Hours.FULL_TIME, "ftpt": Hours.ALL}


def tabulated_rows(
    path: Path, header: Sequence[str], key_of: Callable[[list[str], str, str, str], PayKey], block: int, report: Report
) -> Iterator[Row]:
    """Rows of a tabulation of 2025; `key_of` makes the key from the cells, measure, sex and working pattern.

    The tabulation has no numbers of jobs and drops the publisher's marks: a blank is "not published".
    Raises RefusedFileError unless each measure and group of employees has its `block` of rows.
    """
    found: Counter[tuple[str, str]] = Counter()
    for line, cells in csv_rows(path, header):
        measure, group = cells[0], cells[1]
        if measure not in PayMeasure.values or group not in GROUPS:
            report.bad(path.name, line, cells, f"unknown measure or group {measure!r} {group!r}")
            continue
        found[measure, group] += 1
        key = key_of(cells, measure, *GROUPS[group])
        try:
            yield Row(path.name, line, pay_values(key, Cells("", cells[4:], not_held=frozenset({"jobs"}))))
        except ValueError as error:
            report.bad(path.name, line, cells, str(error))
    for measure in PayMeasure.values:
        for group in GROUPS:
            if found[measure, group] < block:
                raise RefusedFileError(
                    f"{found[measure, group]} of the {block} rows of {measure!r} for {group!r}; cut short?", path.name
                )


def unit_group_rows(path: Path, report: Report) -> Iterator[Row]:
    """Table 14 of 2025: four measures, six groups of employees, 412 unit groups, UK."""

    def key_of(cells: list[str], measure: str, sex: str, hours: str) -> PayKey:
        return PayKey(cells[2], TABULATED_YEAR, measure, sex, hours)

    return tabulated_rows(path, UNIT_HEADER, key_of, UNIT_GROUPS, report)


def revised_year(files: Sequence[Path]) -> int:
    """The year of table 14.7a revised, by the files' names; raises RefusedFileError unless both halves are there."""
    names = [_REVISED_NAME.search(path.name) for path in files]
    years = {name[1] for name in names if name}
    halves = sorted(name[2] for name in names if name)
    if len(years) != 1 or halves != sorted(_REVISED_HOURS):
        raise RefusedFileError(
            "an edition is four workbooks, one tabulation, or ashe_YEAR_revised_table14.7a_ft.csv and ..._ftpt.csv",
            files[0].name,
        )
    return int(years.pop())


def revised_rows(files: Sequence[Path], report: Report) -> Iterator[Row]:
    """Table 14.7a revised: annual pay of full-time employees and of all, every level of the classification, UK."""
    year = revised_year(files)
    for path in files:
        name = _REVISED_NAME.search(path.name)
        yield from _revised_half(path, year, _REVISED_HOURS[name[2]] if name else "", report)


def _revised_half(path: Path, year: int, hours: str, report: Report) -> Iterator[Row]:
    count = 0
    for line, cells in csv_rows(path, REVISED_HEADER):
        if cells[0].startswith("Not Classified"):
            break
        code = ALL_OCCUPATIONS if cells[1] == _REVISED_ALL else cells[1]
        key = PayKey(code, year, PayMeasure.ANNUAL, hours=hours)
        count += 1
        try:
            yield Row(path.name, line, pay_values(key, Cells(cells[2], [cells[3], cells[5], *cells[7:]])))
        except ValueError as error:
            report.bad(path.name, line, cells, str(error))
    else:
        raise RefusedFileError("the file ends before its line 'Not Classified'; it may be cut short", path.name)
    if count < REVISED_GROUPS:
        raise RefusedFileError(f"{count} of the {REVISED_GROUPS} groups that the table lists", path.name)
