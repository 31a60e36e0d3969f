"""The API against its own OpenAPI document: valid, described, and kept to under questions that nobody thought of."""

from __future__ import annotations

import io
import re
import zlib

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings

from foundation.addresses import all_addresses
from foundation.throttling import AddressThrottle

DOCUMENT = SchemaGenerator().get_schema(public=True)
OPERATIONS = {path: operations["get"] for path, operations in DOCUMENT["paths"].items()}
API = schemathesis.openapi.from_wsgi("/api/schema/?format=json", app=WSGIHandler())
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
        assert OPERATIONS.keys() == routes

    @pytest.mark.parametrize("path", OPERATIONS)
    def test_describes_every_parameter_and_answer(self, path):
        operation = OPERATIONS[path]
        assert operation["summary"]
        assert operation["description"]
        assert [p["name"] for p in operation["parameters"] if not p.get("description")] == []
        assert operation["responses"].keys() >= {"200", "304", "400", "404", "429"}
        for status, answer in operation["responses"].items():
            if status == "304":
                continue
            media_types = answer["content"].keys()
            assert media_types == {"application/problem+json"} or status == "200"
            assert all(content["schema"] for content in answer["content"].values())

    def test_lists_are_the_same_envelope(self):
        schemas = DOCUMENT["components"]["schemas"]
        lists = [schema for name, schema in schemas.items() if name.endswith("List")]
        assert len(lists) >= 10
        for schema in lists:
            assert set(schema["required"]) >= {"count", "next", "previous", "results"}


@pytest.mark.django_db
class TestKeptTo:
    @pytest.fixture(autouse=True)
    def unhurried_on_one_connection(self, monkeypatch):
        monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"address": None})
        signals = (request_started, request_finished)
        for signal in signals:
            signal.disconnect(close_old_connections)  # as Django's own test client does
        yield
        for signal in signals:
            signal.connect(close_old_connections)

    @API.parametrize()
    @MODEST
    def test_whatever_is_asked(self, case):
        # A parameter without a value counts as not given, though the document cannot say so.
        has_blank = any(not value for value in (case.query or {}).values())
        case.call_and_validate(headers=PLAIN, excluded_checks=MAY_BE_RIGHT if has_blank else NOT_A_BREACH)

    @API.parametrize()
    @MODEST
    def test_questions_that_have_answers(self, case):
        turn = zlib.crc32(repr((case.path, case.query, case.path_parameters)).encode())
        for values in (case.path_parameters or {}, case.query or {}):
            for name in values.keys() & KNOWN.keys():
                values[name] = KNOWN[name][turn % len(KNOWN[name])]
        case.call_and_validate(headers=PLAIN, excluded_checks=MAY_BE_RIGHT)
