"""How many of those who left an apprenticeship had finished it (DfE, national achievement rates)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.importers.marks import read_number
from pathways.importers.apprenticeships import UnusableRowError, as_json, reference_of
from pathways.models import AchievementRate
from pathways.models.apprenticeships import ALL

# DfE's symbols in this series: low = rounds to nought, c = confidential, z = not applicable, x = no figure is given.
MARKS: Mapping[str, str] = {
    "low": Reason.LOW,
    "c": Reason.DISCLOSIVE,
    "z": Reason.NOT_APPLICABLE,
    "x": Reason.SUPPRESSED,
    "": Reason.NOT_PUBLISHED,
}
_YEAR = re.compile(r"(\d{2})(\d{2})")
_UKPRN = re.compile(r"1\d{7}")


@dataclass(frozen=True, slots=True)
class Layout:
    """One of the four files: its columns, and where the standard and the provider stand (None for all)."""

    columns: tuple[str, ...]
    reference: int | None
    ukprn: int | None


_NUMBERS = ("leavers", "achievement_rate")
LAYOUTS: Mapping[str, Layout] = {
    "achievement_rates_national": Layout(("academic_year", *_NUMBERS), None, None),
    "achievement_rates_by_standard": Layout(("academic_year", "standard_reference", *_NUMBERS), 1, None),
    "achievement_rates_by_provider": Layout(("academic_year", "ukprn", *_NUMBERS), None, 1),
    "achievement_rates_by_standard_provider": Layout(("academic_year", "standard_reference", "ukprn", *_NUMBERS), 1, 2),
}


def academic_year(text: str) -> str:
    """ "2122" as "2021/22"; raises UnusableRowError when the two halves do not follow each other."""
    found = _YEAR.fullmatch(text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise UnusableRowError(f"academic_year {text!r} is no academic year")
    return f"20{found[1]}/{found[2]}"


class AchievementRates(Importer):
    """Leavers and rates nationally, by standard, by provider, and by both; "*" stands for all."""

    source = "achievement-rates"
    model = AchievementRate
    key = ("year", "reference", "ukprn")
    values = ("leavers", "rate", "marks")
    limits = Limits(min_rows=20_000, max_bytes=8 * 1024 * 1024, plausible={"leavers": (10, 500), "rate": (30.0, 95.0)})
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": tuple(f"apprenticeships/{name}.csv" for name in LAYOUTS)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The latest and the first year of the national file."""
        national = next((path for path in files if _layout(path) == LAYOUTS["achievement_rates_national"]), None)
        if national is None:
            raise RefusedFileError("the national file, which names the years, is missing", files[0].name)
        try:
            years = sorted(academic_year(cells[0]) for _, cells in csv_rows(national, _layout(national).columns))
        except UnusableRowError as error:
            raise RefusedFileError(str(error), national.name) from error
        if not years:
            raise RefusedFileError("the national file names no year", national.name)
        first, last = int(years[0][:4]), int(years[-1][:4])
        # An academic year of these tables runs from 1 August to 31 July.
        period = (date(first, 8, 1), date(last + 1, 7, 31))
        return Edition("all", years[-1], f"{years[0]} to {years[-1]}", "final", *period)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """The rows of the four files, in the order national, standard, provider, both."""
        places = {_stem(path): path for path in files}
        missing = [name for name in LAYOUTS if name not in places]
        if missing or len(files) != len(LAYOUTS):
            raise RefusedFileError(f"four files belong together; missing: {', '.join(missing) or 'none'}", "")
        seen: dict[str, set[tuple[str, str, str]]] = {name: set() for name in LAYOUTS}
        for name, layout in LAYOUTS.items():
            path = places[name]
            for line, cells in csv_rows(path, layout.columns):
                try:
                    values = _values(layout, [cell.strip() for cell in cells])
                except UnusableRowError as error:
                    report.bad(path.name, line, cells, str(error))
                    continue
                seen[name].add(values[:3])
                yield Row(path.name, line, values)
        _whole(places, seen, report)


def _whole(places: Mapping[str, Path], seen: Mapping[str, set[tuple[str, str, str]]], report: Report) -> None:
    """Hold the files against each other; raises RefusedFileError for one that ends too early.

    Every file has the latest year, and each standard and provider of the finest file stands in its own, too;
    as many may be missing as rows were set aside.
    """
    latest = max((year for keys in seen.values() for year, _, _ in keys), default="")
    by_both = seen["achievement_rates_by_standard_provider"]
    expected = {
        "achievement_rates_national": {(latest, ALL, ALL)},
        "achievement_rates_by_standard": {(year, reference, ALL) for year, reference, _ in by_both},
        "achievement_rates_by_provider": {(year, ALL, ukprn) for year, _, ukprn in by_both},
    }
    for name, keys in seen.items():
        lost = sorted(expected.get(name, set()) - keys)
        if len(lost) > len(report.bad_rows):
            words = f"{len(lost)} rows are missing that the other files speak of; first: {' '.join(lost[0])}"
            raise RefusedFileError(words, places[name].name)
        if not report.bad_rows and latest not in {year for year, _, _ in keys}:
            raise RefusedFileError(f"nothing about {latest}, which another file has", places[name].name)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".csv")


def _layout(path: Path) -> Layout:
    try:
        return LAYOUTS[_stem(path)]
    except KeyError:
        raise RefusedFileError("not one of the four files of achievement rates", path.name) from None


def _values(layout: Layout, cells: list[str]) -> tuple[Any, ...]:
    marks: dict[str, str] = {}
    reference = ALL if layout.reference is None else reference_of(cells[layout.reference])
    ukprn = ALL if layout.ukprn is None else cells[layout.ukprn]
    if ukprn != ALL and not _UKPRN.fullmatch(ukprn):
        raise UnusableRowError(f"unknown form of UKPRN {ukprn!r}")
    leavers = _number(cells[-2], "leavers", marks)
    rate = _number(cells[-1], "rate", marks)
    if leavers is not None and leavers < 0:
        raise UnusableRowError(f"leavers {leavers:g} is below nought")
    if rate is not None and not 0 <= rate <= 100:
        raise UnusableRowError(f"achievement_rate {rate:g} is no percentage")
    return academic_year(cells[0]), reference, ukprn, leavers, rate, as_json(marks)


def _number(text: str, name: str, marks: dict[str, str]) -> float | None:
    try:
        value, mark = read_number(text, MARKS)
    except ValueError:
        raise UnusableRowError(f"{name} {text!r} is neither a number nor a known mark") from None
    if mark:
        marks[name] = mark
    return value
