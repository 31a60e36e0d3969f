"""Reads of online job adverts (Textkernel): the monthly series, its trend, and adverts per 1,000 people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import DateField, DateTimeField, ExpressionWrapper, Max, QuerySet, Subquery
from django.utils.translation import gettext as _

from evidence.figures import Figure, Quality, Reason, Unit
from lmi.fallback import advert_keys
from lmi.models import AdvertFigure
from lmi.queries.context import Facts
from lmi.register import UK

SOURCE = "textkernel-adverts"
POPULATION = "new online job adverts, each counted once"
STEADY = 0.05  # a change of up to 5 % over a year is called steady
Year = tuple[date, date]  # the first and the last of twelve months
MONTHS, FEWEST_MONTHS = 12, 9  # a year is told when at least nine of its months are published


class Trend(StrEnum):
    """Where adverts went over the last twelve months."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class AdvertPoint:
    """One month."""

    month: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class Adverts:
    """Adverts of an occupation: each month, the last twelve together, and the change on the twelve before.

    `year_total` is "at least" where some of the months are not published, `change_percent` compares
    the months that are published in both years; both have no value with fewer than nine months.
    """

    group: str
    title: str
    series: tuple[AdvertPoint, ...]
    year_total: Figure
    change_percent: Figure
    trend: Trend | None
    per_1000: Figure


def adverts_of(facts: Facts, code: str, people: Figure | None = None) -> Adverts | None:
    """Adverts of a group, or of the nearest wider group that has them; None when no group has.

    `people` is the group's employment, used for adverts per 1,000 people when both are of the same
    group and of the UK. One SQL statement. Raises UnknownOccupationError.
    """
    return adverts_of_each(facts, [code], {} if people is None else {code: people})[code]


def adverts_of_each(facts: Facts, codes: Sequence[str], people: Mapping[str, Figure]) -> dict[str, Adverts | None]:
    """`adverts_of` for several groups, `people` by code; one SQL statement for all."""
    keys = {code: advert_keys(facts.soc, code) for code in codes}
    held = AdvertFigure.objects.of_releases(facts.editions.of(SOURCE)).filter(area_id=UK)
    wanted = held.filter(soc2020_id__in={key[0] for of_code in keys.values() for key in of_code})
    rows = list(wanted.annotate(latest=latest_month(held)).order_by("month"))
    if not rows:
        return dict.fromkeys(codes)
    found: dict[str, list[AdvertFigure]] = {}
    for row in rows:
        found.setdefault(row.soc2020_id, []).append(row)
    year = year_to(rows[0].latest)
    return {code: _first_adverts(facts, found, keys[code], code, people.get(code), year) for code in codes}


def latest_month(rows: QuerySet[Any]) -> Subquery:
    """The last month that a table has for anybody; one area's rows.

    The year that is told ends there for everybody: a group whose months stopped earlier has no last year.
    """
    return Subquery(rows.order_by().values("area_id").annotate(last=Max("month")).values("last"), DateField())


def of_last_year(rows: QuerySet[Any]) -> QuerySet[Any]:
    """One area's rows of the twelve months that end with the last month of the table, for any group."""
    # Eleven months back are 334 to 337 days, twelve at least 365.
    since = ExpressionWrapper(Max("month") - timedelta(days=350), output_field=DateTimeField())
    return rows.filter(month__gt=Subquery(rows.order_by().values("area_id").annotate(since=since).values("since")))


