"""Calendar files, read back by a parser and looked at as lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from foundation.calendars import Event, EventStatus, calendar_file, calendar_response

LONDON = ZoneInfo("Europe/London")
VISIT = Event(
    uid="visit-7@waymark.example",
    title="Talk: how bridges stand; Year 9, Room 4",
    starts_at=dt.datetime(2027, 6, 14, 13, 30, tzinfo=LONDON),
    ends_at=dt.datetime(2027, 6, 14, 14, 30, tzinfo=LONDON),
    last_modified=dt.datetime(2027, 5, 3, 9, 0, tzinfo=dt.UTC),
    place="Example High School, 1 High Street, Leeds",
    description="Go to reception.\nBring photo identity; nothing else.",
    url="https://waymark.example/educators/ambassadors/visits/7/",
)
ORGANISER = "Waymark <visits@waymark.example>"


def read(content: bytes) -> Any:
    """The only event of a file."""
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return event


def test_an_event_is_read_back_as_it_was_written() -> None:
    event = read(calendar_file([VISIT], organiser=ORGANISER))

    assert event["UID"] == VISIT.uid
    assert event["SUMMARY"] == VISIT.title
    assert event["LOCATION"] == VISIT.place
    assert event["DESCRIPTION"] == VISIT.description
    assert event["URL"] == VISIT.url
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    assert event["ORGANIZER"] == "mailto:visits@waymark.example"
    assert event["ORGANIZER"].params["CN"] == "Waymark"
    assert event["DTSTART"].dt == VISIT.starts_at
    assert event["DTEND"].dt == VISIT.ends_at
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == VISIT.last_modified


def test_summer_and_winter_moments_are_written_in_utc() -> None:
    winter = dataclasses.replace(
        VISIT,
        starts_at=dt.datetime(2027, 1, 14, 13, 30, tzinfo=LONDON),
        ends_at=dt.datetime(2027, 1, 14, 14, 30, tzinfo=LONDON),
    )

    assert b"DTSTART:20270614T123000Z\r\n" in calendar_file([VISIT], organiser=ORGANISER)
    assert b"DTSTART:20270114T133000Z\r\n" in calendar_file([winter], organiser=ORGANISER)


def test_a_cancelled_event_keeps_its_uid_and_overrides() -> None:
    cancelled = dataclasses.replace(VISIT, status=EventStatus.CANCELLED, sequence=1)
    content = calendar_file([cancelled], organiser=ORGANISER)

    assert b"METHOD:CANCEL\r\n" in content
    event = read(content)
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (VISIT.uid, "CANCELLED", 1)


@pytest.mark.parametrize("status", ["CONFIRMED", "TENTATIVE"])
def test_a_file_with_an_event_that_stands_is_published(status: str) -> None:
    cancelled = dataclasses.replace(VISIT, uid="visit-8@waymark.example", status=EventStatus.CANCELLED)
    stands = dataclasses.replace(VISIT, status=EventStatus(status))
    content = calendar_file([stands, cancelled], organiser=ORGANISER, name="Visits, 2027")

    assert b"METHOD:PUBLISH\r\n" in content
    assert rb"X-WR-CALNAME:Visits\, 2027" in content
    assert [event["STATUS"] for event in Calendar.from_ical(content).walk("VEVENT")] == [status, "CANCELLED"]


def test_lines_are_folded_at_75_bytes_without_breaking_a_letter() -> None:
    long = dataclasses.replace(VISIT, title="Ŵy " * 80)
    content = calendar_file([long], organiser=ORGANISER)

    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() for line in lines[:-1])  # each line is UTF-8 by itself
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert read(content)["SUMMARY"] == long.title


@given(words=st.text(min_size=1).filter(str.strip))
def test_no_words_can_add_a_line_of_their_own(words: str) -> None:
    words = words.encode("utf-8", "ignore").decode() or "x"
    event = dataclasses.replace(VISIT, title=words, place=words, description=words, uid=f"visit-{words}")
    content = calendar_file([event], organiser=ORGANISER)

    (found,) = Calendar.from_ical(content).walk("VEVENT")
    assert not found.errors
    assert sorted(found.keys()) == sorted(read(calendar_file([VISIT], organiser=ORGANISER)).keys())
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1


def test_breaking_out_of_a_value_fails() -> None:
    evil = "Talk\r\nATTENDEE:mailto:pupil@school.example\r\nEND:VEVENT"
    event = read(calendar_file([dataclasses.replace(VISIT, title=evil, uid=evil)], organiser=ORGANISER))

    assert "ATTENDEE" not in event
    assert event["SUMMARY"] == evil.replace("\r\n", "\n")


def test_empty_parts_are_left_out_and_bytes_are_the_same_each_time() -> None:
    bare = dataclasses.replace(VISIT, place="", description="", url="")
    content = calendar_file([bare], organiser="visits@waymark.example")

    assert not {"LOCATION", "DESCRIPTION", "URL"} & set(read(content).keys())
    assert content == calendar_file([bare], organiser="visits@waymark.example")


def test_what_a_calendar_would_refuse_is_refused_here() -> None:
    naive = VISIT.starts_at.replace(tzinfo=None)
    for wrong in ({"starts_at": naive}, {"ends_at": VISIT.starts_at}, {"uid": ""}, {"title": ""}, {"sequence": -1}):
        with pytest.raises(ValueError, match=r"event|events"):
            dataclasses.replace(VISIT, **wrong)
    with pytest.raises(ValueError, match="needs an event"):
        calendar_file([], organiser=ORGANISER)
    with pytest.raises(ValueError, match="e-mail address"):
        calendar_file([VISIT], organiser="Waymark")


def test_a_download_says_what_it_is() -> None:
    response = calendar_response([VISIT], organiser=ORGANISER, filename="visit-7")

    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response["Content-Disposition"] == 'attachment; filename="visit-7.ics"'
    assert response.content == calendar_file([VISIT], organiser=ORGANISER)
