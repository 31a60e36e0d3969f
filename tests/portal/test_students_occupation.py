"""The students' page of one occupation: known figures, their sources, what is missing, places and editions."""

from __future__ import annotations

import re

import pytest

from evidence.models import Release
from lmi.models import AdvertFigure, EmploymentFigure, OccupationNote, OutlookFigure, PayFigure
from lmi.queries.standing import forget_standings
from tests.portal.pages import get, words_of

pytestmark = pytest.mark.django_db
ELECTRICIANS = "/students/careers/5241/"
SECTIONS = [
    "Key facts",
    "Pay over the years",
    "Pay where you live",
    "Where the jobs are",
    "Who you could work for",
    "Women and men",
    "Jobs like this one",
    "Where these facts come from",
]
# Full-time annual medians of April 2025, UK (ASHE table 14.7a 2025, provisional), as in the issue.
MEDIANS = {"2134": "£56,914", "2313": "£47,632", "5241": "£39,647", "6135": "£27,468", "8211": "£39,905"}


class TestFigures:
    @pytest.mark.parametrize(("code", "median"), MEDIANS.items())
    def test_typical_pay(self, code, median):
        words = get(f"/students/careers/{code}/").words
        assert f"Typical pay {median} a year" in words

    def test_quartiles_stand_with_the_median(self):
        row = PayFigure.objects.get(
            soc2020="5241", year=2025, area="K02000001", measure="annual", hours="full_time", sex="all", age="all"
        )
        said = f"Half of people earn between £{row.p25:,.0f} and £{row.p75:,.0f} a year; the middle is £39,647."
        assert said in get(ELECTRICIANS).words

    def test_pay_of_every_year_held(self):
        words = get(ELECTRICIANS).section_words("pay-over-time")
        years = PayFigure.objects.filter(
            soc2020="5241", area="K02000001", measure="annual", hours="full_time", sex="all", age="all"
        )
        assert years.count() == 5
        for row in years:
            assert f"{row.year} £{row.median:,.0f}" in words

    def test_people_are_a_lower_bound(self):
        rows = EmploymentFigure.objects.filter(
            soc2020="5241", area="K02000001", year=2024, release__source="aps-unit-industry"
        ).exclude(industry="*")
        total = sum(row.people or 0 for row in rows)
        assert f"People who do it at least {total:,.0f} people" in get(ELECTRICIANS).words

    def test_outlook_joins_growth_and_replacement_of_the_wider_group_in_one_sentence(self):
        words = get(ELECTRICIANS).words
        assert (
            "In the wider group “Skilled metal, electrical and electronic trades”, of which this is one of 23 "
            "occupations, the number of people is expected to fall by 0.4% a year from 2020 to 2035"
        ) in words
        sentence = words.partition("In the wider group")[2].partition(". ")[0]
        assert re.search(
            r"fall by 0\.4% a year .* fewer people\), and about [\d,]+ will be needed to replace", sentence
        )
        assert "made in 2023" in words

    def test_adverts_and_how_hard_it_is_to_get_in_come_with_limits(self):
        words = get(ELECTRICIANS).words
        assert "Job adverts in a year" in words
        assert "How hard is it to get in?" in words
        assert "adverts for every 1,000 people in the work" in words
        assert "as most of the 162 jobs we can compare" in words
        assert "Adverts do not show how many people apply." in words

    def test_region_map_and_list_hold_the_same_figures(self):
        part = get(ELECTRICIANS).section("where-jobs-are")
        row = EmploymentFigure.objects.get(soc2020="524", area="E12000008", release__source="aps-minor-region")
        assert f"{row.people:,.0f}" in words_of(part.partition("<svg")[2].partition("</svg>")[0])
        assert f"South East {row.people:,.0f}" in words_of(part.partition("<ol")[2])

    def test_regional_pay_is_of_one_level_and_of_one_kind_of_hours(self):
        words = get(ELECTRICIANS).section_words("where-you-live")
        assert "South East £42,431" in words
        assert "full-time and part-time work together" in words
        assert "Skilled trades occupations" not in words

    def test_regional_pay_of_the_very_wide_group_is_labelled(self):
        PayFigure.objects.filter(soc2020="5241", release__source="ashe-15").delete()
        words = get(ELECTRICIANS).section_words("where-you-live")
        assert "This is for the wider group “Skilled trades occupations”" in words

    def test_industries_most_people_first_and_the_ones_held_back_by_reason(self):
        words = get(ELECTRICIANS).section_words("industries")
        assert words.index("Construction") < words.index("Manufacturing")
        assert "Industries without a number, and why" in words


