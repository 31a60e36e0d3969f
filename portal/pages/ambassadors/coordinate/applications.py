"""Lists about checks and training: applications, checks due, people near the 30-day threshold. Each look is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from ambassadors.models import Ambassador
from ambassadors.queries.coordinator import WINDOW, applications, checks_due, near_threshold
from foundation.access import needs
from portal.pages.ambassadors.coordinate.base import CoordinatorPage, name_of
from portal.pages.ambassadors.coordinate.people import their_checklist

PER_PAGE = 20  # a checklist takes four statements a person


class Applications(CoordinatorPage):
    """`/ambassadors/coordinate/applications/`: who waits for what, the longest first."""

    access = needs(Permission.VETTING_DECIDE)
    template_name = "ambassadors/coordinate/applications.html"
    room = "applications"
    title = gettext_lazy("Applications")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of people with what each still lacks."""
        page = self.page_of(applications().select_related("companion").prefetch_related("training"), PER_PAGE)
        people = list(page)
        self.log(people=len(people))
        lines = [(one, name_of(one), *self._waits(one)) for one in people]
        return super().get_context_data(**{"page": page, "lines": lines, **kwargs})

    def _waits(self, who: Ambassador) -> tuple[list[str], list[str]]:
        """What waits for the coordinator, and what for the person."""
        items = [item for item in their_checklist(who, self.today) if item.slug != "decision"]
        ours = [str(item.title) for item in items if item.state == "waiting"]
        return ours, [str(item.title) for item in items if item.state == "missing"]


class ChecksDue(CoordinatorPage):
    """`/ambassadors/coordinate/checks-due/`: checks that fall due within 90 days."""

    access = needs(Permission.VETTING_DECIDE)
    template_name = "ambassadors/coordinate/checks_due.html"
    room = "applications"
    title = gettext_lazy("Checks due in 90 days")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of people, the soonest first."""
        page = self.page_of(checks_due(self.today))
        people = list(page)
        self.log(people=len(people))
        lines = [(one, name_of(one), one.due_on <= self.today) for one in people]
        return super().get_context_data(**{"page": page, "lines": lines, **kwargs})


class NearThresholdList(CoordinatorPage):
    """`/ambassadors/coordinate/near-threshold/`: who must not go more often without a fuller check."""

    access = needs(Permission.VETTING_DECIDE)
    template_name = "ambassadors/coordinate/near_threshold.html"
    room = "applications"
    title = gettext_lazy("Near the 30-day threshold")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of people, the fullest run first."""
        page = self.page_of(near_threshold(self.today))
        found = list(page)
        self.log(people=len(found))
        lines = [(near, name_of(near.ambassador)) for near in found]
        return super().get_context_data(**{"page": page, "lines": lines, "window": WINDOW, **kwargs})
