"""Print how good and how quick search is."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence.queries import current_editions
from lmi.search import benchmark
from lmi.search.benchmark import Judged, Searcher

_COLUMNS = f"{'':28}{'n':>4}  hit@1  hit@5  MRR"


class Command(BaseCommand):
    """`bench_search [FILE] [--baselines] [--misses] [--clients 8] [--seed 7]`."""

    help = "Hit rates and latency of search, on judged queries, as typed and with one slip each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file defaults to the tuning set among the raw data."""
        parser.add_argument("file", nargs="?", type=Path, default=settings.RAW_DATA_DIR / "search" / "dev_queries.csv")
        parser.add_argument("--seed", type=int, default=7, help="of the slips")
        parser.add_argument("--clients", type=int, default=8, help="asking at once")
        parser.add_argument("--baselines", action="store_true", help="compare with three plain ways of searching")
        parser.add_argument("--misses", action="store_true", help="list the tuned half's queries with no hit in five")

    def handle(self, *args: Any, **options: Any) -> None:
        """Quality of ours in both halves, then of the baselines, then latency."""
        try:
            judged = benchmark.read_queries(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        search, seed = benchmark.ours(current_editions()), options["seed"]
        tuned = [one for one in judged if benchmark.is_tuned_on(one)]
        kept = [one for one in judged if not benchmark.is_tuned_on(one)]
        self.stdout.write(_COLUMNS)
        for name, half in (("all", judged), ("tuned half", tuned), ("kept half", kept)):
            self._quality(f"ours, {name}", search, half, seed)
        if options["baselines"]:
            self._quality("plain full text", benchmark.plain_full_text, judged, seed)
            self._quality("plain trigram", benchmark.plain_trigram, judged, seed)
            self._quality("rapidfuzz", benchmark.plain_rapidfuzz(), judged, seed)
        if options["misses"]:
            self._misses(search, tuned)
        self._latency(search, judged, options["clients"])

    def _quality(self, name: str, search: Searcher, judged: list[Judged], seed: int) -> None:
        self.stdout.write(f"{name:28}{benchmark.quality(search, judged)}")
        self.stdout.write(f"{name + ', one slip':28}{benchmark.quality(search, judged, seed)}")

    def _misses(self, search: Searcher, judged: list[Judged]) -> None:
        for one in judged:
            found = search(one.query)[:5]
            if not one.accepted.intersection(found):
                self.stdout.write(f"missed: {one.query}: {' '.join(found)} instead of {' '.join(sorted(one.accepted))}")

    def _latency(self, search: Searcher, judged: list[Judged], clients: int) -> None:
        texts = [one.query for one in judged]
        self.stdout.write(f"\n{'milliseconds':28}   p50     p95")
        for count in sorted({1, clients}):
            at_once = f"{count} client{'s' if count > 1 else ''} at once"
            self.stdout.write(f"{'search, ' + at_once:28}{benchmark.latency(search, texts, count)}")
            typed = benchmark.beginnings(texts)
            self.stdout.write(f"{'suggest, ' + at_once:28}{benchmark.latency(benchmark.suggestions, typed, count)}")
