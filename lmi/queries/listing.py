"""A row of facts for each of many occupations: what the explorer's table and the API's list show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence.figures import Figure, Reason, Unit
from lmi.enums import AgeBand, Hours, Level, PayMeasure, Sex
from lmi.models import AdvertFigure, PayFigure
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.context import Facts
from lmi.register import UK, Group


@dataclass(frozen=True, slots=True)
class OccupationRow:
    """One occupation with the figures that OccupationFilter filters and sorts by.

    Pay is of the group itself in the area, annual, and full-time unless only both patterns together are published
    (single occupations in regions and nations); the figure's population says which. People are of the UK, adverts too,
    both of the group itself. Growth is England's, of the sub-major group, and labelled so.
    """

    group: Group
    pay: pay.PayRange
    people: Figure
    growth: Figure
    adverts: Figure


def occupation_rows(facts: Facts, codes: Sequence[str], area: str = UK) -> list[OccupationRow]:
    """Rows for these groups in this order; four SQL statements however many there are.

    Raises UnknownOccupationError or UnknownAreaError.
    """
    paid = _own_pay(facts, codes, area)
    people = employment.industry_rows(facts, [code for code in codes if facts.soc[code].level == Level.UNIT])
    growths = _growths(facts, codes)
    advertised = _own_adverts(facts, codes)
    return [
        OccupationRow(
            group=facts.soc[code],
            pay=paid[code],
            people=employment.people_at_least(facts, code, people.get(code, [])),
            growth=growths[code],
            adverts=advertised[code],
        )
        for code in codes
    ]


def _growths(facts: Facts, codes: Sequence[str]) -> dict[str, Figure]:
    """Growth of the sub-major (or wider) group of each, worked out once a group."""
    group_of = {code: code[:2] for code in codes}
    outlooks = outlook.outlook_of_each(facts, sorted(set(group_of.values())))
    growths: dict[str, Figure] = {}
    for code, group in group_of.items():
        found = outlooks[group]
        if found is None:
            none = facts.missing("outlook_growth", Unit.PERCENT_A_YEAR, Reason.NOT_PUBLISHED, code=code, area=UK)
            growths[code] = none
        else:
            growths[code] = replace(found.growth, level=facts.soc.ref(found.growth.level.code, code))
    return growths


def _own_pay(facts: Facts, codes: Sequence[str], area: str) -> dict[str, pay.PayRange]:
    """Annual pay of the groups themselves, of the latest edition that has each: full-time where a table has that."""
    rows = (
        PayFigure.objects.of_releases(pay.editions_with_pay(facts))
        .filter(
            soc2020_id__in=codes,
            area_id=area,
            measure=PayMeasure.ANNUAL,
            sex=Sex.ALL,
            hours__in=(Hours.FULL_TIME, Hours.ALL),
            age=AgeBand.ALL,
        )
        .order_by("soc2020_id", "-year", "-hours", "-release_id")
        .distinct("soc2020_id")
    )
    found = {row.soc2020_id: pay.pay_range_of(facts, row, row.soc2020_id, area) for row in rows}
    return {code: found[code] if code in found else pay.no_range(facts, code, area) for code in codes}


def _own_adverts(facts: Facts, codes: Sequence[str]) -> dict[str, Figure]:
    """Adverts of the last twelve months of the groups themselves."""
    rows = AdvertFigure.objects.of_releases(facts.editions.of(adverts.SOURCE)).filter(area_id=UK)
    listed = adverts.of_last_year(rows).filter(soc2020_id__in=codes).annotate(latest=adverts.latest_month(rows))
    found: dict[str, list[Any]] = {}
    for row in listed.order_by("soc2020_id", "month"):
        found.setdefault(row.soc2020_id, []).append(row)
    return {
        code: adverts.year_total_of(facts, found[code], adverts.year_to(found[code][0].latest))
        if code in found
        else facts.missing("adverts_12_months", Unit.ADVERTS, Reason.NOT_PUBLISHED, code=code, area=UK)
        for code in codes
    }
