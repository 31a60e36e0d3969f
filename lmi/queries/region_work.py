"""Reads of what people in a region or nation work in, against England: by minor group."""

from __future__ import annotations

from lmi.enums import AreaKind
from lmi.models import EmploymentFigure
from lmi.models.figures import ALL_INDUSTRIES
from lmi.queries.context import Facts
from lmi.queries.employment import BY_REGION, LocalWork, work_against


def region_work(facts: Facts, area: str) -> tuple[LocalWork, ...]:
    """People of each minor group in a region or nation and its share of the published groups, most people first.

    England's share is that of the nine regions together, of their published cells for the same groups. Empty where
    nothing is published for the area; groups without a number come last. One SQL statement. Raises
    UnknownAreaError.
    """
    facts.places[area]
    regions = {place.code for place in facts.places.of_kind(AreaKind.REGION)}
    latest = facts.editions.latest(BY_REGION)
    rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(
        area_id__in=regions | {area}, industry=ALL_INDUSTRIES
    )
    here: dict[str, EmploymentFigure] = {}
    england: dict[str, float] = {}
    for row in rows.order_by("soc2020_id", "area_id"):
        if row.area_id == area:
            here[row.soc2020_id] = row
        if row.area_id in regions and row.people:
            england[row.soc2020_id] = england.get(row.soc2020_id, 0) + row.people
    work = work_against(facts, area, here, england)
    return tuple(sorted(work, key=lambda one: (-(one.people.value or -1), one.code)))
