"""Universities in the open: the list of course families and the statement of one; and what people earn later."""

from __future__ import annotations

import pytest

from pathways.models import CourseFamily, RouteEarnings
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
HERE = "/course-families/"


class TestList:
    def test_every_family_is_there(self):
        page = get(HERE)
        linked = {link for link in page.links if link.startswith(HERE)}
        assert linked >= {f"{HERE}{slug}/" for slug in CourseFamily.objects.values_list("family", flat=True)}
        assert CourseFamily.objects.count() >= 60

    def test_search_by_words(self):
        page = get(HERE, q="nursing")
        assert all("nurs" in slug for slug in [link for link in page.links if link.startswith(f"{HERE}n")])
        assert f"{HERE}medicine/" not in page.links

    def test_nothing_found_says_what_to_do(self):
        page = get(HERE, q="wizardry")
        assert "No course family is called “wizardry”" in page.words
        assert "Try one word of the subject" in page.words

    def test_says_that_it_is_editorial(self):
        assert "short summaries by our editors" in get(HERE).words

    def test_few_statements(self, django_assert_max_num_queries):
        get(HERE)
        with django_assert_max_num_queries(3):
            get(HERE)


class TestStatement:
    def test_every_part_is_said(self):
        family = CourseFamily.objects.get(family="medicine")
        words = get(f"{HERE}medicine/").words
        for text in (family.required, family.preferred, family.not_accepted, family.summary):
            assert text in words
        for title in ("T Levels", "BTECs", "Access to Higher Education", "Tests, interviews and checks"):
            assert title in words

    def test_seen_one_names_its_page_and_day(self):
        family = CourseFamily.objects.get(family="medicine")
        page = get(f"{HERE}medicine/")
        assert family.source_address in page.links
        assert "One published example, read on 22 November 2026" in page.words

    def test_editorial_one_says_so_and_names_no_page(self):
        page = get(f"{HERE}building-surveying/")
        assert "It rests on general knowledge, not on one page" in page.words
        assert "One published example" not in page.words

    def test_links_to_degree_subjects_of_today(self):
        links = [link for link in get(f"{HERE}audiology/").links if link.startswith("/subjects/degree/CAH")]
        assert links
        assert all(get(link).status == 200 for link in links)

    def test_unknown_family(self):
        page = get(f"{HERE}wizardry/")
        assert page.status == 404
        assert "There is no course family called “wizardry”." in page.words


class TestOutcomes:
    def test_averages_are_the_published_ones(self):
        row = RouteEarnings.objects.get(group="Graduates", breakdown="all", years_after=15)
        assert f"£{row.earnings:,.0f} in year 15" in get("/outcomes/").words

    def test_says_what_it_is_not(self):
        words = get("/outcomes/").words
        for said in (
            "Averages (means)",
            "Nothing is adjusted",
            "2002 to 2007",
            "apprentices are not a group of their own",
        ):
            assert said in words

    def test_one_part_of_a_split(self):
        page = get("/outcomes/", by="region", part="E12000007")
        assert "Average earnings: London" in page.words

    def test_activity_of_a_group(self):
        assert "What they were mainly doing: Took a degree" in get("/outcomes/", group="graduates").words

    def test_wrong_choices_are_told(self):
        page = get("/outcomes/", by="luck", part="moon", group="elves")
        assert page.status == 200
        for value in ("luck", "moon", "elves"):
            assert f"“{value}” is not used" in page.words

    def test_few_statements(self, django_assert_max_num_queries):
        get("/outcomes/")
        with django_assert_max_num_queries(5):
            get("/outcomes/")
