"""Importers that are ready for publications of which no edition is held; the layouts are ours (docs/sources).

Each reads a tidy UTF-8 table with an exact header. Until a publisher's own file is at hand these
layouts stand in for it: whoever brings a file in lays it out so, or changes the reader here.
"""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import Hours, PayMeasure, Sex
from lmi.importers.ashe_rows import PAY_KEY, PAY_VALUES, STATISTICS, Cells, PayKey, edition_of, pay_values
from lmi.importers.marks import read_number
from lmi.models import (
    AdvertFigure,
    Area,
    DemandBand,
    DemandFigure,
    EmploymentFigure,
    OccupationGroup,
    PayFigure,
    UnemploymentFigure,
)
from lmi.models.figures import ALL_INDUSTRIES

# Symbols of DfE and ONS tables; a blank is "not published", and never nothing.
MARKS: Mapping[str, str] = {
    "": Reason.NOT_PUBLISHED,
    "x": Reason.NOT_PUBLISHED,
    "c": Reason.SUPPRESSED,
    "*": Reason.UNRELIABLE,
    "-": Reason.NEGLIGIBLE,
    "low": Reason.LOW,
    "z": Reason.NOT_APPLICABLE,
}


class TidyTable(Importer):
    """A table of one row a fact. Subclasses give the header and turn a row's cells into values."""

    header: ClassVar[tuple[str, ...]]
    references: ClassVar = {"soc2020_id": OccupationGroup, "area_id": Area}

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a line; a line that cannot be used is set aside with its reason."""
        for path in files:
            for line, cells in csv_rows(path, self.header):
                try:
                    values = self.row(dict(zip(self.header, cells, strict=True)))
                except ValueError as error:
                    report.bad(path.name, line, cells, str(error))
                    continue
                yield Row(path.name, line, values)

    @abstractmethod
    def row(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        """The values of one line; raises ValueError saying what is wrong with it."""

    def year_of(self, files: Sequence[Path]) -> int:
        """The one year that all lines are about; raises RefusedFileError for none or several."""
        place = self.header.index("year")
        years = {cells[place] for path in files for _, cells in csv_rows(path, self.header)}
        if len(years) != 1 or not re.fullmatch(r"20\d\d", year := years.pop()):
            raise RefusedFileError("the column year must name one year, the same on every line", files[0].name)
        return int(year)


def numbers(cells: Mapping[str, str], *columns: str) -> tuple[list[float | None], dict[str, str]]:
    """Values and marks of these columns; raises ValueError for a negative number or an unknown mark."""
    values: list[float | None] = []
    marks: dict[str, str] = {}
    for column in columns:
        try:
            value, reason = read_number(cells[column], MARKS)
        except ValueError:
            raise ValueError(f"{column}: {cells[column]!r} is no number and no known mark") from None
        if value is not None and value < 0:
            raise ValueError(f"{column}: {cells[column]} is less than nothing")
        values.append(value)
        if reason:
            marks[column] = reason
    return values, marks


def as_json(marks: Mapping[str, str]) -> str:
    """The `marks` column."""
    return json.dumps(marks, sort_keys=True, separators=(",", ":"))


def calendar_year(year: int, status: str = "final") -> Edition:
    """An edition about one calendar year."""
    label = f"January to December {year}"
    return Edition(str(year), str(year), label, status, date(year, 1, 1), date(year, 12, 31))


class OccupationsInDemand(TidyTable):
    """Demand bands of unit groups, one edition a year: soc2020, area, year, band, score.

    Bands are "critical", "elevated" and "not_high"; a band may be a mark when the publisher gives none.
    """

    source = "occupations-in-demand"
    model = DemandFigure
    key = ("soc2020_id", "area_id", "year")
    values = ("band", "score", "marks")
    period_columns = ("year",)
    value_column = "band"
    limits = Limits(min_rows=200, max_bytes=1024 * 1024)
    header = ("soc2020", "area", "year", "band", "score")

    def edition(self, files: Sequence[Path]) -> Edition:
        """The year that the lines name."""
        return calendar_year(self.year_of(files))

    def row(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        """Band and score of one occupation."""
        (score,), marks = numbers(cells, "score")
        band = cells["band"]
        if band in MARKS:
            band, marks["band"] = "", MARKS[band]
        elif band not in DemandBand.values:
            raise ValueError(f"unknown band {band!r}")
        return (cells["soc2020"], cells["area"], int(cells["year"]), band, score, as_json(marks))


class UnemploymentByOccupation(TidyTable):
    """People out of work by last occupation, one edition a year: soc2020, area, year, people, rate."""

    source = "unemployment-by-occupation"
    model = UnemploymentFigure
    key = ("soc2020_id", "area_id", "year")
    values = ("people", "rate", "marks")
    period_columns = ("year",)
    value_column = "people"
    limits = Limits(min_rows=9, max_bytes=4 * 1024 * 1024, plausible={"rate": (0.3, 30)})
    header = ("soc2020", "area", "year", "people", "rate")

    def edition(self, files: Sequence[Path]) -> Edition:
        """The year that the lines name."""
        return calendar_year(self.year_of(files))

    def row(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        """People and rate of one occupation in one area."""
        (people, rate), marks = numbers(cells, "people", "rate")
        if rate is not None and rate > 100:
            raise ValueError(f"rate: {rate:g} per cent")
        return (cells["soc2020"], cells["area"], int(cells["year"]), people, rate, as_json(marks))


class CensusOccupationByArea(TidyTable):
    """People in work on census day by unit group and local authority: soc2020, area, people."""

    source = "census-2021-occupation-by-area"
    model = EmploymentFigure
    key = ("soc2020_id", "area_id", "year", "industry")
    values = ("people", "marks")
    value_column = "people"
    limits = Limits(min_rows=10_000, max_unpacked_bytes=64 * 1024 * 1024, plausible={"people": (5, 2_000)})
    header = ("soc2020", "area", "people")

    def edition(self, files: Sequence[Path]) -> Edition:
        """Census day of England and Wales."""
        day = date(2021, 3, 21)
        return Edition("2021", "2021", "21 March 2021", "final", day, day)

    def row(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        """People of one occupation in one authority."""
        (people,), marks = numbers(cells, "people")
        return (cells["soc2020"], cells["area"], 2021, ALL_INDUSTRIES, people, as_json(marks))


class TextkernelByAuthority(TidyTable):
    """New adverts by month, occupation and local authority: soc2020, area, month (2026-06), adverts."""

    source = "textkernel-local-authority"
    model = AdvertFigure
    key = ("soc2020_id", "area_id", "month")
    values = ("adverts", "marks")
    value_column = "adverts"
    limits = Limits(
        min_rows=1_000,
        max_bytes=128 * 1024 * 1024,
        max_unpacked_bytes=1024 * 1024 * 1024,
        plausible={"adverts": (1, 500)},
    )
    header = ("soc2020", "area", "month", "adverts")

    def edition(self, files: Sequence[Path]) -> Edition:
        """Named by its last month; raises RefusedFileError when a month is unreadable."""
        months: set[str] = {cells[2] for path in files for _, cells in csv_rows(path, self.header)}
        try:
            days = sorted(_month(text) for text in months)
        except ValueError as error:
            raise RefusedFileError(str(error), files[0].name) from None
        if not days:
            raise RefusedFileError("there is no line in the file", files[0].name)
        label = f"{days[-1]:%Y-%m}"
        return Edition("all", label, f"{days[0]:%Y-%m} to {label}", "provisional", days[0], days[-1])

    def row(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        """Adverts of one occupation in one authority and month."""
        (adverts,), marks = numbers(cells, "adverts")
        return (cells["soc2020"], cells["area"], _month(cells["month"]), adverts, as_json(marks))


class AsheTable15Full(TidyTable):
    """Pay and hours by region and unit group, one edition a year, a line a measure, sex and working pattern.

    Columns: soc2020, area, year, measure, sex, hours, jobs (thousands), then the statistics; ASHE's marks.
    """

    source = "ashe-15-full"
    model = PayFigure
    key = PAY_KEY
    values = PAY_VALUES
    period_columns = ("year",)
    value_column = "median"
    limits = Limits(min_rows=4_000, max_bytes=64 * 1024 * 1024, max_unpacked_bytes=512 * 1024 * 1024)
    header = ("soc2020", "area", "year", "measure", "sex", "hours", "jobs", *STATISTICS)

    def edition(self, files: Sequence[Path]) -> Edition:
        """The year that the lines name; first published figures are provisional."""
        return edition_of(self.year_of(files), "provisional")

    def row(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        """Pay of one group of employees in one area."""
        for column, known in (("measure", PayMeasure), ("sex", Sex), ("hours", Hours)):
            if cells[column] not in known.values:
                raise ValueError(f"unknown {column} {cells[column]!r}")
        key = PayKey(
            cells["soc2020"], int(cells["year"]), cells["measure"], cells["sex"], cells["hours"], cells["area"]
        )
        return pay_values(key, Cells(cells["jobs"], [cells[name] for name in STATISTICS]))


def _month(text: str) -> date:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise ValueError(f"{text!r} is no month (2026-06)")
    return date(int(text[:4]), int(text[5:]), 1)
