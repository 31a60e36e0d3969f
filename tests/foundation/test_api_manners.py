"""Manners of the API: open to other sites, keeps nothing of the reader, says in words what is wrong."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisDown

from foundation.throttling import AddressThrottle
from tests.lmi.api_answers import ask, assert_problem

pytestmark = pytest.mark.django_db
ADDRESSES = ["", "occupations/", "occupations/5241/", "lmi/pay/?soc2020=5241", "areas/", "sources/", "releases/"]


@pytest.mark.parametrize("address", ADDRESSES)
class TestOpenToAll:
    def test_other_sites_may_read_the_answer(self, address):
        response = ask(address, Origin="https://school.example").response
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert {"ETag", "Retry-After", "Repr-Digest"} <= set(response["Access-Control-Expose-Headers"].split(", "))

    def test_nothing_is_kept_of_the_reader(self, address):
        response = ask(address).response
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert response["Cache-Control"] == "public, max-age=300"

    def test_answers_json_whatever_a_browser_would_like(self, address):
        assert ask(address, Accept="text/html").response["Content-Type"] == "application/json"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_only_reading_is_allowed(self, address, method):
        response = getattr(Client(), method)(f"/api/v1/{address}")
        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert json.loads(response.content)["status"] == 405

    def test_head_has_the_headers_of_get(self, address):
        got, head = Client().get(f"/api/v1/{address}"), Client().head(f"/api/v1/{address}")
        assert head.content == b""
        assert (head.status_code, head["ETag"]) == (got.status_code, got["ETag"])


def test_preflight_is_answered():
    asked = {"Origin": "https://school.example", "Access-Control-Request-Method": "GET"}
    response = Client().options("/api/v1/occupations/", headers=asked)
    assert response.status_code == 200
    assert "GET" in response["Access-Control-Allow-Methods"]


def test_index_leads_to_every_list():
    for name, address in ask("").body.items():
        asked = {"compare": "soc2020=5241", "search": "q=nurse", "suggest": "q=nurse", "routes": "occupation=5241"}
        query = f"?{asked[name]}" if name in asked else ""
        answer = Client().get(address.removeprefix("http://testserver") + query)
        whose = name in ("me", "ambassador-search", "visit-requests")  # nobody's, without a token
        assert answer.status_code == (401 if whose else 200), name


def test_page_about_the_api_needs_no_cookie_no_inline_script_and_nobody_else():
    response = Client().get("/api/docs/")
    html = response.content.decode()
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", html)
    fetched = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert fetched
    assert all(address.startswith("/") for address in fetched)
    for address in fetched:
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "media_type"), [("", "application/vnd.oai.openapi"), ("?format=json", "application/vnd.oai.openapi+json")]
)
def test_document_comes_as_yaml_or_json(query, media_type):
    response = Client().get(f"/api/schema/{query}")
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert "Accept" in response["Vary"].split(", ")
    assert Client().get(f"/api/schema/{query}", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_unknown_address_is_a_problem_too():
    answer = ask("nothing/here/")
    assert answer.status == 404
    assert answer.response["Content-Type"] == "application/problem+json"


def test_fault_of_ours_is_a_problem_and_is_recorded(monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("a mistake with a secret in it")

    monkeypatch.setattr("lmi.api.slices.read_slice", breaks)
    client = Client(raise_request_exception=False)
    response = client.get("/api/v1/lmi/pay/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert b"secret" not in response.content
    with pytest.raises(RuntimeError):
        Client().get("/api/v1/lmi/pay/")


def counting(asked):
    """Stands for the counter in Redis, and tells how often it was asked."""

    def count(key, part, seconds):
        asked.append(part)
        return sum(asked)

    return count


class TestRateLimit:
    @pytest.fixture(autouse=True)
    def three_a_minute(self, monkeypatch):
        monkeypatch.setattr("foundation.throttling._taken", {})
        monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"address": "3/min"})
        monkeypatch.setattr("foundation.throttling.time.time", lambda: 1_800_000_010.0)

    def test_is_told_with_the_time_to_wait(self):
        assert [ask("areas/").status for _ in range(4)] == [200, 200, 200, 429]
        refused = ask("areas/")
        assert_problem(refused, 429)
        assert refused.response["Retry-After"] == "51"

    def test_ends_with_its_window(self, monkeypatch):
        for _ in range(4):
            ask("areas/")
        monkeypatch.setattr("foundation.throttling.time.time", lambda: 1_800_000_070.0)
        assert ask("areas/").status == 200

    def test_is_counted_for_each_address_by_itself(self):
        for _ in range(4):
            ask("areas/")
        assert Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/areas/").status_code == 200

    def test_processes_share_an_allowance_taken_in_parts(self, monkeypatch):
        monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"address": "120/min"})
        asked = []
        monkeypatch.setattr("foundation.throttling._count", counting(asked))
        for process in ({}, {}):  # what each of two processes has taken
            monkeypatch.setattr("foundation.throttling._taken", process)
            assert [ask("areas/").status for _ in range(60)] == [200] * 60
        assert len(asked) == 60
        assert ask("areas/").status == 429

    def test_refusal_costs_no_statement(self, django_assert_num_queries):
        for _ in range(3):
            ask("areas/")
        with django_assert_num_queries(0):
            assert ask("areas/").status == 429

    def test_facts_stay_open_when_the_counter_does_not_answer(self, monkeypatch):
        def down(*args):
            raise RedisDown

        monkeypatch.setattr("foundation.throttling._count", down)
        assert [ask("areas/").status for _ in range(5)] == [200] * 5


def test_reading_changes_nothing_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        for address in ADDRESSES:
            assert ask(address).status == 200
