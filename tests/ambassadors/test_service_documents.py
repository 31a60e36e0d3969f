"""The certificate of service and the statement of hours."""

from __future__ import annotations

import dataclasses

import pytest

from ambassadors.documents import HoursStatement, ServiceRecord, VisitHours, certificate_pdf, hours_statement_pdf
from ambassadors.documents.service import certificate_words, statement_words
from ambassadors.documents.sheets import shortened
from tests.foundation.pdf_reading import pages, tags, unpacked

RECORD = ServiceRecord(
    given_name="Amina",
    family_name="Sample",
    scheme="STEM Ambassadors",
    hours="42",
    visits="17",
    years="2024 to 2027",
    pupils="1,240",
    issued_on="22 November 2026",
    reference="A-77",
)
VISIT = VisitHours("14 June 2027", "Careers talk", "Example High School", "1.5")
WORKPLACE = VisitHours("15 June 2027", "Visit to a lab or workplace", "Example Works, Unit 4", "3", is_workplace=True)
STATEMENT = HoursStatement(
    given_name="Amina",
    family_name="Sample",
    scheme="STEM Ambassadors",
    period="1 September 2026 to 31 August 2027",
    total_hours="4.5",
    visits=(VISIT, WORKPLACE),
    issued_on="1 September 2027",
)


def test_the_certificate_says_what_was_given_and_where_that_is_from() -> None:
    said = str(certificate_words(RECORD))

    texts = [value for value in dataclasses.asdict(RECORD).values() if isinstance(value, str)]
    assert [text for text in texts if text not in said] == []
    assert "From Waymark’s record" in said
    assert "says nothing about vetting" in said


def test_counts_that_are_not_known_are_left_out() -> None:
    said = str(certificate_words(dataclasses.replace(RECORD, pupils="", reference="")))

    assert "Pupils reached" not in said
    assert "Reference" not in said


@pytest.mark.parametrize("is_demo", [True, False], ids=["demo", "real"])
def test_the_certificate_is_one_page_however_long_the_name(is_demo: bool) -> None:
    long = dataclasses.replace(RECORD, given_name="Wwwwwww " * 20, family_name="Mmmm" * 40, scheme="Wider scheme " * 30)
    for record in (RECORD, long):
        content = certificate_pdf(dataclasses.replace(record, is_demo=is_demo))
        assert pages(content) == 1
        assert tags(content).count("H1") == 1
    assert "/Title(Certificate of service: Amina Sample)" in unpacked(certificate_pdf(RECORD))


def test_the_statement_lists_each_visit() -> None:
    found = statement_words(STATEMENT)

    assert found["rows"] == [
        ["14 June 2027", "Careers talk", "Example High School", "1.5"],
        ["15 June 2027", "Visit to a lab or workplace", "Example Works, Unit 4", "3"],
    ]
    content = hours_statement_pdf(STATEMENT)
    assert pages(content) == 1
    assert (tags(content).count("TH"), tags(content).count("TD")) == (4, 8)


def test_many_visits_go_over_several_pages_with_one_table() -> None:
    content = hours_statement_pdf(dataclasses.replace(STATEMENT, visits=(VISIT,) * 120, is_demo=True))

    assert pages(content) == 3
    assert (tags(content).count("Table"), tags(content).count("TH"), tags(content).count("TR")) == (1, 4, 121)


def test_a_period_without_visits_says_so() -> None:
    content = hours_statement_pdf(dataclasses.replace(STATEMENT, visits=(), total_hours="0"))

    assert "Table" not in tags(content)
    assert statement_words(dataclasses.replace(STATEMENT, visits=()))["none"] == "No visit is recorded in this period."


def test_of_somebody_under_18_neither_family_name_nor_workplace_is_printed() -> None:
    young = dataclasses.replace(STATEMENT, is_under_18=True)
    said = str(statement_words(young)) + str(certificate_words(dataclasses.replace(RECORD, is_under_18=True)))

    assert "Sample" not in said
    assert "Example Works" not in said
    assert "At a workplace" in said
    assert "Example High School" in said


@pytest.mark.parametrize(
    ("words", "most", "expected"),
    [
        ("one two", 7, "one two"),
        ("one two three", 8, "one two … more"),
        ("one two three", 6, "one … more"),
        ("unbroken", 4, "unbr … more"),
        ("  one \n two ", 20, "one two"),
    ],
    ids=["fits", "after-a-word", "before-a-word", "no-space", "blanks"],
)
def test_words_are_cut_after_a_whole_one(words: str, most: int, expected: str) -> None:
    assert shortened(words, most, "more") == expected
