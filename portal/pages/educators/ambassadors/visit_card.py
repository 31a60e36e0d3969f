"""One visit as the school sees it: the way it has come, what can be done now, and the sheet for the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ambassadors.choices import ACCESS_NEEDS
from ambassadors.documents import Visitor, VisitPack
from ambassadors.enums import HOLDING, Aim, Mode, Setting, VisitState
from ambassadors.models import CoordinatorArea, SchoolPlace, Visit
from ambassadors.queries.matching import why_not_visit
from ambassadors.queries.own import place_of
from ambassadors.topics import SUBJECTS, TOPICS
from foundation.calendars import Event, EventStatus
from portal.pages.ambassadors.visit_words import stops_of, when_words

SCHEME = "STEM Ambassadors"
_STATUS = {
    VisitState.PROPOSED: EventStatus.TENTATIVE,
    VisitState.ACCEPTED: EventStatus.TENTATIVE,
    VisitState.CONFIRMED: EventStatus.CONFIRMED,
    VisitState.DONE: EventStatus.CONFIRMED,
}


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit in words; `may_...` says what the school can do now."""

    visit: Visit
    name: str
    does: str
    when: str
    stops: dict[str, date | None]
    reason: str
    href: str
    is_over: bool
    may_confirm: bool
    may_cancel: bool
    may_say_done: bool
    may_review: bool
    has_pack: bool
    has_calendar: bool


def visit_view(visit: Visit, now: datetime) -> VisitView:
    """A visit with its ambassador in words; no SQL statement when they were read with it."""
    over = visit.starts_at <= now
    state = visit.state
    return VisitView(
        visit=visit,
        name=visit.ambassador.public_name(visit.day),
        does=visit.ambassador.job_title,
        when=when_words(visit.starts_at, visit.ends_at),
        stops=stops_of(visit) | {VisitState.PROPOSED.value: localdate(visit.proposed_at)},
        reason=str(visit.get_end_reason_display()) if visit.end_reason else "",
        href=reverse("school-visits:visit", args=[visit.request_id, visit.pk]),
        is_over=over,
        may_confirm=state == VisitState.ACCEPTED and not over,
        may_cancel=state in HOLDING and not over,
        may_say_done=state == VisitState.CONFIRMED and over,
        may_review=state == VisitState.DONE,
        has_pack=state == VisitState.CONFIRMED,
        has_calendar=state in _STATUS,
    )


def school_event(visit: Visit) -> Event:
    """The visit for the school's calendar: nothing in it that a calendar shared with pupils should not show."""
    said = {"what": visit.request.get_activity_display(), "name": visit.ambassador.public_name(visit.day)}
    return Event(
        uid=f"school-visit-{visit.pk}@{settings.SITE_URL.partition('://')[2]}",
        title=_("%(what)s: %(name)s, STEM Ambassador") % said,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        last_modified=visit.changed_at,
        place=_("Online") if visit.request.mode == Mode.ONLINE else visit.school.name,
        url=f"{settings.SITE_URL}{reverse('school-visits:request', args=[visit.request_id])}",
        status=_STATUS.get(VisitState(visit.state), EventStatus.CANCELLED),
        sequence=visit.sequence,
    )


def pack_of(visit: Visit, today: date) -> VisitPack:
    """What the sheet says of a confirmed visit; that the check is in date is asked of the database now.

    Three SQL statements when the visit was read with its request, ambassador, companion, school and place.
    """
    request = visit.request
    place, coordinator = place_of(visit), _coordinator(request.region)
    topic, subject = TOPICS.get(request.topic), SUBJECTS.get(request.subject)
    return VisitPack(
        visitor=_visitor(visit, today),
        scheme=SCHEME,
        activity=str(request.get_activity_display()),
        when=when_words(visit.starts_at, visit.ends_at),
        school=visit.school.name,
        staff_present=request.staff_name,
        staff_contact=request.staff_phone,
        safeguarding_lead=request.safeguarding_name,
        safeguarding_contact=request.safeguarding_contact,
        address=_address(place, visit),
        subject=topic.title if topic else str(subject or ""),
        class_name=", ".join(_("Year %(year)s") % {"year": year} for year in request.year_groups),
        group_size=_("about %(many)d pupils") % {"many": request.pupils} if request.pupils else "",
        aim="; ".join(str(Aim(aim).label) for aim in request.aims),
        access_needs="; ".join(str(ACCESS_NEEDS[need]) for need in request.access_needs if need in ACCESS_NEEDS),
        is_workplace=visit.setting == Setting.WORKPLACE,
        is_online=visit.setting == Setting.ONLINE,
        coordinator=coordinator,
        reference=_("Visit %(number)d") % {"number": visit.pk},
        made_on=date_format(today, "j F Y"),
        is_demo=visit.is_demo or visit.ambassador.is_demo or visit.school.is_demo,
    )


def _visitor(visit: Visit, today: date) -> Visitor:
    person, minor = visit.ambassador, visit.ambassador.is_minor(visit.day)
    return Visitor(
        given_name=person.given_name,
        family_name=person.family_name,
        what_they_do=person.job_title,
        employer=person.employer_name,
        check_confirmed_on=date_format(today, "j F Y") if is_still_cleared(visit) else "",
        is_under_18=minor,
        companion=visit.companion.full_name(visit.day) if visit.companion else "",
    )


def is_still_cleared(visit: Visit) -> bool:
    """Whether the database would let this visit be booked now; one SQL statement."""
    return why_not_visit(visit) is None


def _address(place: SchoolPlace | None, visit: Visit) -> str:
    if visit.setting != Setting.SCHOOL or place is None:
        return ""
    return place.address or place.outcode


def _coordinator(region: str) -> str:
    rows = CoordinatorArea.objects.filter(region__in=(region, "")).select_related("coordinator").order_by("-region")
    found = rows.first()
    return str(found.coordinator.display_name) if found else ""
