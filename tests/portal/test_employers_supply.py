"""The employers' side: known figures with their limits, choices from words, places, mistakes in words, and costs."""

from __future__ import annotations

import gzip
import re

import pytest

from lmi.models import AdvertFigure, EmploymentFigure, OccupationNote, OutlookFigure, PayFigure
from lmi.queries.standing import forget_standings
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
SUPPLY = "/employers/supply/"
UK = "K02000001"


def supply(code: str, **query: str):
    return get(SUPPLY, soc2020=code, **query)


def facts_of(page) -> str:
    return page.words.partition("The supply")[2].partition("How hard is it to hire?")[0]


class TestStart:
    def test_asks_for_an_occupation_and_a_place(self):
        html = get("/employers/").html
        assert f'action="{SUPPLY}"' in html
        for name in ("q", "area"):
            assert f'name="{name}"' in html

    def test_says_once_that_role_profiles_come_later(self):
        assert get("/employers/").words.count("Tell the next people you need") == 1

    def test_wears_the_employers_colour(self):
        assert 'class="aud-employers"' in get("/employers/").html

    def test_the_supply_page_without_anything_is_the_form(self):
        page = get(SUPPLY)
        assert page.status == 200
        assert 'name="q"' in page.html
        assert "There is a problem" not in page.words


class TestPicture:
    def test_people_pay_and_adverts_of_the_uk(self):
        pay = PayFigure.objects.get(
            soc2020="5241", year=2025, area=UK, measure="annual", hours="full_time", sex="all", age="all"
        )
        words = supply("5241").words
        assert "People who do this work in the UK at least 190,731 people" in words
        assert "Pay in the UK £39,647 a year" in words
        assert f"Half of people earn between £{pay.p25:,.0f} and £{pay.p75:,.0f} a year" in words

    def test_people_are_a_lower_bound_of_the_published_cells(self):
        rows = EmploymentFigure.objects.filter(soc2020="2313", year=2024, release__source="aps-unit-industry")
        total = sum(row.people or 0 for row in rows.exclude(industry="*"))
        assert f"at least {total:,.0f} people" in supply("2313").words

    def test_people_of_a_place_are_of_the_wider_group_and_say_so_with_the_uk_beside(self):
        row = EmploymentFigure.objects.get(soc2020="52", area="E08000035", industry="*")
        words = facts_of(supply("5241", area="LS1 4AP"))
        assert f"People in the wider group here {row.people:,.0f} people" in words
        assert "This is for the wider group “Skilled metal, electrical and electronic trades”" in words
        assert "People who do this work in the UK at least 190,731 people" in words

    def test_pay_of_the_region_says_where_it_is_from_with_the_uk_beside(self):
        words = facts_of(supply("5241", area="Leeds"))
        assert "Pay here £41,620 a year Median of full-time and part-time employees together" in words
        assert "This is for Yorkshire and The Humber: no figure for Leeds alone is held here." in words
        assert "Pay in the UK £39,647 a year Median of full-time employees" in words

    def test_pay_is_not_shown_twice_where_only_the_uk_has_any(self):
        words = facts_of(supply("2231", area="Glasgow"))
        assert "Pay here £46,990 a year" in words
        assert "Pay in the UK" not in words

    def test_outlook_joins_growth_and_replacement_of_the_wider_group(self):
        words = facts_of(supply("5241"))
        assert "one of 23 occupations, the number of people is expected to fall by 0.4% a year" in words
        assert "Needed to replace people who leave 346,831 people" in words
        assert "made in 2023" in words

    def test_outlook_of_the_skills_area_in_england(self):
        assert "A projection for West Yorkshire, made in 2023." in facts_of(supply("5241", area="Leeds"))

    def test_similar_occupations_with_people_pay_and_sources_keep_the_place(self):
        page = supply("5241", area="Leeds")
        part = page.section("similar")
        words = page.section_words("similar")
        assert "Plumbers and heating and ventilating installers and repairers similar tasks at least 156,990" in words
        assert "£37,881 a year" in words
        assert "£15.97 an hour (employees)" in words
        assert "soc2020=5315&amp;area=Leeds" in part
        for slug in ("ashe-14", "aps-unit-industry", "onet-related"):
            assert f'href="/sources/{slug}/"' in part

    def test_similar_occupations_of_the_same_group_where_no_tasks_are_held(self):
        assert "same group" in supply("1161").section_words("similar")

    def test_notes_stand_before_the_figures(self):
        OccupationNote.objects.filter(soc2020="5241").delete()
        OccupationNote.objects.create(soc2020_id="5241", kind="mixed_unit", text="Two in one.", basis="SOC 2020")
        words = supply("5241").words
        assert words.index("Take care Two in one. SOC 2020") < words.index("The supply")

    def test_the_readers_region_is_picked_out_on_the_map(self):
        assert supply("5241").section("where").count(" marked") == 0
        assert supply("5241", area="LS1").section("where").count(" marked") == 1


