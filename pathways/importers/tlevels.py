"""T Levels, their specialisms, and who said in February 2022 that they would teach them where (DfE)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.importers.apprenticeships import UnusableRowError, as_json
from pathways.models import Specialism, TLevel, TLevelOffer

TLEVEL_COLUMNS = ("id", "lars_code", "title", "name", "start_year", "route")
SPECIALISM_COLUMNS = ("id", "lars_code", "name", "tlevel")
FIRST_YEAR = 2020  # the first T Levels began in September 2020
_CODE = re.compile(r"[0-9A-Z]{8,10}")
_OUTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ?[0-9][A-Z]{2}")
_UKPRN = re.compile(r"1\d{7}")

# The list of providers numbers T Levels by the framework code of the learner data (programme type 31): code ->
# number of the version in the register. How this was found: docs/sources/tlevel-providers-2022.md.
FRAMEWORKS: Mapping[int, int] = {36: 1, 37: 5, 38: 4, 39: 7, 40: 6, 41: 8, 42: 9, 43: 10, 44: 2, 45: 3}


def _whole(text: str, name: str) -> int:
    if not text.isdecimal():
        raise UnusableRowError(f"{name} {text!r} is not a whole number")
    return int(text)


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise UnusableRowError(f"unknown form of code {text!r}")
    return text


class TLevels(Importer):
    """Every version of every T Level, with the year it could first be started."""

    source = "tlevels"
    model = TLevel
    key = ("number",)
    values = ("lars_code", "name", "sector", "start_year")
    limits = Limits(min_rows=20, max_bytes=1024 * 1024, plausible={"start_year": (2020, 2030)})
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("qualifications/tlevel_pathways.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """Named after the first and the last start year in the file, which carries no date."""
        return _edition_of_years(files[0])

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a version."""
        path = files[0]
        for line, cells in csv_rows(path, TLEVEL_COLUMNS):
            number, code, _title, name, year, sector = (cell.strip() for cell in cells)
            try:
                if not name or not sector:
                    raise UnusableRowError("no name or no sector")
                start = _whole(year, "start_year")
                if start < FIRST_YEAR:
                    raise UnusableRowError(f"start_year {start} is before the first T Levels")
                yield Row(path.name, line, (_whole(number, "id"), _code(code), name, sector, start))
            except UnusableRowError as error:
                report.bad(path.name, line, cells, str(error))


def _edition_of_years(path: Path) -> Edition:
    years = sorted({cells[4] for _, cells in csv_rows(path, TLEVEL_COLUMNS)})
    if not years or not all(re.fullmatch(r"20\d\d", year) for year in years):
        raise RefusedFileError("the file's start years cannot be read", path.name)
    period = f"T Levels first taught from September {years[0]} to September {years[-1]}"
    return Edition("all", f"{years[0]} to {years[-1]}", period, "final")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a T Level as far as its specialisms need it."""

    number: int
    start_year: int


Listed = tuple[int, int, str, str, str]  # line, number, LARS code, name, printed title


class TLevelSpecialisms(Importer):
    """The specialisms with the versions that offer them; reads the list of T Levels beside them."""

    source = "tlevel-specialisms"
    model = Specialism
    key = ("number",)
    values = ("lars_code", "name", "tlevel_name", "tlevels")
    limits = Limits(min_rows=70, max_bytes=1024 * 1024)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {
        "all": ("qualifications/tlevel_specialisms.csv", "qualifications/tlevel_pathways.csv")
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """That of the list of T Levels."""
        return _edition_of_years(_the_two(files)[1])

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a specialism."""
        path, others = _the_two(files)
        versions = _versions(others)
        listed = list(_specialisms(path, report))
        known = [row for row in listed if row[4] in versions]
        for line, number, code, name, title in listed:
            if title not in versions:
                report.bad(path.name, line, title, f"no T Level is called {title!r}")
                continue
            offered = [version_of(number, versions[title], known, versions)]
            yield Row(path.name, line, (number, code, name, title, as_json(offered)))


def _the_two(files: Sequence[Path]) -> tuple[Path, Path]:
    found = {name: path for path in files for name in ("specialisms", "pathways") if name in path.name}
    if len(files) != 2 or len(found) != 2:
        raise RefusedFileError("two files belong together: the specialisms and the list of T Levels (pathways)", "")
    return found["specialisms"], found["pathways"]


def _versions(path: Path) -> dict[str, list[Version]]:
    """Versions by printed title, oldest first."""
    found: dict[str, list[Version]] = defaultdict(list)
    for line, cells in csv_rows(path, TLEVEL_COLUMNS):
        if not cells[0].isdecimal() or not cells[4].isdecimal():
            raise RefusedFileError("a T Level without number or start year", path.name, line)
        found[cells[2].strip()].append(Version(int(cells[0]), int(cells[4])))
    return {title: sorted(of_title, key=lambda v: v.start_year) for title, of_title in found.items()}


