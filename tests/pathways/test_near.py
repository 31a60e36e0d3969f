"""Distances in bands: from which point, how far in SQL and in Python, and which authorities count."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lmi.models import Area
from lmi.placenames import kilometres
from lmi.places import UnknownPlaceError
from lmi.queries.context import facts
from lmi.register import forget_registers
from pathways.enums import ProviderKind
from pathways.models import Provider, ProviderDelivery
from pathways.near import (
    BANDS,
    DELIVERY,
    KM_PER_MILE,
    authorities_near,
    band_of,
    band_words,
    km_to,
    km_to_delivery,
    point_of,
)

pytestmark = pytest.mark.django_db
LEEDS, NORTHUMBERLAND = "E08000035", "E06000057"


@pytest.fixture
def forgotten():
    """Drops the registers from memory, and again after the test, which changes one in place."""
    yield forget_registers
    forget_registers()


@pytest.mark.parametrize(
    ("km", "band", "words"),
    [
        (None, None, ""),
        (0.0, 5, "within 5 miles"),
        (5 * KM_PER_MILE, 5, "within 5 miles"),
        (5 * KM_PER_MILE + 0.01, 10, "within 10 miles"),
        (40.0, 25, "within 25 miles"),
        (80.0, 50, "within 50 miles"),
        (81.0, None, "more than 50 miles away"),
    ],
)
def test_bands(km, band, words):
    assert (band_of(km), band_words(km)) == (band, words)


class TestPoint:
    def test_a_postcode_is_its_districts_centre(self):
        point = point_of("OX4 1JY", facts().editions)
        assert (round(point.latitude, 1), round(point.longitude, 1)) == (51.7, -1.2)
        assert (point.authority, point.is_area) == ("E07000178", False)

    def test_an_authority_is_its_own_centre(self):
        assert point_of("E08000035", facts().editions).is_area

    @pytest.mark.parametrize("text", ["London", "North West", "England", "United Kingdom"])
    def test_what_is_too_wide(self, text):
        with pytest.raises(UnknownPlaceError, match="too wide"):
            point_of(text, facts().editions)

    def test_an_area_without_a_centre_asks_for_a_place(self, forgotten):
        Area.objects.filter(pk=LEEDS).update(latitude=None)
        forgotten()
        with pytest.raises(UnknownPlaceError, match="where the centre of Leeds is"):
            point_of(LEEDS, facts().editions)

    def test_what_is_unknown(self):
        with pytest.raises(UnknownPlaceError):
            point_of("Nowhereville", facts().editions)


class TestDistance:
    def test_sql_and_python_agree_everywhere(self):
        f = facts()
        point = point_of("TR1", f.editions)  # Truro: far from most, so that long distances are among them
        rows = Provider.objects.of_releases(f.editions.of("universities")).annotate(km=km_to(point))
        placed = [row for row in rows if row.latitude is not None]
        assert len(placed) > 400
        for row in placed:
            expected = kilometres(point.latitude, point.longitude, row.latitude, row.longitude)
            assert row.km == pytest.approx(expected, abs=0.001)

    def test_no_position_no_distance(self):
        f = facts()
        rows = Provider.objects.of_releases(f.editions.of("universities")).filter(latitude=None)
        assert {row.km for row in rows.annotate(km=km_to(point_of("LS1", f.editions)))} == {None}

    def test_the_own_authority_counts_whatever_its_size(self):
        f = facts()
        point = point_of("NE66", f.editions)  # Alnwick, in a county of 80 miles
        near = authorities_near(point, f.places, 5)
        assert list(near) == [NORTHUMBERLAND]
        assert near[NORTHUMBERLAND] > 5 * KM_PER_MILE

    def test_wider_bands_hold_the_narrower(self):
        f = facts()
        point = point_of("LS1", f.editions)
        found = [set(authorities_near(point, f.places, miles)) for miles in BANDS]
        assert all(small <= large for small, large in pairwise(found))
        assert LEEDS in found[0]

    def test_delivery_is_measured_to_the_nearest_authority(self):
        f = facts()
        near = authorities_near(point_of("LS1", f.editions), f.places, 25)
        releases = f.editions.of(DELIVERY)
        rows = Provider.objects.of_releases(f.editions.of("apprenticeship-providers")).annotate(
            km=km_to_delivery(releases, near)
        )
        areas = {}
        for ukprn, area in ProviderDelivery.objects.of_releases(releases).values_list("ukprn", "area"):
            areas.setdefault(ukprn, set()).add(area)
        for row in rows:
            assert row.kind == ProviderKind.APPRENTICESHIP
            expected = min((near[area] for area in areas.get(row.ukprn, ()) if area in near), default=None)
            assert row.km == expected
