"""What providers of apprenticeships teach and where: by authority, by standard and by region (DfE)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.importers import returns
from pathways.importers.placing import Register, files_by_header
from pathways.models import ProviderDelivery, ProviderStandard, RegionStarts

LEVELS = {
    "Intermediate Apprenticeship": "intermediate",
    "Advanced Apprenticeship": "advanced",
    "Higher Apprenticeship": "higher",
}
AGES = ("Under 19", "19-24", "25+")
REGISTER_HEADER = (
    "reference", "title", "level", "route", "max_funding_gbp", "typical_duration_months", "status", "version",
    "integrated_degree", "professional_recognition", "n_job_titles", "official_url_slug",
)  # fmt: skip
LIST_2021_HEADER = (
    "lars_code", "reference", "title", "level", "route", "pathway", "cluster", "max_funding_gbp",
    "typical_duration_months", "ssa1", "ssa2", "integrated_degree", "regulated_body", "last_date_starts", "page_url",
)  # fmt: skip
NO_MARKS = "{}"

Counts = list[int]


class ApprenticeshipDelivery(Importer):
    """Starts and achievements by provider, authority of delivery and year; learners of every home added.

    The two latest years. "Outside of England and unknown" has no code and is left out; so are places
    where nobody started or finished in the year.
    """

    source = "apprenticeship-delivery"
    model = ProviderDelivery
    key = ("ukprn", "area", "year")
    values = ("starts", "achievements", "marks")
    limits = returns.WIDE
    raw_files: ClassVar = {"all": (returns.AREAS,)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """By the month in the file's name."""
        return returns.months_edition(files, int(returns.last_years(files, 2)[0][:4]))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a provider, authority and year; the line is the first that was added."""
        return self._rows(files[0], returns.last_years(files, 2), Register.read(), report)

    def _rows(self, path: Path, years: Sequence[str], register: Register, report: Report) -> Iterator[Row]:
        sums: dict[tuple[str, str, str], Counts] = {}
        codes: dict[str, str | None] = {returns.UNKNOWN_PLACE: ""}
        seen = set()
        for line, cells in csv_rows(path, returns.AREAS_HEADER):
            try:
                year, (_, ukprn) = returns.academic_year(cells[0]), returns.provider(cells[1])
                starts, _, achievements = map(returns.count, cells[4:])
                code = codes.setdefault(cells[3], register.authority(cells[3]))
                if code is None:
                    raise ValueError(f"no authority in England is called {cells[3]!r}")
            except ValueError as error:
                report.bad(path.name, line, cells, str(error))
                continue
            seen.add(year)
            if year in years and code and (starts or achievements):
                one = sums.setdefault((ukprn, code, year), [line, 0, 0])
                one[1] += starts
                one[2] += achievements
        returns.whole(path, seen, years)
        for key, (line, starts, achievements) in sorted(sums.items()):
            yield Row(path.name, line, (*key, starts, achievements, NO_MARKS))


class ApprenticeshipRegions(Importer):
    """Starts and achievements by region of delivery, level and age in each year since 2022/23."""

    source = "apprenticeship-regions"
    model = RegionStarts
    key = ("region", "level", "age", "year")
    values = ("starts", "achievements", "marks")
    limits = Limits(min_rows=300, max_unpacked_bytes=returns.WIDE.max_unpacked_bytes, max_bad_share=0.0)
    raw_files: ClassVar = {"all": (returns.BREAKDOWNS,)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """By the month in the file's name."""
        return returns.months_edition(files, 2022)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a region, level, age and year; "Outside of England and unknown" is left out."""
        return self._rows(files[0], returns.last_years(files, 4), Register.read(), report)

    def _rows(self, path: Path, years: Sequence[str], register: Register, report: Report) -> Iterator[Row]:
        sums: dict[tuple[str, str, str, str], Counts] = {}
        seen = set()
        for line, cells in csv_rows(path, returns.BREAKDOWNS_HEADER):
            try:
                year, level = returns.academic_year(cells[0]), _level(cells[3])
                starts, _, achievements = map(returns.count, cells[7:])
                region = "" if cells[5] == returns.UNKNOWN_PLACE else register.region(cells[5])
                if region is None or cells[4] not in AGES:
                    raise ValueError(f"unknown region or age: {cells[5]!r} {cells[4]!r}")
            except ValueError as error:
                report.bad(path.name, line, cells, str(error))
                continue
            seen.add(year)
            if region:
                one = sums.setdefault((region, level, cells[4], year), [line, 0, 0])
                one[1] += starts
                one[2] += achievements
        returns.whole(path, seen, years)
        for key, (line, starts, achievements) in sorted(sums.items()):
            yield Row(path.name, line, (*key, starts, achievements, NO_MARKS))


def _level(cell: str) -> str:
    if cell not in LEVELS:
        raise ValueError(f"unknown level {cell!r}")
    return LEVELS[cell]


class ApprenticeshipProviderStandards(Importer):
    """Starts and achievements by provider, standard and year, all places together; frameworks are left out.

    Needs the register's list of standards and that of 2021 beside it, for the references.
    """

    source = "apprenticeship-provider-standards"
    model = ProviderStandard
    key = ("ukprn", "reference", "title", "year")
    values = ("starts", "achievements", "marks")
    limits = returns.WIDE
    raw_files: ClassVar = {
        "all": (
            returns.STANDARDS,
            "apprenticeships/standards_2026-07-02.tsv",
            "apprenticeships/standards_2021_facts.csv",
        )
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """By the month in the name of the table of standards."""
        table = files_by_header(files, returns.STANDARDS_HEADER, REGISTER_HEADER, LIST_2021_HEADER)[:1]
        return returns.months_edition(table, int(returns.last_years(table, 2)[0][:4]))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a provider, standard and year; the line is the first that was added."""
        table, register, list_2021 = files_by_header(files, returns.STANDARDS_HEADER, REGISTER_HEADER, LIST_2021_HEADER)
        years, titles = returns.last_years([table], 2), Titles.read(register, list_2021)
        sums: dict[tuple[str, str, str, str], Counts] = {}
        seen = set()
        for line, cells in csv_rows(table, returns.STANDARDS_HEADER):
            try:
                year, level = returns.academic_year(cells[0]), _level(cells[1])
                (_, ukprn), amount = returns.provider(cells[7]), returns.count(cells[9])
                if cells[5] not in ("Standard", "Framework") or cells[8] not in _PLACES:
                    raise ValueError(f"unknown flag or measure: {cells[5]!r} {cells[8]!r}")
            except ValueError as error:
                report.bad(table.name, line, cells, str(error))
                continue
            seen.add(year)
            place = _PLACES[cells[8]]
            if year in years and cells[5] == "Standard" and place and amount:
                key = (ukprn, titles.reference(cells[2], level), cells[2].strip(), year)
                sums.setdefault(key, [line, 0, 0])[place] += amount
        returns.whole(table, seen, years)
        for found, (line, starts, achievements) in sorted(sums.items()):
            yield Row(table.name, line, (*found, starts, achievements, NO_MARKS))


