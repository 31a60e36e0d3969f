"""Where somebody is, from the first half of a postcode: all that is ever asked of a volunteer's address."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ambassadors.enums import Nation
from evidence.queries import Editions, current_editions
from lmi.models import Outcode
from lmi.places import UnknownPlaceError
from pathways.near import Point, km_to, point_of

# Postcodes that a person's kept place stands for at least; about 15 addresses have one postcode.
LEAST_POSTCODES = 500

_NATIONS = {
    "E92000001": Nation.ENGLAND,
    "W92000004": Nation.WALES,
    "S92000003": Nation.SCOTLAND,
    "N92000002": Nation.NORTHERN_IRELAND,
}


@dataclass(frozen=True, slots=True)
class Where:
    """An outcode with its centre, local authority, region ("" outside England) and nation."""

    outcode: str
    latitude: float
    longitude: float
    area: str
    region: str
    nation: str

    def fields(self) -> dict[str, object]:
        """The same by field name, as records hold it."""
        return asdict(self)


def where_is(text: str, field: str = "outcode", editions: Editions | None = None) -> Where:
    """Where a postcode or its first half is. Raises ValidationError by field for anything else."""
    try:
        point = point_of(text, editions or current_editions())
    except UnknownPlaceError as error:
        raise ValidationError({field: error.message}) from None
    if point.is_area:
        raise ValidationError({field: _("Give the first half of a postcode, such as “LS1”.")})
    return where_of(point)


def home_of(text: str, field: str = "outcode", editions: Editions | None = None) -> Where:
    """Where a person is taken to live: never narrower than a district of LEAST_POSTCODES postcodes.

    Somebody from a smaller district is placed in the centre of the nearest one that is large enough, so that no
    number of searches by distance tells more than that. A school's own place is not a secret: see `where_is`.
    Raises ValidationError by field.
    """
    editions = editions or current_editions()
    where = where_is(text, field, editions)
    large = Outcode.objects.filter(release_id__in=editions.of("outcodes"), postcodes__gte=LEAST_POSTCODES)
    counted = Outcode.objects.filter(release_id__in=editions.of("outcodes"), postcodes__lt=LEAST_POSTCODES)
    if not counted.filter(code=where.outcode).exists():
        return where
    point = point_of(where.outcode, editions)
    nearest = large.annotate(km=km_to(point)).order_by("km", "code").first()
    if nearest is None:
        return where
    return replace(where_is(nearest.code, field, editions), outcode=where.outcode)


def where_of(point: Point) -> Where:
    """The place of a point."""
    answer = point.answer
    nation = _NATIONS.get(answer.nation.code, Nation.ENGLAND) if answer.nation else Nation.ENGLAND
    return Where(
        outcode=answer.outcode,
        latitude=point.latitude,
        longitude=point.longitude,
        area=point.authority,
        region=answer.region.code if answer.region else "",
        nation=nation,
    )
