"""Where somebody is, from the first half of a postcode: all that is ever asked of a volunteer's address."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ambassadors.enums import Nation
from evidence.queries import Editions, current_editions
from lmi.places import UnknownPlaceError
from pathways.near import Point, point_of

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