_PLACES = {"Starts": 1, "Achievements": 2, "Enrolments": 0}


def plain_title(title: str) -> str:
    """A title as it is compared: small letters and digits, "&" as "and", marks as spaces, apostrophes dropped."""
    text = title.lower().replace("’", "").replace("'", "").replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9]+", text))


class Titles:
    """References by title: of the register as it is, then of the list of 2021 for titles changed since."""

    def __init__(self) -> None:
        self._lists: list[dict[str, list[tuple[str, str, str]]]] = []

    @classmethod
    def read(cls, register: Path, list_2021: Path) -> Titles:
        """From the two lists; raises RefusedFileError when either has another layout or no rows."""
        found = cls()
        for path, header, delimiter in ((register, REGISTER_HEADER, "\t"), (list_2021, LIST_2021_HEADER, ",")):
            place = {name: header.index(name) for name in ("reference", "title", "level")}
            titles: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
            for _line, cells in csv_rows(path, header, delimiter=delimiter):
                status = cells[header.index("status")] if "status" in header else ""
                one = cells[place["reference"]], cells[place["level"]], status
                titles[plain_title(cells[place["title"]])].append(one)
            if not titles:
                raise RefusedFileError("the list of standards is empty", path.name)
            found._lists.append(titles)
        return found

    def reference(self, title: str, level: str) -> str:
        """The one standard of this title; several are told apart by the level of the row; "" when it stays open."""
        for titles in self._lists:
            candidates = titles.get(plain_title(title), [])
            if len({one[0] for one in candidates}) > 1:
                candidates = [one for one in candidates if level_word(one[1]) == level]
            references = {one[0] for one in candidates}
            if references:
                return references.pop() if len(references) == 1 else ""
        return ""


def level_word(level: str) -> str:
    """DfE's word for a level: 2 is intermediate, 3 advanced, 4 and above higher; "" for no level."""
    if level in ("2", "3"):
        return "intermediate" if level == "2" else "advanced"
    return "higher" if level in ("4", "5", "6", "7") else ""
