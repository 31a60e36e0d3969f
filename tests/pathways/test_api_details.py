"""One standard, T Level, qualification, subject, provider or course family over the API; outcomes and provision."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pathways.book import forget_book
from pathways.models import AchievementRate, LinkOverride, Standard
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DETAILS = [
    *("standards/ST0152", "tlevels/22", "qualifications/60302288", "subjects/school/alevel/physics"),
    *("subjects/school/gcse/maths", "subjects/degree/CAH11-01-01", "course-families/medicine", "providers/10000055"),
]


@pytest.fixture(autouse=True)
def _on_a_fixed_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def body(path, query=None):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


@pytest.mark.parametrize("path", DETAILS)
def test_is_made_of_whole_figures_and_confirmed_by_its_etag(path):
    answer = ask(f"{path}/")
    assert answer.status == 200
    for figure in figures_in(answer.body):
        assert_whole(figure)
    assert ask(f"{path}/", if_none_match=answer.response["ETag"]).status == 304


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("standards/ST9999", "reference"),
        ("standards/x/providers", "reference"),
        ("tlevels/999", "number"),
        ("tlevels/²", "number"),
        ("tlevels/99999999999", "number"),
        ("qualifications/00000000", "qan"),
        ("subjects/school/alevel/astrology", "slug"),
        ("subjects/school/btec/physics", "slug"),
        ("subjects/degree/CAH99", "cah"),
        ("course-families/alchemy", "family"),
        ("providers/10999999", "provider"),
        ("providers/college", "provider"),
    ],
)
def test_what_does_not_exist_is_404_in_words(path, field):
    assert_problem(ask(f"{path}/"), 404, field)


@pytest.mark.parametrize("path", DETAILS)
def test_says_where_its_page_is(path):
    found = body(f"{path}/")
    address = found.get("url") or found["records"][0]["url"]
    assert address.startswith("http://testserver/")
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200


class TestStandard:
    def test_how_many_finish_beside_all_standards(self):
        found = body("standards/ST0152/")
        assert [year["year"] for year in found["rates"]] == [year["year"] for year in found["rates_of_all"]]
        stored = AchievementRate.objects.get(reference="ST0152", ukprn="*", year=found["rates"][-1]["year"])
        assert found["rates"][-1]["rate"]["value"] == pytest.approx(stored.rate)
        assert found["rates"][-1]["rate"]["unit"] == "percent"

    def test_a_rate_that_is_held_back_is_null_with_its_reason(self):
        year = body("standards/ST0152/")["rates"][-1]["year"]
        AchievementRate.objects.filter(reference="ST0152", ukprn="*", year=year).update(
            rate=None, marks={"rate": "suppressed"}
        )
        rate = body("standards/ST0152/")["rates"][-1]["rate"]
        assert (rate["value"], rate["reason"], rate["quality"]) == (None, "suppressed", None)

    def test_codes_are_text_and_older_titles_are_kept(self):
        found = body("standards/st0152/")
        assert [code["lars_code"] for code in found["codes"]] == ["5"]
        assert found["formerly"] == ["Installation electrician / maintenance electrician"]

    def test_a_retired_one_stays_readable_and_says_so(self):
        retired = Standard.objects.filter(status="retired").order_by("reference").first()
        found = body(f"standards/{retired.reference}/")
        assert found["is_open"] is False
        assert "no new starts" in found["status_words"]

    def test_occupations_say_what_the_link_rests_on_and_whether_it_was_checked(self):
        try:
            link = next(one for one in body("standards/ST0152/")["occupations"] if one["soc2020"] == "5241")
            assert (link["role"], link["checked"]) == ("qualifies", False)
            LinkOverride.objects.create(
                kind="occupation_standard", source="5241", target="ST0152", decision="keep", reason="Read again."
            )
            link = next(one for one in body("standards/ST0152/")["occupations"] if one["soc2020"] == "5241")
            assert (link["confidence"], link["checked"]) == ("high", True)
            query = {"kind": "occupation_standard", "checked": "1"}
            assert [row["target"]["code"] for row in body("links/", query)["results"]] == ["ST0152"]
        finally:
            forget_book()

    def test_providers_come_by_name_and_the_year_can_be_chosen(self):
        found = body("standards/ST0152/providers/", {"page_size": 100})
        named = [row["name"].casefold() for row in found["results"] if row["name"]]
        assert named == sorted(named)
        earlier = body("standards/ST0152/providers/", {"year": found["years"][0]})
        assert earlier["year"] == found["years"][0] != found["year"]
        assert body("standards/ST0152/providers/", {"year": "1999/00"})["count"] == 0
        assert_problem(ask("standards/ST0152/providers/", {"year": "last"}), 400, "year")


class TestTLevel:
    def test_a_replaced_version_says_which_to_read(self):
        found = body("tlevels/3/")
        assert (found["status"], found["is_open"], found["redirect_to"], found["replaced_by"]) == (
            *("superseded", False, 22, [22]),
        )
        assert 3 in body("tlevels/22/")["replaces"]

    def test_sites_are_in_bands_and_the_list_says_how_old_it_is(self):
        found = body("tlevels/22/", {"near": "LS1"})
        assert found["near"]["asked"] == "LS1"
        bands = [site["distance"]["within_miles"] or 999 for site in found["sites"] if site["distance"]]
        assert bands == sorted(bands)
        assert "February 2022" in found["list_age"]["words"]
        assert {site["distance"] for site in body("tlevels/22/")["sites"]} == {None}
        assert_problem(ask("tlevels/22/", {"near": "Nowhereham"}), 400, "near")


class TestQualification:
    def test_names_the_work_whose_courses_name_it(self):
        named = {c["occupation"]["soc2020"] for c in body("qualifications/60302288/")["courses"]}
        from pathways.models import OccupationCourse

        rows = OccupationCourse.objects.filter(qans__contains=["60302288"])
        assert named == set(rows.values_list("soc2020", flat=True))

    def test_is_found_however_the_number_is_written(self):
        assert body("qualifications/603-0228-8/")["qan"] == "60302288"


class TestSubjects:
    def test_entries_can_be_narrowed(self):
        found = body("subjects/school/alevel/physics/", {"sex": "female", "year": 2025})
        (series,) = found["entries"]
        assert [year["year"] for year in series["years"]] == [2025]
        assert series["years"][0]["entries"]["unit"] == "entries"
        assert "degree_subjects" in found

    def test_a_gcse_has_no_entries_and_says_so(self):
        found = body("subjects/school/gcse/maths/")
        assert (found["entries"], found["girls_percent"]) == ([], None)
        assert found["note"]
        assert found["occupations"]

    def test_a_degree_subject_stands_among_others_and_its_links_answer(self):
        found = body("subjects/degree/cah11-01-01/")
        assert [one["code"] for one in found["parents"]] == ["CAH11", "CAH11-01"]
        assert found["median_pay_of_providers"]["middle"]["note"]
        for address in found["links"].values():
            assert ask(address.partition("/api/v1/")[2]).status == 200


class TestOutcomes:
    def test_groups_of_a_subject_come_in_pages_with_the_spread_beside(self):
        found = body("outcomes/", {"subject": "CAH11-01-01", "page_size": 5})
        assert len(found["results"]) == 5 < found["count"]
        assert {row["subject"]["code"] for row in found["results"]} == {"CAH11-01-01"}
        detail = body("subjects/degree/CAH11-01-01/")
        assert found["median_pay_of_providers"] == detail["median_pay_of_providers"]
        assert found["count"] == detail["groups"]
        for figure in figures_in(found):
            assert_whole(figure)

    def test_of_a_provider_with_what_was_not_published(self):
        found = body("outcomes/", {"ukprn": "10007795", "page_size": 100})
        assert {row["ukprn"] for row in found["results"]} == {"10007795"}
        assert all(one["reason"] for one in found["without"])

    def test_of_a_provider_in_a_subject(self):
        query = {"ukprn": "10007795", "subject": "CAH11-01-01", "mode": "full_time"}
        found = body("outcomes/", query)
        assert {row["mode"] for row in found["results"]} <= {"full_time"}
        assert {row["subject"]["code"] for row in found["results"]} <= {"CAH11-01-01"}

    def test_without_either_earnings_after_each_route(self):
        found = body("outcomes/")
        assert (found["count"], found["results"]) == (0, [])
        degree = next(one for one in found["by_route"] if one["group"] == "graduates")
        assert [point["years_after"] for point in degree["points"]] == list(range(1, 16))
        assert {one["group"] for one in found["activity"]} == {one["group"] for one in found["by_route"]}
        regions = body("outcomes/", {"breakdown": "region"})["by_route"]
        assert all(one["category"].startswith("E12") for one in regions)

    def test_industries_are_of_the_subject_that_is_published(self):
        found = body("outcomes/industries/", {"subject": "CAH11-01-01"})
        assert found["industries_of"]["code"] == "CAH11-01"
        assert found["years_after"] == 5
        people = [row["people"]["value"] or 0 for row in found["results"] if row["code"] != "not_known"]
        assert people == sorted(people, reverse=True)

    @pytest.mark.parametrize(
        ("path", "query", "status", "field"),
        [
            ("outcomes/", {"subject": "CAH99"}, 404, "subject"),
            ("outcomes/", {"ukprn": "10999999"}, 404, "ukprn"),
            ("outcomes/", {"ukprn": "x"}, 400, "ukprn"),
            ("outcomes/", {"breakdown": "region", "subject": "CAH11-01-01"}, 400, "breakdown"),
            ("outcomes/", {"mode": "full_time"}, 400, "mode"),
            ("outcomes/industries/", {}, 400, "subject"),
            ("outcomes/industries/", {"subject": "CAH11", "years_after": "4"}, 400, "years_after"),
        ],
    )
    def test_wrong_values_are_named(self, path, query, status, field):
        assert_problem(ask(path, query), status, field)


class TestProvider:
    def test_brings_every_list_and_what_it_teaches(self):
        found = body("providers/10000055/")
        assert {record["kind"] for record in found["records"]} >= {"apprenticeship", "tlevel", "higher"}
        assert found["standards"]
        assert found["areas"]
        assert found["tlevels"]
        assert {age["source"] for age in found["lists"]} >= {"apprenticeship-providers", "universities"}

    def test_a_school_is_found_by_its_urn(self):
        assert body("providers/147536/")["urn"] == "147536"


class TestCourseFamilies:
    def test_by_subject_and_words(self):
        assert "medicine" in [one["family"] for one in body("course-families/", {"subject": "cah01-01-02"})["results"]]
        assert "medicine" in [one["family"] for one in body("course-families/", {"q": "medic"})["results"]]

    def test_says_what_it_rests_on(self):
        for one in body("course-families/", {"page_size": 100})["results"]:
            assert (one["basis"] == "seen") == (one["source"] is not None), one["family"]


class TestProvision:
    def test_without_a_sector_names_the_sectors(self):
        found = body("provision/")
        assert (found["count"], found["sector"], found["england"]) == (0, None, None)
        assert "Digital" in found["sectors"]

    def test_of_a_sector_by_region(self):
        found = body("provision/", {"sector": "digital"})
        assert found["sector"] == "Digital"
        assert found["count"] == 9
        assert found["notes"].keys() == {"providers", "starts", "tlevels", "people"}
        for figure in figures_in([found["results"], found["england"], found["standards"]]):
            if "measure" in figure:
                assert_whole(figure)

    def test_by_authority_comes_in_pages_and_people_are_published_for_wider_areas_only(self):
        found = body("provision/", {"sector": "Digital", "kind": "local_authority"})
        assert len(found["results"]) == 25 < found["count"]
        assert {row["people"]["reason"] for row in found["results"]} == {"coarser_only"}

    def test_an_unknown_sector_is_answered_with_those_there_are(self):
        answer = ask("provision/", {"sector": "alchemy"})
        assert_problem(answer, 400, "sector")
        assert "Digital" in answer.errors()["sector"]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("standards/ST0152/", 7),
        ("tlevels/22/?near=LS1", 14),
        ("qualifications/60302288/", 5),
        ("subjects/school/alevel/physics/", 5),
        ("subjects/degree/CAH11-01-01/", 7),
        ("course-families/medicine/", 4),
        ("providers/10000055/", 16),
        ("outcomes/?subject=CAH11-01-01", 5),
        ("outcomes/?ukprn=10007795", 5),
        ("outcomes/", 4),
        ("provision/?sector=digital", 16),
    ],
)
def test_statements_stay_few(path, most):
    assert ask(*path.split("?")).status == 200  # reads registers and book
    with CaptureQueriesContext(connection) as caught:
        ask(*path.split("?"))
    assert len(caught) <= most
