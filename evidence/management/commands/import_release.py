"""Read publishers' files into a release; dry unless told to apply."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.importing.pipeline import ImportBusyError, Request, describe, run_import
from evidence.importing.registry import all_importers, importer_for
from evidence.models import ImportRun


class Command(BaseCommand):
    """`import_release SOURCE --file F [--apply]`: prints added / changed / removed; changes nothing by default."""

    help = "Read publishers' files into a release. Dry by default: --apply keeps and publishes what was read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Source, files, and what to do with them."""
        parser.add_argument("source", help="slug of the source: " + ", ".join(i.source for i in all_importers()))
        parser.add_argument("--file", action="append", default=[], type=Path, help="a publisher's file; may repeat")
        parser.add_argument("--run", type=int, help="take the files of an earlier run, as a source check left them")
        parser.add_argument("--apply", action="store_true", help="keep what was read and publish it")
        parser.add_argument("--hold", action="store_true", help="with --apply: keep it ready, publish later")
        parser.add_argument("--accept", metavar="NAME", default="", help="go over the limits; NAME says so")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print, and fail when the file was refused."""
        try:
            importer = importer_for(options["source"])
        except KeyError as error:
            raise CommandError(str(error.args[0])) from error
        files = options["file"] or self._files_of_run(options["run"], importer.source)
        request = Request(
            apply=options["apply"], publish=not options["hold"], accept=options["accept"], by="import_release"
        )
        try:
            outcome = run_import(importer, files, request, self._progress)
        except ImportBusyError as error:
            raise CommandError(str(error)) from error
        self.stderr.write("")
        for line in describe(outcome):
            self.stdout.write(line)
        if outcome.state == "refused":
            raise CommandError("refused; the published edition is untouched")
        if outcome.state == "dry":
            self.stdout.write("  nothing was changed; say --apply to keep and publish it")

    def _files_of_run(self, run_id: int | None, source: str) -> list[Path]:
        if run_id is None:
            raise CommandError("give --file or --run")
        run = ImportRun.objects.filter(pk=run_id, source_id=source).first()
        if run is None:
            raise CommandError(f"{source} has no run {run_id}")
        return [Path(name) for name in run.files]

    def _progress(self, step: str, rows: int) -> None:
        self.stderr.write(f"\r  {step}: {rows:,} rows", ending="")
        self.stderr.flush()
