"""The one fallback policy: which wider group, area or measure answers when the narrow one is not published.

What is asked for comes first, then ever coarser stand-ins, in an order that depends on the fact:

- Pay follows the work before the place: an electrician's pay in the UK says more about an
  electrician's pay in Leeds than the pay of all skilled trades in Yorkshire does. Within one group
  and area the measure gives way first: annual full-time, annual for everyone, hourly.
- Employment follows the place before the work: people ask how many work here.
- Outlook is published for sub-major groups only, in England and its LSIP areas; it never stands in
  for another nation.
- Adverts are published for the UK only.

An answer always carries the level, area and measure that it really is (evidence.figures).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lmi.enums import Hours, PayMeasure
from lmi.register import ENGLAND, UK, Classification, Gazetteer


@dataclass(frozen=True, slots=True)
class PayKey:
    """Where a pay figure may stand."""

    code: str
    area: str
    measure: str
    hours: str


# annual full-time -> annual all -> hourly (of everyone, else of full-timers: their pay is still the group's own)
PAY_MEASURES: tuple[tuple[str, str], ...] = (
    (PayMeasure.ANNUAL, Hours.FULL_TIME),
    (PayMeasure.ANNUAL, Hours.ALL),
    (PayMeasure.HOURLY, Hours.ALL),
    (PayMeasure.HOURLY, Hours.FULL_TIME),
)


def pay_keys(
    soc: Classification,
    places: Gazetteer,
    code: str,
    area: str,
    measures: Sequence[tuple[str, str]] = PAY_MEASURES,
) -> list[PayKey]:
    """Places to look for pay, best first: group outermost, then area, then measure."""
    areas = [place.code for place in places.widening(area)]
    return [
        PayKey(group, where, measure, hours)
        for group in soc[code].chain
        for where in areas
        for measure, hours in measures
    ]


def employment_keys(soc: Classification, places: Gazetteer, code: str, area: str) -> list[tuple[str, str]]:
    """Places to look for employment, best first, as (group, area): area outermost."""
    return [(group, place.code) for place in places.widening(area) for group in soc[code].chain]


def outlook_keys(soc: Classification, places: Gazetteer, code: str, area: str) -> list[tuple[str, str]]:
    """Places to look for outlook, best first, as (sub-major or wider group, LSIP area or England).

    Empty for areas outside England. The UK as a whole is answered, and labelled, by England.
    """
    place = places[area]
    if not place.in_england and area != UK:
        return []
    lsip = places.lsip_of(area)
    areas = ([lsip.code] if lsip else []) + [ENGLAND]
    groups = [group for group in soc[code].chain if len(group) <= 2]
    return [(group, where) for where in areas for group in groups]


def advert_keys(soc: Classification, code: str, areas: Iterable[str] = (UK,)) -> list[tuple[str, str]]:
    """Places to look for adverts, best first, as (group, area)."""
    return [(group, where) for where in areas for group in soc[code].chain]
