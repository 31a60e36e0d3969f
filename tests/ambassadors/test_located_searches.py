"""Searches by distance from wherever somebody likes do not find where an ambassador lives."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db.models import Sum

from ambassadors.places import LEAST_POSTCODES, home_of, where_is
from ambassadors.queries.matching import Need, find_matches
from evidence.queries import current_editions
from lmi.models import Outcode
from lmi.placenames import kilometres
from pathways.near import band_words
from tests.ambassadors.builders import ambassador, rules

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
TINY = "TR21"  # the Isles of Scilly


def districts() -> list[Outcode]:
    rows = Outcode.objects.filter(release_id__in=current_editions().of("outcodes"))
    return list(rows.order_by("code"))


def seen_from(place: Outcode, who: int) -> str | None:
    """What a search from a place says of how far somebody is; None when it does not list them."""
    need = Need(point=(place.latitude, place.longitude), mode="in_person")
    found = find_matches(need, today=TODAY, only=who)
    return found[0].distance if found else None


def fits(home: Outcode, place: Outcode, seen: str | None, miles: int) -> bool:
    """Whether somebody kept at the centre of a district would look the same from a place."""
    km = kilometres(place.latitude, place.longitude, home.latitude, home.longitude)
    listed = km <= miles * 1.609344
    return (seen is not None) == listed and (seen is None or seen == str(band_words(km)))


@pytest.mark.parametrize("seed", range(6))
def test_three_located_searches_leave_thousands_of_homes(seed):
    rules()
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    every = districts()
    england = [one for one in every if one.authority_id and one.authority.code.startswith("E")]
    home = draw.choice(england)
    kept = home_of(home.code)
    who = ambassador(**kept.fields(), travel_miles=100)
    near = sorted(every, key=lambda one: kilometres(one.latitude, one.longitude, kept.latitude, kept.longitude))
    places = draw.sample(near[:150], 3)
    answers = [(place, seen_from(place, who.pk)) for place in places]
    # The searcher knows how places are kept, and even how far the person travels.
    homes = [
        one
        for one in every
        if (one.postcodes or 0) >= LEAST_POSTCODES and all(fits(one, place, seen, 100) for place, seen in answers)
    ]
    assert sum(one.postcodes or 0 for one in homes) >= LEAST_POSTCODES
    assert (kept.latitude, kept.longitude) in {(one.latitude, one.longitude) for one in homes}


def test_a_tiny_district_is_kept_as_the_nearest_large_one():
    kept, plain = home_of(TINY), where_is(TINY)
    assert (kept.outcode, plain.outcode) == (TINY, TINY)
    assert (kept.latitude, kept.longitude) != (plain.latitude, plain.longitude)
    stands_for = Outcode.objects.filter(
        release_id__in=current_editions().of("outcodes"), latitude=kept.latitude, longitude=kept.longitude
    )
    assert stands_for.aggregate(n=Sum("postcodes"))["n"] >= LEAST_POSTCODES


def test_a_large_district_is_kept_as_it_is():
    assert home_of("LS6") == where_is("LS6")
