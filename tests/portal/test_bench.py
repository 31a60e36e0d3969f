"""The page benchmark counts what it says it counts."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.asking import STAGES
from pathways.bench import measure_routes, routes_table
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


def test_routes_are_measured_for_every_stage(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    speeds = list(measure_routes(date(2026, 11, 22), every=103))
    assert [(speed.name, speed.count) for speed in speeds] == [
        ("reading the book", 3),
        ("routes_to, any stage", 4 * len(STAGES)),
        ("GET /api/v1/routes/", 1),
    ]
    assert all(0 < speed.middle <= speed.p95 <= speed.worst for speed in speeds)
    assert "p95 ms" in routes_table(iter(speeds))
