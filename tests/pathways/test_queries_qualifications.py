"""A qualification and its windows of funding, as they stand on a day."""

from __future__ import annotations

from datetime import date

import pytest

from lmi.queries.context import facts
from pathways.models import Qualification
from pathways.queries.qualifications import (
    UnknownQualificationError,
    WindowState,
    plain_qan,
    qualification_detail,
    qualifications_by_qan,
)

pytestmark = [pytest.mark.services, pytest.mark.django_db]
BOOKKEEPING = "61008187"  # 16 to 19 and local: 1 September 2022 to 31 July 2026


def states(today, qan=BOOKKEEPING):
    return {window.offer: window.state for window in qualification_detail(facts(), qan, today).windows}


@pytest.mark.parametrize("written", ["61008187", "610/0818/7", " 610 0818 7 "])
def test_a_number_is_found_however_it_is_written(written):
    found = qualification_detail(facts(), written, date(2026, 1, 1))

    assert (found.qan, found.printed_qan, found.title) == (
        BOOKKEEPING,
        "610/0818/7",
        "AAT Level 1 Award in Bookkeeping",
    )
    assert (found.rank, found.listed_on) == (1, date(2025, 2, 18))
    assert found.release.source == "ofqual-approved"


def test_a_check_letter_survives():
    assert plain_qan("500/4767/x") == "5004767X"


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2022, 8, 31), WindowState.NOT_YET),
        (date(2022, 9, 1), WindowState.OPEN),
        (date(2026, 7, 31), WindowState.OPEN),
        (date(2026, 8, 1), WindowState.TO_CHECK),
    ],
)
def test_a_window_on_a_day(today, state):
    assert states(today) == {"age_16_19": state, "local": state}


def test_a_window_that_ended_after_the_list_may_have_been_extended():
    found = qualification_detail(facts(), BOOKKEEPING, date(2026, 11, 22))

    assert (found.is_open, found.is_closed, found.must_be_checked) == (False, False, True)
    assert found.windows[0].words == (
        "until 31 July 2026 by the list of 18 February 2025; it may have been extended since, so ask the college"
    )


def test_what_had_ended_before_the_list_is_old():
    row = Qualification.objects.filter(qan=BOOKKEEPING)
    row.update(funding={"age_16_19": ["2015-09-01", "2021-07-31"]})
    found = qualification_detail(facts(), BOOKKEEPING, date(2026, 11, 22))

    assert (found.is_closed, found.must_be_checked) == (True, False)
    assert found.windows[0].words == "ended on 31 July 2021: no new learners"


def test_a_qualification_without_funding_is_neither_open_nor_closed():
    Qualification.objects.filter(qan=BOOKKEEPING).update(funding={})
    found = qualification_detail(facts(), BOOKKEEPING, date(2026, 1, 1))

    assert (found.windows, found.is_open, found.is_closed, found.must_be_checked) == ((), False, False, False)


def test_an_unknown_number_is_told():
    with pytest.raises(UnknownQualificationError) as told:
        qualification_detail(facts(), "000/0000/0", date(2026, 1, 1))

    assert told.value.qan == "000/0000/0"


def test_many_at_once_in_two_statements(django_assert_num_queries):
    held = facts()
    with django_assert_num_queries(2):
        found = qualifications_by_qan(held, [BOOKKEEPING, "5004767X", "00000000"], date(2026, 1, 1))

    assert sorted(found) == ["5004767X", BOOKKEEPING]
