"""ASHE 2025 as tabulated from ONS workbooks: table 14 by unit group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import AgeBand, Hours, PayMeasure, Sex
from lmi.importers.marks import ASHE_MARKS, read_number
from lmi.models import OccupationGroup, PayFigure

UK = "K02000001"
STATISTICS = ("median", "mean", "p10", "p20", "p25", "p30", "p40", "p60", "p70", "p75", "p80", "p90")
PAY_KEY = ("soc2020_id", "area_id", "year", "measure", "sex", "hours", "age")
PAY_VALUES = ("jobs", *STATISTICS, "marks")
GROUPS: dict[str, tuple[str, str]] = {
    "all": (Sex.ALL, Hours.ALL),
    "male": (Sex.MALE, Hours.ALL),
    "female": (Sex.FEMALE, Hours.ALL),
    "ft": (Sex.ALL, Hours.FULL_TIME),
    "male_ft": (Sex.MALE, Hours.FULL_TIME),
    "female_ft": (Sex.FEMALE, Hours.FULL_TIME),
}


def statistics(cells: Sequence[object]) -> tuple[list[float | None], dict[str, str]]:
    """Values and marks of one row's statistics, in the order of STATISTICS."""
    values: list[float | None] = []
    marks: dict[str, str] = {}
    for name, cell in zip(STATISTICS, cells, strict=True):
        value, reason = read_number(cell, ASHE_MARKS)
        values.append(value)
        if reason:
            marks[name] = reason
    return values, marks


class AsheUnitGroups2025(Importer):
    """Annual, weekly and hourly pay and hours of 412 unit groups by sex and working pattern, UK, 2025.

    This tabulation has no job counts and drops the publisher's marks: a blank is "not published".
    """

    source = "ashe-14"
    model = PayFigure
    key = PAY_KEY
    values = PAY_VALUES
    references: ClassVar = {"soc2020_id": OccupationGroup}
    period_columns = ("year",)
    value_column = "median"
    limits = Limits(min_rows=9000, max_bytes=4 * 1024 * 1024, plausible={"median": (20, 40_000)})
    raw_files: ClassVar = {"2025": ("ashe/ashe_2025_table14_unit_group.csv",)}
    header = ("measure", "group", "soc2020", "title", *STATISTICS)

    def edition(self, files: Sequence[Path]) -> Edition:
        """The provisional edition of 2025, as corrected in December 2025."""
        return Edition(
            "2025", "2025", "April 2025", "provisional", date(2025, 4, 1), date(2025, 4, 30),
            note="With the correction of December 2025.",
        )

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a unit group, measure, sex and working pattern."""
        path = files[0]
        for line, cells in csv_rows(path, self.header):
            measure, group, code = cells[0], cells[1], cells[2]
            if measure not in PayMeasure.values or group not in GROUPS:
                report.bad(path.name, line, cells, f"unknown measure or group {measure!r} {group!r}")
                continue
            try:
                values, marks = statistics(cells[4:])
            except ValueError as error:
                report.bad(path.name, line, cells, f"not a number or a known mark: {error}")
                continue
            sex, hours = GROUPS[group]
            key = (code, UK, 2025, measure, sex, hours, AgeBand.ALL)
            yield Row(path.name, line, (*key, None, *values, json.dumps({**marks, "jobs": "not_published"})))
