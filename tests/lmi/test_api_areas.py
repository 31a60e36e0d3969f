"""Areas of the API, which of them a place lies in, and work in one of them."""

from __future__ import annotations

import pytest

from lmi.models import Area
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in

pytestmark = pytest.mark.django_db
LEEDS, LONDON, SCOTLAND, UK, ENGLAND = "E08000035", "E12000007", "S92000003", "K02000001", "E92000001"


def body(path, query=None):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


class TestList:
    def test_is_every_area(self):
        assert body("areas/", {"page_size": 1})["count"] == Area.objects.count()

    @pytest.mark.parametrize(("kind", "count"), [("region", 9), ("nation", 4), ("lsip", 38), ("uk", 1)])
    def test_kind_narrows(self, kind, count):
        found = body("areas/", {"kind": kind})
        assert found["count"] == count
        assert {row["kind"] for row in found["results"]} == {kind}

    def test_letters_narrow_whatever_their_case(self):
        names = [row["name"] for row in body("areas/", {"q": "YORKSHIRE", "kind": "region"})["results"]]
        assert names == ["Yorkshire and The Humber"]

    def test_area_says_which_years_set_it_belongs_to(self):
        assert {row["edition"] for row in body("areas/", {"kind": "lsip"})["results"]} == {"2023"}

    def test_two_hundred_areas_cost_no_statements(self, django_assert_max_num_queries):
        ask("areas/", {"page_size": 1})
        with django_assert_max_num_queries(1):
            body("areas/", {"page_size": 200})


class TestPostcode:
    @pytest.mark.parametrize("asked", ["LS1 4AP", "ls14ap", "LS1", "Leeds", LEEDS])
    def test_place_is_answered_by_its_areas_narrowest_first(self, asked):
        found = body("areas/", {"postcode": asked})
        assert found["results"][0]["code"] == LEEDS
        assert [row["code"] for row in found["results"]][-2:] == ["E12000003", ENGLAND]
        assert found["count"] == len(found["results"])
        assert found["place"]["in_england"] is True
        assert found["place"]["words"]

    def test_outside_england_names_that_nations_careers_service(self):
        place = body("areas/", {"postcode": "EH1"})["place"]
        assert place["in_england"] is False
        assert place["careers_service"]["name"] == "Skills Development Scotland"

    @pytest.mark.parametrize("asked", ["ZZ99 9ZZ", "nowhere at all", "LS"])
    def test_unknown_place_is_404_with_words(self, asked):
        assert_problem(ask("areas/", {"postcode": asked}), 404, "postcode")

    def test_near_names_are_offered(self):
        assert "Leeds" in ask("areas/", {"postcode": "Leedz"}).errors()["postcode"]

    def test_by_itself_only(self):
        assert_problem(ask("areas/", {"postcode": "LS1", "kind": "region"}), 400, "postcode")


class TestDetail:
    def test_wider_areas_are_those_that_stand_in(self):
        found = body(f"areas/{LEEDS}/")
        assert found["name"] == "Leeds"
        assert [area["code"] for area in found["wider"]] == ["E12000003", ENGLAND, UK]
        assert set(found["groups"]) == {"E47000003", "E69000037"}

    def test_areas_within(self):
        assert LEEDS in body("areas/E69000037/")["within"]
        assert LEEDS in body("areas/E12000003/")["within"]

    @pytest.mark.parametrize("path", ["areas/nowhere/", "areas/nowhere/work/", "areas/E99999999/outlook/"])
    def test_unknown_code_is_404(self, path):
        assert_problem(ask(path), 404, "code")

    def test_links_lead_on(self):
        for address in body(f"areas/{LEEDS}/")["links"].values():
            assert ask(address.partition("/api/v1/")[2]).status == 200


class TestWork:
    def test_people_of_the_area_against_england(self):
        found = body(f"areas/{LEEDS}/work/")
        assert found["count"] == 26
        trades = next(row for row in found["results"] if row["soc2020"] == "52")
        assert trades["people"]["value"] == 6800  # APS July 2021 to June 2022, line of Leeds
        assert trades["people"]["quality"] == "caution"
        assert trades["share"]["unit"] == "percent"
        assert trades["england_share"]["area"]["code"] == ENGLAND
        for figure in figures_in(found):
            assert_whole(figure)

    def test_shares_add_up(self):
        shares = [row["share"]["value"] for row in body(f"areas/{LEEDS}/work/")["results"] if row["share"]]
        assert sum(shares) == pytest.approx(100, abs=1)

    def test_nothing_published_is_an_empty_list(self):
        assert body(f"areas/{SCOTLAND}/work/")["results"] == []


class TestOutlook:
    def test_is_of_the_lsip_area_and_says_so(self):
        found = body(f"areas/{LEEDS}/outlook/")
        assert found["count"] == 26
        assert {row["growth"]["area"]["code"] for row in found["results"]} == {"E69000037"}
        assert {row["growth"]["area"]["asked"] for row in found["results"]} == {"Leeds"}

    def test_outside_england_is_empty(self):
        assert body(f"areas/{SCOTLAND}/outlook/")["results"] == []

    @pytest.mark.parametrize("name", ["work", "outlook"])
    def test_statements_stay_few(self, name, django_assert_max_num_queries):
        ask("areas/", {"page_size": 1})
        with django_assert_max_num_queries(3):
            body(f"areas/{LEEDS}/{name}/")
