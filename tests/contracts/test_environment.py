"""Every setting that can be given from outside is documented, and every documented one exists."""

import re

import pytest

from foundation.local_server import ROOT

# For docker-compose.yml and the commands of the Makefile, not read by the settings.
NOT_SETTINGS = {
    "POSTGRES_PASSWORD",
    "HOST",
    "PORT",
    "WAYMARK_LOCAL_DIR",
    "PYTEST_WORKERS",
    "CHROMIUM_PATH",
    "REQUIRE_BROWSER",
}


def read_by_settings() -> set[str]:
    return set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "portal/settings.py").read_text()))


def documented() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_setting_is_documented():
    assert read_by_settings() - documented() == set()


def test_every_documented_setting_exists():
    assert documented() - NOT_SETTINGS - read_by_settings() == set()


def test_the_example_is_safe_to_copy():
    example = (ROOT / ".env.example").read_text()
    assert "\nSECRET_KEY=\n" in example
    assert "\nDEBUG=0\n" in example


@pytest.mark.parametrize("name", sorted(NOT_SETTINGS))
def test_the_variables_of_the_commands_are_used(name):
    places = [
        "docker-compose.yml",
        "Makefile",
        "foundation/supervisor.py",
        "foundation/local_server.py",
        "tests/browser.py",
    ]
    assert any(name in (ROOT / place).read_text() for place in places)
