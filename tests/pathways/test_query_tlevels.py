"""Reads of T Levels: which version can be started on a day, what replaced it, and where it was taught."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evidence.models import Release
from lmi.queries.context import facts as gather
from pathways.models import TLevelStatus
from pathways.queries.tlevels import (
    UnknownTLevelError,
    successor,
    tlevel_detail,
    tlevel_of_code,
    tlevels_by_number,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
OLD_BUILDING, NEW_BUILDING, HEALTH, HEALTHCARE_SCIENCE, FINANCE = 3, 22, 8, 9, 11
MANCHESTER = {"latitude": 53.48, "longitude": -2.24}


@pytest.fixture
def facts():
    return gather()


def set_status(number, **values):
    """Make our editors' row of a version what the test needs."""
    assert TLevelStatus.objects.filter(number=number).update(**values) == 1


class TestVersions:
    def test_the_lists_row(self, facts):
        set_status(NEW_BUILDING, status="open", first_start=date(2025, 9, 1), last_start=None, replaced_by=[])
        found = tlevel_detail(facts, NEW_BUILDING, TODAY)
        assert (found.summary.name, found.summary.lars_code) == ("Building Services Engineering", "61057800")
        assert (found.summary.sector, found.summary.start_year) == ("Construction", 2025)
        assert (found.summary.is_open, found.summary.status_words) == (True, "Open to new starts.")
        assert found.release.source == "tlevels"
        assert found.status_release.source == "waymark-tlevel-status"

    def test_an_unknown_number_is_named(self, facts):
        with pytest.raises(UnknownTLevelError) as error:
            tlevel_detail(facts, 99, TODAY)
        assert error.value.code == 99

    def test_a_replaced_version_leads_to_the_new_one_and_back(self, facts):
        set_status(OLD_BUILDING, status="superseded", last_start=date(2024, 9, 1), replaced_by=[NEW_BUILDING])
        old, new = (tlevel_detail(facts, number, TODAY) for number in (OLD_BUILDING, NEW_BUILDING))
        assert old.redirect_to == NEW_BUILDING
        assert [version.number for version in old.replaced_by] == [NEW_BUILDING]
        assert OLD_BUILDING in [version.number for version in new.replaces]
        assert old.summary.status_words.endswith("The last start was in September 2024.")
        assert not old.summary.is_open
        assert new.redirect_to is None

    def test_two_successors_are_a_choice_not_a_redirect(self, facts):
        set_status(HEALTHCARE_SCIENCE, status="closed", last_start=date(2025, 9, 1), replaced_by=[8, 10])
        found = tlevel_detail(facts, HEALTHCARE_SCIENCE, TODAY)
        assert found.redirect_to is None
        assert [version.number for version in found.replaced_by] == [8, 10]
        assert found.summary.status_words.startswith("Closed: no new starts.")

    @pytest.mark.parametrize(
        ("today", "is_open", "words"),
        [
            (date(2025, 8, 31), False, "Opens in September 2025."),
            (date(2025, 9, 1), True, "Open; the last start is in September 2027."),
            (date(2027, 9, 30), True, "Open; the last start is in September 2027."),
            (date(2027, 10, 1), False, "Replaced by a newer version: no new starts."),
        ],
    )
    def test_the_day_decides(self, facts, today, is_open, words):
        window = {"first_start": date(2025, 9, 1), "last_start": date(2027, 9, 1)}
        set_status(FINANCE, status="superseded", replaced_by=[12], **window)
        found = tlevels_by_number(facts, today, [FINANCE])[FINANCE]
        assert found.is_open is is_open
        assert found.status_words.startswith(words)

    def test_a_version_without_a_status_claims_nothing(self, facts):
        TLevelStatus.objects.filter(number=FINANCE).delete()
        found = tlevel_detail(facts, FINANCE, TODAY)
        assert (found.summary.is_open, found.summary.status, found.status_release) == (False, "", None)
        assert "does not say" in found.summary.status_words

    def test_all_and_some_in_two_statements(self, facts, django_assert_num_queries):
        with django_assert_num_queries(2):
            assert list(tlevels_by_number(facts, TODAY)) == list(range(1, 29))
        assert list(tlevels_by_number(facts, TODAY, [FINANCE, 99])) == [FINANCE]


