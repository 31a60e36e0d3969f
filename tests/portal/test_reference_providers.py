"""Providers: the lists with distance bands and their ages, and everything held about one body."""

from __future__ import annotations

import re

import pytest
from django.db.models import Sum
from django.test import Client

from pathways.models import GraduateOutcome, Provider, ProviderDelivery
from tests.portal.pages import Page, get, words_of

pytestmark = pytest.mark.django_db
HERE = "/providers/"
COLLEGE, TRAINER, UNIVERSITY = "10000055", "10003915", "10007795"  # Abingdon and Witney; Lifetime; Leeds


def names(page: Page) -> list[str]:
    return re.findall(r'<h3><a href="/providers/\d+/">([^<]+)', page.html)


class TestList:
    def test_every_list_by_name_with_its_age(self):
        page = get(HERE)
        assert "in order of name" in page.words
        for words in ("February 2022", "April 2026", "August 2026", "about 2024/25"):
            assert words in page.section_words("ages")

    def test_near_is_told_in_bands_only(self):
        page = get(HERE, near="LS1", distance=10)
        main = page.html.partition('<ol class="results">')[2].partition("</ol>")[0]
        assert "within 5 miles" in main
        assert not re.search(r"\d+\.\d+ (miles|km)", page.words)
        assert "in order of distance, nearest first" in page.words

    def test_near_by_kind_has_that_lists_age_only(self):
        page = get(HERE, near="LS1", kind="tlevel")
        ages = page.section_words("ages")
        assert "Our list is of February 2022" in ages
        assert "Universities" not in ages

    def test_never_says_that_there_is_nobody(self):
        page = get(HERE, near="TR21", kind="tlevel", distance=5)
        assert names(page) == []
        assert "That does not mean that there is nobody" in page.words
        assert "https://www.tlevels.gov.uk/students/find" in page.links
        assert "none near" not in page.words.lower()

    def test_unknown_place_is_told_and_others_offered(self):
        page = get(HERE, near="Leedz", kind="higher")
        assert page.status == 200
        assert "“Leedz” is not used." in page.words
        assert any("near=" in link and "kind=higher" in link and "Leedz" not in link for link in page.links)
        assert len(names(page)) == 30

    def test_wrong_values_are_named_and_the_rest_is_kept(self):
        page = get(HERE, standard="ST9999", tlevel="x", subject="CAH99", distance="7", region="Narnia", kind="school")
        for value in ("ST9999", "CAH99", "7", "Narnia"):
            assert f"“{value}” is not used" in page.words
        assert "School" in page.words

    def test_distance_order_without_a_place_falls_back_to_names(self):
        assert "in order of name" in get(HERE, sort="distance").words

    def test_closed_schools_only_when_asked(self):
        closed = Provider.objects.filter(kind="school", status="Closed").first()
        assert closed.name not in names(get(HERE, q=closed.urn))
        page = get(HERE, q=closed.urn, status="closed")
        assert names(page) == [closed.name]
        assert "closed" in page.words

    def test_order_is_the_apis(self):
        query = {"near": "LS1", "kind": "higher"}
        answer = Client().get("/api/v1/providers/", query).json()
        assert names(get(HERE, **query))[:5] == [row["name"] for row in answer["results"]][:5]

    def test_few_statements_however_many_rows(self, django_assert_max_num_queries):
        get(HERE, near="LS1")
        with django_assert_max_num_queries(8):
            get(HERE, near="LS1")


