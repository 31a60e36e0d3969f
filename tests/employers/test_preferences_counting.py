"""Counts of employers give away nobody: distinct, from five up, and nothing is left to subtract."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from employers.queries.counting import LEAST, STRONGEST_FIRST, Statement, base_of, shown, strongest, total_of

counts = st.integers(min_value=0, max_value=30)
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(STRONGEST_FIRST, counts)), max_size=6)


def test_an_employer_counts_once_by_the_strongest_thing_it_says():
    said = [Statement(1, "maths", "useful"), Statement(1, "maths", "essential"), Statement(1, "maths", "we_train")]
    assert strongest(said) == {"maths": {"essential": 1, "useful": 0, "we_train": 0}}


def test_different_employers_and_things_are_told_apart():
    said = [Statement(1, "maths", "useful"), Statement(2, "maths", "useful"), Statement(2, "english", "we_train")]
    assert strongest(said)["maths"]["useful"] == 2
    assert strongest(said)["english"] == {"essential": 0, "useful": 0, "we_train": 1}


def test_a_number_is_shown_from_five_up_and_nought_is_held_back_as_well():
    assert [shown(n) for n in (0, 1, 4, 5, 6)] == [None, None, None, 5, 6]


def test_base_under_five_is_not_told():
    assert base_of(4, []).value is None


def test_base_is_exact_where_no_row_leaves_a_few():
    assert base_of(12, [{"essential": 6, "useful": 1, "we_train": 0}]).value == 12
    assert base_of(8, [{"essential": 8, "useful": 0, "we_train": 0}]).is_exact


def test_base_is_rounded_where_a_row_would_leave_one_to_four():
    told = base_of(12, [{"essential": 9, "useful": 3, "we_train": 0}])
    assert (told.value, told.is_exact) == (10, False)


def test_base_is_never_less_than_the_numbers_beside_it():
    assert base_of(9, [{"essential": 8, "useful": 1, "we_train": 0}]).value == 8


@given(rows=rows, silent=st.integers(min_value=0, max_value=30))
def test_no_number_under_five_can_be_worked_out_from_a_row_and_its_base(rows, silent):
    """What a reader knows of the base is one number or a lower bound; take the shown numbers away from it."""
    employers = max([sum(row.values()) for row in rows], default=0) + silent
    told = base_of(employers, rows)
    for row in rows:
        seen = sum(count for count in row.values() if shown(count) is not None)
        if told.value is not None and told.is_exact and seen:
            assert not 0 < told.value - seen < LEAST
        if told.value is not None:
            assert seen <= employers
            assert told.value <= employers


@given(parts=st.lists(counts, min_size=1, max_size=9))
def test_a_total_beside_its_parts_leaves_no_few(parts):
    told = total_of(sum(parts), parts)
    if told.value is not None and told.is_exact:
        assert not 0 < told.value - sum(part for part in parts if shown(part)) < LEAST
