"""Where an occupation stands among all: how many adverts it has for its size, against the other occupations."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.db.models import Count, Sum

from lmi.enums import Level
from lmi.models import AdvertFigure, EmploymentFigure
from lmi.models.figures import ALL_INDUSTRIES
from lmi.queries.adverts import FEWEST_MONTHS, SOURCE, of_last_year
from lmi.queries.context import Facts
from lmi.queries.employment import BY_INDUSTRY
from lmi.register import UK


class Standing(StrEnum):
    """Which third of the occupations it is in."""

    MORE = "more"
    MIDDLE = "middle"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class AdvertStanding:
    """Adverts for every 1,000 people against the other occupations that have both numbers.

    `rank` counts from 1 for the most adverts; `others` is how many occupations are ranked, this one
    included.
    """

    standing: Standing
    rank: int
    others: int


def advert_standing(facts: Facts, code: str) -> AdvertStanding | None:
    """The unit's place among units by adverts per 1,000 people; None where it has no rate of its own.

    No SQL statement when the rates of these editions are already in memory, else two.
    """
    rates = _rates(facts.editions.latest(BY_INDUSTRY), tuple(facts.editions.of(SOURCE)))
    if code not in rates:
        return None
    ordered = sorted(-rate for rate in rates.values())
    rank = bisect_left(ordered, -rates[code]) + 1
    third = 3 * (rank - 1) // len(ordered)
    return AdvertStanding(list(Standing)[third], rank, len(ordered))


@lru_cache(maxsize=8)
def _rates(people_release: int | None, advert_releases: tuple[int, ...]) -> dict[str, float]:
    """Adverts of the last twelve months for every 1,000 people, by unit, by the rule of `lmi.queries.adverts`."""
    people, adverts = _people(people_release), _adverts(advert_releases)
    return {code: 1000 * adverts[code] / people[code] for code in sorted(people.keys() & adverts.keys())}


def _people(release: int | None) -> dict[str, float]:
    """At least so many people in each unit in the latest year: the published cells, added up."""
    rows = EmploymentFigure.objects.of_releases([release] if release else []).filter(area_id=UK)
    last_year = rows.order_by("-year").values("year")[:1]
    cells = rows.filter(year__in=last_year, soc2020__level=Level.UNIT, people__gt=0).exclude(industry=ALL_INDUSTRIES)
    return dict(cells.order_by().values_list("soc2020_id").annotate(total=Sum("people")))


def _adverts(releases: tuple[int, ...]) -> dict[str, float]:
    """Adverts of each group in the last twelve months; groups with too few published months are left out."""
    rows = AdvertFigure.objects.of_releases(releases).filter(area_id=UK)
    recent = of_last_year(rows).order_by().values("soc2020_id")
    whole = recent.annotate(total=Sum("adverts"), known=Count("adverts")).filter(known__gte=FEWEST_MONTHS)
    return dict(whole.values_list("soc2020_id", "total"))


def forget_standings() -> None:
    """Drop what was read; for tests that change figures in place."""
    _rates.cache_clear()
