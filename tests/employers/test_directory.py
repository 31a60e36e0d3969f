"""Employers and role profiles as lists: who is in them, how they are narrowed, in which order."""

from __future__ import annotations

from datetime import date

import pytest

from employers.filters import EmployerFilter, OpportunityFilter, RoleProfileFilter
from employers.models import Opportunity, RoleProfile
from employers.queries.directory import (
    UnknownEmployerError,
    UnknownRoleProfileError,
    employer_detail,
    employer_rows,
    role_profile_detail,
)
from lmi.queries.context import facts
from tests.employers.published import LEEDS, MATHS, TODAY, employer, profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> None:
    """A gear maker in Birmingham, a farm in Leeds that trains, and one that nobody verified."""
    profile(employer("gears", name="Zephyr Gears"), "5223", (*MATHS, "essential"))
    farm = profile(
        employer("farm", name="Ash Farm", at=LEEDS, sectors=("A01",)), "5111", ("none", "Tractors", "we_train")
    )
    farm.ways_in.all().delete()
    profile(employer("hidden", state="pending"))


def names(**params: str) -> list[str]:
    found = EmployerFilter(params, facts=facts(), today=TODAY)
    assert found.bad_values == {}
    return [one.name for one in found.qs]


@pytest.mark.usefixtures("three")
class TestEmployerFilter:
    def test_verified_ones_in_order_of_name(self):
        assert names() == ["Ash Farm", "Zephyr Gears"]

    @pytest.mark.parametrize(
        ("params", "found"),
        [
            ({"area": "Birmingham"}, ["Zephyr Gears"]),
            ({"area": "B4 7ET"}, ["Zephyr Gears"]),
            ({"area": "Yorkshire and The Humber"}, ["Ash Farm"]),
            ({"area": "England"}, ["Ash Farm", "Zephyr Gears"]),
            ({"area": "K02000001"}, ["Ash Farm", "Zephyr Gears"]),
            ({"area": "Scotland"}, []),
            ({"sector": "C"}, ["Zephyr Gears"]),
            ({"sector": "a01"}, ["Ash Farm"]),
            ({"sector": "A02"}, []),
            ({"soc2020": "52"}, ["Zephyr Gears"]),
            ({"takes_apprentices": "yes"}, ["Zephyr Gears"]),
            ({"trains_you": "yes"}, ["Ash Farm"]),
            ({"size": "large"}, []),
            ({"q": "ash"}, ["Ash Farm"]),
            ({"q": "role"}, ["Ash Farm", "Zephyr Gears"]),
            ({"sort": "-name"}, ["Zephyr Gears", "Ash Farm"]),
        ],
    )
    def test_narrowed(self, params, found):
        assert names(**params) == found

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *(("area", "Nowhereville"), ("sector", "Ω"), ("sector", "C2x"), ("soc2020", "9999"), ("size", "huge")),
            ("sort", "pay"),
        ],
    )
    def test_a_wrong_value_is_said_and_left_out(self, name, value):
        found = EmployerFilter({name: value}, facts=facts(), today=TODAY)
        assert list(found.bad_values) == [name]
        assert found.qs.count() == 2


@pytest.mark.usefixtures("three")
def test_role_profiles_by_the_same_names_of_parameters():
    found = RoleProfileFilter({"area": "Leeds", "soc2020": "5"}, facts=facts(), today=TODAY)
    assert [one.organisation.name for one in found.qs] == ["Ash Farm"]
    only = RoleProfileFilter({"employer": "gears"}, facts=facts(), today=TODAY)
    assert [one.organisation.name for one in only.qs] == ["Zephyr Gears"]


def test_a_profile_is_where_its_own_sites_are_and_not_where_its_employer_is_too():
    both = employer("both")
    profile(both)
    elsewhere = {"outcode": "LS1", "area": LEEDS[1], "region": LEEDS[2], "postcode": "LS1", "name": "Leeds"}
    both.sites.create(**elsewhere)
    assert RoleProfileFilter({"area": "Leeds"}, facts=facts(), today=TODAY).qs.count() == 0
    assert names(area="Leeds") == ["Both Ltd"]


def test_closed_opportunities_are_gone_from_the_list():
    organisation = employer("gears")
    for slug, closes_on in (("open", date(2026, 11, 22)), ("closed", date(2026, 11, 21))):
        Opportunity.objects.create(
            organisation=organisation, kind="insight_day", title=slug, slug=slug, closes_on=closes_on, live=True
        )
    assert [one.slug for one in OpportunityFilter({}, facts=facts(), today=TODAY).qs] == ["open"]


@pytest.mark.parametrize("state", ["pending", "refused", "suspended"])
def test_an_employer_that_is_not_verified_is_as_absent_as_none(state):
    profile(employer("gone", state=state))
    with pytest.raises(UnknownEmployerError):
        employer_detail(facts(), TODAY, "gone")
    with pytest.raises(UnknownRoleProfileError):
        role_profile_detail(facts(), TODAY, "gone", "role-1")


@pytest.mark.parametrize("change", [{"live": False}, {"confirmed_until": date(2026, 11, 21)}])
def test_a_profile_that_is_not_published_is_absent(change):
    profile(employer("gears"))
    RoleProfile.objects.update(**change)
    with pytest.raises(UnknownRoleProfileError):
        role_profile_detail(facts(), TODAY, "gears", "role-1")


def test_readers_never_get_more_than_the_first_half_of_a_postcode():
    organisation = employer("gears")
    organisation.sites.update(postcode="B4 7ET")
    profile(organisation)
    assert "7ET" not in str(employer_detail(facts(), TODAY, "gears").sites)


def test_statements_of_sql_stay_the_same_as_employers_grow(django_assert_num_queries):
    held = facts()
    made = [profile(employer(f"one-{number}")).organisation for number in range(2)]
    employer_rows(held, TODAY, made)
    with django_assert_num_queries(5):
        employer_rows(held, TODAY, made)
    made += [profile(employer(f"two-{number}"), "5223", (*MATHS, "useful")).organisation for number in range(6)]
    with django_assert_num_queries(5):
        employer_rows(held, TODAY, made)
