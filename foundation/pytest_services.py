"""The pytest plugin that gives a test run its servers, before Django's settings are read.

Loaded by `-p foundation.pytest_services` in pyproject.toml: a conftest would come too late.
"""

from __future__ import annotations

import os

import pytest

from foundation.services import ensure_services

# A system Redis has 16 databases unless told otherwise. 0 is left to whoever is not a worker.
REDIS_DATABASES = 15


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start or find the tests' servers, and point this process at its own Redis database."""
    options = early_config.known_args_namespace
    if options.help or options.version:
        return
    os.environ["TESTING"] = "1"
    # The browser driver keeps an event loop in the main thread for the whole run.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["REDIS_URL"] = worker_redis_url(ensure_services("test").redis_url)


def pytest_configure(config: pytest.Config) -> None:
    """Report skipped tests by name, not by how many there were on a line."""
    config.option.fold_skipped = False


def worker_redis_url(url: str) -> str:
    """Return the address with the database number of this xdist worker, so that workers never clear each other's."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    database = 1 + int(number) % REDIS_DATABASES if number else 0
    return f"{url.rpartition('/')[0]}/{database}"
