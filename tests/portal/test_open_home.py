"""The start page: what this is, one search box, four doors, and facts that are counted, not claimed."""

from __future__ import annotations

import datetime

import pytest
import time_machine

from evidence.models import Release
from lmi.models import JobTitle, OccupationGroup
from tests.portal.pages import get

pytestmark = pytest.mark.django_db


def test_says_what_it_is_and_asks_for_a_job():
    page = get("/")
    assert "Find your way to work you will like" in page.words
    assert page.html.count('role="search"') == 1
    assert 'action="/students/careers/"' in page.html


def test_four_doors_lead_to_the_four_sides():
    assert {"/students/", "/educators/", "/employers/", "/ambassadors/"} <= set(get("/").links)


def test_counts_what_is_held():
    page = get("/")
    assert OccupationGroup.objects.filter(level="unit").count() == 412
    assert "412 kinds of work" in page.words
    assert f"{JobTitle.objects.count():,}" in page.words
    assert str(Release.objects.published().count()) in page.words


def test_counts_follow_what_is_held():
    before = get("/").words
    Release.objects.filter(source_id="ashe-20").update(state="withdrawn")
    assert get("/").words != before


def test_main_sources_are_linked_with_their_editions():
    page = get("/")
    assert "2025 (provisional), Office for National Statistics" in page.words
    for slug in ("ashe-14", "aps-unit-industry", "skills-imperative-2035", "textkernel-adverts"):
        assert f"/sources/{slug}/" in page.links


@pytest.mark.parametrize("day", [datetime.date(2026, 1, 1), datetime.date(2026, 3, 17), datetime.date(2027, 12, 31)])
def test_the_job_of_the_day_has_pay_with_a_source(day):
    with time_machine.travel(day):
        page = get("/")
    aside = page.html.partition("<aside")[2].partition("</aside>")[0]
    assert "Typical pay" in aside
    assert "£" in aside
    assert 'href="/sources/ashe-14/"' in aside
    assert "wider group" not in aside


def test_another_day_shows_another_job():
    with time_machine.travel(datetime.date(2026, 1, 1)):
        first = get("/").html.partition("<aside")[2].partition("</aside>")[0]
    with time_machine.travel(datetime.date(2026, 1, 2)):
        second = get("/").html.partition("<aside")[2].partition("</aside>")[0]
    assert first != second


def test_few_statements(django_assert_max_num_queries):
    get("/")
    with django_assert_max_num_queries(8):
        get("/")
