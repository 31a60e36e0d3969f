"""Places: what a person types, the areas it lies in, how that is known, and what is said of the unknown."""

from __future__ import annotations

import pytest

from evidence.queries import current_editions
from lmi.models import AreaMembership, Outcode
from lmi.place_index import _name_index, name_index
from lmi.placenames import fold, kilometres, likeness, looks_like_postcode, outcode_of, trigrams
from lmi.places import CAREERS_SERVICES, UnknownPlaceError, resolve_place, suggest_places
from lmi.register import forget_registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    return current_editions()


@pytest.fixture
def resolve(editions):
    return lambda text: resolve_place(text, editions)


@pytest.fixture
def refused(editions):
    def why(text):
        with pytest.raises(UnknownPlaceError) as error:
            resolve_place(text, editions)
        return error.value

    return why


def names(answer):
    return [place.name for place in answer.areas]


class TestPostcodes:
    @pytest.mark.parametrize("typed", ["OX4 1JY", "ox4 1jy", "OX41JY", " ox4  1jy ", "OX4\x001JY"])
    def test_a_whole_postcode_however_it_is_typed(self, resolve, typed):
        answer = resolve(typed)
        assert (answer.kind, answer.name, answer.outcode) == ("postcode", "OX4 1JY", "OX4")
        assert names(answer) == ["Oxford", "Oxfordshire", "South East", "England"]

    def test_the_first_half_alone(self, resolve):
        assert (resolve("ox4").kind, resolve("OX4").area.code) == ("outcode", "E07000178")

    def test_a_postcode_half_typed(self, resolve):
        assert resolve("OX4 1").outcode == "OX4"
        assert resolve("OX41").outcode == "OX4"  # there is no district OX41
        assert resolve("OX44").outcode == "OX44"

    def test_all_the_areas_of_an_english_postcode(self, resolve):
        answer = resolve("HU1 1AA")
        assert answer.authority.name == "Kingston upon Hull"
        assert answer.combined_authority.name == answer.lsip.name == "Hull and East Yorkshire"
        assert answer.region.name == "Yorkshire and The Humber"
        assert answer.nation.name == "England"
        assert answer.lsip_words == "Hull and East Yorkshire (2023 set)"

    def test_it_says_when_a_list_names_the_authority(self, resolve):
        answer = resolve("OX4 1JY")
        assert answer.basis == "district_list"
        assert "OX4, which a list of postcode districts puts in Oxford" in answer.words

    def test_it_says_when_only_the_nearest_centre_decided(self, resolve):
        answer = resolve("TN15 0AB")
        kilometres_away = Outcode.objects.get(code="TN15").distance_km
        assert answer.basis == "nearest_centroid"
        assert "centre of TN15, which is nearest to Tonbridge and Malling" in answer.words
        assert f"({kilometres_away} km" in answer.words
        assert "near a border it may be the neighbour" in answer.words

    @pytest.mark.parametrize("typed", ["ZZ9 9ZZ", "Q1", "OX999 1AA"])
    def test_a_district_that_does_not_exist(self, refused, typed):
        assert "postcode" in refused(typed).message

    def test_the_nearest_districts_are_offered(self, refused):
        offered = refused("SW1 1AA").suggestions
        assert [one.text for one in offered][:3] == ["SW10", "SW11", "SW12"]
        assert offered[0].within == "Kensington and Chelsea"

    @pytest.mark.parametrize("typed", ["OX4 1CI", "OX4 1J", "OX4 JY1", "E1 6A!N"])
    def test_a_malformed_postcode_is_not_guessed_at(self, refused, typed):
        assert "is not a postcode" in refused(typed).message

    def test_a_malformed_postcode_is_told_how_to_type_it(self, refused):
        error = refused("OX4 1CI")
        assert error.message == ("“OX4 1CI” is not a postcode. Type it like OX4 1JY, or only the first half, like OX4.")
        assert error.suggestions[0].value == "OX4"

    @pytest.mark.parametrize("typed", ["GY1 1AA", "JE2", "IM1 1AA", "Jersey", "Isle of Man"])
    def test_the_crown_dependencies_are_not_in_the_uk(self, refused, typed):
        assert "not in the UK" in refused(typed).message


