"""The embedded servers: found, started once, kept, revived and stopped."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from foundation import services
from foundation.local_postgres import UNPRIVILEGED, Postgres
from foundation.local_server import access_for, command_line, free_port
from foundation.local_valkey import Valkey
from foundation.services import Services, ensure_services, stop_services

ROOT = services.ROOT
ENSURE = "from foundation.services import ensure_services as e; s = e('test'); print(s.database_url, s.redis_url)"


@pytest.fixture
def local(monkeypatch):
    """A local directory of our own, which any user may enter, and no servers given."""
    directory = Path(tempfile.mkdtemp(prefix="waymark-services-"))
    directory.chmod(0o755)
    monkeypatch.setenv("WAYMARK_LOCAL_DIR", str(directory))
    without_servers(monkeypatch)
    yield directory
    stop_services()
    shutil.rmtree(directory)


def without_servers(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def ask(database_url: str, statement: str) -> object:
    connection = psycopg2.connect(database_url)
    try:
        with connection, connection.cursor() as rows:
            rows.execute(statement)
            return rows.fetchone()[0] if rows.description else None
    finally:
        connection.close()


def postmaster(local: Path, directory: str = "test-pg") -> int:
    return int((local / directory / "data/postmaster.pid").read_text().splitlines()[0])


def valkey(local: Path, directory: str = "test-valkey") -> int:
    return int((local / directory / "server.pid").read_text())


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while command_line(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def test_both_servers_answer_and_children_are_told(local):
    found = ensure_services("test")
    assert ask(found.database_url, "SELECT 1") == 1
    assert redis.Redis.from_url(found.redis_url).ping()
    assert (os.environ["DATABASE_URL"], os.environ["REDIS_URL"]) == (found.database_url, found.redis_url)


def test_application_and_tests_have_servers_apart(local, monkeypatch):
    of_tests = ensure_services("test")
    without_servers(monkeypatch)
    of_application = ensure_services("app")
    assert of_tests.database_url != of_application.database_url
    assert of_tests.redis_url != of_application.redis_url


def test_servers_stay_up_in_a_session_of_their_own(local):
    ensure_services("test")
    assert os.getsid(postmaster(local)) != os.getsid(0)
    assert os.getsid(valkey(local)) != os.getsid(0)


def test_the_next_command_finds_the_same_servers(local):
    found = ensure_services("test")
    before = postmaster(local), valkey(local)
    said = subprocess.run(
        [sys.executable, "-c", ENSURE], cwd=ROOT, capture_output=True, text=True, env=clean(), check=True
    )
    assert said.stdout.split() == [found.database_url, found.redis_url]
    assert (postmaster(local), valkey(local)) == before


def test_commands_that_start_together_share_one_pair_of_servers(local):
    commands = [
        subprocess.Popen([sys.executable, "-c", ENSURE], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=clean())
        for _ in range(4)
    ]
    answers = {command.communicate(timeout=60)[0] for command in commands}
    assert len(answers) == 1
    assert answers.pop().startswith("postgresql://")


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}


@pytest.mark.kill
def test_killed_servers_come_back_with_what_was_committed(local, monkeypatch):
    found = ensure_services("app")  # the tests' own server trades this safety for speed
    ask(found.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    kill(postmaster(local, "pg"))
    kill(valkey(local, "valkey"))
    without_servers(monkeypatch)
    again = ensure_services("app")
    assert ask(again.database_url, "SELECT answer FROM kept") == 42
    assert redis.Redis.from_url(again.redis_url).ping()


@pytest.fixture
def stranger():
    """A living process of the user that PostgreSQL runs as."""
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with subprocess.Popen(["sleep", "60"], user=user) as process:
        yield process.pid
        process.kill()


def test_a_pid_file_whose_number_belongs_to_another_program_is_ignored(local, stranger, monkeypatch):
    ensure_services("test")
    lines = (local / "test-pg/data/postmaster.pid").read_text().splitlines()
    stop_services("test")
    (local / "test-pg/data/postmaster.pid").write_text("\n".join([str(stranger), *lines[1:]]))
    without_servers(monkeypatch)
    assert ask(ensure_services("test").database_url, "SELECT 1") == 1


def test_an_interrupted_first_start_is_begun_again(local):
    half = local / "test-pg/data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert ask(ensure_services("test").database_url, "SELECT 1") == 1


def test_taken_ports_are_left_alone(local, monkeypatch):
    first = access_for("test")
    with (
        socket.create_server(("127.0.0.1", first.postgres_port)),
        socket.create_server(("127.0.0.1", first.valkey_port)),
    ):
        found = ensure_services("test")
        assert ask(found.database_url, "SELECT 1") == 1
        assert redis.Redis.from_url(found.redis_url).ping()
    assert access_for("test").postgres_port != first.postgres_port
    assert access_for("test").valkey_port != first.valkey_port


def test_addresses_stay_the_same_from_start_to_start(local, monkeypatch):
    first = ensure_services("test")
    stop_services("test")
    without_servers(monkeypatch)
    assert ensure_services("test") == first


def test_given_servers_are_used_as_they_are(local, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/waymark")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example/0")
    assert ensure_services() == Services("postgresql://db.example/waymark", "redis://cache.example/0")
    assert list(local.iterdir()) == []


def test_one_given_server_leaves_the_other_to_us(local, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/waymark")
    found = ensure_services("test")
    assert found.database_url == "postgresql://db.example/waymark"
    assert redis.Redis.from_url(found.redis_url).ping()
    assert not (local / "test-pg").exists()


def test_the_application_reads_dotenv_and_tests_do_not(local, monkeypatch):
    (local / ".env").write_text(
        '# mine\nexport DATABASE_URL="postgresql://db.example/mine"\nREDIS_URL=redis://cache.example/0\n'
    )
    monkeypatch.setattr(services, "ROOT", local)
    assert ensure_services("app") == Services("postgresql://db.example/mine", "redis://cache.example/0")
    without_servers(monkeypatch)
    assert "db.example" not in ensure_services("test").database_url


def test_stopping_says_what_ran(local):
    ensure_services("test")
    process = postmaster(local)
    assert stop_services() == ["PostgreSQL (test)", "Valkey (test)"]
    assert "postgres" not in command_line(process)
    assert stop_services() == []


def test_a_broker_that_cannot_save_is_stopped_all_the_same(local):
    found = ensure_services("app")
    redis.Redis.from_url(found.redis_url).set("counter", 1)
    shutil.rmtree(local / "valkey")
    assert "Valkey (app)" in stop_services()
    assert not Valkey("app").stop()


def test_nobody_else_may_read_the_password(local):
    ensure_services("test")
    assert (local / "services-test.json").stat().st_mode & 0o077 == 0
    assert (local / "test-valkey/server.conf").stat().st_mode & 0o077 == 0
    assert not (local / "test-pg/password").exists()


def test_servers_refuse_a_wrong_password_and_listen_on_loopback_only(local):
    found = ensure_services("test")
    assert ask(found.database_url, "SHOW listen_addresses") == "127.0.0.1"
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(found.database_url.replace(access_for("test").password, "guess"))
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(found.redis_url.replace(access_for("test").password, "guess")).ping()


def test_enough_connections_for_the_site_and_its_tests(local):
    assert int(str(ask(ensure_services("test").database_url, "SHOW max_connections"))) >= 60


def test_losing_the_password_file_is_explained(local, monkeypatch):
    ensure_services("test")
    stop_services("test")
    (local / "services-test.json").unlink()
    monkeypatch.setattr("foundation.local_postgres.START_ATTEMPTS", 1)
    with pytest.raises(services.ServiceError, match="To begin again: make stop, then remove"):
        Postgres("test").ensure()


def test_a_machine_without_the_wheels_is_told_which_setting_to_give(local, monkeypatch):
    monkeypatch.setattr("foundation.local_server.importlib.util.find_spec", lambda name: None)
    with pytest.raises(services.ServiceError, match="DATABASE_URL is not set"):
        Postgres("test").ensure()
    with pytest.raises(services.ServiceError, match="REDIS_URL is not set"):
        Valkey("test").ensure()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a directory that PostgreSQL's own user cannot enter")
def test_root_may_work_in_a_directory_closed_to_others(local):
    local.chmod(0o700)
    found = ensure_services("test")
    assert ask(found.database_url, "SELECT 1") == 1
    elsewhere = Postgres("test").directory
    assert local not in elsewhere.parents
    stop_services("test")
    shutil.rmtree(elsewhere.parent)


def test_free_port_can_be_listened_on():
    with socket.create_server(("127.0.0.1", free_port())):
        pass