class TestOrderAndSources:
    def test_one_fixed_order(self):
        headings = [words_of(title) for title in re.findall(r"<h2[^>]*>.*?</h2>", get(ELECTRICIANS).html, re.DOTALL)]
        assert [title for title in headings if title in SECTIONS] == SECTIONS

    @pytest.mark.parametrize("code", ["5241", "1161", "3311", "9233", "1123", "2211"])
    def test_every_number_has_a_source_link(self, code):
        html = get(f"/students/careers/{code}/").html
        blocks = html.split('<div class="figure figure-')[1:]
        assert len(blocks) >= 5
        for block in blocks:
            figure = block.partition('<div class="figure ')[0]
            if "figure-value" in figure:
                assert 'href="/sources/' in figure
        for chart in re.findall(r'<figure class="chart.*?</figure>', html, re.DOTALL):
            assert "chart-empty" in chart or 'href="/sources/' in chart

    def test_sources_block_names_each_edition_used(self):
        page = get(ELECTRICIANS)
        block = page.section("sources")
        for slug in set(re.findall(r'href="/sources/([^/]+)/"', page.html.partition("<main")[2])):
            assert f"/sources/{slug}/" in block
        assert "2021 (revised), 2022 (provisional), 2023 (provisional), 2024 (provisional) and 2025 (provisional)" in (
            words_of(block)
        )

    def test_permanent_link_answers_with_the_same_page(self):
        page = get(ELECTRICIANS)
        (link,) = [address for address in page.links if address.startswith(f"{ELECTRICIANS}?release=")]
        again = get(link)
        assert again.status == 200
        assert again.section_words("pay-over-time") == page.section_words("pay-over-time")
        assert "There is a problem" not in again.words

    def test_related_occupations_come_with_the_reason(self):
        words = get(ELECTRICIANS).section_words("jobs-like-this")
        assert "People in these jobs do similar things." in words
        assert "Adapted from O*NET" in words
        assert "Electrical service and maintenance mechanics and repairers" in words

    def test_related_occupations_of_the_same_group_where_nothing_else_is_held(self):
        words = get("/students/careers/1161/").section_words("jobs-like-this")
        assert "in the same small group" in words
        assert "O*NET" not in words

    def test_other_names(self):
        assert "Also called: Electrician," in get(ELECTRICIANS).words

    def test_notes_stand_before_the_figures(self):
        OccupationNote.objects.update_or_create(
            soc2020_id="5241",
            kind="self_employed",
            defaults={"text": "About half are self-employed.", "basis": "APS 2024"},
        )
        words = get(ELECTRICIANS).words
        assert words.index("Take care: mostly self-employed") < words.index("Key facts")
        assert "About half are self-employed. APS 2024" in words


