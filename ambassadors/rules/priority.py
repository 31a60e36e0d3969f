"""Which requests are served first: the rule as it is published, and its one place in code.

First come schools and colleges with no encounter recorded here in the 365 days before, then those with one or two,
then the others; within each, whoever has waited longest. Nothing else counts: not the kind of school, its region, who
pays, nor how often it asks. Disadvantage would count as well were there a figure for it among the sources; there is
none yet, so the rule says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors.enums import VisitState
from ambassadors.models import OfferBooking, Visit, VisitRequest
from ambassadors.rules.days import london_day

DAYS = 365
FEW = 2
# Said where the queue is shown, and on the page about the scheme.
PUBLISHED: tuple[Promise, ...] = (
    gettext_lazy("Schools and colleges with no encounter recorded here in the last 12 months come first."),
    gettext_lazy("Then those with one or two, then all others."),
    gettext_lazy("Among equals, whoever has waited longest comes first."),
)


@dataclass(frozen=True, slots=True)
class Served:
    """A request in its place in the queue: encounters its school had, days it has waited, and why it stands there."""

    request: VisitRequest
    encounters: int
    waited: int
    reason: str


def encounters_of(schools: Iterable[int], today: date) -> Mapping[int, int]:
    """How many encounters are recorded for each school in the 365 days up to a day; two SQL statements.

    Visits that took place, and classes that went to a college's or provider's encounter.
    """
    numbers, since = list(schools), today - timedelta(days=DAYS - 1)
    counts = dict.fromkeys(numbers, 0)
    visits = Visit.objects.filter(school__in=numbers, state=VisitState.DONE, day__range=(since, today))
    booked = OfferBooking.objects.filter(
        school__in=numbers, is_done=True, cancelled_at=None, slot__starts_at__date__range=(since, today)
    )
    for school in (*visits.values_list("school", flat=True), *booked.values_list("school", flat=True)):
        counts[school] += 1
    return counts


def served_first(requests: Iterable[VisitRequest], *, today: date) -> list[Served]:
    """Requests in the order in which they are served, with the reason in words; two SQL statements."""
    rows = list(requests)
    counts = encounters_of({row.school_id for row in rows}, today)
    rows.sort(key=lambda row: (group_of(counts[row.school_id]), _asked_at(row), row.pk))
    return [_served(row, counts[row.school_id], today) for row in rows]


def group_of(encounters: int) -> int:
    """0 without an encounter, 1 with one or two, 2 with more."""
    return 0 if encounters == 0 else 1 if encounters <= FEW else 2


def _asked_at(request: VisitRequest) -> datetime:
    return request.sent_at or request.created_at


def _served(request: VisitRequest, encounters: int, today: date) -> Served:
    waited = max((today - london_day(_asked_at(request))).days, 0)
    had = _("No encounter recorded here in 12 months")
    if encounters:
        words = ngettext("%(count)d encounter", "%(count)d encounters", encounters) % {"count": encounters}
        had = _("%(encounters)s recorded here in 12 months") % {"encounters": words}
    since = ngettext("waiting for %(count)d day", "waiting for %(count)d days", waited) % {"count": waited}
    return Served(request, encounters, waited, f"{had}; {since}")
