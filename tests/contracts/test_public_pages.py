"""Public pages and API answers: the same bytes for everybody, no cookie, an API twin, a source under every figure."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from foundation.access import Audience, CacheRule
from foundation.addresses import all_addresses
from tests.ambassadors.examples import example as offers_example
from tests.ambassadors.storytelling import story_example
from tests.contracts.addresses import path_of
from tests.contracts.test_access import user_with_role
from tests.employers.published import example

pytestmark = pytest.mark.django_db

# The gallery is for developers; test_components looks at it where it is switched on.
PUBLIC = [a for a in all_addresses() if a.access and a.access.audience is Audience.PUBLIC and a.name != "open:gallery"]
CACHED = [a for a in PUBLIC if a.access.cache is not CacheRule.PRIVATE]
PAGES = [a for a in CACHED if a.name.partition(":")[0] in ("open", "students", "people", "educators", "employers")]
# Pages that show no facts of ours, or only lead elsewhere.
WITHOUT_TWIN = {
    *("open:home", "students:home", "educators:home", "employers:home", "employers:why"),
    "students:occupation-titled",
}


@pytest.fixture(autouse=True)
def _an_employer() -> None:
    """What the examples of addresses name."""
    example()
    offers_example()
    story_example()


@pytest.mark.parametrize("address", PUBLIC, ids=str)
def test_answers(address):
    assert Client().get(path_of(address)).status_code in (200, 301, 302)


@pytest.mark.parametrize("address", CACHED, ids=str)
def test_same_bytes_for_a_stranger_and_a_signed_in_person(address):
    stranger, person = Client(), Client()
    person.force_login(user_with_role("administrator"))
    path = path_of(address)
    for_stranger, for_person = stranger.get(path), person.get(path)
    assert body(for_stranger) == body(for_person)
    for response in (for_stranger, for_person):
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("address", CACHED, ids=str)
def test_may_be_kept_by_a_cache_and_confirmed_by_its_etag(address):
    path = path_of(address)
    first = Client().get(path)
    if first.status_code != 200:
        return
    assert first["Cache-Control"].startswith(str(address.access.cache))
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_page_links_its_api_twin_and_the_twin_answers(address):
    if address.name in WITHOUT_TWIN:
        return
    html = Client().get(path_of(address)).content.decode()
    twin = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', html)
    assert twin, "no API twin is linked"
    answer = Client().get(twin.group(1).replace("&amp;", "&"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_page_asks_nobody_else_for_anything(address):
    html = Client().get(path_of(address)).content.decode()
    fetched = re.findall(r'<(?:script|img|source|iframe)[^>]+(?:src|srcset)="([^"]+)"', html)
    fetched += re.findall(r'<link[^>]+rel="(?:stylesheet|preload|icon)"[^>]+href="([^"]+)"', html)
    assert [address for address in fetched if not address.startswith(("/", "data:"))] == []


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_page_needs_no_exception_from_the_content_security_policy(address):
    response = Client().get(path_of(address))
    if response.status_code != 200:
        return
    html = response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=", html), "an inline style"
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", html), "an inline script"
    assert not re.search(r"\son[a-z]+=", html), "an inline handler"


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_page_is_small(address):
    import gzip

    assert len(gzip.compress(Client().get(path_of(address)).content)) <= 30 * 1024


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
