"""What every table of ASHE has in common: the row's key and values, their marks, and the limits of sense."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evidence.figures import Quality, Reason
from evidence.importing.contract import Edition
from lmi.enums import AgeBand, Hours, PayMeasure, Sex
from lmi.importers.marks import ASHE_MARKS, read_number

UK = "K02000001"
STATISTICS = ("median", "mean", "p10", "p20", "p25", "p30", "p40", "p60", "p70", "p75", "p80", "p90")
ASCENDING = ("p10", "p20", "p25", "p30", "p40", "median", "p60", "p70", "p75", "p80", "p90")
PAY_KEY = ("soc2020_id", "area_id", "year", "measure", "sex", "hours", "age")
PAY_VALUES = ("jobs", *STATISTICS, "marks")

# Wide enough for every value of 2021 to 2025, narrow enough to tell pounds from thousands of pounds.
PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    PayMeasure.ANNUAL: (100, 1_000_000),
    PayMeasure.WEEKLY: (1, 20_000),
    PayMeasure.HOURLY: (1, 1_000),
    PayMeasure.HOURS: (0.1, 168),
    "jobs": (0, 40_000),  # thousands; the UK has fewer than 30 million employee jobs
}
# The bands of the workbooks' own key; a coefficient over 20 % is not published.
BANDS = ((5, Quality.PRECISE), (10, Quality.REASONABLE), (20, Quality.ACCEPTABLE))
# Days of the bulletins "Employee earnings in the UK"; 2021 was revised with the first figures of 2022.
PUBLISHED_ON = {
    (2021, "revised"): date(2022, 10, 26),
    (2022, "provisional"): date(2022, 10, 26),
    (2023, "provisional"): date(2023, 11, 1),
    (2024, "provisional"): date(2024, 10, 29),
    (2025, "provisional"): date(2025, 10, 23),
}
_NO_COEFFICIENT = {"", "."}  # "." is "unavailable" in the key of the quality tables
_WHOLE_ROW = {"..", ":"}  # printed once, beside the number of jobs, for a row that is otherwise blank


@dataclass(frozen=True, slots=True)
class PayKey:
    """Whom one row of a table is about."""

    code: str
    year: int
    measure: str
    sex: str = Sex.ALL
    hours: str = Hours.ALL
    area: str = UK
    age: str = AgeBand.ALL


@dataclass(frozen=True, slots=True)
class Cells:
    """A row's cells as they stand: number of jobs, and the statistics in the order of STATISTICS.

    `not_held` names the measures that the publisher has and this copy lacks.
    """

    jobs: object
    statistics: Sequence[object]
    not_held: frozenset[str] = field(default_factory=frozenset)


def edition_of(year: int, status: str, note: str = "") -> Edition:
    """An edition of any table of ASHE, one a year: the survey asks about a pay period in April."""
    return Edition(
        slot=str(year),
        edition=str(year),
        period=f"April {year}",
        status=status,
        period_start=date(year, 4, 1),
        period_end=date(year, 4, 30),
        published_on=PUBLISHED_ON.get((year, status)),
        note=note,
    )


def pay_values(key: PayKey, cells: Cells, coefficients: Sequence[object] | None = None) -> tuple[Any, ...]:
    """Key and values of one row, in the order of PAY_KEY and PAY_VALUES.

    `coefficients` are the coefficients of variation of jobs and statistics, where published: a value
    gets the quality band of its own. A missing value is None, with its reason in `marks`. Raises
    ValueError for a cell that is no number and no mark, for a number that cannot be in the measure's
    unit, and for percentiles that do not ascend.
    """
    names = ("jobs", *STATISTICS)
    if coefficients is not None and len(coefficients) != len(names):
        raise ValueError(f"the quality table has no row for {key.code}")
    row_mark = str(cells.jobs).strip() if str(cells.jobs).strip() in _WHOLE_ROW else ""
    values: dict[str, float | None] = {}
    marks: dict[str, str] = {}
    for place, (name, cell) in enumerate(zip(names, (cells.jobs, *cells.statistics), strict=True)):
        value, reason = read_number(cell, ASHE_MARKS)
        if value is None:
            marks[name] = _reason(name, cell, reason, row_mark, cells)
        else:
            _check_sense(name, value, key.measure)
            if coefficients is not None and (band := quality_band(coefficients[place])):
                marks[name] = band
        values[name] = value
    _check_ascending(values)
    about = (key.code, key.area, key.year, key.measure, key.sex, key.hours, key.age)
    return (*about, *(values[name] for name in names), json.dumps(marks, separators=(",", ":"), sort_keys=True))


def quality_band(coefficient: object) -> str:
    """The band of a coefficient of variation in per cent; empty when it is unavailable.

    Raises ValueError for one over 20 %: ONS would not have published the value it belongs to.
    """
    text = str(coefficient).strip()
    if text in _NO_COEFFICIENT:
        return ""
    value, _ = read_number(coefficient, {})
    for limit, band in BANDS:
        if value is not None and value <= limit:
            return band
    raise ValueError(f"a published value with a coefficient of variation of {text} %")


def _reason(name: str, cell: object, reason: str, row_mark: str, cells: Cells) -> str:
    if name in cells.not_held:
        return Reason.NOT_HELD
    if row_mark and not str(cell or "").strip():
        return ASHE_MARKS[row_mark]
    return reason


def _check_sense(name: str, value: float, measure: str) -> None:
    low, high = PLAUSIBLE["jobs" if name == "jobs" else measure]
    if not low <= value <= high:
        raise ValueError(f"{name} of {value:,g} lies outside {low:,g} to {high:,g}: another unit?")


def _check_ascending(values: Mapping[str, float | None]) -> None:
    found = [value for name in ASCENDING if (value := values[name]) is not None]
    if found != sorted(found):
        raise ValueError("the percentiles do not ascend: columns in another order?")
