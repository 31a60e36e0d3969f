"""`manage.py prepare_site`: bring the database and the static files up to date before the site starts."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from foundation.services import local_dir
from foundation.steps import say, step

REPORT_EVERY = 25


class Command(BaseCommand):
    """One process for all of it: loading Django takes longer than most of the steps."""

    help = "Migrate, load the starter data (and the demo set in demo mode), and collect static files."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where an image was built with its static files, they are not ours to collect."""
        parser.add_argument("--without-static", action="store_true", help="leave the static files alone")

    def handle(self, *_args: object, without_static: bool = False, **_options: object) -> None:
        """Run each step that this project has; every step does nothing when there is nothing to do."""
        with step("Migrating the database"):
            call_command("migrate", interactive=False, stdout=_MigrationCount())
        if "load_starter" in get_commands():
            with step("Loading the starter data"):
                call_command("load_starter")
        if settings.DEMO and "load_demo" in get_commands():
            with step("Loading the demo set"):
                _load_demo()
        if not without_static and hasattr(staticfiles_storage, "manifest_name"):
            _collect_static()


class _MigrationCount(io.StringIO):
    """Says now and then how far migrating is, in place of a line for each of some two hundred."""

    applied = 0

    def write(self, text: str) -> int:
        """Count what the migrate command reports."""
        if "Applying " in text:
            self.applied += 1
            if self.applied % REPORT_EVERY == 0:
                say(f"    {self.applied} migrations applied")
        return len(text)


def _load_demo() -> None:
    """Load the demo set and keep what it says of the sign-ins, for the supervisor to print last."""
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    local_dir().mkdir(parents=True, exist_ok=True)
    (local_dir() / "demo-sign-ins.txt").write_text(said.getvalue())


def _collect_static() -> None:
    """Collect static files when one of them has changed: naming and compressing them takes seconds."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    digest = _static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step("Collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)


def _static_digest() -> str:
    digest = hashlib.sha256()
    files: list[tuple[str, Any]] = [found for finder in get_finders() for found in finder.list(["CVS", ".*", "*~"])]
    for path, storage in sorted(files, key=lambda found: found[0]):
        state = Path(storage.path(path)).stat()
        digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()
