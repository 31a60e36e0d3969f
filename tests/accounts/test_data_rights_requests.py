"""Asking, withholding, releasing, refusing and erasing: who may, what the person is told, what stays as proof."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.data_rights import actions
from accounts.data_rights.clock import due_on, extended_due_on
from accounts.models import DataRequest, Report, User, Verification
from accounts.models.data_rights import Law, RequestState
from foundation.outbox import deliver_waiting
from tests.accounts.planting import make, places_with

ADDRESS = "marigold.quillfeather@example.org"


@pytest.fixture
def person(transactional_db):
    return User.objects.create_user(ADDRESS, "a long enough passphrase", display_name="Marigold Quillfeather")


@pytest.fixture
def reviewer(transactional_db):
    user = User.objects.create_user("reviewer@example.org", "a long enough passphrase")
    user.groups.add(Group.objects.get(name="administrator"))
    return user


def deliver():
    deliver_waiting(now=timezone.now() + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 3)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_month_of_the_law(asked, due):
    assert due_on(asked) == due


def test_two_further_months():
    assert extended_due_on(date(2026, 11, 30)) == date(2027, 2, 28)


class TestCopy:
    def test_without_others_words_is_ready_by_itself_and_the_person_is_told(self, person):
        request = actions.ask(by=person, kind="access", now=datetime(2026, 11, 3, 23, 30, tzinfo=UTC))
        deliver()
        request.refresh_from_db()
        assert (request.state, request.due_on) == (RequestState.READY, date(2026, 12, 3))
        assert request.kept_until - request.done_at == timedelta(days=7)
        assert ADDRESS in str(request.content)
        deliver()
        assert [(sent.to, "copy" in sent.subject) for sent in mail.outbox] == [([ADDRESS], True)]

    def test_asking_twice_is_one_request(self, person):
        assert actions.ask(by=person, kind="access") == actions.ask(by=person, kind="access")
        assert DataRequest.objects.count() == 1

    def test_what_others_wrote_waits_for_a_reviewer_who_withholds_it(self, person, reviewer):
        verification = make(Verification, person, call_note="spoke to Mrs Bluebell about them")
        request = actions.ask(by=person, kind="access")
        deliver()
        request.refresh_from_db()
        assert (request.state, request.content) == (RequestState.REVIEW, None)
        actions.withhold(
            by=reviewer,
            request=request,
            reference=f"accounts.Verification:{verification.pk}",
            law=Law.RIGHTS_OF_OTHERS,
            reason="names a colleague",
        )
        released = actions.release_copy(by=reviewer, request=request)
        assert "Bluebell" not in str(released.content)
        assert "names a colleague" not in str(released.content)
        assert [told["what"] for told in released.content["withheld"]] == ["accounts.Verification"]
        assert (released.decided_by, released.state) == (reviewer, RequestState.READY)

    def test_person_is_not_told_where_telling_would_harm(self, person, reviewer):
        make(Verification, person, call_note="a concern")
        request = actions.ask(by=person, kind="access")
        deliver()
        actions.withhold(
            by=reviewer,
            request=request,
            reference="accounts.Verification",
            law=Law.CRIME,
            reason="would warn them",
            told=False,
        )
        assert actions.release_copy(by=reviewer, request=request).content["withheld"] == []

    @pytest.mark.parametrize(("law", "reason"), [("", "because"), ("s2p16", " "), ("no such law", "because")])
    def test_nothing_is_withheld_without_law_and_reason(self, person, reviewer, law, reason):
        request = actions.ask(by=person, kind="erasure")
        with pytest.raises(ValidationError):
            actions.withhold(by=reviewer, request=request, reference="accounts.Report", law=law, reason=reason)


class TestErasure:
    def test_waits_for_a_reviewer(self, person):
        actions.ask(by=person, kind="erasure")
        deliver()
        person.refresh_from_db()
        assert person.email == ADDRESS

    def test_is_done_proved_and_told_and_nothing_is_left(self, person, reviewer):
        request = actions.carry_out_erasure(by=reviewer, request=actions.ask(by=person, kind="erasure"))
        assert (request.state, request.subject_number, request.decided_by) == (RequestState.DONE, person.pk, reviewer)
        assert request.report["erased"]["accounts.User"] == 1
        assert {row["what"] for row in request.report["kept"]} >= {"accounts.UserEvent"}
        deliver()
        assert [sent.to for sent in mail.outbox] == [[ADDRESS]]
        assert places_with(ADDRESS) == places_with("Quillfeather") == []

    def test_what_is_exempt_stays_and_the_mail_names_the_law(self, person, reviewer):
        report = make(Report, person, text="an open complaint")
        request = actions.ask(by=person, kind="erasure")
        actions.withhold(
            by=reviewer,
            request=request,
            reference=f"accounts.Report:{report.pk}",
            law=Law.LEGAL_CLAIMS,
            reason="claim of 3 November",
        )
        actions.carry_out_erasure(by=reviewer, request=request)
        report.refresh_from_db()
        assert report.text == "an open complaint"
        deliver()
        assert "Article 17(3)(e)" in mail.outbox[-1].body
        assert "claim of 3 November" not in mail.outbox[-1].body

    def test_failure_half_way_leaves_everything(self, person, reviewer, monkeypatch):
        request = actions.ask(by=person, kind="erasure")

        def fails(*args, **kwargs):
            raise RuntimeError("power cut")

        monkeypatch.setattr(actions, "send_mail", fails)
        with pytest.raises(RuntimeError):
            actions.carry_out_erasure(by=reviewer, request=request)
        person.refresh_from_db()
        request.refresh_from_db()
        assert (person.email, request.state, request.decided_by) == (ADDRESS, RequestState.REVIEW, None)


class TestWhoMay:
    def test_nobody_without_the_permission_decides(self, person):
        stranger = User.objects.create_user("stranger@example.org", "a long enough passphrase")
        request = actions.ask(by=person, kind="erasure")
        for decide in (
            lambda: actions.carry_out_erasure(by=stranger, request=request),
            lambda: actions.refuse(by=stranger, request=request, answer="no"),
            lambda: actions.withdraw(by=stranger, request=request),
            lambda: actions.ask(by=stranger, kind="erasure", subject=person),
        ):
            with pytest.raises(PermissionDenied):
                decide()

    def test_reviewers_do_not_decide_about_themselves(self, reviewer):
        request = actions.ask(by=reviewer, kind="erasure")
        with pytest.raises(PermissionDenied):
            actions.carry_out_erasure(by=reviewer, request=request)

    def test_letter_is_entered_by_a_reviewer(self, person, reviewer):
        assert actions.ask(by=reviewer, kind="access", subject=person).origin == "desk"


class TestAnswers:
    def test_refusal_says_why(self, person, reviewer):
        request = actions.ask(by=person, kind="erasure")
        with pytest.raises(ValidationError):
            actions.refuse(by=reviewer, request=request, answer="  ")
        actions.refuse(by=reviewer, request=request, answer="A court ordered us to keep it.")
        deliver()
        assert "A court ordered us" in mail.outbox[0].body
        assert "Information Commissioner" in mail.outbox[0].body

    def test_answered_request_is_closed(self, person, reviewer):
        request = actions.ask(by=person, kind="erasure")
        actions.withdraw(by=person, request=request)
        with pytest.raises(actions.RequestStateError):
            actions.carry_out_erasure(by=reviewer, request=request)

    def test_one_extension_told_within_the_month(self, person, reviewer):
        request = actions.ask(by=person, kind="erasure")
        longer = actions.extend(by=reviewer, request=request, reason="Many records.")
        assert longer.due_on == extended_due_on(timezone.localdate(request.made_at))
        with pytest.raises(actions.RequestStateError):
            actions.extend(by=reviewer, request=request, reason="Still many.")
        late = actions.ask(by=person, kind="access", now=timezone.now() - timedelta(days=40))
        with pytest.raises(actions.RequestStateError):
            actions.extend(by=reviewer, request=late, reason="Too late.")
