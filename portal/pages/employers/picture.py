"""The supply picture of one occupation in one area: the published facts that an employer asks for, gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.figures import Figure, Reason, ReleaseRef, Unit
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.context import Facts
from lmi.queries.occupation import Note, Related, notes_of, related_to
from lmi.queries.pay import PayRange
from lmi.queries.standing import AdvertStanding, advert_standing
from lmi.register import UK, Group, Place
from portal.charts.model import releases_of

MOST_SIMILAR = 6
RELATED_SOURCE = "onet-related"


@dataclass(frozen=True, slots=True)
class Similar:
    """An occupation to recruit from as well: why it is here, how many do it in the UK, what it pays there."""

    why: Related
    people: Figure
    pay: Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the page shows of an occupation, in its order.

    `people`, `pay` and `outlook` are of the area, or of what stands in for it; `uk_people` and
    `uk_pay` are of the whole country.
    """

    group: Group
    area: Place
    notes: tuple[Note, ...]
    people: Figure
    uk_people: Figure
    regions: tuple[employment.PlaceShare, ...]
    pay: PayRange
    uk_pay: PayRange
    outlook: outlook.Outlook | None
    adverts: adverts.Adverts | None
    standing: AdvertStanding | None
    similar: tuple[Similar, ...]
    no_outlook: Figure
    no_adverts: Figure

    @property
    def is_local(self) -> bool:
        """Whether a narrower area than the UK was asked for."""
        return self.area.code != UK

    @property
    def shows_uk_people(self) -> bool:
        """Whether the UK's number says something that the area's does not."""
        return self.is_local and self.people != self.uk_people and self.uk_people.value is not None

    @property
    def shows_uk_pay(self) -> bool:
        """Whether the UK's pay is another than the one shown for the area."""
        return self.is_local and self.pay.median.area.code != UK


def supply_picture(facts: Facts, code: str, area: str = UK) -> Picture:
    """The picture of a unit group in an area; eleven SQL statements however many rows there are.

    Two more where nothing is known of adverts against other occupations since these editions came.
    Raises UnknownOccupationError and UnknownAreaError.
    """
    related = related_to(facts, code, MOST_SIMILAR)
    codes = [code, *(one.soc2020 for one in related)]
    uk_people = employment.people_in_each(facts, codes, UK)
    uk_pay = {each: found[0] for each, found in pay.pay_and_hours(facts, codes).items()}
    local = area != UK
    return Picture(
        group=facts.soc[code],
        area=facts.places[area],
        notes=notes_of(code),
        people=employment.people_in(facts, code, area) if local else uk_people[code],
        uk_people=uk_people[code],
        regions=employment.by_region(facts, code),
        pay=pay.typical_pay(facts, code, area) if local else uk_pay[code],
        uk_pay=uk_pay[code],
        outlook=outlook.outlook_of(facts, code, area),
        adverts=adverts.adverts_of(facts, code, uk_people[code]),
        standing=advert_standing(facts, code),
        similar=tuple(Similar(one, uk_people[one.soc2020], uk_pay[one.soc2020].median) for one in related),
        no_outlook=facts.missing("outlook_growth", Unit.PERCENT_A_YEAR, Reason.NOT_PUBLISHED, code=code, area=area),
        no_adverts=facts.missing("adverts_12_months", Unit.ADVERTS, Reason.NOT_PUBLISHED, code=code, area=UK),
    )


def releases_behind(facts: Facts, picture: Picture) -> tuple[ReleaseRef, ...]:
    """Every edition the picture was made from, each once."""
    resembling = any(one.why.strength is not None for one in picture.similar)
    related = facts.editions.of(RELATED_SOURCE) if resembling else []
    return tuple(dict.fromkeys([*releases_of(_figures(picture)), *map(facts.editions.ref, related)]))


def _figures(picture: Picture) -> Sequence[Figure]:
    shown = [picture.people, *(place.people for place in picture.regions)]
    shown += [picture.uk_people] if picture.shows_uk_people else []
    for range_ in (picture.pay, picture.uk_pay) if picture.shows_uk_pay else (picture.pay,):
        shown += [range_.median, range_.p25, range_.p75]
    if picture.outlook:
        shown += [picture.outlook.growth, picture.outlook.replacement, picture.outlook.net_change]
    if picture.adverts:
        shown += [picture.adverts.year_total, picture.adverts.change_percent, picture.adverts.per_1000]
    for one in picture.similar:
        shown += [one.people, one.pay]
    return shown
