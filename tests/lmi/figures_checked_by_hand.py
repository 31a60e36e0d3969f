"""Figures other than pay, looked up by hand in the publishers' files, to hold databases, pages and answers against.

Each was read from the file's own text or XML, by line or cell, with nothing of the importers. `where` is
file, sheet and cell of a workbook, or file and line. `mark` is the band of quality, or the reason for a
missing value. Projections are printed in thousands; `expected` is in people.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

UK, ENGLAND = "K02000001", "E92000001"
LONDON, NORTH_WEST, WALES, SCOTLAND, NORTHERN_IRELAND = (
    "E12000007",
    "E12000002",
    "W92000004",
    "S92000003",
    "N92000002",
)
DARLINGTON, MANCHESTER, GLASGOW, SWANSEA, SCILLY = "E06000005", "E08000003", "S12000049", "W06000011", "E06000053"
CUMBRIA, DORSET, ENTERPRISE_M3, GREATER_LONDON, GREATER_MANCHESTER = (
    "E69000006",
    "E69000008",
    "E69000009",
    "E69000013",
    "E69000014",
)
HERTFORDSHIRE, WEST_YORKSHIRE, WORCESTERSHIRE, NORFOLK_AND_SUFFOLK = "E69000016", "E69000037", "E69000035", "E69000022"


class Checked(NamedTuple):
    """One published number. `part` is the industry, or breakdown, category and base year of a projection."""

    kind: str  # employment, outlook or adverts
    soc2020: str
    area: str
    when: int | date
    part: str
    measure: str
    expected: float | None
    mark: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.soc2020}-{self.area}-{self.when}-{self.part}-{self.measure}"


def _industry(code: str, year: int, section: str, expected: float | None, mark: str, cell: str) -> Checked:
    where = f"employment/aps_employment_unit_group_by_industry_2021_2024.xlsx/{year}/{cell}"
    return Checked("employment", code, UK, year, section, "people", expected, mark, where)


def _region(code: str, area: str, expected: float | None, line: int) -> Checked:
    where = f"employment/aps_employment_minor_group_by_region_2024.csv/{line}"
    mark = "" if expected else "not_published"
    return Checked("employment", code, area, 2024, "*", "people", expected, mark, where)


def _local(code: str, area: str, expected: float | None, mark: str, line: int) -> Checked:
    where = f"employment/aps_employment_submajor_by_local_area_2021-07_2022-06.csv/{line}"
    return Checked("employment", code, area, 2022, "*", "people", expected, mark, where)


def _outlook(
    code: str, area: str, year: int, part: str, measure: str, expected: float | None, mark: str, where: str
) -> Checked:
    return Checked("outlook", code, area, year, part, measure, expected, mark, f"projections/{where}")


def _adverts(code: str, month: date, expected: float | None, mark: str, line: int) -> Checked:
    where = f"vacancies/textkernel_adverts_by_occupation_month.csv/{line}"
    return Checked("adverts", code, UK, month, "", "adverts", expected, mark, where)


_ENGLAND = "skills_imperative_2035_england.xlsm"
_SPAN = "total/all/2020"
_LSIP = "lsip/{}_LSIP_MainTables.Main.xlsm"

EMPLOYMENT = (
    _industry("5241", 2021, "F", 112385, "caution", "H263"),
    _industry("5241", 2024, "F", 97017, "", "H263"),
    _industry("5241", 2022, "A", 1058, "caution", "C263"),
    _industry("5241", 2023, "A", None, "unreliable", "C263"),
    _industry("5241", 2024, "A", None, "negligible", "C263"),
    _industry("2231", 2023, "Q", 41140, "", "S88"),
    _industry("2313", 2024, "P", 476313, "", "R105"),
    _industry("6135", 2024, "Q", 810048, "", "S312"),
    _industry("8211", 2024, "H", 165663, "", "J373"),
    _industry("2134", 2022, "J", 296704, "caution", "L68"),
    _industry("2211", 2024, "Q", 136933, "", "S79"),
    _industry("1111", 2024, "A", 861, "acceptable", "C9"),
    _industry("1111", 2024, "F", 5085, "acceptable", "H9"),
    _industry("1112", 2023, "S", 1453, "acceptable", "U10"),
    _industry("0", 2024, "A", 284473, "", "C421"),
    _industry("0", 2024, "S", 898757, "", "U421"),
    _region("111", "E12000006", 14400, 3),
    _region("613", LONDON, 165500, 854),
    _region("524", WALES, 15500, 743),
    _region("231", NORTHERN_IRELAND, 36400, 283),
    _region("821", NORTH_WEST, 104000, 1062),
    _region("223", SCOTLAND, 64400, 248),
    _region("114", WALES, None, 47),
    _region("625", LONDON, None, 914),
    _local("11", ENGLAND, 2024800, "caution", 2),
    _local("92", ENGLAND, 2114300, "caution", 2),
    _local("11", DARLINGTON, 3100, "caution", 3),
    _local("42", DARLINGTON, None, "low", 3),
    _local("54", DARLINGTON, None, "suppressed", 3),
    _local("21", MANCHESTER, 36700, "caution", 29),
    _local("71", SWANSEA, 6200, "caution", 322),
    _local("92", GLASGOW, 29300, "caution", 349),
    _local("11", SCILLY, None, "not_published", 285),
    _local("11", GREATER_MANCHESTER, 73200, "caution", 418),
    _local("33", GREATER_MANCHESTER, 3800, "lower_bound", 418),
    _local("81", HERTFORDSHIRE, None, "suppressed", 420),
    _local("41", CUMBRIA, 20100, "caution", 410),
)
# Printed, but contradicted by the rest of the file, so not kept (docs/sources/aps-submajor-local.md).
NOT_USED = (
    _local("63", ENGLAND, None, "not_held", 2),
    _local("63", DARLINGTON, None, "not_held", 3),
    _local("11", DORSET, None, "not_held", 412),
    _outlook("22", DORSET, 2035, "total/all/2035", "people", None, "not_held", f"{_LSIP.format('DO')}/Occ F2/AL11"),
    _outlook("22", DORSET, 2035, _SPAN, "net_change", None, "not_held", f"{_LSIP.format('DO')}/RD T1/D10"),
)
OUTLOOK = (
    _outlook("22", ENGLAND, 2010, "total/all/2010", "people", 1003106, "", f"{_ENGLAND}/Occ F2/M11"),
    _outlook("22", ENGLAND, 2020, "total/all/2020", "people", 1353738, "", f"{_ENGLAND}/Occ F2/W11"),
    _outlook("52", ENGLAND, 2025, "total/all/2025", "people", 921754, "projection", f"{_ENGLAND}/Occ F2/AB28"),
    _outlook("52", ENGLAND, 2035, "total/all/2035", "people", 872676, "projection", f"{_ENGLAND}/Occ F2/AL28"),
    _outlook("63", ENGLAND, 2035, "total/all/2035", "people", 27819, "projection", f"{_ENGLAND}/Occ F2/AL35"),
    _outlook("7", ENGLAND, 2035, "total/all/2035", "people", 2388795, "projection", f"{_ENGLAND}/Occ F2/AL37"),
    _outlook("0", ENGLAND, 2035, "total/all/2035", "people", 32070091, "projection", f"{_ENGLAND}/Occ F2/AL49"),
    _outlook("22", ENGLAND, 2035, _SPAN, "net_change", 234696, "projection", f"{_ENGLAND}/RD T1/D10"),
    _outlook("22", ENGLAND, 2035, _SPAN, "replacement", 790702, "projection", f"{_ENGLAND}/RD T1/E10"),
    _outlook("22", ENGLAND, 2035, _SPAN, "requirement", 1025398, "projection", f"{_ENGLAND}/RD T1/F10"),
    _outlook("2", ENGLAND, 2035, _SPAN, "requirement", 5023418, "projection", f"{_ENGLAND}/RD T1/N9"),
    _outlook("0", ENGLAND, 2035, _SPAN, "replacement", 14988123, "projection", f"{_ENGLAND}/RD T1/E33"),
    _outlook("22", ENGLAND, 2020, "sex/male/2020", "people", 362469, "", f"{_ENGLAND}/Occ T2/O11"),
    _outlook("22", ENGLAND, 2035, "sex/female/2035", "people", 1167904, "projection", f"{_ENGLAND}/Occ T2/AB11"),
    _outlook("22", ENGLAND, 2035, "sex/female/2020", "requirement", 816870, "projection", f"{_ENGLAND}/Occ T2/AF11"),
    _outlook("22", ENGLAND, 2020, "qualification/rqf6/2020", "people", 502039, "", f"{_ENGLAND}/RD T1/B97"),
    _outlook("22", ENGLAND, 2035, "qualification/rqf6/2035", "people", 598152, "projection", f"{_ENGLAND}/RD T1/C97"),
    _outlook("2", ENGLAND, 2020, "qualification/rqf8/2020", "people", 372367, "", f"{_ENGLAND}/RD T1/J20"),
    _outlook("5", ENGLAND, 2035, "status/self_employed/2035", "people", 932015, "projection", f"{_ENGLAND}/Occ T5/N12"),
    _outlook(
        "5", ENGLAND, 2035, "status/self_employed/2020", "net_change", 97489, "projection", f"{_ENGLAND}/Occ T5/I48"
    ),
    _outlook("22", GREATER_MANCHESTER, 2020, "total/all/2020", "people", 63240, "", f"{_LSIP.format('GM')}/Occ F2/W11"),
    _outlook(
        "22", GREATER_MANCHESTER, 2035, _SPAN, "net_change", 12822, "projection", f"{_LSIP.format('GM')}/RD T1/D10"
    ),
    _outlook("22", WORCESTERSHIRE, 2020, "total/all/2020", "people", 13875, "", f"{_LSIP.format('WO')}/Occ F2/W11"),
    _outlook(
        "22", NORFOLK_AND_SUFFOLK, 2035, _SPAN, "requirement", 25811, "projection", f"{_LSIP.format('NS')}/RD T1/F10"
    ),
    _outlook("52", CUMBRIA, 2035, "total/all/2035", "people", 8848, "caution", f"{_LSIP.format('CU')}/Occ F2/AL28"),
    _outlook("22", CUMBRIA, 2035, "sex/male/2020", "replacement", 1270, "caution", f"{_LSIP.format('CU')}/Occ T2/T11"),
    _outlook("63", CUMBRIA, 2020, "total/all/2020", "people", None, "low", f"{_LSIP.format('CU')}/Occ F2/W35"),
    _outlook("63", ENGLAND, 2020, "qualification/rqf8/2020", "people", None, "low", f"{_ENGLAND}/RD T1/B55"),
    _outlook(
        "21",
        GREATER_LONDON,
        2035,
        "total/all/2035",
        "people",
        511846,
        "projection",
        f"{_LSIP.format('GL')}/Occ F2/AL10",
    ),
    _outlook("0", GREATER_LONDON, 2020, "total/all/2020", "people", 5942460, "", f"{_LSIP.format('GL')}/Occ F2/W49"),
    _outlook("53", WEST_YORKSHIRE, 2035, _SPAN, "net_change", -3980, "projection", f"{_LSIP.format('WY')}/RD T1/D22"),
    _outlook("0", CUMBRIA, 2035, _SPAN, "requirement", 148299, "projection", f"{_LSIP.format('CU')}/RD T1/F33"),
)
ADVERTS = (
    _adverts("2134", date(2017, 1, 1), 38639, "", 3422),
    _adverts("2134", date(2020, 4, 1), 22752, "", 3461),
    _adverts("2134", date(2026, 6, 1), 14598, "", 3535),
    _adverts("5241", date(2017, 1, 1), 4437, "", 7982),
    _adverts("5241", date(2025, 5, 1), 5842, "", 8082),
    _adverts("5241", date(2026, 3, 1), None, "not_published", 8092),
    _adverts("2129", date(2025, 5, 1), 4427, "", 10362),
    _adverts("7219", date(2025, 5, 1), 9147, "", 13782),
    _adverts("3240", date(2026, 6, 1), 482, "", 15733),
    _adverts("4212", date(2025, 6, 1), None, "suppressed", 13213),
    _adverts("4212", date(2026, 2, 1), None, "suppressed", 13221),
)
FIGURES = EMPLOYMENT + NOT_USED + OUTLOOK + ADVERTS
