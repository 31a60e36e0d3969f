"""The desk: answering in two clicks, what is shown when, reports and reminders; nobody else's visits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadors.models import MessageTemplate, VisitFeedback
from tests.ambassadors import builders as b
from tests.portal.ambassadors.own import DESK, VISITS, at, member, own_statements, visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    b.rules()


@pytest.fixture
def ada():
    return member("Ada")


def words(response):
    return response.content.decode()


def state_of(one):
    one.refresh_from_db()
    return one.state, one.end_reason


def test_a_request_is_accepted_from_the_desk_in_one_press(ada):
    who, browser = ada
    one = visit(who)
    page = words(browser.get(DESK))
    assert "1 school waits for your answer" in page
    assert f'action="{at(one)}"' in page
    assert browser.post(at(one), {"do": "accept"}).status_code == 302
    assert state_of(one) == ("accepted", "")


def test_a_request_is_declined_by_pressing_a_reason_on_the_card(ada):
    who, browser = ada
    one = visit(who)
    assert 'value="decline:too_far"' in words(browser.get(DESK))
    browser.post(at(one), {"do": "decline:too_far"})
    assert state_of(one) == ("declined", "too_far")


def test_a_reason_that_no_button_has_changes_nothing(ada):
    who, browser = ada
    one = visit(who)
    followed = browser.post(at(one), {"do": "decline:boring"}, follow=True)
    assert "Choose a reason." in words(followed)
    assert state_of(one) == ("proposed", "")


def test_what_is_not_passed_on_yet_and_what_is_somebody_elses_does_not_exist(ada):
    who, browser = ada
    early = visit(who, passed_on_at=None)
    other = visit(member("Bea")[0], 21, state="confirmed")
    for one in (early, other):
        assert browser.get(at(one)).status_code == 404
        assert browser.get(at(one, "calendar/")).status_code == 404
        assert browser.post(at(one), {"do": "accept"}).status_code == 404
        assert at(one) not in words(browser.get(VISITS))


@pytest.mark.parametrize(("state", "shown"), [("proposed", False), ("accepted", False), ("confirmed", True)])
def test_names_and_numbers_of_the_school_appear_once_it_has_confirmed(ada, state, shown):
    who, browser = ada
    one = visit(who, state=state)
    page = words(browser.get(at(one)))
    for secret in ("01632 960001", "Sam Safe", "Ms Example"):
        assert (secret in page) is shown


def test_an_answer_after_the_school_withdrew_is_refused_in_words(ada):
    who, browser = ada
    one = visit(who, state="cancelled", end_reason="school_cancelled")
    assert "This has changed" in words(browser.post(at(one), {"do": "accept"}, follow=True))


def test_a_booked_visit_is_cancelled_with_a_reason(ada):
    who, browser = ada
    one = visit(who, state="confirmed")
    assert 'value="cancel:ill"' in words(browser.get(at(one)))
    browser.post(at(one), {"do": "cancel:ill"})
    assert state_of(one) == ("cancelled", "ill")


def test_a_visit_is_reported_then_reviewed_and_the_reminders_go(ada):
    who, browser = ada
    one = visit(who, -2, state="confirmed")
    assert "Report the visit" in words(browser.get(DESK))
    wrong = browser.post(at(one), {"do": "done", "minutes": "2", "pupils_reached": "28"})
    assert wrong.status_code == 422
    assert 'href="#id_minutes"' in words(wrong)
    browser.post(at(one), {"do": "done", "minutes": "75", "pupils_reached": "28"})
    desk = words(browser.get(DESK))
    assert "Report the visit" not in desk
    assert "four questions" in desk
    assert browser.post(at(one), {"do": "feedback", "well_prepared": "yes"}).status_code == 422
    browser.post(at(one), {"do": "feedback", "went_well": "4", "well_prepared": "yes", "staff_present": "no"})
    given = VisitFeedback.objects.get(visit=one)
    assert (given.went_well, given.well_prepared, given.staff_present, given.would_repeat) == (4, True, False, None)
    assert "four questions" not in words(browser.get(DESK))


def test_a_visit_that_did_not_take_place_says_why(ada):
    who, browser = ada
    one = visit(who, -2, state="confirmed")
    browser.post(at(one), {"do": "not-held:school_not_ready"})
    assert state_of(one) == ("no_show", "school_not_ready")


def test_only_the_schemes_own_messages_of_this_side_can_be_sent(ada):
    who, browser = ada
    one = visit(who, state="confirmed")
    mine = MessageTemplate.objects.filter(sent_by="ambassador").first()
    schools = MessageTemplate.objects.filter(sent_by="school").first()
    browser.post(at(one), {"do": "message", "template": mine.slug})
    assert browser.post(at(one), {"do": "message", "template": schools.slug}).status_code == 404
    assert [row.template for row in one.messages.all()] == [mine]


def test_calendar_files_hold_the_visit_and_cancel_it(ada):
    who, browser = ada
    assert browser.get(f"{VISITS}calendar/").status_code == 404
    one = visit(who, state="confirmed")
    first = words(browser.get(f"{VISITS}calendar/"))
    assert f"UID:visit-{one.pk}@" in first
    browser.post(at(one), {"do": "cancel:ill"})
    after = words(browser.get(at(one, "calendar/")))
    assert "METHOD:CANCEL" in after
    assert "STATUS:CANCELLED" in after


def test_the_pack_to_take_along_is_there_once_the_school_has_confirmed(ada):
    who, browser = ada
    early, booked = visit(who), visit(who, 30, state="confirmed")
    assert browser.get(at(early, "pack.pdf")).status_code == 404
    assert browser.get(at(booked, "pack.pdf")).content.startswith(b"%PDF-")
    assert member("Bea")[1].get(at(booked, "pack.pdf")).status_code == 404


def test_a_companion_sees_the_visit_and_cannot_answer_for_the_other():
    adult, browser = member("Bea")
    young, _theirs = member("Cy", adult_from=timezone.localdate() + timedelta(days=100), companion=adult)
    one = visit(young, companion=adult)
    page = words(browser.get(DESK))
    assert "You accompany Cy" in page
    assert 'value="accept"' not in page
    assert browser.post(at(one), {"do": "accept"}).status_code == 403
    assert state_of(one)[0] == "proposed"


def test_unknown_buttons_are_refused(ada):
    who, browser = ada
    assert browser.post(at(visit(who)), {"do": "explode"}).status_code == 403


def test_the_checklist_says_what_is_missing_and_where_to_go():
    _who, browser = member("Dee", standing="in_checks", check="")
    page = words(browser.get(DESK))
    assert "/ambassadors/training/safeguarding/" in page
    assert "The coordinator asks you for" in page


def test_statements_do_not_grow_with_visits(ada):
    who, browser = ada
    one = visit(who, 5)
    counted = {}
    for many in (1, 6):
        for path in (DESK, VISITS, at(one)):
            browser.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(path).status_code == 200
            counted[many, path] = len(own_statements(captured.captured_queries))
        if many == 1:
            for days in range(40, 45):
                visit(who, days)
    assert all(number <= 8 for number in counted.values()), counted
    assert [counted[1, path] for path in (DESK, VISITS)] == [counted[6, path] for path in (DESK, VISITS)]
