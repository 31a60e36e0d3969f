"""Counters: kept in Redis, written to the database, nothing about who."""

from __future__ import annotations

from datetime import date

import pytest
from redis import Redis

from foundation import counters
from foundation.models import DailyCount

pytestmark = [pytest.mark.django_db, pytest.mark.services]
DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _empty(settings):
    Redis.from_url(settings.REDIS_URL).delete("waymark:counts", "waymark:counts:moving")


def counted() -> dict[tuple[date, str, str], int]:
    return {(row.day, row.name, row.key): row.count for row in DailyCount.objects.all()}


def test_counts_add_up_over_several_writings():
    for _ in range(3):
        counters.count("search-none", "quidditch", today=DAY)
    counters.write_counts()
    counters.count("search-none", "quidditch", today=DAY)
    counters.write_counts()
    assert counted() == {(DAY, "search-none", "quidditch"): 4}


def test_days_and_words_are_counted_apart():
    counters.count("search-none", "a", today=DAY)
    counters.count("search-none", "b", today=DAY)
    counters.count("search-none", "a", today=NEXT)
    assert counters.write_counts() == 3
    assert len(counted()) == 3


def test_separator_in_a_word_is_kept():
    counters.count("search-none", "a|b|c", today=DAY)
    counters.write_counts()
    assert (DAY, "search-none", "a|b|c") in counted()


def test_long_word_is_cut():
    counters.count("search-none", "x" * 1000, today=DAY)
    counters.write_counts()
    assert len(DailyCount.objects.get().key) == 200


def test_counts_left_by_a_writer_that_died_are_written_by_the_next(settings):
    counters.count("search-none", "a", today=DAY)
    Redis.from_url(settings.REDIS_URL).rename("waymark:counts", "waymark:counts:moving")
    counters.count("search-none", "b", today=DAY)
    counters.write_counts()
    counters.write_counts()
    assert len(counted()) == 2


def test_page_does_not_fail_when_redis_is_away(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    counters.count("search-none", "a", today=DAY)
