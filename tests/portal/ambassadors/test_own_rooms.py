"""The other rooms of the desk: when one is free, training, hours, resources, peers, pausing and leaving."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadors.models import PeerPair, PeerWish, Training
from ambassadors.modules import module_text
from tests.ambassadors import builders as b
from tests.portal.ambassadors.own import DESK, at, member, own_statements, visit

pytestmark = pytest.mark.django_db
FREE, PEERS, STANDING = "/ambassadors/availability/", "/ambassadors/peers/", "/ambassadors/standing/"


@pytest.fixture(autouse=True)
def rules():
    b.rules()


@pytest.fixture
def ada():
    return member("Ada")


def words(response):
    return response.content.decode()


def weeks(who):
    return [(row.mornings, row.afternoons, row.is_away) for row in who.availability.order_by("is_away", "pk")]


class TestWhenFree:
    def test_a_week_is_saved_and_shown(self, ada):
        who, browser = ada
        browser.post(FREE, {"do": "save", "mornings": ["0", "3"], "afternoons": ["4", "9", "x"]})
        assert weeks(who) == [([0, 3], [4], False)]
        assert words(browser.get(FREE)).count(" checked") == 3

    def test_days_away_are_added_and_taken_back_beside_the_week(self, ada):
        who, browser = ada
        browser.post(FREE, {"do": "save", "mornings": ["0"]})
        day = timezone.localdate() + timedelta(days=10)
        browser.post(FREE, {"do": "add", "first_day": day.isoformat(), "last_day": day.isoformat()})
        assert weeks(who) == [([0], [], False), ([], [], True)]
        row = who.availability.get(is_away=True)
        browser.post(FREE, {"do": f"remove:{row.pk}"})
        assert weeks(who) == [([0], [], False)]

    def test_days_in_the_wrong_order_are_refused_beside_the_field(self, ada):
        who, browser = ada
        day = timezone.localdate()
        given = {"first_day": day.isoformat(), "last_day": (day - timedelta(days=1)).isoformat()}
        refused = browser.post(FREE, {"do": "add", **given})
        assert refused.status_code == 422
        assert "The last day is before the first." in words(refused)
        assert weeks(who) == []

    def test_a_week_that_holds_for_a_while_stays_when_the_usual_one_changes(self, ada):
        who, browser = ada
        b.available(
            who, mornings=[1], first_day=timezone.localdate(), last_day=timezone.localdate() + timedelta(days=9)
        )
        browser.post(FREE, {"do": "save", "mornings": ["0"]})
        assert sorted(weeks(who)) == [([0], [], False), ([1], [], False)]


class TestTraining:
    def test_a_module_is_finished_by_right_answers_and_says_why_others_are_wrong(self, ada):
        who, browser = ada
        text, path = module_text("safeguarding"), "/ambassadors/training/safeguarding/"
        assert text.questions[0].question.split("?")[0] in words(browser.get(path)).replace("&#x27;", "'")
        assert browser.post(path, {}).status_code == 422
        right = {f"answer-{number}": str(one.right) for number, one in enumerate(text.questions)}
        wrong = right | {"answer-0": str((text.questions[0].right + 1) % 3)}
        refused = browser.post(path, wrong)
        assert refused.status_code == 422
        assert 'href="#answer-0-0"' in words(refused)
        assert not Training.objects.exists()
        assert browser.post(path, right).status_code == 302
        done = Training.objects.get(ambassador=who)
        assert done.done_on == timezone.localdate()
        assert done.due_on is not None
        assert "due again on" in words(browser.get("/ambassadors/training/"))

    def test_a_module_that_is_not_there_is_absent(self, ada):
        assert ada[1].get("/ambassadors/training/dancing/").status_code == 404


class TestHours:
    def test_visits_done_add_up_and_a_companions_do_not_count_twice(self, ada):
        who, browser = ada
        young, _theirs = member("Cy", adult_from=timezone.localdate() + timedelta(days=100), companion=who)
        visit(who, -3, state="done", minutes=90, pupils_reached=30)
        visit(young, -5, state="done", minutes=60, pupils_reached=99, companion=who)
        page = words(browser.get("/ambassadors/hours/"))
        assert "<dd>1.5</dd>" in page
        assert "<dd>30</dd>" in page
        assert "<dd>1</dd>" in page

    @pytest.mark.parametrize("name", ["certificate", "statement"])
    def test_papers_are_pdf_files_to_keep(self, ada, name):
        who, browser = ada
        visit(who, -3, state="done", minutes=90, pupils_reached=30)
        answer = browser.get(f"/ambassadors/hours/{name}.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert BytesIO(answer.content).read(5) == b"%PDF-"

    def test_the_certificate_on_screen_thanks_by_the_full_name_but_not_of_the_young(self, ada):
        who, browser = ada
        visit(who, -3, state="done", minutes=90, pupils_reached=30)
        assert f"Ada {who.family_name}" in words(browser.get("/ambassadors/hours/certificate/"))
        young, theirs = member("Cy", family_name="Secret", adult_from=timezone.localdate() + timedelta(days=9))
        assert young.family_name not in words(theirs.get("/ambassadors/hours/certificate/"))


class TestPeers:
    def asks(self, browser, **changes):
        return browser.post(PEERS, {"do": "ask", "interests": ["one_of_few"], "agrees": "on", **changes})

    def test_two_who_ask_are_paired_and_see_each_other(self, ada):
        who, browser = ada
        other, theirs = member("Bea")
        self.asks(browser)
        assert "You have asked for a peer" in words(browser.get(PEERS))
        self.asks(theirs)
        page = words(browser.get(PEERS))
        assert "Your peer: Bea" in page
        assert other.email in page
        assert other.family_name not in page
        assert PeerPair.objects.get().first_id == who.pk

    def test_without_a_yes_to_being_seen_nobody_is_asked_for(self, ada):
        refused = self.asks(ada[1], agrees="")
        assert refused.status_code == 422
        assert 'href="#id_agrees"' in words(refused)
        assert not PeerWish.objects.exists()

    def test_goals_and_talks_are_kept_and_the_pair_can_be_left(self, ada):
        _who, browser = ada
        self.asks(browser)
        _other, theirs = member("Bea")
        self.asks(theirs)
        browser.post(PEERS, {"do": "goals", "goals": ["confidence"]})
        today = timezone.localdate()
        assert browser.post(PEERS, {"do": "meeting", "met_on": "2020-01-01", "minutes": "30"}).status_code == 422
        browser.post(PEERS, {"do": "meeting", "met_on": today.isoformat(), "minutes": "30"})
        page = words(theirs.get(PEERS))
        assert "Speak up with more confidence at work" in page
        assert "30 minutes" in page
        browser.post(PEERS, {"do": "leave"})
        assert "Your peer" not in words(theirs.get(PEERS))
        assert browser.post(PEERS, {"do": "meeting"}).status_code == 403

    def test_nobody_under_18_can_ask(self):
        _young, browser = member("Cy", adult_from=timezone.localdate() + timedelta(days=9))
        assert "from the day you turn 18" in words(browser.get(PEERS))
        assert self.asks(browser).status_code == 422


class TestPausing:
    def test_a_pause_cancels_what_is_ahead_and_says_so_before(self, ada):
        who, browser = ada
        one = visit(who, state="confirmed")
        assert "1 visit ahead of you is cancelled" in words(browser.get(STANDING))
        browser.post(STANDING, {"do": "pause"})
        who.refresh_from_db()
        one.refresh_from_db()
        assert (who.standing, one.state) == ("paused", "cancelled")

    def test_after_a_pause_what_fell_due_has_to_be_done_first(self):
        who, browser = member("Bea", standing="paused")
        browser.post(STANDING, {"do": "resume"})
        who.refresh_from_db()
        assert who.standing == "in_checks"

    def test_leaving_asks_twice_and_keeps_the_hours(self, ada):
        who, browser = ada
        visit(who, -3, state="done", minutes=90, pupils_reached=30)
        assert browser.post(STANDING, {"do": "leave"}).status_code == 422
        browser.post(STANDING, {"do": "leave", "sure": "on"})
        who.refresh_from_db()
        assert who.standing == "left"
        assert "You have left the scheme" in words(browser.get(DESK))
        assert "<dd>1.5</dd>" in words(browser.get("/ambassadors/hours/"))

    def test_somebody_suspended_reads_so_and_can_change_nothing(self):
        who, browser = member("Bea")
        one = visit(who)
        type(who).objects.filter(pk=who.pk).update(standing="suspended", standing_reason="A secret reason")
        page = words(browser.get(DESK))
        assert "You are suspended" in page
        assert "A secret reason" not in page
        assert browser.get("/ambassadors/profile/work/").status_code == 302
        browser.post(at(one), {"do": "accept"})
        one.refresh_from_db()
        assert one.state == "proposed"


@pytest.mark.parametrize(
    "path",
    [
        *("profile/", "availability/", "training/", "training/welcome/", "hours/", "hours/certificate/"),
        *("resources/", "peers/", "standing/", "profile/you/", "profile/work/", "profile/offer/", "profile/where/"),
    ],
)
def test_every_room_is_private_and_needs_few_statements(ada, path):
    _who, browser = ada
    browser.get(f"/ambassadors/{path}")
    with CaptureQueriesContext(connection) as captured:
        seen = browser.get(f"/ambassadors/{path}")
    assert seen.headers["Cache-Control"] == "private, no-store"
    assert len(own_statements(captured.captured_queries)) <= 8


def test_resources_are_pages_of_ours_for_the_occupation_and_topics(ada):
    who, browser = ada
    type(who).objects.filter(pk=who.pk).update(topics=["electrolysis"], subjects=["physics"])
    page = words(browser.get("/ambassadors/resources/"))
    for address in ("/students/careers/5241/", "/students/careers/5241/routes/", "/subjects/school/gcse/physics/"):
        assert f'href="{address}"' in page
    assert "Electrolysis" in page