def year_to(month: date) -> Year:
    """The first and the last of the twelve months that end with this one."""
    first = month.year * 12 + month.month - MONTHS
    return date(first // 12, first % 12 + 1, 1), month


def _first_adverts(
    facts: Facts,
    found: Mapping[str, Sequence[AdvertFigure]],
    keys: Sequence[tuple[str, str]],
    code: str,
    people: Figure | None,
    year: Year,
) -> Adverts | None:
    for group, _area in keys:
        rows = found.get(group, ())
        if any(row.adverts is not None for row in rows):
            return _adverts(facts, rows, code, people, year)
    return None


def _adverts(facts: Facts, rows: Sequence[AdvertFigure], code: str, people: Figure | None, year: Year) -> Adverts:
    change = _change(rows, year)
    group = rows[-1].soc2020_id
    return Adverts(
        group=group,
        title=facts.soc[group].title,
        series=tuple(AdvertPoint(r.month, _month(facts, r, code)) for r in rows),
        year_total=year_total_of(facts, rows, year, code),
        change_percent=_year_figure(
            facts,
            rows,
            year,
            "adverts_change",
            None if change is None else round(100 * change, 1),
            Unit.PERCENT,
            asked=code,
        ),
        trend=_trend(change),
        per_1000=_per_1000(facts, code, rows, people, year),
    )


def year_total_of(facts: Facts, rows: Sequence[AdvertFigure], year: Year, asked: str = "") -> Figure:
    """Adverts of one group in the twelve months, "at least" where some are not published; `rows` may hold others."""
    total, published = _sum(rows, year)
    mark = Quality.LOWER_BOUND if published < MONTHS else ""
    return _year_figure(facts, rows, year, "adverts_12_months", total, Unit.ADVERTS, mark, asked=asked)


def _year_figure(
    facts: Facts,
    rows: Sequence[AdvertFigure],
    year: Year,
    measure: str,
    value: float | None,
    unit: Unit,
    mark: str = "",
    asked: str = "",
) -> Figure:
    _total, published = _sum(rows, year)
    note = _("%(months)s of the twelve months are published.") % {"months": published} if published < MONTHS else ""
    return facts.figure(
        measure,
        value,
        unit,
        release_id=rows[-1].release_id,
        code=rows[-1].soc2020_id,
        area=rows[-1].area_id,
        population=POPULATION,
        period=f"{year[0]:%B %Y} to {year[1]:%B %Y}",
        mark=mark if value is not None else Reason.SUPPRESSED,
        asked_code=asked,
        note=note,
    )


def _sum(rows: Sequence[AdvertFigure], year: Year) -> tuple[float | None, int]:
    """The sum of the published months of the year and how many they are; no sum of too few."""
    values = [row.adverts for row in rows if row.adverts is not None and year[0] <= row.month <= year[1]]
    return (sum(values) if len(values) >= FEWEST_MONTHS else None), len(values)


def _change(rows: Sequence[AdvertFigure], year: Year) -> float | None:
    """By how much the published months of the year differ from the same months a year before."""
    held = {row.month: row.adverts for row in rows if row.adverts is not None}
    pairs = [
        (now, then)
        for month, now in held.items()
        if year[0] <= month <= year[1] and (then := held.get(month.replace(year=month.year - 1))) is not None
    ]
    base = sum(then for _now, then in pairs)
    if len(pairs) < FEWEST_MONTHS or not base:
        return None
    return sum(now for now, _then in pairs) / base - 1


def _trend(change: float | None) -> Trend | None:
    if change is None:
        return None
    # As it is shown, to a tenth of a per cent.
    if abs(round(change, 3)) <= STEADY:
        return Trend.STEADY
    return Trend.UP if change > 0 else Trend.DOWN


def _month(facts: Facts, row: AdvertFigure, code: str) -> Figure:
    return facts.figure(
        "adverts",
        row.adverts,
        Unit.ADVERTS,
        release_id=row.release_id,
        code=row.soc2020_id,
        area=row.area_id,
        population=POPULATION,
        period=f"{row.month:%B %Y}",
        mark=row.marks.get("adverts", ""),
        asked_code=code,
    )


def _per_1000(facts: Facts, code: str, rows: Sequence[AdvertFigure], people: Figure | None, year: Year) -> Figure:
    """Adverts of twelve months for every 1,000 people in the work; only where both are of the same group and the UK.

    People are a lower bound, so with every month published the true rate is lower; where months are
    missing, which the note says, it may be either.
    """
    total, _published = _sum(rows, year)
    same = people is not None and (people.level.code, people.area.code) == (rows[-1].soc2020_id, UK)
    if not same or people is None or not people.value or total is None:
        return facts.missing("adverts_per_1000", Unit.ADVERTS_PER_1000_PEOPLE, Reason.NOT_PUBLISHED, code=code, area=UK)
    rate = round(1000 * total / float(people.value), 1)
    return _year_figure(facts, rows, year, "adverts_per_1000", rate, Unit.ADVERTS_PER_1000_PEOPLE, asked=code)
