"""One ambassador as a teacher sees them before a visit: what they do, how they came to it, when they are free."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from ambassadors.queries.matching import Match, Need, find_matches, free_slots
from portal.pages.educators.ambassadors.base import Pair
from portal.pages.educators.ambassadors.people_words import person_view, slot_words
from portal.pages.educators.ambassadors.search import PeoplePage

MOST_SLOTS = 8


class Person(PeoplePage):
    """`/educators/ambassadors/people/3f9c.../`: 404 alike for somebody who may not come and for nobody."""

    template_name = "educators/ambassadors/person.html"
    room = "home"

    @cached_property
    def need(self) -> Need:
        """What the search asks for, without the wishes that only order a list."""
        need = self.search.need()
        return need.without("topic", "subject", "occupation", "route", "language")

    @cached_property
    def match(self) -> Match:
        """The person, if they may come to this school at all: in person if they travel so far, else online."""
        number = Ambassador.objects.filter(code=self.kwargs["code"]).values_list("pk", flat=True).first()
        if number is None:
            raise Http404
        today = localdate(self.now)
        wide = self.need.without("activity", "phase")
        for need in (self.search.need(), wide, wide.without("mode", "point")):
            found = find_matches(need, today=today, limit=1, only=number)
            if found:
                self.fits = need
                return found[0]
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person in words; eleven SQL statements at the most."""
        match = self.match
        slots = free_slots(self.fits, match.pk, today=localdate(self.now), companion=match.companion, most=MOST_SLOTS)
        self.title = match.name
        shown: dict[str, Any] = {
            "view": person_view(self.facts, match),
            "slots": [slot_words(slot) for slot in slots],
            "kept": self.kept,
            "school": self.school,
            "asks": [pair for pair in self.search.asked() if pair[0] != "area"],
            "is_online_only": self.fits.point is None and self.need.point is not None,
        }
        return super().get_context_data(**{**shown, **kwargs})

    def crumbs(self) -> list[Pair]:
        """Below the search."""
        way = super().crumbs()
        return [*way[:-1], (self.title or _("Ambassador"), "")]
