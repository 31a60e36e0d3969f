"""Template databases for tests: built once for all workers, cloned in a moment, dropped afterwards."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, cursor
from psycopg2.sql import SQL, Identifier

Kind = Literal["migrated", "starter"]
ROOT = Path(__file__).resolve().parent.parent
BUILD_LOCK = 8_214_031  # any number, the same for every process that builds a template
MIGRATION_FILES = (
    *("requirements.lock", "*/migrations/*.py", "accounts/roles.py", "employers/workflow.py"),
    *("ambassadors/seeds.py", "ambassadors/data/*.json", "accounts/data_rights/*.csv"),
)
# What decides the starter rows beside the migrations: the tables shipped and the code that loads them.
STARTER_FILES = (
    "*/data/**/*",
    "*/importers/**/*.py",
    "evidence/importing/**/*.py",
    "*/management/commands/load_starter.py",
    "lmi/notes_data.py",  # brings the shipped notes in after them
    "lmi/search/index.py",  # builds the search index from the loaded rows, in these normal forms
    "lmi/search/spellings.py",
    "lmi/search/synonyms.py",
    "lmi/search/words.py",
)

# Without the system checks that manage.py makes first: they are a test of their own, not a condition of all others.
RUN_COMMAND = (
    "import sys, django; django.setup(); from django.core.management import call_command as c; c(*sys.argv[1:])"
)


def clone(kind: Kind, name: str) -> str:
    """Make a fresh database called `name`, migrated and (`starter`) filled with the starter data; return its address.

    The first call of a kind builds the template, which takes as long as migrating and loading; every
    other process waits for that one build. An older database of the same name goes.
    """
    with _server() as server:
        # The server's own lock, not a file's: it also holds between checkouts that share a server.
        server.execute("SELECT pg_advisory_lock(%s)", [BUILD_LOCK])
        template = _template(server, kind)
        server.execute("SELECT pg_advisory_unlock(%s)", [BUILD_LOCK])
        _drop(server, name)
        _copy(server, template, name)
    return address(name)


def drop(name: str) -> None:
    """Drop a database made by `clone`, closing whatever is still connected to it."""
    with _server() as server:
        _drop(server, name)


def address(name: str) -> str:
    """Return the address of a database on the tests' server."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _template(server: cursor, kind: Kind) -> str:
    """Return the name of an up-to-date template, building it when migrations, data or importers have changed."""
    name = f"waymark_template_{kind}_{_key(kind)}"
    if name in _names(server, name):
        return name
    for old in _names(server, f"waymark_template_{kind}_%"):
        _drop(server, old)
    draft = f"waymark_building_{kind}"
    _drop(server, draft)
    if kind == "migrated":
        server.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(draft)))
        _manage(draft, "migrate", "--verbosity=0")
    else:
        _copy(server, _template(server, "migrated"), draft)
        if list(ROOT.glob("*/management/commands/load_starter.py")):
            _manage(draft, "load_starter")
    _gather_statistics(draft)
    # Only a finished template gets the name: a build that was killed is never taken for one.
    server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(draft), Identifier(name)))
    return name


def _key(kind: Kind) -> str:
    patterns = MIGRATION_FILES if kind == "migrated" else MIGRATION_FILES + STARTER_FILES
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _manage(database: str, *command: str) -> None:
    """Run a management command on one of our databases; raises RuntimeError with the last lines it printed."""
    done = subprocess.run(
        [sys.executable, "-c", RUN_COMMAND, *command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(database), "DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last_lines = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
        raise RuntimeError(f"manage.py {' '.join(command)} failed for the test database:\n{last_lines}")


def _gather_statistics(database: str) -> None:
    """Let the planner know the starter rows, so that tests of query plans see what a real site sees."""
    with closing(psycopg2.connect(address(database))) as connection:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as rows:
            rows.execute("VACUUM ANALYZE")


@contextmanager
def _server() -> Iterator[cursor]:
    """Give a cursor on the server's maintenance database, outside any transaction."""
    with closing(psycopg2.connect(address("postgres"))) as connection:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as server:
            yield server


def _names(server: cursor, pattern: str) -> list[str]:
    server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern.replace("_", r"\_")])
    return [name for (name,) in server.fetchall()]


def _copy(server: cursor, template: str, name: str) -> None:
    # Copying files beats writing the log for anything larger than an empty schema.
    copying = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    server.execute(copying.format(Identifier(name), Identifier(template)))


def _drop(server: cursor, name: str) -> None:
    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
