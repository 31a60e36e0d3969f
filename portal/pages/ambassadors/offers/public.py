"""Encounters that colleges, providers and universities offer: the list that schools search, and one offer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.filters import OfferFilter
from ambassadors.queries.offers import bookable, next_slots, slots_of
from foundation.access import PUBLIC_NAMES_SOMEONE
from portal.pages.ambassadors.offers.words import offer_view
from portal.pages.reference.lists import ListPage
from portal.pages.shared import FactsPage, NotHere, api_twin

Pair = tuple[str, str]
PAGE_SIZE = 20


def offer_crumbs(*more: Pair) -> list[Pair]:
    """The way to a page about offers."""
    listed = (_("Meet a college, provider or university"), reverse("encounter-offers:list") if more else "")
    return [(_("Teachers and advisers"), reverse("educators:home")), listed, *more]


class OfferList(ListPage):
    """`/educators/encounter-offers/`: what can be booked now, the soonest first."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "educators/encounter_offers/list.html"
    page_size = PAGE_SIZE

    def make_filter(self) -> OfferFilter:
        """The filter of page and API."""
        self.now = timezone.now()
        return OfferFilter(self.request.GET, facts=self.facts, now=self.now)

    def page_context(self) -> dict[str, Any]:
        """One page of offers with their next times; five SQL statements at the most."""
        found: Any = self.filter
        page = self.page_of(found.qs)
        rows = list(page.object_list)
        slots = next_slots(rows, self.now)
        return self.list_context(page, partial(api_twin, "encounter-offer-list")) | {
            "offers_shown": [offer_view(self.facts, row, slots.get(row.pk, ())) for row in rows],
            "has_demo": any(row.organisation.is_demo for row in rows),
            "place": found.place,
            "crumbs": offer_crumbs(),
        }


class OfferDetail(FactsPage):
    """`/educators/encounter-offers/3/`: what happens, when, and how many places are left."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "educators/encounter_offers/detail.html"

    def page_context(self) -> dict[str, Any]:
        """The offer with all its times ahead; four SQL statements."""
        now = timezone.now()
        offer = bookable(now).filter(pk=self.kwargs["offer"]).first()
        if offer is None:
            raise NotHere(_("There is no encounter to book at this address. It may have been closed."))
        return {
            "view": offer_view(self.facts, offer, slots_of(offer, now)),
            "offer": offer,
            "twin": api_twin("encounter-offer-detail", str(offer.pk)),
            "crumbs": offer_crumbs((offer.title, "")),
        }
