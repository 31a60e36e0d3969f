"""Reads of how a unit group stands in other classifications: SOC 2010 and ISCO-08, with shares."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure, Reason, Unit
from lmi.models import IscoLink, Soc2010Link
from lmi.queries.context import Facts
from lmi.register import UK

SOC_2010, ISCO = "soc-2010-2020", "isco-08-2020"
_SAMPLES = ("men_lfs_share", "women_lfs_share", "men_census_share", "women_census_share")


@dataclass(frozen=True, slots=True)
class Soc2010Part:
    """One SOC 2010 unit: which shares of its people, by sex and sample, fall into the SOC 2020 unit (per cent)."""

    code: str
    title: str
    shares: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class IscoPart:
    """One ISCO-08 unit: how many of the coding-index titles lead to it, and their share (of titles, not of people)."""

    code: str
    titles: int
    share: Figure


def soc2010_parts(facts: Facts, code: str) -> tuple[Soc2010Part, ...]:
    """SOC 2010 units with people in this unit, by code; shares of men and women of the LFS, then of the census.

    Per cent. One SQL statement. A sample that had nobody has no share, with the reason.
    """
    people = {
        "men_lfs_share": _("men in the Labour Force Survey sample that was coded twice"),
        "women_lfs_share": _("women in the Labour Force Survey sample that was coded twice"),
        "men_census_share": _("men in the census sample that was coded twice"),
        "women_census_share": _("women in the census sample that was coded twice"),
    }
    rows = Soc2010Link.objects.filter(release_id__in=facts.editions.of(SOC_2010), soc2020_id=code).order_by("soc2010")
    return tuple(
        Soc2010Part(
            row.soc2010,
            row.soc2010_title,
            tuple(_share(facts, name, getattr(row, name), row.release_id, code, people[name]) for name in _SAMPLES),
        )
        for row in rows
    )


def isco_parts(facts: Facts, code: str) -> tuple[IscoPart, ...]:
    """ISCO-08 units that this unit's coding-index titles lead to, most titles first; one SQL statement."""
    rows = IscoLink.objects.filter(release_id__in=facts.editions.of(ISCO), soc2020_id=code)
    told = _("job titles of the unit in the ONS coding index, counted once each")
    return tuple(
        IscoPart(row.isco08, row.titles, _share(facts, "share_of_titles", row.share, row.release_id, code, told))
        for row in rows.order_by("-titles", "isco08")
    )


def _share(facts: Facts, measure: str, share: float | None, release_id: int, code: str, population: str) -> Figure:
    percent = None if share is None else round(100 * share, 1)
    return facts.figure(
        measure,
        percent,
        Unit.PERCENT,
        release_id=release_id,
        code=code,
        area=UK,
        population=population,
        mark="" if percent is not None else Reason.NOT_APPLICABLE,
    )