def _specialisms(path: Path, report: Report) -> Iterator[Listed]:
    for line, cells in csv_rows(path, SPECIALISM_COLUMNS):
        number, code, name, title = (cell.strip() for cell in cells)
        try:
            if not name:
                raise UnusableRowError("no name")
            yield line, _whole(number, "id"), _code(code), name, title
        except UnusableRowError as error:
            report.bad(path.name, line, cells, str(error))


def version_of(
    number: int, candidates: Sequence[Version], known: Sequence[Listed], versions: Mapping[str, Sequence[Version]]
) -> int:
    """The version that a specialism belongs to, where its printed title fits several.

    Specialisms are numbered in the order in which they were added. One that was added after every
    specialism of the T Levels that began earlier (and have one version only) came with the newer
    version: docs/sources/tlevel-specialisms.md.
    """
    chosen = candidates[0]
    for version in candidates[1:]:
        earlier = [
            other
            for _line, other, _code, _name, title in known
            if len(versions[title]) == 1 and versions[title][0].start_year < version.start_year
        ]
        if number > max(earlier, default=number):
            chosen = version
    return chosen.number


class TLevelOffers2022(Importer):
    """Which T Levels a provider said it would teach at a site from which year on (list of February 2022).

    The postcode is cut to its outcode. `site` is the site's place in its provider's list.
    """

    source = "tlevel-providers-2022"
    model = TLevelOffer
    key = ("ukprn", "site", "tlevel", "year")
    values = ("name", "outcode", "town", "latitude", "longitude", "website")
    limits = Limits(
        min_rows=400,
        max_bytes=2 * 1024 * 1024,
        max_bad_share=0.0,
        plausible={"latitude": (50.0, 56.0), "longitude": (-6.0, 2.0)},
    )
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("providers/tlevel_providers_2022-02.json",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The month in the file's name; refused when there is none."""
        found = re.search(r"(\d{4})-(\d{2})", files[0].name)
        if found is None:
            raise RefusedFileError("the file's name does not say its month (YYYY-MM)", files[0].name)
        month = date(int(found[1]), int(found[2]), 1)
        return Edition("all", f"{month:%B %Y}", f"{month:%B %Y}", "final", period_start=month)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row for each T Level of each year at each site; the line is the row's place."""
        path, line = files[0], 0
        for provider in _providers(path):
            for site, place in enumerate(provider["locations"], start=1):
                for year, code in _offers(place, path):
                    line += 1
                    try:
                        yield Row(path.name, line, _offer(str(provider["ukPrn"]), site, place, year, code))
                    except UnusableRowError as error:
                        report.bad(path.name, line, {"ukPrn": provider["ukPrn"], **place}, str(error))


def _providers(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise RefusedFileError("not JSON, or cut short", path.name) from error
    providers = found.get("providers") if isinstance(found, dict) else None
    needed = {"ukPrn", "name", "locations"}
    if not isinstance(providers, list) or not all(isinstance(p, dict) and needed <= p.keys() for p in providers):
        raise RefusedFileError("not the list of providers: ukPrn, name or locations is missing", path.name)
    return providers


def _offers(place: dict[str, Any], path: Path) -> Iterator[tuple[Any, Any]]:
    needed = {"name", "postcode", "town", "latitude", "longitude", "website", "deliveryYears"}
    if not needed <= place.keys():
        raise RefusedFileError(f"a site without {', '.join(sorted(needed - place.keys()))}", path.name)
    for delivery in place["deliveryYears"]:
        for code in delivery["qualifications"]:
            yield delivery["year"], code


def _offer(ukprn: str, site: int, place: dict[str, Any], year: Any, code: Any) -> tuple[Any, ...]:
    number = FRAMEWORKS.get(code)
    outcode = _OUTCODE.fullmatch(str(place["postcode"]).strip().upper())
    if number is None:
        raise UnusableRowError(f"unknown number of a T Level: {code!r}")
    if not _UKPRN.fullmatch(ukprn):
        raise UnusableRowError(f"unknown form of UKPRN {ukprn!r}")
    if outcode is None:
        raise UnusableRowError(f"unknown form of postcode {place['postcode']!r}")
    if not isinstance(year, int) or year < FIRST_YEAR:
        raise UnusableRowError(f"year {year!r} is before the first T Levels")
    name, town, website = (str(place[key]).strip() for key in ("name", "town", "website"))
    return ukprn, site, number, year, name, outcode[1], town, place["latitude"], place["longitude"], website
