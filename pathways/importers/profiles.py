"""What job profiles of November 2020 say about ways in, by label (National Careers Service)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.importers.titles import CodingIndex2020
from pathways.importers.apprenticeships import UnusableRowError, as_json, reference_of
from pathways.models import JobProfile

ROUTES = ("university", "college", "apprenticeship", "work", "direct", "volunteering", "other")
COLUMNS = (
    *("profile", "soc2010", "onet_soc", "categories", "hours_min", "hours_max"),
    *(f"route_{name}" for name in ROUTES),
    *("university_requirements", "college_requirements", "apprenticeship_requirements", "degree_subjects_listed"),
    *("apprenticeship_standards", "registrations", "restrictions"),
)
LONGEST_LABEL = 50  # what is longer, or has markup in it, is a sentence of the publisher's and is left out
_PARTED = " | "

Index = Mapping[str, set[tuple[str, str, bool]]]  # title -> (SOC 2020 unit, SOC 2010 unit, has a qualifier)


def matched(title: str) -> str:
    """The title as it is compared: lower case, hyphens and strokes as spaces, no apostrophes."""
    return " ".join(re.sub(r"[-/]", " ", title.casefold()).replace("'", "").replace("’", "").split())


def unit_of(profile: str, soc2010: str, index: Index) -> str:
    """The SOC 2020 unit of the index entry that bears the profile's name and SOC 2010 unit; "" when not clear.

    Where such entries lead to several units, those without a qualifier decide, if they agree.
    """
    entries = [entry for entry in index.get(matched(profile), ()) if entry[1] == soc2010]
    for chosen in (entries, [entry for entry in entries if not entry[2]]):
        units = {unit for unit, _soc2010, _qualified in chosen}
        if len(units) == 1:
            return units.pop()
    return ""


class JobProfiles2020(Importer):
    """Which routes each of 829 job profiles names, and the labels of what they ask.

    Labels only: the profiles' sentences are the publisher's prose and are left out. Reads the coding
    index of SOC 2020 beside them, to find the unit group that bears a profile's name.
    """

    source = "job-profiles-2020"
    model = JobProfile
    key = ("profile",)
    values = (
        *("soc2010", "soc2020", "hours_low", "hours_high", "routes", "university_asks", "college_asks"),
        *("apprenticeship_asks", "degree_subjects", "standards", "registrations", "restrictions"),
    )
    unit_column = "soc2020"
    limits = Limits(min_rows=700, max_bytes=8 * 1024 * 1024, plausible={"hours_low": (16, 48), "hours_high": (16, 60)})
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {
        "all": ("reference/job_profile_facts_2020.csv", *CodingIndex2020.raw_files["all"])
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """November 2020, the only edition held; the file carries no date."""
        return Edition("all", "November 2020", "November 2020", "final", date(2020, 11, 1), date(2020, 11, 30))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a profile."""
        path, index_file = _the_two(files)
        index = _index(index_file)
        left_out = 0
        for line, cells in csv_rows(path, COLUMNS):
            row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
            try:
                values, sentences = _profile(row, index)
            except UnusableRowError as error:
                report.bad(path.name, line, cells, str(error))
                continue
            left_out += sentences
            yield Row(path.name, line, values)
        if left_out:
            report.warn(f"{left_out} sentences among the labels were left out", path.name)


def _the_two(files: Sequence[Path]) -> tuple[Path, Path]:
    tables = [path for path in files if ".csv" in path.name]
    books = [path for path in files if path.suffix == ".xlsx"]
    if len(tables) != 1 or len(books) != 1:
        raise RefusedFileError("two files belong together: the job profiles and the coding index of SOC 2020", "")
    return tables[0], books[0]


def _index(path: Path) -> Index:
    found: dict[str, set[tuple[str, str, bool]]] = defaultdict(set)
    importer = CodingIndex2020()
    places = [importer.columns.index(name) for name in ("title", "soc2020_id", "soc2010", "qualifier")]
    # What the index itself has wrong is told when it is imported; here such entries just match nothing.
    for row in importer.read([path], Report(max_bad_rows=100_000)):
        title, soc2020, soc2010, qualifier = (row.values[place] for place in places)
        found[matched(title)].add((soc2020, soc2010, bool(qualifier)))
    return found


def _profile(row: dict[str, str], index: Index) -> tuple[tuple[Any, ...], int]:
    """The row's values, and how many sentences were left out of them."""
    if not row["profile"] or not re.fullmatch(r"\d{4}", row["soc2010"]):
        raise UnusableRowError("no name, or no SOC 2010 unit")
    asked = [_labels(row[f"{name}_requirements"]) for name in ("university", "college", "apprenticeship")]
    subjects = _labels(row["degree_subjects_listed"])
    standards = [reference_of(part) for part in _parts(row["apprenticeship_standards"])]
    others = [_labels(row["registrations"]), _labels(row["restrictions"])]
    values = (
        row["profile"],
        row["soc2010"],
        unit_of(row["profile"], row["soc2010"], index),
        _hours(row["hours_min"]),
        _hours(row["hours_max"]),
        as_json([name for name in ROUTES if _flag(row[f"route_{name}"])]),
        *(as_json(labels) for labels, _ in [*asked, subjects]),
        as_json(standards),
        *(as_json(labels) for labels, _ in others),
    )
    return values, sum(sentences for _, sentences in [*asked, subjects, *others])


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_PARTED) if part.strip()]


def _labels(cell: str) -> tuple[list[str], int]:
    """The short labels of a cell, and how many parts were not labels."""
    parts = _parts(cell)
    labels = [part for part in parts if len(part) <= LONGEST_LABEL and "<" not in part]
    return labels, len(parts) - len(labels)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise UnusableRowError(f"{text!r} is neither 0 nor 1")
    return text == "1"


def _hours(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise UnusableRowError(f"{text!r} is no number of hours") from None
