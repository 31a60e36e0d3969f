"""Concerns: who may raise one, whom it never reaches, what has to be decided before it closes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.actions.concerns import (
    close_concern,
    decide_referral,
    hand_over_concern,
    look_at_concern,
    may_raise,
    note_concern,
    raise_concern,
    reopen_concern,
    sort_concern,
    suspend_for_concern,
)
from ambassadors.models import Concern, CoordinatorArea, VettingLook, Visit
from ambassadors.queries.coordinator import concerns_of, looks_of
from tests.accounts.builders import mails_to
from tests.ambassadors.asking import booked, cleared, coordinator
from tests.ambassadors.builders import MONDAY, at, member, person, rules, school

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
WORDS = "He asked a pupil for her number after the talk."


@pytest.fixture
def visit() -> Visit:
    rules()
    return booked(cleared("ada"), MONDAY + timedelta(days=10), NOW)


@pytest.fixture
def two():
    """The two who coordinate Yorkshire."""
    first, second = coordinator(), coordinator()
    CoordinatorArea.objects.create(region="E12000003", coordinator=first, alternate=second)
    return first, second


def raised(visit: Visit, by=None, **given) -> Concern:
    who = by or visit.request.asked_by
    return raise_concern(by=who, visit=visit, now=NOW, **{"about": "ambassador", "words": WORDS, **given})


class TestWhoMayRaiseOne:
    def test_the_schools_staff_the_ambassador_and_coordinators(self, visit):
        lead = member(visit.school, "safeguarding_lead").user
        for who in (visit.request.asked_by, visit.ambassador.user, lead, coordinator()):
            assert may_raise(who, visit)

    @pytest.mark.parametrize("roles", [(), ("ambassador",), ("curator",), ("administrator",)])
    def test_nobody_else(self, visit, roles):
        stranger = person("stranger", *roles)
        assert not may_raise(stranger, visit)
        with pytest.raises(PermissionDenied):
            raised(visit, stranger)

    def test_another_schools_staff_may_not(self, visit):
        assert not may_raise(member(school("Elm"), "safeguarding_lead").user, visit)

    def test_it_says_something(self, visit, two):
        with pytest.raises(ValidationError) as wrong:
            raised(visit, words="  ", about="gossip")
        assert set(wrong.value.message_dict) == {"words", "about"}


class TestRouting:
    def test_it_goes_to_the_regions_coordinator_and_their_alternate(self, visit, two):
        concern = raised(visit)
        assert (concern.handler, concern.alternate) == two

    def test_another_region_goes_to_who_stands_for_the_rest(self, visit, two):
        rest = coordinator(), coordinator()
        CoordinatorArea.objects.create(region="", coordinator=rest[0], alternate=rest[1])
        visit.request.region = "E12000007"
        assert (raised(visit).handler, raised(visit).alternate) == rest

    def test_never_to_the_coordinator_it_is_about(self, visit, two):
        first, second = two
        concern = raised(visit, about="coordinator", person=first)
        assert concern.handler == second
        assert first.pk not in (concern.handler_id, concern.alternate_id)
        assert concern.person == first

    def test_about_a_coordinator_nobody_named_it_passes_all_who_had_a_part(self, visit, two):
        others = coordinator(), coordinator()
        concern = raised(visit, about="coordinator")
        had_a_part = {visit.proposed_by_id, visit.passed_on_by_id, *(one.pk for one in two)}
        assert {concern.handler_id, concern.alternate_id} == {one.pk for one in others}
        assert not had_a_part & {concern.handler_id, concern.alternate_id}

    def test_never_to_an_ambassador_who_coordinates_too(self, two):
        rules()
        first, second = two
        visit = booked(cleared("both", user=first), MONDAY + timedelta(days=10), NOW)
        concern = raised(visit)
        assert concern.person == first
        assert first.pk not in (concern.handler_id, concern.alternate_id)
        assert concern.handler == second

    def test_never_to_somebody_who_no_longer_coordinates(self, visit, two):
        first, second = two
        first.groups.clear()
        assert raised(visit).handler == second

    def test_administrators_stand_in_where_too_few_are_left(self, visit):
        for one in (visit.proposed_by, visit.passed_on_by):
            one.groups.clear()
        chiefs = {person("chief", "administrator").pk, person("chief", "administrator").pk}
        concern = raised(visit)
        assert {concern.handler_id, concern.alternate_id} == chiefs

    def test_with_nobody_left_the_words_are_refused_and_say_whom_to_tell(self, visit):
        visit.proposed_by.groups.clear()
        with pytest.raises(ValidationError, match="safeguarding lead"):
            raised(visit)

    def test_the_database_refuses_whom_it_is_about(self, visit, two):
        concern = raised(visit)
        concern.handler = visit.ambassador.user
        with pytest.raises(IntegrityError), transaction.atomic():
            concern.save()

    def test_the_two_are_told_without_a_word_of_it(self, visit, two):
        concern = raised(visit)
        for one in two:
            (mail,) = mails_to(one.email)
            assert f"/ambassadors/coordinate/concerns/{concern.pk}/" in mail["text"]
            assert "number" not in mail["text"]
            assert visit.ambassador.given_name not in mail["text"]
        assert not [mail for mail in mails_to(visit.ambassador.email) if "concern" in mail["subject"].lower()]


class TestInvisibility:
    def test_only_its_two_see_it_and_each_look_is_kept(self, visit, two):
        concern = raised(visit)
        look_at_concern(by=two[1], concern=concern)
        assert VettingLook.objects.filter(looked_by=two[1], page=f"concern {concern.pk}").count() == 1
        for other in (visit.ambassador.user, visit.request.asked_by, coordinator(), person("chief", "administrator")):
            with pytest.raises(PermissionDenied):
                look_at_concern(by=other, concern=concern)
            assert concern not in concerns_of(other)

    def test_looks_at_concerns_are_in_no_list_of_looks(self, visit, two):
        look_at_concern(by=two[0], concern=raised(visit))
        assert not looks_of().exists()

    def test_nobody_but_its_two_does_anything(self, visit, two):
        concern = raised(visit)
        for attempt in (
            lambda by: note_concern(by=by, concern=concern, words="x", now=NOW),
            lambda by: sort_concern(by=by, concern=concern, level="low"),
            lambda by: suspend_for_concern(by=by, concern=concern, now=NOW),
            lambda by: decide_referral(by=by, concern=concern, decision="referred", reason=""),
            lambda by: close_concern(by=by, concern=concern, outcome="x", now=NOW),
            lambda by: hand_over_concern(by=by, concern=concern, handler=two[0], alternate=two[1]),
        ):
            for by in (coordinator(), visit.ambassador.user):
                with pytest.raises(PermissionDenied):
                    attempt(by)

    def test_it_is_never_deleted(self, visit, two):
        concern = raised(visit)
        note_concern(by=two[0], concern=concern, words="Called the head.", now=NOW)
        for row in (concern.notes.get(), concern):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.delete()


class TestSuspension:
    def test_a_coordinator_suspends_in_the_same_step(self, visit, two):
        concern = raised(visit, two[0], suspend=True)
        visit.refresh_from_db()
        visit.ambassador.refresh_from_db()
        assert (visit.ambassador.standing, visit.state, visit.end_reason) == ("suspended", "cancelled", "not_cleared")
        assert concern.suspended_at == NOW
        assert "concern" not in visit.ambassador.standing_reason.lower()

    def test_a_teacher_cannot(self, visit, two):
        raised(visit, suspend=True)
        visit.ambassador.refresh_from_db()
        assert visit.ambassador.standing == "active"

    def test_its_handler_does_later(self, visit, two):
        concern = raised(visit, about="practice")
        suspend_for_concern(by=two[1], concern=concern, now=NOW)
        visit.ambassador.refresh_from_db()
        assert visit.ambassador.standing == "suspended"


class TestClosing:
    def test_only_once_it_is_sorted_and_a_referral_decided(self, visit, two):
        concern, by = raised(visit), two[0]
        with pytest.raises(ValidationError) as wrong:
            close_concern(by=by, concern=concern, outcome="Nothing in it.", now=NOW)
        assert set(wrong.value.message_dict) == {"level", "referral"}
        sort_concern(by=by, concern=concern, level="low")
        with pytest.raises(ValidationError):
            decide_referral(by=by, concern=concern, decision="not_needed", reason="")
        decide_referral(by=by, concern=concern, decision="not_needed", reason="No harm, no risk of it.")
        assert close_concern(by=by, concern=concern, outcome="Spoken with.", now=NOW).state == "closed"
        with pytest.raises(ValidationError):
            note_concern(by=by, concern=concern, words="More", now=NOW)
        reopen_concern(by=by, concern=concern, words="A second report.", now=NOW)
        concern.refresh_from_db()
        assert (concern.state, concern.closed_at) == ("open", None)

    def test_handed_over_only_to_somebody_apart_from_it(self, visit, two):
        concern = raised(visit)
        other = coordinator()
        with pytest.raises(ValidationError):
            hand_over_concern(by=two[0], concern=concern, handler=visit.ambassador.user, alternate=two[1])
        with pytest.raises(ValidationError):
            hand_over_concern(by=two[0], concern=concern, handler=other, alternate=other)
        hand_over_concern(by=two[0], concern=concern, handler=other, alternate=two[1])
        assert concern in concerns_of(other)
        assert concern not in concerns_of(two[0])


def test_the_audit_trail_says_who_did_what(visit, two):
    concern = raised(visit)
    sort_concern(by=two[0], concern=concern, level="harm")
    events = Concern.pgh_event_model.objects.filter(pgh_obj_id=concern.pk).order_by("pgh_id")
    assert [event.pgh_context.metadata["action"] for event in events] == ["raise_concern", "sort_concern"]
    assert events.last().pgh_context.metadata["user"] == two[0].pk
    assert timezone.localdate(concern.raised_at) == MONDAY
