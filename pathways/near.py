"""How far it is to a provider: from a place as a reader types it, always told in bands, never to the mile."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    F,
    FloatField,
    Func,
    JSONField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import ASin, Cast, Coalesce, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext as _

from evidence.queries import Editions
from lmi.enums import AreaKind
from lmi.models import Outcode
from lmi.placenames import kilometres
from lmi.places import PlaceAnswer, UnknownPlaceError, resolve_place
from lmi.register import Gazetteer
from pathways.enums import ProviderKind
from pathways.models import ProviderDelivery, TLevelOffer

BANDS = (5, 10, 25, 50)  # miles
KM_PER_MILE = 1.609344
EARTH_KM = 6371.0  # mean radius, as lmi.placenames.kilometres has it
DELIVERY, OFFERS = "apprenticeship-delivery", "tlevel-providers-2022"
_TOO_WIDE = (AreaKind.UK, AreaKind.GB, AreaKind.NATION, AreaKind.REGION)


@dataclass(frozen=True, slots=True)
class Point:
    """A place to measure from: the centre of an outcode or of an area. `answer` says how it was understood."""

    latitude: float
    longitude: float
    answer: PlaceAnswer

    @property
    def authority(self) -> str:
        """GSS code of the local authority; empty for a wider area."""
        return self.answer.authority.code if self.answer.authority else ""

    @property
    def is_area(self) -> bool:
        """Whether it is measured from the centre of a whole area and not of a postcode district."""
        return not self.answer.outcode


def point_of(text: str, editions: Editions) -> Point:
    """The point that a postcode, outcode, town or area stands for; five SQL statements at most.

    Raises UnknownPlaceError for what is not known, and for regions and nations, which have no near and far.
    """
    answer = resolve_place(text, editions)
    if answer.kind in _TOO_WIDE:
        raise UnknownPlaceError(
            _("%(name)s is too wide to measure distances from. Type a postcode or a town.") % {"name": answer.name}
        )
    found: tuple[float | None, float | None] | None = (answer.area.latitude, answer.area.longitude)
    if answer.outcode:
        rows = Outcode.objects.filter(release_id__in=editions.of("outcodes"), code=answer.outcode)
        found = rows.values_list("latitude", "longitude").first() or found
    latitude, longitude = found or (None, None)
    if latitude is None or longitude is None:
        raise UnknownPlaceError(
            _("We do not know where the centre of %(name)s is. Type a postcode or a town.") % {"name": answer.name}
        )
    return Point(latitude, longitude, answer)


def band_of(km: float | None) -> int | None:
    """The narrowest band that a distance lies in, in miles; None beyond the widest, or when not known."""
    if km is None:
        return None
    return next((miles for miles in BANDS if km <= miles * KM_PER_MILE), None)


def band_words(km: float | None) -> str:
    """ "within 5 miles" and the like; empty when the distance is not known."""
    if km is None:
        return ""
    miles = band_of(km)
    if miles is None:
        return _("more than %(miles)d miles away") % {"miles": BANDS[-1]}
    return _("within %(miles)d miles") % {"miles": miles}


def km_to(point: Point, latitude: str = "latitude", longitude: str = "longitude") -> Any:
    """Great-circle distance in kilometres to the columns' position, as an SQL expression; null without one."""
    across = Radians(F(longitude) - Value(point.longitude))
    up = Radians(F(latitude) - Value(point.latitude))
    haversine = Power(Sin(up / 2), 2) + Cos(Radians(Value(point.latitude))) * Cos(Radians(F(latitude))) * Power(
        Sin(across / 2), 2
    )
    # Rounding may carry the sum a hair over 1 for the far side of the Earth; LEAST would pass over a null.
    arc = ASin(Sqrt(Least(Value(1.0), haversine, output_field=FloatField())))
    placed = When(Q(**{f"{latitude}__isnull": False, f"{longitude}__isnull": False}), then=2 * Value(EARTH_KM) * arc)
    return Case(placed, output_field=FloatField())


def authorities_near(point: Point, places: Gazetteer, miles: float) -> dict[str, float]:
    """English authorities with their centre within so many miles, with the kilometres; the point's own always."""
    found = {}
    for place in places.of_kind(AreaKind.LOCAL_AUTHORITY):
        if place.latitude is None or place.longitude is None or not place.in_england:
            continue
        km = kilometres(point.latitude, point.longitude, place.latitude, place.longitude)
        if km <= miles * KM_PER_MILE or place.code == point.authority:
            found[place.code] = round(km, 2)
    return found


class LookUp(Func):
    """The text that a JSON object has under a column's text; null when it has none."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = TextField()


def looked_up(values: Mapping[str, Any], column: str) -> LookUp:
    """What a mapping made in Python says of a column, as an SQL expression of text."""
    return LookUp(Cast(Value(json.dumps(values)), JSONField()), F(column))


def km_to_delivery(releases: Sequence[int], near: dict[str, float]) -> Subquery | Value:
    """Kilometres to the nearest of these authorities' centres in which a provider (`ukprn`) trains apprentices.

    Null where it trains in none of them.
    """
    if not near or not releases:
        # A query that can find nothing would take its whole WHEN out of the CASE that it stands in.
        return Value(None, output_field=FloatField())
    rows: QuerySet[Any] = ProviderDelivery.objects.of_releases(releases).filter(
        ukprn=OuterRef("ukprn"), area__in=list(near)
    )
    distance = Cast(looked_up(near, "area"), FloatField())
    nearest = rows.order_by().values("ukprn").annotate(km=Min(distance)).values("km")
    return Subquery(nearest, output_field=FloatField())


def km_to_site(point: Point, releases: Iterable[int]) -> Subquery:
    """Kilometres to the nearest site at which a provider (`ukprn`) planned to teach T Levels; null without one."""
    rows: QuerySet[Any] = TLevelOffer.objects.of_releases(releases).filter(ukprn=OuterRef("ukprn"))
    nearest = rows.order_by().values("ukprn").annotate(km=Min(km_to(point))).values("km")
    return Subquery(nearest, output_field=FloatField())


def km_to_provider(point: Point, near: dict[str, float], editions: Editions) -> Case:
    """Kilometres to a row of Provider, by what its list says of where it teaches; null when that is not known."""
    return Case(
        When(kind=ProviderKind.APPRENTICESHIP, then=km_to_delivery(editions.of(DELIVERY), near)),
        When(kind=ProviderKind.TLEVEL, then=Coalesce(km_to_site(point, editions.of(OFFERS)), km_to(point))),
        default=km_to(point),
        output_field=FloatField(),
    )
