"""Reads of pay and hours (ASHE)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from evidence.figures import Figure, Reason, Unit
from lmi.enums import AgeBand, Hours, PayMeasure, Sex
from lmi.fallback import PayKey, pay_keys
from lmi.models import PayFigure
from lmi.queries.context import Facts
from lmi.register import UK

UNIT_TABLE, REGION_UNIT_TABLE, REGION_TABLE, AGE_TABLE = "ashe-14", "ashe-15", "ashe-3", "ashe-20"
UNITS = {
    PayMeasure.ANNUAL: Unit.POUNDS_A_YEAR,
    PayMeasure.WEEKLY: Unit.POUNDS_A_WEEK,
    PayMeasure.HOURLY: Unit.POUNDS_AN_HOUR,
    PayMeasure.HOURS: Unit.HOURS_A_WEEK,
}
_POPULATION = {
    Hours.ALL: "employees",
    Hours.FULL_TIME: "full-time employees",
    Hours.PART_TIME: "part-time employees",
}
_WHO = {Sex.ALL: "", Sex.FEMALE: "women, ", Sex.MALE: "men, "}
HOURS_MEASURES = ((PayMeasure.HOURS, Hours.FULL_TIME), (PayMeasure.HOURS, Hours.ALL))
_COLUMNS = ("jobs", "median", "mean", "p10", "p25", "p75", "p90")


@dataclass(frozen=True, slots=True)
class PayRange:
    """The middle of pay: median with the quartiles around it, all of one row.

    `measure` and `hours` say what it really is, after fallback.
    """

    median: Figure
    p25: Figure
    p75: Figure
    measure: str
    hours: str
    year: int


@dataclass(frozen=True, slots=True)
class PayPoint:
    """One year of a series."""

    year: int
    figure: Figure
    provisional: bool


@dataclass(frozen=True, slots=True)
class PayBreak:
    """Pay of one part of a split: a sex, a region, an age band."""

    key: str
    name: str
    pay: PayRange


def population(sex: str, hours: str, age: str = AgeBand.ALL) -> str:
    """Who a pay figure is about, in words ("women, full-time employees aged 22-29")."""
    words = f"{_WHO[Sex(sex)]}{_POPULATION[Hours(hours)]}"
    return words if age == AgeBand.ALL else f"{words} aged {age}"


def period_of(row: PayFigure) -> str:
    """What the row refers to: yearly pay is of the tax year, the rest of the pay period in April (ONS, ASHE notes)."""
    if row.measure == PayMeasure.ANNUAL:
        return _("tax year to April %(year)s") % {"year": row.year}
    return _("April %(year)s") % {"year": row.year}


def _figure(facts: Facts, row: PayFigure, statistic: str, asked: tuple[str, str]) -> Figure:
    jobs = statistic == "jobs"
    value = getattr(row, statistic)
    return facts.figure(
        f"{statistic}_{row.measure}_{'' if row.measure == PayMeasure.HOURS else 'pay_'}{row.hours}",
        value * 1000 if jobs and value is not None else value,
        Unit.JOBS if jobs else UNITS[PayMeasure(row.measure)],
        release_id=row.release_id,
        code=row.soc2020_id,
        area=row.area_id,
        population=population(row.sex, row.hours, row.age),
        period=period_of(row),
        mark=row.marks.get(statistic, ""),
        asked_code=asked[0],
        asked_area=asked[1],
    )


def pay_range_of(facts: Facts, row: PayFigure, code: str, area: str) -> PayRange:
    """The row's median and quartiles as figures, labelled with what was asked for."""
    asked = (code, area)
    return PayRange(
        _figure(facts, row, "median", asked),
        _figure(facts, row, "p25", asked),
        _figure(facts, row, "p75", asked),
        row.measure,
        row.hours,
        row.year,
    )


def no_range(facts: Facts, code: str, area: str) -> PayRange:
    """Three figures that say there is none."""
    none = facts.missing("median_annual_pay_full_time", Unit.POUNDS_A_YEAR, Reason.NOT_PUBLISHED, code=code, area=area)
    return PayRange(none, none, none, PayMeasure.ANNUAL, Hours.FULL_TIME, 0)


def editions_with_pay(facts: Facts) -> list[int]:
    """Every edition of the table by unit, and the latest of the tables by region."""
    regional = [pk for pk in map(facts.editions.latest, (REGION_UNIT_TABLE, REGION_TABLE)) if pk is not None]
    return facts.editions.of(UNIT_TABLE) + regional


