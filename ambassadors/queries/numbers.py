"""How many ambassadors schools can be offered, for everybody: by region, field, route and activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

from ambassadors.enums import Activity, Discipline, RouteTaken, VisitState
from ambassadors.models import Ambassador, Visit
from ambassadors.queries.own import school_year
from lmi.enums import AreaKind
from lmi.register import Gazetteer


@dataclass(frozen=True, slots=True)
class Cell:
    """One count: `value` None where it is so small that a person could be made out."""

    code: str
    words: str
    value: int | None


@dataclass(frozen=True, slots=True)
class SchemeCounts:
    """Ambassadors who can be offered on a day, all and by four things. Routes and activities overlap."""

    on: date
    total: int | None
    regions: tuple[Cell, ...]
    disciplines: tuple[Cell, ...]
    routes: tuple[Cell, ...]
    activities: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RegionLine:
    """What everybody may know of a region; None where it is held back."""

    name: str
    ambassadors: int | None
    visits: int | None


def scheme_counts(places: Gazetteer, *, today: date, smallest: int, with_demo: bool) -> SchemeCounts:
    """Active ambassadors with a decision in date, counted; one SQL statement.

    Counts above 0 and below `smallest` are None; where that is one alone among regions or fields, the next smallest
    too, or the total would tell it.
    """
    regions = {place.code: place.name for place in places.of_kind(AreaKind.REGION)}
    asked: dict[str, Any] = {"total": Count("pk")}
    asked |= {f"region_{code}": _of(region=code) for code in regions}
    asked |= {f"discipline_{one}": _of(discipline=one) for one in Discipline.values}
    asked |= {f"route_{one}": _of(routes__contains=[one]) for one in RouteTaken.values}
    asked |= {f"activity_{one}": _of(activities__contains=[one]) for one in Activity.values}
    rows = Ambassador.objects.cleared(today)
    if not with_demo:
        rows = rows.filter(is_demo=False)
    counted: dict[str, int] = rows.order_by().aggregate(**asked)
    total = counted["total"]
    return SchemeCounts(
        on=today,
        total=None if 0 < total < smallest else total,
        regions=_cells("region", regions, counted, smallest, apart=True),
        disciplines=_cells("discipline", dict(Discipline.choices), counted, smallest, apart=True),
        routes=_cells("route", dict(RouteTaken.choices), counted, smallest),
        activities=_cells("activity", dict(Activity.choices), counted, smallest),
    )


def region_lines(places: Gazetteer, *, today: date, smallest: int, with_demo: bool) -> list[RegionLine]:
    """Ambassadors who can be offered and visits done in the last 365 days, by region; two SQL statements.

    Regions without either are left out. Counts are held back as in `scheme_counts`.
    """
    people = scheme_counts(places, today=today, smallest=smallest, with_demo=with_demo).regions
    done = Visit.objects.filter(state=VisitState.DONE, day__gt=today - timedelta(days=365), day__lte=today)
    if not with_demo:
        done = done.filter(is_demo=False)
    counted = dict(
        done.order_by().values("request__region").annotate(many=Count("pk")).values_list("request__region", "many")
    )
    visits = _told({cell.code: counted.get(cell.code, 0) for cell in people}, smallest, apart=True)
    lines = [RegionLine(cell.words, cell.value, visits[cell.code]) for cell in people]
    return [line for line in lines if line.ambassadors != 0 or line.visits != 0]


@dataclass(frozen=True, slots=True)
class SchemeNumbers:
    """What the scheme has done, for everybody to read; None where nothing or too little is recorded."""

    active: int | None
    visits: int | None
    hours: int | None
    schools: int | None


def scheme_numbers(today: date, *, smallest: int, with_demo: bool) -> SchemeNumbers:
    """Active ambassadors and what was done this school year; counts below `smallest` are None. Two statements.

    `with_demo` counts invented rows too, for a demonstration site.
    """
    begins, ends = school_year(today)
    people, visits = Ambassador.objects.active(), Visit.objects.filter(state=VisitState.DONE, day__range=(begins, ends))
    if not with_demo:
        people, visits = people.filter(is_demo=False), visits.filter(is_demo=False)
    done = visits.aggregate(visits=Count("pk"), minutes=Sum("minutes"), schools=Count("school", distinct=True))
    active = people.count()
    enough = done["visits"] >= smallest and done["schools"] >= smallest
    return SchemeNumbers(
        active=active if active >= smallest else None,
        visits=done["visits"] if enough else None,
        hours=round((done["minutes"] or 0) / 60) if enough else None,
        schools=done["schools"] if enough else None,
    )


def _of(**where: Any) -> Count:
    return Count("pk", filter=Q(**where))


def _cells(
    name: str, words: Mapping[str, Any], counted: Mapping[str, int], smallest: int, *, apart: bool = False
) -> tuple[Cell, ...]:
    """The counts of one thing; with `apart`, everybody is in one of them at most."""
    told = _told({code: counted[f"{name}_{code}"] for code in words}, smallest, apart=apart)
    return tuple(Cell(code, str(words[code]), told[code]) for code in words)


def _told(values: Mapping[str, int], smallest: int, *, apart: bool) -> dict[str, int | None]:
    """The counts that may be told; None for those held back."""
    hidden = {code for code, value in values.items() if 0 < value < smallest}
    if apart and len(hidden) == 1:
        others = sorted((value, code) for code, value in values.items() if value >= smallest)
        hidden |= {code for _value, code in others[:1]}
    return {code: None if code in hidden else value for code, value in values.items()}
