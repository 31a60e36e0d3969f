"""Reads of employment (Annual Population Survey): how many people, in which industries, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.figures import QUALITY_WORDS, Figure, Quality, Reason, Unit
from lmi.enums import AreaKind
from lmi.fallback import employment_keys
from lmi.models import EmploymentFigure
from lmi.models.figures import ALL_INDUSTRIES
from lmi.queries.context import Facts
from lmi.register import ENGLAND, UK

BY_INDUSTRY, BY_REGION, LOCAL = "aps-unit-industry", "aps-minor-region", "aps-submajor-local"
POPULATION = "people in work aged 16 and over, main job"


@dataclass(frozen=True, slots=True)
class IndustryShare:
    """People of an occupation in one industry section; share is of the published cells, 0 to 1."""

    code: str
    title: str
    people: Figure
    share: float | None


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """People of a group in one region or nation; share is of the published regions, 0 to 1."""

    code: str
    name: str
    people: Figure
    share: float | None


@dataclass(frozen=True, slots=True)
class LocalWork:
    """One group in a place: people, and its share of the groups published there, in the place and in England.

    England's is of the same groups: held against all of England's, the shares of a place where many
    groups are held back would all be too large.
    """

    code: str
    title: str
    people: Figure
    share: float | None
    england_share: float | None

    @property
    def concentration(self) -> float | None:
        """How many times as common as in England; None where either is not published."""
        if self.share is None or not self.england_share:
            return None
        return self.share / self.england_share


def _figure(facts: Facts, row: EmploymentFigure, asked: tuple[str, str], mark: str = "") -> Figure:
    return facts.figure(
        "people_in_work",
        row.people,
        Unit.PEOPLE,
        release_id=row.release_id,
        code=row.soc2020_id,
        area=row.area_id,
        population=POPULATION,
        period=_period(facts, row),
        mark=mark or row.marks.get("people", ""),
        asked_code=asked[0],
        asked_area=asked[1],
    )


def _period(facts: Facts, row: EmploymentFigure) -> str:
    """The row's own year where an edition holds several, else the edition's period."""
    ref = facts.editions.ref(row.release_id)
    return f"January to December {row.year}" if ref.source == BY_INDUSTRY else ref.period


def industry_rows(facts: Facts, codes: Sequence[str]) -> dict[str, list[EmploymentFigure]]:
    """Rows of the latest year by industry for these units; one SQL statement."""
    latest = facts.editions.latest(BY_INDUSTRY)
    rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(area_id=UK)
    last_year = rows.order_by("-year").values("year")[:1]
    found: dict[str, list[EmploymentFigure]] = {code: [] for code in codes}
    for row in rows.filter(soc2020_id__in=codes, year__in=last_year).order_by("soc2020_id", "industry"):
        found[row.soc2020_id].append(row)
    return found


def people_at_least(facts: Facts, code: str, rows: Sequence[EmploymentFigure], *, asked_area: str = UK) -> Figure:
    """People in a unit in the UK, as a lower bound: the sum of the published industry cells.

    Small cells are suppressed, so the true number is higher; the quality mark says so.
    """
    published = [row for row in rows if row.industry != ALL_INDUSTRIES and row.people is not None]
    if not published:
        reason = Reason.SUPPRESSED if rows else Reason.NOT_PUBLISHED
        return facts.missing("people_in_work", Unit.PEOPLE, reason, code=code, area=asked_area)
    cautioned = any(row.marks.get("people") == Quality.CAUTION for row in published)
    return facts.figure(
        "people_in_work_at_least",
        sum(row.people or 0 for row in published),
        Unit.PEOPLE,
        release_id=published[0].release_id,
        code=code,
        area=UK,
        population=POPULATION,
        period=_period(facts, published[0]),
        mark=Quality.LOWER_BOUND,
        asked_area=asked_area,
        note=str(QUALITY_WORDS[Quality.CAUTION]) if cautioned else "",
    )


def by_industry(facts: Facts, code: str, rows: Sequence[EmploymentFigure]) -> tuple[IndustryShare, ...]:
    """The unit's people in each industry section, most first; sections without a value last with the reason."""
    cells = [row for row in rows if row.industry != ALL_INDUSTRIES]
    total = sum(row.people or 0 for row in cells)
    shares = [
        IndustryShare(
            row.industry,
            facts.industries.get(row.industry, row.industry),
            _figure(facts, row, (code, UK)),
            (row.people / total) if row.people and total else None,
        )
        for row in cells
    ]
    return tuple(sorted(shares, key=lambda s: (-(s.people.value or -1), s.code)))


