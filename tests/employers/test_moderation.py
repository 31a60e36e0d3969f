"""An item's way from draft to reader and back: who may do what, what readers see meanwhile, whom mail tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Organisation
from employers.actions.moderation import (
    EditConflictError,
    approve_item,
    confirm_item,
    expire_items,
    return_item,
    submit_item,
    take_back_item,
    withdraw_item,
)
from employers.actions.profiles import save_role_profile
from employers.enums import Stage
from employers.models import DecisionState, RoleProfile
from foundation.models import OutboxMessage
from tests.employers.builders import draft, employer, member, person, published

pytestmark = pytest.mark.django_db
TODAY = date.today()


@pytest.fixture
def works():
    return employer()


@pytest.fixture
def writer(works):
    return member(works)


@pytest.fixture
def curator():
    return person("curator", role="curator")


def seen() -> list[str]:
    return [profile.title for profile in RoleProfile.objects.published(TODAY)]


def mails(template: str) -> int:
    return OutboxMessage.objects.filter(kind="mail", payload__template=template).count()


class TestTheWay:
    def test_draft_submitted_returned_fixed_approved(self, works, writer, curator):
        profile = draft(works, writer)
        assert (profile.stage, seen()) == (Stage.DRAFT, [])
        submit_item(by=writer, item=profile)
        assert (profile.stage, seen()) == (Stage.SUBMITTED, [])
        return_item(by=curator, item=profile, reasons="Say what the shifts are.")
        assert (profile.stage, seen()) == (Stage.RETURNED, [])
        assert mails("item_returned") == 1
        save_role_profile(by=writer, organisation=works, profile=profile, changes={"title": "Test technician"})
        submit_item(by=writer, item=profile)
        live = approve_item(by=curator, item=profile)
        assert (live.stage, seen()) == (Stage.PUBLISHED, ["Test technician"])
        assert mails("item_published") == 1
        assert [row.grade for row in live.preferred.all()] == ["4"]

    def test_an_edit_waits_for_approval_while_the_old_version_stays(self, works, writer, curator):
        profile = published(works, writer, curator)
        newer = {"changes": {"title": "Newer"}, "children": {"preferred": []}}
        save_role_profile(by=writer, organisation=works, profile=profile, **newer)
        assert seen() == ["Electronics test technician"]
        assert RoleProfile.objects.get(pk=profile.pk).preferred.count() == 1
        assert RoleProfile.objects.get(pk=profile.pk).draft().title == "Newer"

    def test_taken_back_it_can_be_changed_again(self, works, writer):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        with pytest.raises(ValidationError, match="Take it back"):
            save_role_profile(by=writer, organisation=works, profile=profile, changes={"title": "x"})
        take_back_item(by=writer, item=profile)
        save_role_profile(by=writer, organisation=works, profile=profile, changes={"title": "Changed"})
        assert profile.stage is Stage.DRAFT

    def test_withdrawn_at_once_and_back_by_the_same_way(self, works, writer, curator):
        profile = published(works, writer, curator)
        assert withdraw_item(by=writer, item=profile).stage is Stage.WITHDRAWN
        assert seen() == []
        submit_item(by=writer, item=profile)
        assert seen() == []
        assert approve_item(by=curator, item=profile).stage is Stage.PUBLISHED
        assert seen() == ["Electronics test technician"]

    def test_mail_goes_through_the_outbox_and_no_other_way(self, works, writer, curator, mailoutbox):
        """Wagtail has mails of its own about each step; nobody gets those as well."""
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        return_item(by=curator, item=profile, reasons="Say more.")
        submit_item(by=writer, item=profile)
        approve_item(by=curator, item=profile)
        assert mailoutbox == []
        assert mails("item_returned") == mails("item_published") == 1


class TestWhoMay:
    def test_nobody_writes_for_another_organisation(self, works, curator):
        stranger = member(employer("Other"))
        with pytest.raises(PermissionDenied):
            draft(works, stranger)

    def test_curators_decide_and_nobody_else(self, works, writer, curator):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        for other in (writer, person("steward", role="data_steward")):
            with pytest.raises(PermissionDenied):
                approve_item(by=other, item=profile)
        assert seen() == []

    def test_no_curator_approves_what_they_handed_in(self, works):
        both = member(works)
        both.groups.add(person("curator", role="curator").groups.get())
        profile = draft(works, both)
        submit_item(by=both, item=profile)
        with pytest.raises(PermissionDenied, match="another curator"):
            approve_item(by=both, item=profile)

    def test_nothing_of_an_unverified_organisation_is_approved(self, curator):
        pending = employer(state="pending")
        writer = member(pending)
        profile = draft(pending, writer)
        submit_item(by=writer, item=profile)
        with pytest.raises(PermissionDenied, match="not verified"):
            approve_item(by=curator, item=profile)

    def test_a_suspended_organisation_disappears_at_once(self, works, writer, curator):
        published(works, writer, curator)
        Organisation.objects.filter(pk=works.pk).update(state="suspended")
        assert seen() == []

    def test_a_suspended_member_writes_nothing(self, works, writer):
        writer.memberships.update(state="suspended")
        with pytest.raises(PermissionDenied):
            draft(works, writer)


class TestNothingIsLost:
    def test_the_second_of_two_writers_is_told(self, works, writer):
        profile = draft(works, writer)
        seen_by_both = profile.version
        save_role_profile(
            by=writer, organisation=works, profile=profile, changes={"title": "First"}, version=seen_by_both
        )
        with pytest.raises(EditConflictError) as conflict:
            save_role_profile(
                by=writer, organisation=works, profile=profile, changes={"title": "Second"}, version=seen_by_both
            )
        assert conflict.value.current > seen_by_both
        assert RoleProfile.objects.get(pk=profile.pk).draft().title == "First"

    def test_every_problem_is_told_at_once(self, works, writer):
        with pytest.raises(ValidationError) as refused:
            save_role_profile(
                by=writer,
                organisation=works,
                changes={"title": "x", "place": "the moon", "pay_low": 5, "pay_high": 4},
                children={"preferred": [{"kind": "gcse", "weight": "essential"}, {"kind": "spell", "weight": "x"}]},
            )
        assert {"place", "preferred.1.kind", "preferred.1.weight"} <= refused.value.message_dict.keys()
        assert RoleProfile.objects.count() == 0

    @pytest.mark.parametrize("field", ["live", "organisation_id", "confirmed_until", "slug", "locked"])
    def test_fields_that_are_not_writers_are_refused(self, works, writer, field):
        with pytest.raises(ValidationError, match="no such field"):
            save_role_profile(by=writer, organisation=works, changes={"title": "x", field: "1"})

    def test_another_organisations_site_is_unknown(self, works, writer):
        other = employer("Other")
        theirs = draft(other, member(other)).profile_sites.get().site_id
        with pytest.raises(ValidationError, match="no such site"):
            save_role_profile(
                by=writer, organisation=works, changes={"title": "x"}, children={"sites": [{"site": theirs}]}
            )

    def test_an_unfinished_draft_is_not_handed_in(self, works, writer):
        profile = save_role_profile(by=writer, organisation=works, changes={"title": "Only a title"})
        with pytest.raises(ValidationError) as refused:
            submit_item(by=writer, item=profile)
        assert {"soc2020", "what_you_do", "pay_low", "hours_per_week", "ways_in", "preferred"} <= set(
            refused.value.message_dict
        )
        assert profile.stage is Stage.DRAFT


class TestTime:
    def test_shown_for_a_year_unless_confirmed(self, works, writer, curator):
        profile = published(works, writer, curator)
        last = RoleProfile.objects.get(pk=profile.pk).confirmed_until
        assert timedelta(364) <= last - TODAY <= timedelta(366)
        assert RoleProfile.objects.published(last).exists()
        assert not RoleProfile.objects.published(last + timedelta(1)).exists()
        assert expire_items(last - timedelta(10)) == 0
        assert expire_items(last - timedelta(9)) == 0
        assert mails("item_confirm") == 1
        confirm_item(by=writer, item=profile, today=last)
        assert expire_items(last + timedelta(1)) == 0

    def test_unconfirmed_it_ends_and_its_writer_is_told_once(self, works, writer, curator):
        profile = published(works, writer, curator)
        after = RoleProfile.objects.get(pk=profile.pk).confirmed_until + timedelta(1)
        assert [expire_items(after), expire_items(after)] == [1, 0]
        assert RoleProfile.objects.get(pk=profile.pk).stage is Stage.EXPIRED
        assert mails("item_expired") == 1


def test_the_trail_says_who_decided_and_why(works, writer, curator):
    profile = draft(works, writer)
    submit_item(by=writer, item=profile)
    return_item(by=curator, item=profile, reasons="Say more.")
    last = DecisionState.pgh_event_model.objects.order_by("-pgh_id").first()
    assert (last.status, last.finished_by_id, last.comment) == ("rejected", curator.pk, "Say more.")
    assert last.pgh_context.metadata["user"] == curator.pk
