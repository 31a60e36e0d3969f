"""Finds a Chromium for the browser journeys; run as a module, it installs one where none is found."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)
# Where `playwright install` puts its own, newest last.
DOWNLOADS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
FLAGS = ("--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync")
MISSING = "no Chromium found: set CHROMIUM_PATH, or run playwright install chromium"
INSTALL_SECONDS = 600


def find_chromium() -> str | None:
    """Return the path of a Chromium: `CHROMIUM_PATH`, then the usual places, then Playwright's download; or None.

    Raises FileNotFoundError when `CHROMIUM_PATH` names a file that does not exist.
    """
    given = os.environ.get("CHROMIUM_PATH")
    if given:
        if not Path(given).exists():
            raise FileNotFoundError(f"CHROMIUM_PATH names {given}, which does not exist")
        return given
    usual = [shutil.which(name) for name in NAMES] + [str(path) for path in APPLICATIONS if path.exists()]
    downloaded = [str(path) for pattern in DOWNLOADS for path in sorted(_downloads().glob(pattern), reverse=True)]
    return next((path for path in [*usual, *downloaded] if path), None)


def require_chromium() -> str:
    """Return the path of a Chromium; where there is none, skip the test, or fail it when REQUIRE_BROWSER=1."""
    path = find_chromium()
    if path is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"{MISSING} (REQUIRE_BROWSER=1)")
    if path is None:
        pytest.skip(MISSING)
    return path


def install_chromium() -> str | None:
    """Try to install a Chromium, by Playwright and then, as root on Debian, by apt; return its path or None."""
    for command in _installers():
        print(f"Installing a browser for the journeys: {' '.join(command)}", flush=True)
        try:
            subprocess.run(command, check=False, stdin=subprocess.DEVNULL, timeout=INSTALL_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            print(error)
        if path := find_chromium():
            return path
    return None


def _installers() -> list[list[str]]:
    installers = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        installers += [
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"],
        ]
    return installers


def _downloads() -> Path:
    caches = Path.home() / ("Library/Caches" if platform.system() == "Darwin" else ".cache")
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or caches / "ms-playwright")


if __name__ == "__main__":
    print(find_chromium() or install_chromium() or f"{MISSING}; the journeys will be skipped")
