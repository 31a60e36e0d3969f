"""The addresses search/ and suggest/."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.queries import current_editions
from foundation.outbox import deliver_waiting
from lmi.models import Synonym
from lmi.search import search_occupations

pytestmark = pytest.mark.django_db


def ask(client: Any, **params: Any) -> dict[str, Any]:
    response = client.get(reverse("api:search"), params)
    assert response.status_code == 200, response.content
    return response.json()


def test_results_come_in_rank_order_as_the_service_gives_them(client) -> None:
    answer = ask(client, q="nurse", page_size=100)
    service = search_occupations("nurse", editions=current_editions(), limit=100)
    assert [row["soc2020"] for row in answer["results"]] == [hit.soc2020 for hit in service.results]
    assert answer["count"] == len(service.results)


def test_a_result_has_its_code_title_addresses_and_reason(client) -> None:
    (first, *_others) = ask(client, q="sparky")["results"]
    assert first["soc2020"] == "5241"
    assert first["title"] == "Electricians and electrical fitters"
    assert first["level"] == "unit"
    assert first["url"] == "http://testserver/students/careers/5241/"
    assert first["api"] == "http://testserver/api/v1/occupations/5241/"
    assert (first["matched"], first["why"]) == ("sparky", "synonym")


def test_pages_follow_each_other(client) -> None:
    first = ask(client, q="nurse", page_size=3)
    second = client.get(first["next"]).json()
    assert first["previous"] is None
    assert second["previous"].endswith("?page_size=3&q=nurse") or "page=1" in second["previous"]
    both = [row["soc2020"] for row in (*first["results"], *second["results"])]
    assert both == [row["soc2020"] for row in ask(client, q="nurse", page_size=6)["results"]]


def test_a_broad_word_has_groups_with_their_addresses(client) -> None:
    groups = ask(client, q="security")["groups"]
    assert groups[0]["soc2020"] == "923"
    assert groups[0]["url"] == "http://testserver/students/careers/groups/923/"
    assert groups[0]["units"] == ["9231"]


def test_a_slip_says_what_was_looked_for(client) -> None:
    assert ask(client, q="elctrician")["corrected"] == "electrician"
    assert ask(client, q="electrician")["corrected"] == ""


def test_without_results_nearest_names_and_the_page_of_all_careers_are_offered(client) -> None:
    answer = ask(client, q="nannyyyyy")
    assert (answer["count"], answer["results"]) == (0, [])
    assert "6116" in {one["soc2020"] for one in answer["nearest"]}
    assert answer["browse"] == "http://testserver/students/careers/"


def test_the_editions_of_the_names_are_cited(client) -> None:
    cited = ask(client, q="nurse")["sources"]
    assert {ref["source"] for ref in cited} == {"soc-2020", "soc-2020-index", "soc-2020-related-titles"}
    assert all(ref["label"] and ref["url"].startswith("http://testserver/api/v1/releases/") for ref in cited)


@pytest.mark.parametrize("name", ["api:search", "api:suggest"])
@pytest.mark.parametrize("params", [{}, {"q": ""}, {"q": "  "}])
def test_a_missing_query_is_a_problem_that_names_the_parameter(client, name: str, params: dict[str, str]) -> None:
    response = client.get(reverse(name), params)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == ["q"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"q": "nurse", "page": "0"}, "page"),
        ({"q": "nurse", "page_size": "1000"}, "page_size"),
        ({"q": "nurse", "sort": "title"}, "sort"),
        ({"q": "nur\x00se"}, "q"),
        ({"q": "n" * 500}, "q"),
    ],
)
def test_other_values_that_cannot_be_used_are_named(client, params: dict[str, str], field: str) -> None:
    response = client.get(reverse("api:search"), params)
    assert response.status_code == 400
    assert field in {error["field"] for error in response.json()["errors"]}


def test_a_page_after_the_last_and_an_unknown_edition_are_not_found(client) -> None:
    assert client.get(reverse("api:search"), {"q": "nurse", "page": 99}).status_code == 404
    assert client.get(reverse("api:search"), {"q": "nurse", "release": "no-such"}).status_code == 404


def test_two_hundred_characters_are_answered(client) -> None:
    assert ask(client, q="nurse " * 40)["results"]


def test_answers_are_public_kept_five_minutes_and_tagged(client) -> None:
    response = client.get(reverse("api:search"), {"q": "blacksmith"})
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in response.get("Vary", "")
    again = client.get(reverse("api:search"), {"q": "blacksmith"}, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    Synonym.objects.create(phrase="blacksmith", units=["5223"])
    deliver_waiting(now=timezone.now())
    changed = client.get(reverse("api:search"), {"q": "blacksmith"}, headers={"If-None-Match": response["ETag"]})
    assert changed.status_code == 200


def test_suggestions_have_text_code_title_and_address(client) -> None:
    response = client.get(reverse("api:suggest"), {"q": "vet nu"})
    assert response.status_code == 200
    (first, *_others) = response.json()["results"]
    assert first == {
        "text": "vet nurse",
        "soc2020": "3240",
        "title": "Veterinary nurses",
        "kind": "synonym",
        "url": "http://testserver/students/careers/3240/",
    }


def test_suggestions_for_nothing_known_are_an_empty_list(client) -> None:
    assert client.get(reverse("api:suggest"), {"q": "qqqqxxxx"}).json() == {"results": []}


@pytest.mark.parametrize(("name", "most"), [("api:search", 4), ("api:suggest", 2)])
def test_statements_are_few(client, name: str, most: int, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(most):
        client.get(reverse(name), {"q": "securty guard"})


@pytest.mark.parametrize("name", ["api:search", "api:suggest"])
def test_only_reading_is_allowed(client, name: str) -> None:
    assert client.post(reverse(name), {"q": "nurse"}).status_code == 405
