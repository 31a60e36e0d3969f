"""The coordinators’ overview: what waits, one’s own concerns, and a region’s numbers with their denominators."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from ambassadors.enums import ConcernState
from ambassadors.queries.coordinator import RegionNumbers, concerns_of, region_numbers
from foundation.queues import Standing, all_queues
from portal.blocks import StatTile
from portal.pages.ambassadors.coordinate.base import CoordinatorPage

_PERMISSIONS = frozenset(
    {Permission.AMBASSADOR_COORDINATE, Permission.VETTING_DECIDE, Permission.AMBASSADOR_IMPORT}
)  # fmt: skip


class Home(CoordinatorPage):
    """`/ambassadors/coordinate/`, of a region with `?area=`."""

    template_name = "ambassadors/coordinate/home.html"
    room = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Queues, concerns of one's own, and the numbers."""
        now = timezone.now()
        queues = [queue for queue in all_queues() if queue.permission in _PERMISSIONS]
        concerns = concerns_of(self.person).filter(state=ConcernState.OPEN).count()
        numbers = region_numbers(self.today, now, region=self.region)
        shown = {
            "standings": [Standing(queue, queue.waiting(now)) for queue in queues],
            "concerns": concerns,
            "tiles": tiles(numbers, self.region),
            "regions": self.regions,
            "region": self.region,
            "region_name": dict(self.regions).get(self.region, ""),
        }
        return super().get_context_data(**{**shown, **kwargs})


def tiles(numbers: RegionNumbers, region: str) -> list[StatTile]:
    """The numbers of a region, each with its period and denominator."""
    year = _("%(since)s to %(until)s") % {
        "since": date_format(numbers.since, "j F Y"),
        "until": date_format(numbers.until, "j F Y"),
    }
    people = reverse("coordinate:people") + f"?standing=active&area={region}"
    visits = ngettext("%(count)s visit", "%(count)s visits", numbers.visits) % {"count": numbers.visits}
    reported = _("%(reported)s of %(visits)s with their length reported; %(year)s") % {
        "reported": numbers.reported,
        "visits": visits,
        "year": year,
    }
    share = None if numbers.share_met is None else f"{round(numbers.share_met * 100)}%"
    asked = _("%(met)s of %(due)s sent at least %(days)s days ago; %(year)s") % {
        "met": numbers.met,
        "due": numbers.due,
        "days": numbers.target,
        "year": year,
    }
    return [
        StatTile(
            numbers.active,
            "",
            _("active ambassadors"),
            _("today; %(paused)s more are paused") % {"paused": numbers.paused},
            people,
        ),
        StatTile(
            share,
            "",
            _("of requests met within %(days)s days") % {"days": numbers.target},
            asked,
            reason=_("none yet"),
        ),
        StatTile(numbers.hours, _("hours"), _("with pupils"), reported),
        StatTile(
            numbers.pupils,
            "",
            _("pupils reached"),
            _("counted once a visit, over %(visits)s; %(year)s") % {"visits": visits, "year": year},
        ),
    ]
