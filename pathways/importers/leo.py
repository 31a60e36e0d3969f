"""Longitudinal Education Outcomes (DfE): graduates by industry and region, and young people by what they reached."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import check_columns, csv_rows, open_workbook, sheet_rows
from lmi.enums import Sex
from lmi.importers.areas import REGIONS
from lmi.importers.marks import read_number
from lmi.importers.names import plain
from lmi.models import Industry
from pathways.models import DegreeSubject, GraduateIndustry, RouteActivity, RouteEarnings

GRADUATES_HEADER = (
    *("", "YAG", "region", "SECTIONNAME", "trained_in_region", "number_of_providers", "subject_name"),
    *("living_in_region", "earnings_median", "difference", "difference_prop"),
)
# The publication shows NA as "x" (no result) and a negative median as "c" (held back: small numbers).
_NA = {"NA": Reason.NOT_PUBLISHED}
ALL_SUBJECTS = "All"
UNKNOWN_INDUSTRY = "not_known"
_UNKNOWN = plain("NOT KNOWN")
YEARS_AFTER_GRADUATION = ("1", "3", "5", "10")
REGION_CODES: Mapping[str, str] = {plain(name): code for name, code in REGIONS.items()}

YEARS = range(1, 16)
FAMILIES = {"National": "all", "Grads": "graduates", "Non-grads": "non_graduates"}
GROUP_COLUMNS = {"National": "national", "Grads": "grad_status", "Non-grads": "non_grad_status"}
GROUPS: Mapping[str, tuple[str, ...]] = {
    "National": ("Overall Average", "National Average"),
    "Grads": ("Graduates", "Non-graduates"),
    "Non-grads": ("Achieving level 3 or above", "Achieving level 2 or below"),
}
# One name for the group of everyone, which the two workbooks name differently.
EVERYONE = "Everyone"
BREAKDOWNS: Mapping[str, tuple[str, str]] = {
    "All": ("all", ""),
    "Region of school": ("region", "region of school"),
    "KS4 attainment": ("ks4_attainment", "KS4_attainment"),
    "Gender": ("gender", "gender"),
}
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "all": {"": ""},
    "region": REGIONS,
    "ks4_attainment": {
        "Achieved 5 A*-C GCSE (inc. equiv.)": "five_good_gcses",
        "Did not achieve 5 A*-C GCSE (inc. equiv.)": "fewer",
    },
    "gender": {"Female": Sex.FEMALE, "Male": Sex.MALE},
}
ACTIVITIES = (
    *("KS5", "Other Education", "Adult FE", "Higher education", "Employment", "Out of work benefits"),
    *("No sustained activity", "Activity not captured"),
)


class LeoGraduates(Importer):
    """First-degree graduates by subject, industry and English region, one, three, five and ten years on.

    `pay_median` is of those who live in the region; `living_here` and `trained_here` count people, to the
    nearest five, who work in the industry and live, or studied, there. `industry` is the letter of the
    section of SIC 2007, or "not_known"; `region` a GSS code.
    """

    source = "leo-graduates"
    model = GraduateIndustry
    key = ("subject", "industry", "region", "years_after")
    values = ("cah", "pay_median", "living_here", "trained_here", "providers", "marks")
    limits = Limits(
        min_rows=20_000, max_bytes=8 * 1024 * 1024, max_bad_share=0.0, plausible={"pay_median": (15_000, 50_000)}
    )
    raw_files: ClassVar = {"all": ("outcomes/leo_graduate_subject_industry_region.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """Tax year 2018-19, as the publication named it while its table had this layout: the file has no year."""
        note = "The file does not name its tax year; it has the layout of the publication about 2018-19."
        start, end = date(2018, 4, 6), date(2019, 4, 5)
        return Edition("all", "2018-19", "Tax year 2018 to 2019", "final", start, end, note=note)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a subject, industry, region and year after graduation; "All" subjects too, without a CAH code."""
        path = files[0]
        industries = {plain(title): code for code, title in Industry.objects.values_list("code", "title")}
        industries[_UNKNOWN] = UNKNOWN_INDUSTRY
        subjects = _level_two()
        for line, cells in csv_rows(path, GRADUATES_HEADER):
            row = dict(zip(GRADUATES_HEADER, cells, strict=True))
            try:
                yield Row(path.name, line, _graduates(row, industries, subjects))
            except ValueError as error:
                report.bad(path.name, line, cells, str(error))


