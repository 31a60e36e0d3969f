"""Requests: saved half-way, sent when complete and safe, taken back, closed, repeated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from ambassadors.actions.requests import (
    close_request,
    place_school,
    repeat_request,
    save_request,
    send_request,
    withdraw_request,
)
from ambassadors.models import VisitRequest
from tests.accounts.builders import member, school
from tests.ambassadors.asking import asked, booked, cleared, coordinator, drafted, teacher_of
from tests.ambassadors.builders import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = at(TODAY)


def test_half_a_request_keeps_and_says_what_is_missing_when_sent():
    teacher, there = teacher_of()
    request = save_request(by=teacher, school=there, changes={"activity": "talk", "step": "who"}, today=TODAY)
    with pytest.raises(ValidationError) as missing:
        send_request(by=teacher, request=request, now=NOW)
    assert {"pupils", "windows", "says_present", "staff_name", "mode"} <= set(missing.value.message_dict)
    request.refresh_from_db()
    assert (request.state, request.activity, request.step) == ("draft", "talk", "who")


@pytest.mark.parametrize(
    "safety",
    ["safeguarding_contact", "says_conduct", "says_identity", "says_present", "says_risk_assessed", "staff_name"],
)
def test_nothing_is_sent_without_each_of_the_safeguards_and_the_database_agrees(safety):
    teacher, there = teacher_of()
    empty = "" if safety in ("staff_name", "safeguarding_contact") else False
    request = drafted(teacher, there, TODAY, **{safety: empty})
    with pytest.raises(ValidationError) as missing:
        send_request(by=teacher, request=request, now=NOW)
    assert set(missing.value.message_dict) == {safety}
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitRequest.objects.filter(pk=request.pk).update(state="sent")


def test_online_the_school_hosts():
    teacher, there = teacher_of()
    request = drafted(teacher, there, TODAY, mode="online")
    with pytest.raises(ValidationError) as missing:
        send_request(by=teacher, request=request, now=NOW)
    assert set(missing.value.message_dict) == {"says_online_rules"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("access_needs", ["a butler"]),
        ("benchmarks", [9]),
        ("occupation", "99999"),
        ("pupils", 0),
        ("subject", "alchemy"),
        ("year_groups", [7]),
    ],
    ids=["access_needs", "benchmarks", "occupation", "pupils", "subject", "year_groups"],
)
def test_an_impossible_answer_is_named_and_nothing_is_saved(field, value):
    teacher, there = teacher_of()
    request = drafted(teacher, there, TODAY)
    with pytest.raises(ValidationError) as wrong:
        save_request(by=teacher, school=there, request=request, changes={field: value, "minutes": 45}, today=TODAY)
    assert any(name.startswith(field) for name in wrong.value.message_dict)
    request.refresh_from_db()
    assert request.minutes == 60


def test_days_in_the_wrong_order_are_named_by_their_line():
    teacher, there = teacher_of()
    windows = [{"first_day": TODAY + timedelta(days=3), "last_day": TODAY}]
    with pytest.raises(ValidationError) as wrong:
        save_request(by=teacher, school=there, changes={}, windows=windows, today=TODAY)
    assert any(name.startswith("windows.0") for name in wrong.value.message_dict)


def test_only_the_schools_own_people_ask_for_it():
    teacher, there = teacher_of()
    stranger, elsewhere = teacher_of()
    request = drafted(teacher, there, TODAY)
    lead = member(there, "safeguarding_lead").user  # is told, and does not ask
    for by in (stranger, lead):
        with pytest.raises(PermissionDenied):
            save_request(by=by, school=there, request=request, changes={}, today=TODAY)
        with pytest.raises(PermissionDenied):
            send_request(by=by, request=request, now=NOW)
    with pytest.raises(PermissionDenied):  # nor is a request carried to another school
        save_request(by=stranger, school=elsewhere, request=request, changes={}, today=TODAY)


def test_a_school_that_is_not_verified_keeps_its_draft():
    teacher, there = teacher_of(school(state="pending"))
    request = drafted(teacher, there, TODAY)
    with pytest.raises(ValidationError):
        send_request(by=teacher, request=request, now=NOW)
    request.refresh_from_db()
    assert request.state == "draft"


def test_a_sent_request_is_not_changed_under_the_coordinators_hands():
    teacher, there = teacher_of()
    request = asked(teacher, there, NOW)
    with pytest.raises(ValidationError):
        save_request(by=teacher, school=there, request=request, changes={"pupils": 500}, today=TODAY)


def test_withdrawing_cancels_what_was_booked():
    visit = booked(cleared(), TODAY + timedelta(days=10), NOW)
    withdraw_request(by=visit.request.asked_by, request=visit.request, now=NOW)
    visit.refresh_from_db()
    visit.request.refresh_from_db()
    assert (visit.state, visit.request.state) == ("cancelled", "withdrawn")


def test_a_request_nobody_was_found_for_can_be_sent_again():
    teacher, there = teacher_of()
    request = asked(teacher, there, NOW)
    with pytest.raises(PermissionDenied):
        close_request(by=teacher, request=request, reason="date", now=NOW)
    close_request(by=coordinator(), request=request, reason="date", now=NOW)
    request.refresh_from_db()
    assert (request.state, request.end_reason) == ("unmet", "date")
    assert send_request(by=teacher, request=request, now=NOW).state == "sent"


def test_last_years_request_comes_back_on_the_same_weekdays_with_safety_asked_anew():
    teacher, there = teacher_of()
    request = asked(teacher, there, NOW)
    later = TODAY + timedelta(days=300)
    again = repeat_request(by=teacher, request=request, today=later)
    old, new = request.windows.get(), again.windows.get()
    assert new.first_day > later
    assert new.first_day.weekday() == old.first_day.weekday()
    assert new.last_day - new.first_day == old.last_day - old.first_day
    assert (again.state, again.activity, again.pupils, again.says_present) == ("draft", "talk", 28, False)


def test_where_the_school_is_goes_into_its_next_request():
    teacher, there = teacher_of()
    place_school(by=teacher, school=there, outcode="NE1", address="1 Example Street")
    request = save_request(by=teacher, school=there, changes={}, today=TODAY)
    assert (request.outcode, request.region) == ("NE1", "E12000001")
