"""Build the search index anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from lmi.search.index import rebuild_index
from lmi.search.synonyms import load_synonyms


class Command(BaseCommand):
    """Repeatable; needed only when the way names are brought to normal form has changed."""

    help = "Bring in the shipped synonyms that no curator has changed, and build the search index anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, build, and say what there is."""
        started = time.monotonic()
        changed = load_synonyms()
        built = rebuild_index()
        self.stdout.write(
            f"{changed:,} synonyms changed; {built.names:,} names, {built.words:,} words, {built.phrases:,} phrases "
            f"in {time.monotonic() - started:.1f} s"
        )
