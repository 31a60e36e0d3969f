"""The list of links: every link with what it rests on, filters that fail softly, files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from evidence.queries import current_editions
from pathways.book import forget_book, route_book
from pathways.models import Link, LinkOverride
from tests.portal.pages import Page, get, words_of

pytestmark = pytest.mark.django_db
HERE = "/educators/links/"


def csv_rows(**query: object) -> list[dict[str, str]]:
    response = Client().get(HERE, {**query, "format": "csv"})
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def number_of_links(page: Page) -> int:
    found = re.search(r"([\d,]+) links?", page.words.partition("Show results")[2])
    assert found
    return int(found[1].replace(",", ""))


def every_link() -> int:
    """Links as routes use them: rows of former degree subjects count under the code that took these over."""
    return len(list(route_book(current_editions()).all_links()))


class TestList:
    def test_holds_every_link(self):
        page = get(HERE)
        assert page.status == 200
        assert number_of_links(page) == every_link()
        assert (
            number_of_links(get(HERE, kind="occupation_standard"))
            == Link.objects.filter(kind="occupation_standard").count()
        )
        assert "1 to 100, by kind of link, then by code, surest first." in page.words

    def test_says_basis_and_confidence_of_each(self):
        row = Link.objects.get(kind="occupation_standard", source="5241", target="ST0152")
        page = get(HERE, source="5241", target="ST0152")
        assert number_of_links(page) == 1
        text = words_of(page.html.partition('id="links"')[2])
        assert row.get_confidence_display() in text
        assert row.note.split(";")[0] in text

    def test_both_ends_lead_on(self):
        links = get(HERE, unit="5241").links
        for address in (
            "/educators/lmi/5241/",
            "/standards/ST0152/",
            "/subjects/school/gcse/maths/",
            "/registrations/",
        ):
            assert address in links

    def test_every_kind_of_end_is_a_page(self):
        page = get(HERE, unit="5241")
        ends = {link for link in page.links if re.match(r"/(standards|tlevels|subjects|registrations)/", link)}
        assert len(ends) > 10
        for address in sorted(ends)[:8]:
            assert Client().get(address).status_code in (200, 301), address

    def test_counts_by_kind_add_up(self):
        page = get(HERE, kind="occupation_tlevel")
        table = page.html.partition('id="tally"')[2].partition("</table>")[0]
        numbers = [int(n.replace(",", "")) for n in re.findall(r'<td class="n">([\d,]+)</td>', table)]
        assert numbers[0] == sum(numbers[1:4]) == sum(numbers[4:7]) == number_of_links(page)

    def test_second_page_goes_on(self):
        assert "101 to 200" in get(HERE, page=2).words
        assert any(
            "kind=occupation_degree" in link and "page=2" in link for link in get(HERE, kind="occupation_degree").links
        )


class TestFilters:
    def test_by_confidence_basis_and_kind(self):
        rows = csv_rows(kind="occupation_standard", confidence="low")
        assert len(rows) == Link.objects.filter(kind="occupation_standard", confidence="low").count()
        assert {row["confidence"] for row in rows} == {"to be checked"}
        assert {row["basis"] for row in csv_rows(basis="title")} == {"a match of titles"}

    def test_unit_at_either_end(self):
        rows = csv_rows(unit="5241", kind="occupation_progression")
        assert any(row["source"] == "5241" for row in rows)
        assert any(row["target"] == "5241" for row in rows)
        assert all("5241" in (row["source"], row["target"]) for row in rows)

    def test_words(self):
        rows = csv_rows(q="dental nurse")
        assert rows
        assert all("dental" in " ".join(row.values()).casefold() for row in rows)

    def test_wrong_values_are_named_and_the_rest_kept(self):
        page = get(HERE, unit="5241", confidence="certain", kind="shoes", page="99")
        assert "“certain” is not used" in page.words
        assert "“shoes” is not used" in page.words
        assert "There is no page “99”" in page.words
        assert number_of_links(page) == number_of_links(get(HERE, unit="5241"))
        assert get(HERE, confidence="certain", format="csv").status == 404

    def test_unknown_unit_is_named(self):
        assert "There is no unit group of SOC 2020 with the code “9999”." in get(HERE, unit="9999").words

    def test_nothing_fits(self):
        assert "No link fits all of these" in get(HERE, q="xyzzy").words

    def test_chosen_filter_can_be_taken_away(self):
        assert f"{HERE}?unit=5241" in get(HERE, unit="5241", basis="title").links

    def test_odd_input_is_harmless(self):
        for value in ("\x00", "%", "<script>alert(1)</script>", "９"):
            page = get(HERE, q=value, unit=value, kind=value, page=value, source=value)
            assert page.status == 200
            assert "<script>alert" not in page.html


class TestOverrides:
    def test_dropped_and_checked_links(self):
        forget_book()
        LinkOverride.objects.create(
            kind="occupation_standard", source="5241", target="ST0152", decision="keep", reason="Read the standard."
        )
        LinkOverride.objects.create(
            kind="occupation_standard", source="5241", target="ST0158", decision="drop", reason="Another job."
        )
        rows = {row["target"]: row for row in csv_rows(unit="5241", kind="occupation_standard")}
        assert rows["ST0152"]["checked"] == "yes"
        assert rows["ST0152"]["confidence"] == "sure"
        assert "ST0158" not in rows
        assert "checked by an editor" in get(HERE, unit="5241", checked="1").words
        forget_book()


class TestTakeAway:
    def test_file_holds_all_rows_with_sources(self):
        rows = csv_rows()
        assert len(rows) == every_link()
        assert "Waymark editors" in rows[0]["sources"]

    def test_same_rows_as_the_api(self):
        answer = Client().get("/api/v1/links/", {"unit": "5241", "page_size": 5}).json()
        assert answer["count"] == len(csv_rows(unit="5241"))

    @pytest.mark.parametrize("query", [{}, {"unit": "5241"}, {"kind": "occupation_tlevel"}])
    def test_few_statements(self, query, django_assert_max_num_queries):
        get(HERE, **query)
        with django_assert_max_num_queries(3):
            get(HERE, **query)
