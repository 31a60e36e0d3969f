"""Where the journeys' browser comes from, and what happens without one."""

import pytest

from tests import browser


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without any browser."""
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    return tmp_path


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_named_browser_comes_first(bare_machine, monkeypatch):
    program(bare_machine / "bin/chromium")
    monkeypatch.setenv("CHROMIUM_PATH", program(bare_machine / "mine"))
    assert browser.find_chromium() == str(bare_machine / "mine")


def test_a_named_browser_that_is_not_there_is_a_mistake_to_hear_of(bare_machine, monkeypatch):
    monkeypatch.setenv("CHROMIUM_PATH", str(bare_machine / "mine"))
    with pytest.raises(FileNotFoundError, match="CHROMIUM_PATH"):
        browser.find_chromium()


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_the_machines_browser_is_found(bare_machine, name):
    installed = program(bare_machine / "bin" / name)
    assert browser.find_chromium() == installed


def test_playwrights_newest_download_is_found(bare_machine):
    program(bare_machine / "downloads/chromium-1100/chrome-linux/chrome")
    newest = program(bare_machine / "downloads/chromium-1255/chrome-linux64/chrome")
    assert browser.find_chromium() == newest


def test_without_a_browser_a_journey_is_skipped(bare_machine):
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        browser.require_chromium()


def test_without_a_required_browser_a_journey_fails(bare_machine, monkeypatch):
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_BROWSER=1"):
        browser.require_chromium()


def test_installing_stops_at_the_first_installer_that_works(bare_machine, monkeypatch):
    working = program(bare_machine / "install")
    (bare_machine / "install").write_text(f"#!/bin/sh\n/bin/cp {working} {bare_machine}/bin/chromium\n")
    (bare_machine / "bin").mkdir()
    never = [str(bare_machine / "never")]
    monkeypatch.setattr(browser, "_installers", lambda: [[str(bare_machine / "absent")], [working], never])
    assert browser.install_chromium() == str(bare_machine / "bin/chromium")


def test_a_machine_where_nothing_installs_has_none(bare_machine, monkeypatch):
    monkeypatch.setattr(browser, "_installers", lambda: [[str(bare_machine / "absent")]])
    assert browser.install_chromium() is None