def _level_two() -> dict[str, str]:
    """CAH level 2 codes by title, of the present version where both have the title."""
    rows = DegreeSubject.objects.filter(level=2).order_by("release__source_id").values_list("title", "code")
    # "cah-current" sorts before "cah-subjects": the first of a title stays.
    found: dict[str, str] = {ALL_SUBJECTS: ""}
    for title, code in rows:
        found.setdefault(title, code)
    return found


def _graduates(row: Mapping[str, str], industries: Mapping[str, str], subjects: Mapping[str, str]) -> tuple[Any, ...]:
    """Values of a line; raises ValueError for unknown names and numbers."""
    industry, region = industries.get(plain(row["SECTIONNAME"])), REGION_CODES.get(plain(row["region"]))
    if industry is None or region is None or row["subject_name"] not in subjects:
        raise ValueError(f"unknown industry, region or subject: {row['SECTIONNAME']}, {row['region']}")
    if row["YAG"] not in YEARS_AFTER_GRADUATION:
        raise ValueError(f"unknown year after graduation {row['YAG']!r}")
    columns = ("earnings_median", "living_in_region", "trained_in_region", "number_of_providers")
    read = [_count(row[column]) for column in columns]
    marks = {name: mark for name, (_, mark) in zip(LeoGraduates.values[1:5], read, strict=True) if mark}
    packed = json.dumps(marks, sort_keys=True, separators=(",", ":"))
    subject = row["subject_name"]
    return subject, industry, region, int(row["YAG"]), subjects[subject], *(value for value, _ in read), packed


def _count(cell: str) -> tuple[float | None, str]:
    """Value and mark: any negative number stands for "held back"."""
    value, mark = read_number(cell, _NA)
    return (None, Reason.SUPPRESSED) if value is not None and value < 0 else (value, mark)


class _Cell(NamedTuple):
    """A cell of one of the workbooks, with what it is about."""

    line: int
    family: str
    group: str
    category: str
    activity: str
    year: int
    value: float | None


class _Post16(Importer):
    """A workbook of young people who took their GCSEs in England in 2002 to 2007, one sheet a population and split."""

    measure: ClassVar[str]
    breakdowns: ClassVar[tuple[str, ...]]

    def edition(self, files: Sequence[Path]) -> Edition:
        """The one edition that was published (27 May 2021)."""
        period = "GCSEs in 2002 to 2007, then up to 15 full tax years"
        return Edition("all", "2021", period, "final", published_on=date(2021, 5, 27))

    def _cells(self, path: Path, report: Report) -> Iterator[tuple[str, _Cell]]:
        workbook = open_workbook(path)
        for population in FAMILIES:
            for sheet in self.breakdowns:
                name, column = BREAKDOWNS[sheet]
                rows = sheet_rows(workbook, f"{population}_{sheet}", path)
                header = [str(cell) for cell in next(rows, (1, []))[1]]
                self._check(header, population, column, path)
                cells = list(self._sheet(rows, header, population, name, path, report))
                self._check_whole(cells, population, name, path)
                yield from ((name, cell) for cell in cells)

    def _check(self, header: list[str], population: str, column: str, path: Path) -> None:
        """The columns stand in an order of their own on every sheet; which they are is fixed."""
        wanted = ["Years after KS4", self.measure, GROUP_COLUMNS[population]]
        if population == "National" and column:
            wanted.pop()
        wanted += [column] if column else []
        wanted += ["Activity"] if self.measure == "Percentage" else []
        check_columns(sorted(header), sorted(wanted), path)

    def _sheet(
        self,
        rows: Iterator[tuple[int, list[Any]]],
        header: list[str],
        population: str,
        name: str,
        path: Path,
        report: Report,
    ) -> Iterator[_Cell]:
        column = next(column for key, column in BREAKDOWNS.values() if key == name)
        for line, cells in rows:
            row = dict(zip(header, cells, strict=True))
            try:
                yield self._cell(line, row, population, name, column)
            except (ValueError, KeyError) as error:
                report.bad(path.name, line, cells, f"{population}_{name}: {error}")

    def _cell(self, line: int, row: Mapping[str, Any], population: str, name: str, column: str) -> _Cell:
        """One cell; raises ValueError or KeyError for a group, category or number that is not known."""
        group = str(row.get(GROUP_COLUMNS[population], GROUPS[population][0]))
        if group not in GROUPS[population]:
            raise ValueError(f"unknown group {group!r}")
        category = CATEGORIES[name][str(row[column]) if column else ""]
        activity = str(row.get("Activity", ""))
        if activity and activity not in ACTIVITIES:
            raise ValueError(f"unknown activity {activity!r}")
        value, _mark = read_number(row[self.measure], {"": Reason.NOT_PUBLISHED})
        year = int(row["Years after KS4"])
        if year not in YEARS or (value is not None and value < 0):
            raise ValueError(f"year {year} or value {value} is out of range")
        everyone = population == "National"
        return _Cell(line, FAMILIES[population], EVERYONE if everyone else group, category, activity, year, value)

    def _check_whole(self, cells: list[_Cell], population: str, name: str, path: Path) -> None:
        """Refuse a sheet that was cut short: every group has every category, activity and year once."""
        groups = 1 if population == "National" else len(GROUPS[population])
        activities = len(ACTIVITIES) if self.measure == "Percentage" else 1
        wanted = groups * len(CATEGORIES[name]) * activities * len(YEARS)
        if len(cells) != wanted:
            raise RefusedFileError(f"{len(cells)} rows of {population}, {name}, where {wanted} belong", path.name)