def by_region(facts: Facts, code: str) -> tuple[PlaceShare, ...]:
    """People of the unit's minor group in each region and nation, in order of the areas' codes; one SQL statement."""
    latest = facts.editions.latest(BY_REGION)
    minor = facts.soc[code].code[:3]
    rows = list(
        EmploymentFigure.objects.of_releases([latest] if latest else [])
        .filter(soc2020_id=minor, industry=ALL_INDUSTRIES)
        .order_by("area_id")
    )
    total = sum(row.people or 0 for row in rows)
    return tuple(
        PlaceShare(
            row.area_id,
            facts.places[row.area_id].name,
            _figure(facts, row, (code, row.area_id)),
            (row.people / total) if row.people and total else None,
        )
        for row in rows
    )


def people_in(facts: Facts, code: str, area: str) -> Figure:
    """How many do this work in a place, by the fallback policy (place before work).

    Two SQL statements: the tables by area, and for the UK the table by industry.
    """
    return people_in_each(facts, [code], area)[code]


def people_in_each(facts: Facts, codes: Sequence[str], area: str) -> dict[str, Figure]:
    """`people_in` for several groups; two SQL statements for all."""
    releases = [pk for pk in map(facts.editions.latest, (BY_REGION, LOCAL)) if pk is not None]
    keys = {code: employment_keys(facts.soc, facts.places, code, area) for code in codes}
    wanted = [key for of_code in keys.values() for key in of_code]
    rows = (
        EmploymentFigure.objects.of_releases(releases)
        .filter(
            soc2020_id__in={k[0] for k in wanted},
            area_id__in={k[1] for k in wanted},
            industry=ALL_INDUSTRIES,
            people__isnull=False,
        )
        .order_by("year", "pk")
    )
    found = {(row.soc2020_id, row.area_id): row for row in rows}
    uk = {code for code in codes if _reaches_uk(keys[code], found)}
    by_industry = industry_rows(facts, sorted(uk)) if uk else {}
    return {
        code: people_at_least(facts, code, by_industry[code], asked_area=area)
        if code in uk
        else _first_people(facts, found, keys[code], code, area)
        for code in codes
    }


def _reaches_uk(keys: Sequence[tuple[str, str]], found: Mapping[tuple[str, str], EmploymentFigure]) -> bool:
    """Whether nothing narrower than the group itself in the whole UK is held."""
    first = next((key for key in keys if key in found or key[1] == UK), None)
    return first is not None and first not in found


def _first_people(
    facts: Facts,
    found: Mapping[tuple[str, str], EmploymentFigure],
    keys: Sequence[tuple[str, str]],
    code: str,
    area: str,
) -> Figure:
    row = next((found[key] for key in keys if key in found), None)
    if row is None:
        return facts.missing("people_in_work", Unit.PEOPLE, Reason.NOT_PUBLISHED, code=code, area=area)
    return _figure(facts, row, (code, area))


def local_work(facts: Facts, area: str) -> tuple[LocalWork, ...]:
    """What people in an authority or LSIP area work in, against England: 26 sub-major groups, by code.

    Empty where nothing is published for the area. Two SQL statements at most.
    """
    latest = facts.editions.latest(LOCAL)
    rows = list(
        EmploymentFigure.objects.of_releases([latest] if latest else [])
        .filter(area_id__in=(area, ENGLAND), industry=ALL_INDUSTRIES)
        .order_by("soc2020_id")
    )
    here = {row.soc2020_id: row for row in rows if row.area_id == area}
    england = {row.soc2020_id: row.people for row in rows if row.area_id == ENGLAND and row.people}
    return work_against(facts, area, here, england)


def work_against(
    facts: Facts, area: str, here: Mapping[str, EmploymentFigure], england: Mapping[str, float]
) -> tuple[LocalWork, ...]:
    """Each group of the place, by code, with its share of the groups published in the place and in England."""
    total = sum(row.people or 0 for row in here.values())
    held = {code for code, row in here.items() if row.people}
    total_england = sum(people for code, people in england.items() if code in held)
    return tuple(
        LocalWork(
            code,
            facts.soc[code].title,
            _figure(facts, row, (code, area)),
            row.people / total if row.people and total else None,
            england[code] / total_england if code in held and code in england else None,
        )
        for code, row in sorted(here.items())
    )


REGION_KINDS = (AreaKind.REGION, AreaKind.NATION)
