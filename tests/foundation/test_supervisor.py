"""One terminal runs the whole site, and nothing of it stays behind, however it ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from foundation import supervisor
from foundation.local_server import command_line, free_port
from tests import databases
from tests.conftest import WORKER

pytestmark = pytest.mark.kill
PATIENCE = 90


class Terminal:
    """A directory, a database and a port of their own, and `make run` without the make."""

    def __init__(self, database_url: str) -> None:
        self.local = Path(tempfile.mkdtemp(prefix="waymark-supervisor-"))
        self.local.chmod(0o755)
        self.port = free_port()
        self.environment = os.environ | {
            "WAYMARK_LOCAL_DIR": str(self.local),
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            "PORT": str(self.port),
        }
        self.started: list[subprocess.Popen[str]] = []

    def run(self, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "foundation.supervisor", "run"],
            cwd=databases.ROOT,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def stop(self) -> str:
        command = [sys.executable, "-m", "foundation.supervisor", "stop"]
        done = subprocess.run(
            command, cwd=databases.ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def ready(self, process: subprocess.Popen[str]) -> str:
        """Read until the address is printed."""
        said = ""
        for line in process.stdout:
            said += line
            if "Waymark is ready" in line:
                return said
        pytest.fail(f"the site did not start:\n{said}")

    def pids(self) -> dict[str, int]:
        state = json.loads((self.local / "run.json").read_text())
        return {"valkey": int((self.local / "valkey/server.pid").read_text()), **state["children"]}

    def close(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()
        self.stop()
        shutil.rmtree(self.local)


@pytest.fixture(scope="module")
def site_database(django_db_setup):
    name = f"waymark_site_{WORKER}"
    yield databases.clone("starter", name)
    databases.drop(name)


@pytest.fixture
def terminal(site_database):
    terminal = Terminal(site_database)
    yield terminal
    terminal.close()


def all_gone(pids: dict[str, int]) -> bool:
    deadline = time.monotonic() + 10
    while any(map(command_line, pids.values())) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(map(command_line, pids.values()))


def status(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as answer:
        return answer.status


def test_everything_runs_until_a_signal_ends_all_of_it(terminal):
    process = terminal.run()
    said = terminal.ready(process)
    assert status(terminal.port) == 200
    assert "==> Migrating the database" in said
    assert f"http://localhost:{terminal.port}" in said
    pids = terminal.pids()
    assert set(pids) == {"valkey", "web", "worker", "beat"}
    assert all(os.getsid(pid) != os.getsid(process.pid) for pid in pids.values())

    second = terminal.run()
    assert second.wait(PATIENCE) == 1
    assert "already runs here" in second.stdout.read()
    assert status(terminal.port) == 200

    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert all_gone(pids)
    assert not (terminal.local / "run.json").exists()


def test_what_a_killed_run_left_is_replaced_by_the_next_and_cleared_by_stop(terminal):
    process = terminal.run()
    terminal.ready(process)
    left = terminal.pids()
    process.kill()
    process.wait()
    assert status(terminal.port) == 200

    again = terminal.run()
    assert "Stopping what an earlier run left behind." in terminal.ready(again)
    now = terminal.pids()
    assert now["valkey"] == left["valkey"]
    assert all_gone({name: pid for name, pid in left.items() if name != "valkey"})

    again.kill()
    again.wait()
    assert "Stopped: Valkey (app)" in terminal.stop()
    assert all_gone(now)
    assert "Nothing else was running." in terminal.stop()


def test_a_part_that_dies_ends_the_run_with_its_log(terminal):
    process = terminal.run()
    terminal.ready(process)
    pids = terminal.pids()
    os.killpg(pids["worker"], signal.SIGKILL)
    assert process.wait(PATIENCE) == 1
    assert "The worker process ended" in process.stdout.read()
    assert all_gone(pids)


def test_a_signal_while_preparing_ends_the_preparation_too(terminal):
    process = terminal.run()
    for line in process.stdout:
        if "Migrating" in line:
            break
    pids = terminal.pids()
    process.send_signal(signal.SIGHUP)
    assert process.wait(PATIENCE) == 0
    assert all_gone(pids)


def test_a_taken_port_is_refused_before_anything_starts(terminal):
    with socket.create_server(("127.0.0.1", terminal.port)):
        process = terminal.run()
        assert process.wait(PATIENCE) == 1
    assert f"Port {terminal.port} is taken" in process.stdout.read()
    assert not (terminal.local / "valkey").exists()


def test_a_database_that_cannot_be_prepared_is_said_and_nothing_stays(terminal):
    process = terminal.run(DATABASE_URL=databases.address("no_such_database"))
    assert process.wait(PATIENCE) == 1
    assert "could not be prepared" in process.stdout.read()
    assert not (terminal.local / "run.json").exists()
    assert not (terminal.local / "valkey/server.pid").exists()


def test_numbers_now_used_by_other_programs_are_never_stopped(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYMARK_LOCAL_DIR", str(tmp_path))
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
        state = {"supervisor": stranger.pid, "port": 1, "children": {"web": stranger.pid}}
        (tmp_path / "run.json").write_text(json.dumps(state))
        assert supervisor.stop() == 0
        assert stranger.poll() is None
        stranger.kill()


def test_an_unreadable_state_file_is_no_obstacle(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYMARK_LOCAL_DIR", str(tmp_path))
    (tmp_path / "run.json").write_text("{half")
    assert supervisor.stop() == 0
    assert not (tmp_path / "run.json").exists()


def test_an_unknown_word_prints_the_usage(capsys):
    assert supervisor.main(["dance"]) == 2
    assert "run|stop|test" in capsys.readouterr().out
