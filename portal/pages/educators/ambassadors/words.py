"""Requests in words: what they are called, when they would suit, and what happens next."""

from __future__ import annotations

from datetime import datetime

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors.enums import RequestState, VisitState
from ambassadors.models import RequestWindow, Visit, VisitRequest
from ambassadors.queries.school import RequestRow, needs_words
from ambassadors.topics import SUBJECTS, TOPICS


def request_title(request: VisitRequest) -> str:
    """ "Talk: electrolysis", "Careers carousel", or that nothing was chosen yet."""
    activity = request.get_activity_display() or _("Request without an activity yet")
    topic = TOPICS.get(request.topic)
    about = topic.title if topic else str(SUBJECTS.get(request.subject, ""))
    return _("%(activity)s: %(about)s") % {"activity": activity, "about": about} if about else str(activity)


def window_words(window: RequestWindow) -> str:
    """ "1 March 2027 to 12 March 2027, Tue, Thu, mornings"."""
    first, last = date_format(window.first_day, "j F Y"), date_format(window.last_day, "j F Y")
    parts = [_("%(first)s to %(last)s") % {"first": first, "last": last} if first != last else first]
    if window.weekdays and set(window.weekdays) != set(range(5)):
        parts.append(", ".join(str(WEEKDAYS_ABBR[day]) for day in sorted(window.weekdays)))
    if window.morning != window.afternoon:
        parts.append(_("mornings") if window.morning else _("afternoons"))
    return ", ".join(parts)


def next_step(row: RequestRow, now: datetime) -> str:
    """What happens next with a request, and who does it."""
    request, visit = row.request, row.visit
    match request.state:
        case RequestState.DRAFT:
            return _("Yours: finish it and send it.")
        case RequestState.UNMET:
            return _("Closed. Send it again with other days, further away or online.")
        case RequestState.WITHDRAWN:
            return _("You withdrew it.")
    if needs_words(row, now):
        return _("Yours: say how it went.")
    if visit is not None and visit.state in (VisitState.PROPOSED, VisitState.ACCEPTED, VisitState.CONFIRMED):
        return _of_visit(visit)
    if request.state == RequestState.DONE:
        return _("Done. You can repeat it next year.")
    return _("The coordinator looks for somebody. You can pick somebody yourself.")


def _of_visit(visit: Visit) -> str:
    name = {"name": visit.ambassador.given_name}
    match visit.state:
        case VisitState.ACCEPTED:
            return _("Yours: %(name)s can come. Confirm the visit.") % name
        case VisitState.CONFIRMED:
            return _("Booked. Print the visit pack for reception.")
    if visit.passed_on_at is None:
        return _("The time is held. The coordinator asks %(name)s next.") % name
    return _("%(name)s has been asked and answers next.") % name
