"""Postcode districts with their centres and authorities, and the towns named for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.enums import ReleaseState
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import AreaKind, PlaceBasis
from lmi.models import Area, AreaMembership, Outcode, PlaceName
from lmi.placenames import fold, kilometres

CENTRES = "geography/outcode_centroids_codepoint_open_2024-07.csv"
DISTRICTS = "geography/postcode_districts_cc0_2017.csv"
CENTRE_COLUMNS = ("outcode", "postcodes", "easting", "northing", "latitude", "longitude")
DISTRICT_COLUMNS = (
    "postcode", "eastings", "northings", "latitude", "longitude", "town", "region", "uk_region", "country",
    "country_string",
)  # fmt: skip
NATIONS = {"ENG": "E92000001", "NIR": "N92000002", "SCT": "S92000003", "WLS": "W92000004"}
# Districts in use that the list lacks, and one beside each: East Kilbride, Salford and Glenfinnan.
BESIDE = {"G75": "G74", "M50": "M5", "PH37": "PH33"}
CROWN_DEPENDENCIES = {"GG", "IM", "JE"}  # not in the UK: no figure here is about them
# In London the list names the chief place of a borough; these are the ones that are not the borough's own name.
LONDON_PLACES = {
    "Barking": "Barking and Dagenham",
    "Camberwell": "Southwark",
    "Camden Town": "Camden",
    "Crayford": "Bexley",
    "East Ham": "Newham",
    "Eltham": "Greenwich",
    "Hammersmith": "Hammersmith and Fulham",
    "Ilford": "Redbridge",
    "Kensington": "Kensington and Chelsea",
    "King's Cross": "Camden",
    "Paddington": "Westminster",
    "Poplar": "Tower Hamlets",
    "Queen Elizabeth Olympic Park": "Newham",
    "Richmond": "Richmond upon Thames",
    "Romford": "Havering",
    "Southall": "Ealing",
    "Stratford": "Newham",
    "Tottenham": "Haringey",
    "Walthamstow": "Waltham Forest",
}


@dataclass(frozen=True, slots=True)
class District:
    """What the list of postcode districts says about one outcode."""

    line: int
    code: str
    town: str
    region: str
    nation: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority an outcode may lie in."""

    code: str
    nation: str
    latitude: float
    longitude: float


