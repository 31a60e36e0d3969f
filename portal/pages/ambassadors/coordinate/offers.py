"""Offers of colleges, training providers and universities: looked at before schools see them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.offers import approve_offer, return_offer
from ambassadors.enums import Phase
from ambassadors.models import EncounterOffer
from ambassadors.queries.coordinator import offers_waiting
from ambassadors.topics import SUBJECTS
from portal.pages.ambassadors.coordinate.base import CoordinatorPage


class Offers(CoordinatorPage):
    """`/ambassadors/coordinate/offers/`: approve, or return with a reason."""

    template_name = "ambassadors/coordinate/offers.html"
    room = "home"
    title = gettext_lazy("Offers to look at")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of offers with all that schools would read."""
        page = self.page_of(offers_waiting(), 20)
        lines = [
            {
                "offer": one,
                "phases": ", ".join(str(Phase(phase).label) for phase in one.phases),
                "subjects": ", ".join(str(SUBJECTS[slug]) for slug in one.subjects if slug in SUBJECTS),
            }
            for one in page
        ]
        return super().get_context_data(**{"page": page, "lines": lines, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Decide about one of them."""
        do, _colon, number = request.POST.get("do", "").partition(":")
        waiting = offers_waiting()
        offer: EncounterOffer = get_object_or_404(waiting, pk=int(number) if number.isdecimal() else 0)
        here = reverse("coordinate:offers")
        if do == "approve":
            said = _("Approved: schools see “%(title)s” now.") % {"title": offer.title}
            return self.attempt(lambda: approve_offer(by=self.person, offer=offer, now=timezone.now()), said, here)
        if do == "return":
            reason = request.POST.get("reason", "")
            said = _("Returned to %(organisation)s with your reason.") % {"organisation": offer.organisation.name}
            return self.attempt(lambda: return_offer(by=self.person, offer=offer, reason=reason), said, here)
        raise PermissionDenied
