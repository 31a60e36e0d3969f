"""The Annual Population Survey by local area, as DfE tabulated it: people in work by sub-major group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.enums import ReleaseState
from evidence.figures import Quality, Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.enums import AreaKind
from lmi.importers import names
from lmi.importers.aps import FIGURE_KEY, REFERENCES, as_marks
from lmi.importers.areas import NATIONS
from lmi.importers.marks import read_number
from lmi.models import AreaMembership, EmploymentFigure
from lmi.models.figures import ALL_INDUSTRIES

# DfE's symbols: c = held back, low = rounds to nothing, x = not available.
LOCAL_MARKS: Mapping[str, str] = {"c": Reason.SUPPRESSED, "low": Reason.LOW, "x": Reason.NOT_PUBLISHED}
SUB_MAJOR_COLUMNS: Mapping[str, str] = {
    "11": "corporate managers and directors",
    "12": "other managers and proprietors",
    "21": "science research engineering and technology professionals",
    "22": "health professionals",
    "23": "teaching and other educational professionals",
    "24": "business media and public service professionals",
    "31": "science engineering and technology associate professionals",
    "32": "health and social care associate professionals",
    "33": "protective service occupations",
    "34": "culture media and sports occupations",
    "35": "business and public service associate professionals",
    "41": "administrative occupations",
    "42": "secretarial and related occupations",
    "51": "skilled agricultural and related trades",
    "52": "skilled metal electrical and electronic trades",
    "53": "skilled construction and building trades",
    "54": "textiles printing and other skilled trades",
    "61": "caring personal service occupations",
    "62": "leisure travel and related personal service occupations",
    "63": "community and civil enforcement occupations",
    "71": "sales occupations",
    "72": "customer service occupations",
    "81": "process plant and machine operatives",
    "82": "transport and mobile machine drivers and operatives",
    "91": "elementary trades and related occupations",
    "92": "elementary administration and service occupations",
}
# Abolished in April 2023, each with the LSIP area it lay in. The authorities in their place cover other ground.
CUMBRIA, YORK_AND_NORTH_YORKSHIRE, SOUTH_WEST = "E69000006", "E69000038", "E69000015"
ABOLISHED_2023: Mapping[str, str] = {
    **dict.fromkeys(("Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland", "Eden", "South Lakeland"), CUMBRIA),
    **dict.fromkeys(
        ("Craven", "Hambleton", "Harrogate", "Richmondshire", "Ryedale", "Scarborough", "Selby"),
        YORK_AND_NORTH_YORKSHIRE,
    ),
    **dict.fromkeys(("Mendip", "Sedgemoor", "South Somerset", "Somerset West and Taunton"), SOUTH_WEST),
}
# Group 63 has one minor group, of 19,800 people in the UK in 2024 (aps-minor-region): far more is another figure.
MOST_IN_63 = 500_000
AUTHORITY, LSIP, PARTNERSHIP, COUNTRY = "LADU", "LSIP", "LEP", "COUNTRY"
WARNING = "AN ISSUE WITH THE COLLECTION"


@dataclass(slots=True)
class Line:
    """One line of the file: its area's code and its cells by sub-major group."""

    number: int
    level: str
    area: str
    cells: dict[str, str]
    lsip: str = ""  # of an authority
    figures: dict[str, tuple[float | None, str]] = field(default_factory=dict)