class LeoPost16Earnings(_Post16):
    """Average earnings of those in work, by whether they became graduates or reached level 3, each year after GCSEs.

    Splits by ethnic group, free school meals, special needs, first language, school type and deprivation are
    left out. `group` is as published; `category` a GSS code, "female", "five_good_gcses" and so on.
    """

    source = "leo-post16-earnings"
    model = RouteEarnings
    key = ("family", "group", "breakdown", "category", "years_after")
    values = ("earnings", "marks")
    value_column = "earnings"
    measure = "Average Earnings"
    breakdowns = ("All", "Region of school", "KS4 attainment", "Gender")
    limits = Limits(
        min_rows=1_000, max_bytes=2 * 1024 * 1024, max_bad_share=0.0, plausible={"earnings": (8_000, 30_000)}
    )
    raw_files: ClassVar = {"all": ("outcomes/leo_post16_earnings_by_route.xlsx",)}

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a group, category and year; pounds a year."""
        for breakdown, cell in self._cells(files[0], report):
            key = (cell.family, cell.group, breakdown, cell.category, cell.year)
            yield Row(files[0].name, cell.line, (*key, cell.value, _mark_of("earnings", cell.value)))


class LeoPost16Activity(_Post16):
    """What people were mainly doing each year after GCSEs, in per cent of a group; sheets without a split only."""

    source = "leo-post16-activity"
    model = RouteActivity
    key = ("family", "group", "activity", "years_after")
    values = ("percent", "marks")
    value_column = "percent"
    measure = "Percentage"
    breakdowns = ("All",)
    limits = Limits(min_rows=600, max_bytes=4 * 1024 * 1024, max_bad_share=0.0, plausible={"percent": (0.5, 40)})
    raw_files: ClassVar = {"all": ("outcomes/leo_post16_main_activity.xlsx",)}

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a group, activity and year; the workbook's many decimals are cut to two."""
        for _, cell in self._cells(files[0], report):
            value = None if cell.value is None else round(cell.value, 2)
            key = (cell.family, cell.group, cell.activity, cell.year)
            yield Row(files[0].name, cell.line, (*key, value, _mark_of("percent", value)))


def _mark_of(name: str, value: float | None) -> str:
    return "{}" if value is not None else json.dumps({name: Reason.NOT_PUBLISHED}, separators=(",", ":"))
