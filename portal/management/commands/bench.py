"""Measure speed against the baselines of docs/benchmarks.md: imports, search, API, routes, matching, pages, linkage."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import timezone

from ambassadors.bench import matching_table, measure_matching
from ambassadors.bench_linkage import linkage_table
from evidence import bench as imports
from pathways.bench import measure_routes, routes_table
from portal.bench import measure_pages, pages_table

PARTS = ("import", "search", "api", "routes", "matching", "pages", "linkage")


class Command(BaseCommand):
    """`bench [import] [search] [api] [routes] [matching] [pages] [linkage]`; all of them by default."""

    help = "Measure each part of the site that has a baseline in docs/benchmarks.md against it: medians and spread."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which parts."""
        parser.add_argument("parts", nargs="*", choices=[*PARTS, []])

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the parts one after the other."""
        for part in options["parts"] or PARTS:
            self.stdout.write(f"\n== {part} ==")
            getattr(self, f"_{part}")()

    def _import(self) -> None:
        self.stdout.write(imports.as_text(imports.report()))

    def _search(self) -> None:
        self._other("bench_search")

    def _api(self) -> None:
        self._other("bench_api")

    def _routes(self) -> None:
        self.stdout.write(routes_table(measure_routes(timezone.localdate())))

    def _matching(self) -> None:
        self.stdout.write(matching_table(measure_matching(timezone.localdate())))

    def _pages(self) -> None:
        self.stdout.write(pages_table(measure_pages()))

    def _linkage(self) -> None:
        self.stdout.write(linkage_table())

    def _other(self, name: str) -> None:
        if name in get_commands():
            call_command(name, stdout=self.stdout)
