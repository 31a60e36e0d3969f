"""Normal form: what is taken for the same word, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmi.search.spellings import kindred
from lmi.search.words import MOST_CHARACTERS, distance, light, normal, normal_words, split


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("Nurses", "nurse"),
        ("policemen", "policeman"),
        ("policewomen", "policewoman"),
        ("ladies", "lady"),
        ("waitresses", "waitress"),
        ("coaches", "coach"),
        ("children", "child"),
        ("GPs", "GP"),
        ("G.P.", "gp"),
        ("Café owner", "cafe owner"),
        ("driver's mates", "drivers mate"),
        ("drivers’ mate", "driver mate"),
        ("Organizer", "organiser"),
        ("organizing", "organising"),
        ("pediatric nurse", "paediatric nurse"),
        ("labor officer", "labour officer"),
        ("jewelry", "jewellery"),
        ("theater manager", "theatre manager"),
        ("career advisor", "career adviser"),
        ("draftsman", "draughtsman"),
        ("despatch clerk", "dispatch clerk"),
        ("R&D manager", "r and d manager"),
        ("food + drink", "food and drink"),
        ("C++ developer", "cplusplus developer"),
        ("Nurse n.e.c.", "nurse"),
        ("the head of a school", "head school"),
        ("BUTCHER", "butcher"),
        ("x-ray", "x ray"),
    ],
)
def test_ways_of_writing_a_word_come_to_one(typed: str, same_as: str) -> None:
    assert normal(typed) == normal(same_as)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nurse", "nursery"),
        ("engine", "engineer"),
        ("animal", "animator"),
        ("news", "new"),
        ("bus", "bu"),
        ("gas", "ga"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_it_is_a_word_and_not_a_little_one() -> None:
    assert normal_words("IT manager") == ["it", "manager"]


@pytest.mark.parametrize("nothing", ["", "   ", "the of a", "!!! ??", "😀", "' \" ; --", "\x00"])
def test_text_without_words_has_no_normal_form(nothing: str) -> None:
    assert normal(nothing) == ""


def test_a_null_character_does_not_part_a_word() -> None:
    assert split("nur\x00se") == ["nurse"]


@given(st.text(max_size=400))
def test_normal_form_is_letters_and_figures_of_any_text_and_stays_as_it_is(text: str) -> None:
    form = normal(text)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in form.split())
    assert len(form) <= 8 * MOST_CHARACTERS


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14))
def test_a_word_in_normal_form_is_never_empty(word: str) -> None:
    assert light(word)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("nurse", "nurse", 0),
        ("nrse", "nurse", 1),
        ("nnurse", "nurse", 1),
        ("nursw", "nurse", 1),
        ("unrse", "nurse", 1),
        ("electrcian", "electrician", 1),
        ("vetinary", "veterinary", 2),
        ("nurse", "butcher", 9),
    ],
)
def test_slips_between_words_are_counted(one: str, other: str, slips: int) -> None:
    assert min(distance(one, other), 9) == slips or (slips == 9 and distance(one, other) > 2)


@given(st.text(alphabet="abcde", max_size=7), st.text(alphabet="abcde", max_size=7))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)


def test_kindred_words_stand_for_each_other_but_not_for_themselves() -> None:
    assert "lecturer" in kindred("teacher")
    assert "teacher" in kindred("lecturer")
    assert "teacher" not in kindred("teacher")
    assert kindred("nurse") == ()