class TestMissing:
    def test_pay_that_is_not_published_says_why_and_is_never_nought(self):
        PayFigure.objects.filter(soc2020__in=["5241", "524", "52", "5"]).update(
            median=None, marks={"median": "unreliable"}
        )
        page = get(ELECTRICIANS)
        assert "Typical pay Not published" in page.words
        assert "£0 a year" not in page.words
        assert "nothing is published" in page.section_words("pay-over-time").lower()

    def test_pay_of_a_wider_group_is_labelled_with_its_period(self):
        words = get("/students/careers/1161/").words
        assert "This is for the wider group “Senior officers in protective services”" in words
        assert "April 2024 · United Kingdom" in words

    def test_hourly_pay_is_called_so(self):
        words = get("/students/careers/1112/").words
        assert "£17.05 an hour" in words
        assert "This is pay for one hour, as no yearly pay is published." in words

    def test_pay_of_full_time_and_part_time_together_is_called_so(self):
        assert "For full-time and part-time work together, before tax." in get("/students/careers/9233/").words

    def test_no_outlook_held(self):
        OutlookFigure.objects.all().delete()
        words = get(ELECTRICIANS).words
        assert "What is coming Not published" in words
        assert "In the wider group" not in words

    def test_no_adverts_held(self):
        AdvertFigure.objects.all().delete()
        forget_standings()
        words = get(ELECTRICIANS).words
        assert "Job adverts in a year Not published" in words
        assert "jobs we can compare" not in words
        forget_standings()

    def test_no_share_of_women_and_men(self):
        assert "Not published for this work" in get(ELECTRICIANS).section_words("women-and-men")

    def test_share_of_women_and_men(self):
        words = get("/students/careers/2313/").section_words("women-and-men")
        assert re.search(r"\d+% women .*\d+% men", words)

    def test_no_people(self):
        EmploymentFigure.objects.filter(soc2020="5241").update(people=None, marks={"people": "suppressed"})
        page = get(ELECTRICIANS)
        assert "People who do it Not published: the number is held back by the publisher" in page.words
        assert "at least 0" not in page.words


class TestPlaces:
    def test_postcode(self):
        page = get(ELECTRICIANS, area="LS1 4AP")
        words = page.section_words("where-you-live")
        assert "Leeds (LS1 4AP)" in words
        assert "Typical pay here £41,620 a year" in words
        assert "People in this group of jobs in your region 31,900 people" in words
        assert "This is for Yorkshire and The Humber: no figure for Leeds alone is held here." in words
        assert 'value="LS1 4AP"' in page.html

    def test_local_outlook_is_of_the_skills_area(self):
        words = get(ELECTRICIANS, area="Leeds").section_words("where-you-live")
        assert "What is coming near you" in words
        assert "This is for West Yorkshire" in words

    def test_the_readers_region_is_picked_out_on_both_maps(self):
        html = get(ELECTRICIANS, area="LS1").html
        assert html.count(" marked") == 2

    def test_scotland_is_told_what_fits_and_where_to_ask(self):
        page = get(ELECTRICIANS, area="G1")
        words = page.section_words("where-you-live")
        assert "Typical pay here £37,928 a year" in words
        assert "What is coming is worked out for England only." in words
        assert "My World of Work (Skills Development Scotland)" in words
        assert "https://www.myworldofwork.co.uk/" in page.links

    @pytest.mark.parametrize(("area", "service"), [("CF10", "Careers Wales"), ("BT1", "nidirect")])
    def test_wales_and_northern_ireland(self, area, service):
        assert service in get(ELECTRICIANS, area=area).section_words("where-you-live")

    def test_england_is_not_sent_elsewhere(self):
        assert "For courses, routes and advice" not in get(ELECTRICIANS, area="LS1").words

    @pytest.mark.parametrize(
        "area", ["QQ1 1AA", "Nowhere at all", "E99999999", "'; DROP TABLE x; --", "\x00", "a" * 500]
    )
    def test_unknown_place_is_said_in_words_and_the_rest_stays(self, area):
        page = get(ELECTRICIANS, area=area)
        assert page.status == 200
        assert "£39,647" in page.words
        if area.strip("\x00"):
            assert "There is a problem" in page.words
            assert 'id="area-error"' in page.html

    def test_misspelt_place_offers_what_may_be_meant(self):
        page = get(ELECTRICIANS, area="Lees")
        assert "Did you mean:" in page.words
        assert any("area=E08000035" in link for link in page.links)

    def test_a_county_offers_its_districts_and_keeps_the_edition(self):
        page = get(ELECTRICIANS, area="Kent", release="ashe-14-2024-provisional")
        offers = [link for link in page.links if "area=E07" in link]
        assert offers
        assert all("release=ashe-14-2024-provisional" in link for link in offers)


