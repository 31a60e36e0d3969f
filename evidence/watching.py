"""Looking at sources' published addresses on their cadence, and leaving new editions for a steward."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from evidence.enums import Cadence, CheckOutcome, RunState
from evidence.fetching import Fetched, FetchRules, TooLargeError, UnreachableError, fetch
from evidence.import_jobs import offer_run
from evidence.importing.pipeline import ImportBusyError, Outcome, Request, run_import
from evidence.importing.registry import importer_for
from evidence.models import Source, SourceCheck
from foundation.leases import leased

# How often to look: often enough to notice a new edition within a small part of the time between two.
LOOK_EVERY = {
    Cadence.MONTHLY: timedelta(days=1),
    Cadence.QUARTERLY: timedelta(days=3),
    Cadence.ANNUAL: timedelta(days=7),
    Cadence.IRREGULAR: timedelta(days=7),
    Cadence.ONCE: timedelta(days=90),
}
_LEASE_MINUTES = 30.0


def due_sources(now: datetime) -> list[Source]:
    """Sources whose last look is longer ago than their cadence asks for."""
    due = []
    for source in Source.objects.exclude(address="").order_by("slug"):
        last = source.checks.order_by("-checked_at").first()
        if last is None or now - last.checked_at >= LOOK_EVERY[Cadence(source.cadence)]:
            due.append(source)
    return due


def default_rules() -> FetchRules:
    """The limits of settings."""
    return FetchRules(max_bytes=settings.SOURCE_CHECK_MAX_BYTES, timeout=settings.SOURCE_CHECK_TIMEOUT)


def check_due_sources(*, now: datetime) -> list[SourceCheck]:
    """Look at every due source; one that another process is looking at is passed over."""
    checks = []
    for source in due_sources(now):
        holder = f"{socket.gethostname()}:{os.getpid()}"
        with leased(f"check:{source.slug}", holder, now=now, minutes=_LEASE_MINUTES) as got:
            if got:
                checks.append(check_source(source, now=now))
    return checks


def check_source(source: Source, *, now: datetime, rules: FetchRules | None = None) -> SourceCheck:
    """Look at one source's address once and record what was there.

    A changed file is downloaded, put through a dry import, and left with its run waiting for a
    data steward (`releases list` shows it). Where only the page of the publication is known, a
    changed page is reported for a person to look at. Nothing that readers see changes. Never raises
    for what the publisher does; the record says it.
    """
    check = SourceCheck(source=source, checked_at=now, address=source.download_address or source.address)
    before = _last_answer(check)
    try:
        found = fetch(
            check.address,
            _place(check),
            rules or default_rules(),
            etag=before.etag if before else "",
            last_modified=before.last_modified if before else "",
        )
    except TooLargeError as error:
        check.outcome, check.detail = CheckOutcome.TOO_LARGE, str(error)[:300]
    except UnreachableError as error:
        check.outcome, check.detail, check.attempts = CheckOutcome.UNREACHABLE, str(error)[:300], error.attempts
    else:
        _judge(check, found, before)
    check.save()
    return check


def _last_answer(check: SourceCheck) -> SourceCheck | None:
    """The last look that read or confirmed what is there: what the next conditional request refers to."""
    answered = [
        CheckOutcome.UNCHANGED,
        CheckOutcome.NEW_EDITION,
        CheckOutcome.PAGE_CHANGED,
        CheckOutcome.REFUSED,
    ]
    found: SourceCheck | None = check.source.checks.filter(outcome__in=answered, address=check.address).first()
    return found


def _place(check: SourceCheck) -> Path:
    name = Path(urlsplit(check.address).path).name or "download"
    return Path(settings.DOWNLOAD_DIR) / check.source_id / f"{check.checked_at:%Y%m%dT%H%M%S}" / name


def _judge(check: SourceCheck, found: Fetched, before: SourceCheck | None) -> None:
    check.status_code, check.attempts, check.bytes_read = found.status, found.attempts, found.bytes_read
    check.etag, check.last_modified, check.checksum = found.etag[:200], found.last_modified[:80], found.checksum
    if found.status == 304 and before is not None:
        check.outcome = CheckOutcome.UNCHANGED
        check.etag, check.last_modified = before.etag, before.last_modified
        check.checksum = before.checksum
    elif found.path is None:
        check.outcome, check.detail = CheckOutcome.ERROR, f"the publisher answered with status {found.status}"
    elif before is not None and before.checksum == found.checksum:
        check.outcome = CheckOutcome.UNCHANGED
        found.path.unlink(missing_ok=True)
    elif not check.source.download_address:
        # The first look at a page has nothing to compare with.
        check.outcome = CheckOutcome.PAGE_CHANGED if before else CheckOutcome.UNCHANGED
        found.path.unlink(missing_ok=True)
    else:
        _try_import(check, found.path)


def _try_import(check: SourceCheck, path: Path) -> None:
    try:
        outcome = _dry_run(check.source, path)
    except ImportBusyError as error:
        check.outcome, check.detail = CheckOutcome.ERROR, str(error)[:300]
        check.checksum = check.etag = check.last_modified = ""  # so that the next look reads it again
        return
    except Exception as error:  # a reader's own mistake must not stop the other checks
        check.outcome, check.detail = CheckOutcome.ERROR, f"{type(error).__name__}: {error}"[:300]
        return
    check.run = outcome.run
    if outcome.state == RunState.UNCHANGED:
        check.outcome = CheckOutcome.UNCHANGED
        path.unlink(missing_ok=True)
    elif outcome.state == RunState.DRY:
        check.outcome = CheckOutcome.NEW_EDITION
        offer_run(run=outcome.run, files=[path], now=check.checked_at)
    else:
        check.outcome = CheckOutcome.REFUSED
        check.detail = outcome.findings[0].message[:300] if outcome.findings else ""
        offer_run(run=outcome.run, files=[path], now=check.checked_at)


def _dry_run(source: Source, path: Path) -> Outcome:
    return run_import(importer_for(source.slug), [path], Request(apply=False, by="source check", explain=True))
