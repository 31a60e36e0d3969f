"""A level entries and grades by subject and sex, and combinations of maths and sciences (DfE)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import Sex
from lmi.importers.marks import read_number
from lmi.register import ENGLAND
from pathways.models import SubjectCombination, SubjectEntry
from pathways.subjects import slug_of_entries

# DfE's symbols: c = held back; z and NA are not explained in the file.
MARKS: Mapping[str, str] = {"z": Reason.NOT_PUBLISHED, "c": Reason.SUPPRESSED, "NA": Reason.NOT_PUBLISHED}
FIRST_A_STAR = 2010  # before it every A* is "z", because the grade did not exist
SEXES: Mapping[str, str] = {"All students": Sex.ALL, "Female": Sex.FEMALE, "Male": Sex.MALE}
GRADES: Mapping[str, str] = {
    "perc_astar_grade_achieved": "grade_a_star",
    "perc_astar_a_grade_achieved": "grade_a",
    "perc_astar_b_grade_achieved": "grade_b",
    "perc_astar_c_grade_achieved": "grade_c",
    "perc_astar_d_grade_achieved": "grade_d",
    "perc_astar_e_grade_achieved": "grade_e",
}
ENTRIES_HEADER = (
    *("year", "time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("data_version", "subject_name", "characteristic_value"),
    *GRADES,
    "entry_count",
)
COMBINATIONS_HEADER = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("characteristic_value", "subject", "percent_entered", "number_of_students", "version", "year"),
)
STATUSES = {"Final": "final", "Revised": "revised", "Provisional": "provisional"}


def _number(cells: Mapping[str, str], column: str, most: float = 10_000_000) -> tuple[float | None, str]:
    """Value and mark; raises ValueError for a number outside nought to `most` or an unknown mark."""
    try:
        value, reason = read_number(cells[column], MARKS)
    except ValueError:
        raise ValueError(f"{column}: {cells[column]!r} is no number and no known mark") from None
    if value is not None and not 0 <= value <= most:
        raise ValueError(f"{column}: {cells[column]} is outside 0 to {most:g}")
    return value, reason


def _place(cells: Mapping[str, str], status_column: str) -> tuple[int, str, str]:
    """Year, sex and status of a line; raises ValueError when it is not about England in one academic year."""
    year, period, sex, status = (cells[name] for name in ("year", "time_period", "characteristic_value", status_column))
    if cells["country_code"] != ENGLAND or not year.isdigit() or period != f"{int(year) - 1}{year[2:]}":
        raise ValueError(f"not a year of England: {cells['country_code']} {period} {year}")
    if sex not in SEXES or status not in STATUSES:
        raise ValueError(f"unknown group or version {sex!r} {status!r}")
    return int(year), SEXES[sex], STATUSES[status]


def _marks(found: Mapping[str, str]) -> str:
    kept = {name: reason for name, reason in found.items() if reason}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def _edition(files: Sequence[Path], header: Sequence[str], version: str) -> Edition:
    """The years of the file, with the status of its last; raises RefusedFileError when it names none."""
    places = header.index("year"), header.index(version)
    found = {(cells[places[0]], cells[places[1]]) for _, cells in csv_rows(files[0], header)}
    years = sorted(year for year, _ in found if year.isdigit())
    if not years:
        raise RefusedFileError("the file names no year", files[0].name)
    first, last = int(years[0]), int(years[-1])
    statuses = {STATUSES.get(status, "") for year, status in found if year == years[-1]}
    status = statuses.pop() if len(statuses) == 1 else ""
    if not status:
        raise RefusedFileError(f"no one version is named for {last}", files[0].name)
    label = f"{first} to {last}"
    return Edition("all", label, f"Summers {label}", status, date(first, 6, 1), date(last, 8, 31))


class ALevelEntries(Importer):
    """Entries and the share reaching each grade or better, by subject, summer and sex; England, students aged 16 to 18.

    All years are one edition, because DfE publishes the series whole. Grades are cumulative, in per cent.
    """

    source = "a-level-entries"
    model = SubjectEntry
    key = ("subject", "year", "sex")
    values = ("slug", "entries", *GRADES.values(), "status", "marks")
    value_column = "entries"
    limits = Limits(
        min_rows=3_000, max_bytes=4 * 1024 * 1024, max_bad_share=0.0, plausible={"entries": (1_000, 50_000)}
    )
    raw_files: ClassVar = {"all": ("subjects/alevel_entries_1996_2025.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """Every summer of the file; its status is that of the last."""
        return _edition(files, ENTRIES_HEADER, "data_version")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a subject, summer and sex; totals too, without a slug."""
        path = files[0]
        for line, cells in csv_rows(path, ENTRIES_HEADER):
            try:
                yield Row(path.name, line, self._values(dict(zip(ENTRIES_HEADER, cells, strict=True))))
            except ValueError as error:
                report.bad(path.name, line, cells, str(error))

    def _values(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        year, sex, status = _place(cells, "data_version")
        subject = cells["subject_name"]
        if not subject:
            raise ValueError("no subject")
        read = {"entries": _number(cells, "entry_count")}
        read |= {ours: _number(cells, theirs, most=100) for theirs, ours in GRADES.items()}
        if year < FIRST_A_STAR and read["grade_a_star"][0] is None:
            read["grade_a_star"] = (None, Reason.NOT_APPLICABLE)
        numbers = [value for value, _ in read.values()]
        marks = _marks({name: reason for name, (_, reason) in read.items()})
        return (" ".join(subject.split()), year, sex, slug_of_entries(subject), *numbers, status, marks)


class ALevelCombinations(Importer):
    """Students by the combination of maths and sciences they entered, by summer and sex; England.

    Up to 2019 DfE gives single subjects and how many of them were taken, from 2020 on each combination too.
    """

    source = "a-level-combinations"
    model = SubjectCombination
    key = ("combination", "year", "sex")
    values = ("students", "percent", "marks")
    value_column = "students"
    limits = Limits(min_rows=1_400, max_bytes=2 * 1024 * 1024, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("subjects/alevel_maths_science_2010_2025.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """Every summer of the file; its status is that of the last."""
        return _edition(files, COMBINATIONS_HEADER, "version")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a combination, summer and sex."""
        path = files[0]
        for line, cells in csv_rows(path, COMBINATIONS_HEADER):
            try:
                yield Row(path.name, line, self._values(dict(zip(COMBINATIONS_HEADER, cells, strict=True))))
            except ValueError as error:
                report.bad(path.name, line, cells, str(error))

    def _values(self, cells: Mapping[str, str]) -> tuple[Any, ...]:
        year, sex, _status = _place(cells, "version")
        if not cells["subject"]:
            raise ValueError("no combination")
        students, why_students = _number(cells, "number_of_students")
        percent, why_percent = _number(cells, "percent_entered", most=100)
        return (
            cells["subject"],
            year,
            sex,
            students,
            percent,
            _marks({"students": why_students, "percent": why_percent}),
        )
