"""The queue of searches that found nothing: one click from a search to a synonym for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from foundation.access import needs
from foundation.desk.base import DeskView
from foundation.feedback import without_contact_details
from foundation.models import DailyCount, SetAside
from foundation.queues import Waiting, set_aside, waiting_since
from lmi.models import Synonym
from lmi.search.words import normal

EDIT = Permission.SYNONYM_EDIT
COUNTER = "search-none"
_SEEN_FOR = timedelta(days=90)
# What one person typed once may be anything; what was typed again is worth a word.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class LostSearch:
    """Words that found nothing, how often in 90 days, and when first and last."""

    words: str
    times: int
    first: date
    last: date

    @property
    def add_address(self) -> str:
        """The form for a new synonym, with the words filled in."""
        return f"{reverse('wagtailsnippets_lmi_synonym:add')}?{urlencode({'phrase': self.words})}"


def lost_searches(today: date) -> list[LostSearch]:
    """Searches without results that wait, most frequent first; three SQL statements.

    Left out: those typed once, those that a synonym answers now, those set aside, and whatever looks
    like somebody's contact details.
    """
    counts = DailyCount.objects.filter(name=COUNTER, day__gte=today - _SEEN_FOR).values("key")
    found = counts.annotate(times=Sum("count"), first=Min("day"), last=Max("day")).filter(times__gte=_FEWEST)
    answered = {normal(phrase) for phrase in Synonym.objects.values_list("phrase", flat=True)}
    left = set(SetAside.objects.filter(queue=COUNTER).values_list("key", flat=True))
    return [
        LostSearch(row["key"], row["times"], row["first"], row["last"])
        for row in found.order_by("-times", "key")
        if row["key"] not in answered and row["key"] not in left and without_contact_details(row["key"]) == row["key"]
    ]


def searches_waiting(now: datetime) -> Waiting:
    """Searches that wait, each since its first day."""
    today = timezone.localdate(now)
    return waiting_since([now - (today - one.first) for one in lost_searches(today)], now)


class LostSearches(DeskView):
    """What people looked for and did not find."""

    access = needs(EDIT)
    page_title = gettext_lazy("Searches that found nothing")
    header_icon = "search"
    template_name = "desk/lost_searches.html"

    def shown(self) -> dict[str, Any]:
        """Searches, most frequent first."""
        return {"page_obj": self.page_of(lost_searches(timezone.localdate()))}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set a search aside: it is no work, or nothing that we know."""
        words = request.POST.get("words", "")
        if words in {one.words for one in lost_searches(timezone.localdate())}:
            set_aside(by=self.person, queue=COUNTER, key=words, reason="", now=timezone.now())
            self.say(_("“%(words)s” is set aside.") % {"words": words})
        return self.back(reverse("desk-lost-searches"))
