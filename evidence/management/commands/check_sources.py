"""Look at sources' published addresses now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evidence.models import Source
from evidence.watching import check_source, due_sources


class Command(BaseCommand):
    """`check_sources [SOURCE ...]`: those named, or all that are due."""

    help = "Look at sources' published addresses: those named, or all that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which sources."""
        parser.add_argument("sources", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, record and print one line a source."""
        now = timezone.now()
        sources = [self._source(slug) for slug in options["sources"]] or due_sources(now)
        if not sources:
            self.stdout.write("no source is due")
        for source in sources:
            check = check_source(source, now=now)
            waiting = f"; run {check.run_id} waits for a decision" if check.outcome == "new_edition" else ""
            self.stdout.write(f"{source.slug}: {check.get_outcome_display()} {check.detail}{waiting}".rstrip())

    def _source(self, slug: str) -> Source:
        source: Source | None = Source.objects.filter(slug=slug).first()
        if source is None:
            raise CommandError(f"there is no source {slug!r}")
        return source
