"""Load the catalogue of sources and every starter table that is not held yet."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.importing.catalogue import load_catalogue
from evidence.importing.pipeline import describe
from evidence.importing.starter import load_starter


class Command(BaseCommand):
    """Repeatable; prints one line an edition."""

    help = "Load the catalogue of sources and every starter table that is not held yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and fail when a table is refused."""
        started = time.monotonic()
        publishers, sources = load_catalogue()
        self.stdout.write(f"{publishers} publishers, {sources} sources")
        for outcome in load_starter():
            self.stdout.write(
                f"{outcome.run.source_id}: {outcome.release or outcome.state}, {outcome.run.rows_read:,} rows"
            )
            if outcome.state not in ("applied", "unchanged"):
                raise CommandError("\n".join(describe(outcome)))
        self.stdout.write(f"starter data loaded in {time.monotonic() - started:.1f} s")
