"""What people typed becomes comparable, and what says nothing becomes nothing."""

from __future__ import annotations

import pytest

from ambassadors.linkage.records import PersonRecord
from ambassadors.linkage.tidy import (
    comparable,
    family_names,
    formal_names,
    given_name,
    own_part,
    short_forms,
    tidy_email,
    tidy_employer,
    tidy_phone,
)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("  JOSÉ ", "jose"), ("Dr. Mary Anne", "mary"), ("Łukasz", "lukasz"), ("Prof", ""), ("", "")],
    ids=["accent", "title", "letter without accent", "only a title", "empty"],
)
def test_given_names_lose_titles_accents_and_second_names(typed, tidy):
    assert given_name(typed) == tidy


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("O'Brien", ["obrien"]),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Brien", ["obrien"]),
        ("Smith-Jones", ["smithjones", "smith", "jones"]),
        ("van der Berg", ["vanderberg", "berg"]),
        ("", []),
    ],
    ids=["apostrophe", "curly apostrophe", "double-barrelled", "prefixes", "empty"],
)
def test_family_names_are_one_word_and_their_parts(typed, names):
    assert family_names(typed) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [("bob", "robert"), ("kate", "katherine"), ("liz", "elizabeth"), ("sam", "samantha"), ("sam", "samuel")],
    ids=["bob", "kate", "liz", "sam, f", "sam, m"],
)
def test_short_forms_share_a_formal_name(one, other):
    assert formal_names(one) & formal_names(other)
    assert one in short_forms(other)


def test_names_that_share_only_a_short_form_are_two_names():
    assert not formal_names("samantha") & formal_names("samuel")
    assert not formal_names("alexander") & formal_names("alexandra")


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        (" Ada.L@Post.Example ", "ada.l@post.example"),
        ("ada+stem@post.example", "ada@post.example"),
        ("a.d.a@googlemail.com", "ada@gmail.com"),
        ("not an address", ""),
        ("@post.example", ""),
    ],
    ids=["capitals", "tag", "dots that do not count", "no address", "no name"],
)
def test_emails_have_one_writing(typed, tidy):
    assert tidy_email(typed) == tidy


@pytest.mark.parametrize(
    ("email", "own"),
    [
        ("sarah.smith@a.example", ""),
        ("s.smith@a.example", ""),
        ("smithsarah1@a.example", ""),
        ("sally.smith@a.example", "sally.smith"),
        ("sarah.smith84@a.example", "sarah.smith84"),
        ("moonwalker@a.example", "moonwalker"),
        ("info@a.example", ""),
        ("", ""),
    ],
    ids=["name", "initial", "one figure", "another name", "year", "word", "shared mailbox", "empty"],
)
def test_only_what_says_more_than_the_name_is_ones_own_in_an_email(email, own):
    assert own_part(email, "sarah", ["smith"]) == own


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("+44 (0)7700 900123", "07700900123"),
        ("0044 7700 900123", "07700900123"),
        ("07700-900 123", "07700900123"),
        ("ext 12", ""),
    ],
    ids=["international", "with zeros", "spaced", "extension only"],
)
def test_telephone_numbers_have_one_writing(typed, tidy):
    assert tidy_phone(typed) == tidy


def test_employers_lose_what_companies_names_share():
    assert tidy_employer("The Kestrel Rail Group (UK) Ltd") == tidy_employer("KESTREL RAIL plc") == "kestrel rail"
    assert tidy_employer("Holdings Ltd") == "holdings ltd"  # nothing else is left of it


def test_what_is_unknown_is_none_and_so_agrees_with_nothing():
    row = comparable(PersonRecord("1"))
    assert row.pop("unique_id") == "1"
    assert set(row.values()) == {None}


def test_former_names_stand_beside_the_present_one():
    row = comparable(PersonRecord("1", family_name="Jones", former_family_names=("Smith", "O'Neill")))
    assert row["family"] == "jones"
    assert row["family_names"] == ["jones", "oneill", "smith"]
