"""The pages of T Levels: versions, what replaced them, specialisms and work, and the old list of sites."""

from __future__ import annotations

import pytest
import time_machine

from pathways.book import forget_book
from pathways.models import TLevelOffer, TLevelStatus
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
BUILDING = "/tlevels/22/"


@pytest.fixture
def _fresh_book():
    """Rows that a test changes are read again, before it and after it."""
    forget_book()
    yield
    forget_book()


class TestList:
    def test_every_version_with_what_took_its_place(self):
        page = get("/tlevels/")
        assert "28 T Levels" in page.words
        assert "Replaced by a newer version: no new starts." in page.words
        assert "Now: Building Services Engineering (2025)" in page.words
        assert "in order of name" in page.words

    def test_open_ones_only(self):
        page = get("/tlevels/", status="open")
        assert "Onsite Construction" not in page.words
        assert "Marketing" in page.words

    def test_wrong_values_are_told(self):
        page = get("/tlevels/", sector="Astrology", status="maybe", q="digital")
        assert "There are no T Levels in the sector “Astrology”." in page.words
        assert "Status: “maybe” is not used." in page.words
        assert "Digital Software Development" in page.words

    def test_nothing_found_leads_to_apprenticeships(self):
        assert "/standards/" in get("/tlevels/", q="zzzz").links

    def test_few_statements(self, django_assert_max_num_queries):
        get("/tlevels/")
        with django_assert_max_num_queries(6):
            get("/tlevels/", sector="Digital", sort="-start_year")


class TestAddress:
    @pytest.mark.parametrize("asked", ["3", "60369115", "022"])
    def test_older_version_code_and_zeros_lead_on_at_once(self, asked):
        response = get(f"/tlevels/{asked}/", area="DN1").response
        assert (response.status_code, response["Location"]) == (301, f"{BUILDING}?area=DN1")

    @pytest.mark.parametrize("asked", ["999", "12345678", "carpentry"])
    def test_unknown_is_named(self, asked):
        page = get(f"/tlevels/{asked}/")
        assert page.status == 404
        assert f"There is no T Level with the number or LARS code “{asked}”" in page.words


class TestDetail:
    def test_specialisms_with_work_and_pay(self):
        work = get(BUILDING).section_words("work")
        assert "Electrotechnical Engineering Electrical" in work
        assert "Electricians and electrical fitters Typical pay: £" in work
        assert "Link: our editors’ judgement; sure." in work

    def test_dates_points_and_what_is_next(self):
        page = get(BUILDING)
        assert "First start September 2025 Last start none announced, as far as we know" in page.section_words("what")
        assert "Took the place of Building Services Engineering (2021)" in page.section_words("what")
        assert "Distinction* 168 UCAS Tariff points" in page.section_words("points")
        assert "Apprenticeships at a higher level" in page.section_words("next")

    def test_closed_without_successor_says_what_stays(self):
        page = get("/tlevels/2/")
        assert page.status == 200
        assert "Closed: no new starts. The last start was in September 2024." in page.words
        assert "No T Level took its place." in page.words

    def test_closed_for_two_names_both(self):
        page = get("/tlevels/9/")
        assert "Instead of it:" in page.words
        assert {"/tlevels/8/", "/tlevels/10/"} <= set(page.links)

    def test_dates_to_confirm_are_said(self):
        assert "These dates are still to be confirmed." in get("/tlevels/8/").section_words("what")

    def test_without_a_status_nothing_is_claimed(self):
        TLevelStatus.objects.filter(number=22).delete()
        assert "Our list does not say whether it can still be started." in get(BUILDING).section_words("what")

    @pytest.mark.usefixtures("_fresh_book")
    def test_last_start_is_over_the_month_after(self):
        TLevelStatus.objects.filter(number=22).update(last_start="2026-09-01")
        with time_machine.travel("2026-09-30 12:00"):
            assert "Open; the last start is in September 2026." in get(BUILDING).words
        with time_machine.travel("2026-10-01 12:00"):
            assert "Take care: You cannot start on it now" in get(BUILDING).words

    def test_few_statements(self, django_assert_max_num_queries):
        get(BUILDING)
        with django_assert_max_num_queries(12):
            get(BUILDING)
        with django_assert_max_num_queries(15):
            get(BUILDING, area="DN1")


class TestSites:
    def test_nearest_first_in_bands_with_the_age_of_the_list(self):
        taught = get(BUILDING, area="DN1").section_words("taught")
        assert "Our list is of February 2022." in taught
        assert "Within 5 miles DN College Group" in taught
        assert taught.index("Within 5 miles") < taught.index("Within 50 miles")
        assert "planned from 2021" in taught

    def test_no_place_only_counts(self):
        taught = get(BUILDING).section_words("taught")
        assert "schools and colleges said then that they would teach it" in taught
        assert "Within" not in taught

    def test_far_from_everything_is_not_called_nothing(self):
        taught = get(BUILDING, area="TR21").section_words("taught")
        assert "The old list names no site within 50 miles" in taught
        assert "look at the official list" in taught
        assert "none near" not in taught

    def test_newer_than_the_list(self):
        TLevelOffer.objects.filter(tlevel__in=[3, 22]).delete()
        assert "The list is older than this T Level" in get(BUILDING, area="DN1").section_words("taught")

    def test_unknown_place(self):
        page = get(BUILDING, area="Leedz")
        assert "Did you mean:" in page.section_words("taught")
