"""What nobody should type, at the pages about routes: told or left out, never an error of ours."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client

from foundation.addresses import Address, all_addresses
from tests.contracts.addresses import EXAMPLES, EXAMPLES_AT, path_of
from tests.portal.pages import get

pytestmark = pytest.mark.django_db

NAMES = (
    *("open:level-list", "open:standard-list", "open:tlevel-list", "open:registration-list"),
    *("open:qualification-list", "open:subject-list", "open:degree-subject-list", "open:course-family-list"),
    *("open:provider-list", "open:outcome-list", "educators:lookup", "educators:provision", "educators:links"),
    *("employers:apprentices", "students:route-guide", "students:occupation-routes", "students:route-compare"),
    *("students:occupation-moves", "open:standard-detail", "open:tlevel-detail", "open:qualification-detail"),
    *("open:school-subject-detail", "open:degree-subject-detail", "open:course-family-detail"),
    "open:provider-detail",
)
PAGES = [address for address in all_addresses() if address.name in NAMES]
CODED = [address for address in PAGES if address.name.endswith("-detail")]
# NUL, control and right-to-left characters, numbers too large or of other scripts, SQL, formulas, markup, padding.
BAD = ("a\x00b", "x" * 10_000, "9" * 30, "=' OR 1=1 -- %s%(a)s{0}<script>", "\u202e😀\x01\x1b٣²\r\n")
BAD_CODES = (*BAD, "\x00", " ", "-1", "%", "..", "null", "²", "S92000003", "1e309")
FIELD = re.compile(r'<(?:input|select|textarea)[^>]* name="([a-z_0-9]+)"')
ALWAYS = {"area", "page", "sort", "age", "subject", "like", "a", "b"}


def test_every_page_about_routes_is_here():
    assert {address.name for address in PAGES} == set(NAMES)


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_no_value_breaks_a_page_however_often_it_is_given(address):
    path = path_of(address)
    fields = sorted((set(FIELD.findall(Client().get(path).content.decode())) | ALWAYS) - {"release"})
    bare = path.partition("?")[0]
    for value in BAD:
        response = Client().get(bare, dict.fromkeys(fields, value), follow=True)
        assert response.status_code == 200, value
        assert "{0}<script>" not in response.content.decode()
    arrays = "&".join(f"{name}=a&{name}=&{name}[]=b&{name}[0]=c" for name in fields)
    assert Client().get(f"{bare}?{arrays}", follow=True).status_code == 200


@pytest.mark.parametrize("address", CODED, ids=str)
def test_a_code_that_cannot_be_one_is_not_here(address):
    for part in address.parts:
        for value in BAD_CODES:
            response = Client().get(with_part(address, part, value), follow=True)
            assert response.status_code == 404, (part, value)


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_pages_are_for_reading(address):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)(path_of(address)).status_code == 405


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_odd_headers_change_nothing(address):
    path = path_of(address)
    usual = Client().get(path)
    headers = {"Accept": "image/png;q=x", "If-None-Match": "garbage", "If-Modified-Since": "never"}
    assert Client().get(path, headers=headers).content == usual.content
    head = Client().head(path)
    assert (head.status_code, head.content) == (usual.status_code, b"")


@pytest.mark.parametrize("asked", ["0", "-1", "99999999999999", "x", "١"])
def test_a_page_number_that_cannot_be_used_is_said_and_the_list_stays(asked):
    page = get("/standards/", page=asked)
    assert page.status == 200
    assert f"There is no page “{asked}”" in page.words


@pytest.mark.parametrize("asked", ["0017", "00179999999", "1799999", "15", "76", "-20", "٢٠"])
def test_an_age_that_nobody_has_is_said(asked):
    page = get("/students/careers/5241/routes/", **{"from": "adult", "age": asked})
    said = "Give an age from 16 to 75." in page.words
    assert said == (asked != "0017")


def test_right_filters_stay_beside_wrong_ones():
    page = get("/standards/", level="3", status="nonsense", route="nowhere", q="electrician")
    assert page.status == 200
    for wrong in ("Status: “nonsense” is not used.", "Sector (the register's route): “nowhere” is not used."):
        assert wrong in page.words
    assert "level=3" in "".join(page.links)
    assert "Level 3" in page.words


@pytest.mark.parametrize("place", ["EH1", "BT1", "HS1"])
def test_nobody_trains_near_a_place_far_from_england(place):
    asked = {"near": place, "kind": "apprenticeship", "distance": "50"}
    assert Client().get("/api/v1/providers/", asked).json()["count"] == 0
    near = get("/standards/ST0152/", area=place)
    assert f"{place} is not in England" in near.words
    assert f"within 25 miles of {place}:" not in near.words
    assert "Trains apprentices in ," not in near.words


def with_part(address: Address, part: str, value: str) -> str:
    """The address's example with another value for one part."""
    values = EXAMPLES | EXAMPLES_AT.get(address.name, {})
    segments = path_of(address).split("/")
    here = segments.index(values[part])
    written = quote(value, safe="")
    return "/".join([*segments[:here], written, *segments[here + 1 :]])


@pytest.mark.parametrize("path", ["/students/", "/sources/", "/levels/", "/students/careers/5241/", "/standards/"])
@pytest.mark.parametrize("key", ["\x00", "ashe-14\x002025", "\x01"])
def test_an_edition_with_control_characters_is_merely_unknown(path, key):
    page = get(path, release=key)
    assert page.status == 200
    if path != "/sources/":
        assert "There is no edition called" in page.words
