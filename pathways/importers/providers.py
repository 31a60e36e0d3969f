"""Bodies that train apprentices or said they would teach T Levels, placed as well as the lists allow."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.importing.contract import MIB, Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.enums import ProviderKind
from pathways.importers import returns
from pathways.importers.placing import BY_PUBLISHER, Register, Spot, files_by_header
from pathways.models import Provider

KEY = ("kind", "key")
VALUES = (
    "ukprn", "urn", "name", "type", "website", "outcode", "area", "region", "latitude", "longitude", "basis", "status",
    "age_low", "age_high", "has_sixth_form", "other",
)  # fmt: skip
LONGEST_WEBSITE = 300  # as Provider.website


@dataclass(frozen=True, slots=True)
class Record:
    """One provider in one list, as `Provider` keeps it."""

    kind: str
    key: str
    name: str
    spot: Spot
    ukprn: str = ""
    urn: str = ""
    type: str = ""
    website: str = ""
    status: str = ""
    ages: tuple[int | None, int | None] = (None, None)
    has_sixth_form: bool | None = None
    other: dict[str, Any] = field(default_factory=dict)

    def values(self) -> tuple[Any, ...]:
        """In the order of KEY and VALUES; JSON as compact text with sorted keys."""
        spot = self.spot
        other = json.dumps(self.other, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return (
            self.kind, self.key, self.ukprn, self.urn, self.name, self.type, self.website, spot.outcode, spot.area,
            spot.region, spot.latitude, spot.longitude, spot.basis, self.status, *self.ages, self.has_sixth_form, other,
        )  # fmt: skip


def website(text: str) -> str:
    """An address that begins with http, or "" when the list has none that can be one."""
    plain = text.strip()
    if not plain or " " in plain or "." not in plain:
        return ""
    found = plain if re.match(r"https?://", plain, re.IGNORECASE) else f"http://{plain}"
    return found if len(found) <= LONGEST_WEBSITE else ""


class ProviderList(Importer):
    """A list of providers of one kind."""

    model = Provider
    key = KEY
    values = VALUES


@dataclass(slots=True)
class _Trainer:
    """What the tables of apprenticeships say of one body."""

    line: int
    name: str = ""
    type: str = ""
    starts: Counter[str] = field(default_factory=Counter)
    achievements: Counter[str] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)


class ApprenticeshipProviders(ProviderList):
    """Every body with apprentices since August 2022, at the centre of the authority where most of them train.

    Three tables of one edition: by level, age and region (who it is), by authority (where), by standard
    (the name in ordinary letters). `other` holds starts and achievements by academic year, England and
    elsewhere together.
    """

    source = "apprenticeship-providers"
    limits = returns.WIDE
    raw_files: ClassVar = {"all": (returns.BREAKDOWNS, returns.AREAS, returns.STANDARDS)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """By the month in the files' names."""
        return returns.months_edition(files, 2022)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a UKPRN; needs the register of areas."""
        headers = (returns.BREAKDOWNS_HEADER, returns.AREAS_HEADER, returns.STANDARDS_HEADER)
        return self._rows(files_by_header(files, *headers), Register.read(), report)

    def _rows(self, files: list[Path], register: Register, report: Report) -> Iterator[Row]:
        breakdowns, areas, standards = files
        years = returns.last_years(files, 4)
        trainers = _trainers(breakdowns, years, report)
        _add_areas(areas, years[-2:], trainers, register, report)
        names = _written_names(standards)
        for ukprn, one in sorted(trainers.items()):
            main = min(one.areas, key=lambda code: (-one.areas[code], code), default="")
            record = Record(
                ProviderKind.APPRENTICESHIP,
                ukprn,
                names.get((ukprn, one.name.casefold()), one.name),
                register.authorities.get(main, Spot()),
                ukprn=ukprn,
                type=one.type,
                other={"starts": dict(one.starts), "achievements": dict(one.achievements)},
            )
            yield Row(breakdowns.name, one.line, record.values())


def _trainers(path: Path, years: Sequence[str], report: Report) -> dict[str, _Trainer]:
    found: dict[str, _Trainer] = {}
    seen = set()
    # In the order of years, so that the name and type that stay are the latest; the file mixes them by name.
    latest: dict[str, str] = {}
    for line, cells in csv_rows(path, returns.BREAKDOWNS_HEADER):
        try:
            year, (name, ukprn) = returns.academic_year(cells[0]), returns.provider(cells[1])
            starts, _, achievements = map(returns.count, cells[7:])
        except ValueError as error:
            report.bad(path.name, line, cells, str(error))
            continue
        seen.add(year)
        one = found.setdefault(ukprn, _Trainer(line))
        if year >= latest.get(ukprn, ""):
            latest[ukprn], one.name, one.type = year, name, cells[2]
        one.starts[year] += starts
        one.achievements[year] += achievements
    returns.whole(path, seen, years)
    return found


def _add_areas(
    path: Path, years: Sequence[str], trainers: dict[str, _Trainer], register: Register, report: Report
) -> None:
    """Enrolments by authority of the last two years: they say where most apprentices are, new or not."""
    seen = set()
    codes: dict[str, str | None] = {returns.UNKNOWN_PLACE: ""}
    for line, cells in csv_rows(path, returns.AREAS_HEADER):
        try:
            year, (_, ukprn), learners = (
                returns.academic_year(cells[0]),
                returns.provider(cells[1]),
                returns.count(cells[5]),
            )
            code = codes.setdefault(cells[3], register.authority(cells[3]))
            if code is None:
                raise ValueError(f"no authority in England is called {cells[3]!r}")
        except ValueError as error:
            report.bad(path.name, line, cells, str(error))
            continue
        seen.add(year)
        if year in years and code and learners and ukprn in trainers:
            trainers[ukprn].areas[code] += learners
    returns.whole(path, seen, years)


def _written_names(path: Path) -> dict[tuple[str, str], str]:
    """Names in ordinary letters as the table of standards writes them, by UKPRN and folded name."""
    found = {}
    for _line, cells in csv_rows(path, returns.STANDARDS_HEADER):
        name, ukprn = returns.provider(cells[7])
        found[ukprn, name.casefold()] = name
    return found


class TLevelProviders(ProviderList):
    """The 111 bodies that said by February 2022 that they would teach T Levels; their sites are TLevelOffer's.

    Placed at the first site in the list, where the list puts it.
    """

    source = "tlevel-provider-list-2022"
    limits = Limits(min_rows=100, max_bytes=2 * MIB, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("providers/tlevel_providers_2022-02.json",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The list as of February 2022; the file carries no date."""
        return Edition("all", "February 2022", "February 2022", "final", date(2022, 2, 1), date(2022, 2, 28))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a provider; the line is its place in the list."""
        return self._rows(files[0], _listed(files[0]), Register.read(), report)

    def _rows(self, path: Path, listed: list[Any], register: Register, report: Report) -> Iterator[Row]:
        for line, entry in enumerate(listed, start=1):
            try:
                yield Row(path.name, line, _tlevel_record(entry, register).values())
            except (KeyError, TypeError, IndexError, ValueError) as error:
                report.bad(path.name, line, str(entry)[:400], f"not a provider with sites: {error}")


def _listed(path: Path) -> list[Any]:
    try:
        listed = json.loads(path.read_text(encoding="utf-8-sig"))["providers"]
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedFileError("not a list of T Level providers; the file may be cut short", path.name) from error
    if not isinstance(listed, list):
        raise RefusedFileError("not a list of T Level providers", path.name)
    return listed


def _tlevel_record(entry: dict[str, Any], register: Register) -> Record:
    sites, ukprn = entry["locations"], str(entry["ukPrn"])
    if not re.fullmatch(r"\d{8}", ukprn):
        raise ValueError(f"{ukprn!r} is no UKPRN")
    first = sites[0]
    home = register.at(first["postcode"])
    # The list's "town" is often the authority itself: surer than the outcode, which may cross a border.
    named = register.authorities.get(register.authority(first.get("town") or "") or "", home)
    spot = Spot(
        named.area, named.region, round(float(first["latitude"]), 4), round(float(first["longitude"]), 4),
        home.outcode, BY_PUBLISHER,
    )  # fmt: skip
    return Record(
        ProviderKind.TLEVEL, ukprn, entry["name"].strip(), spot, ukprn=ukprn,
        website=website(first.get("website") or ""), other={"sites": len(sites)},
    )  # fmt: skip
