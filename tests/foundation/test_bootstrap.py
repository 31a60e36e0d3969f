"""A checkout is prepared once, again when its locks or sources change, and not otherwise."""

import os
import subprocess
import sys

import pytest

from foundation import bootstrap
from foundation.bootstrap import DEVELOPMENT, RUNTIME, BootstrapError, ensure_assets, ensure_environment


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A checkout with an environment, three locks and asset sources; nothing installed."""
    for lock in (RUNTIME, DEVELOPMENT, bootstrap.NODE):
        (tmp_path / lock).write_text("django==5.2 --hash=sha256:0\n")
    for source in ("package.json", "package-lock.json", "static/css/waymark.scss", "static/js/waymark.js"):
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / source).write_text(source)
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / ".venv/lib/python3.11/site-packages").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", python)
    monkeypatch.setattr(bootstrap, "BUILD", tmp_path / "static/build")
    return tmp_path


@pytest.fixture
def installed(checkout, monkeypatch):
    """The locks handed to pip, in order."""
    locks: list[str] = []
    monkeypatch.setattr(bootstrap, "_install", locks.append)
    return locks


@pytest.fixture
def npm(checkout, monkeypatch):
    """What npm was asked to do; it builds the style sheet."""
    asked: list[str] = []

    def run(_environment, *arguments):
        asked.append(arguments[0])
        folder = checkout / ("node_modules" if arguments[0] == "ci" else "static/build")
        folder.mkdir(exist_ok=True)
        (folder / "waymark.css").write_text("body{}")

    monkeypatch.setattr(bootstrap, "_npm", run)
    return asked


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


class TestEnvironment:
    def test_an_unchanged_lock_is_installed_once(self, installed):
        ensure_environment(RUNTIME)
        ensure_environment(RUNTIME)
        assert installed == [RUNTIME]

    def test_a_changed_lock_is_installed_again(self, installed, checkout):
        ensure_environment(RUNTIME)
        (checkout / RUNTIME).write_text("django==5.3 --hash=sha256:1\n")
        ensure_environment(RUNTIME)
        assert installed == [RUNTIME, RUNTIME]

    def test_what_development_needs_includes_what_running_needs(self, installed):
        ensure_environment(DEVELOPMENT)
        ensure_environment(RUNTIME)
        assert installed == [DEVELOPMENT]

    def test_running_needs_nothing_of_development(self, installed):
        ensure_environment(RUNTIME)
        assert DEVELOPMENT not in installed

    def test_a_failed_install_is_tried_again(self, checkout, monkeypatch):
        def fail(lock):
            raise BootstrapError(lock)

        monkeypatch.setattr(bootstrap, "_install", fail)
        for _ in range(2):
            with pytest.raises(BootstrapError):
                ensure_environment(RUNTIME)

    def test_the_project_can_be_imported_from_anywhere(self, installed, checkout):
        ensure_environment(RUNTIME)
        assert (checkout / ".venv/lib/python3.11/site-packages/waymark.pth").read_text() == f"{checkout}\n"

    def test_an_old_python_is_refused_in_words(self, checkout, monkeypatch):
        monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 4))
        with pytest.raises(BootstrapError, match=r"Python 3\.11 or newer"):
            ensure_environment(RUNTIME)

    def test_a_missing_environment_is_made(self, installed, checkout):
        bootstrap.PYTHON.unlink()
        ensure_environment(RUNTIME)
        assert subprocess.run([bootstrap.PYTHON, "-m", "pip", "--version"], check=True, capture_output=True)

    def test_pip_must_find_every_hash(self, checkout, monkeypatch, capsys):
        asked = checkout / "asked"
        script(
            checkout / "pip",
            f'echo "$@" > {asked}; echo "Collecting django"; echo "THESE PACKAGES DO NOT MATCH"; exit 1',
        )
        monkeypatch.setattr(bootstrap, "PYTHON", checkout / "pip")
        with pytest.raises(BootstrapError, match="DO NOT MATCH"):
            bootstrap._install(RUNTIME)
        assert "--require-hashes" in asked.read_text()


class TestAssets:
    def test_unchanged_sources_are_built_once(self, npm):
        ensure_assets()
        ensure_assets()
        assert npm == ["ci", "run"]

    @pytest.mark.parametrize("source", ["static/css/waymark.scss", "static/js/waymark.js", "static/js/more.js"])
    def test_a_changed_source_is_built_without_installing_again(self, npm, checkout, source):
        ensure_assets()
        (checkout / source).write_text("changed")
        ensure_assets()
        assert npm == ["ci", "run", "run"]

    def test_a_changed_lock_is_installed_and_built(self, npm, checkout):
        ensure_assets()
        (checkout / "package-lock.json").write_text("{}")
        ensure_assets()
        assert npm == ["ci", "run", "ci", "run"]

    def test_a_lost_build_is_made_again(self, npm, checkout):
        ensure_assets()
        for file in (checkout / "static/build").iterdir():
            file.unlink()
        ensure_assets()
        assert npm == ["ci", "run", "run"]

    def test_a_failed_build_keeps_the_earlier_one_and_warns(self, npm, checkout, monkeypatch, capsys):
        ensure_assets()
        (checkout / "static/css/waymark.scss").write_text("changed")
        monkeypatch.setattr(bootstrap, "_npm", fail_build)
        ensure_assets()
        assert "Warning: kept the assets built earlier" in capsys.readouterr().out
        assert (checkout / "static/build/waymark.css").exists()

    def test_a_failed_first_build_stops(self, checkout, monkeypatch):
        monkeypatch.setattr(bootstrap, "_npm", fail_build)
        with pytest.raises(BootstrapError, match="npm ci failed"):
            ensure_assets()


def fail_build(_environment, *arguments):
    raise BootstrapError(f"npm {arguments[0]} failed, see above.")


class TestNode:
    def path_with_node(self, folder, version):
        script(folder / "node", f"echo {version}")
        script(folder / "npm", "true")
        return str(folder)

    @pytest.mark.parametrize(
        ("version", "enough"), [("v18.0.0", True), ("v24.19.0", True), ("v16.20.2", False), ("", False)]
    )
    def test_the_machines_node_is_used_when_new_enough(self, tmp_path, version, enough):
        assert bootstrap._node_is_new_enough(self.path_with_node(tmp_path, version)) is enough

    def test_without_node_it_comes_from_the_lock(self, installed, checkout, monkeypatch):
        monkeypatch.setenv("PATH", str(checkout / "nothing"))
        environment = bootstrap._with_node()
        assert installed == [bootstrap.NODE]
        assert environment["PATH"].startswith(str(checkout / ".venv/bin"))

    def test_node_inside_the_environment_is_found_next_time(self, installed, checkout, monkeypatch):
        self.path_with_node(checkout / ".venv/bin", "v24.19.0")
        monkeypatch.setenv("PATH", f"{checkout / 'nothing'}{os.pathsep}/bin")
        monkeypatch.setattr(bootstrap.shutil, "which", only_inside(checkout / ".venv/bin"))
        bootstrap._with_node()
        assert installed == []


def only_inside(folder):
    def which(name, path):
        return str(folder / name) if str(folder) in path else None

    return which


class TestCommands:
    def test_an_unknown_word_prints_the_usage(self, capsys):
        assert bootstrap.main(["dance"]) == 2
        assert "setup|assets|run|stop|test" in capsys.readouterr().out

    def test_a_failure_is_said_without_a_traceback(self, monkeypatch, capsys):
        monkeypatch.setattr(bootstrap, "prepare", lambda command: fail_build({}, "ci"))
        assert bootstrap.main(["setup"]) == 1
        assert "npm ci failed" in capsys.readouterr().out

    def test_stopping_a_checkout_that_never_ran_is_fine(self, checkout):
        bootstrap.PYTHON.unlink()
        assert bootstrap.main(["stop"]) == 0

    @pytest.mark.parametrize(("command", "lock"), [("run", RUNTIME), ("test", DEVELOPMENT)])
    def test_hands_over_to_the_environments_python(self, command, lock, installed, npm, checkout, monkeypatch):
        handed: list[list[str]] = []
        monkeypatch.setenv("WAYMARK_LOCAL_DIR", str(checkout / ".local"))
        monkeypatch.setattr(bootstrap.os, "execv", lambda _python, arguments: handed.append(arguments))
        monkeypatch.chdir(checkout)
        bootstrap.main([command, "-k", "pay"])
        assert installed == [lock]
        assert handed == [[str(bootstrap.PYTHON), "-m", "foundation.supervisor", command, "-k", "pay"]]
