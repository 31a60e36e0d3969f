"""Somebody tries to meet pupils without what that needs: each way round the checks, and how it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.data_rights.actions import ask as ask_for_data
from accounts.data_rights.actions import build_copy
from accounts.desk.trail import entries, trails
from ambassadors.actions.applications import save_profile, send_application
from ambassadors.actions.claiming import SALT, claim_token, claimable
from ambassadors.actions.concerns import (
    close_concern,
    decide_referral,
    hand_over_concern,
    raise_concern,
    sort_concern,
    suspend_for_concern,
)
from ambassadors.actions.requests import repeat_request, send_request
from ambassadors.actions.standing import activate, leave_scheme, restore_ambassador, suspend_ambassador
from ambassadors.actions.vetting import record_decision
from ambassadors.actions.visits import accept_visit, cancel_visit, confirm_visit, finish_visit, give_feedback
from ambassadors.importing.checking import Checker
from ambassadors.models import DuplicatePair, PeerPair, Story
from ambassadors.places import LEAST_POSTCODES, home_of
from ambassadors.queries.coordinator import concerns_of
from ambassadors.queries.partnering import pairing_of
from ambassadors.rules.concerns import may_deal_with
from foundation.models import OutboxMessage
from lmi.models import Outcode
from tests.accounts.builders import browser_of
from tests.ambassadors.asking import asked, booked, cleared, coordinator, drafted, proposed, teacher_of
from tests.ambassadors.builders import ambassador, applicant, at, decision, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = at(TODAY, 9)
DAY = TODAY + timedelta(days=60)
AFTER = at(DAY, 15)


def test_a_decision_that_falls_due_earlier_ends_the_visits_it_no_longer_covers():
    who = cleared()
    soon, later = booked(who, TODAY + timedelta(days=10), NOW), booked(who, DAY, NOW)
    issued = TODAY - timedelta(days=3 * 365 - 30)
    record_decision(by=coordinator(), ambassador=who, kind="dbs_enhanced", issued_on=issued, outcome="cleared", now=NOW)
    due = who.decisions.get(replaced_at=None).recheck_due_on
    assert soon.day < due <= later.day
    soon.refresh_from_db()
    later.refresh_from_db()
    assert (soon.state, later.state, later.end_reason) == ("confirmed", "cancelled", "not_cleared")


def test_a_child_does_not_come_of_age_by_a_form():
    who = cleared("Kit", adult_from=TODAY + timedelta(days=300), companion=ambassador("Bea"))
    for said in (None, TODAY, TODAY + timedelta(days=299)):
        with pytest.raises(ValidationError) as wrong:
            save_profile(by=who.user, ambassador=who, changes={"adult_from": said}, today=TODAY)
        assert set(wrong.value.message_dict) == {"adult_from"}
    who.refresh_from_db()
    assert who.is_minor(TODAY)


def test_an_adult_who_turns_out_to_be_a_child_goes_nowhere_alone():
    who = cleared()
    visit = booked(who, DAY, NOW)
    grown = TODAY + timedelta(days=300)
    save_profile(by=who.user, ambassador=who, changes={"adult_from": grown}, today=TODAY)
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_only_those_who_look_into_a_concern_end_the_suspension_it_brought():
    people = [coordinator() for _number in range(3)]
    who = cleared()
    visit = booked(who, DAY, NOW)
    teacher = visit.request.asked_by
    concern = raise_concern(by=teacher, about="ambassador", words="Something.", visit=visit, now=AFTER)
    handler = concern.handler
    suspend_for_concern(by=handler, concern=concern, now=AFTER)
    other = next(one for one in people if one.pk not in (concern.handler_id, concern.alternate_id))
    with pytest.raises(ValidationError):
        restore_ambassador(by=other, ambassador=who, now=AFTER)
    sort_concern(by=handler, concern=concern, level="low")
    decide_referral(by=handler, concern=concern, decision="not_needed", reason="Nothing in it.")
    close_concern(by=handler, concern=concern, outcome="Nothing in it.", now=AFTER)
    assert restore_ambassador(by=other, ambassador=who, now=AFTER).standing == "in_checks"


def test_nobody_is_both_sides_of_a_visit():
    teacher, there = teacher_of()
    who = cleared(user=teacher)
    request = drafted(teacher, there, TODAY, wished=who, wished_starts_at=at(DAY, 10))
    with pytest.raises(PermissionDenied):
        send_request(by=teacher, request=request, now=NOW)
    visit = proposed(coordinator(), asked(teacher, there, NOW), who, DAY, NOW)
    accept_visit(by=teacher, visit=visit, now=NOW)
    with pytest.raises(PermissionDenied):
        confirm_visit(by=teacher, visit=visit, now=NOW)
    colleague, _there = teacher_of(there)
    confirm_visit(by=colleague, visit=visit, now=NOW)
    finish_visit(by=colleague, visit=visit, minutes=60, pupils_reached=20, now=AFTER)
    with pytest.raises(PermissionDenied):
        give_feedback(by=teacher, visit=visit, side="school", answers={"went_well": 5}, now=AFTER)


def test_hours_that_were_said_are_not_the_ambassadors_to_change():
    who = cleared()
    visit = booked(who, DAY, NOW)
    finish_visit(by=who.user, visit=visit, minutes=60, pupils_reached=20, now=AFTER)
    with pytest.raises(ValidationError):
        finish_visit(by=who.user, visit=visit, minutes=600, pupils_reached=2000, now=AFTER)
    later = AFTER + timedelta(days=1)
    found = finish_visit(by=visit.request.asked_by, visit=visit, minutes=50, pupils_reached=19, now=later)
    assert (found.minutes, found.pupils_reached, found.ended_at) == (50, 19, AFTER)


def test_a_visit_that_has_begun_is_not_called_off_to_hide_that_nobody_came():
    who = cleared()
    visit = booked(who, DAY, NOW)
    for by in (who.user, visit.request.asked_by):
        with pytest.raises(ValidationError):
            cancel_visit(by=by, visit=visit, reason="ill", now=AFTER)
    assert cancel_visit(by=coordinator(), visit=visit, reason="coordinator", now=AFTER).state == "cancelled"


def test_a_repeated_request_confirms_nothing_and_wishes_for_nobody_who_has_gone():
    who, (teacher, there) = cleared(), teacher_of()
    request = asked(
        teacher, there, NOW, mode="online", says_online_rules=True, wished=who, wished_starts_at=at(DAY, 10)
    )
    again = repeat_request(by=teacher, request=request, today=TODAY)
    said = [name for name in vars(again) if name.startswith("says_") and getattr(again, name)]
    assert (said, again.wished) == ([], who)
    suspend_ambassador(by=coordinator(), ambassador=who, reason="Something.", now=NOW)
    assert repeat_request(by=teacher, request=request, today=TODAY).wished is None


@pytest.mark.parametrize("known", ["refused", "suspended"])
def test_who_is_barred_does_not_come_back_under_another_address(known):
    before = ambassador("Amal", standing="suspended" if known == "suspended" else "left", check="")
    if known == "refused":
        decision(before, outcome="refused")
    who = applicant(person("amal", "ambassador"), standing="in_checks", applied_at=NOW, consented_at=NOW)
    first, second = sorted((before.pk, who.pk))
    pair = DuplicatePair.objects.create(first_id=first, second_id=second, probability=0.99, reasons=[], found_at=NOW)
    with pytest.raises(ValidationError, match="suspended or was refused"):
        activate(by=coordinator(), ambassador=who, now=NOW)
    DuplicatePair.objects.filter(pk=pair.pk).update(state="different")
    with pytest.raises(ValidationError, match="Still missing"):
        activate(by=coordinator(), ambassador=who, now=NOW)


def test_an_application_is_compared_with_everybody_we_know():
    user = person("amal")
    who = applicant(user, activities=["talk"], phases=["ks3"], consented_at=NOW)
    send_application(by=user, ambassador=who, today=TODAY)
    sent = OutboxMessage.objects.filter(kind="ambassadors.compare").get()
    assert sent.payload == {"ambassador": who.pk}


@pytest.mark.parametrize("how", ["leaves", "suspended"])
def test_whoever_goes_sees_no_peer_any_more(how):
    who, peer = cleared("Ada"), cleared("Bea")
    first, second = sorted((who.pk, peer.pk))
    pair = PeerPair.objects.create(first_id=first, second_id=second, paired_at=NOW)
    if how == "leaves":
        leave_scheme(by=who.user, ambassador=who, now=NOW)
    else:
        suspend_ambassador(by=coordinator(), ambassador=who, reason="Something.", now=NOW)
    pair.refresh_from_db()
    assert pair.ended_at == NOW


def test_a_story_is_hidden_from_the_day_on_which_the_check_falls_due():
    who = cleared("Ada", recheck=DAY)
    Story.objects.create(ambassador=who, slug="ada", role="Engineer", state="published", consented_at=NOW, shown={})
    assert [Story.objects.published(DAY - timedelta(days=ago)).count() for ago in (1, 0)] == [1, 0]


def test_nobody_deals_with_a_concern_about_themselves_even_one_raised_before_their_record_was_theirs():
    people = [coordinator() for _number in range(3)]
    unclaimed = ambassador("Ada")
    concern = raise_concern(by=people[2], about="ambassador", words="Something.", ambassador=unclaimed, now=NOW)
    handler = concern.handler
    assert (may_deal_with(handler, concern), list(concerns_of(handler))) == (True, [concern])
    unclaimed.user = handler
    unclaimed.save()
    concern.refresh_from_db()
    assert not may_deal_with(handler, concern)
    assert not concerns_of(handler).exists()


def test_a_concern_about_an_unnamed_coordinator_is_not_handed_to_those_who_arranged_the_visit():
    arranger, who, (teacher, there) = coordinator(), cleared(), teacher_of()
    others = [coordinator() for _number in range(3)]
    visit = proposed(arranger, asked(teacher, there, NOW), who, DAY, NOW)
    concern = raise_concern(by=teacher, about="coordinator", words="Something.", visit=visit, now=NOW)
    handler = concern.handler
    assert handler in others
    with pytest.raises(ValidationError):
        hand_over_concern(by=handler, concern=concern, handler=arranger, alternate=handler)


def test_an_invitation_shows_no_address():
    who = ambassador("Ada", check="", standing="in_checks")
    token = claim_token(who)
    held = str(signing.loads(token, salt=SALT))
    assert who.email not in held
    assert claimable(token) == who
    who.email = "somebody.else@example.org"
    who.save()
    with pytest.raises(ValidationError):
        claimable(token)


def test_people_of_a_list_are_placed_no_closer_than_those_who_apply():
    checker = Checker(
        headings=["first", "mail", "postcode"],
        columns={"given_name": "first", "email": "mail", "outcode": "postcode"},
        values={},
        today=TODAY,
    )
    small = Outcode.objects.filter(postcodes__lt=LEAST_POSTCODES).order_by("code").first()
    found = checker.check(1, ["Ada", "ada@example.org", small.code]).person
    where = home_of(small.code)
    assert (found.outcode, found.latitude, found.longitude) == (small.code, where.latitude, where.longitude)
    assert (found.latitude, found.longitude) != (small.latitude, small.longitude)


def test_an_administrator_finds_no_concern_and_no_check_in_the_trail():
    people = [coordinator() for _number in range(3)]
    who = cleared("Ada")
    concern = raise_concern(
        by=people[2], about="ambassador", words="Whispered words.", ambassador=who, now=NOW, suspend=True
    )
    record_decision(
        by=people[1], ambassador=cleared("Bea"), kind="dbs_enhanced", issued_on=TODAY, outcome="refused", now=NOW
    )
    suspend_ambassador(by=people[0], ambassador=cleared("Cy"), reason="Whispered words.", now=NOW)
    assert concern.pgh_event_model.objects.count() > 0
    shown = entries(kinds=trails(), person=None, before=None)
    told = {one.action for one in shown} | {change.field for one in shown for change in one.changes}
    assert not told & {"raise concern", "record decision", "outcome", "standing reason"}
    assert "suspend ambassador" in told
    assert "Whispered" not in str(shown)


def test_whoever_is_suspended_does_not_read_why_at_the_desk():
    boss = coordinator()
    who = cleared("Ada", user=boss)
    suspend_ambassador(by=coordinator(), ambassador=who, reason="Whispered words.", now=NOW)
    page = browser_of(boss).get(f"/ambassadors/coordinate/people/{who.code}/")
    assert page.status_code == 200
    assert "Whispered" not in page.content.decode()


def test_a_peer_reaches_nobody_once_either_has_gone():
    who, peer = cleared("Ada"), cleared("Bea")
    first, second = sorted((who.pk, peer.pk))
    PeerPair.objects.create(first_id=first, second_id=second, paired_at=NOW)
    assert pairing_of(who, TODAY).peer.email == peer.email
    who.standing = "suspended"
    assert pairing_of(who, TODAY).peer.email == ""


def test_a_copy_that_waits_tells_nobody_of_a_concern():
    quiet, watched = cleared("Ada"), cleared("Bea")
    people = [coordinator() for _number in range(3)]
    raise_concern(by=people[2], about="ambassador", words="Whispered words.", ambassador=watched, now=NOW)
    states = set()
    for who in (quiet, watched):
        request = ask_for_data(by=who.user, kind="access", now=NOW)
        build_copy(request_id=request.pk, now=NOW)
        request.refresh_from_db()
        states.add(request.state)
    assert states == {"review"}


def test_the_adult_who_goes_along_with_a_child_is_told_of_it_and_of_its_end():
    adult = cleared("Bea")
    child = cleared("Kit", adult_from=TODAY + timedelta(days=300), companion=adult)
    visit = booked(child, DAY, NOW)
    cancel_visit(by=visit.request.asked_by, visit=visit, reason="school_cancelled", now=NOW)
    told = [mail.payload["subject"] for mail in OutboxMessage.objects.filter(payload__to=adult.email).order_by("pk")]
    assert [subject.partition(":")[0].partition(" to ")[0] for subject in told] == ["You go along", "The visit"]