class TestEditions:
    def test_an_older_edition_answers(self):
        row = PayFigure.objects.get(
            soc2020="5241", year=2024, area="K02000001", measure="annual", hours="full_time", sex="all", age="all"
        )
        page = get(ELECTRICIANS, release="ashe-14-2024-provisional")
        assert f"Typical pay £{row.median:,.0f} a year" in page.words
        assert "£39,647" not in page.words
        assert "This page keeps to the editions named in its address." in page.words
        assert ELECTRICIANS in page.links

    def test_an_edition_that_was_replaced_still_answers(self):
        Release.objects.filter(key="ashe-14-2024-provisional").update(state="superseded")
        assert "£39,647" not in get(ELECTRICIANS, release="ashe-14-2024-provisional").words

    def test_unknown_edition_is_named_and_the_rest_stays(self):
        page = get(ELECTRICIANS, release="ashe-14-1066")
        assert page.status == 200
        assert "There is no edition called “ashe-14-1066”." in page.words
        assert "£39,647" in page.words

    def test_withdrawn_edition_does_not_answer(self):
        Release.objects.filter(key="ashe-14-2024-provisional").update(state="withdrawn")
        assert "There is no edition called" in get(ELECTRICIANS, release="ashe-14-2024-provisional").words

    def test_two_editions_of_one_source(self):
        page = get(f"{ELECTRICIANS}?release=ashe-14-2024-provisional&release=ashe-14-2023-provisional")
        assert "names two editions of “Annual Survey of Hours and Earnings, table 14”" in page.words

    def test_an_address_with_far_too_many_editions_costs_no_more_than_one(self, django_assert_max_num_queries):
        keys = "&".join(f"release=edition-{number}" for number in range(200))
        get(ELECTRICIANS)
        with django_assert_max_num_queries(18):
            page = get(f"{ELECTRICIANS}?{keys}")
        assert "The address names too many editions. We used the first 40." in page.words
        assert "£39,647" in page.words

    def test_the_place_form_keeps_the_edition(self):
        html = get(ELECTRICIANS, release="ashe-14-2024-provisional").section("where-you-live")
        assert '<input type="hidden" name="release" value="ashe-14-2024-provisional">' in html


class TestAddresses:
    def test_an_address_with_the_name_leads_to_the_one_address(self):
        page = get("/students/careers/5241-electricians-and-electrical-fitters/", area="LS1")
        assert page.status == 301
        assert page.response["Location"] == "/students/careers/5241/?area=LS1"

    @pytest.mark.parametrize("code", ["524", "52", "5"])
    def test_a_wider_code_leads_to_the_group(self, code):
        page = get(f"/students/careers/{code}/")
        assert page.status == 301
        assert page.response["Location"] == f"/students/careers/groups/{code}/"

    @pytest.mark.parametrize("code", ["9999", "0000", "524199", "0"])
    def test_unknown_occupation_is_named(self, code):
        page = get(f"/students/careers/{code}/")
        assert page.status == 404
        assert f"There is no occupation with the code {code} in SOC 2020" in page.words
        assert page.html.count('role="search"') == 1

    def test_api_twin(self):
        html = get(ELECTRICIANS, release="ashe-14-2024-provisional", area="LS1").html
        twin = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', html)
        assert twin
        assert twin.group(1).startswith("/api/v1/occupations/5241/?")
        assert "release=ashe-14-2024-provisional" in twin.group(1)
        assert "area=E08000035" in twin.group(1)


class TestCost:
    @pytest.mark.parametrize("query", [{}, {"area": "LS1 4AP"}, {"area": "Leeds"}, {"area": "G1"}])
    def test_statements(self, django_assert_max_num_queries, query):
        get(ELECTRICIANS, **query)
        with django_assert_max_num_queries(16):
            get(ELECTRICIANS, **query)

    def test_size(self):
        import gzip

        assert len(gzip.compress(get(ELECTRICIANS, area="LS1").html.encode())) <= 30 * 1024
