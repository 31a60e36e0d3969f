"""Look at releases, publish, withdraw and roll back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence import actions
from evidence.enums import RunState
from evidence.models import ImportRun, Release, Source


class Command(BaseCommand):
    """`releases list | publish KEY | withdraw KEY --reason R | roll-back SOURCE [--slot S]`."""

    help = "List releases; publish, withdraw or roll back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand each."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list")
        listing.add_argument("source", nargs="?")
        publish = verbs.add_parser("publish")
        publish.add_argument("key")
        withdraw = verbs.add_parser("withdraw")
        withdraw.add_argument("key")
        withdraw.add_argument("--reason", required=True)
        back = verbs.add_parser("roll-back")
        back.add_argument("source")
        back.add_argument("--slot", default="all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Dispatch to the verb."""
        try:
            getattr(self, "_" + options["verb"].replace("-", "_"))(options)
        except actions.ReleaseStateError as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        releases = Release.objects.order_by("source_id", "-slot", "-pk")
        if options["source"]:
            releases = releases.filter(source_id=self._source(options["source"]).slug)
        for release in releases:
            self.stdout.write(f"{release.key:60} {release.get_state_display():40} {release.row_count:>8,} rows")
        for run in ImportRun.objects.filter(state=RunState.DRY, checks__isnull=False).distinct():
            self.stdout.write(
                f"waiting: {run.source_id} run {run.pk} of {run.started_at:%d %B %Y}: +{run.added} ~{run.changed} "
                f"-{run.removed}; import_release {run.source_id} --run {run.pk} --apply"
            )

    def _publish(self, options: dict[str, Any]) -> None:
        release = actions.publish_release(release=self._release(options["key"]), by="releases command")
        self.stdout.write(f"{release.key} is published")

    def _withdraw(self, options: dict[str, Any]) -> None:
        release = self._release(options["key"])
        actions.withdraw_release(release=release, by="releases command", reason=options["reason"])
        self.stdout.write(f"{release.key} is withdrawn")

    def _roll_back(self, options: dict[str, Any]) -> None:
        source = self._source(options["source"])
        release = actions.roll_back(source=source, slot=options["slot"], by="releases command")
        self.stdout.write(f"{release.key} is published again")

    def _release(self, key: str) -> Release:
        release: Release | None = Release.objects.filter(key=key).first()
        if release is None:
            raise CommandError(f"there is no release {key!r}")
        return release

    def _source(self, slug: str) -> Source:
        source: Source | None = Source.objects.filter(slug=slug).first()
        if source is None:
            raise CommandError(f"there is no source {slug!r}")
        return source