class TestSuccessor:
    @pytest.fixture
    def versions(self, facts):
        found = tlevels_by_number(facts, TODAY, [1, 2, 3])
        return {n: replace(v, is_open=False, replaced_by=()) for n, v in found.items()}

    def test_the_end_of_the_chain(self, versions):
        versions[1] = replace(versions[1], replaced_by=(2,))
        versions[2] = replace(versions[2], replaced_by=(3,))
        assert successor(1, versions) == 3

    def test_a_chain_stops_where_a_version_is_open(self, versions):
        versions[1] = replace(versions[1], replaced_by=(2,))
        versions[2] = replace(versions[2], is_open=True, replaced_by=(3,))
        assert successor(1, versions) == 2
        assert successor(2, versions) is None

    def test_a_ring_ends(self, versions):
        versions[1] = replace(versions[1], replaced_by=(2,))
        versions[2] = replace(versions[2], replaced_by=(1,))
        assert successor(1, versions) == 2

    def test_nobody_knows_the_successor(self, versions):
        versions[1] = replace(versions[1], replaced_by=(77,))
        assert successor(1, versions) is None


class TestCodes:
    def test_of_a_tlevel_and_of_a_specialism(self, facts):
        assert tlevel_of_code(facts, "6037066x") == HEALTH
        assert tlevel_of_code(facts, "ZTLOS026") == OLD_BUILDING
        assert tlevel_of_code(facts, "ZTLOS084") == NEW_BUILDING

    def test_of_nothing(self, facts):
        with pytest.raises(UnknownTLevelError):
            tlevel_of_code(facts, "ZTLOS999")


class TestSpecialisms:
    def test_each_version_has_its_own(self, facts):
        old = {s.number for s in tlevel_detail(facts, OLD_BUILDING, TODAY).specialisms}
        new = {s.number for s in tlevel_detail(facts, NEW_BUILDING, TODAY).specialisms}
        assert old == {*range(9, 17), 21}
        assert new == {79, 80, 81, 82, 83, 84, 96}


class TestSites:
    @pytest.fixture(autouse=True)
    def _renewed(self, db):
        set_status(OLD_BUILDING, status="superseded", last_start=date(2024, 9, 1), replaced_by=[NEW_BUILDING])
        set_status(HEALTHCARE_SCIENCE, status="closed", last_start=date(2025, 9, 1), replaced_by=[HEALTH])

    def test_nearest_first(self, facts):
        sites = tlevel_detail(facts, OLD_BUILDING, TODAY, **MANCHESTER).sites
        assert len(sites) == 31
        assert [(s.town, s.distance_km) for s in sites[:3]] == [
            ("Manchester", 3.6),
            ("Rochdale", 10.5),
            ("Oldham", 10.6),
        ]
        assert (sites[-1].town, sites[-1].distance_km) == ("Torbay", 353.1)
        assert {s.first_year for s in sites} == {2021}

    def test_a_site_has_its_own_name_where_the_list_gives_one(self, facts):
        sites = tlevel_detail(facts, HEALTH, TODAY).sites
        assert ("Activate Learning", "City of Oxford College") in {(s.provider, s.name) for s in sites}
        assert ("Abingdon and Witney College", "") in {(s.provider, s.name) for s in sites}

    def test_by_name_where_no_place_is_given(self, facts):
        sites = tlevel_detail(facts, OLD_BUILDING, TODAY).sites
        assert {s.distance_km for s in sites} == {None}
        names = [s.provider.casefold() for s in sites]
        assert names == sorted(names)
        assert all(names)

    def test_a_new_version_shows_where_the_old_one_was_listed(self, facts):
        sites = tlevel_detail(facts, NEW_BUILDING, TODAY).sites
        assert len(sites) == 31
        assert {s.tlevel for s in sites} == {OLD_BUILDING}

    def test_a_tlevel_that_closed_lends_its_sites_to_nobody(self, facts):
        assert {s.tlevel for s in tlevel_detail(facts, HEALTH, TODAY).sites} == {HEALTH}

    def test_the_list_says_how_old_it_is_and_where_to_check(self, facts):
        found = tlevel_detail(facts, FINANCE, TODAY)
        assert found.sites == ()
        assert (found.list_age.years, found.list_age.release.source) == (4, "tlevel-providers-2022")
        assert "February 2022" in found.list_age.words
        assert "www.tlevels.gov.uk/students/find" in found.list_age.words

    def test_without_a_list_there_is_still_where_to_check(self):
        Release.objects.filter(source_id="tlevel-providers-2022").update(state="withdrawn")
        found = tlevel_detail(gather(), OLD_BUILDING, TODAY)
        assert (found.sites, found.list_age.release, found.list_age.years) == ((), None, None)
        assert found.list_age.words.startswith("Check with the school or college")

    def test_six_statements(self, facts, django_assert_num_queries):
        with django_assert_num_queries(6):
            tlevel_detail(facts, NEW_BUILDING, TODAY, **MANCHESTER)
