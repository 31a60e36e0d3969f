"""Codes and names of areas, and which authority lies in which combined authority or LSIP area."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import check_columns, csv_rows, open_workbook, sheet_rows
from lmi.enums import AreaKind
from lmi.models import Area, AreaMembership

UK, ENGLAND = "K02000001", "E92000001"
# Codes of the UK, its nations and England's regions: ONS, Register of Geographic Codes.
NATIONS = {"England": ENGLAND, "Northern Ireland": "N92000002", "Scotland": "S92000003", "Wales": "W92000004"}
REGIONS = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
}
WIDE_AREA_NAMES = {
    UK: ("UK",),
    "W92000004": ("Cymru",),
    "S92000003": ("Alba",),
    "N92000002": ("NI",),
    "E12000003": ("Yorkshire & Humber", "Yorkshire and Humber", "Yorkshire"),
    "E12000006": ("Eastern",),
    "E12000007": ("Greater London",),
}
# The list of authorities is older than these codes of the same two authorities (lines moved in 2025).
NEWER_CODES = {"E08000038": "E08000016", "E08000039": "E08000019"}
# The publisher's short names that are not ONS's: docs/sources/areas.md, "Names we changed".
NAMES = {
    "W06000016": "Rhondda Cynon Taf",
    "W06000014": "Vale of Glamorgan",
    "S12000026": "Scottish Borders",
    "S12000013": "Na h-Eileanan Siar",
}
# Names that the list lacks, or holds damaged; in Northern Ireland the councils that merged in 2015, which
# the list does not link (Local Government (Boundaries) Order (Northern Ireland) 2012).
MORE_NAMES = {
    "W06000001": ("Ynys Môn", "Sir Ynys Môn"),
    "E06000010": ("Hull",),
    "N09000001": ("Antrim", "Newtownabbey"),
    "N09000002": ("Armagh City", "Armagh", "County Armagh", "Banbridge", "Craigavon"),
    "N09000004": ("Coleraine", "Limavady", "Ballymoney", "Moyle"),
    "N09000005": ("Derry", "Londonderry", "Strabane"),
    "N09000006": ("Fermanagh", "County Fermanagh", "Omagh"),
    "N09000007": ("Lisburn", "Castlereagh"),
    "N09000008": ("Ballymena", "Larne", "Carrickfergus"),
    "N09000009": ("Cookstown", "Dungannon and South Tyrone", "Dungannon", "Magherafelt"),
    "N09000010": ("Newry", "Newry and Mourne", "Down"),
    "N09000011": ("Ards", "North Down"),
}

AUTHORITY_COLUMNS = (
    "local-authority-code", "official-name", "nice-name", "gss-code", "start-date", "end-date", "replaced-by", "nation",
    "region", "local-authority-type", "local-authority-type-name", "county-la", "combined-authority", "alt-names",
    "former-gss-codes", "notes", "current-authority", "BS-6879", "ecode", "even-older-register-and-code", "gov-uk-slug",
    "area", "pop-2020", "x", "y", "lat", "long", "powers", "lower-or-unitary", "mapit-area-code", "ofcom",
    "old-ons-la-code", "old-register-and-code", "open-council-data-id", "os-file", "os", "snac", "wdtk-id",
)  # fmt: skip
COMBINED_COLUMNS = ("LAD25CD", "LAD25NM", "CAUTH25CD", "CAUTH25NM", "ObjectId")
LSIP_SHEET = "LA Districts to LSIPs"
LSIP_COLUMNS = ("LAD23CD", "LAD23NM", "LSIP23CD", "LSIP23NM")
AUTHORITIES = "geography/uk_local_authorities_current.csv"
COMBINED = "geography/lad_to_combined_authority_2025-05.csv"
LSIPS = "geography/lad_to_lsip_2023.xlsx"
_DAMAGE = ("ï¿½", "\ufffd", "ï¾", "(")


@dataclass(slots=True)
class Authority:
    """One lower-tier or unitary authority as the list has it."""

    line: int
    code: str
    name: str
    nation: str
    region: str
    latitude: float
    longitude: float
    county: str = ""
    other_names: list[str] = field(default_factory=list)

    @property
    def parent(self) -> str:
        """The region in England, else the nation."""
        return REGIONS[self.region] if self.nation == ENGLAND else self.nation


def combined_rows(path: Path) -> Iterator[tuple[int, str, str, str, str]]:
    """(line, authority code, its name, combined authority code, its name), with the list's authority codes."""
    for line, cells in csv_rows(path, COMBINED_COLUMNS):
        yield line, NEWER_CODES.get(cells[0], cells[0]), cells[1].strip(), cells[2], cells[3].strip()


