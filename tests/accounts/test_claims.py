"""Claims of employers and schools: what is asked, what nobody gets before a decision, and how they end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions.organisations import claim_school, register_employer, withdraw_claim
from accounts.actions.verification import (
    approve_organisation,
    check_domain_dns,
    confirm_domain_mail,
    record_call_back,
    refuse_organisation,
    send_domain_mail,
)
from accounts.models import Membership, Organisation, Verification
from accounts.permissions import Permission
from accounts.queries import organisations_with
from tests.accounts.builders import claim, employer, mails_to, member, person, school

pytestmark = pytest.mark.django_db
WORKS = {"name": "Example Works", "identifier_kind": "company", "identifier": "4276635", "domain": "works.example"}
OAK = {
    "kind": "school",
    "name": "Oak School",
    "urn": "100049",
    "website": "www.oak.camden.sch.uk",
    "from_register": True,
}


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def curator():
    return person("curator", "curator")


def token_in(address):
    return re.search(r"/confirm-mail/([\w-]+)/", mails_to(address)[-1]["text"])[1]


class TestRegisteringAnEmployer:
    def test_makes_the_person_its_owner_and_waits_for_a_curator(self, ada):
        works = register_employer(by=ada, **WORKS)
        assert (works.identifier, works.state, works.is_verified) == ("04276635", "pending", False)
        assert ada.has_perm(Permission.ROLE_PROFILE_EDIT, works)
        assert list(organisations_with(ada, Permission.MEMBER_MANAGE)) == [works]
        assert works.verifications.get().membership.user == ada
        assert "Example Works" in mails_to(ada.email)[0]["subject"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": "  "}, "name"),
            ({"name": "x" * 161}, "name"),
            ({"identifier": "12"}, "identifier"),
            ({"identifier_kind": "friend"}, "identifier_kind"),
            ({"identifier_kind": "sole_trader", "identifier": ""}, "evidence"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"domain": "gmail.com"}, "domain"),
            ({"domain": "co.uk"}, "domain"),
            ({"phone": "ring me"}, "phone"),
        ],
    )
    def test_says_what_is_wrong_by_field_and_keeps_nothing(self, ada, change, field):
        with pytest.raises(ValidationError) as caught:
            register_employer(by=ada, **(WORKS | change))
        assert field in caught.value.message_dict
        assert not Organisation.objects.exists()

    def test_says_everything_that_is_wrong_at_once(self, ada):
        with pytest.raises(ValidationError) as caught:
            register_employer(by=ada, **(WORKS | {"name": "", "identifier": "1", "domain": "x"}))
        assert set(caught.value.message_dict) == {"name", "identifier", "domain"}

    def test_takes_the_place_of_nobody_by_name(self, ada):
        employer("Example Works")
        assert register_employer(by=ada, **WORKS).slug.startswith("example-works-")

    def test_nobody_keeps_more_than_a_few_waiting(self, ada):
        for number in range(5):
            register_employer(by=ada, **(WORKS | {"identifier": f"0427660{number}"}))
        with pytest.raises(ValidationError, match="several"):
            register_employer(by=ada, **WORKS)

    def test_markup_in_a_name_is_kept_as_the_text_it_is(self, ada):
        works = register_employer(by=ada, **(WORKS | {"name": "<script>alert(1)</script>\nWorks"}))
        assert works.name == "<script>alert(1)</script> Works"


class TestClaimingASchool:
    @pytest.mark.parametrize("role", ["teacher", "careers_professional", "leader", "safeguarding_lead"])
    def test_grants_nothing_before_it_is_confirmed(self, ada, role):
        membership = claim_school(by=ada, role=role, **OAK)
        assert membership.state == "pending"
        assert not [permission for permission in Permission if ada.has_perm(permission)]
        assert not [one for one in Permission if ada.has_perm(one, membership.organisation)]
        assert not [one for one in Permission if organisations_with(ada, one)]

    def test_proofs_alone_grant_nothing_either(self, ada, curator):
        verification = claim_school(by=ada, role="teacher", **OAK).verifications.get()
        send_domain_mail(by=ada, verification=verification, email="ada@oak.camden.sch.uk")
        confirm_domain_mail(by=ada, token=token_in("ada@oak.camden.sch.uk"))
        record_call_back(by=curator, verification=verification, number="020 7946 0000", source="its website")
        verification.refresh_from_db()
        assert verification.state == "ready"
        assert not ada.has_perm(Permission.ENCOUNTER_REQUEST)

    def test_takes_the_domain_from_the_published_website(self, ada):
        assert claim_school(by=ada, role="teacher", **OAK).organisation.domain == "oak.camden.sch.uk"

    def test_by_hand_needs_evidence(self, ada):
        with pytest.raises(ValidationError) as caught:
            claim_school(by=ada, role="teacher", **(OAK | {"from_register": False}))
        assert "evidence" in caught.value.message_dict
        held = claim_school(
            by=ada, role="teacher", evidence="Its page at the council", **(OAK | {"from_register": False})
        )
        assert held.state == "pending"

    def test_employers_roles_are_not_to_be_had_there(self, ada):
        with pytest.raises(ValidationError):
            claim_school(by=ada, role="employer_owner", **OAK)

    def test_of_a_school_that_is_verified_is_a_request_to_join_it(self, ada):
        oak = school(urn="100049")
        leader = member(oak, "leader").user
        membership = claim_school(by=ada, role="teacher", **OAK)
        assert (membership.organisation, membership.state) == (oak, "pending")
        assert not Verification.objects.exists()
        assert "Ada" in mails_to(leader.email)[0]["text"]
        assert not ada.has_perm(Permission.ENCOUNTER_REQUEST)
        assert all(leader.display_name not in str(mail) for mail in mails_to(ada.email))


class TestMailToTheDomain:
    @pytest.fixture
    def waiting(self):
        return claim(school(state="pending", domain="oak.camden.sch.uk"))

    @pytest.mark.parametrize(
        "address",
        ["ada@camden.sch.uk", "ada@elm.camden.sch.uk", "ada@gmail.com", "ada@oak.camden.sch.uk.example", "ada"],
    )
    def test_goes_to_no_other_domain(self, waiting, address):
        with pytest.raises(ValidationError) as caught:
            send_domain_mail(by=waiting.membership.user, verification=waiting, email=address)
        assert "email" in caught.value.message_dict
        assert not mails_to(address)

    def test_link_confirms_only_for_the_claimant_and_only_once(self, waiting, ada):
        address, claimant = "head@oak.camden.sch.uk", waiting.membership.user
        send_domain_mail(by=claimant, verification=waiting, email=address)
        token = token_in(address)
        with pytest.raises(ValidationError):
            confirm_domain_mail(by=ada, token=token)
        assert confirm_domain_mail(by=claimant, token=token).mail_confirmed_at
        with pytest.raises(ValidationError):
            confirm_domain_mail(by=claimant, token=token)

    def test_link_gets_too_old(self, waiting):
        claimant = waiting.membership.user
        send_domain_mail(by=claimant, verification=waiting, email="head@oak.camden.sch.uk")
        Verification.objects.update(mail_sent_at=timezone.now() - timedelta(days=8))
        with pytest.raises(ValidationError):
            confirm_domain_mail(by=claimant, token=token_in("head@oak.camden.sch.uk"))

    def test_nobody_sends_mail_upon_mail(self, waiting):
        claimant = waiting.membership.user
        send_domain_mail(by=claimant, verification=waiting, email="head@oak.camden.sch.uk")
        with pytest.raises(ValidationError, match="two minutes"):
            send_domain_mail(by=claimant, verification=waiting, email="head@oak.camden.sch.uk")
        for days in range(1, 5):
            Verification.objects.update(mail_sent_at=timezone.now() - timedelta(hours=days))
        with pytest.raises(ValidationError, match="tomorrow"):
            send_domain_mail(by=claimant, verification=waiting, email="head@oak.camden.sch.uk")

    def test_nobody_else_sends_it(self, waiting, ada):
        with pytest.raises(PermissionDenied):
            send_domain_mail(by=ada, verification=waiting, email="ada@oak.camden.sch.uk")


def resolver(domain):
    if domain == "silent.example":
        raise OSError
    return [f"waymark-verification={Organisation.objects.get(domain=domain).domain_token}"]


class TestDns:
    def test_is_not_offered_where_this_site_cannot_read_it(self, settings):
        settings.DOMAIN_TXT_RESOLVER = ""
        waiting = claim(employer(state="pending", domain="works.example"), "employer_owner")
        with pytest.raises(ValidationError, match="mail instead"):
            check_domain_dns(by=waiting.membership.user, verification=waiting)

    def test_token_in_the_dns_proves_the_domain(self, settings):
        settings.DOMAIN_TXT_RESOLVER = "tests.accounts.test_claims.resolver"
        waiting = claim(employer(state="pending", domain="works.example"), "employer_owner")
        assert check_domain_dns(by=waiting.membership.user, verification=waiting) == "found"
        waiting.refresh_from_db()
        assert (waiting.state, bool(waiting.organisation.domain_confirmed_at)) == ("ready", True)

    def test_silence_proves_nothing(self, settings):
        settings.DOMAIN_TXT_RESOLVER = "tests.accounts.test_claims.resolver"
        waiting = claim(employer(state="pending", domain="silent.example"), "employer_owner")
        assert check_domain_dns(by=waiting.membership.user, verification=waiting) == "no_answer"
        waiting.refresh_from_db()
        assert waiting.state == "open"


class TestDecision:
    @pytest.fixture
    def waiting(self):
        return claim(school("Oak School", state="pending"), mail_confirmed_at=timezone.now())

    def test_needs_both_proofs_or_a_written_reason(self, waiting, curator):
        with pytest.raises(ValidationError) as caught:
            approve_organisation(by=curator, verification=waiting)
        assert "by_hand" in caught.value.message_dict
        approve_organisation(by=curator, verification=waiting, by_hand="Seen on the register on 20 November.")
        waiting.refresh_from_db()
        assert waiting.by_hand.startswith("Seen")

    def test_makes_the_claimant_what_they_asked_to_be(self, waiting, curator):
        record_call_back(by=curator, verification=waiting, number="020 7946 0000", source="its website")
        oak = approve_organisation(by=curator, verification=waiting)
        leader = waiting.membership.user
        assert (oak.state, oak.slug) == ("verified", "oak-school")
        assert leader.has_perm(Permission.MEMBER_MANAGE, oak)
        assert "verified" in mails_to(leader.email)[-1]["subject"]
        event = Membership.pgh_event_model.objects.filter(pgh_obj=waiting.membership).latest("pgh_id")
        assert event.pgh_context.metadata["user"] == curator.pk
        assert event.pgh_context.metadata["action"] == "approve_organisation"

    def test_call_back_says_which_number_and_where_it_is_published(self, waiting, curator):
        for given in ({"number": "", "source": "website"}, {"number": "020 7946 0000", "source": " "}):
            with pytest.raises(ValidationError):
                record_call_back(by=curator, verification=waiting, **given)

    def test_is_nobodys_own(self, curator):
        waiting = claim(school(state="pending"))
        waiting.membership.user.groups.set(curator.groups.all())
        with pytest.raises(PermissionDenied):
            approve_organisation(by=waiting.membership.user, verification=waiting, by_hand="I know it is mine")

    @pytest.mark.parametrize("role", ["", "administrator", "data_steward"])
    def test_is_a_curators(self, waiting, role):
        for act in (
            lambda by: approve_organisation(by=by, verification=waiting, by_hand="because I say so"),
            lambda by: refuse_organisation(by=by, verification=waiting, reason="no"),
            lambda by: record_call_back(by=by, verification=waiting, number="020 7946 0000", source="site"),
        ):
            with pytest.raises(PermissionDenied):
                act(person("other", role))

    def test_refusal_tells_the_reason_and_takes_the_owners_rights(self, curator):
        waiting = claim(employer("Fake Works", state="pending"), "employer_owner")
        owner = waiting.membership.user
        assert owner.has_perm(Permission.ROLE_PROFILE_EDIT, waiting.organisation)
        refuse_organisation(by=curator, verification=waiting, reason="The number belongs to another company.")
        assert not owner.has_perm(Permission.ROLE_PROFILE_EDIT)
        assert "belongs to another company" in mails_to(owner.email)[-1]["text"]

    def test_is_made_once(self, waiting, curator):
        refuse_organisation(by=curator, verification=waiting, reason="No such school.")
        with pytest.raises(ValidationError, match="already"):
            approve_organisation(by=curator, verification=waiting, by_hand="Changed my mind about it")

    def test_other_claims_of_the_same_become_requests_to_join(self, curator):
        first = claim(employer("Example Works", state="pending", identifier="04276635"), "employer_owner")
        second = claim(employer("Example Works Ltd", state="pending", identifier="04276635"), "employer_owner")
        works = approve_organisation(by=curator, verification=first, by_hand="Companies House, by telephone")
        other = second.membership.user
        assert not other.has_perm(Permission.ROLE_PROFILE_EDIT)
        assert other.memberships.get(organisation=works).state == "pending"
        second.refresh_from_db()
        assert (second.state, second.organisation.state) == ("refused", "refused")

    def test_second_of_the_same_number_cannot_be_verified(self, curator):
        employer("Example Works", identifier="04276635")
        second = claim(employer("Example Works", state="pending", identifier="04276635"), "employer_owner")
        with pytest.raises(ValidationError, match="verified with this number"):
            approve_organisation(by=curator, verification=second, by_hand="Companies House, by telephone")

    def test_claimant_may_withdraw(self, waiting, ada):
        with pytest.raises(PermissionDenied):
            withdraw_claim(by=ada, verification=waiting)
        withdraw_claim(by=waiting.membership.user, verification=waiting)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.organisation.state) == ("withdrawn", "refused")
