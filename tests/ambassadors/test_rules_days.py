"""Days with pupils: distinct London days, counted exactly in every run of so many days that holds the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ambassadors.rules.days import LONDON, days_left, days_touched, london_day, most_days_in_window

DAY = date(2026, 11, 22)
near = st.lists(st.integers(-45, 45).map(lambda number: DAY + timedelta(days=number)), max_size=25)


def by_hand(days, day: date, window: int) -> int:
    """Lay the window at each of its places over the day, and count what lies under it."""
    found = []
    for back in range(window):
        first = day - timedelta(days=back)
        under = {one for one in [*days, day] if first <= one < first + timedelta(days=window)}
        found.append(len(under))
    return max(found)


def on(*offsets: int) -> list[date]:
    return [DAY + timedelta(days=offset) for offset in offsets]


@given(days=near, window=st.integers(1, 40))
@example(days=[DAY - timedelta(days=29), DAY - timedelta(days=1), DAY + timedelta(days=28)], window=30)
@example(days=[], window=1)
def test_fullest_run_is_that_of_counting_by_hand(days, window):
    assert most_days_in_window(days, DAY, window) == by_hand(days, DAY, window)


@given(days=near, more=near)
def test_more_days_never_make_a_run_emptier(days, more):
    assert most_days_in_window([*days, *more], DAY, 30) >= most_days_in_window(days, DAY, 30)


@given(days=near, day=st.sampled_from(on(-3, 0, 12)))
def test_nobody_added_only_where_days_are_left_ever_passes_the_limit(days, day):
    """Days taken one by one, each only while one is left, never put four days into thirty."""
    taken: set[date] = set()
    for one in [*days, day]:
        if days_left(taken, one, most_days=3, window=30) or one in taken:
            taken.add(one)
    assert all(by_hand(taken, one, 30) <= 3 for one in taken)


@pytest.mark.parametrize(
    ("offsets", "counted"),
    [
        pytest.param((), 1, id="1-alone"),
        pytest.param((0, 0, 0), 1, id="2-same-day-again"),
        pytest.param((-29,), 2, id="3-first-and-thirtieth-day-share-a-run"),
        pytest.param((-30,), 1, id="4-thirty-days-before-do-not"),
        pytest.param((29,), 2, id="5-days-ahead-count"),
        pytest.param((30,), 1, id="6-thirty-days-ahead-do-not"),
        pytest.param((-28, -15, -2), 4, id="7-fourth-day-in-thirty"),
        pytest.param((-20, -10, 10, 20), 3, id="8-days-far-apart-on-both-sides-are-no-one-run"),
        pytest.param((-29, -15, 15, 29), 3, id="9-a-run-holds-thirty-days-not-fifty-nine"),
    ],
)
def test_runs_at_their_edges(offsets, counted):
    assert most_days_in_window(on(*offsets), DAY, 30) == counted


def test_window_without_days_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        most_days_in_window([], DAY, 0)


def test_leap_day_is_a_day():
    days = [date(2028, 2, 1), date(2028, 2, 29)]
    assert most_days_in_window(days, date(2028, 3, 1), 30) == 3  # 1 February to 1 March: 30 days with the 29th
    assert most_days_in_window([date(2027, 2, 1)], date(2027, 3, 2), 30) == 2
    assert most_days_in_window([date(2028, 2, 1)], date(2028, 3, 2), 30) == 1


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1), id="1-summer-is-an-hour-ahead"),
        pytest.param(datetime(2026, 1, 31, 23, 59, tzinfo=UTC), date(2026, 1, 31), id="2-winter-is-not"),
        pytest.param(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29), id="3-night-clocks-go-forward"),
        pytest.param(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25), id="4-before-clocks-go-back"),
        pytest.param(datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25), id="5-after-clocks-went-back"),
    ],
)
def test_days_are_londons(moment, day):
    assert london_day(moment) == day


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2026, 6, 30, 23, 30))


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def test_visit_counts_on_every_day_it_touches():
    assert days_touched(london(2026, 11, 20, 9), london(2026, 11, 20, 11)) == {date(2026, 11, 20)}
    night = days_touched(london(2026, 11, 20, 19), london(2026, 11, 22, 10))
    assert night == {date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)}


def test_end_at_midnight_does_not_touch_the_next_day():
    assert days_touched(london(2026, 11, 20, 19), london(2026, 11, 21, 0)) == {date(2026, 11, 20)}


def test_night_on_which_clocks_change_touches_two_days():
    assert days_touched(london(2026, 10, 24, 22), london(2026, 10, 25, 3)) == {date(2026, 10, 24), date(2026, 10, 25)}


def test_days_left_to_somebody_near_the_threshold():
    assert days_left([], DAY, most_days=3, window=30) == 3
    assert days_left(on(-5, -2), DAY, most_days=3, window=30) == 1
    assert days_left(on(-5, -2, 0), DAY, most_days=3, window=30) == 0
    assert days_left(on(-5, -4, -3, -2), DAY, most_days=3, window=30) == 0
