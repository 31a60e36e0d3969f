"""Print how quickly a slice comes through the API, against PostgreSQL itself, Datasette and a plain view."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lmi.bench import slices
from lmi.bench.servers import ServerDidNotStartError


class Command(BaseCommand):
    """`bench_api [--rounds 5] [--seconds 1.5]`; under a minute, loopback only."""

    help = "Slices a second through the API, against PostgreSQL itself, Datasette and a plain DRF view."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long."""
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--seconds", type=float, default=1.5, help="of each contestant in each round")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print the table of docs/benchmarks.md."""
        try:
            speeds = slices.measure(options["rounds"], options["seconds"])
        except ServerDidNotStartError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(slices.as_table(speeds))
