"""Finding a career: by search, by group, by letter; what stands there when nothing is found."""

from __future__ import annotations

import re

import pytest

from evidence.models import Release
from lmi.models import OccupationGroup, SearchName
from portal.pages.students.plain_names import MAJOR, MINOR, SUB_MAJOR, examples, plain_name
from tests.portal.pages import get, words_of

pytestmark = pytest.mark.django_db
CAREERS = "/students/careers/"


@pytest.fixture(autouse=True)
def _search_index(db: None) -> None:
    """The index that the starter data brings."""
    assert SearchName.objects.exists(), "the starter data has no search index"


def results(page) -> list[str]:
    """Titles in the order of the list."""
    block = page.html.partition('<ol class="results">')[2].partition("</ol>")[0]
    return [words_of(title) for title in re.findall(r"<h3>(.*?)</h3>", block, re.DOTALL)]


class TestHome:
    def test_search_and_nine_kinds_of_work(self):
        page = get("/students/")
        assert page.html.count('role="search"') == 1
        assert {f"/students/careers/groups/{code}/" for code in "123456789"} <= set(page.links)

    def test_plain_names_keep_the_official_title(self):
        words = get("/students/").words
        assert "Hands-on jobs you can learn at work" in words
        assert "Official name: Elementary occupations" in words


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("sparky", "Electricians and electrical fitters"),
            ("vet nurse", "Veterinary nurses"),
            ("5241", "Electricians and electrical fitters"),
        ],
    )
    def test_own_words_find_the_occupation(self, query, title):
        page = get(CAREERS, q=query)
        assert results(page)[0] == title
        assert f"for “{query}”" in page.words

    def test_the_matched_name_is_said_when_it_is_another(self):
        assert "Found by the name “sparky”" in get(CAREERS, q="sparky").words

    def test_pay_in_the_list_has_its_source(self):
        page = get(CAREERS, q="sparky")
        assert "Typical pay: £39,647 a year" in page.words
        assert "/sources/ashe-14/" in page.links

    def test_pay_of_a_wider_group_in_a_list_is_labelled(self):
        page = get(CAREERS, q="1161")
        assert "a group of similar occupations: Senior officers in protective services" in page.words

    def test_hourly_pay_in_a_list_is_labelled(self):
        assert "£17.05 an hour, full-time and part-time work together" in get(CAREERS, q="1112").words

    def test_a_broad_word_offers_groups_and_results(self):
        page = get(CAREERS, q="security")
        assert "can mean different kinds of work" in page.words
        assert "/students/careers/groups/923/" in page.links
        assert "Official name: Elementary security occupations" in page.words
        assert len(results(page)) > 3

    def test_a_slip_of_the_finger_is_owned_up_to(self):
        page = get(CAREERS, q="elektrician")
        assert "Electricians and electrical fitters" in results(page)
        assert "no job name is spelt like yours" in page.words

    def test_nothing_found_offers_the_nearest_names_and_browsing(self):
        page = get(CAREERS, q="zzqqxx")
        assert "We found no career for “zzqqxx”" in page.words
        assert "By kind of work" in page.words
        assert "From A to Z" in page.words

    @pytest.mark.parametrize(
        "query",
        ["the", "'; DROP TABLE x; --", "a & | ! <-> b", "😀", "\x00", "x" * 5000, "%", "<script>alert(1)</script>"],
    )
    def test_any_text_is_answered(self, query):
        page = get(CAREERS, q=query)
        assert page.status == 200
        assert "<script>alert" not in page.html

    def test_the_box_keeps_the_words(self):
        assert 'value="vet nurse"' in get(CAREERS, q="vet nurse").html

    def test_the_box_keeps_the_edition(self):
        html = get(CAREERS, q="sparky", release="ashe-14-2024-provisional").html
        assert '<input type="hidden" name="release" value="ashe-14-2024-provisional">' in html
        assert "£39,647" not in html

    def test_api_twin_is_the_search(self):
        html = get(CAREERS, q="vet nurse").html
        assert 'type="application/json" href="/api/v1/search/?q=vet+nurse"' in html

    def test_statements(self, django_assert_max_num_queries):
        get(CAREERS, q="security")
        for query in ("sparky", "security", "zzqqxx", "elektrician"):
            with django_assert_max_num_queries(8):
                get(CAREERS, q=query)


