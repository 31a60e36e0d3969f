"""What nobody should send, at the API of routes: refused with a problem that names it, never an error of ours."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from foundation.addresses import Address, all_addresses
from pathways.api import urlpatterns
from tests.contracts.addresses import EXAMPLES, EXAMPLES_AT, path_of

pytestmark = pytest.mark.django_db

NAMES = {f"api:{pattern.name}" for pattern in urlpatterns}
ADDRESSES = [address for address in all_addresses() if address.name in NAMES]
BAD = ("a\x00b", "x" * 10_000, "9" * 30, "-1", "=' OR 1=1 -- %s%(a)s{0}<script>", "\u202e😀\x01\x1b٣²")
BAD_CODES = (*BAD, "\x00", " ", "%", "..", "null", "²", "S92000003")
# Free text, and codes of any list: nothing is wrong with them, they find nothing.
TEXTS = {"q", "body", "source", "target"}


def refusals(response: Any) -> dict[str, list[str]]:
    """Reasons by parameter."""
    found: dict[str, list[str]] = {}
    for error in response.json()["errors"]:
        found.setdefault(error["field"], []).append(error["reason"])
    return found


def parameters_of(path: str) -> list[str]:
    """The parameters of an address, as its refusal of an unknown one names them."""
    (reason,) = refusals(Client().get(path, {"zzz": "1"}))["zzz"]
    return re.findall(r"[a-z_]+", reason.partition("There are: ")[2])


def is_problem(response: Any) -> bool:
    return response["Content-Type"] == "application/problem+json" and response.json()["status"] == response.status_code


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_bad_value_is_refused_by_name(address):
    path = path_of(address).partition("?")[0]
    names = parameters_of(path)
    assert "release" in names
    for value in BAD:
        response = Client().get(path, dict.fromkeys(names, value))
        assert response.status_code in (400, 404), value
        assert is_problem(response)
        assert set(refusals(response)) <= set(names)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_each_parameter_alone(address):
    path, _mark, query = path_of(address).partition("?")
    given = dict(pair.split("=") for pair in query.split("&") if pair)
    for name in parameters_of(path):
        for value in BAD[2:5:2]:
            response = Client().get(path, {**given, name: value})
            assert response.status_code in ((200, 400) if name in TEXTS else (400, 404)), (name, value)
            assert response.status_code == 200 or is_problem(response)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_parameter_given_twice_or_as_an_array_is_refused(address):
    path, _mark, query = path_of(address).partition("?")
    once = [name for name in parameters_of(path) if name not in ("release", "subject", "occupation")]
    assert Client().get(f"{path}?{query}&release[]=a").status_code == 400
    for name in once:
        response = Client().get(f"{path}?{name}=1&{name}=2")
        assert refusals(response)[name] == ["Give this parameter once."]


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.parts], ids=str)
def test_a_code_that_cannot_be_one_is_a_problem(address):
    for part in address.parts:
        for value in BAD_CODES:
            response = Client().get(with_part(address, part, value), follow=True)
            assert response.status_code == 404, (part, value)
            assert is_problem(response), (part, value)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_only_reading_and_odd_headers(address):
    path = path_of(address)
    usual = Client().get(path)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)(path, content_type="application/json").status_code == 405
    headers = {"Accept": "image/png;q=x", "If-None-Match": "garbage", "If-Modified-Since": "never"}
    assert Client().get(path, headers=headers).content == usual.content
    assert Client().get(path, headers={"If-None-Match": usual["ETag"]}).status_code == 304
    assert not usual.cookies


@pytest.mark.parametrize("number", ["0", "-1", "99999999999", "1e3", "x"])
def test_a_page_that_is_not_there_is_a_problem(number):
    response = Client().get("/api/v1/standards/", {"page": number})
    assert response.status_code in (400, 404)
    assert set(refusals(response)) == {"page"}


def test_wrong_filters_are_all_told_though_others_are_right():
    response = Client().get("/api/v1/standards/", {"level": "3", "status": "x", "route": "y", "sort": "z", "page": "0"})
    assert response.status_code == 400
    assert sorted(refusals(response)) == ["page", "route", "sort", "status"]


def with_part(address: Address, part: str, value: str) -> str:
    """The address's example with another value for one part."""
    values = EXAMPLES | EXAMPLES_AT.get(address.name, {})
    segments = path_of(address).split("/")
    here = segments.index(values[part])
    return "/".join([*segments[:here], quote(value, safe=""), *segments[here + 1 :]])
