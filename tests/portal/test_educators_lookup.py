"""Looking up codes: what a text may be, what it stands for, and what to do when it stands for nothing."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from pathways.models import Provider, Qualification, Standard, StandardCode
from pathways.queries.lookup import By, forms_of
from portal.pages.educators.lookup import MOST, texts_in
from tests.portal.pages import Page, get

pytestmark = pytest.mark.django_db
HERE = "/educators/lookup/"
# One of every kind: standard, foundation apprenticeship, unit, LARS, QAN both ways, UKPRN, CAH, HECoS, SOC, T Level.
ONE_OF_EACH = [
    *("ST0152", "FA0001", "AU0001", "524", "601/6299/5", "60162995", "10007851", "CAH11-01-01", "100003", "5241"),
    *("60358300", "ZTLOS001", "Dental nurse"),
]


def look_up(*texts: str) -> Page:
    return get(HERE, codes="\n".join(texts))


def rows(*texts: str) -> list[dict[str, str]]:
    response = Client().get(HERE, {"codes": "\n".join(texts), "format": "csv"})
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def found(text: str) -> list[tuple[str, str]]:
    """What a text stands for, as (kind, code)."""
    return [(row["kind"], row["code"]) for row in rows(text)]


class TestForms:
    @pytest.mark.parametrize("text", ["ST0152", "st0152", " ST 0152 ", "st152"])
    def test_reference_however_written(self, text):
        assert forms_of(text)[0] == (By.REFERENCE, "ST0152")

    @pytest.mark.parametrize("text", ["601/6299/5", "60162995", "601 6299 5"])
    def test_qan_with_and_without_strokes(self, text):
        assert (By.QAN, "60162995") in forms_of(text)

    def test_eight_digits_may_be_three_things(self):
        assert {by for by, _key in forms_of("10007851")} == {By.UKPRN, By.QAN, By.LARS}

    def test_six_digits_are_a_school_or_a_subject(self):
        assert {by for by, _key in forms_of("100003")} == {By.URN, By.HECOS}

    @pytest.mark.parametrize(
        ("text", "by", "key"),
        [
            ("LARS 524", By.LARS, "524"),
            ("lars code: 524", By.LARS, "524"),
            ("SOC 2020 5241", By.SOC, "5241"),
            ("UKPRN 10007851", By.UKPRN, "10007851"),
            ("QAN: 601/6299/5", By.QAN, "60162995"),
        ],
    )
    def test_a_word_before_it_decides(self, text, by, key):
        assert forms_of(text) == ((by, key),)

    def test_cah_with_and_without_its_letters(self):
        assert (By.CAH, "CAH11-01-01") in forms_of("11-01-01")
        assert (By.CAH, "CAH11") in forms_of("cah11")

    def test_words_are_a_title(self):
        assert forms_of("Social  worker") == ((By.TITLE, "social worker"),)
        assert forms_of("Society of 1900")[-1][0] == By.TITLE


class TestBox:
    def test_lines_cells_and_codes_between_commas(self):
        assert texts_in("ST0152\r\n5241\t5242;FA0001\nST0001, ST0002") == [
            *("ST0152", "5241", "5242", "FA0001", "ST0001", "ST0002")
        ]

    def test_a_title_with_a_comma_stays_whole(self):
        assert texts_in("Law, accounting and finance") == ["Law, accounting and finance"]

    def test_each_once_and_no_blank_ones(self):
        assert texts_in("ST0152\n\n st0152 \n") == ["st0152"]


class TestFound:
    @pytest.mark.parametrize(
        ("text", "thing"),
        [
            ("ST0152", ("apprenticeship", "ST0152")),
            ("FA0001", ("apprenticeship", "FA0001")),
            ("AU0001", ("apprenticeship", "AU0001")),
            ("601/6299/5", ("qualification", "601/6299/5")),
            ("10007851", ("provider", "10007851")),
            ("CAH11-01-01", ("degree subject", "CAH11-01-01")),
            ("100003", ("degree subject", "100003")),
            ("5241", ("occupation", "5241")),
            ("ZTLOS001", ("T Level", "ZTLOS001")),
            ("university of derby", ("provider", "10007851")),
        ],
    )
    def test_each_kind(self, text, thing):
        assert found(text) == [thing]

    def test_a_school_by_its_urn(self):
        school = Provider.objects.filter(kind="school").exclude(urn="").exclude(ukprn="").order_by("urn").first()
        assert ("provider", school.ukprn) in found(school.urn)

    def test_lars_code_of_2021(self):
        code = StandardCode.objects.order_by("reference").first()
        assert ("apprenticeship", code.reference) in found(f"LARS {code.lars_code}")

    def test_two_things_are_both_shown_and_named(self):
        page = look_up("524", "60358300")
        assert {kind for kind, _code in found("524")} == {"apprenticeship", "occupation"}
        assert {kind for kind, _code in found("60358300")} == {"qualification", "T Level"}
        assert "These stand for more than one thing" in page.words

    def test_a_word_before_the_number_leaves_one(self):
        assert found("SOC 524") == [("occupation", "524")]

    def test_facts_of_a_standard(self):
        row = Standard.objects.get(reference="ST0152")
        (told,) = rows("ST0152")
        assert (told["title"], float(told["months"]), float(told["funding"])) == (
            *(row.title, row.typical_months, row.max_funding),
        )
        assert told["months_release"] == told["funding_release"] != ""
        assert told["page"] == "http://testserver/standards/ST0152/"

    def test_state_of_a_qualification_and_its_body(self):
        row = Qualification.objects.get(qan="60162995")
        (told,) = rows("60162995")
        assert row.awarding_body in told["more"]
        assert told["level"] == row.level

    def test_pay_of_an_occupation_is_a_figure(self):
        (told,) = rows("5241")
        assert (told["pay"], told["pay_unit"]) == ("39647", "pounds_a_year")
        assert "£39,647" in look_up("5241").words

    def test_job_title_finds_its_occupation(self):
        assert ("occupation", "5241") in found("Electrician")

    def test_page_links_each_thing(self):
        links = look_up(*ONE_OF_EACH).links
        for address in (
            *("/standards/ST0152/", "/qualifications/60162995/", "/providers/10007851/"),
            *("/subjects/degree/CAH11-01-01/", "/educators/lmi/5241/"),
        ):
            assert address in links

    def test_linked_pages_are_there(self):
        for address in {
            link for link in look_up(*ONE_OF_EACH).links if re.match(r"/(standards|tlevels|prov|qual)", link)
        }:
            assert Client().get(address).status_code in (200, 301), address

    def test_in_the_order_given(self):
        assert [row["given"] for row in rows("5242", "ST0152", "5241")] == ["5242", "ST0152", "5241"]


class TestNotFound:
    def test_is_listed_with_what_it_may_be(self):
        page = look_up("12345678", "ST9999", "zzz")
        assert "0 of 3 found" in page.words
        told = page.section_words("unknown")
        assert "provider’s number (UKPRN), qualification number (QAN)" in told
        assert "reference of an apprenticeship" in told

    def test_numbers_lead_to_the_register_words_to_our_lists(self):
        page = look_up("12345678", "zzz")
        assert "https://www.ukrlp.co.uk/" in page.links
        assert "/qualifications/?q=zzz" in page.links

    def test_keeps_its_row_in_the_file(self):
        first, second = rows("ST9999", "ST0152")
        assert (first["given"], first["kind"], first["page"]) == ("ST9999", "not found", "")
        assert second["kind"] == "apprenticeship"

    def test_empty_box_says_what_to_do(self):
        assert "Type or paste at least one code" in get(HERE, codes=" \n ").words

    def test_odd_input_is_harmless(self):
        for value in ("\x00", "%' or 1=1 --", "<script>alert(1)</script>", "９９９９", "=2+3", "SOC", "LARS", "/" * 50):
            page = look_up(value)
            assert page.status == 200
            assert "<script>alert" not in page.html

    def test_more_than_the_most_is_said(self):
        page = get(HERE, codes="\n".join(f"ST{number:04d}" for number in range(1, MOST + 12)))
        assert f"You gave {MOST + 11}. We looked up the first {MOST}." in page.words
        assert get(HERE, codes="\n".join(f"ST{n:04d}" for n in range(1, MOST + 12)), format="csv").status == 404


class TestFiles:
    def test_csv_names_its_sources(self):
        (row,) = rows("ST0152")
        assert "Register of apprenticeships" in row["sources"]
        assert "release=apprenticeship-standards-" in row["address"]

    def test_json(self):
        body = json.loads(Client().get(HERE, {"codes": "5241", "format": "json"}).content)
        assert body["rows"][0]["pay"]["value"] == 39647
        assert body["sources"]

    def test_a_formula_in_the_box_stays_words(self):
        (row,) = rows("=HYPERLINK(1)")
        assert row["given"].startswith("'=")

    def test_no_codes_no_file(self):
        assert get(HERE, format="csv").status == 404

    def test_permanent_link_answers_the_same(self):
        page = look_up("ST0152", "5241")
        link = next(link for link in page.links if "release=apprenticeship-standards" in link)
        again = Client().get(link).content.decode()
        assert "Installation and maintenance electrician" in again
        assert "£39,647" in again


class TestCost:
    def test_statements_do_not_grow_with_the_codes(self, django_assert_max_num_queries):
        look_up(*ONE_OF_EACH)
        with django_assert_max_num_queries(16):
            look_up(*ONE_OF_EACH)
        many = [f"ST{number:04d}" for number in range(1, 120)] + [f"{number}" for number in range(5241, 5260)]
        with django_assert_max_num_queries(16):
            look_up(*ONE_OF_EACH, *many)

    def test_nothing_asked_reads_only_the_editions(self, django_assert_max_num_queries):
        get(HERE)
        with django_assert_max_num_queries(1):
            get(HERE)

    def test_an_older_edition_answers(self):
        page = get(HERE, codes="5241", release="ashe-14-2024-provisional")
        assert "£38,760" in page.words
        assert any("release=ashe-14-2024" in link for link in page.links if link.startswith("/educators/lmi/5241/"))