class TestBrowse:
    def test_without_words_it_offers_groups_and_letters(self):
        page = get(CAREERS)
        assert {f"/students/careers/groups/{code}/" for code in "123456789"} <= set(page.links)
        assert f"{CAREERS}?letter=E" in page.links
        assert results(page) == []

    def test_letters_without_careers_are_no_links(self):
        initials = {title[0].upper() for title in OccupationGroup.objects.units().values_list("title", flat=True)}
        links = {link[-1] for link in get(CAREERS).links if "?letter=" in link}
        assert links == initials

    def test_one_letter(self):
        page = get(CAREERS, letter="e")
        expected = sorted(
            OccupationGroup.objects.units().filter(title__istartswith="e").values_list("title", flat=True)
        )
        assert results(page) == expected
        assert "In order of their official names." in page.words

    def test_every_career_stands_under_its_letter(self):
        letters = [link for link in get(CAREERS).links if "?letter=" in link]
        found = {title for link in letters for title in results(get(link))}
        assert len(found) == len(set(OccupationGroup.objects.units().values_list("title", flat=True)))

    @pytest.mark.parametrize("letter", ["é", "1", "%", "ZZZ", "\x00"])
    def test_odd_letters(self, letter):
        assert get(CAREERS, letter=letter).status == 200

    def test_a_letter_without_careers(self):
        assert "No career starts with X" in get(CAREERS, letter="X").words

    def test_statements(self, django_assert_max_num_queries):
        get(CAREERS, letter="S")
        with django_assert_max_num_queries(8):
            get(CAREERS, letter="S")


class TestGroups:
    def test_every_wider_group_has_a_plain_name(self):
        for group in OccupationGroup.objects.exclude(level__in=["unit", "all"]):
            assert plain_name(group.code), group
        codes = {*MAJOR, *SUB_MAJOR, *MINOR}
        assert codes == set(OccupationGroup.objects.exclude(level__in=["unit", "all"]).values_list("code", flat=True))

    def test_units_and_unknown_codes_have_none(self):
        assert (plain_name("5241"), plain_name("0"), examples("524")) == ("", "", "")

    @pytest.mark.parametrize("code", ["5", "52", "524"])
    def test_a_group_lists_its_occupations(self, code):
        page = get(f"/students/careers/groups/{code}/")
        units = OccupationGroup.objects.units().within(code)
        assert {f"/students/careers/{unit.code}/" for unit in units} <= set(page.links)
        assert f"{units.count()} occupations" in page.words
        assert f"Official name: {OccupationGroup.objects.get(code=code).title}" in page.words

    def test_a_small_group_shows_pay_with_its_source(self):
        page = get("/students/careers/groups/524/")
        assert "Typical pay: £39,647 a year" in page.words
        assert "/sources/ashe-14/" in page.links

    def test_a_very_wide_group_leads_to_smaller_ones(self):
        assert "/students/careers/groups/524/" in get("/students/careers/groups/5/").links

    def test_the_code_of_an_occupation_leads_to_its_page(self):
        page = get("/students/careers/groups/5241/")
        assert (page.status, page.response["Location"]) == (301, "/students/careers/5241/")

    def test_unknown_group_is_named(self):
        page = get("/students/careers/groups/99/")
        assert page.status == 404
        assert "There is no occupation with the code 99" in page.words

    def test_statements(self, django_assert_max_num_queries):
        get("/students/careers/groups/2/")
        with django_assert_max_num_queries(8):
            get("/students/careers/groups/2/")


def test_an_edition_that_is_not_there_is_said_on_every_list():
    Release.objects.filter(key="ashe-14-2024-provisional").update(state="withdrawn")
    for path in (CAREERS, "/students/", "/students/careers/groups/5/", "/sources/", "/"):
        assert "There is no edition called" in get(path, release="ashe-14-2024-provisional").words
