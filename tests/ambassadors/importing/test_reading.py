"""Lists as tables: which columns stay behind, what is guessed, and files that cannot be read safely."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from ambassadors.importing.fields import BY_KEY, FIELDS
from ambassadors.importing.guessing import guess_columns, guess_word, plain, words_of_column
from ambassadors.importing.reading import never_taken, read_list
from foundation.spreadsheets import BadSpreadsheetError
from tests.ambassadors.importing.lists import ADA, BEN, opendocument, table


def test_checks_are_left_behind_and_of_a_postcode_the_first_half_stays():
    found = read_list(table(ADA, BEN))
    assert found.left_behind == ["dbs_number"]
    assert "001" not in str(found.lines)
    assert found.lines[0] == (2, ["V1", *ADA[1:7], "LS1"])


@pytest.mark.parametrize(
    ("heading", "is_never"),
    [
        ("access_needs", False),
        ("dbs_certificate_number", True),
        ("ethnic_group", True),
        ("gender", True),
        ("pvg", True),
        ("sector", False),
        ("status", False),
    ],
)
def test_columns_that_nobody_may_bring(heading, is_never):
    assert never_taken(heading) is is_never


def test_headings_are_guessed_by_names_that_others_use():
    guessed = guess_columns(
        ["volunteer_id", "forename", "surname", "e_mail", "company", "happy_to_do", "postcode", "zodiac"]
    )
    assert guessed == {
        "reference": "volunteer_id",
        "given_name": "forename",
        "family_name": "surname",
        "email": "e_mail",
        "employer_name": "company",
        "activities": "happy_to_do",
        "outcode": "postcode",
    }


def test_saved_columns_come_before_guesses_and_each_column_is_used_once():
    guessed = guess_columns(["name", "email", "surname"], {"given_name": "name", "phone": "gone"})
    assert guessed == {"given_name": "name", "email": "email", "family_name": "surname"}


@pytest.mark.parametrize(
    ("key", "word", "code"),
    [
        ("activities", "Careers Talk", "talk"),
        ("activities", "mock interveiw", "mock_interview"),
        ("activities", "juggling", ""),
        ("modes", "Face-to-face", "in_person"),
        ("phases", "Primary", "ks2"),
        ("routes", "University", "degree"),
        ("subjects", "Mathematics", "maths"),
    ],
)
def test_words_are_guessed(key, word, code):
    assert guess_word(BY_KEY[key], word) == code


def test_no_synonym_leads_outside_our_words():
    for field in FIELDS:
        assert set(field.meaning.values()) <= set(field.choices)
        assert all(word == plain(word) for word in field.meaning)


def test_words_of_a_column_are_counted_whatever_their_case():
    found = words_of_column(BY_KEY["activities"], ["Talk; Workshop", "talk", "", "workshop/talk"])
    assert found == [("Talk", 3), ("Workshop", 2)]


CELL = "<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"
ROW = "<table:table-row{more}>{cells}</table:table-row>"


def row(*cells: str, more: str = "") -> str:
    return ROW.format(more=more, cells="".join(cells))


def cell(text: str, more: str = "") -> str:
    return CELL.format(text=text, more=more)


def test_opendocument_is_read_by_the_types_of_its_cells():
    heads = row(cell("Forename"), cell("Email"), cell("DOB"), cell("Miles"))
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = row(blank, more=' table:number-rows-repeated="3"')
    endless = row(blank, more=' table:number-rows-repeated="1048000"')
    born = cell("3 Feb", ' office:value-type="date" office:date-value="2001-02-03"')
    miles = cell("12.00", ' office:value-type="float" office:value="12"')
    note = cell("a@example.org").replace(
        "<text:p>", "<office:annotation><text:p>hm</text:p></office:annotation><text:p>"
    )
    found = read_list(opendocument(heads + empty + row(cell("Ada"), note, born, miles) + endless))
    assert found.headings == ["forename", "email", "dob", "miles"]
    assert found.lines == [(5, ["Ada", "a@example.org", "2001-02-03", "12"])]


@pytest.mark.parametrize(
    "content",
    [
        row(cell("Email"), cell("x", ' table:number-columns-repeated="900"')),
        row(cell("Email")) + row(cell("a@example.org"), more=' table:number-rows-repeated="900000"'),
        "<table:table-row><broken",
    ],
    ids=["columns", "rows", "broken"],
)
def test_opendocument_that_would_fill_the_memory_or_is_broken_is_refused(content):
    with pytest.raises(BadSpreadsheetError):
        read_list(opendocument(content))


def test_list_without_rows_or_with_columns_that_stay_behind_alone_is_refused():
    with pytest.raises(BadSpreadsheetError, match="no rows"):
        read_list(table())
    with pytest.raises(BadSpreadsheetError, match="No column"):
        read_list(ContentFile(b"DBS number\n001\n", name="x.csv"))