class TestNations:
    @pytest.mark.parametrize(
        ("typed", "authority", "nation", "service"),
        [
            ("EH1 1AA", "City of Edinburgh", "Scotland", "Skills Development Scotland"),
            ("CF10 1AA", "Cardiff", "Wales", "Careers Wales"),
            ("BT48 6DQ", "Derry City and Strabane", "Northern Ireland", "nidirect Careers Service"),
        ],
    )
    def test_outside_england_its_own_careers_service_is_named(self, resolve, typed, authority, nation, service):
        answer = resolve(typed)
        assert (answer.in_england, answer.authority.name, answer.nation.name) == (False, authority, nation)
        assert (answer.region, answer.lsip, answer.combined_authority, answer.lsip_words) == (None, None, None, "")
        assert answer.careers_service.name == service
        assert answer.careers_service.address.startswith("https://")

    def test_in_england(self, resolve):
        assert resolve("Leeds").in_england
        assert resolve("Leeds").careers_service is CAREERS_SERVICES["E92000001"]

    def test_the_whole_uk_has_no_one_service(self, resolve):
        answer = resolve("UK")
        assert (answer.area.code, answer.careers_service, answer.areas) == ("K02000001", None, ())


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("Oxford", "E07000178"),
            ("  oxford ", "E07000178"),
            ("Oxford City Council", "E07000178"),
            ("City of Bristol", "E06000023"),
            ("st. albans", "E07000240"),
            ("Saint Albans", "E07000240"),
            ("Kings Lynn & West Norfolk", "E07000146"),
            ("Stoke on Trent", "E06000021"),
            ("Hull", "E06000010"),
            ("Ynys Mon", "W06000001"),
            ("Caerdydd", "W06000015"),
            ("Western Isles", "S12000013"),
            ("Allerdale", "E06000063"),
            ("London", "E12000007"),
            ("City of London", "E09000001"),
            ("Yorkshire", "E12000003"),
            ("Cymru", "W92000004"),
            ("Greater Manchester", "E47000001"),
            ("Solent", "E69000026"),
            ("Cumbria", "E69000006"),
        ],
    )
    def test_areas_by_any_of_their_names(self, resolve, typed, code):
        answer = resolve(typed)
        assert (answer.area.code, answer.basis) == (code, "named")

    @pytest.mark.parametrize(
        ("code", "name"), [("e69000025", "Oxfordshire"), ("E08000038", "Barnsley"), ("S12000046", "Glasgow City")]
    )
    def test_codes_present_and_former(self, resolve, code, name):
        assert resolve(code).area.name == name

    def test_the_widest_of_one_name_answers_and_the_others_are_offered(self, resolve):
        answer = resolve("North East")
        assert answer.kind == "region"
        assert [place.kind for place in answer.also] == ["combined_authority", "lsip"]

    def test_an_area_says_what_kind_it_is_and_of_which_year(self, resolve):
        assert resolve("Solent").words == "Solent: local skills improvement plan area (2023 set)"
        assert resolve("Oxford").words == "Oxford: local authority"

    def test_a_group_across_regions_has_no_region(self, resolve):
        answer = resolve("South-East Midlands")
        assert (answer.region, answer.authority, answer.nation.name) == (None, None, "England")

    def test_a_town_lies_where_its_outcode_does(self, resolve):
        answer = resolve("kendal")
        assert (answer.kind, answer.name, answer.area.name) == ("town", "Kendal", "Westmorland and Furness")
        assert answer.basis == "nearest_centroid"
        assert "Kendal in LA8, the centre of which is nearest to Westmorland and Furness" in answer.words

    def test_a_town_that_the_list_places(self, resolve):
        answer = resolve("Camden Town")
        assert (answer.area.name, answer.basis) == ("Camden", "district_list")
        assert "which lies in Camden" in answer.words

    def test_of_towns_with_one_name_the_larger_answers(self, resolve):
        answer = resolve("Norton")
        assert answer.area.name == "Sheffield"
        assert [place.name for place in answer.also] == ["Stockton-on-Tees"]

    def test_an_authority_comes_before_a_town_elsewhere(self, resolve):
        answer = resolve("Newport")
        assert answer.area.code == "W06000022"
        assert "Isle of Wight" in [place.name for place in answer.also]

    def test_a_county_offers_its_districts_and_the_wider_area(self, refused):
        error = refused("kent")
        assert error.message == "“kent” covers 12 local authorities. Choose one:"
        assert [(one.text, one.kind) for one in error.suggestions[:2]] == [
            ("Kent and Medway", "lsip"),
            ("Ashford", "local_authority"),
        ]
        assert len(error.suggestions) == 13


