"""Reads of online job adverts (Textkernel): the monthly series, its trend, and adverts per 1,000 people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from evidence.figures import Figure, Quality, Reason, Unit
from lmi.fallback import advert_keys
from lmi.models import AdvertFigure
from lmi.queries.context import Facts
from lmi.register import UK

SOURCE = "textkernel-adverts"
POPULATION = "new online job adverts, each counted once"
STEADY = 0.05  # a change of up to 5 % over a year is called steady
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
    rows = (
        AdvertFigure.objects.of_releases(facts.editions.of(SOURCE))
        .filter(soc2020_id__in={key[0] for of_code in keys.values() for key in of_code}, area_id=UK)
        .order_by("month")
    )
    found: dict[str, list[AdvertFigure]] = {}
    for row in rows:
        found.setdefault(row.soc2020_id, []).append(row)
    return {code: _first_adverts(facts, found, keys[code], code, people.get(code)) for code in codes}


def _first_adverts(
    facts: Facts,
    found: Mapping[str, Sequence[AdvertFigure]],
    keys: Sequence[tuple[str, str]],
    code: str,
    people: Figure | None,
) -> Adverts | None:
    for group, _area in keys:
        rows = found.get(group, ())
        if any(row.adverts is not None for row in rows):
            return _adverts(facts, rows, code, people)
    return None


def _adverts(facts: Facts, rows: Sequence[AdvertFigure], code: str, people: Figure | None) -> Adverts:
    change = _change(rows[-MONTHS:], rows[-2 * MONTHS : -MONTHS])
    total = year_total_of(facts, rows[-MONTHS:], code)
    group = rows[-1].soc2020_id
    return Adverts(
        group=group,
        title=facts.soc[group].title,
        series=tuple(AdvertPoint(r.month, _month(facts, r, code)) for r in rows),
        year_total=total,
        change_percent=_year_figure(
            facts,
            rows[-MONTHS:],
            "adverts_change",
            None if change is None else round(100 * change, 1),
            Unit.PERCENT,
            asked=code,
        ),
        trend=_trend(change),
        per_1000=_per_1000(facts, code, rows[-MONTHS:], people),
    )


def year_total_of(facts: Facts, rows: Sequence[AdvertFigure], asked: str = "") -> Figure:
    """Adverts of the months of these rows of one group, "at least" where some are not published."""
    total, published = _sum(rows)
    mark = Quality.LOWER_BOUND if published < MONTHS else ""
    return _year_figure(facts, rows, "adverts_12_months", total, Unit.ADVERTS, mark, asked=asked)


def _year_figure(
    facts: Facts,
    rows: Sequence[AdvertFigure],
    measure: str,
    value: float | None,
    unit: Unit,
    mark: str = "",
    asked: str = "",
) -> Figure:
    published = sum(row.adverts is not None for row in rows)
    note = _("%(months)s of the twelve months are published.") % {"months": published} if published < MONTHS else ""
    return facts.figure(
        measure,
        value,
        unit,
        release_id=rows[-1].release_id,
        code=rows[-1].soc2020_id,
        area=rows[-1].area_id,
        population=POPULATION,
        period=f"{rows[0].month:%B %Y} to {rows[-1].month:%B %Y}",
        mark=mark if value is not None else Reason.SUPPRESSED,
        asked_code=asked,
        note=note,
    )


def _sum(rows: Sequence[AdvertFigure]) -> tuple[float | None, int]:
    """The sum of the published months and how many they are; no sum of too few."""
    values = [row.adverts for row in rows if row.adverts is not None]
    return (sum(values) if len(values) >= FEWEST_MONTHS else None), len(values)


def _change(rows: Sequence[AdvertFigure], before: Sequence[AdvertFigure]) -> float | None:
    """By how much the published months differ from the same months a year before."""
    earlier = {row.month: row.adverts for row in before}
    pairs = [
        (row.adverts, then)
        for row in rows
        if row.adverts is not None and (then := earlier.get(row.month.replace(year=row.month.year - 1))) is not None
    ]
    base = sum(then for _now, then in pairs)
    if len(pairs) < FEWEST_MONTHS or not base:
        return None
    return sum(now for now, _then in pairs) / base - 1


def _trend(change: float | None) -> Trend | None:
    if change is None:
        return None
    if abs(change) <= STEADY:
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


def _per_1000(facts: Facts, code: str, rows: Sequence[AdvertFigure], people: Figure | None) -> Figure:
    """Adverts of twelve months for every 1,000 people in the work; only where both are of the same group and the UK.

    People are a lower bound, so the true rate is lower.
    """
    total, _published = _sum(rows)
    same = people is not None and (people.level.code, people.area.code) == (rows[-1].soc2020_id, UK)
    if not same or people is None or not people.value or total is None:
        return facts.missing("adverts_per_1000", Unit.ADVERTS_PER_1000_PEOPLE, Reason.NOT_PUBLISHED, code=code, area=UK)
    rate = round(1000 * total / float(people.value), 1)
    return _year_figure(facts, rows, "adverts_per_1000", rate, Unit.ADVERTS_PER_1000_PEOPLE, asked=code)
