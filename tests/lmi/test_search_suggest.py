"""Suggestions while somebody types."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmi.search import suggest

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def texts(prefix: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in suggest(prefix, limit)]


def codes(prefix: str) -> list[str]:
    return [suggestion.soc2020 for suggestion in suggest(prefix)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("spark", "sparky"),
        ("vet nu", "vet nurse"),
        ("elec", "Electrician"),
        ("ELEC", "Electrician"),
        ("paed", "Paediatrician"),
        ("fire fig", "Firefighter"),
        ("data s", "Data scientist"),
        ("café ow", "Café owner"),
    ],
)
def test_the_beginning_of_a_name_brings_the_name(typed: str, offered: str) -> None:
    assert offered in texts(typed)


def test_a_word_further_on_in_a_name_counts_too() -> None:
    assert {"Tower crane operator", "Mobile crane operator"} & {text.capitalize() for text in texts("crane o")}


def test_the_name_typed_in_full_comes_first() -> None:
    assert texts("midwife")[0] == "Midwife"
    assert texts("plumber")[0] == "Plumber"


def test_names_that_begin_so_come_before_names_that_hold_it() -> None:
    found = [text.lower().startswith("butch") for text in texts("butch")]
    assert found == sorted(found, reverse=True)
    assert found[0]


def test_a_broad_word_brings_its_units_in_the_curators_order() -> None:
    assert codes("security")[:4] == ["9231", "2135", "5245", "3319"]


def test_a_unit_is_offered_twice_at_most_unless_the_word_is_broad() -> None:
    found = codes("nurs")
    assert max(found.count(code) for code in found) <= 2


@pytest.mark.parametrize(
    ("typed", "unit"), [("electrican", "5241"), ("plubm", "5315"), ("hairdreser", "6221"), ("vetinary nur", "3240")]
)
def test_a_slip_still_brings_the_name(typed: str, unit: str) -> None:
    assert unit in codes(typed)


def test_the_question_round_a_name_is_passed_over() -> None:
    assert codes("how to become a midwi")[0] == "2231"


@pytest.mark.parametrize("nothing", ["", "  ", "!!", "😀", "\x00", "qqqqxxxx"])
def test_nothing_is_offered_for_nothing(nothing: str) -> None:
    assert suggest(nothing) == ()


def test_limit_and_kind() -> None:
    found = suggest("nur", 3)
    assert len(found) == 3
    assert {one.kind for one in found} <= {"unit_group", "related", "coding_index", "synonym"}
    assert all(len(one.soc2020) == 4 and one.title for one in found)


def test_the_same_text_brings_the_same_names() -> None:
    assert suggest("ma") == suggest("ma")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_no_text_breaks_suggestions(db, text: str) -> None:
    assert isinstance(suggest(text), tuple)


@pytest.mark.parametrize("typed", ["n", "ma", "vet nu", "electrican", "qqqqxxxx", "security", "a b c d e f"])
def test_suggestions_take_two_statements_at_most(typed: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        suggest(typed)