class TestHiring:
    def test_says_where_it_stands_with_the_figures_and_the_limits(self):
        words = supply("5241").section_words("hiring")
        assert re.search(r"Number \d+ of the 162 occupations that can be compared", words)
        assert "236.7 adverts for every 1,000 people in the work" in words
        assert "They say nothing about one area." in words
        assert "This is not a measure of shortage." in words

    @pytest.mark.parametrize(
        ("standing", "said"), [("more", "compete for people"), ("middle", "as much for its size"), ("fewer", "little")]
    )
    def test_each_third_has_its_words(self, standing, said):
        from lmi.queries.standing import AdvertStanding, Standing
        from portal.pages.employers.words import hiring_words

        words = hiring_words(AdvertStanding(Standing(standing), 7, 162), None)
        assert said in words
        assert "Number 7 of the 162" in words

    def test_no_adverts_of_its_own(self):
        AdvertFigure.objects.filter(soc2020="5241").delete()
        forget_standings()
        words = supply("5241").section_words("hiring")
        forget_standings()
        assert "so it cannot be compared" in words
        assert "Number" not in words.partition("What adverts cannot tell")[0]

    def test_no_adverts_at_all(self):
        AdvertFigure.objects.all().delete()
        forget_standings()
        words = supply("5241").section_words("hiring")
        forget_standings()
        assert "Adverts are not published for this work" in words
        assert "New adverts in a year Not published" in words


class TestMissing:
    def test_no_people(self):
        EmploymentFigure.objects.filter(soc2020="5241").update(people=None, marks={"people": "suppressed"})
        words = supply("5241").words
        assert "Not published: the number is held back by the publisher" in words
        assert "at least 0" not in words

    def test_no_pay(self):
        PayFigure.objects.filter(soc2020__in=["5241", "524", "52", "5"]).update(median=None)
        words = supply("5241").words
        assert "Pay in the UK Not published" in words
        assert "£0 a year" not in words

    def test_no_outlook(self):
        OutlookFigure.objects.all().delete()
        words = facts_of(supply("5241"))
        assert "Outlook Not published" in words
        assert "Needed to replace" not in words


class TestSources:
    @pytest.mark.parametrize(("code", "area"), [("5241", ""), ("5241", "LS1"), ("1161", "G1"), ("9233", "London")])
    def test_every_number_has_a_source_link(self, code, area):
        page = supply(code, area=area)
        blocks = page.html.split('<div class="figure figure-')[1:]
        assert len(blocks) >= 4
        for block in blocks:
            figure = block.partition('<div class="figure ')[0]
            assert "figure-value" not in figure or 'href="/sources/' in figure

    def test_the_list_of_sources_names_each_edition_used(self):
        page = supply("5241", area="LS1")
        for slug in set(re.findall(r'href="/sources/([^/]+)/"', page.html.partition("<main")[2])):
            assert f"/sources/{slug}/" in page.section("sources")

    def test_permanent_link_answers_with_the_same_picture(self):
        page = supply("5241", area="LS1")
        (link,) = [address for address in page.links if address.startswith(SUPPLY) and "release=" in address]
        again = get(link)
        assert "There is a problem" not in again.words
        assert again.section_words("hiring") == page.section_words("hiring")
        assert "area=E08000035" in link

    def test_citation(self):
        assert "Waymark, “Supply of people: Electricians and electrical fitters”. From:" in supply("5241").words

    def test_api_twin_keeps_area_and_edition(self):
        html = supply("5241", area="LS1", release="ashe-14-2024-provisional").html
        twin = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', html).group(1)
        assert twin.startswith("/api/v1/occupations/5241/?")
        assert "area=E08000035" in twin
        assert "release=ashe-14-2024-provisional" in twin


