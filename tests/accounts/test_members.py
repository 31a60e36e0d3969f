"""Members: invitations, requests to join, roles, suspension, leaving and handing over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.members import (
    accept_invitation,
    ask_to_join,
    change_role,
    confirm_member,
    invite_member,
    leave_organisation,
    refuse_member,
    restore_member,
    revoke_invitation,
    suspend_member,
    transfer_ownership,
)
from accounts.models import Invitation, Membership
from accounts.permissions import Permission
from tests.accounts.builders import employer, mails_to, member, person, school

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return employer()


@pytest.fixture
def owner(works):
    return member(works, "employer_owner").user


@pytest.fixture
def colleague(works):
    return member(works)


def token_in(address):
    return re.search(r"/invitations/([\w-]+)/", mails_to(address)[-1]["text"])[1]


class TestInvitations:
    def test_is_accepted_by_the_person_it_was_sent_to(self, works, owner):
        invite_member(by=owner, organisation=works, email="Bea@Example.org", role="employer_member")
        bea = person(email="bea@example.org")
        membership = accept_invitation(by=bea, token=token_in("bea@example.org"))
        assert (membership.state, membership.confirmed_by) == ("active", owner)
        assert bea.has_perm(Permission.ROLE_PROFILE_EDIT, works)

    def test_by_nobody_else_and_not_with_an_address_that_is_not_confirmed(self, works, owner):
        invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        token = token_in("bea@example.org")
        bea, cat = person(email="bea@example.org"), person("cat")
        EmailAddress.objects.filter(user=bea).update(verified=False)
        EmailAddress.objects.create(user=cat, email="bea@example.org", verified=False)
        for one in (bea, cat):
            with pytest.raises(ValidationError, match="another address"):
                accept_invitation(by=one, token=token)
        assert not Membership.objects.filter(user__in=(bea, cat)).exists()

    def test_works_once(self, works, owner):
        invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        bea = person(email="bea@example.org")
        accept_invitation(by=bea, token=token_in("bea@example.org"))
        with pytest.raises(ValidationError, match="cannot be used"):
            accept_invitation(by=bea, token=token_in("bea@example.org"))

    @pytest.mark.parametrize("how", ["late", "revoked", "invented", "inviter gone", "organisation suspended"])
    def test_stops_working(self, works, owner, how):
        invitation = invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        token = token_in("bea@example.org")
        if how == "late":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        elif how == "revoked":
            revoke_invitation(by=owner, invitation=invitation)
        elif how == "invented":
            token = "invented"
        elif how == "inviter gone":
            owner.memberships.update(state="suspended")
        else:
            works.state = "suspended"
            works.save()
        with pytest.raises((ValidationError, PermissionDenied)):
            accept_invitation(by=person(email="bea@example.org"), token=token)
        assert not Membership.objects.filter(user__email="bea@example.org").exists()

    def test_lasts_fourteen_days(self, works, owner):
        invitation = invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        left = invitation.expires_at - timezone.now()
        assert timedelta(days=13, hours=23) < left <= timedelta(days=14)

    def test_sent_again_has_another_link(self, works, owner):
        first = invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        old = token_in("bea@example.org")
        second = invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        assert (first.pk, old != token_in("bea@example.org")) == (second.pk, True)
        with pytest.raises(ValidationError):
            accept_invitation(by=person(email="bea@example.org"), token=old)

    def test_one_address_is_not_flooded(self, works, owner):
        for _ in range(4):
            invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        with pytest.raises(ValidationError, match="tomorrow"):
            invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")

    def test_says_nothing_about_who_has_an_account(self, works, owner):
        person(email="with@example.org")
        answers = [
            invite_member(by=owner, organisation=works, email=f"{who}@example.org", role="employer_member")
            for who in ("with", "without")
        ]
        assert [(one.role, one.accepted_at, one.revoked_at) for one in answers] == [("employer_member", None, None)] * 2
        texts = [re.sub(r"invitations/\S+", "", mails_to(f"{w}@example.org")[-1]["text"]) for w in ("with", "without")]
        assert texts[0] == texts[1]

    def test_organisation_that_is_not_verified_sends_no_mail_in_its_name(self):
        works = employer("Well-known Bank", state="pending")
        with pytest.raises(ValidationError, match="verified"):
            invite_member(
                by=member(works, "employer_owner").user,
                organisation=works,
                email="b@example.org",
                role="employer_member",
            )

    @pytest.mark.parametrize("role", ["employer_owner", "teacher", "curator", ""])
    def test_only_into_roles_of_its_kind_and_never_as_owner(self, works, owner, role):
        with pytest.raises(ValidationError) as caught:
            invite_member(by=owner, organisation=works, email="bea@example.org", role=role)
        assert "role" in caught.value.message_dict

    def test_members_without_the_right_and_strangers_invite_nobody(self, works, colleague):
        stranger = member(employer("Another"), "employer_owner").user
        for one in (colleague.user, stranger, person()):
            with pytest.raises(PermissionDenied):
                invite_member(by=one, organisation=works, email="bea@example.org", role="employer_member")

    def test_suspended_member_does_not_come_back_by_an_old_invitation(self, works, owner, colleague):
        invite_member(by=owner, organisation=works, email="other@example.org", role="employer_member")
        EmailAddress.objects.create(user=colleague.user, email="other@example.org", verified=True)
        suspend_member(by=owner, membership=colleague)
        with pytest.raises(ValidationError, match="suspended"):
            accept_invitation(by=colleague.user, token=token_in("other@example.org"))

    def test_token_is_kept_nowhere(self, works, owner):
        invite_member(by=owner, organisation=works, email="bea@example.org", role="employer_member")
        token = token_in("bea@example.org")
        row = Invitation.objects.get()
        assert token not in {str(getattr(row, field.name)) for field in Invitation._meta.fields}


class TestRequestsToJoin:
    def test_grant_nothing_until_the_leader_agrees(self):
        oak, ada = school(), person("ada")
        leader = member(oak, "leader").user
        membership = ask_to_join(by=ada, organisation=oak, role="teacher")
        assert not ada.has_perm(Permission.ENCOUNTER_REQUEST)
        confirm_member(by=leader, membership=membership)
        assert ada.has_perm(Permission.ENCOUNTER_REQUEST, oak)

    def test_curator_may_agree_too(self):
        oak = school()
        membership = ask_to_join(by=person(), organisation=oak, role="teacher")
        confirm_member(by=person("curator", "curator"), membership=membership)
        assert membership.state == "active"

    def test_nobody_agrees_to_their_own(self):
        oak, curator = school(), person("curator", "curator")
        membership = ask_to_join(by=curator, organisation=oak, role="teacher")
        with pytest.raises(PermissionDenied):
            confirm_member(by=curator, membership=membership)

    def test_leader_of_another_school_does_not_agree(self):
        membership = ask_to_join(by=person(), organisation=school(), role="teacher")
        with pytest.raises(PermissionDenied):
            confirm_member(by=member(school("Elm School"), "leader").user, membership=membership)

    def test_twice_is_once(self):
        oak, ada = school(), person("ada")
        first = ask_to_join(by=ada, organisation=oak, role="teacher")
        assert ask_to_join(by=ada, organisation=oak, role="teacher") == first

    def test_refused_person_waits_before_asking_again(self):
        oak, ada = school(), person("ada")
        membership = ask_to_join(by=ada, organisation=oak, role="teacher")
        refuse_member(by=member(oak, "leader").user, membership=membership)
        with pytest.raises(ValidationError, match="30 days"):
            ask_to_join(by=ada, organisation=oak, role="teacher")

    @pytest.mark.parametrize("state", ["pending", "refused", "suspended"])
    def test_only_of_verified_organisations(self, state):
        with pytest.raises(ValidationError):
            ask_to_join(by=person(), organisation=school(state=state), role="teacher")

    def test_pending_claim_is_not_confirmed_past_the_curator(self):
        oak = school(state="pending")
        waiting = member(oak, "teacher", state="pending")
        with pytest.raises((ValidationError, PermissionDenied)):
            confirm_member(by=person("curator", "curator"), membership=waiting)


class TestSuspension:
    def test_takes_rights_at_once_and_gives_them_back(self, works, owner, colleague):
        suspend_member(by=owner, membership=colleague)
        assert not colleague.user.has_perm(Permission.ROLE_PROFILE_EDIT, works)
        restore_member(by=owner, membership=colleague)
        assert colleague.user.has_perm(Permission.ROLE_PROFILE_EDIT, works)

    def test_leaves_other_organisations_alone(self, works, owner, colleague):
        elsewhere = employer("Elsewhere")
        member(elsewhere, user=colleague.user)
        suspend_member(by=owner, membership=colleague)
        assert colleague.user.has_perm(Permission.ROLE_PROFILE_EDIT, elsewhere)

    def test_last_one_who_answers_stays(self, works, owner):
        with pytest.raises(ValidationError, match="answer for"):
            suspend_member(by=person("curator", "curator"), membership=owner.memberships.get())

    def test_of_one_of_two_leaders_is_fine(self):
        oak = school()
        first, second = member(oak, "leader"), member(oak, "leader")
        suspend_member(by=first.user, membership=second)
        with pytest.raises(ValidationError):
            suspend_member(by=person("curator", "curator"), membership=first)

    def test_suspended_leader_is_no_successor(self):
        oak = school()
        first, second = member(oak, "leader"), member(oak, "leader")
        second.user.is_active = False
        second.user.save()
        with pytest.raises(ValidationError):
            leave_organisation(by=first.user, membership=first)


class TestLeavingAndHandingOver:
    def test_member_leaves(self, works, owner, colleague):
        leave_organisation(by=colleague.user, membership=colleague)
        assert not colleague.user.has_perm(Permission.ROLE_PROFILE_EDIT)

    def test_owner_does_not_leave_without_a_successor(self, works, owner, colleague):
        with pytest.raises(ValidationError, match="Hand it over"):
            leave_organisation(by=owner, membership=owner.memberships.get())
        transfer_ownership(by=owner, organisation=works, to=colleague)
        leave_organisation(by=owner, membership=owner.memberships.get())

    def test_nobody_leaves_for_another(self, owner, colleague):
        with pytest.raises(PermissionDenied):
            leave_organisation(by=owner, membership=colleague)

    def test_handing_over_swaps_rights_at_once(self, works, owner, colleague):
        transfer_ownership(by=owner, organisation=works, to=colleague)
        assert colleague.user.has_perm(Permission.MEMBER_MANAGE, works)
        assert owner.has_perm(Permission.ROLE_PROFILE_EDIT, works)
        assert not owner.has_perm(Permission.MEMBER_MANAGE, works)
        assert mails_to(colleague.user.email)

    def test_and_back_again(self, works, owner, colleague):
        transfer_ownership(by=owner, organisation=works, to=colleague)
        transfer_ownership(by=colleague.user, organisation=works, to=owner.memberships.get(state="active"))
        assert Membership.objects.get(organisation=works, role="employer_owner", state="active").user == owner

    def test_curator_finds_a_successor_for_an_owner_who_is_gone(self, works, owner, colleague):
        owner.is_active = False
        owner.save()
        transfer_ownership(by=person("curator", "curator"), organisation=works, to=colleague)
        assert colleague.user.has_perm(Permission.MEMBER_MANAGE, works)

    @pytest.mark.parametrize("state", ["pending", "suspended", "left", "refused"])
    def test_only_to_an_active_member(self, works, owner, state):
        with pytest.raises(ValidationError):
            transfer_ownership(by=owner, organisation=works, to=member(works, state=state))

    def test_not_to_a_member_of_another_organisation(self, works, owner):
        with pytest.raises(ValidationError):
            transfer_ownership(by=owner, organisation=works, to=member(employer("Another")))

    def test_members_do_not_take_it(self, works, owner, colleague):
        with pytest.raises(PermissionDenied):
            transfer_ownership(by=colleague.user, organisation=works, to=colleague)

    def test_database_refuses_a_second_owner(self, works, owner):
        with pytest.raises(IntegrityError), transaction.atomic():
            member(works, "employer_owner")

    def test_leader_hands_over_and_stays_a_teacher(self):
        oak = school()
        leader, teacher = member(oak, "leader"), member(oak, "teacher")
        transfer_ownership(by=leader.user, organisation=oak, to=teacher)
        leader.refresh_from_db()
        teacher.refresh_from_db()
        assert (leader.role, teacher.role) == ("teacher", "leader")


class TestRoles:
    def test_are_changed_by_who_answers(self):
        oak = school()
        leader, teacher = member(oak, "leader"), member(oak, "teacher")
        change_role(by=leader.user, membership=teacher, role="careers_professional")
        assert teacher.user.has_perm(Permission.OPPORTUNITY_APPROVE_AS_HOST, oak)

    def test_last_leader_does_not_step_down(self):
        leader = member(school(), "leader")
        with pytest.raises(ValidationError, match="answer for"):
            change_role(by=leader.user, membership=leader, role="teacher")

    def test_ownership_is_not_given_so(self, works, owner, colleague):
        with pytest.raises(ValidationError):
            change_role(by=owner, membership=colleague, role="employer_owner")

    def test_nor_a_role_of_another_kind(self, works, owner, colleague):
        with pytest.raises(ValidationError):
            change_role(by=owner, membership=colleague, role="leader")
