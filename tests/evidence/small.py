"""A small source for tests of the pipeline: real tables, real files, a layout of four columns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Row
from evidence.importing.reading import csv_rows
from evidence.models import Publisher, Source
from lmi.importers.marks import ASHE_MARKS, read_number
from lmi.models import OccupationGroup, PayFigure

HEADER = ("soc2020", "year", "median", "p25")
UNITS = ("5241", "5242", "5243", "5244", "5245", "5246", "5249", "2134", "2313", "6135", "8211", "1111")


class SmallPay(Importer):
    """soc2020, year, median, p25; all of one year."""

    source = "small-pay"
    model = PayFigure
    key = ("soc2020_id", "area_id", "year", "measure", "sex", "hours", "age")
    values = ("jobs", "median", "mean", "p10", "p20", "p25", "p30", "p40", "p60", "p70", "p75", "p80", "p90", "marks")
    references = {"soc2020_id": OccupationGroup}
    period_columns = ("year",)
    value_column = "median"
    limits = Limits(
        min_rows=5,
        max_bytes=20_000,
        max_unpacked_bytes=100_000,
        max_bad_share=0.2,
        plausible={"median": (5_000, 200_000)},
    )

    def edition(self, files):
        first = next(csv_rows(files[0], HEADER), (0, ["", "2025"]))[1]
        return Edition(first[1], first[1], f"April {first[1]}", "provisional", date(int(first[1]), 4, 1))

    def read(self, files, report):
        for line, (code, year, median, p25) in csv_rows(files[0], HEADER):
            marks = {}
            try:
                value, reason = read_number(median, ASHE_MARKS)
                low, low_reason = read_number(p25, ASHE_MARKS)
            except ValueError as error:
                report.bad(files[0].name, line, median, str(error))
                continue
            if reason:
                marks["median"] = reason
            if low_reason:
                marks["p25"] = low_reason
            key = (code, "K02000001", int(year), "annual", "all", "full_time", "all")
            values = (None, value, None, None, None, low, *[None] * 7, json.dumps(marks))
            yield Row(files[0].name, line, (*key, *values))


class FailsHalfWay(SmallPay):
    """Breaks in the middle of the file, as a reader with a mistake would."""

    def read(self, files, report):
        for n, row in enumerate(super().read(files, report)):
            if n == 6:
                raise RuntimeError("a mistake in the reader")
            yield row


class RefusesHalfWay(SmallPay):
    """Finds in the middle that the file is not of its layout."""

    def read(self, files, report):
        for n, row in enumerate(super().read(files, report)):
            if n == 6:
                raise RefusedFileError("not our layout", files[0].name, row.line)
            yield row


def make_source() -> Source:
    """The source's own record, and the units it refers to where the database has none."""
    publisher, _ = Publisher.objects.get_or_create(slug="tests", defaults={"name": "A body made for tests"})
    source, _ = Source.objects.get_or_create(
        slug="small-pay",
        defaults={
            "title": "A small table made for tests",
            "publisher": publisher,
            "summary": "Made for tests.",
            "licence": "none",
            "attribution": "Made for tests.",
            "address": "https://example.org/",
            "cadence": "annual",
        },
    )
    return source


def make_classification() -> None:
    """The unit groups of UNITS in a database without starter data."""
    from evidence.models import Release

    publisher, _ = Publisher.objects.get_or_create(slug="tests", defaults={"name": "A body made for tests"})
    soc, _ = Source.objects.get_or_create(
        slug="soc-2020",
        defaults={
            "title": "SOC",
            "publisher": publisher,
            "summary": "-",
            "licence": "-",
            "attribution": "-",
            "address": "https://example.org/",
            "cadence": "irregular",
        },
    )
    release = Release.objects.create(
        key="soc-for-tests", source=soc, edition="2020", period="2020", status="final", checksum="-", state="published"
    )
    for code in UNITS:
        OccupationGroup.objects.create(
            code=code, level="unit", title=f"Unit {code}", parent_id=code[:3], release=release
        )


def rows_of(year: int = 2025, *, raise_by: float = 1.0, units=UNITS) -> list[list[str]]:
    """Cells of a good file."""
    return [[code, str(year), str(int((30_000 + 500 * n) * raise_by)), str(20_000 + n)] for n, code in enumerate(units)]


def write(path: Path, rows: list[list[str]], header=HEADER, encoding: str = "utf-8") -> Path:
    """A file of these cells."""
    lines = [",".join(header), *(",".join(cells) for cells in rows)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path