def lsip_rows(path: Path) -> Iterator[tuple[int, str, str, str, str]]:
    """(line, authority code, its name, LSIP area code, its name) of the 2023 set; the later grouping is not read."""
    rows = sheet_rows(open_workbook(path), LSIP_SHEET, path)
    _, header = next(rows, (1, []))
    check_columns([str(cell).strip() for cell in header[:4]], LSIP_COLUMNS, path)
    for line, cells in rows:
        member, member_name, group, group_name = (str(cell).strip() for cell in cells[:4])
        if member:
            yield line, member, member_name, group, group_name


def distinct_names(name: str, candidates: Iterable[str]) -> list[str]:
    """Other names for searching: each spelling once whatever its capitals, damaged ones left out."""
    best: dict[str, str] = {}
    for candidate in candidates:
        text = " ".join(candidate.split())
        # The list separates spellings by commas and so cuts "Bristol, City of" in two.
        unusable = any(mark in text for mark in _DAMAGE) or text.casefold() in {"", "city of", "county of"}
        if not unusable and text.casefold() != name.casefold():
            # Spellings with capitals come first in the list and are the proper ones.
            best.setdefault(text.casefold(), text)
    return list(best.values())


def _plain_name(name: str) -> str:
    # ONS writes "Bristol, City of" and "Herefordshire, County of".
    for ending in (", City of", ", County of"):
        name = name.removesuffix(ending)
    return name


