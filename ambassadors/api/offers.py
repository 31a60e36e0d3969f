"""`encounter-offers/`: encounters with colleges, providers and universities that schools can book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ambassadors.api import schema_offers as schema
from ambassadors.filters import OfferFilter
from ambassadors.queries.offers import SlotRow, bookable, next_slots, slots_of
from evidence.api.params import Params
from evidence.api.schema import documents
from evidence.api.shapes import area_ref
from foundation.access import PUBLIC_NAMES_SOMEONE
from foundation.problems import UnknownThing
from lmi.api.shapes import Json
from pathways.api.base import FilteredList, PathwaysView, filter_parameters


class _OffersView(PathwaysView):
    """It names organisations: asked again each time, and known by the ETag of its bytes."""

    access = PUBLIC_NAMES_SOMEONE
    etag_by_edition = False

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """As every reading address; numbers in the address are text to it."""
        return super().get(request, **{name: str(value) for name, value in path.items()})

    @cached_property
    def now(self) -> datetime:
        """The moment of the request: times that have begun can no longer be booked."""
        return timezone.now()

    def offer(self, offer: Any, times: Iterable[SlotRow]) -> Json:
        """An offer with these of its times."""
        place, known = offer.organisation, self.facts.places.places
        return {
            "id": offer.pk,
            "title": offer.title,
            "about": offer.about,
            "organisation": {"name": place.name, "kind": place.kind, "is_demo": place.is_demo},
            **{name: getattr(offer, name) for name in ("activity", "mode", "phases", "subjects", "travel_miles")},
            "outcode": offer.outcode or None,
            "region": area_ref(self.facts.places.ref(offer.region)) if offer.region in known else None,
            "times": [_time(row) for row in times],
            "url": self.shapes.address("encounter-offers:detail", str(offer.pk)),
            "api": self.shapes.address("api:encounter-offer-detail", str(offer.pk)),
        }


def _time(row: SlotRow) -> Json:
    slot = row.slot
    return {
        "id": slot.pk,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "places_left": row.left,
        "most_pupils": slot.most_pupils,
    }


@documents(
    gettext_lazy("Encounters to book"),
    gettext_lazy(
        "What colleges, training providers, UTCs and universities offer to classes and still have places for, the "
        "soonest first. Each was read by a coordinator. Booking is done on the page by a school’s staff. Keyless."
    ),
    schema.OfferList,
    operation="encounter_offers_list",
    also=filter_parameters(OfferFilter, area="Leeds", subject="physics"),
)
class OfferList(_OffersView, FilteredList):
    """`encounter-offers/`"""

    filter_class = OfferFilter

    def make_filter(self, given: Any) -> Any:
        """Offers lie at times, not on days."""
        return OfferFilter(given, facts=self.facts, now=self.now)

    def answer(self, **path: str) -> Any:
        """A page of offers; four SQL statements, whatever their number."""
        page, size = self.params["page"], self.params["page_size"]
        found = self.filter.qs
        envelope = self.envelope(found.count())
        rows = list(found[(page - 1) * size : page * size])
        times = next_slots(rows, self.now)
        return {**envelope, "results": [self.offer(row, times.get(row.pk, ())) for row in rows]}


@documents(
    gettext_lazy("One encounter to book"),
    gettext_lazy("An offer with every time ahead and the places left; 404 from the moment that it is closed. Keyless."),
    schema.Offer,
    operation="encounter_offers_detail",
    path={"id": gettext_lazy("Number of the offer.")},
)
class OfferDetail(_OffersView):
    """`encounter-offers/<id>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The offer; 404 alike for one that is closed and one that never was."""
        offer = bookable(self.now).filter(pk=path["id"]).first()
        if offer is None:
            raise UnknownThing("id", _("There is no encounter to book with this number."))
        return self.offer(offer, slots_of(offer, self.now))
