"""Which schools have had an encounter recorded here, by region and authority; every count with its denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.enums import OrganisationKind, OrganisationState
from accounts.models import Organisation
from ambassadors.enums import Nation, VisitState
from ambassadors.models import OfferBooking, Visit
from evidence.queries import Editions
from lmi.enums import AreaKind
from lmi.register import Gazetteer, Place
from pathways.enums import ProviderKind
from pathways.models import Provider
from pathways.provider_filter import CLOSED

DAYS = 365
SOURCE = "schools"
_KINDS = (OrganisationKind.SCHOOL, OrganisationKind.COLLEGE)
# Nations without regions stand for themselves on a map of regions.
_NATIONS = {Nation.WALES: "W92000004", Nation.SCOTLAND: "S92000003", Nation.NORTHERN_IRELAND: "N92000002"}
_REGION = Case(
    *(When(school_place__nation=nation, then=Value(code)) for nation, code in _NATIONS.items()),
    default=F("school_place__region"),
)


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """One area: schools that we know of there, and how many of them had an encounter in the period.

    `demo` of the schools are invented. `latitude` and `longitude` are the centre of an authority; None for regions.
    """

    code: str
    name: str
    schools: int
    reached: int
    demo: int = 0
    latitude: float | None = None
    longitude: float | None = None

    @property
    def without(self) -> int:
        """Schools with no encounter recorded here."""
        return self.schools - self.reached

    @property
    def share_without(self) -> float | None:
        """Their share of all schools that we know of; None where we know of none."""
        return self.without / self.schools if self.schools else None

    def is_small(self, smallest: int) -> bool:
        """Whether the public must not see the counts: one of them is above 0 and below `smallest`."""
        return any(0 < count < smallest for count in (self.schools, self.reached, self.without))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Areas by name, and all of them together; `since` and `until` are the first and last day of the period.

    `unplaced` schools stand in no area: the list does not say where they are. They are in no count.
    """

    areas: tuple[AreaCoverage, ...]
    total: AreaCoverage
    since: date
    until: date
    unplaced: int


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with no encounter recorded here, for those who coordinate."""

    name: str
    area: str
    urn: str
    is_demo: bool
    organisation: int | None


def reached_organisations(today: date) -> QuerySet[Organisation]:
    """Organisations with a visit done or an offer taken up in the 365 days up to a day, that day included."""
    since = today - timedelta(days=DAYS - 1)
    visits = Visit.objects.filter(school=OuterRef("pk"), state=VisitState.DONE, day__range=(since, today))
    bookings = OfferBooking.objects.filter(
        school=OuterRef("pk"),
        is_done=True,
        cancelled_at=None,
        slot__starts_at__date__range=(since, today),
    )
    return Organisation.objects.filter(Exists(visits) | Exists(bookings)).order_by()


def coverage(
    editions: Editions, places: Gazetteer, *, today: date, region: str = "", with_demo: bool = False
) -> Coverage:
    """Coverage by region, or within a `region` (GSS code) by authority; three SQL statements.

    Schools are the open ones of the published list, and schools and colleges that are verified here and not in it;
    those invented for a demonstration only `with_demo`. An encounter counts once a school, whatever its size.
    """
    reached = list(reached_organisations(today).values_list("pk", "urn"))
    published = _published(editions, region)
    here = _unlisted(editions, region, with_demo=with_demo)
    listed = published.values_list("area" if region else "region").annotate(
        schools=Count("pk"), reached=Count("pk", filter=Q(urn__in=[urn for _pk, urn in reached if urn]))
    )
    others = here.values_list(F("school_place__area") if region else _REGION).annotate(
        schools=Count("pk"),
        reached=Count("pk", filter=Q(pk__in=[pk for pk, _urn in reached])),
        demo=Count("pk", filter=Q(is_demo=True)),
    )
    schools: Counter[str] = Counter()
    met: Counter[str] = Counter()
    demo: Counter[str] = Counter()
    for code, number, done in listed:
        schools[code] += number
        met[code] += done
    for code, number, done, invented in others:
        schools[code] += number
        met[code] += done
        demo[code] += invented
    areas = [
        AreaCoverage(
            place.code,
            place.name,
            schools[place.code],
            met[place.code],
            demo[place.code],
            *((place.latitude, place.longitude) if region else (None, None)),
        )
        for place in _places(places, schools, region)
    ]
    known = {area.code for area in areas}
    return Coverage(
        tuple(areas),
        _sum(areas),
        today - timedelta(days=DAYS - 1),
        today,
        sum(number for code, number in schools.items() if code not in known),
    )


def schools_without(
    editions: Editions, *, today: date, region: str = "", area: str = "", with_demo: bool = False, most: int = 500
) -> list[SchoolLine]:
    """Schools with no encounter recorded here, by name, up to `most`; for coordinators only. Three SQL statements."""
    reached = list(reached_organisations(today).values_list("pk", "urn"))
    published = _published(editions, region).exclude(urn__in=[urn for _pk, urn in reached if urn])
    here = _unlisted(editions, region, with_demo=with_demo).exclude(pk__in=[pk for pk, _urn in reached])
    if area:
        published, here = published.filter(area=area), here.filter(school_place__area=area)
    listed = [
        SchoolLine(name, code, urn, False, None)
        for name, code, urn in published.order_by("name", "pk").values_list("name", "area", "urn")[:most]
    ]
    columns = ("name", "school_place__area", "urn", "is_demo", "pk")
    listed += [SchoolLine(*row) for row in here.order_by("name", "pk").values_list(*columns)[:most]]
    return sorted(listed, key=lambda line: (line.name, line.urn))[:most]


def held_back(areas: Iterable[AreaCoverage], smallest: int) -> frozenset[str]:
    """Codes of the areas whose counts the public must not see.

    Those with a small count; and where that is one alone, the next smallest too, or the total would tell it.
    """
    listed = list(areas)
    small = {area.code for area in listed if area.is_small(smallest)}
    if len(small) == 1:
        others = [area for area in listed if area.code not in small and area.schools]
        others.sort(key=lambda area: (max(area.reached, smallest), area.schools, area.code))
        small |= {area.code for area in others[:1]}
    return frozenset(small)


def _published(editions: Editions, region: str = "") -> QuerySet[Provider]:
    """Open schools of the published list, of one region or all."""
    rows = Provider.objects.filter(release_id__in=editions.of(SOURCE), kind=ProviderKind.SCHOOL)
    return (rows.filter(region=region) if region else rows).exclude(status=CLOSED).order_by()


def _unlisted(editions: Editions, region: str, *, with_demo: bool) -> QuerySet[Organisation]:
    """Verified schools and colleges with a place that stand in no published list."""
    known = _published(editions).filter(urn=OuterRef("urn")).exclude(urn="")
    rows = Organisation.objects.filter(
        ~Exists(known), state=OrganisationState.VERIFIED, kind__in=_KINDS, school_place__isnull=False
    )
    if region:
        rows = rows.annotate(wide=_REGION).filter(wide=region)
    return (rows if with_demo else rows.filter(is_demo=False)).order_by()


def _places(places: Gazetteer, counted: Collection[str], region: str) -> list[Place]:
    """Every region, and every other area that has schools."""
    if region:
        authorities = places.of_kind(AreaKind.LOCAL_AUTHORITY)
        return [place for place in authorities if place.code in counted]
    return [
        place
        for place in places.of_kind(AreaKind.REGION, AreaKind.NATION)
        if place.kind == AreaKind.REGION or (place.code in counted and not place.in_england)
    ]


def _sum(areas: Iterable[AreaCoverage]) -> AreaCoverage:
    listed = list(areas)
    return AreaCoverage(
        "",
        "",
        sum(area.schools for area in listed),
        sum(area.reached for area in listed),
        sum(area.demo for area in listed),
    )
