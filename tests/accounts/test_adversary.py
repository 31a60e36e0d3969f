"""What people try who want more than they were given: rights by detours, decisions about oneself, races, floods."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.invitations import accept_invitation, invite_member, revoke_invitation
from accounts.actions.members import ask_to_join, change_role, leave_organisation, restore_member, transfer_ownership
from accounts.actions.organisations import register_employer, suspend_organisation, withdraw_claim
from accounts.actions.people import suspend_person
from accounts.actions.support import locked
from accounts.actions.verification import (
    approve_organisation,
    confirm_domain_mail,
    record_call_back,
    send_domain_mail,
)
from accounts.models import Invitation, Membership, Organisation, User, Verification, hash_of
from accounts.roles import make_groups
from foundation.addresses import all_addresses
from tests.accounts.builders import PASSPHRASE, browser_of, claim, employer, mails_to, member, person, school
from tests.accounts.signing_in import code_of, is_signed_in, prove_again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


class TestTheDesksOwnScreensOfPeople:
    """Wagtail brings screens of users and groups, which know nothing of our rules: they are open to no role."""

    @pytest.fixture(autouse=True)
    def roles(self):
        make_groups()  # as after every migration

    @pytest.fixture
    def administrator(self):
        return browser_of(person("admin", "administrator"))

    def test_no_role_opens_them(self, administrator):
        for name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"):
            assert administrator.get(reverse(name)).status_code in (302, 403, 404), name

    def test_an_administrator_makes_no_superuser(self, administrator):
        given = {"email": "second@example.org", "first_name": "S", "last_name": "S", "is_superuser": "on"}
        administrator.post(reverse("wagtailusers_users:add"), given)
        assert not User.objects.filter(is_superuser=True).exists()

    def test_an_administrator_gives_themselves_no_role(self):
        admin = person("admin", "administrator")
        browser = browser_of(admin)
        groups = list(admin.groups.model.objects.values_list("pk", flat=True))
        given = {"email": admin.email, "first_name": "A", "last_name": "A", "groups": groups, "is_active": "on"}
        browser.post(reverse("wagtailusers_users:edit", args=[admin.pk]), given)
        assert list(admin.groups.values_list("name", flat=True)) == ["administrator"]

    def test_nobody_is_deleted_past_the_erasure(self, administrator):
        victim = person("victim")
        administrator.post(reverse("wagtailusers_users:delete", args=[victim.pk]))
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
        administrator.post(f"{address}?id={victim.pk}")
        assert User.objects.filter(pk=victim.pk).exists()


class TestNobodyDecidesAboutThemselves:
    def test_a_curator_hands_nothing_over_to_themselves(self):
        works, curator = employer(), person("curator", "curator")
        owner = member(works, "employer_owner")
        own = member(works, "employer_member", user=curator)
        with pytest.raises(PermissionDenied):
            transfer_ownership(by=curator, organisation=works, to=own)
        owner.refresh_from_db()
        assert (owner.role, owner.state) == ("employer_owner", "active")

    def test_the_desk_says_so(self):
        works, curator = employer(), person("curator", "curator")
        own = member(works, "employer_member", user=curator)
        browser = browser_of(curator)
        answer = browser.post(f"/cms/organisations/{works.pk}/", {"do": "successor", "membership": own.pk}, follow=True)
        assert answer.status_code == 200
        assert "another curator" in answer.content.decode()

    def test_a_curator_does_not_raise_their_own_role(self):
        oak, curator = school(), person("curator", "curator")
        member(oak, "leader")
        own = member(oak, "teacher", user=curator)
        with pytest.raises(PermissionDenied):
            change_role(by=curator, membership=own, role="leader")

    def test_a_leader_may_still_step_down_beside_another(self):
        oak = school()
        own = member(oak, "leader")
        member(oak, "leader")
        assert change_role(by=own.user, membership=own, role="teacher").role == "teacher"


class TestOneOwner:
    def test_a_former_owner_is_not_restored_beside_one_whose_account_is_suspended(self):
        works, curator = employer(), person("curator", "curator")
        former, owner = member(works, "employer_owner", state="suspended"), member(works, "employer_owner")
        User.objects.filter(pk=owner.user_id).update(is_active=False)
        with pytest.raises(ValidationError):
            restore_member(by=curator, membership=former)


class TestSuspendedOrganisations:
    def test_are_not_brought_back_by_approving_a_claim(self):
        works = employer(state="pending")
        waiting = claim(works, "employer_owner")
        suspend_organisation(by=person("admin", "administrator"), organisation=works, reason="A scam.")
        with pytest.raises(ValidationError):
            approve_organisation(by=person("curator", "curator"), verification=waiting, by_hand="Looks right to me.")
        works.refresh_from_db()
        assert works.state == "suspended"


class TestForgedNumbers:
    @pytest.mark.parametrize("forged", ["abc", "-1", "9" * 30, "\x00", "1 OR 1=1"])
    def test_are_no_errors_of_the_desk(self, forged):
        works = employer()
        browser = browser_of(person("curator", "curator"))
        for address, act in (
            (f"/cms/organisations/{works.pk}/", "successor"),
            ("/cms/organisations/verify/", "confirm"),
        ):
            assert browser.post(address, {"do": act, "membership": forged}).status_code == 404


class TestFloodsOfMail:
    def test_asking_and_leaving_again_and_again_reaches_the_owner_a_few_times_only(self):
        works, pest = employer(), person("pest")
        owner = member(works, "employer_owner")
        for _round in range(8):
            try:
                asked = ask_to_join(by=pest, organisation=works, role="employer_member")
            except ValidationError:
                break
            leave_organisation(by=pest, membership=asked)
        assert len(mails_to(owner.user.email)) <= 3

    def test_registering_and_withdrawing_sends_one_mailbox_no_more_mails_than_one_claim_may(self):
        pest = person("pest")
        for number in range(8):
            works = register_employer(
                by=pest,
                name="Example Works",
                identifier_kind="company",
                identifier=f"{90000000 + number}",
                domain="works.example.co.uk",
            )
            waiting = works.verifications.get()
            with suppress(ValidationError):
                send_domain_mail(by=pest, verification=waiting, email="anybody@works.example.co.uk")
            withdraw_claim(by=pest, verification=waiting)
        assert len(mails_to("anybody@works.example.co.uk")) <= 5

    def test_signing_up_with_somebody_elses_address_writes_to_them_a_few_times_only(self, time_machine):
        cache.clear()
        victim, start = person("victim"), timezone.now()
        said = {"email": victim.email, "password1": "three words unrelated", "display_name": "P", "who": "other"}
        for number in range(8):
            time_machine.move_to(start + timedelta(seconds=11 * number))
            assert Client().post("/account/sign-up/", said).status_code == 302
        assert 1 <= len(mails_to(victim.email)) <= 5


class TestSessionsOfOneStep:
    def test_end_when_a_second_step_is_set_up_elsewhere(self, django_capture_on_commit_callbacks):
        """Whoever knew the password before is not taken for somebody who has both steps."""
        curator = person("curator", "curator")
        thief, here = signed_in(curator), signed_in(curator)
        assert thief.get("/cms/queues/").status_code == 302
        prove_again(here)
        page = here.get("/account/two-step/switch-on/").content.decode()
        secret = re.search(r'account-key">([A-Z2-7]+)<', page).group(1)
        with django_capture_on_commit_callbacks(execute=True):
            here.post("/account/two-step/switch-on/", {"code": code_of(secret)})
        assert here.get("/cms/queues/").status_code == 200
        assert not is_signed_in(thief)


class TestWhatIsAnsweredToStrangers:
    def test_changing_ones_address_does_not_tell_who_has_an_account(self):
        cache.clear()
        ada, bob = person("ada"), person("bob")
        browser = signed_in(ada)
        answers = []
        for address in (bob.email, "nobody@example.org"):
            cache.clear()
            answers.append(browser.post("/account/email/", {"email": address, "action_add": ""}))
        assert answers[0].status_code == answers[1].status_code
        assert answers[0].headers.get("Location") == answers[1].headers.get("Location")

    @pytest.mark.parametrize(
        "to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_signing_in_leads_nowhere_else(self, to):
        cache.clear()
        ada = person("ada")
        answer = Client().post("/account/sign-in/", {"login": ada.email, "password": PASSPHRASE, "next": to})
        assert "evil" not in answer.url
        assert "javascript" not in answer.url

    def test_mails_lead_to_this_site_whatever_host_was_asked(self, settings):
        cache.clear()
        settings.ALLOWED_HOSTS = ["*"]
        ada = person("ada")
        Client().post("/account/password/reset/", {"email": ada.email}, headers={"host": "evil.example"})
        [mail] = mails_to(ada.email)
        assert "/account/password/reset/" in mail["text"]
        assert "evil.example" not in str(mail)


class TestTheDeskWithoutASecondStep:
    def test_no_address_of_it_opens(self):
        admin = person("admin", "administrator", "curator", "data_steward")
        browser = browser_of(admin, two_step=False)
        for address in _desk_addresses():
            answer = browser.get(address)
            assert answer.status_code in (302, 404), address
            if answer.status_code == 302 and "two-step" not in answer.url:
                assert answer.url.startswith(("/account/sign-in/", "/account/password/reset/")), (address, answer.url)

    def test_nobody_without_a_role_opens_any(self):
        browser = browser_of(person("stranger"))
        for address in _desk_addresses():
            assert browser.get(address).status_code in (302, 403, 404), address


def _desk_addresses() -> list[str]:
    """Every address below /cms/ that takes nothing, or numbers only."""
    found = []
    for one in all_addresses(skip=()):
        route = re.sub(r"<int:\w+>|<\w+:pk>|<\w+>|<str:\w+>|<slug:\w+>|<path:\w+>", "1", one.route)
        if route in ("/cms/sprite/", "/cms/jsi18n/"):
            continue  # drawings and words of buttons
        if route.startswith("/cms/") and not re.search(r"[()^$?\\]", route) and "log" not in route.split("/")[2]:
            found.append(route)
    assert len(found) > 60
    return found


def test_secrets_of_links_stay_out_of_the_log_and_the_trail(caplog):
    caplog.set_level("INFO")
    works = employer()
    owner, guest = member(works, "employer_owner"), person("guest")
    invite_member(by=owner.user, organisation=works, email=guest.email, role="employer_member")
    token = re.search(r"/invitations/([\w-]+)/", mails_to(guest.email)[-1]["text"]).group(1)
    browser = browser_of(guest)
    assert browser.get(f"/account/organisations/invitations/{token}/").status_code == 200
    assert browser.post(f"/account/organisations/invitations/{token}/").status_code == 302
    Client().get("/account/password/reset/5-secretkeyofareset/")
    assert "/account/organisations/invitations/" in caplog.text
    assert token not in caplog.text
    assert "secretkeyofareset" not in caplog.text
    event = Membership.pgh_event_model.objects.get(user=guest)
    assert token not in str(event.pgh_context.metadata)


def both(*acts):
    """Run these at the same time, each with its own connection; returns the exceptions."""
    gate, raised = Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(timeout=10)
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_an_invitation_taken_back_meanwhile_is_not_accepted(self):
        works = employer()
        owner, guest = member(works, "employer_owner"), person("guest")
        invitation = invite_member(by=owner.user, organisation=works, email=guest.email, role="employer_member")
        Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_of("known"))
        errors = []

        def accept():
            try:
                accept_invitation(by=guest, token="known")
            except ValidationError as error:
                errors.append(error)
            finally:
                connection.close()

        with transaction.atomic():
            locked(works)  # whoever accepts has read the invitation by now and waits here
            accepting = Thread(target=accept)
            accepting.start()
            _wait_until_somebody_waits()
            revoke_invitation(by=owner.user, invitation=invitation)
        accepting.join(timeout=30)
        assert errors
        assert not Membership.objects.filter(user=guest, state="active").exists()

    def test_a_call_back_and_a_confirmed_mail_at_once_are_both_kept(self):
        oak, curator = school(state="pending", domain="oak.sch.uk"), person("curator", "curator")
        waiting = claim(oak, email="head@oak.sch.uk", mail_token_hash=hash_of("known"), mail_sent_at=timezone.now())
        claimant = waiting.membership.user
        with transaction.atomic():
            Verification.objects.select_for_update().get(pk=waiting.pk)
            racing = Thread(
                target=lambda: both(
                    lambda: record_call_back(
                        by=curator, verification=waiting, number="0113 496 0000", source="Its site"
                    ),
                    lambda: confirm_domain_mail(by=claimant, token="known"),
                )
            )
            racing.start()
            _wait_until_somebody_waits(2)
        racing.join(timeout=40)
        waiting.refresh_from_db()
        assert waiting.called_at
        assert waiting.mail_confirmed_at
        assert waiting.state == "ready"

    def test_of_two_approvals_of_the_same_school_at_once_the_second_is_told(self):
        make_groups()  # the tables were emptied
        first, second = (claim(school(state="pending", urn="123456")) for _twin in range(2))
        curators = [person("curator", "curator"), person("curator", "curator")]
        seen = "I saw it on its own site."
        raised = both(
            lambda: approve_organisation(by=curators[0], verification=first, by_hand=seen),
            lambda: approve_organisation(by=curators[1], verification=second, by_hand=seen),
        )
        assert [type(error) for error in raised] == [ValidationError]
        assert sorted(Organisation.objects.values_list("state", flat=True)) == ["refused", "verified"]

    def test_two_administrators_who_suspend_each_other_leave_one(self):
        make_groups()
        one, other = person("one", "administrator"), person("other", "administrator")
        raised = both(
            lambda: suspend_person(by=one, person=other, reason="A quarrel."),
            lambda: suspend_person(by=other, person=one, reason="A quarrel."),
        )
        assert len(raised) == 1
        assert User.objects.filter(is_active=True).count() == 1

    def test_two_handings_over_at_once_leave_one_owner(self):
        works = employer()
        owner, first, second = member(works, "employer_owner"), member(works), member(works)
        both(
            lambda: transfer_ownership(by=owner.user, organisation=works, to=first),
            lambda: transfer_ownership(by=owner.user, organisation=works, to=second),
        )
        owners = Membership.objects.filter(organisation=works, role="employer_owner", state="active")
        assert owners.count() == 1
        assert owners.get().user_id != owner.user_id


def _wait_until_somebody_waits(number: int = 1) -> None:
    deadline = timezone.now() + timedelta(seconds=10)
    while timezone.now() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # or one transaction sees one moment only
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0] >= number:
                return
    raise AssertionError("nobody came to wait")
