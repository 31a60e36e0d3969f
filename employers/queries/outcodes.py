"""First halves of postcodes in an area, or within some miles of a place: where sites and adverts lie."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.enums import AreaKind
from lmi.models import Outcode
from lmi.places import UnknownPlaceError
from lmi.queries.context import Facts
from pathways.near import KM_PER_MILE, Point, km_to, point_of

SOURCE = "outcodes"
WITHIN = (
    ("5", gettext_lazy("within 5 miles")),
    ("10", gettext_lazy("within 10 miles")),
    ("25", gettext_lazy("within 25 miles")),
    ("50", gettext_lazy("within 50 miles")),
)
CLOSES_WITHIN = (
    ("7", gettext_lazy("within a week")),
    ("14", gettext_lazy("within two weeks")),
    ("31", gettext_lazy("within a month")),
)
LEAST_AGE, MOST_AGE = 11, 99


def clean_age(value: str) -> str:
    """An age in whole years; raises ValidationError for what is none."""
    if not (value.isascii() and value.isdecimal() and LEAST_AGE <= int(value[:3]) <= MOST_AGE):
        said = {"least": LEAST_AGE, "most": MOST_AGE}
        raise ValidationError(_("Give an age in whole years, from %(least)d to %(most)d.") % said)
    return value


@dataclass(slots=True)
class Near:
    """Places within so many miles (`within`: one of WITHIN, or "") of where somebody is; `outcodes` None without."""

    facts: Facts
    within: str
    outcodes: list[str] | None = field(default=None)

    def measure_from(self, text: str) -> None:
        """Find the outcodes; raises ValidationError for a place too wide to measure from."""
        if self.within not in dict(WITHIN):
            return
        try:
            point = point_of(text, self.facts.editions)
        except UnknownPlaceError as error:
            raise ValidationError(error.message) from None
        self.outcodes = outcodes_within(self.facts, point, int(self.within))


def outcodes_within(facts: Facts, point: Point, miles: int) -> list[str]:
    """Outcodes with their centre within so many miles of a point, its own included; one SQL statement."""
    rows = Outcode.objects.filter(release_id__in=facts.editions.of(SOURCE)).annotate(km=km_to(point))
    near = Q(km__lte=miles * KM_PER_MILE)
    if point.answer.outcode:
        near |= Q(code=point.answer.outcode)
    return list(rows.filter(near).order_by("code").values_list("code", flat=True))


def outcodes_in(facts: Facts, area: str) -> list[str]:
    """Outcodes that are taken to lie in an area; one SQL statement."""
    codes = {area, *facts.places.members.get(area, ())}
    for place in facts.places.of_kind(AreaKind.LOCAL_AUTHORITY):
        if any(wider.code == area for wider in facts.places.widening(place.code)):
            codes.add(place.code)
    rows = Outcode.objects.filter(release_id__in=facts.editions.of(SOURCE), authority__in=codes)
    return list(rows.order_by("code").values_list("code", flat=True))
