"""Runs the whole site from one terminal, or a test run on its own servers, and stops what it started.

Runs inside the environment that `foundation.bootstrap` made: `python -m foundation.supervisor run|stop|test`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from foundation.local_server import HOST, command_line, port_is_free, tail
from foundation.services import ServiceError, ensure_services, local_dir, setting, stop_services
from foundation.steps import say, step

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 120
STOP_SECONDS = 15
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopError(Exception):
    """A signal asked us to stop."""


class StartError(Exception):
    """Something we started did not do its work; the message says what."""


@dataclass
class Site:
    """The processes of one running site, written to a file so that `make stop` finds them after a crash."""

    port: int
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked_to_stop: bool = False

    @property
    def address(self) -> str:
        """What to type into a browser on this machine."""
        return f"http://localhost:{self.port}"

    def start(self, name: str, *command: str, log: bool = True) -> subprocess.Popen[bytes]:
        """Start a child in a session of its own, so that a Ctrl-C in the terminal reaches it only through us."""
        logs = local_dir() / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{name}.log").open("wb") as output:
            child = subprocess.Popen(  # noqa: S603 - our own commands
                [sys.executable, *command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output if log else None,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,
            )
        self.children[name] = child
        self.remember()
        return child

    def remember(self) -> None:
        """Write who runs; the file is whole at any moment."""
        pids = {name: child.pid for name, child in self.children.items()}
        draft = _state_file().with_suffix(".new")
        draft.write_text(json.dumps({"supervisor": os.getpid(), "port": self.port, "children": pids}))
        draft.replace(_state_file())

    def listen_for_signals(self) -> None:
        """Only note a signal, and act on it between two steps: a child is never started and then forgotten."""
        for number in STOPPING_SIGNALS:
            signal.signal(number, self._note_signal)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def pause(self, seconds: float) -> None:
        """Wait a little; raises StopError when a signal has come."""
        time.sleep(seconds)
        if self.asked_to_stop:
            raise StopError

    def fallen(self) -> str | None:
        """Return the name of a child that has ended, if any has."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Stop every child with all it started: politely, then not."""
        children = self.children.values()
        _stop_groups([child.pid for child in children], lambda: any(child.poll() is None for child in children))
        _state_file().unlink(missing_ok=True)


def run() -> int:
    """Start everything, print where it answers, and stay until a signal or until a part fails."""
    local_dir().mkdir(parents=True, exist_ok=True)
    site = Site(port=int(os.environ.get("PORT") or 8000))
    if other := _other_supervisor():
        say(f"Waymark already runs here (process {other}). make stop ends it.")
        return 1
    _stop_leftovers()
    if not port_is_free(site.port):
        say(f"Port {site.port} is taken. Choose another: make run PORT={site.port + 1}")
        return 1
    code = 0
    site.listen_for_signals()
    try:
        _bring_up(site)
        _stay(site)
    except StopError:
        say("\nStopping.")
    except (StartError, ServiceError) as error:
        say(f"\n{error}")
        code = 1
    finally:
        site.stop()
        stop_services("app")
    say("Everything is stopped.")
    return code


