"""The explorer: filters, columns, order, groups, files and citation."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from lmi.models import OccupationGroup, PayFigure
from tests.portal.pages import Page, get

pytestmark = pytest.mark.django_db
HERE = "/educators/lmi/"


def codes(page: Page) -> list[str]:
    return re.findall(r'<td class="num">(\d+)</td>', page.html)


def csv_rows(**query: object) -> list[dict[str, str]]:
    response = Client().get(HERE, {**query, "format": "csv"})
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def head(page: Page, words: str) -> str:
    """The tag of the column head with these words."""
    found = re.search(rf"<th([^>]*)>(?:<a[^>]*>)?{words}", page.html)
    assert found, f"no column {words}"
    return found.group(1)


class TestList:
    def test_all_units_by_code(self):
        page = get(HERE)
        assert "412 occupations" in page.words
        assert codes(page)[:2] == ["1111", "1112"]

    def test_published_pay_of_electricians(self):
        assert "£39,647" in get(HERE, q="5241").words

    def test_next_page_goes_on(self):
        first, second = codes(get(HERE)), codes(get(HERE, page=2))
        assert first[-1] < second[0]

    def test_nothing_fits(self):
        page = get(HERE, min_pay=900000)
        assert "No occupation fits all of these" in page.words

    def test_missing_pay_is_words(self):
        missing = csv_rows(columns="pay")
        without = next(row for row in missing if not row["pay"])
        assert without["pay_reason"]
        assert "£0 " not in get(HERE).words


class TestFilters:
    def test_pay_between(self):
        rows = csv_rows(min_pay=40000, max_pay=41000)
        assert rows
        assert all(40000 <= float(row["pay"]) <= 41000 for row in rows)

    def test_group_and_level(self):
        page = get(HERE, group="52", level="minor")
        assert codes(page) == ["521", "522", "523", "524", "525"]

    def test_area_shows_pay_there(self):
        (row,) = [row for row in csv_rows(area="E12000007", group="524") if row["soc2020"] == "5241"]
        median = PayFigure.objects.get(soc2020_id="5241", area_id="E12000007", measure="annual").median
        assert (float(row["pay"]), row["pay_area"], row["pay_population"]) == (median, "London", "employees")

    def test_words(self):
        assert "5241" in codes(get(HERE, q="sparky"))

    def test_wrong_values_are_named_and_the_rest_is_kept(self):
        page = get(HERE, min_pay="lots", area="E99", group="52")
        assert page.status == 200
        assert "Pay from (£ a year): “lots” is not used." in page.words
        assert "There is no area with the code E99." in page.words
        assert all(code.startswith("52") for code in codes(page))
        assert 'href="#min_pay"' in page.html

    def test_unknown_column_page_and_edition_are_named(self):
        page = get(HERE, columns="shoes", page="99", release="nothing-1999")
        assert "There is no column “shoes”." in page.words
        assert "There is no page “99”; the last is 11." in page.words
        assert "There is no edition called “nothing-1999”." in page.words

    def test_chosen_filter_can_be_taken_away(self):
        page = get(HERE, group="52", min_pay=30000)
        assert f"{HERE}?group=52" in page.links
        assert f"{HERE}?min_pay=30000" in page.links

    def test_odd_input_is_harmless(self):
        for value in ("\x00", "%", "'; drop table--", "<script>alert(1)</script>", "９"):
            page = get(HERE, q=value, group=value, page=value, columns=value, sort=value, level=value)
            assert page.status == 200
            assert "<script>alert" not in page.html


class TestColumns:
    def test_chosen_ones_only(self):
        response = Client().get(f"{HERE}?columns=pay&columns=pay_p75")
        html = response.content.decode()
        heads = re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<]+)", html)
        assert heads == ["SOC 2020", "Occupation", "Median pay", "A quarter earn more than"]

    def test_choice_is_kept_in_links(self):
        page = get(HERE, columns="people")
        assert any("sort=-people" in link and "columns=people" in link for link in page.links)

    def test_sorted_column_says_so(self):
        page = get(HERE, sort="-pay")
        assert 'aria-sort="descending"' in head(page, "Median pay")
        assert "aria-sort" not in head(page, "People in work")
        assert f"{HERE}?sort=pay" in page.links

    def test_order_is_the_apis(self):
        answer = Client().get("/api/v1/occupations/", {"sort": "-pay", "group": "2", "page_size": 30}).json()
        assert codes(get(HERE, sort="-pay", group="2"))[:30] == [row["soc2020"] for row in answer["results"]]


class TestGrowth:
    @pytest.mark.parametrize("query", [{"sort": "-growth"}, {"growth": "growing", "sort": "-pay"}])
    def test_rows_stand_under_their_wider_group(self, query):
        page = get(HERE, **query)
        groups = re.findall(r'scope="rowgroup"[^>]*>(\d\d) ', page.html)
        assert groups
        assert groups == list(dict.fromkeys(code[:2] for code in codes(page)))

    def test_a_group_is_whole_over_all_pages(self):
        in_order = [row["soc2020"][:2] for row in csv_rows(growth="growing", sort="-pay", columns="pay")]
        runs = [group for n, group in enumerate(in_order) if n == 0 or in_order[n - 1] != group]
        assert len(runs) > 5
        assert len(runs) == len(set(runs))

    def test_heading_has_rate_and_size(self):
        page = get(HERE, sort="-growth", group="52")
        units = OccupationGroup.objects.units().within("52").count()
        assert re.search(rf"52 Skilled metal[^:]*: −\d\.\d% a year \(group of {units} occupations\)", page.words)

    def test_other_orders_have_no_headings(self):
        assert 'scope="rowgroup"' not in get(HERE, sort="-pay").html


class TestTakeAway:
    def test_file_holds_all_rows_of_the_filter(self):
        assert len(csv_rows()) == 412
        assert len(csv_rows(group="52")) == OccupationGroup.objects.units().within("52").count()

    def test_file_has_the_order_and_columns_of_the_page(self):
        rows = csv_rows(sort="-pay", columns="people")
        assert [row["soc2020"] for row in rows][:40] == codes(get(HERE, sort="-pay"))
        assert "pay" not in rows[0]

    def test_json_names_its_sources(self):
        body = json.loads(Client().get(HERE, {"format": "json", "group": "524"}).content)
        assert "ashe-14-2025-provisional" in [source["key"] for source in body["sources"]]
        (row,) = [row for row in body["rows"] if row["soc2020"] == "5241"]
        assert row["pay"]["value"] == 39647

    def test_no_file_for_a_wrong_question(self):
        for query in ({"min_pay": "lots"}, {"release": "nothing-1999"}, {"columns": "shoes"}):
            page = get(HERE, format="csv", **query)
            assert page.status == 404
            assert "The file cannot be made." in page.words

    def test_unknown_kind_is_named(self):
        page = get(HERE, format="pdf")
        assert "There is no file of the kind “pdf”." in page.words

    def test_citation_has_the_full_address_and_editions(self):
        page = get(HERE, group="52")
        cite = re.search(r'<p class="cite"[^>]*>(.*?)</p>', page.html, re.DOTALL).group(1)
        assert "http://testserver/educators/lmi/?group=52&amp;release=" in cite
        assert "release=ashe-14-2025-provisional" in cite
        assert "Annual Survey of Hours and Earnings, table 14 2025 (provisional)" in cite

    def test_permanent_link_answers_the_same_rows(self):
        page = get(HERE, group="52", sort="-pay")
        (link,) = [
            link for link in page.links if "release=ashe-14-2025" in link and "format" not in link and "#" not in link
        ][:1]
        again = Client().get(link).content.decode()
        assert codes(Page(page.response, again)) == codes(page)

    def test_older_edition_answers(self):
        rows = csv_rows(release="ashe-14-2024-provisional", group="524")
        (row,) = [row for row in rows if row["soc2020"] == "5241"]
        assert (row["pay"], row["pay_release"]) == ("38760", "ashe-14-2024-provisional")


class TestCost:
    @pytest.mark.parametrize("query", [{}, {"sort": "-growth"}, {"level": "minor"}, {"area": "E12000007"}])
    def test_few_statements_however_many_rows(self, query, django_assert_max_num_queries):
        get(HERE, **query)
        with django_assert_max_num_queries(6):
            get(HERE, **query)

    def test_a_search_adds_its_own(self, django_assert_max_num_queries):
        get(HERE, q="engineer")
        with django_assert_max_num_queries(9):
            get(HERE, q="engineer")

    def test_a_file_of_all_rows_takes_no_more(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(8):
            csv_rows()
