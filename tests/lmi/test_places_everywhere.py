"""Places over the whole UK: council offices by postcode, every outcode, every town, and any text at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.enums import ReleaseState
from evidence.models import Release
from evidence.queries import current_editions
from lmi.importers.related import KEPT, strengths
from lmi.models import Area, Outcode, PlaceName
from lmi.placenames import fold, likeness, outcode_of, trigrams
from lmi.places import UnknownPlaceError, resolve_place, suggest_places
from lmi.register import ENGLAND, gazetteer

pytestmark = pytest.mark.django_db
QUICK = settings(max_examples=60, deadline=None, derandomize=True)
WITH_FIXTURE = settings(QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Postcodes of council offices, which are public knowledge, and the council.
OFFICES = {
    "AB10 1AB": "Aberdeen City",
    "AL1 3JE": "St Albans",
    "B1 1BB": "Birmingham",
    "BN1 1JE": "Brighton and Hove",
    "BS1 5TR": "Bristol",
    "BT1 5GS": "Belfast",
    "CA3 8QG": "Cumberland",
    "CB2 3QJ": "Cambridge",
    "CF10 4UW": "Cardiff",
    "CM1 1JE": "Chelmsford",
    "CR0 1EA": "Croydon",
    "DE1 2FS": "Derby",
    "DT1 1XJ": "Dorset",
    "E8 1EA": "Hackney",
    "EH8 8BG": "City of Edinburgh",
    "EX1 1JN": "Exeter",
    "G2 1DU": "Glasgow City",
    "HU1 2AA": "Kingston upon Hull",
    "IV3 5NX": "Highland",
    "LE1 1FZ": "Leicester",
    "LS1 1UR": "Leeds",
    "M2 5DB": "Manchester",
    "NE1 8QH": "Newcastle upon Tyne",
    "NR2 1NH": "Norwich",
    "OX1 1BX": "Oxford",
    "PL1 3BJ": "Plymouth",
    "RG1 2LU": "Reading",
    "S1 2HH": "Sheffield",
    "SA1 3SN": "Swansea",
    "SE1 2QH": "Southwark",
    "SO14 7LY": "Southampton",
    "ST4 1HH": "Stoke-on-Trent",
    "TA1 4DY": "Somerset",
    "TN1 1RS": "Tunbridge Wells",
    "TR1 3AY": "Cornwall",
    "WV1 1SH": "Wolverhampton",
    "ZE1 0HB": "Shetland Islands",
}


@pytest.fixture
def editions():
    return current_editions()


def asked(text, editions):
    """The answer, or the error that stands in its place."""
    try:
        return resolve_place(text, editions)
    except UnknownPlaceError as error:
        return error


@pytest.mark.parametrize("postcode", OFFICES)
def test_a_council_is_in_its_own_area(editions, postcode):
    assert resolve_place(postcode, editions).authority.name == OFFICES[postcode]


class TestEveryOutcode:
    def test_each_is_spelt_like_an_outcode_and_lies_in_an_authority(self):
        rows = list(Outcode.objects.values_list("code", "authority__kind", "latitude", "longitude"))
        assert len(rows) == 2945
        for code, kind, latitude, longitude in rows:
            assert outcode_of(code) == code
            assert kind == "local_authority"
            assert 49.8 < latitude < 60.9
            assert -8.2 < longitude < 1.8

    def test_none_lies_far_from_the_centre_that_decided(self):
        # No authority that centres decide on reaches further than this from its own.
        assert Outcode.objects.filter(basis="nearest_centroid").order_by("-distance_km")[0].distance_km < 60

    def test_each_nation_keeps_its_postcode_areas(self):
        def nations(letters):
            inside = Outcode.objects.filter(code__regex=rf"^{letters}\d")
            return set(inside.values_list("authority__nation", flat=True))

        assert nations("BT") == {"N92000002"}
        assert nations("(AB|DD|EH|FK|G|HS|IV|KA|KW|KY|ML|PA|PH|ZE)") == {"S92000003"}
        assert nations("(CF|SA)") == {"W92000004"}
        assert nations("(BS|CT|EX|IP|LS|NG|OX|SE|TR|YO)") == {ENGLAND}


class TestEveryName:
    def test_every_area_is_found_by_its_code(self, editions):
        for code in Area.objects.values_list("code", flat=True):
            assert resolve_place(code, editions).area.code == code

    def test_every_authority_is_found_by_its_name(self, editions):
        for code, name in Area.objects.filter(kind="local_authority").values_list("code", "name"):
            assert resolve_place(name, editions).area.code == code

    def test_every_town_leads_to_an_area_that_has_it(self, editions):
        places = gazetteer(editions).places
        towns = sorted(set(PlaceName.objects.values_list("name", flat=True)))
        unknown = []
        for town in towns:
            answer = asked(town, editions)
            if isinstance(answer, UnknownPlaceError):
                unknown.append((town, answer.suggestions))
            else:
                assert answer.area.code in places
        # Only the names of counties are handed back, and they come with a choice.
        assert all(suggestions for _, suggestions in unknown)
        assert len(unknown) <= 3

    def test_every_english_authority_has_a_region_and_an_lsip_area(self, editions):
        for place in gazetteer(editions).of_kind("local_authority"):
            answer = resolve_place(place.code, editions)
            assert (answer.region is not None) == (answer.lsip is not None) == answer.in_england
            assert answer.nation.code == place.nation


class TestAnyText:
    @WITH_FIXTURE
    @given(st.text(max_size=200))
    def test_text_is_a_place_or_is_refused_in_words(self, editions, text):
        answer = asked(text, editions)
        if isinstance(answer, UnknownPlaceError):
            assert answer.message
            assert len(answer.suggestions) <= 20
        else:
            assert answer.area.code

    @WITH_FIXTURE
    @given(st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}", fullmatch=True))
    def test_what_has_the_shape_of_a_postcode_is_never_taken_for_a_name(self, editions, text):
        answer = asked(text, editions)
        if isinstance(answer, UnknownPlaceError):
            assert "postcode" in answer.message or "not in the UK" in answer.message
        else:
            assert answer.kind in ("postcode", "outcode")

    @WITH_FIXTURE
    @given(st.text(max_size=40))
    def test_suggestions_are_few_and_complete(self, editions, text):
        for one in suggest_places(text, editions, limit=5):
            assert one.text
            assert one.value
            assert one.kind

    @QUICK
    @given(st.text(max_size=60))
    def test_a_folded_name_is_small_letters_and_single_spaces(self, name):
        folded = fold(name)
        assert folded == " ".join(folded.split()).lower()
        assert folded.isascii()

    @QUICK
    @given(st.text(max_size=30), st.text(max_size=30))
    def test_likeness_is_the_same_both_ways(self, one, other):
        a, b = trigrams(fold(one)), trigrams(fold(other))
        assert likeness(a, b) == likeness(b, a)
        assert 0 <= likeness(a, b) <= 1


class TestLikenessOfOccupations:
    mixes = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.05, 1), min_size=1)

    @QUICK
    @given(st.dictionaries(st.sampled_from([f"{n:04}" for n in range(12)]), mixes, min_size=1))
    def test_strengths_are_shares_in_falling_order_and_never_of_oneself(self, weights):
        for unit, others in strengths(weights, {"a": {"b": 0.5}, "b": {"a": 0.5}}):
            values = [strength for strength, _ in others]
            assert all(0 < value <= 1 for value in values)
            assert values == sorted(values, reverse=True)
            assert unit not in [other for _, other in others]
            assert len(others) <= KEPT


class TestAnotherEdition:
    def test_a_withdrawn_list_of_outcodes_leaves_postcodes_unknown(self):
        Release.objects.filter(source_id="outcodes").update(state=ReleaseState.WITHDRAWN)
        with pytest.raises(UnknownPlaceError):
            resolve_place("OX4 1JY", current_editions())
        assert resolve_place("Oxford", current_editions()).area.code == "E07000178"

    def test_a_withdrawn_list_of_towns_leaves_areas_known(self):
        Release.objects.filter(source_id="place-names").update(state=ReleaseState.WITHDRAWN)
        editions = current_editions()
        with pytest.raises(UnknownPlaceError):
            resolve_place("Kendal", editions)
        assert resolve_place("LA9", editions).area.name == "Westmorland and Furness"
