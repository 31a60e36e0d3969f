"""Opportunities: what may be handed in, what the safety of under-18s needs, and whose word that needs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Membership, Organisation
from employers.actions.moderation import EditConflictError, approve_item, expire_items, submit_item
from employers.actions.opportunities import approve_as_host, save_opportunity, withdraw_host_approval
from employers.completeness import missing_in
from employers.enums import Stage
from employers.models import HostApproval, Opportunity
from tests.employers.builders import draft, employer, member, person, site
from tests.employers.opportunity_builders import (
    APPRENTICESHIP,
    FOR_ADULTS,
    T_LEVEL,
    TODAY,
    WORK_EXPERIENCE,
    adviser,
    an_opportunity,
    published_opportunity,
    school,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return employer()


@pytest.fixture
def writer(works):
    return member(works)


@pytest.fixture
def curator():
    return person("curator", role="curator")


def missing(item: Opportunity) -> set[str]:
    return set(missing_in(item))


class TestHandingIn:
    @pytest.mark.parametrize("given", [WORK_EXPERIENCE, APPRENTICESHIP, T_LEVEL, FOR_ADULTS], ids=lambda g: g["kind"])
    def test_complete_ones_go_all_the_way(self, works, writer, curator, given):
        live = published_opportunity(works, writer, curator, given)
        assert live.stage is Stage.PUBLISHED
        assert live.confirmed_until == live.closes_on
        assert list(Opportunity.objects.published(TODAY)) == [live]

    def test_a_title_is_enough_for_a_draft_and_not_for_handing_in(self, works, writer):
        item = save_opportunity(by=writer, organisation=works, changes={"kind": "vacancy", "title": "x"})
        assert item.stage is Stage.DRAFT
        with pytest.raises(ValidationError) as refused:
            submit_item(by=writer, item=item)
        assert {
            "about",
            "site",
            "soc2020",
            "starts_on",
            "closes_on",
            "pay_low",
            "apply_address",
            "has_insurance",
        } <= set(refused.value.message_dict)

    @pytest.mark.parametrize("name", ["has_insurance", "has_risk_assessment", "supervisor", "safeguarding_contact"])
    def test_under_18s_need_all_four_arrangements(self, works, writer, name):
        lacking = an_opportunity(works, writer, **{name: "" if isinstance(WORK_EXPERIENCE[name], str) else False})
        assert missing(lacking) == {name}

    def test_adults_need_none_of_them(self, works, writer):
        none = {"has_insurance": False, "has_risk_assessment": False, "supervisor": "", "safeguarding_contact": ""}
        assert missing(an_opportunity(works, writer, FOR_ADULTS, **none)) == set()

    @pytest.mark.parametrize("said", ["Mrs Jones", "Dr. Ahmed", "call 01632 960 123", "a.b@works.example"])
    def test_the_supervisor_is_a_role_and_no_name(self, works, writer, said):
        assert missing(an_opportunity(works, writer, supervisor=said)) == {"supervisor"}

    def test_t_level_placements_need_their_hours_unless_shared(self, works, writer):
        assert missing(an_opportunity(works, writer, T_LEVEL, total_hours=100)) == {"total_hours"}
        assert missing(an_opportunity(works, writer, T_LEVEL, total_hours=100, is_shared=True)) == set()
        assert missing(an_opportunity(works, writer, T_LEVEL, is_early_years=True)) == {"total_hours"}

    def test_work_for_people_over_school_age_is_paid(self, works, writer):
        older = {"max_age": 18}
        assert missing(an_opportunity(works, writer, **older)) == {"is_unpaid"}
        assert missing(an_opportunity(works, writer, **older, only_watching=True)) == set()
        assert missing(an_opportunity(works, writer, **older, is_part_of_course=True)) == set()

    def test_pay_below_the_minimum_for_the_age_is_refused(self, works, writer):
        assert missing(an_opportunity(works, writer, FOR_ADULTS, pay_low=Decimal("6"), pay_high=None)) == {"pay_low"}
        assert missing(an_opportunity(works, writer, APPRENTICESHIP, pay_low=Decimal("3"))) == {"pay_low"}
        assert missing(an_opportunity(works, writer, APPRENTICESHIP, is_unpaid=True, pay_low=None, pay_high=None)) == {
            "is_unpaid"
        }

    def test_wording_that_shuts_people_out_is_refused(self, works, writer):
        item = an_opportunity(works, writer, about="Native English speakers watch a pour and make a mould. " * 2)
        assert missing(item) == {"about"}

    def test_dates_and_ages_in_disorder_are_told_by_field(self, works, writer):
        late = an_opportunity(works, writer, closes_on=TODAY + timedelta(days=61))
        assert missing(late) == {"closes_on"}
        with pytest.raises(ValidationError) as refused:
            an_opportunity(works, writer, min_age=17, max_age=15)
        assert "above" in str(refused.value)

    @pytest.mark.parametrize("address", ["http://works.example/", "https://a:b@works.example/", "https://10.0.0.1/"])
    def test_only_safe_links_are_handed_in(self, works, writer, address):
        assert missing(an_opportunity(works, writer, apply_address=address)) == {"apply_address"}


class TestWriting:
    @pytest.mark.parametrize("field", ["live", "organisation_id", "confirmed_until", "slug", "locked", "approvals"])
    def test_fields_that_are_not_writers_are_refused(self, works, writer, field):
        with pytest.raises(ValidationError, match="no such field"):
            an_opportunity(works, writer, **{field: 1})

    def test_another_organisations_site_and_profile_are_unknown(self, works, writer):
        other = employer("Other")
        their_writer = member(other)
        theirs = draft(other, their_writer)
        with pytest.raises(ValidationError) as refused:
            an_opportunity(works, writer, site=site(other, their_writer).pk, profile=theirs.pk)
        assert set(refused.value.message_dict) == {"site", "profile"}

    def test_the_occupation_follows_from_the_role_profile(self, works, writer):
        profile = draft(works, writer)
        assert an_opportunity(works, writer, profile=profile.pk).soc2020 == "3112"
        assert an_opportunity(works, writer, profile=profile.pk, soc2020="5212").soc2020 == "5212"

    def test_codes_that_no_list_has_are_refused(self, works, writer):
        with pytest.raises(ValidationError) as refused:
            an_opportunity(works, writer, APPRENTICESHIP, standard="ST9999", tlevel_specialism="nix")
        assert set(refused.value.message_dict) == {"standard", "tlevel_specialism"}
        assert an_opportunity(works, writer, APPRENTICESHIP, standard="ST0152").standard == "ST0152"

    def test_the_second_of_two_writers_is_told(self, works, writer):
        item = an_opportunity(works, writer)
        seen = item.version
        save_opportunity(by=writer, organisation=works, opportunity=item, changes={"places": 3}, version=seen)
        with pytest.raises(EditConflictError):
            save_opportunity(by=writer, organisation=works, opportunity=item, changes={"places": 4}, version=seen)
        assert Opportunity.objects.get(pk=item.pk).draft().places == 3

    def test_nobody_writes_for_another_organisation(self, works):
        with pytest.raises(PermissionDenied):
            an_opportunity(works, member(employer("Other")))

    def test_it_closes_by_itself_after_the_closing_date(self, works, writer, curator):
        item = published_opportunity(works, writer, curator)
        after = item.closes_on + timedelta(days=1)
        assert item.is_open(item.closes_on)
        assert not item.is_open(after)
        assert not Opportunity.objects.published(after).exists()
        assert expire_items(after) == 1


class TestTheWordOfASchool:
    def test_it_counts_once_a_school_and_can_be_taken_back(self, works, writer, curator):
        item, host = published_opportunity(works, writer, curator), school()
        for who in (adviser(host), adviser(host, "safeguarding_lead")):
            approve_as_host(by=who, opportunity=item, host=host, today=TODAY)
        assert HostApproval.objects.standing().count() == 1
        withdraw_host_approval(by=who, opportunity=item, host=host)
        assert not HostApproval.objects.standing().exists()
        with pytest.raises(ValidationError, match="taken it back"):
            withdraw_host_approval(by=who, opportunity=item, host=host)

    def test_teachers_other_schools_employers_and_unverified_schools_may_not(self, works, writer, curator):
        item, host, pending = published_opportunity(works, writer, curator), school(), school("New", state="pending")
        for who, where in (
            (adviser(host, "teacher"), host),
            (adviser(school("Another")), host),
            (adviser(pending), pending),
            (writer, works),
            (curator, host),
        ):
            with pytest.raises(PermissionDenied):
                approve_as_host(by=who, opportunity=item, host=where, today=TODAY)

    def test_an_employer_cannot_approve_itself_by_a_role_of_schools(self, works, writer, curator):
        item = published_opportunity(works, writer, curator)
        Membership.objects.create(organisation=works, user=writer, role="careers_professional", state="active")
        with pytest.raises(PermissionDenied):
            approve_as_host(by=writer, opportunity=item, host=works, today=TODAY)

    def test_only_what_is_open_and_for_under_18s_is_approved(self, works, writer, curator):
        host = school()
        who = adviser(host)
        unpublished = an_opportunity(works, writer)
        adult = published_opportunity(works, writer, curator, FOR_ADULTS)
        shown = published_opportunity(works, writer, curator, title="Shown")
        for item, day in ((unpublished, TODAY), (adult, TODAY), (shown, shown.closes_on + timedelta(days=1))):
            with pytest.raises(ValidationError):
                approve_as_host(by=who, opportunity=item, host=host, today=day)

    def test_a_newer_version_has_to_be_looked_at_again(self, works, writer, curator):
        item, host = published_opportunity(works, writer, curator), school()
        who = adviser(host)
        approve_as_host(by=who, opportunity=item, host=host, today=TODAY)
        save_opportunity(by=writer, organisation=works, opportunity=item, changes={"places": 9})
        assert HostApproval.objects.standing().count() == 1
        submit_item(by=writer, item=item)
        approve_item(by=curator, item=item)
        assert not HostApproval.objects.standing().exists()
        approve_as_host(by=who, opportunity=item, host=host, today=TODAY)
        assert HostApproval.objects.standing().count() == 1

    def test_a_suspended_school_no_longer_counts(self, works, writer, curator):
        item, host = published_opportunity(works, writer, curator), school()
        approve_as_host(by=adviser(host), opportunity=item, host=host, today=TODAY)
        Organisation.objects.filter(pk=host.pk).update(state="suspended")
        assert not HostApproval.objects.standing().exists()

    def test_once_all_took_it_back_it_is_not_handed_in_again(self, works, writer, curator):
        item, host = published_opportunity(works, writer, curator), school()
        HostApproval.objects.create(opportunity=item, organisation=host, withdrawn_at=timezone.now())
        assert missing(item.draft()) == {"is_approved_by_provider"}
