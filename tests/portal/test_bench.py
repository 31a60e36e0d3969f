"""The page benchmark counts what it says it counts."""

from __future__ import annotations

import pytest

from portal.bench import PAGES, measure_pages, pages_table

pytestmark = pytest.mark.django_db


def test_every_page_is_measured_with_its_statements_and_size():
    speeds = {speed.name: speed for speed in measure_pages(rounds=1)}
    assert set(speeds) == set(PAGES)
    for speed in speeds.values():
        assert 1 < speed.statements <= 16
        assert 1_000 < speed.size < 30 * 1024
        assert 0 < speed.slowest <= speed.per_second <= speed.fastest
    assert pages_table(list(speeds.values())).count("\n") == len(PAGES) + 1