class TestUnknown:
    @pytest.mark.parametrize("typed", ["", "   ", "\x00"])
    def test_nothing_typed(self, refused, typed):
        assert refused(typed).message == "Type a postcode, a town or the name of an area."

    @pytest.mark.parametrize(
        ("typed", "meant"), [("oxfrod", "Oxford"), ("Mancester", "Manchester"), ("Glasgo", "Glasgow City")]
    )
    def test_a_slip_is_offered_what_was_meant(self, refused, typed, meant):
        error = refused(typed)
        assert f"no place called “{typed}”" in error.message
        assert meant in [one.text for one in error.suggestions]

    def test_a_suggestion_can_be_asked_for(self, refused, resolve):
        for one in refused("Newcasel").suggestions:
            assert resolve(one.value).area.name

    @pytest.mark.parametrize("typed", ["🎉", "%_%", "' OR 1=1 --", "Xyzzy", "9" * 500, "a" * 500])
    def test_what_nobody_means(self, refused, typed):
        assert len(refused(typed).message) < 300

    def test_a_code_of_nothing_here(self, refused):
        assert "E99999999" in refused("E99999999").message


class TestSuggestions:
    def suggested(self, editions, prefix, limit=8):
        return [(one.text, one.kind) for one in suggest_places(prefix, editions, limit)]

    def test_whole_names_come_before_words_inside(self, editions):
        found = self.suggested(editions, "oxf")
        assert found[0] == ("Oxford", "local_authority")
        assert found.index(("Oxfordshire", "lsip")) < found.index(("South Oxfordshire", "local_authority"))

    def test_outcodes(self, editions):
        found = self.suggested(editions, "ox1")
        assert found[:2] == [("OX1", "outcode"), ("OX10", "outcode")]

    def test_a_county_does_not_fill_the_list_with_its_districts(self, editions):
        assert "Sevenoaks" not in [text for text, _ in self.suggested(editions, "ken", 20)]

    def test_no_more_than_asked_for(self, editions):
        assert len(self.suggested(editions, "s", 5)) == 5

    @pytest.mark.parametrize("prefix", ["", " ", "🎉", "\x00"])
    def test_nothing_for_nothing(self, editions, prefix):
        assert self.suggested(editions, prefix) == []

    def test_like_names_are_told_apart(self, editions):
        within = {one.kind: one.within for one in suggest_places("west midlands", editions)}
        assert within["region"] == "England"
        assert within["combined_authority"] == "West Midlands"


