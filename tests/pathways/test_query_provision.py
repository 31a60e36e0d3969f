"""Provision against jobs: the counts added up again by hand, and bounds that hold what they bound."""

from __future__ import annotations

from collections import defaultdict

import pytest

from evidence.figures import Quality, Reason
from lmi.enums import AreaKind
from lmi.models import EmploymentFigure
from lmi.queries.context import facts
from pathways.models import ProviderDelivery, ProviderStandard
from pathways.queries.provision import UnknownSectorError, sector_provision, sectors

pytestmark = pytest.mark.django_db
CONSTRUCTION, HAIR = "Construction and the built environment", "Hair and beauty"
YEAR = "2024/25"


def provision(sector=CONSTRUCTION, kind=AreaKind.REGION):
    return sector_provision(facts(), sector, kind)


@pytest.fixture
def rows():
    """Each provider's starts by sector or not, and by authority, in the last whole year."""
    f = facts()
    references = {one.reference for one in provision().standards}
    taught = ProviderStandard.objects.of_releases(f.editions.of("apprenticeship-provider-standards"))
    sector, others = defaultdict(float), defaultdict(float)
    for row in taught.filter(year=YEAR):
        (sector if row.reference in references else others)[row.ukprn] += row.starts
    here = defaultdict(float)
    for row in ProviderDelivery.objects.of_releases(f.editions.of("apprenticeship-delivery")).filter(year=YEAR):
        here[row.ukprn, row.area] += row.starts
    return sector, others, here


class TestCounts:
    def test_every_region_once(self):
        found = provision()
        assert len(found.areas) == 9
        assert [one.area.name for one in found.areas] == sorted(one.area.name for one in found.areas)
        assert found.england.area.code == "E92000001"

    def test_bounds_of_one_authority_added_up_again(self, rows):
        sector, others, here = rows
        leeds = "E08000035"
        found = next(one for one in provision(kind=AreaKind.LOCAL_AUTHORITY).areas if one.area.code == leeds)
        inside = {ukprn: starts for (ukprn, area), starts in here.items() if area == leeds and ukprn in sector}
        assert found.starts_low.value == sum(max(0, n - others[u]) for u, n in inside.items())
        assert found.starts_high.value == sum(min(n, sector[u]) for u, n in inside.items())
        assert found.starts_low.value <= found.starts_high.value
        assert found.starts_high.period == YEAR

    @pytest.mark.parametrize("kind", [AreaKind.REGION, AreaKind.LOCAL_AUTHORITY, AreaKind.LSIP])
    def test_the_true_sum_lies_between_the_bounds(self, kind, rows):
        sector, _, here = rows
        found = provision(kind=kind)
        known = defaultdict(float)
        for (ukprn, _area), starts in here.items():
            known[ukprn] += starts
        # Starts outside England or in an unknown place stand in no area.
        outside = sum(max(0, total - known[ukprn]) for ukprn, total in sector.items())
        everywhere = sum(sector.values())
        assert sum(one.starts_low.value for one in found.areas) <= everywhere
        assert sum(one.starts_high.value for one in found.areas) >= everywhere - outside

    def test_providers_are_counted_once_a_region(self):
        f, found = facts(), provision()
        north_east = next(one for one in found.areas if one.area.code == "E12000001")
        inside = [p.code for p in f.places.of_kind(AreaKind.LOCAL_AUTHORITY) if p.parent == "E12000001"]
        taught = ProviderStandard.objects.of_releases(f.editions.of("apprenticeship-provider-standards"))
        references = {one.reference for one in sector_standards(f)}
        teach = set(taught.filter(reference__in=references).values_list("ukprn", flat=True))
        delivery = ProviderDelivery.objects.of_releases(f.editions.of("apprenticeship-delivery"))
        there = set(delivery.filter(area__in=inside).values_list("ukprn", flat=True))
        assert north_east.providers.value == len(teach & there)
        assert "may not teach the sector here" in north_east.providers.note

    def test_people_of_the_sectors_groups(self):
        f, found = facts(), provision(HAIR)
        assert [group.code for group in found.groups] == ["622"]
        assert "Hairdressers and barbers" in {unit.title for unit in found.units}
        rows = EmploymentFigure.objects.of_releases(f.editions.of("aps-minor-region")).filter(soc2020_id="622")
        for one in found.areas:
            assert one.people.value == rows.get(area_id=one.area.code).people
        assert found.england.people.value == sum(one.people.value for one in found.areas)
        assert found.england.concentration == 1.0

    def test_concentration_is_a_share_against_englands(self):
        f, found = facts(), provision(HAIR)
        everyone = defaultdict(float)
        for row in EmploymentFigure.objects.of_releases(f.editions.of("aps-minor-region")).filter(industry="*"):
            everyone[row.area_id] += row.people or 0
        england = sum(everyone[one.area.code] for one in found.areas)
        for one in found.areas:
            share = one.people.value / everyone[one.area.code]
            assert one.concentration == pytest.approx(share / (found.england.people.value / england), abs=0.006)

    def test_unpublished_groups_make_a_lower_bound(self):
        found = provision()
        assert found.england.people.quality == Quality.LOWER_BOUND
        assert found.left_out
        assert not {group.code for group in found.left_out} & {group.code for group in found.groups}

    def test_people_are_not_published_by_authority(self):
        found = provision(kind=AreaKind.LOCAL_AUTHORITY)
        assert len(found.areas) == 296
        assert {one.people.reason for one in found.areas} == {Reason.COARSER_ONLY}
        assert {one.concentration for one in found.areas} == {None}

    def test_tlevels_by_site(self):
        found = provision()
        assert "Onsite Construction" in found.tlevels
        assert 0 < found.england.tlevels.value <= sum(one.tlevels.value for one in found.areas)

    def test_a_sector_without_tlevels_says_so(self):
        found = provision(HAIR)
        assert found.tlevels == ()
        assert {one.tlevels.reason for one in found.areas} == {Reason.NOT_APPLICABLE}

    def test_standards_most_started_first(self):
        found = provision()
        first = found.standards[0]
        assert (first.reference, first.year) == ("ST0152", YEAR)
        starts = [one.starts.value for one in found.standards]
        assert starts == sorted(starts, reverse=True)


def sector_standards(f):
    from pathways.book import route_book

    return [one for one in route_book(f.editions).standards.values() if one.sector == CONSTRUCTION]


class TestAsking:
    def test_sectors_by_name_or_slug(self):
        assert len(sectors(facts())) == 15
        assert provision("construction-and-the-built-environment").sector == CONSTRUCTION

    def test_what_is_unknown(self):
        with pytest.raises(UnknownSectorError):
            provision("Alchemy")
        with pytest.raises(UnknownSectorError):
            provision("")
        with pytest.raises(ValueError, match="no provision"):
            provision(kind=AreaKind.COMBINED_AUTHORITY)

    @pytest.mark.parametrize("sector", ["Digital", "Care services", "Protective services", "Transport and logistics"])
    def test_every_column_says_what_it_is(self, sector):
        found = provision(sector)
        assert set(found.notes) == {"providers", "starts", "tlevels", "people"}
        for one in (found.england, *found.areas):
            for figure in (one.providers, one.tlevels, one.people, one.starts_high):
                assert figure.value is None or figure.note

    def test_statements_do_not_grow_with_areas(self, django_assert_max_num_queries):
        f = facts()
        sector_provision(f, HAIR)
        for kind in (AreaKind.REGION, AreaKind.LOCAL_AUTHORITY):
            with django_assert_max_num_queries(14):
                sector_provision(f, CONSTRUCTION, kind)
