"""What every journey runs on: a real server over a clone that is never flushed, and a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from pytest_django.plugin import DjangoDbBlocker

from foundation.local_server import free_port
from tests import databases
from tests.browser import FLAGS, require_chromium
from tests.conftest import WORKER, connected_to

START_SECONDS = 60
HERE = Path(__file__).parent
DATABASE = f"waymark_journeys_{WORKER}"
# A machine that runs other tests beside this one answers in its own time; speed is measured elsewhere.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey as needing a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def journey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole site, served by gunicorn over its own clone of the starter data."""
    require_chromium()
    name = DATABASE
    port = free_port()
    log = tmp_path_factory.mktemp("journeys") / "server.log"
    environment = os.environ | {
        "DATABASE_URL": databases.clone("starter", name),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "GALLERY": "1",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=databases.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait_until_ready(server, f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)
        databases.drop(name)


@pytest.fixture
def in_database(journey_server: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a journey read and write the server's own database, as a command on the server would."""
    with django_db_blocker.unblock(), connected_to(DATABASE):
        yield


@pytest.fixture(scope="session")
def base_url(journey_server: str) -> str:
    """Let journeys write `page.goto("/students/careers/")`."""
    return journey_server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the machine's Chromium, kept from talking to anybody of its own accord."""
    return browser_type_launch_args | {"executable_path": require_chromium(), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as a person in the United Kingdom."""
    return browser_context_args | {"locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def context(context: BrowserContext, journey_server: str) -> Iterator[BrowserContext]:
    """Fail a journey whose pages raise a script error or ask anybody else for anything."""
    foreign: list[str] = []
    errors: list[str] = []
    context.on(
        "request", lambda request: foreign.append(request.url) if _is_foreign(request.url, journey_server) else None
    )
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    assert foreign == [], "a page made a third-party request"
    assert errors == [], "a page's script failed"


def _is_foreign(url: str, server: str) -> bool:
    return url.startswith("http") and not url.startswith(f"{server}/")


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the site did not start:\n{log.read_text(errors='replace')[-4000:]}")
