"""The coordinators' desk: who may open it, what each page does, and that every look at checks is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ambassadors.enums import RequestState, VisitState
from ambassadors.models import EncounterOffer, Observation, VettingDecision, VettingLook, Visit
from tests.accounts.builders import browser_of, mails_to
from tests.ambassadors.asking import asked, cleared, coordinator, proposed, teacher_of
from tests.ambassadors.builders import (
    MONDAY,
    ambassador,
    applicant,
    at,
    decision,
    person,
    rules,
    school,
    visit,
    visit_request,
    window,
)

pytestmark = pytest.mark.django_db
HOME = "/ambassadors/coordinate/"
PAGES = (
    *("", "gaps/", "gaps/?area=E12000003", "requests/", "proposals/", "unanswered/", "applications/", "checks-due/"),
    *("near-threshold/", "people/", "looks/", "offers/", "rota/", "reminders/", "reminders/?kind=checks", "concerns/"),
)
NOW = at(MONDAY)


@pytest.fixture(autouse=True)
def monday():
    rules()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def me():
    return coordinator()


@pytest.fixture
def desk(me) -> Client:
    return browser_of(me)


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(HOME + path)
    assert answer.status_code == status, path
    return answer.content.decode()


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("path", PAGES)
    def test_coordinators(self, desk, path):
        assert desk.get(HOME + path)["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("role", ["ambassador", "curator", "administrator", "data_steward"])
    def test_no_other_role(self, role):
        browser = browser_of(person(role, role))
        assert {browser.get(HOME + path).status_code for path in PAGES} == {403}

    def test_not_a_teacher(self):
        browser = browser_of(teacher_of()[0])
        assert {browser.get(HOME + path).status_code for path in PAGES} == {403}

    def test_with_two_steps_only(self, me):
        assert "two-step" in browser_of(me, two_step=False).get(HOME).url


class TestOverview:
    def test_queues_count_what_waits(self, desk):
        visit_request(sent_at=at(MONDAY - timedelta(days=12)))
        page = text(desk, "")
        assert "Requests of schools" in page
        assert "over 10 days" in page

    def test_numbers_carry_their_denominators(self, desk):
        late = visit_request(sent_at=at(MONDAY - timedelta(days=40)), met_at=at(MONDAY - timedelta(days=20)))
        visit_request(sent_at=at(MONDAY - timedelta(days=40)), met_at=at(MONDAY - timedelta(days=35)))
        visit_request(sent_at=at(MONDAY - timedelta(days=2)))  # not due yet
        visit(ambassador(), MONDAY - timedelta(days=9), request=late, state="done", minutes=90, pupils_reached=28)
        page = text(desk, "?area=E12000003")
        assert "1 of 2 sent at least 10 days ago" in page
        assert "50%" in page
        assert "1 of 1 visit with their length reported" in page
        assert "50%" not in text(desk, "?area=E12000007")


class TestPeople:
    def test_found_by_words_standing_and_region(self, desk):
        ambassador("Zadie", job_title="Metallurgist")
        ambassador("Paul", standing="paused")
        assert "Zadie" in text(desk, "people/?q=metallurgist zadie")
        assert "Zadie" not in text(desk, "people/?standing=paused")
        assert "Paul" not in text(desk, "people/?area=E12000007")

    def test_a_person_shows_what_was_decided_and_the_look_is_kept_first(self, desk, me):
        who = ambassador()
        page = text(desk, f"people/{who.code}/")
        assert "May volunteer" in page
        look = VettingLook.objects.get()
        assert (look.looked_by, look.ambassador, look.people, look.page) == (me, who, 1, "coordinate:person")
        assert me.display_name in text(desk, f"people/{who.code}/looks/")

    @pytest.mark.parametrize(
        ("path", "number"), [("applications/", 1), ("checks-due/", 1), ("near-threshold/", 1), ("people/", 0)]
    )
    def test_lists_about_checks_keep_how_many_were_shown(self, desk, path, number):
        ambassador("Due", recheck=MONDAY + timedelta(days=30))
        ambassador("New", standing="in_checks", check="")
        busy = ambassador("Busy")
        for days in (2, 4):
            visit(busy, MONDAY + timedelta(days=days))
        text(desk, path)
        assert [look.people for look in VettingLook.objects.all()] == [number] * bool(number)

    def test_only_what_the_rules_ask_for_can_be_recorded(self, desk):
        who = ambassador(check="", standing="in_checks")
        page = text(desk, f"people/{who.code}/")
        assert 'value="dbs_enhanced"' in page
        assert 'value="dbs_enhanced_barred"' in page  # what the rules of tests ask for more days
        assert 'value="dbs_standard"' not in page
        given = {"do": "decide", "kind": "dbs_standard", "issued_on": "2026-11-02", "outcome": "cleared"}
        assert desk.post(f"{HOME}people/{who.code}/", given).status_code == 422
        assert not VettingDecision.objects.exists()
        desk.post(f"{HOME}people/{who.code}/", given | {"kind": "dbs_enhanced"})
        assert VettingDecision.objects.get().kind == "dbs_enhanced"

    def test_nobody_decides_about_themselves(self, desk, me):
        mine = applicant(me, standing="in_checks")
        assert "Another coordinator decides about you" in text(desk, f"people/{mine.code}/")
        given = {"do": "decide", "kind": "dbs_enhanced", "issued_on": "2026-11-02", "outcome": "cleared"}
        assert desk.post(f"{HOME}people/{mine.code}/", given).status_code == 403

    def test_suspended_at_once_with_visits_ended(self, desk):
        who = cleared("ada")
        held = visit(who, MONDAY + timedelta(days=9), passed_on_at=NOW)
        desk.post(f"{HOME}people/{who.code}/", {"do": "suspend", "reason": "Looking into it."})
        who.refresh_from_db()
        held.refresh_from_db()
        assert (who.standing, held.state) == ("suspended", "cancelled")
        desk.post(f"{HOME}people/{who.code}/", {"do": "restore"})
        who.refresh_from_db()
        assert who.standing == "in_checks"

    def test_activation_says_what_is_missing(self, desk):
        who = ambassador(standing="in_checks", check="")
        page = desk.post(f"{HOME}people/{who.code}/", {"do": "activate"}, follow=True).content.decode()
        assert "Still missing" in page

    def test_an_observation_that_is_not_good_says_why(self, desk):
        who = ambassador()
        given = {"do": "observe", "observed_on": "2026-11-20", "is_good": "no", "note": ""}
        assert desk.post(f"{HOME}people/{who.code}/", given).status_code == 422
        desk.post(f"{HOME}people/{who.code}/", given | {"note": "Read from slides for an hour."})
        assert Observation.objects.get().ambassador == who

    def test_a_merged_record_leads_nowhere(self, desk):
        kept = ambassador()
        gone = ambassador(standing="left", merged_into=kept)
        text(desk, f"people/{gone.code}/", 404)


class TestRequests:
    @pytest.fixture
    def request_(self):
        teacher, there = teacher_of(school("Elm School"))
        return asked(teacher, there, NOW)

    def test_matches_have_reasons_and_times_and_one_press_asks(self, desk, request_):
        who = cleared("ada")
        page = text(desk, f"requests/{request_.pk}/")
        assert "Ada" in page or "ada" in page
        assert f"propose:{who.code}@" in page
        button = page.split(f'value="propose:{who.code}@')[1].split('"')[0]
        desk.post(f"{HOME}requests/{request_.pk}/", {"do": f"propose:{who.code}@{button}"})
        held = Visit.objects.get()
        assert (held.ambassador, held.state, held.passed_on_at) == (who, VisitState.PROPOSED, NOW)
        again = desk.post(
            f"{HOME}requests/{request_.pk}/", {"do": f"propose:{who.code}@{button}"}, follow=True
        ).content.decode()
        assert "has just been taken" in again

    def test_taken_back_the_request_waits_again(self, desk, me, request_):
        held = proposed(me, request_, cleared("ada"), MONDAY + timedelta(days=10), NOW)
        desk.post(f"{HOME}requests/{request_.pk}/", {"do": f"take-back:{held.pk}"})
        held.refresh_from_db()
        request_.refresh_from_db()
        assert (held.state, held.end_reason, request_.state) == ("cancelled", "coordinator", RequestState.SENT)

    def test_a_schools_pick_is_passed_on(self, desk, request_):
        held = visit(cleared("ada"), MONDAY + timedelta(days=10), request=request_)
        assert "Elm School" in text(desk, "proposals/")
        desk.post(f"{HOME}requests/{request_.pk}/", {"do": f"pass-on:{held.pk}"})
        held.refresh_from_db()
        assert held.passed_on_at == NOW
        assert "Elm School" not in text(desk, "proposals/")

    def test_closed_with_a_reason_the_school_reads(self, desk, request_):
        page = desk.post(f"{HOME}requests/{request_.pk}/", {"do": "close", "reason": ""}, follow=True)
        assert "Choose a reason" in page.content.decode()
        desk.post(f"{HOME}requests/{request_.pk}/", {"do": "close", "reason": "too_far"})
        request_.refresh_from_db()
        assert request_.state == RequestState.UNMET
        assert any("Too far" in mail["text"] for mail in mails_to(request_.asked_by.email))

    def test_a_draft_is_the_schools_own(self, desk):
        text(desk, f"requests/{visit_request(state='draft', sent_at=None).pk}/", 404)

    def test_late_answers_are_listed(self, desk):
        visit(cleared("ada"), MONDAY + timedelta(days=30), passed_on_at=at(MONDAY - timedelta(days=8)))
        assert "Oak School" in text(desk, "unanswered/")

    def test_another_requests_visit_cannot_be_forged(self, desk, request_):
        other = visit(cleared("ada"), MONDAY + timedelta(days=10))
        assert desk.post(f"{HOME}requests/{request_.pk}/", {"do": f"take-back:{other.pk}"}).status_code == 404


class TestRota:
    def test_many_are_asked_at_once_each_for_one_stretch(self, desk):
        event = visit_request(activity="carousel", minutes=60)
        window(event)
        people = [cleared("ada"), cleared("bo")]
        day = {"day": "2026-12-01", "start": "09:30", "minutes": "45", "slots": "3"}
        query = "&".join(f"{name}={value}" for name, value in day.items())
        page = text(desk, f"rota/{event.pk}/?{query}")
        assert f"{people[0].code}:2" in page
        ticks = [f"{people[0].code}:0", f"{people[0].code}:1", f"{people[1].code}:2", "nobody:0"]
        answer = desk.post(f"{HOME}rota/{event.pk}/", day | {"slot": ticks}, follow=True).content.decode()
        assert "Asked: 2 people" in answer
        assert "has left the scheme" in answer
        first, second = Visit.objects.order_by("starts_at")
        assert (first.ends_at - first.starts_at).seconds == 90 * 60
        assert second.starts_at == at(first.day, 11)
        assert f"{people[0].code}:2" not in answer  # already on the sheet

    def test_no_ticks_and_bad_times_are_said(self, desk):
        event = visit_request(activity="carousel")
        day = {"day": "2026-12-01", "start": "09:30", "minutes": "45", "slots": "3"}
        assert "Tick at least one" in desk.post(f"{HOME}rota/{event.pk}/", day, follow=True).content.decode()
        assert desk.post(f"{HOME}rota/{event.pk}/", day | {"slots": "99"}).status_code == 422

    def test_confirming_one_keeps_the_others_of_the_day(self, me):
        from ambassadors.actions.visits import accept_visit, confirm_visit

        teacher, there = teacher_of()
        event = asked(teacher, there, NOW, activity="carousel")
        day = MONDAY + timedelta(days=10)
        first, second = (proposed(me, event, cleared(name), day, NOW) for name in ("ada", "bo"))
        other_day = proposed(me, event, cleared("cy"), day + timedelta(days=1), NOW)
        accept_visit(by=first.ambassador.user, visit=first, now=NOW)
        confirm_visit(by=teacher, visit=first, now=NOW)
        second.refresh_from_db()
        other_day.refresh_from_db()
        assert (second.state, other_day.state) == ("proposed", "cancelled")


class TestOffers:
    def test_approved_or_returned(self, desk):
        college = school("Leeds College", kind="college")
        offers = [
            EncounterOffer.objects.create(
                organisation=college, title=title, about="See a lab.", activity="lab_visit", mode="in_person"
            )
            for title in ("Wire a circuit", "Meet a nurse")
        ]
        assert "Wire a circuit" in text(desk, "offers/")
        desk.post(HOME + "offers/", {"do": f"approve:{offers[0].pk}"})
        offers[0].refresh_from_db()
        assert offers[0].approved_at == NOW
        desk.post(HOME + "offers/", {"do": f"return:{offers[1].pk}", "reason": "Say how long it takes."})
        assert "Meet a nurse" not in text(desk, "offers/")


class TestGaps:
    def test_the_schools_of_a_region_and_what_to_do_about_each(self, desk):
        from tests.ambassadors.builders import place

        waits, quiet = school("Aaa Waits", urn="999001"), school("Aab Quiet", urn="999002")
        for one in (waits, quiet):
            place(one)
        request = visit_request(waits)
        page = text(desk, "gaps/?area=E12000003")
        assert f"/requests/{request.pk}/" in page
        assert "Aab Quiet" in page
        assert "Aab Quiet" not in text(desk, "gaps/")
        teacher, _there = teacher_of(quiet)
        desk.post(HOME + "gaps/?area=E12000003", {"school": str(quiet.pk)})
        assert len(mails_to(teacher.email)) == 1
        again = desk.post(HOME + "gaps/?area=E12000003", {"school": str(quiet.pk)}, follow=True)
        assert "invited in the last three months" in again.content.decode()

    def test_what_is_short_of_people(self, desk):
        ambassador(subjects=["physics"])
        visit_request(subject="chemistry", sent_at=at(MONDAY - timedelta(days=20)))
        visit_request(subject="biology", state="booked")
        page = text(desk, "gaps/")
        assert "Chemistry" in page.split('id="short"')[1]
        assert "Biology" not in page.split('id="short"')[1]


class TestConcerns:
    @pytest.fixture
    def about(self):
        """A visit with its teacher."""
        teacher, there = teacher_of()
        held = visit(cleared("ada"), MONDAY + timedelta(days=9), request=visit_request(there, asked_by=teacher),
                     passed_on_at=NOW)  # fmt: skip
        return held, teacher

    @staticmethod
    def raised(browser: Client, held: Visit, **given):
        given = {"about": "ambassador", "words": "What I saw.", "told_school": "yes", **given}
        return browser.post(f"/ambassadors/visits/{held.pk}/concern/", given)

    def test_two_clicks_from_the_visit_with_the_urgent_ways_first(self, about, me):
        held, teacher = about
        coordinator()
        browser = browser_of(teacher, two_step=False)
        page = browser.get(f"/ambassadors/visits/{held.pk}/concern/").content.decode()
        assert page.index("Call 999") < page.index("<textarea")
        assert "Suspend the ambassador" not in page
        assert self.raised(browser, held).url == "/ambassadors/concerns/raised/"
        assert "999" in browser.get("/ambassadors/concerns/raised/").content.decode()

    def test_nothing_typed_is_lost(self, about, me):
        held, teacher = about
        answer = self.raised(browser_of(teacher, two_step=False), held, about="", words="Kept words")
        assert answer.status_code == 422
        assert "Kept words" in answer.content.decode()

    def test_strangers_find_nothing(self, about):
        held, _teacher = about
        for who in (teacher_of()[0], person("stranger"), cleared("bo").user):
            assert browser_of(who).get(f"/ambassadors/visits/{held.pk}/concern/").status_code == 404

    def test_it_is_there_for_its_two_and_for_nobody_else(self, about, desk, me):
        held, teacher = about
        second, third = coordinator(), coordinator()
        self.raised(browser_of(teacher, two_step=False), held)
        (concern,) = held.concerns.all()
        assert "What I saw." in text(desk, f"concerns/{concern.pk}/")
        assert f"Concern {concern.pk}" in text(browser_of(second), "concerns/")
        assert "1 concern is with you" in text(desk, "")
        for other in (third, held.ambassador.user, teacher, person("chief", "administrator")):
            text(browser_of(other), f"concerns/{concern.pk}/", 404)
        outside = browser_of(coordinator())
        assert f"Concern {concern.pk}" not in text(outside, "concerns/")
        assert "concern with you" not in text(outside, f"people/{held.ambassador.code}/")

    def test_worked_on_step_by_step(self, about, desk, me):
        held, teacher = about
        coordinator()
        self.raised(browser_of(teacher, two_step=False), held)
        (concern,) = held.concerns.all()
        here = f"{HOME}concerns/{concern.pk}/"
        assert "First sort it" in desk.get(here).content.decode()
        for given in (
            {"do": "note", "words": "Called the head."},
            {"do": "level", "level": "low"},
            {"do": "suspend"},
            {"do": "referral", "referral": "not_needed", "referral_reason": "No harm."},
            {"do": "close", "outcome": "Spoken with."},
        ):
            assert desk.post(here, given).status_code == 302
        concern.refresh_from_db()
        assert (concern.state, concern.level, concern.suspended_at) == ("closed", "low", NOW)
        held.ambassador.refresh_from_db()
        assert held.ambassador.standing == "suspended"

    def test_the_duty_to_report_is_said_once_it_is_in_force(self, about, desk, me):
        from ambassadors.models import SchemeRule

        held, teacher = about
        coordinator()
        self.raised(browser_of(teacher, two_step=False), held)
        (concern,) = held.concerns.all()
        assert "A duty to report is in force" not in text(desk, f"concerns/{concern.pk}/")
        SchemeRule.objects.create(name="statutory-reporting-duty", value=1, valid_from=MONDAY, source="test")
        assert "A duty to report is in force" in text(desk, f"concerns/{concern.pk}/")

    def test_about_a_person_without_a_visit(self, desk, me):
        coordinator(), coordinator()
        who = cleared("ada")
        given = {"about": "ambassador", "words": "A worry.", "told_school": "no", "suspend": "on"}
        assert desk.post(f"{HOME}people/{who.code}/concern/", given).status_code == 302
        who.refresh_from_db()
        assert who.standing == "suspended"


class TestReminders:
    def test_seen_before_they_are_sent_and_sent_once(self, desk):
        late = visit(cleared("ada"), MONDAY + timedelta(days=30), passed_on_at=at(MONDAY - timedelta(days=8)))
        before = len(mails_to(late.ambassador.email))
        page = text(desk, "reminders/?kind=answers")
        assert "Send 1 reminder" in page
        assert "waits for your answer" in page
        assert (
            "1 reminder is on its way"
            in desk.post(HOME + "reminders/", {"kind": "answers"}, follow=True).content.decode()
        )
        desk.post(HOME + "reminders/", {"kind": "answers"})
        assert len(mails_to(late.ambassador.email)) == before + 1

    def test_checks_due_are_a_look_too(self, desk):
        ambassador("Due", recheck=MONDAY + timedelta(days=30), user=person("due"))
        text(desk, "reminders/?kind=checks")
        assert VettingLook.objects.get().people == 1

    def test_a_kind_that_is_none_is_refused(self, desk):
        assert "Choose a kind" in desk.post(HOME + "reminders/", {"kind": "x"}, follow=True).content.decode()


def test_a_refusal_replaces_what_stood_and_suspends(desk):
    who = ambassador()
    decision(who, "identity")
    given = {"do": "decide", "kind": "dbs_enhanced", "issued_on": "2026-11-02", "outcome": "refused"}
    desk.post(f"{HOME}people/{who.code}/", given)
    who.refresh_from_db()
    assert who.standing == "suspended"
    assert not VettingDecision.objects.in_date(MONDAY).filter(ambassador=who).exists()