class TestStatements:
    @pytest.fixture
    def cold(self):
        forget_registers()
        _name_index.cache_clear()

    @pytest.mark.parametrize("typed", ["OX4 1JY", "Oxford", "Kendal", "E07000178"])
    def test_four_at_most_when_nothing_is_read_yet(self, cold, resolve, django_assert_max_num_queries, typed):
        with django_assert_max_num_queries(4):
            resolve(typed)

    @pytest.mark.parametrize("typed", ["SW1 1AA", "oxfrod", "kent"])
    def test_four_at_most_for_the_unknown(self, cold, refused, django_assert_max_num_queries, typed):
        with django_assert_max_num_queries(4):
            refused(typed)

    def test_one_when_the_registers_are_read(self, resolve, django_assert_num_queries):
        resolve("Oxford")
        with django_assert_num_queries(0):
            resolve("Kendal")
        with django_assert_num_queries(1):
            resolve("OX4 1JY")

    def test_one_for_suggestions(self, editions, django_assert_max_num_queries):
        suggest_places("ox", editions)
        with django_assert_max_num_queries(1):
            suggest_places("ox1", editions)


class TestEditions:
    def test_only_outcodes_of_these_editions_answer(self, editions):
        held = editions.latest("outcodes")
        Outcode.objects.filter(release_id=held, code="OX4").update(release_id=editions.latest("areas"))
        with pytest.raises(UnknownPlaceError):
            resolve_place("OX4", editions)

    def test_only_memberships_of_these_editions_count(self, editions):
        forget_registers()
        withdrawn = editions.latest("soc-2020")
        kept = {source: ids for source, ids in editions.by_source.items() if source != "lsip-areas-2023"}
        refs = {pk: ref for pk, ref in editions.refs.items() if pk != editions.latest("lsip-areas-2023")}
        without = type(editions)(refs=refs, by_source=kept)
        assert withdrawn in without.refs
        assert resolve_place("OX4 1JY", without).lsip is None
        assert AreaMembership.objects.filter(member_id="E07000178", group__kind="lsip").exists()
        forget_registers()


class TestHowNamesAreCompared:
    @pytest.mark.parametrize(
        ("name", "folded"),
        [
            ("Bristol, City of", "bristol"),
            ("The City of Cardiff Council", "cardiff"),
            ("London Borough of Camden", "camden"),
            ("City of London", "city of london"),
            ("King's Lynn & West Norfolk", "kings lynn and west norfolk"),
            ("Ynys Môn", "ynys mon"),
            ("Saint Helens", "st helens"),
            ("City of Kingston-upon-Hull", "kingston upon hull"),
            ("Bedford Borough", "bedford"),
            ("Borough", "borough"),
            ("🎉", ""),
        ],
    )
    def test_fold(self, name, folded):
        assert fold(name) == folded

    @pytest.mark.parametrize(
        ("typed", "outcode"),
        [
            ("M1 1AE", "M1"), ("B338TH", "B33"), ("CR2 6XH", "CR2"), ("DN551PT", "DN55"), ("W1A 0AX", "W1A"),
            ("EC1A1BB", "EC1A"), ("EC1A", "EC1A"), ("OX4 1", "OX4"), ("Oxford", None), ("OX4 1KI", None), ("4OX", None),
            ("OX4 11", None), ("E07000178", None),
        ],
    )  # fmt: skip
    def test_outcodes_of_royal_mails_six_formats(self, typed, outcode):
        assert outcode_of(typed) == outcode

    def test_what_looks_like_a_postcode(self):
        assert looks_like_postcode("ox4 1zz9")
        assert not looks_like_postcode("Oxford")
        assert not looks_like_postcode("")

    def test_distance(self):
        # Charing Cross to Edinburgh Waverley, about 534 km as the crow flies.
        assert kilometres(51.5073, -0.1276, 55.9521, -3.1890) == pytest.approx(534, abs=3)
        assert kilometres(51.5, -0.1, 51.5, -0.1) == 0

    def test_likeness_runs_from_nought_to_one(self):
        assert likeness(trigrams("oxford"), trigrams("oxford")) == 1
        assert likeness(trigrams("oxford"), trigrams("leeds")) == 0
        assert likeness(frozenset(), frozenset()) == 0

    def test_a_town_called_like_its_authority_stands_once(self, editions):
        assert [name.is_town for name in name_index(editions).named("Oxford")] == [False]
