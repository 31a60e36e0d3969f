"""The API against its own OpenAPI document: valid, described, and kept to under questions that nobody thought of."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings

from accounts.api.base import WriteThrottle
from foundation.addresses import all_addresses
from foundation.throttling import AddressThrottle
from tests.accounts.programs import Program
from tests.employers.builders import draft, employer, member, person, published
from tests.employers.opportunity_builders import an_opportunity, published_opportunity

DOCUMENT = SchemaGenerator().get_schema(public=True)
OPERATIONS = {
    f"{method} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
BY_TOKEN = {name: operation for name, operation in OPERATIONS.items() if {"token": []} in operation.get("security", [])}
PUBLIC_ANSWERS = {"200", "304", "400", "404", "429"}
TOKEN_ANSWERS = {"400", "401", "403", "404", "429"}
WRITE_ANSWERS = TOKEN_ANSWERS | {"409", "413", "415", "422"}
API = schemathesis.openapi.from_wsgi("/api/schema/?format=json", app=WSGIHandler())
# Every case that the document defines is asked once; known words go into made-up cases, which are fewer.
MADE_UP = schemathesis.openapi.from_wsgi(
    "/api/schema/?format=json",
    app=WSGIHandler(),
    config=schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}}),
)
# Words that mean something, so that some of the made-up questions have answers.
KNOWN = {
    "soc2020": ["5241", "52", "524", "5", "2313", "9999"],
    "code": ["E08000035", "E12000007", "S92000003", "E69000037", "K02000001"],
    "area": ["E08000035", "E12000007", "S92000003", "E69000037", "K02000001", "X"],
    "slug": ["ashe-14", "soc-2020", "occupations-in-demand"],
    "key": ["ashe-14-2025-provisional", "soc-2020-2020-april-2025-final"],
    "source": ["ashe-14", "nix"],
    "release": ["ashe-14-2024-provisional", "ashe-14-2025-provisional", "nix"],
    "postcode": ["LS1 4AP", "Leeds", "EH1", "ZZ9"],
    "q": ["nurse", "york", "5241", "'; --", "%"],
    "group": ["5", "52", "5241", "nix"],
    "industry": ["F", "q", "*", "Z"],
    "category": ["all", "female", "rqf3"],
    "page": ["1", "1", "2"],
    "occupation": ["5241", "2237", "6135", "52", "9999"],
    "subject": ["CAH11-01-01", "alevel:physics", "CAH01", "nix"],
    "reference": ["ST0152", "FA0001", "AU0001", "ST9999"],
    "number": ["22", "1", "999", "x"],
    "qan": ["60302288", "00000000"],
    "stage": ["alevel", "gcse", "x"],
    "cah": ["CAH11-01-01", "CAH11", "X"],
    "family": ["medicine", "nix"],
    "provider": ["10000055", "147536", "x"],
    "ukprn": ["10000055", "10007856", "10999999"],
    "near": ["LS1", "Leeds", "ZZ9", "England"],
    "sector": ["Digital", "construction-and-the-built-environment", "nix"],
    "standard": ["ST0152", "nix"],
    "unit": ["5241", "9999"],
}
# A known code may be answered 404 in words, a known word refused beside another: that is no breach.
NOT_A_BREACH = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
# After known words were put in, a question made to be wrong may be right.
MAY_BE_RIGHT = [*NOT_A_BREACH, schemathesis.checks.CHECKS.get_one("negative_data_rejection")]
# The checks read the bytes as they come.
PLAIN = {"Accept-Encoding": "identity"}
MODEST = settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class TestDocument:
    def test_is_valid_without_a_warning(self):
        said = io.StringIO()
        call_command("spectacular", validate=True, fail_on_warn=True, file="/dev/null", stdout=said, stderr=said)
        assert "arning" not in said.getvalue()

    def test_describes_every_address_of_the_api(self):
        def plain(route: str) -> str:
            return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)

        routes = {plain(a.route) for a in all_addresses() if a.route.startswith("/api/v1/")}
        assert DOCUMENT["paths"].keys() == routes

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_describes_every_parameter_and_answer(self, name):
        operation, is_write = OPERATIONS[name], not name.startswith("get ")
        assert operation["summary"]
        assert operation["description"]
        assert [p["name"] for p in operation.get("parameters", ()) if not p.get("description")] == []
        needed = PUBLIC_ANSWERS if name not in BY_TOKEN else WRITE_ANSWERS if is_write else TOKEN_ANSWERS
        assert operation["responses"].keys() >= needed
        for status, answer in operation["responses"].items():
            if status == "304":
                continue
            media_types = answer["content"].keys()
            assert media_types == {"application/problem+json"} or status in ("200", "201")
            assert all(content["schema"] for content in answer["content"].values())

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_says_what_needs_a_token(self, name):
        operation = OPERATIONS[name]
        assert (name in BY_TOKEN) == ("Needs a token." in operation["description"])
        assert name in BY_TOKEN or name.startswith("get ")

    @pytest.mark.parametrize("name", [name for name in BY_TOKEN if not name.startswith("get ")])
    def test_every_write_takes_a_key_and_every_change_a_version(self, name):
        headers = {p["name"] for p in OPERATIONS[name]["parameters"] if p["in"] == "header"}
        assert "Idempotency-Key" in headers
        assert ("If-Match" in headers) == name.startswith(("put ", "patch "))
        assert ("412" in OPERATIONS[name]["responses"]) == ("If-Match" in headers)

    def test_says_how_a_token_is_sent(self):
        assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"

    def test_lists_are_the_same_envelope(self):
        schemas = DOCUMENT["components"]["schemas"]
        lists = [schema for name, schema in schemas.items() if name.endswith("List")]
        assert len(lists) >= 10
        for schema in lists:
            assert set(schema["required"]) >= {"count", "next", "previous", "results"}


@dataclass(frozen=True)
class Written:
    """What somebody has written: its numbers with versions, words that name it, and how its writer asks."""

    versions: dict[str, str]
    known: dict[str, list[Any]]
    headers: dict[str, str]

    def put_known_words(self, case):
        """Put words that mean something where others stand; returns a number that the case decides."""
        turn = zlib.crc32(repr((case.path, case.query, case.path_parameters, case.body)).encode())
        known = {**KNOWN, **self.known}
        if case.path.startswith("/api/v1/organisations/"):
            known["slug"] = known["organisation"]
        if case.path.startswith("/api/v1/preferences/"):
            known["subject"] = ["maths", "nix"]
        body = case.body if isinstance(case.body, dict) else {}
        for values in (case.path_parameters or {}, case.query or {}, body):
            for name in values.keys() & known.keys():
                values[name] = known[name][turn % len(known[name])]
        return turn


@pytest.fixture(scope="class")
def written(django_db_setup, django_db_blocker):
    """Made once for all questions, in a transaction around each question's own."""
    with django_db_blocker.unblock(), transaction.atomic():
        works = employer("Tallow Works")
        writer, curator = member(works), person("curator", role="curator")
        items = [draft(works, writer), published(works, writer, curator)]
        offers = [an_opportunity(works, writer), published_opportunity(works, writer, curator)]
        versions = {str(item.pk): f'"{item.version}"' for item in (*items, *offers)}
        known = {
            "id": [*versions, "999999"],
            "organisation": [works.slug, "nix"],
            "site": [items[0].profile_sites.first().site_id],
        }
        headers = {**PLAIN, "Authorization": f"Bearer {Program(writer).secret}"}
        yield Written(versions, known, headers)
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestKeptTo:
    @pytest.fixture(autouse=True)
    def unhurried_on_one_connection(self, monkeypatch):
        monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"address": None})
        monkeypatch.setattr(WriteThrottle, "rate", None)
        signals = (request_started, request_finished)
        for signal in signals:
            signal.disconnect(close_old_connections)  # as Django's own test client does
        yield
        for signal in signals:
            signal.connect(close_old_connections)

    @API.parametrize()
    @MODEST
    def test_whatever_is_asked(self, case, written):
        # A parameter without a value counts as not given, though the document cannot say so.
        has_blank = any(not value for value in (case.query or {}).values())
        case.call_and_validate(headers=written.headers, excluded_checks=MAY_BE_RIGHT if has_blank else NOT_A_BREACH)

    @MADE_UP.include(method="GET").parametrize()
    @settings(MODEST, max_examples=12)
    def test_questions_that_have_answers(self, case, written):
        written.put_known_words(case)
        case.call_and_validate(headers=written.headers, excluded_checks=MAY_BE_RIGHT)

    @MADE_UP.exclude(method="GET").parametrize()
    @settings(MODEST, max_examples=25)
    def test_writes_of_things_that_are_there(self, case, written):
        turn = written.put_known_words(case)
        seen = written.versions.get(str((case.path_parameters or {}).get("id")))
        if seen and turn % 3 and case.method in ("PUT", "PATCH"):
            case.headers["If-Match"] = seen
        case.call_and_validate(headers=written.headers, excluded_checks=MAY_BE_RIGHT)
