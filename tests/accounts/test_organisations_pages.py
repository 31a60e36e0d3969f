"""Pages of people's organisations: what each shows to whom, and that hidden and absent answer alike."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership, Organisation, Verification
from accounts.permissions import Permission
from pathways.models import Provider
from tests.accounts.builders import browser_of, claim, employer, mails_to, member, person, school

pytestmark = pytest.mark.django_db
BASE = "/account/organisations/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]).split())


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def browser(ada):
    return browser_of(ada, two_step=False)


@pytest.mark.parametrize(
    "path", ["", "begin/", "new-employer/", "claim/", "claim/?q=oak", "claim/by-hand/", "join/", "join/?q=works"]
)
def test_pages_open_for_people_who_signed_in_and_for_nobody_else(browser, path):
    response = browser.get(BASE + path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert Client().get(BASE + path).url.startswith("/account/sign-in/")


class TestRegistering:
    def test_by_the_form(self, browser, ada):
        given = {
            "name": "Example Works",
            "identifier_kind": "company",
            "identifier": "04276635",
            "domain": "works.example",
        }
        response = browser.post(f"{BASE}new-employer/", given, follow=True)
        assert "What happens next" in words(response)
        assert "Example Works" in words(response)
        assert ada.has_perm(Permission.ROLE_PROFILE_EDIT, Organisation.objects.get())

    def test_errors_stand_beside_their_field_and_in_the_summary(self, browser):
        response = browser.post(f"{BASE}new-employer/", {"name": "", "identifier_kind": "company", "identifier": "12"})
        html = response.content.decode()
        assert 'href="#id_name"' in html
        assert 'id="id_identifier-error"' in html
        assert not Organisation.objects.exists()

    def test_an_empty_form_says_all_that_is_missing_at_once(self, browser):
        html = browser.post(f"{BASE}new-employer/", {}).content.decode()
        assert 'href="#id_name"' in html
        assert "Choose how your organisation is known." in html

    def test_nobody_names_their_own_state(self, browser):
        given = {
            "name": "Works",
            "identifier_kind": "company",
            "identifier": "04276635",
            "state": "verified",
            "is_demo": "1",
        }
        browser.post(f"{BASE}new-employer/", given)
        made = Organisation.objects.get()
        assert (made.state, made.is_demo) == ("pending", False)


class TestClaiming:
    @pytest.fixture
    def listed(self):
        return Provider.objects.exclude(urn="").exclude(website="").exclude(ukprn="").filter(kind="school").first()

    def test_finds_a_school_by_name_urn_and_ukprn(self, browser, listed):
        for asked in (listed.name, listed.urn, listed.ukprn):
            assert listed.name in browser.get(f"{BASE}claim/", {"q": asked}).content.decode().replace("&#x27;", "'")

    def test_facts_come_from_the_list_and_not_from_the_form(self, browser, ada, listed):
        response = browser.post(
            f"{BASE}claim/{listed.urn}/", {"role": "teacher", "name": "Mine", "website": "https://x.example"}
        )
        assert response.status_code == 302
        made = Organisation.objects.get()
        assert (made.name, made.urn, made.website) == (listed.name, listed.urn, listed.website)
        assert not [one for one in Permission if ada.has_perm(one)]

    def test_unknown_number_is_nothing(self, browser):
        assert browser.get(f"{BASE}claim/999999/").status_code == 404
        assert browser.get(f"{BASE}claim/abc/").status_code == 404

    def test_by_hand(self, browser):
        given = {"kind": "school", "name": "Small School", "role": "leader", "evidence": "Its page at the council"}
        assert browser.post(f"{BASE}claim/by-hand/", given).status_code == 302
        assert "its own" in words(browser.get(f"{BASE}{Organisation.objects.get().pk}/"))

    def test_bad_input_is_answered_plainly(self, browser):
        for asked in ("\x00", "'; DROP TABLE", "%", "<script>", "é" * 500):
            response = browser.get(f"{BASE}claim/", {"q": asked})
            assert response.status_code == 200
            assert "<script>" not in response.content.decode().partition("<main")[2]


class TestDetail:
    def test_says_what_happens_next(self):
        waiting = claim(school(state="pending", domain="oak.camden.sch.uk"))
        browser = browser_of(waiting.membership.user, two_step=False)
        shown = words(browser.get(f"{BASE}{waiting.organisation_id}/"))
        assert "A curator calls the number" in shown
        assert "oak.camden.sch.uk" in shown

    def test_never_tells_a_claimant_who_else_is_there(self, ada, browser):
        oak = school()
        leader = member(oak, "leader", user=person("winifred")).user
        member(oak, "teacher", state="pending", user=ada)
        shown = browser.get(f"{BASE}{oak.pk}/").content.decode()
        assert leader.display_name not in shown
        assert leader.email not in shown
        assert browser.get(f"{BASE}{oak.pk}/members/").status_code in (403, 404)

    @pytest.mark.parametrize("path", ["", "leave/", "withdraw/", "prove/"])
    def test_anothers_and_none_at_all_answer_alike(self, browser, path):
        other = claim(employer(state="pending"), "employer_owner").organisation
        answers = [browser.get(f"{BASE}{number}/{path}") for number in (other.pk, 999999)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content

    def test_suspended_organisation_says_why(self, ada, browser):
        works = employer(state="suspended", state_reason="Complaints about pay.")
        member(works, user=ada)
        assert "Complaints about pay." in words(browser.get(f"{BASE}{works.pk}/"))

    def test_mail_is_sent_from_the_page_and_its_link_needs_a_press(self):
        waiting = claim(school(state="pending", domain="oak.camden.sch.uk"))
        browser = browser_of(waiting.membership.user, two_step=False)
        address = "head@oak.camden.sch.uk"
        browser.post(f"{BASE}{waiting.organisation_id}/prove/", {"email": address})
        path = re.search(r"(/account/organisations/confirm-mail/\S+/)", mails_to(address)[-1]["text"])[1]
        assert browser.get(path).status_code == 200
        assert Verification.objects.get().mail_confirmed_at is None
        assert browser.post(path).status_code == 302
        assert Verification.objects.get().mail_confirmed_at

    def test_wrong_domain_comes_back_with_the_reason(self):
        waiting = claim(school(state="pending", domain="oak.camden.sch.uk"))
        browser = browser_of(waiting.membership.user, two_step=False)
        response = browser.post(f"{BASE}{waiting.organisation_id}/prove/", {"email": "ada@gmail.com"})
        assert "id_email-error" in response.content.decode()

    def test_withdrawing_asks_first(self):
        waiting = claim(school(state="pending"))
        browser = browser_of(waiting.membership.user, two_step=False)
        browser.get(f"{BASE}{waiting.organisation_id}/withdraw/")
        assert Verification.objects.get().state == "open"
        browser.post(f"{BASE}{waiting.organisation_id}/withdraw/")
        assert Verification.objects.get().state == "withdrawn"


class TestMembers:
    @pytest.fixture
    def works(self):
        return employer()

    @pytest.fixture
    def owner(self, works):
        return browser_of(member(works, "employer_owner").user)

    def test_need_the_right_and_a_second_step(self, works):
        assert browser_of(member(works).user).get(f"{BASE}{works.pk}/members/").status_code == 403
        without = browser_of(member(works, "employer_owner").user, two_step=False)
        assert "two-step" in without.get(f"{BASE}{works.pk}/members/").url

    def test_owner_of_another_sees_nothing(self, works):
        other = browser_of(member(employer("Another"), "employer_owner").user)
        colleague = member(works)
        for path in ("members/", f"members/{colleague.pk}/", "hand-over/"):
            assert other.get(f"{BASE}{works.pk}/{path}").status_code == 404
        response = other.post(f"{BASE}{works.pk}/members/{colleague.pk}/decide/", {"do": "suspend"})
        assert response.status_code == 404
        colleague.refresh_from_db()
        assert colleague.state == "active"

    def test_member_of_one_organisation_is_not_reached_through_another(self, works, owner):
        elsewhere = member(employer("Another"))
        assert owner.get(f"{BASE}{works.pk}/members/{elsewhere.pk}/").status_code == 404
        assert owner.post(f"{BASE}{works.pk}/members/{elsewhere.pk}/decide/", {"do": "suspend"}).status_code == 404

    def test_invite_resend_and_take_back(self, works, owner):
        owner.post(f"{BASE}{works.pk}/members/", {"email": "bea@example.org", "role": "employer_member"})
        invitation = Invitation.objects.get()
        assert "bea@example.org" in words(owner.get(f"{BASE}{works.pk}/members/"))
        owner.post(f"{BASE}{works.pk}/invitations/{invitation.pk}/", {"do": "again"})
        assert len(mails_to("bea@example.org")) == 2
        owner.post(f"{BASE}{works.pk}/invitations/{invitation.pk}/", {"do": "revoke"})
        invitation.refresh_from_db()
        assert invitation.revoked_at

    def test_accepting_by_the_link(self, works, owner):
        owner.post(f"{BASE}{works.pk}/members/", {"email": "bea@example.org", "role": "employer_member"})
        path = re.search(r"(/account/organisations/invitations/\S+/)", mails_to("bea@example.org")[-1]["text"])[1]
        stranger = browser_of(person("cat"), two_step=False).get(path)
        assert works.name not in words(stranger)
        bea = person(email="bea@example.org")
        browser = browser_of(bea, two_step=False)
        assert works.name in words(browser.get(path))
        assert not bea.memberships.exists()
        browser.post(path)
        assert bea.memberships.get().state == "active"

    def test_suspended_member_is_out_on_the_next_request(self, works, owner):
        colleague = member(works)
        browser = browser_of(colleague.user, two_step=False)
        owner.post(f"{BASE}{works.pk}/members/{colleague.pk}/decide/", {"do": "suspend"})
        assert "suspended" in words(browser.get(f"{BASE}{works.pk}/"))
        assert not colleague.user.has_perm(Permission.ROLE_PROFILE_EDIT, works)

    def test_requests_are_answered(self, works, owner, ada, browser):
        browser.post(f"{BASE}join/{works.pk}/", {"role": "employer_member"})
        asking = Membership.objects.get(user=ada)
        assert "asks to join" in words(owner.get(f"{BASE}{works.pk}/members/"))
        owner.post(f"{BASE}{works.pk}/members/{asking.pk}/decide/", {"do": "confirm"})
        asking.refresh_from_db()
        assert asking.state == "active"

    def test_handing_over(self, works, owner):
        colleague = member(works)
        assert "cannot take this back" in words(owner.get(f"{BASE}{works.pk}/hand-over/"))
        owner.post(f"{BASE}{works.pk}/hand-over/", {"to": colleague.pk})
        colleague.refresh_from_db()
        assert colleague.role == "employer_owner"

    def test_owner_who_leaves_alone_is_told_what_to_do(self, works, owner):
        response = owner.post(f"{BASE}{works.pk}/leave/")
        assert response.status_code == 400
        assert "Hand it over to a colleague first" in words(response)

    def test_nobody_suspends_themselves(self, works, owner):
        mine = Membership.objects.get(organisation=works)
        owner.post(f"{BASE}{works.pk}/members/{mine.pk}/decide/", {"do": "suspend"}, follow=True)
        mine.refresh_from_db()
        assert mine.state == "active"

    def test_every_member_page_draws(self, works, owner):
        for state in ("active", "suspended", "pending"):
            one = member(works, state=state)
            assert owner.get(f"{BASE}{works.pk}/members/{one.pk}/").status_code == 200


def test_refusals_are_listed_with_their_reason(ada, browser):
    works = employer(state="refused")
    mine = member(works, "employer_owner", state="refused", user=ada)
    Verification.objects.create(
        organisation=works, membership=mine, state="refused", reason="Not on the register.", decided_at=timezone.now()
    )
    assert "Not on the register." in words(browser.get(BASE))


def test_unverified_organisations_are_not_to_be_found(browser):
    employer("Secret Works", state="pending")
    assert "Secret Works" not in words(browser.get(f"{BASE}join/", {"q": "Secret Works"})).replace("“Secret Works”", "")
