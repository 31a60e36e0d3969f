"""A visit as an ambassador may see it: in words, with the school's contacts only once it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.choices import ACCESS_NEEDS, LANGUAGES
from ambassadors.enums import Aim, Mode, VisitState
from ambassadors.models import Ambassador, Visit, VisitRequest
from ambassadors.queries.own import may_see_contact, place_of
from ambassadors.topics import SUBJECTS, TOPICS
from foundation.calendars import Event, EventStatus

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One visit for the pages: what, where, when, who comes along, and how to reach the school once confirmed."""

    visit: Visit
    title: str
    school: str
    when: str
    where: str
    class_words: str
    about: str
    href: str
    accompanies: str
    facts: Facts
    contact: Facts
    stops: dict[str, date | None]
    days_left: str


def card_of(visit: Visit, reader: Ambassador, today: date) -> VisitCard:
    """A visit in words; no statement when its request, school and place were read with it."""
    request = visit.request
    other = "" if visit.ambassador_id == reader.pk else visit.ambassador.given_name
    return VisitCard(
        visit=visit,
        title=str(request.get_activity_display()),
        school=visit.school.name,
        when=when_words(visit.starts_at, visit.ends_at),
        where=_where(visit),
        class_words=_class_words(request),
        about=_about(request),
        href=reverse("ambassadors:visit", args=[visit.pk]),
        accompanies=other,
        facts=facts_of(request),
        contact=contact_of(visit),
        stops=stops_of(visit),
        days_left=days_words(visit.day, today) if visit.state not in (VisitState.DONE,) else "",
    )


def when_words(starts_at: datetime, ends_at: datetime) -> str:
    """ "Tuesday 24 November 2026, 10:00 to 11:00", in London."""
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    said = {"day": date_format(begins, "l j F Y"), "from": time_format(begins, "H:i"), "to": time_format(ends, "H:i")}
    return _("%(day)s, %(from)s to %(to)s") % said


def days_words(day: date, today: date) -> str:
    """How far away a day is: "today", "tomorrow", "in 5 days"; "" for the past."""
    days = (day - today).days
    if days < 0:
        return ""
    if days < 2:
        return _("tomorrow") if days else _("today")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


def _where(visit: Visit) -> str:
    if visit.request.mode == Mode.ONLINE:
        return _("Online; the school hosts")
    place = place_of(visit)
    if place is None:
        return visit.school.name
    if may_see_contact(visit) and place.address:
        return place.address.removeprefix(f"{visit.school.name}, ")
    return place.outcode


def _class_words(request: VisitRequest) -> str:
    parts = []
    if request.year_groups:
        listed = ", ".join(str(year) for year in request.year_groups)
        parts.append(ngettext("Year %(years)s", "Years %(years)s", len(request.year_groups)) % {"years": listed})
    elif request.phase:
        parts.append(str(request.get_phase_display()))
    if request.pupils:
        parts.append(
            ngettext("about %(many)d pupil", "about %(many)d pupils", request.pupils) % {"many": request.pupils}
        )
    return ", ".join(parts)


def _about(request: VisitRequest) -> str:
    topic, subject = TOPICS.get(request.topic), SUBJECTS.get(request.subject)
    if topic is not None:
        return f"{SUBJECTS.get(topic.subject, '')}: {topic.title}"
    return str(subject) if subject else ""


def facts_of(request: VisitRequest) -> Facts:
    """What the teacher asked for, beyond when and where, without anybody's name."""
    aims = [str(Aim(aim).label) for aim in request.aims]
    needs = [str(ACCESS_NEEDS[need]) for need in request.access_needs if need in ACCESS_NEEDS]
    listed = (
        (_("What it is for"), "; ".join(aims)),
        (_("The class"), _class_words(request)),
        (_("Subject and topic"), _about(request)),
        (_("Language"), str(LANGUAGES.get(request.language, ""))),
        (_("What the class needs"), "; ".join(needs)),
    )
    return [(label, words) for label, words in listed if words]


def contact_of(visit: Visit) -> Facts:
    """Who meets the ambassador and who leads on safeguarding; nothing before the school has confirmed."""
    if not may_see_contact(visit):
        return []
    request, place = visit.request, place_of(visit)
    listed = (
        (_("Who meets you and stays throughout"), request.staff_name),
        (_("Their telephone number on the day"), request.staff_phone),
        (_("Safeguarding lead"), request.safeguarding_name),
        (_("How to reach them"), request.safeguarding_contact),
        (_("Address"), place.address if place and visit.request.mode != Mode.ONLINE else ""),
    )
    return [(label, words) for label, words in listed if words]


def stops_of(visit: Visit) -> dict[str, date | None]:
    """The days on which a visit reached each stop."""

    def on(moment: datetime | None) -> date | None:
        return timezone.localdate(moment) if moment else None

    answered = on(visit.answered_at)
    ends: dict[str, date | None] = {VisitState.PROPOSED.value: on(visit.passed_on_at)}
    if visit.state != VisitState.DECLINED:
        ends[VisitState.ACCEPTED.value] = answered
    ends[VisitState.CONFIRMED.value] = on(visit.confirmed_at)
    ends[visit.state] = on(visit.ended_at) or ends.get(visit.state)
    return ends


def calendar_event(visit: Visit) -> Event:
    """The visit for a calendar; a later file changes or cancels an earlier one."""
    status = {VisitState.CONFIRMED: EventStatus.CONFIRMED, VisitState.DONE: EventStatus.CONFIRMED}.get(
        VisitState(visit.state), EventStatus.CANCELLED
    )
    if visit.state in (VisitState.PROPOSED, VisitState.ACCEPTED):
        status = EventStatus.TENTATIVE
    said = {"what": visit.request.get_activity_display(), "school": visit.school.name}
    contact = "\n".join(f"{label}: {words}" for label, words in contact_of(visit))
    return Event(
        uid=f"visit-{visit.pk}@{settings.SITE_URL.partition('://')[2]}",
        title=_("%(what)s at %(school)s") % said,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        last_modified=visit.changed_at,
        place=_where(visit),
        description=contact,
        url=f"{settings.SITE_URL}{reverse('ambassadors:visit', args=[visit.pk])}",
        status=status,
        sequence=visit.sequence,
    )
