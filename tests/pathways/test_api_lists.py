"""Lists of standards, T Levels, qualifications, subjects and providers: the pages' filters, told strictly."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lmi.queries.context import facts
from pathways import filters
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
LISTS = [
    *("levels", "tariff", "registrations", "standards", "standards/ST0152/providers", "tlevels", "qualifications"),
    *("subjects/school", "subjects/degree", "subjects/hecos", "course-families", "providers", "links"),
]


@pytest.fixture(autouse=True)
def _on_a_fixed_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def body(path, query=None):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


@pytest.mark.parametrize("path", LISTS)
def test_is_an_envelope_of_whole_figures(path):
    found = body(f"{path}/")
    assert {"count", "next", "previous", "results"} <= found.keys()
    assert 0 < len(found["results"]) <= found["count"]
    for figure in figures_in(found):
        assert_whole(figure)
    if path != "subjects/school":
        assert found["releases"]
        assert all(release["url"] for release in found["releases"])


@pytest.mark.parametrize(
    "path", ["standards", "tlevels", "qualifications", "subjects/degree", "subjects/hecos", "providers", "links"]
)
class TestPages:
    def test_follow_each_other_without_a_gap(self, path):
        both = body(f"{path}/", {"page_size": 6})["results"]
        first = body(f"{path}/", {"page_size": 3})
        second = body(first["next"].partition("/api/v1/")[2])
        assert [*first["results"], *second["results"]] == both
        assert second["previous"].endswith("page_size=3")

    def test_after_the_last_there_is_none(self, path):
        assert_problem(ask(f"{path}/", {"page": 9999}), 404, "page")


@pytest.mark.parametrize(
    ("path", "query", "fields"),
    [
        ("standards", "level=9&status=x&route=nix&kind=y&sort=z&nope=1", "level status route kind sort nope"),
        ("tlevels", "sector=nix&status=x&page=0", "sector status page"),
        ("qualifications", "level=x&kind=nix&funded=y&open=someday", "level kind funded open"),
        ("subjects/degree", "level=4&within=CAH99", "level within"),
        ("subjects/school", "stage=btec", "stage"),
        ("providers", "near=Nowhereham&distance=3&standard=ST9999&region=nix", "near distance standard region"),
        ("links", "kind=x&basis=y&confidence=z&unit=99&checked=2", "kind basis confidence unit checked"),
        ("links", "kind=x&page_size=0&nope=1", "kind page_size nope"),
        ("course-families", "subject=CAH99", "subject"),
    ],
)
def test_every_wrong_value_is_named_at_once(path, query, fields):
    assert_problem(ask(f"{path}/", query), 400, *fields.split())


class TestSameAsThePages:
    @pytest.mark.parametrize(
        ("path", "filter_class", "column", "query"),
        [
            (
                "standards",
                filters.StandardFilter,
                "reference",
                {"q": "electric", "status": "open", "sort": "-level"},
            ),
            ("standards", filters.StandardFilter, "reference", {"route": "digital", "level": "6"}),
            ("tlevels", filters.TLevelFilter, "number", {"status": "superseded"}),
            ("qualifications", filters.QualificationFilter, "qan", {"q": "electrical", "level": "2", "sort": "body"}),
            ("subjects/degree", filters.DegreeSubjectFilter, "code", {"level": "3", "within": "CAH11"}),
            ("providers", filters.ProviderFilter, "key", {"near": "LS1", "distance": "10", "standard": "ST0152"}),
        ],
    )
    def test_rows_and_order(self, path, filter_class, column, query):
        page = filter_class(query, facts=facts(), today=TODAY)
        assert not page.bad_values
        wanted = list(page.qs.values_list(column, flat=True)[:100])
        assert wanted
        found = body(f"{path}/", {**query, "page_size": 100})
        assert [row[column] for row in found["results"]] == wanted
        assert found["count"] == page.qs.count()


class TestStandards:
    def test_by_a_lars_code(self):
        assert "ST0152" in [row["reference"] for row in body("standards/", {"q": "5"})["results"]]

    def test_say_what_work_they_lead_to(self):
        row = body("standards/", {"q": "ST0152"})["results"][0]
        assert "5241" in row["occupations"]
        assert row["typical_months"]["value"] == 54

    def test_a_missing_band_is_a_gap_with_its_reason(self):
        rows = body("standards/", {"status": "proposed", "page_size": 100})["results"]
        missing = [row["max_funding"] for row in rows if row["max_funding"]["value"] is None]
        assert missing
        assert all(figure["reason"] for figure in missing)


def test_hecos_subjects_by_words_or_the_beginning_of_a_code():
    found = body("subjects/hecos/", {"q": "software engineering"})["results"]
    assert "software engineering" in [row["title"].casefold() for row in found]
    code = found[0]["code"]
    assert code in [row["code"] for row in body("subjects/hecos/", {"q": code[:4], "page_size": 100})["results"]]


class TestLinks:
    def test_an_occupation_is_found_at_either_end(self):
        rows = body("links/", {"unit": "5241", "page_size": 100})["results"]
        assert {row["source"]["code"] == "5241" for row in rows} == {True, False}
        assert all("5241" in (row["source"]["code"], row["target"]["code"]) for row in rows)

    def test_both_ends_are_named_with_where_they_are(self):
        query = {"kind": "occupation_standard", "source": "5241", "target": "ST0152"}
        (row,) = body("links/", query)["results"]
        assert row["target"]["title"] == "Installation and maintenance electrician"
        assert row["source"]["url"].endswith("/students/careers/5241/")
        assert (row["basis"], row["confidence"], row["checked"]) == ("title", "high", False)

    def test_words_are_looked_for_in_titles(self):
        rows = body("links/", {"q": "nurse midwi", "page_size": 100})["results"]
        for row in rows:
            text = " ".join([row["source"]["title"], row["target"]["title"], row["note"]]).casefold()
            assert "nurse" in text
            assert "midwi" in text


class TestProviders:
    def test_distance_is_told_in_bands_and_never_exact(self):
        found = body("providers/", {"near": "LS1", "page_size": 100})
        assert found["near"]["within_miles"] == 25
        assert {row["distance"]["within_miles"] for row in found["results"]} <= {5, 10, 25}
        assert all(row["distance"].keys() == {"within_miles", "words"} for row in found["results"])
        assert not {"latitude", "longitude", "km"} & set(found["results"][0])

    def test_lists_say_how_old_they_are_and_never_that_nobody_is_near(self):
        found = body("providers/", {"near": "TR21", "distance": "5", "tlevel": "22"})
        assert found["count"] == 0
        assert {age["source"] for age in found["lists"]} >= {"tlevel-provider-list-2022", "schools"}
        assert all("Check with" in age["words"] for age in found["lists"])

    def test_without_a_place_there_is_no_distance(self):
        found = body("providers/", {"q": "leeds"})
        assert found["near"] is None
        assert {row["distance"] for row in found["results"]} == {None}


class TestCost:
    @pytest.mark.parametrize(
        ("path", "query", "most"),
        [
            ("standards/", {}, 6),
            ("standards/", {"q": "engineer", "level": "3"}, 6),
            ("standards/ST0152/providers/", {}, 5),
            ("tlevels/", {}, 7),
            ("qualifications/", {"q": "electrical"}, 6),
            ("subjects/degree/", {"q": "comput"}, 5),
            ("subjects/hecos/", {}, 4),
            ("course-families/", {}, 4),
            ("providers/", {}, 6),
            ("providers/", {"near": "LS1", "standard": "ST0152"}, 10),
            ("links/", {"q": "nurse"}, 5),
            ("registrations/", {}, 5),
            ("levels/", {}, 5),
        ],
    )
    def test_few_statements_and_no_more_for_more_rows(self, path, query, most):
        def statements(**more):
            with CaptureQueriesContext(connection) as caught:
                assert ask(path, {**query, **more}).status == 200
            return len(caught)

        paged = path not in ("registrations/", "levels/")
        statements()
        few = statements(**({"page_size": 2} if paged else {}))
        many = statements(**({"page_size": 100} if paged else {}))
        assert few == many <= most