def stop() -> int:
    """Stop a running site, or what a killed one left behind, and the embedded servers."""
    if supervisor := _other_supervisor():
        os.kill(supervisor, signal.SIGTERM)
        _wait_until(lambda: not command_line(supervisor), STOP_SECONDS * 3)
    _stop_leftovers()
    stopped = stop_services()
    say(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing else was running.")
    return 0


def test(arguments: list[str]) -> int:
    """Run the tests on the embedded servers, on two workers unless told otherwise, and stop the servers after."""
    subprocess.run([sys.executable, "-m", "tests.browser"], cwd=ROOT, check=False)
    workers = os.environ.get("PYTEST_WORKERS", "2")
    command = [sys.executable, "-m", "pytest", "-n", workers, *arguments]
    signal.signal(signal.SIGINT, lambda _number, _frame: None)  # pytest answers Ctrl-C; we wait for its report
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603
    finally:
        stop_services("test")


def _bring_up(site: Site) -> None:
    if not setting("DEMO"):
        os.environ["DEMO"] = "1"
    if not setting("SITE_URL"):
        os.environ["SITE_URL"] = site.address
    os.environ["PYTHONUNBUFFERED"] = "1"  # progress shows as it is made, also through a pipe
    with step("Starting PostgreSQL and Valkey"):
        ensure_services("app")
    preparation = site.start("prepare", "manage.py", "prepare_site", log=False)
    while preparation.poll() is None:
        site.pause(0.1)
    if preparation.returncode != 0:
        raise StartError("The database or the static files could not be prepared, see above.")
    del site.children["prepare"]
    bind = f"{os.environ.get('HOST') or HOST}:{site.port}"
    # Loaded once and then forked: half the processor time of a start, and less memory.
    gunicorn = ["-m", "gunicorn", "portal.wsgi:application", "--preload", "--no-control-socket"]
    gunicorn += ["--limit-request-line", "8190"]  # /educators/lookup/ takes 200 codes in its address
    celery = ["-m", "celery", "--app", "portal.celery", "--quiet"]
    with step("Starting the web server"):
        site.start("web", *gunicorn, "--bind", bind, "--workers", "2", "--threads", "4")
        _wait_until_ready(site)
    with step("Starting the worker and the scheduler"):
        site.start("worker", *celery, "worker", "--loglevel", "warning", "--concurrency", "1")
        schedule = str(local_dir() / "beat-schedule")
        site.start("beat", *celery, "beat", "--loglevel", "warning", "--schedule", schedule)
        _fail_if_fallen(site)
    _welcome(site)


def _welcome(site: Site) -> None:
    say(f"\nWaymark is ready: {site.address}")
    sign_ins = local_dir() / "demo-sign-ins.txt"
    if sign_ins.exists():
        say(sign_ins.read_text().rstrip())
    say(f"Logs: {_relative(local_dir() / 'logs')}. Ctrl-C stops everything.")


def _wait_until_ready(site: Site) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        _fail_if_fallen(site)
        if _is_healthy(site.port):
            return
        site.pause(0.25)
    raise StartError(f"The site did not answer within {READY_SECONDS} seconds.\n{tail(_log('web'))}")


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (TimeoutError, urllib.error.URLError, ConnectionError):
        return False


def _stay(site: Site) -> None:
    while True:
        site.pause(0.5)
        _fail_if_fallen(site)


def _fail_if_fallen(site: Site) -> None:
    if name := site.fallen():
        raise StartError(f"The {name} process ended. The end of {_relative(_log(name))}:\n{tail(_log(name))}")


def _log(name: str) -> Path:
    return local_dir() / "logs" / f"{name}.log"


def _relative(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _state_file() -> Path:
    return local_dir() / "run.json"


def _state() -> dict[str, object]:
    try:
        state: dict[str, object] = json.loads(_state_file().read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return state


def _other_supervisor() -> int | None:
    """Return the process id of a supervisor that runs here; a number taken over by another program does not count."""
    pid = _state().get("supervisor")
    is_ours = isinstance(pid, int) and pid != os.getpid() and "foundation.supervisor" in command_line(pid)
    return pid if isinstance(pid, int) and is_ours else None


def _stop_leftovers() -> None:
    """Stop the children of a supervisor that was killed."""
    children = _state().get("children")
    pids = [pid for pid in children.values() if _is_ours(pid)] if isinstance(children, dict) else []
    if pids:
        say("Stopping what an earlier run left behind.")
        _stop_groups(pids, lambda: any(_is_ours(pid) for pid in pids))
    _state_file().unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    return any(mark in command_line(pid) for mark in ("portal.wsgi", "portal.celery", "prepare_site"))


def _stop_groups(pids: list[int], is_anyone_left: Callable[[], bool]) -> None:
    """End these processes and all they started: politely, and after a while not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.killpg(pid, number)
        if _wait_until(lambda: not is_anyone_left(), STOP_SECONDS):
            return


def _wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so, and say whether that came about."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def main(arguments: list[str]) -> int:
    """Do one of the three things."""
    match arguments:
        case ["run"]:
            return run()
        case ["stop"]:
            return stop()
        case ["test", *rest]:
            return test(rest)
    say(str(__doc__))
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
