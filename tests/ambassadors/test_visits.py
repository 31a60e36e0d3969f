"""Visits from the proposal to the feedback: who may do what when, and what the database refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ambassadors.actions.standing import leave_scheme, pause_ambassador, restore_ambassador, suspend_ambassador
from ambassadors.actions.vetting import record_decision
from ambassadors.actions.visits import (
    NotAllowedError,
    SlotTakenError,
    accept_visit,
    cancel_visit,
    confirm_visit,
    decline_visit,
    finish_visit,
    give_feedback,
    mark_no_show,
    pass_on_visit,
    propose_visit,
    send_message,
)
from ambassadors.enums import Standing
from ambassadors.models import MessageTemplate, Visit
from foundation.models import OutboxMessage
from tests.ambassadors.asking import asked, booked, cleared, coordinator, proposed, teacher_of
from tests.ambassadors.builders import at, decision

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)  # a Monday
NOW = at(TODAY, 9)
DAY = TODAY + timedelta(days=10)


def subjects_to(email: str) -> list[str]:
    rows = OutboxMessage.objects.filter(kind="mail", payload__to=email).order_by("pk")
    return [row.payload["subject"] for row in rows]


def test_a_visit_from_the_proposal_to_the_feedback():
    who, (teacher, there) = cleared(), teacher_of()
    request = asked(teacher, there, NOW)
    visit = proposed(coordinator(), request, who, DAY, NOW)
    request.refresh_from_db()
    assert (visit.state, request.state) == ("proposed", "proposed")
    accept_visit(by=who.user, visit=visit, now=NOW)
    confirm_visit(by=teacher, visit=visit, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.met_at) == ("booked", NOW)
    after = at(DAY, 15)
    finish_visit(by=teacher, visit=visit, minutes=55, pupils_reached=27, now=after)
    answers = {"went_well": 5, "staff_present": True, "pupils_asked": 20, "pupils_new_job": 12}
    give_feedback(by=teacher, visit=visit, side="school", answers=answers, now=after)
    give_feedback(by=who.user, visit=visit, side="ambassador", answers={"went_well": 4}, now=after)
    visit.refresh_from_db()
    request.refresh_from_db()
    assert (visit.state, visit.minutes, visit.pupils_reached, request.state) == ("done", 55, 27, "done")
    assert [one.went_well for one in visit.feedback.order_by("side")] == [4, 5]
    assert len(subjects_to(who.email)) == 2  # asked, booked
    assert len(subjects_to(teacher.email)) == 2  # received, accepted


def test_a_school_proposes_and_a_coordinator_passes_on():
    who, (teacher, there) = cleared(), teacher_of()
    visit = proposed(teacher, asked(teacher, there, NOW), who, DAY, NOW)
    assert visit.passed_on_at is None
    assert not Visit.objects.of_ambassador(who).exists()
    assert subjects_to(who.email) == []
    with pytest.raises(PermissionDenied):
        accept_visit(by=who.user, visit=visit, now=NOW)
    with pytest.raises(PermissionDenied):
        pass_on_visit(by=teacher, visit=visit, now=NOW)
    pass_on_visit(by=coordinator(), visit=visit, now=NOW)
    assert Visit.objects.of_ambassador(who).get() == visit
    assert accept_visit(by=who.user, visit=visit, now=NOW).state == "accepted"


def test_one_time_goes_to_one_school():
    who, (teacher, there), (other, elsewhere) = cleared(), teacher_of(), teacher_of()
    proposed(teacher, asked(teacher, there, NOW), who, DAY, NOW)
    request = asked(other, elsewhere, NOW)
    with pytest.raises(SlotTakenError):
        proposed(other, request, who, DAY, NOW)
    request.refresh_from_db()
    assert request.state == "sent"
    assert proposed(other, request, who, DAY, NOW, hour=11).state == "proposed"  # the hour after is free


def test_a_wished_time_is_held_when_the_request_is_sent_and_a_taken_one_leaves_the_draft():
    who, (teacher, there), (other, elsewhere) = cleared(), teacher_of(), teacher_of()
    wish = {"wished": who, "wished_starts_at": at(DAY, 10)}
    first = asked(teacher, there, NOW, **wish)
    assert first.visits.get().ambassador == who
    with pytest.raises(SlotTakenError):
        asked(other, elsewhere, NOW, **wish)
    assert elsewhere.visit_requests.get().state == "draft"


def test_the_fourth_day_in_thirty_is_refused_without_the_check_for_it():
    who, planner = cleared(), coordinator()
    for days in (0, 7, 14):
        booked(who, DAY + timedelta(days=days), NOW)
    teacher, there = teacher_of()
    request = asked(teacher, there, NOW)
    with pytest.raises(NotAllowedError) as refused:
        proposed(planner, request, who, DAY + timedelta(days=21), NOW)
    assert refused.value.code == "frequent"
    assert proposed(planner, request, who, DAY + timedelta(days=30), NOW).state == "proposed"  # a month after the first


def test_with_the_check_for_it_the_fourth_day_is_fine():
    who = cleared(check="dbs_enhanced_barred")
    for days in (0, 7, 14, 21):
        assert booked(who, DAY + timedelta(days=days), NOW).state == "confirmed"


def test_nobody_is_booked_on_or_after_the_day_their_recheck_falls_due():
    who, planner, (teacher, there) = cleared(), coordinator(), teacher_of()
    who.decisions.update(recheck_due_on=DAY)
    request = asked(teacher, there, NOW)
    with pytest.raises(NotAllowedError):
        proposed(planner, request, who, DAY, NOW)
    assert proposed(planner, request, who, DAY - timedelta(days=1), NOW).state == "proposed"


def test_a_suspension_ends_what_lies_ahead_and_stops_the_next_proposal():
    who, planner, (teacher, there) = cleared(), coordinator(), teacher_of()
    visit = booked(who, DAY, NOW)
    suspend_ambassador(by=planner, ambassador=who, reason="A concern", now=NOW)
    visit.refresh_from_db()
    visit.request.refresh_from_db()
    assert (visit.state, visit.end_reason, visit.request.state) == ("cancelled", "not_cleared", "sent")
    with pytest.raises(NotAllowedError) as refused:
        proposed(planner, asked(teacher, there, NOW), who, DAY, NOW)
    assert refused.value.code == "not_active"
    restored = restore_ambassador(by=planner, ambassador=who, now=NOW)
    assert restored.standing == Standing.IN_CHECKS  # never straight back to schools


def test_a_refused_check_suspends_and_replaces_every_clearance():
    who, planner = cleared(), coordinator()
    record_decision(
        by=planner, ambassador=who, kind="dbs_enhanced", issued_on=TODAY, outcome="refused", now=NOW
    )  # fmt: skip
    who.refresh_from_db()
    assert who.standing == Standing.SUSPENDED
    assert [one.outcome for one in who.decisions.standing()] == ["refused"]


def test_nobody_decides_about_their_own_check_or_suspends_themselves():
    both = coordinator()
    who = cleared(user=both)
    with pytest.raises(PermissionDenied):
        record_decision(by=both, ambassador=who, kind="dbs_enhanced", issued_on=TODAY, outcome="cleared", now=NOW)
    with pytest.raises(PermissionDenied):
        suspend_ambassador(by=both, ambassador=who, reason="x", now=NOW)
    teacher, there = teacher_of()
    with pytest.raises(PermissionDenied):
        proposed(both, asked(teacher, there, NOW), who, DAY, NOW)


@pytest.mark.parametrize("leave", [leave_scheme, pause_ambassador], ids=["leave", "pause"])
def test_who_pauses_or_leaves_has_no_visits_ahead(leave):
    who = cleared()
    visit = booked(who, DAY, NOW)
    leave(by=who.user, ambassador=who, now=NOW)
    visit.refresh_from_db()
    assert (visit.state, visit.end_reason) == ("cancelled", "ambassador_cancelled")


def test_a_companion_who_is_suspended_takes_the_visit_with_them():
    adult = cleared("Bea")
    young = cleared("Cy", adult_from=TODAY + timedelta(days=200), companion=adult)
    visit = booked(young, DAY, NOW)
    assert visit.companion == adult
    suspend_ambassador(by=coordinator(), ambassador=adult, reason="A concern", now=NOW)
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_a_minor_without_a_companion_is_not_booked():
    young = cleared("Cy", adult_from=TODAY + timedelta(days=200))
    teacher, there = teacher_of()
    with pytest.raises(NotAllowedError) as refused:
        proposed(coordinator(), asked(teacher, there, NOW), young, DAY, NOW)
    assert refused.value.code == "no_companion"


def test_over_the_yearly_limit_nobody_is_booked():
    who = cleared(yearly_limit=1)
    booked(who, DAY, NOW)
    teacher, there = teacher_of()
    with pytest.raises(NotAllowedError) as refused:
        proposed(coordinator(), asked(teacher, there, NOW), who, DAY + timedelta(days=60), NOW)
    assert refused.value.code == "capacity"


def test_confirming_ends_the_other_proposals_of_the_request():
    first, second, planner = cleared(), cleared("Bea"), coordinator()
    teacher, there = teacher_of()
    request = asked(teacher, there, NOW)
    one, two = (proposed(planner, request, who, DAY, NOW) for who in (first, second))
    accept_visit(by=second.user, visit=two, now=NOW)
    confirm_visit(by=teacher, visit=two, now=NOW)
    one.refresh_from_db()
    request.refresh_from_db()
    assert (one.state, request.state) == ("cancelled", "booked")


def test_declining_needs_a_reason_and_puts_the_request_back():
    who, (teacher, there) = cleared(), teacher_of()
    request = asked(teacher, there, NOW)
    visit = proposed(coordinator(), request, who, DAY, NOW)
    with pytest.raises(ValidationError):
        decline_visit(by=who.user, visit=visit, reason="", now=NOW)
    decline_visit(by=who.user, visit=visit, reason="date", now=NOW)
    visit.refresh_from_db()
    request.refresh_from_db()
    assert (visit.state, visit.end_reason, request.state) == ("declined", "date", "sent")


def test_strangers_to_a_visit_cannot_touch_it():
    who, other = cleared(), cleared("Bea")
    visit = booked(who, DAY, NOW)
    stranger, _elsewhere = teacher_of()
    for act in (
        lambda by: cancel_visit(by=by, visit=visit, reason="ill", now=NOW),
        lambda by: finish_visit(by=by, visit=visit, minutes=60, pupils_reached=1, now=at(DAY, 15)),
        lambda by: mark_no_show(by=by, visit=visit, reason="ill", now=at(DAY, 15)),
        lambda by: give_feedback(by=by, visit=visit, side="school", answers={"went_well": 1}, now=at(DAY, 15)),
    ):
        for by in (stranger, other.user):
            with pytest.raises(PermissionDenied):
                act(by)


def test_nothing_is_done_before_it_was():
    visit = booked(cleared(), DAY, NOW)
    teacher = visit.request.asked_by
    with pytest.raises(ValidationError):
        finish_visit(by=teacher, visit=visit, minutes=60, pupils_reached=20, now=NOW)
    with pytest.raises(ValidationError):
        mark_no_show(by=teacher, visit=visit, reason="ill", now=NOW)


def test_pupils_who_answered_bound_what_they_said():
    visit = booked(cleared(), DAY, NOW)
    teacher, after = visit.request.asked_by, at(DAY, 15)
    finish_visit(by=teacher, visit=visit, minutes=60, pupils_reached=20, now=after)
    with pytest.raises(ValidationError):
        give_feedback(
            by=teacher, visit=visit, side="school", now=after,
            answers={"went_well": 5, "pupils_asked": 10, "pupils_new_job": 11},
        )  # fmt: skip


def test_people_send_the_schemes_words_and_no_others():
    who = cleared()
    visit = booked(who, DAY, NOW)
    teacher = visit.request.asked_by
    theirs = MessageTemplate.objects.filter(sent_by="school", is_active=True).first()
    not_theirs = MessageTemplate.objects.filter(sent_by="ambassador", is_active=True).first()
    send_message(by=teacher, visit=visit, template=theirs, now=NOW)
    assert subjects_to(who.email)[-1].endswith(theirs.title)
    with pytest.raises(ValidationError):
        send_message(by=teacher, visit=visit, template=not_theirs, now=NOW)


def test_a_visit_is_proposed_for_a_request_that_was_sent_only():
    who, (teacher, there) = cleared(), teacher_of()
    request = asked(teacher, there, NOW)
    booked_visit = proposed(coordinator(), request, who, DAY, NOW)
    accept_visit(by=who.user, visit=booked_visit, now=NOW)
    confirm_visit(by=teacher, visit=booked_visit, now=NOW)
    with pytest.raises(ValidationError):
        proposed(coordinator(), request, cleared("Bea"), DAY, NOW)
    with pytest.raises(ValidationError):
        propose_visit(
            by=teacher, request=asked(teacher, there, NOW), ambassador=who, starts_at=NOW, ends_at=at(TODAY, 12),
            now=NOW,
        )  # fmt: skip


def test_a_decision_of_a_kind_no_rule_knows_is_not_taken():
    who = cleared()
    decision(who, "pvg_children")
    with pytest.raises(ValidationError) as wrong:
        record_decision(
            by=coordinator(), ambassador=who, kind="pvg_children", issued_on=TODAY, outcome="cleared", now=NOW
        )
    assert "kind" in wrong.value.message_dict


def test_a_carousel_takes_more_people_after_the_first_was_booked():
    planner, (teacher, there) = coordinator(), teacher_of()
    request = asked(teacher, there, NOW, activity="carousel")
    first, second = cleared(), cleared("Bea")
    visit = proposed(planner, request, first, DAY, NOW)
    accept_visit(by=first.user, visit=visit, now=NOW)
    confirm_visit(by=teacher, visit=visit, now=NOW)
    assert proposed(planner, request, second, DAY, NOW).state == "proposed"
    request.refresh_from_db()
    assert request.state == "booked"
