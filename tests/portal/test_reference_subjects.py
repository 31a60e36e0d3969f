"""School and degree subjects: the chooser, entries, work, what is asked, and what became of graduates."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from pathways.models import GraduateOutcome, Link
from tests.portal.pages import Page, get, words_of

pytestmark = pytest.mark.django_db
SCHOOL, DEGREE = "/subjects/school/", "/subjects/degree/"
COMPUTING, ADULT_NURSING = "CAH11-01-01", "CAH02-04-02"


def rows(page: Page, table: str) -> list[str]:
    """The words of each row of a table."""
    body = page.html.partition(f'id="{table}"')[2].partition("</table>")[0].partition("<tbody>")[2]
    return [words_of(row) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)]


class TestChooser:
    def test_every_kind_of_subject_can_be_chosen(self):
        page = get("/subjects/")
        for address in (f"{SCHOOL}gcse/maths/", f"{SCHOOL}alevel/physics/", f"{DEGREE}CAH11/", "/course-families/"):
            assert address in page.links

    def test_counts_are_those_of_the_links(self):
        needed = Link.objects.filter(kind="occupation_subject", target="gcse:maths", role="required").count()
        assert f"Maths needed for {needed}," in get("/subjects/").words


class TestSchoolSubject:
    def test_entries_as_published(self):
        page = get(f"{SCHOOL}alevel/physics/")
        assert "40,837" in page.words
        assert "24%" in page.words
        assert "1996" in page.words
        assert "2025" in page.words
        assert "Girls" in page.words
        assert "Boys" in page.words

    def test_needed_work_comes_first_then_a_to_z(self):
        page = get(f"{SCHOOL}alevel/maths/")
        found = rows(page, "occupations")
        needed = [row for row in found if " Needed " in row]
        assert 1 <= len(needed) < len(found)
        assert found[: len(needed)] == needed
        assert found[: len(needed)] == sorted(needed, key=str.casefold)

    def test_each_link_says_what_it_rests_on(self):
        assert all("Link" in row for row in rows(get(f"{SCHOOL}alevel/physics/"), "occupations"))

    def test_only_where_it_is_needed(self):
        page = get(f"{SCHOOL}gcse/maths/", need="required")
        assert all(" Needed " in row for row in rows(page, "occupations"))
        assert f"of {Link.objects.filter(target='gcse:maths', role='required').count()}:" in page.words

    def test_next_page_keeps_the_choice(self):
        assert any(
            "need=required" in link and "page=2" in link for link in get(f"{SCHOOL}gcse/maths/", need="required").links
        )

    def test_wrong_choice_is_told(self):
        page = get(f"{SCHOOL}gcse/maths/", need="loved")
        assert page.status == 200
        assert "“loved” is not used" in page.words

    def test_gcse_has_no_entries_and_says_so(self):
        assert "No figures of GCSE entries are held here." in get(f"{SCHOOL}gcse/maths/").words

    def test_degrees_that_require_it_stand_under_todays_codes(self):
        page = get(f"{SCHOOL}alevel/chemistry/")
        links = [link for link in page.links if link.startswith(DEGREE)]
        assert links
        assert len(links) == len(set(links))
        assert {Client().get(link).status_code for link in links[:8]} == {200}

    @pytest.mark.parametrize("address", ["alevel/alchemy", "btec/physics", "gcse/Physics"])
    def test_unknown_subject_is_told_in_words(self, address):
        page = get(f"{SCHOOL}{address}/")
        assert page.status == 404
        assert "subject “" in page.words

    def test_few_statements_however_long_the_list(self, django_assert_max_num_queries):
        get(f"{SCHOOL}gcse/maths/")
        with django_assert_max_num_queries(5):
            get(f"{SCHOOL}gcse/maths/")


class TestDegreeTree:
    def test_tree_holds_every_subject_of_today(self):
        page = get(DEGREE)
        narrow = {link for link in page.links if re.fullmatch(rf"{DEGREE}CAH\d\d-\d\d-\d\d/", link)}
        assert len(narrow) == 166

    def test_search_finds_and_says_the_order(self):
        page = get(DEGREE, q="nursing")
        assert f"{DEGREE}{ADULT_NURSING}/" in page.links
        assert "in order of code" in page.words

    def test_nothing_found_says_what_to_do(self):
        assert "try a wider word" in get(DEGREE, q="wizardry").words

    def test_wrong_value_is_told(self):
        assert "There is no degree subject CAH99." in get(DEGREE, within="CAH99").words


class TestDegreeSubject:
    def test_work_by_role(self):
        page = get(f"{DEGREE}CAH01-01-02/")
        found = rows(page, "occupations")
        assert "Generalist medical practitioners" in found[0]
        assert "Needed" in found[0]
        assert "Useful" in found[-1]

    def test_links_under_the_code_of_the_version_before_are_shown(self):
        assert Link.objects.filter(target="CAH02-01-02").exists()
        assert not Link.objects.filter(target=ADULT_NURSING).exists()
        page = get(f"{DEGREE}{ADULT_NURSING}/")
        assert "nurs" in rows(page, "occupations")[0].lower()
        assert "A level Biology" in page.words

    def test_earlier_code_leads_to_todays_and_says_so(self):
        response = Client().get(f"{DEGREE}cah02-01-02/")
        assert (response.status_code, response["Location"]) == (
            301,
            f"{DEGREE}{ADULT_NURSING}/?formerly=CAH02-01-02",
        )
        assert "CAH02-01-02 (Adult nursing) stands in this subject today." in get(response["Location"]).words

    def test_foreign_former_is_ignored(self):
        assert "stands in this subject today" not in get(f"{DEGREE}{COMPUTING}/", formerly="CAH02-01-02").words

    def test_spread_is_labelled_as_our_own(self):
        page = get(f"{DEGREE}{COMPUTING}/")
        assert "Worked out by Waymark from the published medians" in page.words
        assert "half of people earn between" not in page.words

    def test_medians_are_the_published_ones(self):
        row = GraduateOutcome.objects.get(
            ukprn="10007856", subject=COMPUTING, mode="full_time", pay_median__isnull=False
        )
        (found,) = [one for one in rows(get(f"{DEGREE}{COMPUTING}/"), "graduate-groups") if "Aberystwyth" in one]
        assert f"£{row.pay_median:,.0f}" in found
        assert f"{row.pay_people:.0f}" in found
        assert "few people: read with care" in found

    def test_missing_pay_is_a_reason_never_nought(self):
        found = rows(get(f"{DEGREE}{COMPUTING}/"), "graduate-groups")
        missing = [row for row in found if "not published" in row]
        assert missing
        assert all("£0" not in row for row in found)

    def test_sorted_by_pay(self):
        page = get(f"{DEGREE}{COMPUTING}/", sort="-pay")
        pay = [int(re.search(r"£([\d,]+)", row).group(1).replace(",", "")) for row in rows(page, "graduate-groups")]
        assert pay == sorted(pay, reverse=True)
        assert 'aria-sort="descending"' in page.html
        assert "in order of middle pay, highest first" in page.words

    def test_unknown_pay_comes_last_either_way(self):
        for sort in ("pay", "-pay"):
            last = get(f"{DEGREE}{COMPUTING}/", sort=sort, page=6)
            assert "not published" in rows(last, "graduate-groups")[-1]

    def test_single_courses_are_apart(self):
        assert "course " not in " ".join(rows(get(f"{DEGREE}{COMPUTING}/"), "graduate-groups"))
        assert all("course " in row for row in rows(get(f"{DEGREE}{COMPUTING}/", of="course"), "graduate-groups"))

    def test_industries_are_of_the_wider_subject_and_say_so(self):
        words = get(f"{DEGREE}{COMPUTING}/").words
        assert "These numbers are of “Computing”. For “Computer science” alone none are published." in words
        assert "Information and communication" in words

    def test_industry_and_years_can_be_chosen(self):
        page = get(f"{DEGREE}{COMPUTING}/", industry="P", years=1)
        assert "What the middle one of those in Education earns" in page.words
        assert "1 years after they left" in page.words or "1 year after they left" in page.words

    def test_wrong_choices_are_told_and_the_page_stays(self):
        page = get(f"{DEGREE}{COMPUTING}/", sort="luck", industry="ZZ", years="7", mode="night", page="77")
        assert page.status == 200
        for value in ("luck", "ZZ", "7", "night"):
            assert f"“{value}” is not used" in page.words
        assert "There is no page “77”" in page.words

    def test_family_statement_is_linked(self):
        assert "/course-families/computer-science/" in get(f"{DEGREE}{COMPUTING}/").links

    def test_family_statement_under_an_earlier_code_is_linked(self):
        assert "/course-families/nursing-adult/" in get(f"{DEGREE}{ADULT_NURSING}/").links

    @pytest.mark.parametrize("code", ["CAH11", "CAH11-01", "CAH02-06"])
    def test_wider_subjects_have_their_parts(self, code):
        page = get(f"{DEGREE}{code}/")
        assert page.status == 200
        assert any(link.startswith(f"{DEGREE}{code}-") for link in page.links)

    def test_unknown_code_is_told_in_words(self):
        page = get(f"{DEGREE}CAH99-01-01/")
        assert page.status == 404
        assert "There is no degree subject with the code CAH99-01-01." in page.words

    def test_few_statements_however_many_providers(self, django_assert_max_num_queries):
        get(f"{DEGREE}{COMPUTING}/")
        with django_assert_max_num_queries(8):
            get(f"{DEGREE}{COMPUTING}/")
