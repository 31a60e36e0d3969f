"""End what has been kept long enough; dry unless told to apply."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.data_rights.retention import apply_retention, in_words


class Command(BaseCommand):
    """Prints what the retention rules of today would do; --apply does it."""

    help = "Warn and erase by the retention rules of today. Dry unless --apply is given."

    def add_arguments(self, parser: CommandParser) -> None:
        """--apply."""
        parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a rule."""
        dry = not options["apply"]
        for line in in_words(apply_retention(now=timezone.now(), dry=dry), dry=dry):
            self.stdout.write(line)
