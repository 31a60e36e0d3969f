"""Comparing occupations: up to four, any measure, any area, over time."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from tests.portal.pages import get

pytestmark = pytest.mark.django_db
HERE = "/educators/lmi/compare/"


def csv_rows(**query: object) -> list[dict[str, str]]:
    response = Client().get(HERE, {**query, "format": "csv"})
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def row_words(html: str, head: str) -> str:
    found = re.search(rf'<th scope="row">{re.escape(head)}</th>(.*?)</tr>', html, re.DOTALL)
    assert found, f"no row {head}"
    return " ".join(re.sub(r"<[^>]+>", " ", found.group(1)).split())


class TestChoosing:
    def test_nothing_yet_leads_to_the_explorer(self):
        page = get(HERE)
        assert "Nothing to compare yet" in page.words
        assert "/educators/lmi/" in page.links

    @pytest.mark.parametrize("query", [{"soc2020": "5241,2313"}, {"soc2020": ["5241", "2313"]}])
    def test_commas_and_repeats_mean_the_same(self, query):
        assert row_words(get(HERE, **query).html, "Gross pay a year: median") == "£39,647 p £47,632 p"

    def test_more_than_four_are_left_out_by_name(self):
        page = get(HERE, soc2020="5241,2313,2314,2134,6135")
        assert "You can compare up to 4 occupations. Left out: Nursery" not in page.words
        assert re.search(r"You can compare up to 4 occupations\. Left out: [^.]+", page.words)
        assert len(csv_side(page.html)) == 4

    def test_unknown_code_is_named_and_the_rest_stays(self):
        page = get(HERE, soc2020="5241,9999,0")
        assert "There is no occupation with the code “9999” in SOC 2020." in page.words
        assert "£39,647" in page.words

    def test_same_code_twice_is_one(self):
        assert len(csv_rows(soc2020="5241,5241")) == 1

    def test_found_by_a_job_name(self):
        page = get(HERE, soc2020="5241", q="plumber")
        assert any("soc2020=5241&soc2020=5315" in link for link in page.links)

    def test_one_can_be_taken_away(self):
        assert f"{HERE}?soc2020=2313" in get(HERE, soc2020="5241,2313").links


def csv_side(html: str) -> list[str]:
    table = re.search(r'<table[^>]*id="side-by-side".*?</table>', html, re.DOTALL).group(0)
    return re.findall(r'<th scope="col" class="n">', table)


class TestMeasures:
    @pytest.mark.parametrize(
        ("measure", "head", "unit"),
        [
            ("annual", "Gross pay a year: median", "pounds_a_year"),
            ("weekly", "Gross pay a week: median", "pounds_a_week"),
            ("hourly", "Gross pay an hour: median", "pounds_an_hour"),
            ("hours", "Paid hours a week: median", "hours_a_week"),
        ],
    )
    def test_each(self, measure, head, unit):
        assert head in get(HERE, soc2020="5241,2313", measure=measure).words
        rows = csv_rows(soc2020="5241,2313", measure=measure)
        assert {row["pay_median_unit"] for row in rows} == {unit}
        series = csv_rows(soc2020="5241,2313", measure=measure, table="series")
        assert {row["soc5241_unit"] for row in series} == {unit}
        assert series[-1]["soc5241"] == rows[0]["pay_median"]

    def test_unknown_measure_is_named(self):
        page = get(HERE, soc2020="5241", measure="shoes")
        assert "There is no measure “shoes”." in page.words
        assert "£39,647" in page.words


class TestArea:
    def test_place_is_resolved_and_each_answer_says_where_it_is_from(self):
        page = get(HERE, soc2020="5241", area="LS1")
        assert "Yorkshire and The Humber" in row_words(page.html, "Gross pay a year: median")
        assert "West Yorkshire" in row_words(page.html, "Growth a year, wider group")

    def test_unknown_place_is_said_with_offers(self):
        page = get(HERE, soc2020="5241", area="Leedz")
        assert "We know no place called “Leedz”" in page.words
        assert any("area=E08000035" in link and "soc2020=5241" in link for link in page.links)

    def test_outside_england_there_is_no_outlook(self):
        page = get(HERE, soc2020="5241", area="Cardiff")
        assert row_words(page.html, "Growth a year, wider group") == "not published"


class TestSharedOutlook:
    def test_two_of_one_group_say_so(self):
        words = get(HERE, soc2020="2313,2314,5241").words
        assert "share one projection, that of the wider group “Teaching and other educational professionals”" in words

    def test_two_of_different_groups_do_not(self):
        assert "share one projection" not in get(HERE, soc2020="2313,5241").words


class TestOverTime:
    def test_a_line_an_occupation_and_the_same_in_a_table(self):
        page = get(HERE, soc2020="5241,2313")
        assert len(re.findall(r'<path class="line s\d" d="M[^"]+L', page.html)) == 2
        assert row_words(page.html, "2025").startswith("£39,647")

    def test_file_by_year(self):
        rows = csv_rows(soc2020="5241,2313", table="series")
        assert [row["year"] for row in rows] == ["2021", "2022", "2023", "2024", "2025"]


class TestTakeAway:
    def test_nothing_to_compare_makes_no_file(self):
        assert get(HERE, format="csv").status == 404

    def test_permanent_link_names_every_edition(self):
        page = get(HERE, soc2020="5241,2313")
        link = next(link for link in page.links if "release=" in link and "format" not in link)
        for key in ("ashe-14-2025", "aps-unit-industry", "skills-imperative-2035", "textkernel-adverts"):
            assert f"release={key}" in link

    def test_twin_answers_the_same_pay(self):
        page = get(HERE, soc2020="5241,2313")
        twin = re.search(r'type="application/json" href="([^"]+)"', page.html).group(1).replace("&amp;", "&")
        answer = Client().get(twin).json()
        assert [row["pay"]["median"]["value"] for row in answer["results"]] == [39647, 47632]


@pytest.mark.parametrize("codes", ["5241", "5241,2313,2314,2134"])
@pytest.mark.parametrize("measure", ["annual", "hourly"])
def test_few_statements_however_many_occupations(codes, measure, django_assert_max_num_queries):
    get(HERE, soc2020=codes, measure=measure, area="LS1")
    with django_assert_max_num_queries(8):
        get(HERE, soc2020=codes, measure=measure, area="LS1")