class TestChoosing:
    def test_lay_words_lead_to_choices_that_keep_the_place(self):
        page = get(SUPPLY, q="sparky", area="LS1 4AP")
        assert "Which do you mean by “sparky”?" in page.words
        first = next(link for link in page.links if link.startswith(SUPPLY) and "soc2020=" in link)
        assert first == f"{SUPPLY}?soc2020=5241&area=LS1+4AP"

    def test_a_broad_word_is_grouped_and_names_nothing_twice(self):
        page = get(SUPPLY, q="security")
        assert "The word fits several kinds of work." in page.words
        leading = [link for link in page.links if "soc2020=" in link]
        assert len(leading) == len(set(leading)) > 4
        assert "Elementary security occupations" in page.words

    def test_the_words_stay_in_the_form(self):
        assert 'value="sparky"' in get(SUPPLY, q="sparky").html

    def test_nothing_found_offers_the_nearest_names(self):
        page = get(SUPPLY, q="sparkyzzz")
        assert "We found no occupation for “sparkyzzz”" in page.words
        assert any("soc2020=5241" in link for link in page.links)

    @pytest.mark.parametrize("code", ["5", "52", "524"])
    def test_a_wider_group_offers_its_occupations(self, code):
        page = supply(code, area="LS1")
        assert "This is a wider group." in page.words
        assert f"{SUPPLY}?soc2020=5241&area=LS1" in page.links

    def test_editions_are_kept_on_the_way(self):
        page = get(SUPPLY, q="sparky", release="ashe-14-2024-provisional")
        assert any("soc2020=5241&release=ashe-14-2024-provisional" in link for link in page.links)
        assert '<input type="hidden" name="release" value="ashe-14-2024-provisional">' in page.html


class TestMistakes:
    def test_no_words(self):
        assert "Type an occupation, such as electrician." in get(SUPPLY, q="", area="LS1").words

    @pytest.mark.parametrize("code", ["9999", "0", "52411", "abc", "'; --", "\x00"])
    def test_unknown_occupation_is_named_and_the_form_stays(self, code):
        page = supply(code)
        assert page.status == 200
        assert 'name="q"' in page.html
        if code.strip("\x00"):
            assert "There is no occupation with the code" in page.words

    @pytest.mark.parametrize("area", ["QQ1 1AA", "Nowhere at all", "E99999999"])
    def test_unknown_place_is_said_beside_the_field_and_the_uk_answers(self, area):
        page = supply("5241", area=area)
        assert "There is a problem" in page.words
        assert 'id="area-error"' in page.html
        assert "at least 190,731 people" in page.words

    def test_a_county_offers_its_districts(self):
        page = supply("5241", area="Kent")
        assert any("area=E07" in link and "soc2020=5241" in link for link in page.links)

    def test_unknown_edition_is_named(self):
        page = supply("5241", release="ashe-14-1066")
        assert "There is no edition called “ashe-14-1066”." in page.words
        assert "£39,647" in page.words

    @pytest.mark.parametrize(
        ("area", "service"), [("G1", "My World of Work"), ("CF10", "Careers Wales"), ("BT1", "nidirect")]
    )
    def test_outside_england_is_told_what_fits_and_where_to_ask(self, area, service):
        words = supply("5241", area=area).words
        assert "The outlook is worked out for England only" in words
        assert service in words
        assert "Outlook Not published" in words

    def test_what_is_typed_is_never_read_as_markup(self):
        page = get(SUPPLY, q="<script>alert(1)</script>", area="<b>x")
        assert "<script>alert" not in page.html
        assert "<b>x" not in page.html


class TestCost:
    @pytest.mark.parametrize("query", [{}, {"area": "LS1 4AP"}, {"area": "Leeds"}, {"area": "G1"}, {"area": "Kent"}])
    def test_statements_of_the_picture(self, django_assert_max_num_queries, query):
        supply("5241", **query)
        with django_assert_max_num_queries(16):
            supply("5241", **query)

    @pytest.mark.parametrize("query", [{"q": "security", "area": "LS1"}, {"soc2020": "5"}, {"q": "zzzzzz"}])
    def test_statements_of_a_list(self, django_assert_max_num_queries, query):
        get(SUPPLY, **query)
        with django_assert_max_num_queries(8):
            get(SUPPLY, **query)

    def test_size(self):
        assert len(gzip.compress(supply("5241", area="LS1").html.encode())) <= 30 * 1024
