"""The end of keeping: dated rules, warn first, then erase; a night cut short is gone on with, another adds nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from accounts.data_rights import retention
from accounts.data_rights.retention import KINDS, apply_retention
from accounts.data_rights.rules import load_rules, rules_on
from accounts.data_rights.unused import UnusedAccounts
from accounts.models import (
    ApiToken,
    DataRequest,
    Invitation,
    Report,
    RetentionRule,
    RetentionWarning,
    User,
)
from foundation.models import OutboxMessage
from tests.accounts.planting import make, places_with

pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 3, 1, 3, 30, tzinfo=UTC)


def outcome(what: str, *, now=NIGHT, dry=False):
    return next(row for row in apply_retention(now=now, dry=dry) if row.what == what)


@pytest.fixture
def idle():
    return User.objects.create_user(
        "idle@example.org", "a long enough passphrase", date_joined=NIGHT - timedelta(days=800)
    )


def days_of(what, day):
    (days,) = (rule.days for rule in rules_on(day) if rule.what == what)
    return days


class TestRules:
    def test_table_is_brought_in_once_and_an_owners_change_stays(self):
        RetentionRule.objects.filter(what="delivered-mail").update(days=7)
        assert load_rules() == 0
        assert days_of("delivered-mail", NIGHT.date()) == 7

    def test_newest_rule_that_has_begun_counts(self):
        RetentionRule.objects.create(what="delivered-mail", days=5, basis="b", valid_from=date(2027, 6, 1))
        assert days_of("delivered-mail", date(2027, 5, 31)) == 30
        assert days_of("delivered-mail", date(2027, 6, 1)) == 5

    def test_every_rule_has_code_and_every_code_a_rule(self):
        assert {rule.what for rule in rules_on(NIGHT.date())} == {*KINDS, UnusedAccounts.WHAT}

    def test_every_rule_says_why(self):
        assert all(len(rule.basis) > 30 for rule in rules_on(NIGHT.date()))


class TestUnusedAccounts:
    def test_are_warned_first_and_erased_only_after_the_warning_time(self, idle):
        first = outcome("unused-accounts")
        assert (first.warned, first.erased) == (1, 0)
        assert OutboxMessage.objects.get().payload["to"] == "idle@example.org"
        assert outcome("unused-accounts", now=NIGHT + timedelta(days=29)).erased == 0
        assert outcome("unused-accounts", now=NIGHT + timedelta(days=30)).erased == 1
        idle.refresh_from_db()
        assert idle.email.endswith("@erased.invalid")
        proof = DataRequest.objects.get(subject_number=idle.pk)
        assert (proof.origin, proof.state, proof.report["erased"]["accounts.User"]) == ("retention", "done", 1)

    def test_are_warned_once(self, idle):
        outcome("unused-accounts")
        assert outcome("unused-accounts", now=NIGHT + timedelta(days=1)).warned == 0

    def test_who_signs_in_after_the_warning_stays(self, idle):
        outcome("unused-accounts")
        User.objects.filter(pk=idle.pk).update(last_login=NIGHT + timedelta(days=3))
        later = outcome("unused-accounts", now=NIGHT + timedelta(days=31))
        assert (later.warned, later.erased) == (0, 0)
        assert not RetentionWarning.objects.exists()

    @pytest.mark.parametrize("fields", [{"is_demo": True}, {"is_superuser": True}, {"last_login": NIGHT}])
    def test_others_are_left_alone(self, idle, fields):
        User.objects.filter(pk=idle.pk).update(**fields)
        assert outcome("unused-accounts").warned == 0

    def test_account_whose_programs_work_is_used(self, idle):
        make(ApiToken, idle, last_used_on=NIGHT.date())
        assert outcome("unused-accounts").warned == 0

    def test_erased_account_is_not_erased_every_night(self, idle):
        outcome("unused-accounts")
        for night in (30, 31, 3000):
            outcome("unused-accounts", now=NIGHT + timedelta(days=night))
        assert DataRequest.objects.filter(subject_number=idle.pk).count() <= 1


class TestOtherThings:
    def test_invitation_nobody_accepted_goes_from_the_trail_too(self, idle):
        make(Invitation, idle, email="invited@example.org", expires_at=NIGHT - timedelta(days=31))
        fresh = make(Invitation, idle, email="later@example.org", expires_at=NIGHT - timedelta(days=29))
        assert outcome("unaccepted-invitations").erased == 1
        assert places_with("invited@example.org") == []
        assert Invitation.objects.get() == fresh

    def test_report_closed_long_ago(self, idle):
        make(Report, idle, text="an old complaint", decided_at=NIGHT - timedelta(days=1096))
        make(Report, idle, text="still open", decided_at=None)
        assert outcome("closed-reports").erased == 1
        assert places_with("an old complaint") == []
        assert Report.objects.get().text == "still open"

    def test_copy_is_deleted_after_its_seven_days_and_the_request_stays(self, idle):
        request = make(
            DataRequest, idle, state="ready", content={"all": "of it"}, kept_until=NIGHT - timedelta(minutes=1)
        )
        assert outcome("personal-data-copies").erased == 1
        request.refresh_from_db()
        assert (request.content, request.state) == (None, "done")

    def test_mail_sessions_and_addresses(self, idle):
        make(OutboxMessage, idle, state="delivered", created_at=NIGHT - timedelta(days=31))
        make(OutboxMessage, idle, state="unsure", created_at=NIGHT - timedelta(days=31))
        Session.objects.create(session_key="old", session_data="", expire_date=NIGHT - timedelta(days=2))
        done = {row.what: row.erased for row in apply_retention(now=NIGHT)}
        assert (done["delivered-mail"], done["old-sessions"]) == (1, 1)
        assert OutboxMessage.objects.exclude(kind="mail").get().state == "unsure"


class TestNights:
    def test_dry_run_counts_and_changes_nothing(self, idle):
        make(Invitation, idle, expires_at=NIGHT - timedelta(days=31))
        dry = {row.what: (row.warned, row.erased) for row in apply_retention(now=NIGHT, dry=True)}
        assert (dry["unused-accounts"], dry["unaccepted-invitations"]) == ((1, 0), (0, 1))
        assert Invitation.objects.count() == 1
        assert not RetentionWarning.objects.exists()
        assert not OutboxMessage.objects.exists()

    def test_one_row_that_fails_holds_up_no_other_and_is_left_whole(self, idle, monkeypatch):
        bad, good = (make(Report, idle, text=text, decided_at=NIGHT - timedelta(days=2000)) for text in ("bad", "good"))
        end = KINDS["closed-reports"].end

        def fails_after_half(row):
            end(row)
            if row.text == "bad":
                raise RuntimeError("killed half-way")

        monkeypatch.setitem(
            retention.KINDS, "closed-reports", retention.Kind(KINDS["closed-reports"].over, fails_after_half)
        )
        done = outcome("closed-reports")
        assert (done.erased, done.failed) == (1, 1)
        assert list(Report.objects.values_list("pk", "text")) == [(bad.pk, "bad")]
        assert good.pk != bad.pk

    def test_second_night_does_nothing_more(self, idle):
        make(Report, idle, decided_at=NIGHT - timedelta(days=2000))
        apply_retention(now=NIGHT)
        assert sum(row.warned + row.erased for row in apply_retention(now=NIGHT)) == 0

    def test_command_is_dry_unless_told(self, idle):
        out = StringIO()
        call_command("apply_retention", stdout=out)
        assert "would" in out.getvalue()
        assert "unaccepted-invitations: would warn 0, erase 0, failed 0" in out.getvalue()
        out = StringIO()
        call_command("apply_retention", "--apply", stdout=out)
        assert "did" in out.getvalue()