def _rows_at(facts: Facts, keys: Sequence[PayKey]) -> dict[PayKey, PayFigure]:
    """Rows with a median at these keys, everyone of all ages; one SQL statement.

    Of each key the latest edition that has a row for it: the newest table of unit groups may come
    without the wider groups, which then answer from the edition before (their period says so).
    """
    rows = (
        PayFigure.objects.of_releases(editions_with_pay(facts))
        .filter(
            soc2020_id__in={k.code for k in keys},
            area_id__in={k.area for k in keys},
            sex=Sex.ALL,
            age=AgeBand.ALL,
            measure__in={k.measure for k in keys},
            hours__in={k.hours for k in keys},
        )
        .order_by("soc2020_id", "area_id", "measure", "hours", "-year", "-release_id")
        .distinct("soc2020_id", "area_id", "measure", "hours")
    )
    return {PayKey(r.soc2020_id, r.area_id, r.measure, r.hours): r for r in rows if r.median is not None}


def typical_pay(facts: Facts, code: str, area: str = UK) -> PayRange:
    """Latest median pay with quartiles, by the fallback policy; one SQL statement.

    Raises UnknownOccupationError or UnknownAreaError. When nothing is published the three figures
    carry the reason.
    """
    keys = pay_keys(facts.soc, facts.places, code, area)
    return _range_at(facts, keys, _rows_at(facts, keys), code, area)


def weekly_hours(facts: Facts, code: str) -> Figure:
    """Median paid hours a week of full-time employees in the UK, or of all; wider groups stand in."""
    keys = pay_keys(facts.soc, facts.places, code, UK, HOURS_MEASURES)
    return _hours_at(facts, keys, _rows_at(facts, keys), code)


def pay_and_hours(facts: Facts, codes: Sequence[str], area: str = UK) -> dict[str, tuple[PayRange, Figure]]:
    """`typical_pay` in the area and `weekly_hours` of several groups; one SQL statement for all.

    Raises UnknownOccupationError or UnknownAreaError.
    """
    pay_at = {code: pay_keys(facts.soc, facts.places, code, area) for code in codes}
    hours_at = {code: pay_keys(facts.soc, facts.places, code, UK, HOURS_MEASURES) for code in codes}
    rows = _rows_at(facts, [key for keys in (*pay_at.values(), *hours_at.values()) for key in keys])
    return {
        code: (_range_at(facts, pay_at[code], rows, code, area), _hours_at(facts, hours_at[code], rows, code))
        for code in codes
    }


def _range_at(facts: Facts, keys: Sequence[PayKey], rows: dict[PayKey, PayFigure], code: str, area: str) -> PayRange:
    row = next((rows[key] for key in keys if key in rows), None)
    return pay_range_of(facts, row, code, area) if row else no_range(facts, code, area)


def _hours_at(facts: Facts, keys: Sequence[PayKey], rows: dict[PayKey, PayFigure], code: str) -> Figure:
    row = next((rows[key] for key in keys if key in rows), None)
    if row is None:
        return facts.missing("median_hours_full_time", Unit.HOURS_A_WEEK, Reason.NOT_PUBLISHED, code=code, area=UK)
    return _figure(facts, row, "median", (code, UK))


def pay_series(
    facts: Facts, codes: Sequence[str], *, measure: str = PayMeasure.ANNUAL, hours: str = Hours.FULL_TIME
) -> dict[str, tuple[PayPoint, ...]]:
    """Median by year in the UK for each group, oldest first; a year without a value says why.

    One SQL statement. Years are compared as published: not adjusted for inflation.
    """
    rows = (
        PayFigure.objects.of_releases(facts.editions.of(UNIT_TABLE))
        .filter(soc2020_id__in=codes, area_id=UK, measure=measure, hours=hours, sex=Sex.ALL, age=AgeBand.ALL)
        .order_by("soc2020_id", "year")
    )
    series: dict[str, list[PayPoint]] = {code: [] for code in codes}
    for row in rows:
        figure = _figure(facts, row, "median", (row.soc2020_id, UK))
        status = facts.editions.ref(row.release_id).status
        series[row.soc2020_id].append(PayPoint(row.year, figure, status == "provisional"))
    return {code: tuple(points) for code, points in series.items()}


def pay_by_sex(facts: Facts, code: str, *, hours: str = Hours.FULL_TIME) -> tuple[PayBreak, ...]:
    """Annual pay of women and of men, UK, of the latest edition that has the group; empty where none has.

    One SQL statement.
    """
    rows = (
        PayFigure.objects.of_releases(facts.editions.of(UNIT_TABLE))
        .filter(soc2020_id=code, area_id=UK, measure=PayMeasure.ANNUAL, hours=hours, age=AgeBand.ALL)
        .exclude(sex=Sex.ALL)
        .order_by("sex", "-year", "-release_id")
        .distinct("sex")
    )
    found = {row.sex: row for row in rows}
    return tuple(
        PayBreak(sex, str(Sex(sex).label), pay_range_of(facts, found[sex], code, UK))
        for sex in (Sex.FEMALE, Sex.MALE)
        if sex in found
    )