class ApsSubMajorLocal(Importer):
    """People in work by sub-major group in England, local authorities and LSIP areas, July 2021 to June 2022.

    The file names areas; names are matched with today's authorities and the LSIP areas of 2023. Left out:
    local enterprise partnerships and the authorities abolished in 2023. All values are of the miscoded
    years and marked "caution". LSIP rows are sums of the authorities' printed cells, so they are lower
    bounds wherever an authority's cell is held back; a row that is no such sum is not used at all.
    Needs the register of areas and the members of the LSIP areas.
    """

    source = "aps-submajor-local"
    model = EmploymentFigure
    key = FIGURE_KEY
    values = ("people", "marks")
    references: ClassVar = REFERENCES
    period_columns = ("year",)
    unit_column = ""
    limits = Limits(min_rows=26 * 350, max_bytes=1024 * 1024, plausible={"people": (500, 10_000)})
    raw_files: ClassVar = {"2022": ("employment/aps_employment_submajor_by_local_area_2021-07_2022-06.csv",)}
    header = ("year", "area", "geographic_level", *(f"  {title}  " for title in SUB_MAJOR_COLUMNS.values()))

    def edition(self, files: Sequence[Path]) -> Edition:
        """The twelve months to June 2022; the file gives only the year they end in."""
        return Edition("2022", "2022", "July 2021 to June 2022", "final", date(2021, 7, 1), date(2022, 6, 30))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an area and sub-major group; what is left out is told in the report."""
        path = files[0]
        # The registers are asked here and not row by row: the rows are read while a COPY holds the connection.
        lines = list(self._lines(path, report))
        for line in lines:
            line.figures = dict(_figures(path.name, line, report))
        _use_lsip_sums(lines, report, path.name)
        _withhold_wrong_column(lines, report, path.name)
        return (
            Row(path.name, line.number, (code, line.area, 2022, ALL_INDUSTRIES, people, as_marks(mark)))
            for line in lines
            if line.area
            for code, (people, mark) in line.figures.items()
        )

    def _lines(self, path: Path, report: Report) -> Iterator[Line]:
        """Lines of England, authorities and LSIP areas; an abolished authority has no area but an LSIP area."""
        find = _Areas()
        left_out = {PARTNERSHIP: 0, AUTHORITY: 0}
        for number, cells in csv_rows(path, self.header):
            name, level = cells[1].strip(), cells[2]
            if level.startswith(WARNING):  # the publisher's warning, laid out as a row
                continue
            if level == PARTNERSHIP or (level == AUTHORITY and name in ABOLISHED_2023):
                left_out[level] += 1
            if level == PARTNERSHIP:
                continue
            area, lsip = find(level, name)
            if cells[0] != "2022" or not (area or lsip):
                report.bad(path.name, number, cells[:3], f"unknown year, area or level: {name!r} {level[:20]!r}")
                continue
            yield Line(number, level, area, dict(zip(SUB_MAJOR_COLUMNS, cells[3:], strict=True)), lsip)
        report.warn(
            f"left out: {left_out[PARTNERSHIP]} local enterprise partnerships and {left_out[AUTHORITY]} authorities "
            "abolished in 2023",
            path.name,
        )


class _Areas:
    """Finds the code of an area that the file names, and the LSIP area of an authority."""

    def __init__(self) -> None:
        self.authorities, self.lsips = names.authority_codes(), names.lsip_codes()
        members = AreaMembership.objects.filter(group__kind=AreaKind.LSIP, release__state=ReleaseState.PUBLISHED)
        self.lsip_of = dict(members.values_list("member_id", "group_id"))
        if not self.lsip_of:
            raise RefusedFileError("the members of the LSIP areas are not loaded (source lsip-areas-2023)")

    def __call__(self, level: str, name: str) -> tuple[str, str]:
        """(area, LSIP area of an authority); empty where there is none."""
        if level == COUNTRY:
            return NATIONS.get(name, ""), ""
        if level == LSIP:
            return names.lsip_code(self.lsips, name) or "", ""
        if level != AUTHORITY:
            return "", ""
        if name in ABOLISHED_2023:
            return "", ABOLISHED_2023[name]
        code = names.authority_code(self.authorities, name) or ""
        return code, self.lsip_of.get(code, "")


def _figures(file: str, line: Line, report: Report) -> Iterator[tuple[str, tuple[float | None, str]]]:
    for code, cell in line.cells.items():
        try:
            people, reason = read_number(cell, LOCAL_MARKS)
        except ValueError:
            report.bad(file, line.number, cell, f"group {code}: not a number or a known mark")
            continue
        yield code, (people, reason or Quality.CAUTION)


def _use_lsip_sums(lines: Sequence[Line], report: Report, file: str) -> None:
    """Mark the LSIP areas' sums for what they are, and withhold rows that are not sums of their authorities."""
    members: dict[str, list[Line]] = {}
    for line in lines:
        if line.lsip:
            members.setdefault(line.lsip, []).append(line)
    for line in lines:
        if line.level != LSIP:
            continue
        parts = members.get(line.area, [])
        sums = {code: _sum(parts, code) for code in line.figures}
        wrong = [code for code, (people, _) in line.figures.items() if people is not None and people != sums[code][0]]
        if wrong:
            report.warn(
                f"LSIP area {line.area}: {len(wrong)} of 26 groups are not the sum of its authorities: not used",
                file,
                line.number,
            )
        for code, (people, mark) in line.figures.items():
            line.figures[code] = (None, Reason.NOT_HELD) if wrong else _lsip_figure(people, mark, sums[code][1])


def _sum(parts: Sequence[Line], code: str) -> tuple[float, bool]:
    """(sum of the printed cells, whether every authority's cell is printed); "low" rounds to nothing."""
    figures = [part.figures.get(code, (None, "")) for part in parts]
    whole = all(people is not None or mark == Reason.LOW for people, mark in figures)
    return sum(people or 0 for people, _ in figures), whole


def _lsip_figure(people: float | None, mark: str, whole: bool) -> tuple[float | None, str]:
    if people is None or whole:
        return people, mark
    return (people, Quality.LOWER_BOUND) if people else (None, Reason.SUPPRESSED)


def _withhold_wrong_column(lines: Sequence[Line], report: Report, file: str) -> None:
    """Leave out group 63 where its column holds another figure, as in the file held in 2026."""
    people = next((line.figures["63"][0] for line in lines if line.level == COUNTRY and "63" in line.figures), None)
    if people is None or people <= MOST_IN_63:
        return
    report.warn(f"the column of group 63 has {people:,.0f} people in England: not used", file)
    for line in lines:
        line.figures["63"] = (None, Reason.NOT_HELD)
