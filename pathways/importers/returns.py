"""What DfE's tables of apprenticeships by provider have in common: edition, years, providers' names, counts."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from evidence.importing.contract import MIB, Edition, Limits, RefusedFileError

AREAS = "providers/apprenticeships_lad_map_data_2026-04.csv.gz"
BREAKDOWNS = "providers/apprenticeships_provider_breakdowns_2026-04.csv.gz"
STANDARDS = "providers/apprenticeships_subjects_and_standards_2026-04.csv.gz"
AREAS_HEADER = (
    "year", "provider_name", "learner_home_lad", "delivery_lad", "starts", "enrolments", "achievements",
)  # fmt: skip
BREAKDOWNS_HEADER = (
    "year", "provider_name", "provider_type", "apps_Level", "age_group", "delivery_region", "learner_home_region",
    "starts", "enrolments", "achievements",
)  # fmt: skip
STANDARDS_HEADER = (
    "year", "apps_Level", "std_fwk_name", "ssa_t1_desc", "ssa_t2_desc", "std_fwk_flag", "provider_type",
    "provider_name", "measure", "values",
)  # fmt: skip
UNKNOWN_PLACE = "Outside of England and unknown"
WIDE = Limits(min_rows=1000, max_bytes=16 * MIB, max_unpacked_bytes=160 * MIB, max_bad_share=0.0)
_FILE_MONTH = re.compile(r"_(20\d\d)-(0[1-9]|1[0-2])\.csv(\.gz)?$")
_YEAR = re.compile(r"(20\d\d)/(\d\d)(?: \(Aug to ([A-Z][a-z]{2})\))?")
_PROVIDER = re.compile(r"(.+) \((\d{8})\)")
_FIRST_MONTH = 8  # academic years begin in August


def months_edition(files: Sequence[Path], first_year: int) -> Edition:
    """The edition that the files' names state: "April 2026", counts up to the end of that month.

    Provisional: the last year is counted as it stands then. Raises RefusedFileError for files of several
    months, or that name none.
    """
    found = {match.group(1, 2) for path in files if (match := _FILE_MONTH.search(path.name))}
    if len(found) != 1:
        raise RefusedFileError("the files' names do not end in one year and month (_2026-04.csv.gz)", files[0].name)
    year, month = map(int, found.pop())
    label = f"{month_name[month]} {year}"
    end = date(year, month, monthrange(year, month)[1])
    return Edition("all", label, f"August {first_year} to {label}", "provisional", date(first_year, 8, 1), end)


def last_years(files: Sequence[Path], count: int) -> tuple[str, ...]:
    """The academic years of the edition, as "2024/25", earliest first: the one it ends in and those before."""
    end = months_edition(files, 2022).period_end
    if end is None:
        raise AssertionError("an edition of months has an end")
    first = end.year if end.month >= _FIRST_MONTH else end.year - 1
    return tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(first - count + 1, first + 1))


def academic_year(cell: str) -> str:
    """ "2025/26 (Aug to Apr)" as "2025/26"; raises ValueError for anything else than an academic year."""
    match = _YEAR.fullmatch(cell.strip())
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(f"{cell!r} is no academic year")
    return f"{match[1]}/{match[2]}"


def provider(cell: str) -> tuple[str, str]:
    """("NAME", "10046498") of "NAME (10046498)"; raises ValueError for anything else."""
    match = _PROVIDER.fullmatch(cell.strip())
    if match is None:
        raise ValueError(f"{cell!r} does not end in a UKPRN")
    return match[1].strip(), match[2]


def count(cell: str) -> int:
    """A published count; raises ValueError for a blank, a mark or anything that is no whole number from 0 on."""
    if not cell.isdecimal():
        raise ValueError(f"{cell!r} is no count")
    return int(cell)


def whole(path: Path, years: Iterable[str], expected: Sequence[str]) -> None:
    """Refuse a file that lacks a year of its edition: it was cut short or is of another edition."""
    missing = [year for year in expected if year not in set(years)]
    if missing:
        raise RefusedFileError(f"the file has no rows of {', '.join(missing)}; it may be cut short", path.name)
