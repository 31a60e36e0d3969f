"""Look through the links that routes rest on, the least sure first, and at occupations without a kind of route."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lmi.queries.context import Facts, facts
from pathways.book import CONFIDENCE_ORDER, Book, LinkRef, route_book
from pathways.enums import Confidence, LinkKind
from pathways.link_names import TARGETS, LinkNames
from pathways.routing.model import Grades, RouteKind, Stage
from pathways.routing.routes import person_at, routes_to

COLUMNS = (
    *("kind", "confidence", "source", "source_title", "target", "target_title", "role", "basis", "checked", "note"),
)


class Command(BaseCommand):
    """`review_links [--kind K] [--confidence C] [--unit CODE] [--csv] | --without ROUTE_KIND | --gaps`."""

    help = "List links by kind and confidence, the least sure first; or occupations without a kind of route."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to narrow by, and how to print."""
        parser.add_argument("--kind", choices=LinkKind.values, help="links of this kind only")
        parser.add_argument("--confidence", choices=Confidence.values, help="links of this confidence only")
        parser.add_argument("--unit", help="links from or to this unit group of SOC 2020")
        parser.add_argument("--csv", action="store_true", help="as comma-separated values")
        parser.add_argument("--without", choices=[*RouteKind], help="occupations without an open route of this kind")
        parser.add_argument("--gaps", action="store_true", help="how many occupations lack each kind of route")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print links, or occupations."""
        context = facts()
        book = route_book(context.editions)
        unit = options["unit"]
        if unit and unit not in {group.code for group in context.soc.level("unit")}:
            raise CommandError(f"{unit} is no unit group of SOC 2020")
        if options["without"] or options["gaps"]:
            self._gaps(book, context, options["without"])
            return
        name = LinkNames(book, context).of
        rows = [_row(link, name) for link in _chosen(book, options)]
        if options["csv"]:
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerows([COLUMNS, *([row[column] for column in COLUMNS] for row in rows)])
            return
        self._print(rows)

    def _print(self, rows: list[dict[str, str]]) -> None:
        heading = ("", "")
        for row in rows:
            if (row["kind"], row["confidence"]) != heading:
                heading = (row["kind"], row["confidence"])
                alike = sum((other["kind"], other["confidence"]) == heading for other in rows)
                self.stdout.write(f"\n{heading[0]}, {heading[1]} confidence: {alike:,}")
            words = f"  {row['source']} {row['source_title']} -> {row['target']} {row['target_title']}"
            notes = "; ".join(filter(None, (row["role"], row["basis"], row["checked"], row["note"])))
            self.stdout.write(f"{words} ({notes})")
        self.stdout.write(f"\n{len(rows):,} links")

    def _gaps(self, book: Book, context: Facts, wanted: str | None) -> None:
        """Occupations without each kind of route for a person with five GCSEs who leaves Year 11 now."""
        person = person_at(Stage.GCSE, timezone.localdate(), grades=Grades.FIVE)
        lacking: dict[str, list[str]] = {kind: [] for kind in RouteKind if wanted in (None, kind)}
        for group in context.soc.level("unit"):
            kinds = {route.kind for route in routes_to(book, group.code, person).open}
            for kind in lacking.keys() - kinds:
                lacking[kind].append(f"{group.code} {group.title}")
        for kind, units in lacking.items():
            self.stdout.write(f"{kind}: {len(units)} occupations without such a route after GCSEs")
            if wanted:
                self.stdout.write("\n".join(f"  {unit}" for unit in sorted(units)))


def _chosen(book: Book, options: dict[str, Any]) -> Iterator[LinkRef]:
    """Links by kind, then the least sure first, then by codes."""
    unit = options["unit"]
    for link in sorted(book.all_links(), key=lambda x: (x.kind, -_rank(x), x.source, x.target)):
        if options["kind"] not in (None, link.kind) or options["confidence"] not in (None, link.confidence):
            continue
        if unit in (None, link.source) or (unit == link.target and link.kind == LinkKind.OCCUPATION_PROGRESSION):
            yield link


def _rank(link: LinkRef) -> int:
    return CONFIDENCE_ORDER[Confidence(link.confidence)]


def _row(link: LinkRef, name: Any) -> dict[str, str]:
    return {
        "kind": link.kind,
        "confidence": link.confidence,
        "source": link.source,
        "source_title": name(LinkKind.DEGREE_SUBJECT if link.kind == LinkKind.DEGREE_SUBJECT else "", link.source),
        "target": link.target,
        "target_title": name(TARGETS.get(link.kind, link.kind), link.target),
        "role": link.role,
        "basis": link.basis,
        "checked": "checked" if link.checked else "",
        "note": link.note,
    }
