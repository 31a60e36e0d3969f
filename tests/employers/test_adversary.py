"""What employers and curators try who want more than they were given: past the review, or in their own cause."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Membership
from employers.actions.moderation import (
    EditConflictError,
    approve_item,
    submit_item,
    take_back_item,
    withdraw_item,
)
from employers.actions.profiles import save_role_profile
from employers.models import RoleProfile
from tests.accounts.signing_in import with_two_step
from tests.employers.builders import draft, employer, member, person, published

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def curator():
    user = person("curator", role="curator")
    with_two_step(user)
    return user


@pytest.fixture
def works():
    return employer()


@pytest.fixture
def writer(works):
    return member(works)


def browser(user):
    cache.clear()
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    return client


def changed_under_review(profile, works, writer):
    take_back_item(by=writer, item=profile)
    save_role_profile(by=writer, organisation=works, profile=profile, changes={"title": "Quick money from home"})
    submit_item(by=writer, item=profile)


class TestWhatWasReadIsWhatIsPublished:
    def test_a_version_handed_in_while_the_curator_reads_is_not_approved_unread(self, works, writer, curator):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        desk, address = browser(curator), f"/cms/submissions/role-profiles/{profile.pk}/"
        version = re.search(r'name="version" value="(\d+)"', desk.get(address).content.decode()).group(1)
        changed_under_review(profile, works, writer)
        answer = desk.post(address, {"do": "approve", "version": version}, follow=True)
        assert "Quick money from home" in answer.content.decode()  # what waits now, to be read
        assert not RoleProfile.objects.get(pk=profile.pk).live

    def test_a_form_that_names_no_version_approves_nothing(self, works, writer, curator):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        browser(curator).post(f"/cms/submissions/role-profiles/{profile.pk}/", {"do": "approve"})
        assert not RoleProfile.objects.get(pk=profile.pk).live

    def test_the_version_that_was_read_is_approved(self, works, writer, curator):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        desk, address = browser(curator), f"/cms/submissions/role-profiles/{profile.pk}/"
        version = re.search(r'name="version" value="(\d+)"', desk.get(address).content.decode()).group(1)
        desk.post(address, {"do": "approve", "version": version})
        assert RoleProfile.objects.get(pk=profile.pk).live

    def test_the_action_says_so(self, works, writer, curator):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        read = RoleProfile.objects.get(pk=profile.pk).version
        changed_under_review(profile, works, writer)
        with pytest.raises(EditConflictError):
            approve_item(by=curator, item=profile, version=read)


class TestInOnesOwnCause:
    def test_a_curator_approves_nothing_of_an_organisation_they_belong_to(self, works, writer, curator):
        Membership.objects.create(organisation=works, user=curator, role="employer_member", state="active")
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        with pytest.raises(PermissionDenied):
            approve_item(by=curator, item=profile)

    def test_once_they_have_left_they_may(self, works, writer, curator):
        Membership.objects.create(organisation=works, user=curator, role="employer_member", state="left")
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        assert approve_item(by=curator, item=profile).live


class TestWagtailsOwnScreens:
    """Curators put things right in a draft there; publishing, deleting and taking offline stay with our actions."""

    @pytest.mark.parametrize("act", ["action-publish", "action-unpublish", "action-submit"])
    def test_a_curator_publishes_nothing_by_editing(self, works, writer, curator, act):
        profile = draft(works, writer)
        browser(curator).post(_screen("edit", profile), {"title": "By the back door", act: act})
        found = RoleProfile.objects.get(pk=profile.pk)
        assert (found.live, found.title) == (False, "Electronics test technician")

    @pytest.mark.parametrize("screen", ["unpublish", "delete"])
    def test_nor_takes_away(self, works, writer, curator, screen):
        profile = published(works, writer, curator)
        browser(curator).post(_screen(screen, profile))
        assert RoleProfile.objects.get(pk=profile.pk).live

    def test_nor_makes_one_for_an_employer(self, curator):
        from django.urls import reverse

        address = reverse(RoleProfile.snippet_viewset.get_url_name("add"))
        assert browser(curator).get(address).status_code in (302, 403)


def _screen(name: str, profile: RoleProfile) -> str:
    from django.urls import reverse

    return reverse(RoleProfile.snippet_viewset.get_url_name(name), args=[profile.pk])


def test_the_trail_names_who_acted_wherever_they_acted(works, writer, curator):
    profile = published(works, writer, curator)
    withdraw_item(by=curator, item=profile, reason="A scam.")
    last = RoleProfile.pgh_event_model.objects.filter(pgh_obj_id=profile.pk).order_by("-pgh_id").first()
    assert last.pgh_context.metadata["user"] == curator.pk  # what the desk's screen of the trail reads