@dataclass(slots=True)
class Authorities:
    """The register's authorities, by the names they and their groups go under."""

    every: list[Authority] = field(default_factory=list)
    named: dict[str, list[Authority]] = field(default_factory=lambda: defaultdict(list))
    grouped: dict[str, list[Authority]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def from_register(cls) -> Authorities:
        """Read from the published register; raises RefusedFileError when areas have not been loaded."""
        found, by_code = cls(), dict[str, Authority]()
        authorities = Area.objects.of_kind(AreaKind.LOCAL_AUTHORITY).exclude(latitude=None)
        for area in authorities:
            one = Authority(area.code, area.nation, area.latitude, area.longitude)
            found.every.append(one)
            by_code[one.code] = one
            for name in {fold(name) for name in (area.name, *area.other_names)}:
                found.named[name].append(one)
            # An authority's own name beats another's former name.
        for area in authorities:
            found.named[fold(area.name)] = [by_code[area.code]]
        if not found.every:
            raise RefusedFileError("load the areas first: outcodes are placed in them")
        links = AreaMembership.objects.filter(release__state=ReleaseState.PUBLISHED).order_by("group_id", "member_id")
        for member, name in links.values_list("member_id", "group__name"):
            if by_code[member] not in found.grouped[fold(name)]:
                found.grouped[fold(name)].append(by_code[member])
        return found

    def in_region(self, district: District) -> list[Authority]:
        """The authorities that the list's region can mean: one, those of a county or group, or all of the nation."""
        name = fold(district.region)
        named = self.named.get(name) or self.grouped.get(name)
        return named or [one for one in self.every if one.nation == district.nation]

    def place(self, district: District | None, latitude: float, longitude: float) -> tuple[str, str, float | None]:
        """(authority code, basis, kilometres to its centre when that decided)."""
        candidates = self.in_region(district) if district else self.every
        if district and len(candidates) > 1 and district.town:
            town = fold(LONDON_PLACES.get(district.town, district.town))
            named = [one for one in self.named.get(town, ()) if one in candidates]
            candidates = named if len(named) == 1 else candidates
        if district and len(candidates) == 1:
            return candidates[0].code, PlaceBasis.DISTRICT_LIST, None
        distance, nearest = min(
            (kilometres(latitude, longitude, one.latitude, one.longitude), one.code) for one in candidates
        )
        return nearest, PlaceBasis.NEAREST_CENTROID, round(distance, 1)


def district_rows(path: Path, report: Report) -> Iterator[District]:
    """The districts of the UK; those of the Crown dependencies are passed over."""
    for line, cells in csv_rows(path, DISTRICT_COLUMNS):
        code, _, _, latitude, longitude, town, region, _, country, _ = cells
        if country in CROWN_DEPENDENCIES:
            continue
        try:
            point = float(latitude), float(longitude)
            yield District(line, code.strip(), town.strip(), region.strip(), NATIONS[country], *point)
        except (ValueError, KeyError):
            report.bad(path.name, line, cells, "no nation of the UK or no coordinates")


def parent_district(code: str, districts: dict[str, District]) -> District | None:
    """The list's entry for an outcode, or for the older one it was split from (EC1P -> EC1)."""
    older = code[:-1] if code[-1:].isalpha() else BESIDE.get(code, "")
    return districts.get(code) or districts.get(older)


class OutcodeCentroids(Importer):
    """Every outcode of Code-Point Open and those of Northern Ireland, each put into one authority.

    Northern Ireland is not in Code-Point Open: its outcodes and centres come from the list of
    districts. An outcode goes to the authority that the list names by region or town; failing that,
    to the authority with the nearest centre among those of the region it names.
    """

    source = "outcodes"
    model = Outcode
    key = ("code",)
    values = ("postcodes", "latitude", "longitude", "authority_id", "basis", "distance_km")
    references: ClassVar = {"authority_id": Area}
    unit_column = ""
    limits = Limits(
        min_rows=2900, max_bytes=1024 * 1024, plausible={"latitude": (50.0, 56.0), "longitude": (-4.0, 0.5)}
    )
    raw_files: ClassVar = {"all": (CENTRES, DISTRICTS)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """Code-Point Open of July 2024 with the districts of 2017; the files carry no date."""
        return Edition("all", "July 2024", "July 2024", "final", date(2024, 7, 1), date(2024, 7, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an outcode; raises RefusedFileError when a file is missing or the areas are not loaded."""
        # Read now and not at the first row: by then COPY has the connection.
        return self._rows(*_by_header(files), Authorities.from_register(), report)

    def _rows(self, centres: Path, districts_file: Path, authorities: Authorities, report: Report) -> Iterator[Row]:
        districts = {district.code: district for district in district_rows(districts_file, report)}
        for line, cells in csv_rows(centres, CENTRE_COLUMNS):
            try:
                code, postcodes, latitude, longitude = cells[0], int(cells[1]), float(cells[4]), float(cells[5])
            except ValueError:
                report.bad(centres.name, line, cells, "no number of postcodes or no coordinates")
                continue
            placed = authorities.place(parent_district(code, districts), latitude, longitude)
            yield Row(centres.name, line, (code, postcodes, latitude, longitude, *placed))
        for district in districts.values():
            if district.nation == NATIONS["NIR"]:
                point = district.latitude, district.longitude
                placed = authorities.place(district, *point)
                yield Row(districts_file.name, district.line, (district.code, None, *point, *placed))


def _by_header(files: Sequence[Path]) -> tuple[Path, Path]:
    """(centres, districts), told apart by their first columns."""
    found: dict[str, Path] = {}
    for path in files:
        with path.open(encoding="utf-8-sig", errors="replace") as handle:
            found[handle.readline().partition(",")[0]] = path
    try:
        return found[CENTRE_COLUMNS[0]], found[DISTRICT_COLUMNS[0]]
    except KeyError:
        raise RefusedFileError("two files belong together: the outcode centres and the list of districts") from None


class PlaceNames(Importer):
    """The towns and quarters that the list of districts names, each with its outcode and that outcode's authority."""

    source = "place-names"
    model = PlaceName
    key = ("name", "outcode")
    values = ("authority_id",)
    references: ClassVar = {"authority_id": Area}
    unit_column = ""
    limits = Limits(min_rows=2000, max_bytes=1024 * 1024)
    raw_files: ClassVar = {"all": (DISTRICTS,)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The list as of 2017; the file carries no date."""
        return Edition("all", "2017", "2017", "final", date(2017, 1, 1), date(2017, 12, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a name and outcode; withdrawn outcodes are left out. Needs the outcodes loaded."""
        held = Outcode.objects.filter(release__state=ReleaseState.PUBLISHED)
        authority_of = dict(held.values_list("code", "authority_id"))
        if not authority_of:
            raise RefusedFileError("load the outcodes first: places are put into their authorities")
        # Read now and not at the first row: by then COPY has the connection.
        return self._rows(files[0], authority_of, report)

    def _rows(self, path: Path, authority_of: Mapping[str, str | None], report: Report) -> Iterator[Row]:
        for district in district_rows(path, report):
            if district.code in authority_of:
                for name in names_in(district.town):
                    yield Row(path.name, district.line, (name, district.code, authority_of[district.code]))


def names_in(town: str) -> Iterable[str]:
    """The places a town cell joins: "Gorgie, Stenhouse and Sighthill" holds three, "Tyne and Wear" one."""
    if "," not in town:
        return [town] if town else []
    return list(dict.fromkeys(name for part in re.split(r",| and ", town) if (name := part.strip())))
