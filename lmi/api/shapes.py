"""How occupations, areas and their facts look in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from evidence.api.shapes import Shapes
from evidence.figures import Figure, Quality, ReleaseRef, Unit
from lmi.enums import Level
from lmi.models import JobTitle
from lmi.queries import employment, pay
from lmi.queries.adverts import Adverts
from lmi.queries.context import Facts
from lmi.queries.listing import OccupationRow
from lmi.queries.occupation import ComparedOccupation, Names, Note, Related
from lmi.queries.outlook import Outlook, OutlookPart
from lmi.register import ENGLAND, Group, Place

Json = dict[str, Any]


def page_address(group: Group) -> str:
    """The path of the group's page on the students' side."""
    if group.level == Level.UNIT:
        return reverse("students:occupation-detail", args=[group.code])
    return reverse("students:group-detail", args=[group.code])


class LmiShapes(Shapes):
    """Shapes of one request, with its registers."""

    def __init__(self, request: Request, facts: Facts) -> None:
        super().__init__(request)
        self.facts = facts

    # Occupations

    def group(self, group: Group) -> Json:
        """What every occupation has."""
        return {
            "soc2020": group.code,
            "title": group.title,
            "level": str(group.level),
            "url": self.absolute(page_address(group)),
            "api": self.address("api:occupation-detail", group.code),
        }

    def row(self, row: OccupationRow) -> Json:
        """An occupation in a list, with its figures."""
        return {
            **self.group(row.group),
            "pay": self.quartiles(row.pay),
            "people": self.figure(row.people),
            "growth": self.figure(row.growth),
            "adverts": self.figure(row.adverts),
        }

    def quartiles(self, found: pay.PayRange) -> Json:
        """Median and quartiles."""
        return {name: self.figure(getattr(found, name)) for name in ("p25", "median", "p75")}

    def pay_range(self, found: pay.PayRange) -> Json:
        """Median and quartiles with the measure that they really are."""
        return {"measure": str(found.measure), "hours": str(found.hours), **self.quartiles(found)}

    def breaks(self, found: Iterable[pay.PayBreak]) -> list[Json]:
        """The parts of a split of pay."""
        return [{"key": part.key, "name": part.name, **self.pay_range(part.pay)} for part in found]

    def pay_point(self, point: pay.PayPoint) -> Json:
        """One year of a series of medians."""
        return {"year": point.year, "provisional": point.provisional, "median": self.figure(point.figure)}

    def women_and_men(self, found: pay.SexShare | None) -> Json | None:
        """Jobs held by women and by men."""
        if found is None:
            return None
        share = percent(found.women, "women_percent_of_jobs", found.women_percent / 100)
        return {
            "women": self.figure(found.women),
            "men": self.figure(found.men),
            "women_percent": self.figure(share) if share else None,
        }

    def share(self, code: str, name: str, people: Figure, share: float | None) -> Json:
        """People of one part, with its share of the published parts."""
        part = percent(people, "share_of_published", share)
        return {"code": code, "name": name, "people": self.figure(people), "share": self.figure(part) if part else None}

    def outlook(self, found: Outlook | None) -> Json | None:
        """What the projection says of the wider group: rate before count."""
        if found is None:
            return None
        return {
            "group": {**self.group(self.facts.soc[found.group]), "units": found.units},
            "base_year": found.base_year,
            "end_year": found.end_year,
            **{
                name: self.figure(getattr(found, name))
                for name in ("growth", "level", "net_change", "replacement", "requirement")
            },
        }

    def outlook_part(self, part: OutlookPart) -> Json:
        """One category of a split in the first and the last year."""
        return {
            "breakdown": part.breakdown,
            "category": part.category,
            "first": self.figure(part.first),
            "last": self.figure(part.last),
        }

    def adverts(self, found: Adverts | None) -> Json | None:
        """A year of adverts, its change and its rate."""
        if found is None:
            return None
        return {
            "group": self.group(self.facts.soc[found.group]),
            "trend": str(found.trend) if found.trend else None,
            **{name: self.figure(getattr(found, name)) for name in ("year_total", "change_percent", "per_1000")},
        }

    def names(self, names: Names) -> Json:
        """A few other names, how many there are, and where all of them are."""
        return {"shown": list(names.shown), "count": names.count}

    def note(self, note: Note) -> Json:
        """A caveat."""
        return {"kind": note.kind, "text": note.text, "basis": note.basis}

    def title(self, row: JobTitle) -> Json:
        """A job title."""
        return {
            "title": row.title,
            "qualifier": row.qualifier,
            "soc2020": row.soc2020_id,
            "soc2020_extension": row.soc2020_extension,
            "soc2010": row.soc2010,
            "isco08": row.isco08,
            "origin": row.origin,
            "release": self.release(self.facts.editions.ref(row.release_id)),
        }

    def related(self, row: Related, release: ReleaseRef | None) -> Json:
        """An occupation that resembles another, and why it is shown."""
        known = row.strength is not None and release is not None
        return {
            **self.group(self.facts.soc[row.soc2020]),
            "basis": row.basis,
            "strength": {"value": row.strength, "unit": "similarity_0_to_1"} if known else None,
            "release": self.release(release) if known and release else None,
        }

    def compared(self, column: ComparedOccupation) -> Json:
        """One column of a comparison."""
        return {
            **self.group(column.group),
            "pay": self.pay_range(column.pay),
            "hours": self.figure(column.hours),
            "people": self.figure(column.people),
            "outlook": self.outlook(column.outlook),
            "adverts": self.adverts(column.adverts),
            "pay_series": [self.pay_point(point) for point in column.pay_series],
        }

    # Areas

    def place(self, place: Place) -> Json:
        """An area."""
        return {
            "code": place.code,
            "name": place.name,
            "kind": str(place.kind),
            "edition": place.edition,
            "nation": place.nation or None,
            "parent": place.parent or None,
            "groups": list(place.groups),
            "in_england": place.in_england,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "api": self.address("api:area-detail", place.code),
        }

    def work(self, row: employment.LocalWork) -> Json:
        """One group of occupations in a place, and its share of all work there and in England."""
        england = percent(row.people, "share_of_work", row.england_share)
        if england is not None:
            england = replace(england, area=self.facts.places.ref(ENGLAND))
        here = percent(row.people, "share_of_work", row.share)
        return {
            **self.group(self.facts.soc[row.code]),
            "people": self.figure(row.people),
            "share": self.figure(here) if here else None,
            "england_share": self.figure(england) if england else None,
        }


def percent(of: Figure, measure: str, share: float | None) -> Figure | None:
    """A share as a figure in per cent, of the same group, area and edition as the figure it is a share of."""
    if share is None or of.release is None:
        return None
    quality = Quality.NOT_STATED if of.value is None else of.quality
    return replace(
        of, measure=measure, value=round(100 * share, 1), unit=Unit.PERCENT, quality=quality, reason="", note=""
    )
