"""Fixtures for every test: databases cloned from a template, a Redis database of one's own, a clean cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from lmi.queries.standing import forget_standings
from tests import databases

# The same examples in every run, and no failure because a machine was busy.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

WORKER = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this process its own clone of the migrated database with the starter data; tests roll back on it."""
    name = f"waymark_test_{WORKER}"
    databases.clone("starter", name)
    with django_db_blocker.unblock(), connected_to(name):
        yield
    databases.drop(name)


@pytest.fixture(autouse=True)
def _figures_changed_in_place(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rates worked out from figures are kept for their editions: forget them where a test changes figures in place."""
    changes = any(hasattr(request.module, name) for name in ("AdvertFigure", "EmploymentFigure"))
    if changes:
        forget_standings()
    yield
    if changes:
        forget_standings()


@pytest.fixture
def _own_database(
    request: pytest.FixtureRequest, django_db_setup: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Move a test that commits to a migrated database of its own, so that the shared clone stays as it was."""
    if not _commits(request):
        yield
        return
    # The database is dropped afterwards, which is ten times quicker than emptying every table.
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
    name = f"waymark_commits_{WORKER}"
    databases.clone("migrated", name)
    with connected_to(name):
        yield
    databases.drop(name)


@pytest.fixture
def _django_db_helper(_own_database: None, _django_db_helper: None) -> None:
    """Choose the database before pytest-django opens its transaction on it: fixtures come in this order."""


@pytest.fixture
def scratch_database_url(django_db_setup: None) -> Iterator[str]:
    """The address of a migrated database without data, for other processes to use, kill and fight over."""
    name = f"waymark_scratch_{WORKER}"
    yield databases.clone("migrated", name)
    databases.drop(name)


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Begin every test with an empty cache: throttles and counters live there."""
    cache.clear()


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point Django's default connection at another database of the tests' server for a while."""
    connection = connections["default"]
    former = connection.settings_dict["NAME"]
    _point(connection, name)
    try:
        yield
    finally:
        _point(connection, former)


def _point(connection: Any, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    django_settings.DATABASES["default"]["NAME"] = name


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
