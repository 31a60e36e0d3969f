"""Pages of data rights: one's own requests, a download only for its person after a recent sign-in, the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.data_rights.actions import ask
from accounts.models import DataRequest, Exemption, Report, User, Verification
from foundation.queues import all_queues, standings
from tests.accounts.planting import make
from tests.accounts.signing_in import prove_again, with_two_step

pytestmark = pytest.mark.django_db


PASSPHRASE = "a long enough passphrase"


def signed_in(user: User, *, recently: bool = True) -> Client:
    client = Client()
    client.force_login(user)
    if recently:
        prove_again(client, PASSPHRASE)
    return client


@pytest.fixture
def person():
    return User.objects.create_user("person@example.org", PASSPHRASE, display_name="Pat Example")


@pytest.fixture
def other():
    return User.objects.create_user("other@example.org", PASSPHRASE)


def ready(user: User, **fields) -> DataRequest:
    values = {"state": "ready", "content": {"of": user.pk}, "kept_until": timezone.now() + timedelta(days=7)} | fields
    return make(DataRequest, user, **values)


class TestOwnPage:
    def test_strangers_are_sent_to_sign_in(self, client):
        assert client.get("/account/data/").status_code == 302

    def test_asking_by_post_only_and_shows_the_clock(self, person):
        client = signed_in(person)
        assert client.get("/account/data/copy/").status_code == 405
        page = client.post("/account/data/copy/", follow=True).content.decode()
        assert "Our answer is due by" in page
        assert "You have asked for one already" in page
        assert DataRequest.objects.get().subject == person

    def test_page_says_how_long_things_are_kept_and_is_kept_by_nobody(self, person):
        response = signed_in(person).get("/account/data/")
        assert b"An account nobody signs in to" in response.content
        assert response["Cache-Control"] == "private, no-store"

    def test_shows_nothing_of_anybody_else(self, person, other):
        theirs = ready(other)
        client = signed_in(person)
        assert f"/{theirs.pk}/" not in client.get("/account/data/").content.decode()
        assert client.post(f"/account/data/{theirs.pk}/take-back/").status_code == 404

    def test_taking_back(self, person):
        request = ask(by=person, kind="erasure")
        signed_in(person).post(f"/account/data/{request.pk}/take-back/")
        request.refresh_from_db()
        assert request.state == "withdrawn"


class TestErasure:
    def test_needs_the_box_ticked_and_a_recent_sign_in(self, person):
        assert signed_in(person, recently=False).get("/account/data/erase/").url.startswith("/account/again/")
        client = signed_in(person)
        assert "Tick the box" in client.post("/account/data/erase/").content.decode()
        assert not DataRequest.objects.exists()
        client.post("/account/data/erase/", {"sure": "on"})
        assert DataRequest.objects.get().kind == "erasure"


class TestDownload:
    def test_own_copy_as_a_file_after_a_recent_sign_in(self, person):
        request = ready(person)
        response = signed_in(person).get(f"/account/data/{request.pk}/file/")
        assert response.json() == {"of": person.pk}
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "private, no-store"

    def test_long_ago_sign_in_is_asked_again(self, person):
        response = signed_in(person, recently=False).get(f"/account/data/{ready(person).pk}/file/")
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/account/again/")

    def test_others_unready_expired_and_absent_answer_alike(self, person, other):
        client = signed_in(person)
        numbers = [
            ready(other).pk,
            ready(person, state="review").pk,
            ready(person, kept_until=timezone.now() - timedelta(seconds=1)).pk,
            999_999,
        ]
        answers = [client.get(f"/account/data/{number}/file/") for number in numbers]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert len({answer.content for answer in answers}) == 1


@pytest.mark.ignore_template_errors
class TestDesk:
    @pytest.fixture
    def reviewer(self):
        user = User.objects.create_user("reviewer@example.org", PASSPHRASE)
        user.groups.add(Group.objects.get(name="administrator"))
        with_two_step(user)
        return user

    @pytest.fixture
    def desk(self, reviewer):
        return signed_in(reviewer)

    @pytest.mark.parametrize("role", ["curator", "data_steward"])
    def test_is_closed_to_other_roles(self, person, role):
        person.groups.add(Group.objects.get(name=role))
        with_two_step(person)
        request = ask(by=person, kind="erasure")
        client = signed_in(person)
        for path in ("/cms/data-requests/", f"/cms/data-requests/{request.pk}/"):
            assert client.get(path).status_code == 403
            assert client.post(path, {"do": "erase", "sure": "on"}).status_code == 403

    def test_queue_counts_what_waits(self, reviewer, person):
        ask(by=person, kind="erasure", now=timezone.now() - timedelta(days=20))
        mine = next(row for row in standings(reviewer, timezone.now()) if row.queue.slug == "data-requests")
        assert (mine.waiting.count, mine.is_late) == (1, True)
        assert mine.queue in all_queues()

    def test_late_requests_are_called_late(self, desk, person):
        ask(by=person, kind="erasure", now=timezone.now() - timedelta(days=40))
        assert "Late: it was due on" in desk.get("/cms/data-requests/").content.decode()

    def test_reviewer_reads_withholds_and_erases(self, desk, person):
        report = make(Report, person, text="an open complaint")
        make(Verification, person, call_note="spoke to a colleague")
        request = ask(by=person, kind="erasure")
        path = f"/cms/data-requests/{request.pk}/"
        page = desk.get(path).content.decode()
        assert "others wrote part of it" in page
        assert "spoke to a colleague" in page
        reference = f"accounts.Report:{report.pk}"
        desk.post(path, {"do": "withhold", "reference": reference, "law": "a17-3e", "reason": "claim", "told": "on"})
        assert Exemption.objects.get().told
        assert "Tick the box" in desk.post(path, {"do": "erase"}, follow=True).content.decode()
        page = desk.post(path, {"do": "erase", "sure": "on"}, follow=True).content.decode()
        assert "Proof of erasure" in page
        assert "Pat Example" not in page
        report.refresh_from_db()
        assert report.text == "an open complaint"

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"do": "refuse", "answer": ""}, "the person has a right to know"),
            ({"do": "refuse", "answer": "A court order."}, "Refused"),
            ({"do": "extend", "extension": "Many records."}, "Two more months"),
            ({"do": "release"}, "answered already"),
            ({"do": "withhold", "reference": "x", "law": "no", "reason": "y"}, "not a valid choice"),
        ],
    )
    def test_every_button_says_what_came_of_it(self, desk, person, form, words):
        request = ask(by=person, kind="erasure")
        page = desk.post(f"/cms/data-requests/{request.pk}/", form, follow=True).content.decode()
        assert words in page

    def test_own_request_is_for_somebody_else(self, desk, reviewer):
        request = ask(by=reviewer, kind="erasure")
        path = f"/cms/data-requests/{request.pk}/"
        assert "somebody else decides" in desk.get(path).content.decode()
        desk.post(path, {"do": "erase", "sure": "on"})
        request.refresh_from_db()
        assert request.state == "review"

    def test_letter_is_entered_by_address(self, desk, person):
        assert (
            "No account"
            in desk.post("/cms/data-requests/", {"email": "x@y.z", "kind": "access"}, follow=True).content.decode()
        )
        desk.post("/cms/data-requests/", {"email": "PERSON@example.org", "kind": "erasure"})
        assert DataRequest.objects.get().origin == "desk"