def pay_by_region(facts: Facts, code: str) -> tuple[PayBreak, ...]:
    """Annual pay in each region and nation: of the unit where published, else of its major group.

    Full-time where published, else full-time and part-time together: `hours` says which. One SQL
    statement; in order of the areas' codes.
    """
    rows = _split_rows(
        facts,
        (REGION_UNIT_TABLE, REGION_TABLE),
        soc2020_id__in=facts.soc[code].chain,
        sex=Sex.ALL,
        hours__in=(Hours.FULL_TIME, Hours.ALL),
        age=AgeBand.ALL,
        median__isnull=False,
    )
    best: dict[str, PayFigure] = {}
    for row in rows:
        held = best.get(row.area_id)
        if row.area_id != UK and (held is None or _closeness(row) > _closeness(held)):
            best[row.area_id] = row
    return tuple(
        PayBreak(area, facts.places[area].name, pay_range_of(facts, best[area], code, area)) for area in sorted(best)
    )


def _closeness(row: PayFigure) -> tuple[int, bool]:
    """The narrower group first, then full-time pay."""
    return len(row.soc2020_id), row.hours == Hours.FULL_TIME


def pay_by_age(facts: Facts, code: str) -> tuple[PayBreak, ...]:
    """Full-time annual pay by age band of the major group a unit belongs to. One SQL statement."""
    rows = _split_rows(facts, (AGE_TABLE,), soc2020_id=code[0], sex=Sex.ALL, hours=Hours.FULL_TIME)
    found = {row.age: row for row in rows}
    return tuple(
        PayBreak(band, str(AgeBand(band).label), pay_range_of(facts, found[band], code, UK))
        for band in AgeBand.values
        if band in found
    )


def _split_rows(facts: Facts, tables: Sequence[str], **where: Any) -> list[PayFigure]:
    releases = [pk for pk in map(facts.editions.latest, tables) if pk is not None]
    return list(
        PayFigure.objects.of_releases(releases).filter(measure=PayMeasure.ANNUAL, **where).order_by("area_id", "pk")
    )


@dataclass(frozen=True, slots=True)
class SexShare:
    """Employee jobs held by women and by men, and the share of women, as the last edition with job counts has it."""

    women: Figure
    men: Figure
    women_percent: float


def women_and_men(facts: Facts, code: str) -> SexShare | None:
    """Share of employee jobs held by women, UK; None where job counts are not published for both.

    Job counts are rounded to the nearest thousand by the publisher. One SQL statement.
    """
    rows = (
        PayFigure.objects.of_releases(facts.editions.of(UNIT_TABLE))
        .filter(
            Q(sex=Sex.FEMALE) | Q(sex=Sex.MALE),
            soc2020_id=code,
            area_id=UK,
            measure=PayMeasure.ANNUAL,
            hours=Hours.ALL,
            age=AgeBand.ALL,
            jobs__gt=0,
        )
        .order_by("-year")
    )
    by_year: dict[int, dict[str, PayFigure]] = {}
    for row in rows:
        by_year.setdefault(row.year, {})[row.sex] = row
    both = next((found for found in by_year.values() if len(found) == 2), None)
    if both is None:
        return None
    women, men = both[Sex.FEMALE], both[Sex.MALE]
    share = 100 * (women.jobs or 0) / ((women.jobs or 0) + (men.jobs or 0))
    return SexShare(_figure(facts, women, "jobs", (code, UK)), _figure(facts, men, "jobs", (code, UK)), round(share, 1))


def pay_rows(facts: Facts, code: str) -> list[PayFigure]:
    """Every row of the latest UK table for a group, for the page with every table. One SQL statement."""
    latest = facts.editions.latest(UNIT_TABLE)
    return list(
        PayFigure.objects.of_releases([latest] if latest else [])
        .filter(soc2020_id=code, area_id=UK, age=AgeBand.ALL)
        .order_by("measure", "hours", "sex")
    )


def statistics_of(facts: Facts, row: PayFigure) -> dict[str, Figure]:
    """The row's job count, median, mean, tenths and quartiles as figures."""
    return {name: _figure(facts, row, name, (row.soc2020_id, row.area_id)) for name in _COLUMNS}
