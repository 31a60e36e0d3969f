"""Days on which somebody is with pupils, and how many of them fall into a window: pure functions over dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)


def london_day(moment: datetime) -> date:
    """The date in London at a moment; raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(LONDON).date()


def days_touched(starts_at: datetime, ends_at: datetime) -> frozenset[date]:
    """Every London day on which a visit goes on. One that ends at midnight sharp does not touch the day after.

    In SQL, for one visit: `generate_series((starts_at AT TIME ZONE 'Europe/London')::date,
    ((ends_at - interval '1 microsecond') AT TIME ZONE 'Europe/London')::date, interval '1 day')::date`. The first of
    them is `Visit.day`; almost every visit has no other.
    """
    first, last = london_day(starts_at), london_day(max(ends_at - _INSTANT, starts_at))
    return frozenset(first + _DAY * number for number in range((last - first).days + 1))


def most_days_in_window(days: Iterable[date], day: date, window: int) -> int:
    """The largest number of distinct days, `day` counted too, in any run of `window` days that contains `day`.

    A run of 30 days has both its ends in it: it reaches from a date to the 29th after it, so two days 29 apart can
    share a run and two days 30 apart cannot. Runs lie on the calendar; months, terms and weekends do not matter.
    Days after `day` count like days before it, for booked visits ahead fill a run as well as past ones. Raises
    ValueError for a window without days.
    """
    if window < 1:
        raise ValueError("a window has at least one day")
    near = sorted({one for one in days if abs((one - day).days) < window} | {day})
    most, first = 1, 0
    for last, end in enumerate(near):
        while (end - near[first]).days >= window:
            first += 1
        most = max(most, last - first + 1)  # days all before it, or all after, share a longer run with `day`
    return most


def days_left(days: Collection[date], day: date, *, most_days: int, window: int) -> int:
    """How many more days may be added close to `day` before one run holds more than `most_days`; never below 0.

    `day` is not counted unless it is among `days`.
    """
    counted = most_days_in_window(days, day, window) - (day not in days)
    return max(most_days - counted, 0)


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