class AreaRegister(Importer):
    """The UK, its nations and regions, today's lower-tier and unitary authorities, combined authorities, LSIP areas.

    Reads three files: mySociety's list of authorities, ONS's combined authorities of May 2025, and the LSIP
    areas of 2023. English authorities are named as ONS names them. Counties are left out: no figure is
    published for them here, and their districts cover the same ground. Raises RefusedFileError when one of
    the three files is missing.
    """

    source = "areas"
    model = Area
    key = ("code",)
    values = ("name", "kind", "nation", "parent_id", "edition", "latitude", "longitude", "other_names")
    is_register = True
    unit_column = ""
    limits = Limits(min_rows=420, max_bytes=1024 * 1024, plausible={"latitude": (50.0, 56.0), "longitude": (-4.0, 1.0)})
    raw_files: ClassVar = {"all": (AUTHORITIES, COMBINED, LSIPS)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The areas as of May 2025; the files carry no date."""
        return Edition("all", "2025", "May 2025; LSIP areas of 2023", "final", date(2025, 5, 1), date(2025, 5, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Widest areas first, so that a parent stands before its children."""
        authorities_file, combined_file, lsip_file = _the_three(files)
        lsips = list(lsip_rows(lsip_file))
        authorities = _authorities(authorities_file, {code: name for _, code, name, _, _ in lsips}, report)
        yield from _wide_areas(authorities_file.name, authorities)
        for code, one in authorities.items():
            rest = (one.parent, "April 2023", one.latitude, one.longitude, _json(one.other_names))
            yield Row(authorities_file.name, one.line, (code, one.name, AreaKind.LOCAL_AUTHORITY, one.nation, *rest))
        combined = list(combined_rows(combined_file))
        yield from _groups(combined_file.name, combined, authorities, AreaKind.COMBINED_AUTHORITY, "May 2025")
        yield from _groups(lsip_file.name, lsips, authorities, AreaKind.LSIP, "2023")


def _json(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False, separators=(",", ":"))


def _the_three(files: Sequence[Path]) -> tuple[Path, Path, Path]:
    """The files in the order authorities, combined authorities, LSIP areas, told apart by what they are."""
    workbooks = [path for path in files if path.suffix == ".xlsx"]
    tables = {_first_column(path): path for path in files if path.suffix != ".xlsx"}
    try:
        return tables["local-authority-code"], tables["LAD25CD"], workbooks[0]
    except (KeyError, IndexError):
        raise RefusedFileError(
            "three files belong together: the list of authorities, the combined authorities and the LSIP workbook",
            files[0].name,
        ) from None


def _first_column(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        return next(csv.reader(handle), [""])[0]


def _authorities(path: Path, ons_names: dict[str, str], report: Report) -> dict[str, Authority]:
    """Current authorities that figures are published for, by code, with the names of those they replaced."""
    found: dict[str, Authority] = {}
    by_register_code: dict[str, Authority] = {}
    others: list[dict[str, str]] = []  # counties, and authorities that are gone
    for line, cells in csv_rows(path, AUTHORITY_COLUMNS):
        row = dict(zip(AUTHORITY_COLUMNS, cells, strict=True))
        if row["current-authority"] != "True" or row["lower-or-unitary"] != "True":
            others.append(row)
            continue
        one = _authority(line, row, ons_names)
        if one is None:
            report.bad(path.name, line, cells[:9], "no such nation or region, or no centre")
            continue
        found[one.code] = by_register_code[row["local-authority-code"]] = one
    for newer, code in NEWER_CODES.items():
        if code in found:
            found[code].other_names.append(newer)
    _add_former_names([row for row in others if row["current-authority"] != "True"], by_register_code)
    _add_county_names([row for row in others if row["local-authority-type"] == "CTY"], found)
    return dict(sorted(found.items()))


def _authority(line: int, row: dict[str, str], ons_names: dict[str, str]) -> Authority | None:
    code, nation = row["gss-code"], NATIONS.get(row["nation"])
    if nation is None or (nation == ENGLAND and row["region"] not in REGIONS) or not row["lat"]:
        return None
    short = row["nice-name"].strip()
    name = NAMES.get(code) or _plain_name(ons_names.get(code, short))
    candidates = [short, ons_names.get(code, ""), row["official-name"], *MORE_NAMES.get(code, ())]
    candidates += row["alt-names"].split(",") + row["former-gss-codes"].split(",")
    names = distinct_names(name, candidates)
    return Authority(
        line, code, name, nation, row["region"], float(row["lat"]), float(row["long"]), row["county-la"], names
    )


def _add_former_names(gone: Sequence[dict[str, str]], current: dict[str, Authority]) -> None:
    """Let an abolished authority be found under the one, or each of those, that took it over."""
    successors = {row["local-authority-code"]: row["replaced-by"].split(",") for row in gone}

    def today(code: str) -> list[str]:
        return [last for after in successors[code] for last in today(after)] if code in successors else [code]

    for row in gone:
        for code in today(row["local-authority-code"]):
            if code in current:
                _add_names(current[code], row["nice-name"], row["gss-code"])


def _add_county_names(counties: Sequence[dict[str, str]], found: dict[str, Authority]) -> None:
    """Let a county of today be found under each of its districts, so that "Kent" offers them."""
    names = {row["local-authority-code"]: row["nice-name"] for row in counties}
    for one in found.values():
        if one.county in names:
            _add_names(one, names[one.county])


def _add_names(one: Authority, *names: str) -> None:
    one.other_names = distinct_names(one.name, [*one.other_names, *names])


def _centre(members: Iterable[Authority]) -> tuple[float | None, float | None]:
    """Mean of the members' centres: a point to draw a dot at, not a measured centre."""
    points = [(one.latitude, one.longitude) for one in members]
    if not points:
        return None, None
    return (
        round(sum(latitude for latitude, _ in points) / len(points), 6),
        round(sum(longitude for _, longitude in points) / len(points), 6),
    )


def _wide_areas(file: str, authorities: dict[str, Authority]) -> Iterator[Row]:
    """The UK, the nations and the regions, with the codes of ONS's register."""
    everywhere = list(authorities.values())
    yield _wide(file, UK, "United Kingdom", AreaKind.UK, "", None, ())
    for name, code in NATIONS.items():
        yield _wide(file, code, name, AreaKind.NATION, code, UK, [one for one in everywhere if one.nation == code])
    for name, code in REGIONS.items():
        within = [one for one in everywhere if one.parent == code]
        yield _wide(file, code, name, AreaKind.REGION, ENGLAND, ENGLAND, within)


def _wide(
    file: str, code: str, name: str, kind: str, nation: str, parent: str | None, within: Iterable[Authority]
) -> Row:
    names = _json(WIDE_AREA_NAMES.get(code, ()))
    return Row(file, 1, (code, name, kind, nation, parent, "", *_centre(within), names))


def _groups(
    file: str,
    rows: Sequence[tuple[int, str, str, str, str]],
    authorities: dict[str, Authority],
    kind: AreaKind,
    edition: str,
) -> Iterator[Row]:
    """One area a group of authorities; its parent is the region all of them share, or England."""
    members: dict[str, list[Authority]] = {}
    first: dict[str, tuple[int, str]] = {}
    for line, member, _, group, name in rows:
        first.setdefault(group, (line, name))
        members.setdefault(group, []).extend([authorities[member]] if member in authorities else [])
    for group, (line, name) in sorted(first.items()):
        regions = {one.parent for one in members[group]}
        parent = regions.pop() if len(regions) == 1 else ENGLAND
        names = [f"{name} Combined Authority"] if kind is AreaKind.COMBINED_AUTHORITY else [f"{name} LSIP"]
        rest = (ENGLAND, parent, edition, *_centre(members[group]), _json(names))
        yield Row(file, line, (group, name, kind, *rest))


class _Membership(Importer):
    """One row for each authority in a group; an authority stands in one group at most."""

    model = AreaMembership
    key = ("member_id", "group_id")
    values = ()
    references: ClassVar = {"member_id": Area, "group_id": Area}
    unit_column = ""

    def _once(self, rows: Iterable[tuple[int, str, str, str, str]], path: Path, report: Report) -> Iterator[Row]:
        seen: dict[str, str] = {}
        for line, member, _, group, _ in rows:
            if seen.setdefault(member, group) != group:
                report.bad(path.name, line, (member, group), f"{member} is already in {seen[member]}")
                continue
            yield Row(path.name, line, (member, group))


class CombinedAuthorityMembers(_Membership):
    """The authorities of the 15 combined authorities of May 2025 (ONS lookup)."""

    source = "combined-authorities-2025"
    limits = Limits(min_rows=90, max_bytes=256 * 1024)
    raw_files: ClassVar = {"all": (COMBINED,)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The lookup of May 2025."""
        return Edition("all", "May 2025", "May 2025", "final", date(2025, 5, 1), date(2025, 5, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an authority; codes newer than our register's are read as the same authority's code there."""
        return self._once(combined_rows(files[0]), files[0], report)


class LsipMembers2023(_Membership):
    """The authorities of the 38 local skills improvement plan areas of 2023 (DfE)."""

    source = "lsip-areas-2023"
    limits = Limits(min_rows=290, max_bytes=256 * 1024)
    raw_files: ClassVar = {"all": (LSIPS,)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The set of 2023."""
        return Edition("all", "2023", "2023", "final", date(2023, 1, 1), date(2023, 12, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an authority of England."""
        return self._once(lsip_rows(files[0]), files[0], report)
