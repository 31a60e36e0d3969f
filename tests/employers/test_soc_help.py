"""Which unit groups are suggested for a job title, in which order, and why."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from employers.soc_help import MOST_SUGGESTIONS, suggest_units

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "unit"),
    [("Trainee Laboratory Technician", "3111"), ("HGV driver", "8211"), ("Sous Chef", "5434"), ("Bricklayer", "5313")],
)
def test_the_group_of_a_plain_title_is_among_the_suggestions(title, unit):
    assert unit in [one.code for one in suggest_units(title)]


def test_each_has_its_title_and_a_reason_and_there_are_few():
    found = suggest_units("Engineer", "You will maintain pumps.")
    assert 0 < len(found) <= MOST_SUGGESTIONS
    assert all(one.title and one.why for one in found)
    assert len({one.code for one in found}) == len(found)


def test_a_plain_name_says_so():
    assert "is a name of this work" in suggest_units("Bricklayer")[0].why


def test_the_text_moves_a_group_up_and_says_which_word():
    plain = [one.code for one in suggest_units("Engineer")]
    helped = suggest_units("Engineer", "Civil works: bridges, roads and drains. Civil design.")
    assert [one.code for one in helped] != plain
    assert any("your text also says" in one.why for one in helped)


@pytest.mark.parametrize("title", ["", "   ", "zzqxw"])
def test_nothing_to_go_by_suggests_nothing(title):
    assert suggest_units(title, "civil engineer") == []


def test_a_few_statements_whatever_the_length_of_the_text(django_assert_max_num_queries):
    suggest_units("Nurse")
    with django_assert_max_num_queries(5):
        suggest_units("Nurse", "ward " * 50_000)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_typed_raises(title, text):
    suggest_units(title, text)
