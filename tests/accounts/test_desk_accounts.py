"""The desk's screens about organisations, people, the audit trail and reports: who may, what they do."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.people import give_role
from accounts.actions.reports import report_item
from accounts.desk.trail import entries, trails
from accounts.models import Organisation, Report
from accounts.permissions import Permission
from accounts.signin.two_step import has_two_step
from foundation.queues import all_queues
from tests.accounts.builders import browser_of, claim, employer, mails_to, member, person, school
from tests.accounts.signing_in import with_two_step

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def curator():
    return browser_of(person("curator", "curator"))


@pytest.fixture
def administrator():
    return browser_of(person("admin", "administrator"))


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("organisations/verify/", "curator"),
        ("organisations/", "curator"),
        ("people/", "administrator"),
        ("trail/", "administrator"),
        ("complaints/", "curator"),
        ("complaints/log.csv", "curator"),
    ],
)
def test_opens_for_its_role_alone(path, role):
    assert browser_of(person("has", role)).get(f"/cms/{path}").status_code == 200
    other = "curator" if role == "administrator" else "data_steward"
    assert browser_of(person("not", other)).get(f"/cms/{path}").status_code in (302, 403)
    assert Client().get(f"/cms/{path}").status_code == 302


def test_queues_are_known():
    assert {"organisations", "reports"} <= {queue.slug for queue in all_queues()}


class TestVerifying:
    @pytest.fixture
    def waiting(self):
        return claim(school("Oak School", state="pending"), mail_confirmed_at=timezone.now())

    def test_proofs_and_duplicates_stand_on_one_screen(self, curator, waiting):
        school("Oak School again", state="pending", urn=waiting.organisation.urn)
        html = curator.get(f"/cms/organisations/verify/{waiting.pk}/").content.decode()
        for words in ("Call back", "Oak School again", waiting.membership.user.email, "by hand"):
            assert words in html

    def test_call_then_approval(self, curator, waiting):
        address = f"/cms/organisations/verify/{waiting.pk}/"
        curator.post(
            address, {"do": "call", "number": "020 7946 0000", "source": "its website", "note": "She works here"}
        )
        curator.post(address, {"do": "approve"})
        waiting.refresh_from_db()
        assert (waiting.state, waiting.by_hand) == ("approved", "")
        assert Organisation.objects.get().is_verified

    def test_without_proofs_needs_a_reason(self, curator, waiting):
        assert curator.post(f"/cms/organisations/verify/{waiting.pk}/", {"do": "approve"}).status_code == 400
        assert not Organisation.objects.get().is_verified

    def test_what_was_typed_comes_back(self, curator, waiting):
        given = {"do": "call", "number": "020 7946 0000", "source": ""}
        assert "020 7946 0000" in curator.post(f"/cms/organisations/verify/{waiting.pk}/", given).content.decode()

    def test_refusal_is_mailed(self, curator, waiting):
        curator.post(f"/cms/organisations/verify/{waiting.pk}/", {"do": "refuse", "reason": "No such person there."})
        assert "No such person there." in mails_to(waiting.membership.user.email)[-1]["text"]

    def test_queue_lists_what_waits(self, curator, waiting):
        assert "Oak School" in curator.get("/cms/organisations/verify/").content.decode()

    def test_request_that_nobody_there_can_answer_is_answered_here(self, curator):
        asking = member(school("Elm School"), "teacher", state="pending")
        assert "Elm School" in curator.get("/cms/organisations/verify/").content.decode()
        curator.post("/cms/organisations/verify/", {"membership": asking.pk, "do": "confirm"})
        asking.refresh_from_db()
        assert asking.state == "active"


class TestOrganisations:
    def test_suspending_takes_rights_on_the_next_request_and_restoring_gives_them_back(self, curator):
        works = employer()
        owner = member(works, "employer_owner").user
        address = f"/cms/organisations/{works.pk}/"
        curator.post(address, {"do": "suspend", "reason": "Complaints."})
        assert not owner.has_perm(Permission.ROLE_PROFILE_EDIT, works)
        assert "Complaints." in mails_to(owner.email)[-1]["text"]
        curator.post(address, {"do": "restore"})
        works.refresh_from_db()
        assert works.is_verified
        assert owner.has_perm(Permission.ROLE_PROFILE_EDIT, works)

    def test_pending_one_is_pending_again_after_suspension(self, curator):
        works = employer(state="pending")
        for data in ({"do": "suspend", "reason": "Odd."}, {"do": "restore"}):
            curator.post(f"/cms/organisations/{works.pk}/", data)
        works.refresh_from_db()
        assert works.state == "pending"

    def test_member_is_put_in_charge_where_nobody_is(self, curator):
        works = employer()
        owner, colleague = member(works, "employer_owner").user, member(works)
        owner.is_active = False
        owner.save()
        assert "Put in charge" in curator.get(f"/cms/organisations/{works.pk}/").content.decode()
        curator.post(f"/cms/organisations/{works.pk}/", {"do": "successor", "membership": colleague.pk})
        colleague.refresh_from_db()
        assert colleague.role == "employer_owner"

    def test_are_found_by_name_and_number(self, curator):
        works = employer("Findable Works", identifier="04276635")
        for asked in ("findable", "04276635"):
            assert works.name in curator.get("/cms/organisations/", {"q": asked}).content.decode()


class TestPeople:
    def test_are_listed_only_when_asked_for(self, administrator):
        ada = person("ada")
        assert ada.email not in administrator.get("/cms/people/").content.decode()
        assert ada.email in administrator.get("/cms/people/", {"q": "ada"}).content.decode()

    def test_roles_and_suspension(self, administrator):
        ada = person("ada")
        address = f"/cms/people/{ada.pk}/"
        administrator.post(address, {"do": "give", "role": "curator"})
        assert ada.groups.filter(name="curator").exists()
        administrator.post(address, {"do": "take", "role": "curator"})
        assert not ada.groups.exists()
        browser = browser_of(ada, two_step=False)
        administrator.post(address, {"do": "suspend", "reason": "Asked to."})
        assert browser.get("/account/").status_code == 302
        administrator.post(address, {"do": "restore"})
        ada.refresh_from_db()
        assert ada.is_active

    def test_second_step_is_taken_away_only_after_checking_who_asks(self, administrator):
        ada = person("ada")
        with_two_step(ada)
        administrator.post(f"/cms/people/{ada.pk}/", {"do": "two-step"})
        assert has_two_step(ada)
        administrator.post(f"/cms/people/{ada.pk}/", {"do": "two-step", "checked": "yes"})
        assert not has_two_step(ada)
        assert mails_to(ada.email)

    def test_bad_input_changes_nothing(self, administrator):
        ada = person("ada")
        for data in ({"do": "give", "role": "teacher"}, {"do": "promote"}, {}):
            assert administrator.post(f"/cms/people/{ada.pk}/", data).status_code == 302
        assert not ada.groups.exists()
        assert administrator.get("/cms/people/", {"q": "\x00'%"}).status_code == 200


class TestTrail:
    def test_says_who_when_what_and_from_where(self, administrator):
        ada = person("ada")
        administrator.post(f"/cms/people/{ada.pk}/", {"do": "suspend", "reason": "Asked to."}, REMOTE_ADDR="192.0.2.7")
        html = administrator.get("/cms/trail/", {"person": ada.pk}).content.decode()
        for words in ("suspend person", "192.0.2.7", "is active", "True", "False", "Admin"):
            assert words in html

    def test_narrows_by_person_and_kind(self):
        boss, ada, bea = person("boss", "administrator"), person("ada"), person("bea")
        give_role(by=boss, person=ada, role="curator")
        give_role(by=boss, person=bea, role="curator")
        found = entries(kinds=["accounts.UserRole"], person=ada.pk, before=None)
        assert [(one.who, one.label) for one in found] == [(boss.pk, "made")]

    def test_takes_a_constant_number_of_statements(self, django_assert_max_num_queries):
        for number in range(30):
            person(f"person{number}")
        with django_assert_max_num_queries(2 * len(trails()) + 2):
            assert len(entries(kinds=trails(), person=None, before=None)) == 41

    def test_older_pages_follow(self, administrator):
        for number in range(25):
            person(f"person{number}", "curator")
        response = administrator.get("/cms/trail/", {"kind": "accounts.User", "person": "", "before": "nonsense"})
        assert response.status_code == 200

    def test_unknown_person_has_no_trail(self, administrator):
        person("ada")
        assert "Nothing." in administrator.get("/cms/trail/", {"person": "nobody@example.org"}).content.decode()


class TestReports:
    @pytest.fixture
    def report(self):
        works = employer("Example Works")
        return report_item(kind="employer", target_id=works.slug, reason="misleading", text="=1+1 is a scam")

    def test_is_decided_with_an_outcome(self, curator, report):
        assert "is a scam" in curator.get(f"/cms/complaints/{report.pk}/").content.decode()
        curator.post(f"/cms/complaints/{report.pk}/", {"do": "upheld", "outcome": ""})
        assert Report.objects.get().state == "open"
        curator.post(f"/cms/complaints/{report.pk}/", {"do": "upheld", "outcome": "Taken down."})
        held = Report.objects.get()
        assert (held.state, held.outcome, held.decided_by.display_name) == ("upheld", "Taken down.", "Curator")
        assert "Taken down." in curator.get(f"/cms/complaints/{report.pk}/").content.decode()

    def test_log_runs_nothing_as_a_formula(self, curator, report):
        text = b"".join(curator.get("/cms/complaints/log.csv").streaming_content).decode()
        assert "'=1+1 is a scam" in text

    def test_risks_come_first(self, curator, report):
        elm = employer("Elm Works")
        report_item(kind="employer", target_id=elm.slug, reason="unsafe")
        html = curator.get("/cms/complaints/").content.decode()
        assert html.index("Elm Works") < html.index("Example Works")
        assert "Example Works" in curator.get("/cms/complaints/", {"all": "1"}).content.decode()
