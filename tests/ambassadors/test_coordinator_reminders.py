"""Reminders and lapses by the clock: who gets what, once, and proposals that nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from ambassadors.actions.reminders import due_reminders, lapse_proposals, remind_of_missing, send_reminders
from tests.accounts.builders import mails_to
from tests.ambassadors.asking import booked, cleared, coordinator, teacher_of
from tests.ambassadors.builders import MONDAY, ambassador, applicant, at, person, rules, visit, visit_request

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)


@pytest.fixture(autouse=True)
def _rules():
    rules()


def asked_on(day, **given):
    return visit(cleared("ada"), MONDAY + timedelta(days=40), passed_on_at=at(day), **given)


@pytest.mark.parametrize(("days_ago", "many"), [(6, 0), (7, 1), (13, 1)])
def test_answers_are_asked_for_after_the_days_of_the_rule(days_ago, many):
    asked_on(MONDAY - timedelta(days=days_ago))
    assert len(due_reminders("answers", NOW)) == many


def test_both_sides_are_told_of_tomorrow_once():
    held = booked(cleared("ada"), MONDAY + timedelta(days=1), at(MONDAY - timedelta(days=3)))
    assert send_reminders(kind="tomorrow", now=NOW) == 2
    assert send_reminders(kind="tomorrow", now=at(MONDAY, 15)) == 0
    assert "Tomorrow" in mails_to(held.ambassador.email)[-1]["subject"]
    assert "Tomorrow" in mails_to(held.request.asked_by.email)[-1]["subject"]


def test_checks_due_leave_out_who_has_no_account_or_is_over():
    ambassador("No account", recheck=MONDAY + timedelta(days=20))
    ambassador("Over", recheck=MONDAY, user=person("over"))
    soon = ambassador("Soon", recheck=MONDAY + timedelta(days=90), user=person("soon"))
    ambassador("Later", recheck=MONDAY + timedelta(days=91), user=person("later"))
    assert [one.person for one in due_reminders("checks", NOW)] == [soon.user]


def test_what_is_missing_is_said_to_who_can_do_something():
    who = applicant(person("ann"), applied_at=NOW, standing="in_checks")
    assert remind_of_missing(by=coordinator(), ambassador=who, now=NOW)
    assert not remind_of_missing(by=coordinator(), ambassador=who, now=NOW)
    assert "Your profile: Choose at least one thing" in mails_to(who.email)[-1]["text"]


def test_only_coordinators_send():
    for who in (person("ann"), teacher_of()[0], person("cy", "curator")):
        with pytest.raises(PermissionDenied):
            send_reminders(kind="answers", now=NOW, by=who)


@pytest.mark.parametrize(("days_ago", "lapsed"), [(13, 0), (14, 1)])
def test_a_proposal_lapses_after_twice_the_days(days_ago, lapsed):
    held = asked_on(MONDAY - timedelta(days=days_ago), request=visit_request(state="proposed"))
    assert lapse_proposals(NOW) == lapsed
    held.refresh_from_db()
    held.request.refresh_from_db()
    assert (held.end_reason, held.request.state) == (("no_answer", "sent") if lapsed else ("", "proposed"))


def test_a_proposal_lapses_when_its_time_has_come():
    held = visit(cleared("ada"), MONDAY)
    assert lapse_proposals(at(MONDAY, 9)) == 0
    assert lapse_proposals(at(MONDAY, 10)) == 1
    held.refresh_from_db()
    assert held.state == "cancelled"
