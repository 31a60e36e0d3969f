"""Teachers ask in steps, send, follow, confirm, say how it went and repeat; a slot that has gone loses them nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors.actions.visits import accept_visit, pass_on_visit
from ambassadors.models import MessageTemplate, Visit, VisitFeedback, VisitMessage, VisitRequest
from foundation.pdf import PrintError
from tests.accounts.builders import browser_of
from tests.ambassadors import builders as b
from tests.portal.pages import words_of

pytestmark = pytest.mark.django_db
DESK = "/educators/ambassadors/"
WHAT = {
    "activity": "talk",
    "subject": "physics",
    "topic": "electric-circuits",
    "aims": ["subject"],
    "benchmarks": ["4", "5"],
}
WHO = {"phase": "ks3", "year_groups": ["8", "9"], "pupils": "28", "access_needs": ["captions"]}
WHERE = {"mode": "in_person", "outcode": "LS1", "address": "Oak Road"}
SAFETY = {
    "staff_name": "Tam Teacher",
    "staff_phone": "0113 496 0001",
    "safeguarding_name": "Sam Lead",
    "safeguarding_contact": "0113 496 0002",
    **dict.fromkeys(("says_present", "says_risk_assessed", "says_conduct", "says_identity"), "on"),
}


def address(request, end=""):
    return f"{DESK}requests/{request.pk}/{end}"


def words(response):
    return words_of(response.content.decode())


def begin(desk, school, **given):
    response = desk.post(f"{DESK}ask/", {"school": school.slug, **given})
    assert response.status_code == 302, words(response)
    return VisitRequest.objects.latest("pk")


def days(first):
    return {
        "minutes": "60",
        "windows-0-first_day": first.isoformat(),
        "windows-0-last_day": (first + timedelta(days=14)).isoformat(),
        "windows-0-weekdays": ["1", "3"],
        "windows-0-morning": "on",
    }


def fill(desk, request, when):
    for step, given in (("what", WHAT), ("who", WHO), ("when", when), ("where", WHERE), ("safety", SAFETY)):
        response = desk.post(address(request, f"{step}/"), given)
        assert response.status_code == 302, (step, words(response))
    request.refresh_from_db()
    return request


def sent(desk, school, amal, later):
    """A request that was sent with an ambassador and a time, whose slot is held."""
    starts = timezone.localtime(later).strftime("%Y-%m-%dT%H:%M")
    request = fill(desk, begin(desk, school, ambassador=amal.code, slot=starts), {"minutes": "60", "slot": starts})
    response = desk.post(address(request), {"do": "send"}, follow=True)
    assert "Sent." in words(response), words(response)
    return request


def booked(desk, school, amal, later, coordinator):
    request = sent(desk, school, amal, later)
    visit = request.visits.get()
    pass_on_visit(by=coordinator, visit=visit, now=timezone.now())
    accept_visit(by=amal.user, visit=visit, now=timezone.now())
    response = desk.post(address(request, f"visits/{visit.pk}/"), {"do": "confirm"}, follow=True)
    assert "Booked." in words(response)
    return request, Visit.objects.get()


def two_days_ago():
    """The one visit there is, moved to the day before yesterday at ten."""
    day = timezone.localdate() - timedelta(days=2)
    Visit.objects.update(day=day, starts_at=b.at(day, 10), ends_at=b.at(day, 11))


def test_each_step_is_saved_and_left_and_taken_up_again(desk, school, today):
    request = begin(desk, school, topic="electric-circuits", activity="talk")
    assert (request.topic, request.activity, request.outcode) == ("electric-circuits", "talk", "LS1")
    response = desk.post(address(request, "what/"), WHAT | {"do": "later"})
    assert response.url == f"{DESK}requests/"
    listed = desk.get(f"{DESK}requests/")
    assert "Waits for you" in words(listed)
    assert 'value="5" checked' in desk.get(address(request, "what/")).content.decode()
    request.refresh_from_db()
    assert (request.benchmarks, request.step) == ([4, 5], "who")


def test_what_is_missing_is_listed_and_nothing_half_done_is_sent(desk, school):
    request = begin(desk, school)
    page = words(desk.get(address(request)))
    assert "Name the member of staff who stays present throughout." in page
    response = desk.post(address(request), {"do": "send"})
    assert response.status_code == 422
    assert "Confirm that staff stay present throughout." in words(response)
    request.refresh_from_db()
    assert request.state == "draft"


def test_a_request_without_a_chosen_person_goes_to_the_coordinator(desk, school, today, amal):
    request = fill(desk, begin(desk, school), days(today + timedelta(days=14)))
    assert [(row.weekdays, row.morning, row.afternoon) for row in request.windows.all()] == [([1, 3], True, False)]
    assert school.school_place.address == "Oak Road, Leeds LS1 1AA"
    response = desk.post(address(request), {"do": "send"}, follow=True)
    assert "Who could come in these days" in words(response)
    request.refresh_from_db()
    assert request.state == "sent"


def test_wrong_days_and_numbers_stand_beside_their_fields(desk, school, today):
    request = begin(desk, school)
    wrong = days(today + timedelta(days=14)) | {"windows-0-last_day": today.isoformat(), "minutes": "5"}
    response = desk.post(address(request, "when/"), wrong)
    assert response.status_code == 422
    assert 'value="5"' in response.content.decode()
    response = desk.post(address(request, "when/"), wrong | {"minutes": "60"})
    assert response.status_code == 422
    assert "The last day is before the first." in words(response)
    response = desk.post(address(request, "who/"), WHO | {"year_groups": ["12"]})
    assert "not of the age that you chose" in words(response)


def test_a_chosen_slot_is_held_when_the_request_is_sent(desk, school, amal, later):
    request = sent(desk, school, amal, later)
    visit = request.visits.get()
    assert (visit.ambassador, visit.state, visit.starts_at) == (amal, "proposed", later)
    assert visit.passed_on_at is None
    assert "The time is held" in words(desk.get(address(request)))


def test_a_slot_that_has_just_gone_is_told_with_others_and_nothing_is_lost(desk, school, amal, later):
    starts = timezone.localtime(later).strftime("%Y-%m-%dT%H:%M")
    request = fill(desk, begin(desk, school, ambassador=amal.code, slot=starts), {"minutes": "60", "slot": starts})
    b.visit(amal, later.date(), starts_at=later)
    response = desk.post(address(request), {"do": "send"})
    assert response.status_code == 409
    assert "This time has just been taken" in words(response)
    assert "Other times of Amal" in words(response)
    request.refresh_from_db()
    assert (request.state, request.staff_name) == ("draft", "Tam Teacher")
    another = (timezone.localtime(later) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert desk.post(address(request), {"do": "send", "slot": another}).status_code == 302
    assert request.visits.get().starts_at == later + timedelta(days=1)


def test_a_person_of_the_list_is_proposed_for_a_sent_request(desk, school, today, amal, later):
    request = fill(desk, begin(desk, school), days(today + timedelta(days=14)))
    desk.post(address(request), {"do": "send"})
    slot = timezone.localtime(later).strftime("%Y-%m-%dT%H:%M")
    response = desk.post(address(request), {"do": "propose", "ambassador": amal.code, "slot": slot}, follow=True)
    assert "The time is held" in words(response)
    assert desk.post(address(request), {"do": "propose", "ambassador": amal.code, "slot": "soon"}).status_code == 422


def test_somebody_who_may_not_come_is_refused_without_saying_why(desk, school, today, amal, later):
    request = fill(desk, begin(desk, school), days(today + timedelta(days=14)))
    desk.post(address(request), {"do": "send"})
    amal.decisions.update(recheck_due_on=today)
    slot = timezone.localtime(later).strftime("%Y-%m-%dT%H:%M")
    response = desk.post(address(request), {"do": "propose", "ambassador": amal.code, "slot": slot})
    assert response.status_code == 409
    assert "cannot come to such a visit" in words(response)
    assert "check" not in words(response).lower().replace("check and send", "")
    assert not request.visits.exists()


def test_confirming_gives_calendar_and_pack_and_names_only_then(desk, school, amal, later, coordinator):
    request, visit = booked(desk, school, amal, later, coordinator)
    pack = desk.get(address(request, f"visits/{visit.pk}/pack/"))
    said = words(pack)
    assert amal.family_name in said
    assert "Tam Teacher" in said
    assert "Do not ask to see a certificate" in said
    assert amal.email not in pack.content.decode()
    file = desk.get(address(request, f"visits/{visit.pk}/calendar/"))
    assert file["Content-Type"].startswith("text/calendar")
    assert b"STATUS:CONFIRMED" in file.content
    assert amal.family_name.encode() not in file.content


def test_the_pack_is_one_page_of_pdf(desk, school, amal, later, coordinator):
    request, visit = booked(desk, school, amal, later, coordinator)
    try:
        file = desk.get(address(request, f"visits/{visit.pk}/pack.pdf"))
    except PrintError as error:
        raise AssertionError("the pack cannot be printed") from error
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")


def test_a_pack_no_longer_vouches_for_a_check_that_fell_due(desk, school, amal, later, coordinator, today):
    request, visit = booked(desk, school, amal, later, coordinator)
    amal.decisions.update(recheck_due_on=today)
    said = words(desk.get(address(request, f"visits/{visit.pk}/pack/")))
    assert "has not confirmed this visitor" in said


def test_before_it_is_confirmed_there_is_no_pack(desk, school, amal, later):
    request = sent(desk, school, amal, later)
    visit = request.visits.get()
    assert desk.get(address(request, f"visits/{visit.pk}/pack/")).status_code == 404
    page = desk.get(address(request, f"visits/{visit.pk}/"))
    assert page.status_code == 200
    assert amal.family_name not in page.content.decode()


def test_cancelling_asks_for_a_reason_and_the_request_goes_on(desk, school, amal, later, coordinator):
    request, visit = booked(desk, school, amal, later, coordinator)
    there = address(request, f"visits/{visit.pk}/")
    assert "Choose a reason." in words(desk.post(there, {"do": "cancel", "reason": "boredom"}, follow=True))
    desk.post(there, {"do": "cancel", "reason": "school_cancelled"})
    visit.refresh_from_db()
    request.refresh_from_db()
    assert (visit.state, visit.end_reason, request.state) == ("cancelled", "school_cancelled", "sent")
    assert b"STATUS:CANCELLED" in desk.get(f"{there}calendar/").content


def test_messages_are_the_schemes_and_nobody_writes_their_own(desk, school, amal, later, coordinator):
    request, visit = booked(desk, school, amal, later, coordinator)
    there = address(request, f"visits/{visit.pk}/")
    ours = MessageTemplate.objects.filter(sent_by="school").first()
    theirs = MessageTemplate.objects.filter(sent_by="ambassador").first()
    desk.post(there, {"do": "message", "template": ours.slug, "text": "Ring me"})
    assert VisitMessage.objects.get().template == ours
    assert desk.post(there, {"do": "message", "template": theirs.slug}).status_code == 404
    assert "Ring me" not in words(desk.get(there))


def test_afterwards_the_school_says_how_it_went_with_numbers_only(desk, school, amal, later, coordinator):
    request, visit = booked(desk, school, amal, later, coordinator)
    two_days_ago()
    there = address(request, f"visits/{visit.pk}/")
    assert "Did it take place?" in words(desk.get(there))
    assert desk.post(there, {"do": "done", "minutes": "2", "pupils_reached": "27"}).status_code == 422
    assert desk.post(there, {"do": "done", "minutes": "55", "pupils_reached": "27"}).status_code == 302
    wrong = desk.post(there, {"do": "feedback", "went_well": "5", "pupils_asked": "20", "pupils_new_job": "21"})
    assert wrong.status_code == 422
    assert "No count can be larger" in words(wrong)
    said = {"do": "feedback", "went_well": "5", "right_level": "yes", "pupils_asked": "20", "pupils_new_job": "12"}
    assert desk.post(there, said).status_code == 302
    feedback = VisitFeedback.objects.get()
    assert (feedback.side, feedback.right_level, feedback.staff_present, feedback.pupils_new_job) == (
        "school",
        True,
        None,
        12,
    )
    request.refresh_from_db()
    assert request.state == "done"


def test_last_years_is_repeated_on_the_same_weekdays(desk, school, today, amal):
    first = today + timedelta(days=14)
    request = fill(desk, begin(desk, school), days(first))
    desk.post(address(request), {"do": "send"})
    desk.post(address(request), {"do": "withdraw"})
    response = desk.post(address(request), {"do": "repeat"}, follow=True)
    assert "Copied, with the days of a year later" in words(response)
    copy = VisitRequest.objects.latest("pk")
    window = copy.windows.get()
    assert (copy.repeats, copy.state, window.first_day) == (request, "draft", first + timedelta(weeks=52))
    assert window.first_day.weekday() == first.weekday()
    assert not copy.says_present


def test_another_schools_requests_and_visits_are_as_absent_as_none(desk, school, amal, later, coordinator):
    request, visit = booked(desk, school, amal, later, coordinator)
    stranger = browser_of(b.member(b.school("Elm School"), "teacher").user, two_step=False)
    for end in ("", "what/", f"visits/{visit.pk}/", f"visits/{visit.pk}/pack/", f"visits/{visit.pk}/calendar/"):
        assert stranger.get(address(request, end)).status_code == 404, end
    assert stranger.post(address(request), {"do": "withdraw"}).status_code == 404
    assert stranger.post(address(request, f"visits/{visit.pk}/"), {"do": "cancel", "reason": "ill"}).status_code == 404
    visit.refresh_from_db()
    assert visit.state == "confirmed"


def test_a_visit_is_found_only_under_its_own_request(desk, school, amal, later, coordinator):
    _request, visit = booked(desk, school, amal, later, coordinator)
    other = begin(desk, school)
    assert desk.get(address(other, f"visits/{visit.pk}/")).status_code == 404


def test_a_school_that_waits_for_verification_prepares_but_does_not_send(desk, school, today):
    school.state = "pending"
    school.save()
    request = fill(desk, begin(desk, school), days(today + timedelta(days=14)))
    assert "not verified yet" in words(desk.get(address(request)))
    assert desk.post(address(request), {"do": "send"}).status_code == 422


def test_the_list_takes_as_many_statements_however_many_requests(desk, school, django_assert_max_num_queries):
    for _number in range(12):
        b.visit_request(school)
    with django_assert_max_num_queries(8):
        desk.get(f"{DESK}requests/")
