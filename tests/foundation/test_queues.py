"""The desk's queues: each role sees its own, with how many wait and how long, and is warned past the target."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from foundation import queues
from foundation.feedback import give_feedback
from foundation.models import OutboxMessage, OutboxState, OutgoingLink, PageFeedback
from foundation.queues import Queue, Waiting, wait_words, waiting_rows, waiting_since
from tests.contracts.test_access import user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def hours(*ago):
    return [NOW - timedelta(hours=number) for number in ago]


class TestWaiting:
    def test_counts_the_oldest_and_the_median(self):
        assert waiting_since(hours(1, 30, 5), NOW) == Waiting(3, timedelta(hours=30), timedelta(hours=5))
        assert waiting_since([], NOW) == Waiting(0)

    def test_rows_are_counted_in_one_statement(self, django_assert_num_queries):
        for number, since in enumerate(hours(1, 30, 5)):
            OutgoingLink.objects.create(address=f"https://x.example/{number}", host="x.example", broken_since=since)
        OutgoingLink.objects.create(address="https://x.example/unknown", host="x.example")
        with django_assert_num_queries(1):
            found = waiting_rows(OutgoingLink.objects.filter(host="x.example"), "broken_since", NOW)
        assert found == Waiting(4, timedelta(hours=30), timedelta(hours=5))
        assert waiting_rows(OutgoingLink.objects.none(), "broken_since", NOW) == Waiting(0)

    @pytest.mark.parametrize(
        ("wait", "words"),
        [
            (None, ""),
            (timedelta(minutes=5), "less than an hour"),
            (timedelta(hours=1), "1 hour"),
            (timedelta(hours=47), "47 hours"),
            (timedelta(days=12, hours=5), "12 days"),
        ],
    )
    def test_waits_are_told_in_words(self, wait, words):
        assert wait_words(wait) == words


@pytest.fixture
def own_queue(monkeypatch):
    """One queue of our own, beside none."""

    def make(waiting, permission="CURATORS_DESK_OPEN"):
        queue = Queue("own", "Own queue", "Ours.", permission, "desk-links", lambda now: waiting, timedelta(days=2))
        monkeypatch.setattr(queues, "_QUEUES", {"own": queue})
        return queue

    return make


def screen(client, role):
    client.force_login(user_with_role(role))
    return client.get(reverse("desk-queues"))


class TestScreen:
    def test_shows_how_many_wait_and_for_how_long(self, client, own_queue):
        own_queue(Waiting(7, timedelta(days=1), timedelta(hours=3)))
        html = screen(client, "curator").content.decode()
        assert "Own queue" in html
        assert "<strong>7</strong>" in html
        assert "24 hours" in html
        assert "3 hours" in html
        assert "Past its target" not in html

    def test_warns_past_the_target(self, client, own_queue):
        own_queue(Waiting(1, timedelta(days=3), timedelta(days=3)))
        assert "Past its target" in screen(client, "curator").content.decode()

    def test_a_role_sees_only_what_it_may_work_on(self, client, own_queue):
        own_queue(Waiting(1), permission="CURATORS_DESK_OPEN")
        assert "Own queue" not in screen(client, "data_steward").content.decode()

    def test_stands_first_in_the_menu_and_on_the_home_screen(self, client, own_queue):
        own_queue(Waiting(7))
        client.force_login(user_with_role("curator"))
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Own queue" in html
        from wagtail.admin.menu import admin_menu

        assert min(admin_menu.registered_menu_items, key=lambda item: item.order).name == "queues"

    def test_every_registered_queue_can_be_opened_by_those_who_may(self, client):
        for role in ("curator", "data_steward", "administrator"):
            user = user_with_role(role)
            client.force_login(user)
            for queue in queues.queues_for(user):
                assert client.get(queue.url).status_code == 200, queue.slug

    def test_every_registered_queue_refuses_those_who_may_not(self, client):
        for role in ("curator", "data_steward", "administrator"):
            user = user_with_role(role)
            client.force_login(user)
            for queue in queues.all_queues():
                if queue not in queues.queues_for(user):
                    assert client.get(queue.url).status_code in (302, 403, 404), queue.slug

    def test_strangers_are_sent_to_sign_in(self, client):
        for queue in queues.all_queues():
            assert client.get(queue.url).status_code == 302


class TestFeedbackDesk:
    def test_is_worked_by_page(self, client):
        row = give_feedback(path="/levels/", was_right=False, reason="old", text="<b>Old</b>", today=date(2026, 11, 1))
        client.force_login(user_with_role("curator"))
        assert "/levels/" in client.get(reverse("desk-feedback")).content.decode()
        page = reverse("desk-feedback-page") + "?page=/levels/"
        assert "&lt;b&gt;Old&lt;/b&gt;" in client.get(page).content.decode()
        client.post(page, {"answer": row.pk, "do": "done", "note": ""})
        assert PageFeedback.objects.get().handled_at is None
        client.post(page, {"answer": row.pk, "do": "done", "note": "Brought up to date."})
        row.refresh_from_db()
        assert row.note == "Brought up to date."
        client.post(page, {"answer": row.pk, "do": "open"})
        row.refresh_from_db()
        assert row.handled_at is None

    def test_a_page_without_answers_is_not_there(self, client):
        client.force_login(user_with_role("curator"))
        assert client.get(reverse("desk-feedback-page"), {"page": "/levels/"}).status_code == 404


class TestLinksDesk:
    @pytest.fixture
    def link(self):
        return OutgoingLink.objects.create(
            address="https://gone.example/a",
            host="gone.example",
            state="broken",
            failed_nights=2,
            broken_since=NOW,
            detail="answered with status 404",
            places=[["A source", "/sources/x/"]],
        )

    def test_fixed_and_ignored_leave_the_queue(self, client, link):
        client.force_login(user_with_role("curator"))
        html = client.get(reverse("desk-links")).content.decode()
        assert "https://gone.example/a" in html
        assert "/sources/x/" in html
        client.post(reverse("desk-links"), {"link": link.pk, "do": "ignore", "reason": ""})
        link.refresh_from_db()
        assert link.ignored_at is None
        client.post(reverse("desk-links"), {"link": link.pk, "do": "ignore", "reason": "Kept for history."})
        assert "gone.example" not in client.get(reverse("desk-links")).content.decode().partition("wm-list")[2]
        assert "Kept for history." in client.get(reverse("desk-links"), {"kind": "ignored"}).content.decode()
        client.post(reverse("desk-links"), {"link": link.pk, "do": "fixed"})
        link.refresh_from_db()
        assert (link.state, link.ignored_at) == ("unchecked", None)

    @pytest.mark.parametrize("number", ["", "x", "999999", "9" * 30])
    def test_what_is_no_link_is_not_found(self, client, number):
        client.force_login(user_with_role("curator"))
        assert client.post(reverse("desk-links"), {"link": number, "do": "fixed"}).status_code == 404

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/cms/", "//evil.example", "/students/"])
    def test_a_form_leads_to_the_desk_only(self, client, link, elsewhere):
        client.force_login(user_with_role("curator"))
        answer = client.post(reverse("desk-links"), {"link": link.pk, "do": "fixed", "next": elsewhere})
        assert answer["Location"] == reverse("desk-links")


class TestUnsureMail:
    def test_a_person_decides_and_never_sees_what_it_says(self, client):
        user = user_with_role("administrator")
        client.force_login(user)
        message = OutboxMessage.objects.create(
            kind="mail",
            payload={"to": "ada@example.org"},
            state=OutboxState.UNSURE,
            created_at=NOW,
            available_at=NOW,
            claimed_at=NOW,
        )
        html = client.get(reverse("desk-unsure-mail")).content.decode()
        assert f"Message {message.pk}" in html
        assert "ada@example.org" not in html
        client.post(reverse("desk-unsure-mail"), {"message": message.pk, "do": "close"})
        message.refresh_from_db()
        assert (message.state, message.decided_by) == (OutboxState.DROPPED, user.pk)
        again = client.post(reverse("desk-unsure-mail"), {"message": message.pk, "do": "resend"}, follow=True)
        assert "Somebody has decided" in again.content.decode()