class TestOne:
    def test_every_list_that_has_it(self):
        page = get(f"{HERE}{COLLEGE}/")
        kinds = set(Provider.objects.filter(ukprn=COLLEGE).values_list("kind", flat=True))
        assert len(kinds) == 3
        words = page.section_words("lists")
        for said in ("Apprenticeship training provider", "T Level provider", "University or other higher education"):
            assert said in words
        assert "February 2022" in page.section_words("ages")

    def test_standards_with_starts_and_how_many_finish(self):
        words = get(f"{HERE}{TRAINER}/").section_words("standards")
        assert "Hospitality supervisor" in words
        assert "Level 3: same level as A levels" in words
        assert "2025/26 (August to April only)" in words
        assert re.search(r"\d+(\.\d)?% of [\d,]+ who left in 2024/25", words)

    def test_place_of_delivery_by_region_adds_up_authorities(self):
        page = get(f"{HERE}{TRAINER}/", areas="all")
        (total,) = ProviderDelivery.objects.filter(ukprn=TRAINER, year="2024/25").aggregate(Sum("starts")).values()
        table = page.html.partition('id="regions-table"')[2].partition("</table>")[0]
        shown = [int(number.replace(",", "")) for number in re.findall(r'<td class="n">([\d,]+)', table)]
        assert sum(shown) == total

    def test_first_authorities_and_then_all(self):
        first, every = get(f"{HERE}{TRAINER}/"), get(f"{HERE}{TRAINER}/", areas="all")
        assert any("areas=all" in link for link in first.links)
        assert not any("areas=all" in link for link in every.links)
        assert every.section("where").count("<tr>") > 200 > first.section("where").count("<tr>")

    def test_graduates_by_subject_as_published(self):
        page = get(f"{HERE}{UNIVERSITY}/", subjects="all")
        held = GraduateOutcome.objects.filter(ukprn=UNIVERSITY, mode="full_time", subject="CAH11-01-01")
        row = held.get(pay_median__isnull=False)
        table = page.html.partition('id="graduates"')[2].partition("</table>")[0]
        rows = [words_of(one) for one in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
        (found,) = [one for one in rows if one.startswith("Computer science") and "£" in one]
        assert f"£{row.pay_median:,.0f}" in found
        assert all("£0" not in one for one in rows)

    def test_courses_without_numbers_say_why(self):
        assert re.search(r"\d+ full-time courses?, pay: not published", get(f"{HERE}{UNIVERSITY}/").words)

    def test_first_subjects_and_then_all(self):
        first, every = get(f"{HERE}{UNIVERSITY}/"), get(f"{HERE}{UNIVERSITY}/", subjects="all")
        assert any("subjects=all" in link for link in first.links)
        assert every.section("degrees").count("<tr>") > first.section("degrees").count("<tr>") == 21

    def test_degree_subjects_lead_to_pages_that_answer(self):
        links = [link for link in get(f"{HERE}{UNIVERSITY}/").links if link.startswith("/subjects/degree/")]
        assert len(links) == 20
        assert {Client().get(link).status_code for link in links[:5]} == {200}

    def test_tlevels_lead_to_the_version_of_today(self):
        page = get(f"{HERE}{COLLEGE}/")
        links = [link for link in page.links if link.startswith("/tlevels/")]
        assert links
        assert {Client().get(link).status_code for link in links} == {200}

    def test_school_is_from_a_part_of_the_register(self):
        school = Provider.objects.filter(kind="school", status="Open").order_by("key").first()
        page = get(f"{HERE}{school.ukprn}/")
        assert "part of the register" in page.section_words("ages")
        assert school.name in page.words

    def test_closed_school_says_so(self):
        closed = Provider.objects.filter(kind="school", status="Closed").order_by("key").first()
        assert "closed, as the register says" in get(f"{HERE}{closed.ukprn}/").words

    def test_urn_leads_to_the_page_of_its_ukprn(self):
        school = Provider.objects.filter(kind="school").exclude(ukprn="").order_by("key").first()
        response = Client().get(f"{HERE}{school.urn}/?page=1")
        assert (response.status_code, response["Location"]) == (301, f"{HERE}{school.ukprn}/?page=1")

    @pytest.mark.parametrize("number", ["19999999", "123", "banana", "999999"])
    def test_unknown_number_says_that_it_may_exist(self, number):
        page = get(f"{HERE}{number}/")
        assert page.status == 404
        assert "it may well exist" in page.words

    def test_few_statements_however_much_it_teaches(self, django_assert_max_num_queries):
        get(f"{HERE}{COLLEGE}/")
        with django_assert_max_num_queries(16):
            get(f"{HERE}{COLLEGE}/")
