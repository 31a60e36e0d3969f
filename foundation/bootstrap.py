"""Prepares a checkout before anything of it can run: environment, packages, browser assets; standard library only.

python3 -m foundation.bootstrap setup|assets|run|stop|test [argument ...]
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.steps import say, step

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RUNTIME, DEVELOPMENT, NODE = "requirements.lock", "requirements-dev.lock", "requirements-node.lock"
BUILD = ROOT / "static" / "build"
ASSET_SOURCES = ("package.json", "package-lock.json", "static/css/**/*", "static/js/**/*")
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
REPORT_EVERY = 25


class BootstrapError(RuntimeError):
    """The checkout cannot be prepared; the message says what to do."""


def ensure_environment(lock: str) -> None:
    """Make `.venv` hold exactly what a lock file names; does nothing when the lock has not changed since."""
    if sys.version_info < OLDEST_PYTHON:
        raise BootstrapError("Waymark needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run")
    if not PYTHON.exists():
        with step(f"Making an environment in {ENVIRONMENT.name}"):
            _make_environment()
    _make_importable()
    if lock == RUNTIME and _is_current(DEVELOPMENT) and _is_current(RUNTIME):
        return  # what development needs includes all of it
    if not _is_current(lock):
        with step(f"Installing the packages of {lock}"):
            _install(lock)
        for name in [RUNTIME, DEVELOPMENT] if lock == DEVELOPMENT else [lock]:
            _stamp(name).write_text(_digest([ROOT / name]))


def ensure_assets() -> None:
    """Build the style sheet and scripts when their sources have changed; takes node from a wheel where it is missing.

    Where the build fails but an earlier one is there, that one stays and a warning is printed.
    """
    sources = [path for pattern in ASSET_SOURCES for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    stamp = BUILD / ".stamp"
    digest = _digest(sources)
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step("Building the style sheet and scripts"):
        try:
            _build_assets()
        except BootstrapError as error:
            if not (BUILD / "waymark.css").exists():
                raise
            say(f"    Warning: kept the assets built earlier. {error}")
            return
        stamp.write_text(digest)


def _make_environment() -> None:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=False)  # noqa: S603
    if made.returncode != 0:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise BootstrapError("Python could not make an environment. On Debian or Ubuntu: apt-get install python3-venv")


def _make_importable() -> None:
    """Let every tool of the environment import the project, from wherever it is called."""
    for packages in ENVIRONMENT.glob("lib/python*/site-packages"):
        path = packages / "waymark.pth"
        if not path.exists() or path.read_text() != f"{ROOT}\n":
            path.write_text(f"{ROOT}\n")


def _install(lock: str) -> None:
    """Run pip on a lock file whose every package carries its hash, and print how far it is."""
    total = sum("==" in line for line in (ROOT / lock).read_text().splitlines())
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--progress-bar", "off", "-r", str(ROOT / lock)]
    heard: list[str] = []
    collected = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:  # noqa: S603
        for line in pip.stdout or ():
            heard.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                collected += 1
                if collected % REPORT_EVERY == 0:
                    say(f"    {collected} of about {total}")
            elif line.startswith("Installing collected"):
                say("    unpacking")
    if pip.returncode != 0:
        raise BootstrapError(f"pip could not install {lock}:\n{''.join(heard[-15:])}")


def _build_assets() -> None:
    environment = _with_node()
    installed = ROOT / "node_modules" / ".stamp"
    wanted = _digest([ROOT / "package-lock.json"])
    if not installed.exists() or installed.read_text() != wanted:
        _npm(environment, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        installed.write_text(wanted)
    _npm(environment, "run", "build", "--silent")


def _npm(environment: dict[str, str], *arguments: str) -> None:
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        raise BootstrapError("npm is missing. Install Node.js 18 or newer.")
    done = subprocess.run([npm, *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BootstrapError(f"npm {arguments[0]} failed, see above.")


def _with_node() -> dict[str, str]:
    """Return an environment whose PATH has node and npm, installed from a wheel when the machine has none."""
    inside = os.environ | {"PATH": f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    for environment in (dict(os.environ), inside):
        if _node_is_new_enough(environment["PATH"]):
            return environment
    with step("Node.js is missing here: installing it into the environment (200 MB, once)"):
        _install(NODE)
    return inside


def _node_is_new_enough(path: str) -> bool:
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = version.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _stamp(lock: str) -> Path:
    return ENVIRONMENT / f".{lock}.installed"


def _is_current(lock: str) -> bool:
    return _stamp(lock).exists() and _stamp(lock).read_text() == _digest([ROOT / lock])


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one command at a time prepare this checkout."""
    local = ROOT / os.environ.get("WAYMARK_LOCAL_DIR", ".local")
    local.mkdir(parents=True, exist_ok=True)
    with (local / "bootstrap.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare(command: str) -> None:
    """Bring the checkout to where a command can start: `run` needs less than `setup` and `test`."""
    with _alone():
        ensure_environment(RUNTIME if command == "run" else DEVELOPMENT)
        ensure_assets()


def main(arguments: list[str]) -> int:
    """Prepare the checkout, then hand over to the environment's own Python for what needs packages."""
    command = arguments[0] if arguments else ""
    try:
        if command in {"setup", "run", "test"}:
            prepare(command)
        elif command == "assets":
            with _alone():
                ensure_environment(RUNTIME)
                ensure_assets()
        elif command == "stop":
            if not PYTHON.exists():
                return 0  # nothing was ever started
        else:
            say(str(__doc__))
            return 2
    except BootstrapError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    if command in {"run", "stop", "test"}:
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), "-m", "foundation.supervisor", *arguments])  # noqa: S606
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
