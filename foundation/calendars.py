"""Calendar files (.ics) of what happens at a set time, made so that a later file changes or cancels an earlier one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Component

PRODUCT = "-//Waymark//Waymark calendar//EN"
# Not allowed in text (RFC 5545, 3.1: CONTROL); a line break is, and is escaped.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class EventStatus(StrEnum):
    """How sure it is that an event takes place (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Moments are aware; the same `uid` with a higher `sequence` replaces what a calendar holds.

    `last_modified` is when the record last changed: the file carries no other clock, so the same event
    gives the same bytes. Raises ValueError where a calendar program would refuse the event.
    """

    uid: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    last_modified: dt.datetime
    place: str = ""
    description: str = ""
    url: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    sequence: int = 0

    def __post_init__(self) -> None:
        if any(moment.utcoffset() is None for moment in (self.starts_at, self.ends_at, self.last_modified)):
            raise ValueError("The moments of an event need a time zone.")
        if self.ends_at <= self.starts_at:
            raise ValueError("An event ends after it begins.")
        if not self.uid or not self.title or self.sequence < 0:
            raise ValueError("An event needs a uid, a title and a sequence from 0.")


def calendar_file(events: Sequence[Event], *, organiser: str, name: str = "") -> bytes:
    """The events as one iCalendar file (RFC 5545); `organiser` is an address, with or without a name before it.

    METHOD is CANCEL when every event is cancelled and PUBLISH otherwise (RFC 5546, 3.2.1 and 3.2.5; both
    ask for an organiser). Moments are written in UTC: each is a single one, so readers' programs show it
    in their own zone, and no table of summer times can be out of date. Raises ValueError without events
    or without an address.
    """
    if not events:
        raise ValueError("A calendar file needs an event.")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", _method(events))
    if name:
        calendar.add("x-wr-calname", vText(_plain(name)))
    for event in events:
        calendar.add_component(_component(event, _organiser(organiser)))
    return bytes(calendar.to_ical())


def calendar_response(events: Sequence[Event], *, organiser: str, filename: str, name: str = "") -> HttpResponse:
    """The calendar file as a download; `filename` without its ending. Caching is the caller's to say."""
    content = calendar_file(events, organiser=organiser, name=name)
    response = HttpResponse(content, content_type=f"text/calendar; charset=utf-8; method={_method(events)}")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{filename}.ics") or "attachment"
    return response


def _method(events: Sequence[Event]) -> str:
    return "CANCEL" if all(event.status is EventStatus.CANCELLED for event in events) else "PUBLISH"


def _organiser(words: str) -> vCalAddress:
    called, address = parseaddr(words)
    if "@" not in address:
        raise ValueError("The organiser of a calendar file is an e-mail address.")
    organiser = vCalAddress(f"mailto:{address}")
    if called:
        organiser.params["CN"] = _plain(called)
    return organiser


def _component(event: Event, organiser: vCalAddress) -> Component:
    component = Component()
    component.add("uid", _plain(event.uid))
    component.add("sequence", event.sequence)
    component.add("status", event.status.value)
    component.add("organizer", organiser)
    for key, moment in (
        ("dtstamp", event.last_modified),
        ("last-modified", event.last_modified),
        ("dtstart", event.starts_at),
        ("dtend", event.ends_at),
    ):
        component.add(key, moment.astimezone(dt.UTC).replace(microsecond=0))
    for key, words in (
        ("summary", event.title),
        ("location", event.place),
        ("description", event.description),
        ("url", event.url),
    ):
        if words:
            component.add(key, _plain(words))
    return component


def _plain(words: str) -> str:
    return CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
