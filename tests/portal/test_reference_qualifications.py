"""Qualifications: the list with its filters, and the page of one."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from pathways.models import Qualification
from tests.portal.pages import Page, get

pytestmark = pytest.mark.django_db
HERE = "/qualifications/"
NAMED = "60304819"  # Pearson BTEC Level 2 in Business Administration, named by our editors' courses


def qans(page: Page) -> list[str]:
    return re.findall(r'<h3><a href="/qualifications/([0-9X]{8})/"', page.html)


class TestList:
    def test_all_of_the_list_with_its_day(self):
        page = get(HERE)
        assert "8,092 qualifications" in page.words
        assert "18 February 2025" in page.words
        assert "in order of name" in page.words
        assert len(qans(page)) == 30

    def test_level_in_words(self):
        assert "Level 3: same level as A levels" in get(HERE, level=3).words
        assert "Entry Level: the steps before GCSE" in get(HERE, level="E").words

    def test_filters_narrow_and_can_be_taken_away(self):
        page = get(HERE, q="welding", level=3)
        held = Qualification.objects.filter(title__icontains="welding", level="Level 3").count()
        assert f"{held} qualification" in page.words
        assert f"{HERE}?q=welding" in page.links
        assert f"{HERE}?level=3" in page.links

    def test_number_with_strokes_is_found(self):
        assert qans(get(HERE, q="603/0481/9")) == [NAMED]

    def test_order_is_the_apis(self):
        query = {"sector": "Engineering", "sort": "-level"}
        answer = Client().get("/api/v1/qualifications/", query).json()
        shown = qans(get(HERE, **query))
        assert shown[:10] == [row["qan"] for row in answer["results"]][:10]

    def test_wrong_values_are_named_and_the_rest_is_kept(self):
        page = get(HERE, level="99", sector="Wizardry", q="welding", page="900")
        assert page.status == 200
        assert "Level: “99” is not used." in page.words
        assert "There is no sector subject area “Wizardry”." in page.words
        assert "There is no page “900”" in page.words
        assert all("weld" in row.lower() for row in re.findall(r"<h3><a [^>]*>([^<]+)", page.html))

    def test_day_of_an_address_is_kept_in_the_form(self):
        page = get(HERE, open="2025-09-01", q="welding")
        assert '<input type="hidden" name="open" value="2025-09-01">' in page.html
        assert 'name="open"' not in get(HERE).html

    def test_wrong_day_is_told(self):
        assert "“tomorrow” is not used" in get(HERE, open="tomorrow").words

    def test_nothing_fits(self):
        page = get(HERE, q="zzzz")
        assert "No qualification on our list fits all of these" in page.words
        assert "others exist" in page.words

    def test_odd_input_is_harmless(self):
        for value in ("\x00", "%", "'; drop table--", "<script>alert(1)</script>", "９"):
            page = get(HERE, q=value, level=value, kind=value, body=value, funded=value, sort=value, page=value)
            assert page.status == 200
            assert "<script>alert" not in page.html

    def test_few_statements(self, django_assert_max_num_queries):
        get(HERE, level=3)
        with django_assert_max_num_queries(7):
            get(HERE, level=3)


class TestOne:
    def test_says_what_it_is(self):
        page = get(f"{HERE}{NAMED}/")
        assert "Level 2: same level as GCSE grades 9 to 4" in page.words
        assert "603/0481/9" in page.words
        assert "Pearson Education Ltd" in page.words
        assert "Our list is of 18 February 2025" in page.words

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2025, 3, 1), "For new learners until 31 July 2026"),
            (date(2026, 11, 22), "it may have been extended since, so ask the college"),
        ],
    )
    def test_windows_of_funding_as_they_stand_on_the_day(self, day, words):
        with time_machine.travel(day, tick=False):
            page = get(f"{HERE}{NAMED}/")
        assert words in page.words

    def test_work_whose_courses_name_it_with_pay(self):
        page = get(f"{HERE}{NAMED}/")
        assert "/students/careers/4211/" in page.links or "Medical secretaries" in page.words
        assert re.search(r"Typical pay: £\d\d,\d{3} a year", page.words)

    def test_one_that_no_course_names_says_so(self):
        qan = Qualification.objects.filter(title__icontains="Badminton").values_list("qan", flat=True).first()
        assert "None of the courses that our editors name" in get(f"{HERE}{qan}/").words

    def test_printed_number_leads_to_the_page(self):
        response = Client().get(f"{HERE}603/0481/9/?release=x")
        assert (response.status_code, response["Location"]) == (301, f"{HERE}{NAMED}/?release=x")

    @pytest.mark.parametrize("qan", ["99999999", "banana", "0"])
    def test_unknown_number_says_that_it_may_be_real(self, qan):
        page = get(f"{HERE}{qan}/")
        if page.status == 301:
            page = get(page.response["Location"])
        assert page.status == 404
        assert "may be real and not be on it" in page.words

    def test_few_statements(self, django_assert_max_num_queries):
        get(f"{HERE}{NAMED}/")
        with django_assert_max_num_queries(6):
            get(f"{HERE}{NAMED}/")
