"""Compile starter tables from publishers' files in the raw data folder."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evidence.importing.registry import all_importers
from evidence.importing.starter import compile_edition, raw_paths


class Command(BaseCommand):
    """`compile_starter [SOURCE ...]`: writes data/*.csv.gz and the manifests."""

    help = "Compile starter tables from publishers' files (RAW_DATA_DIR)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which sources; all by default."""
        parser.add_argument("sources", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile each edition whose files are present."""
        for importer in all_importers():
            if options["sources"] and importer.source not in options["sources"]:
                continue
            for slot in importer.raw_files:
                path, rows = compile_edition(importer, raw_paths(importer, slot))
                self.stdout.write(f"{importer.source} {slot}: {rows:,} rows, {path.stat().st_size:,} bytes")
