"""The pipeline: verify, read, stage, compare, report and (when asked) keep and publish, all or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from evidence import actions
from evidence.enums import ReleaseState, RunState
from evidence.importing import comparing, staging
from evidence.importing.contract import Edition, Finding, Importer, RefusedFileError, Report
from evidence.importing.reading import check_size, checksum
from evidence.models import BadRow, ImportRun, Release, Source

Progress = Callable[[str, int], None]
OVER_LIMITS = " (a person may say --accept)"  # ends a refusal that a person may overrule


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of one run.

    `apply` keeps the rows; `publish` also switches the pointer; `accept` overrides the limits and
    names who said so.
    """

    apply: bool = False
    publish: bool = True
    accept: str = ""
    by: str = "system"
    checksum: str = ""  # of the publisher's files, when a table compiled from them is read
    explain: bool = False  # keep examples of differences and the quality of each column with the run


@dataclass(slots=True)
class Outcome:
    """How a run ended, for the command, the check and the tests."""

    run: ImportRun
    release: Release | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The run's state (evidence.enums.RunState)."""
        return str(self.run.state)


class ImportBusyError(Exception):
    """Another import of this source is under way."""


def run_import(
    importer: Importer, files: Sequence[Path], request: Request, progress: Progress | None = None
) -> Outcome:
    """Take one source's files through the pipeline; the run is recorded whatever happens.

    Nothing but the run record changes unless the run ends APPLIED. Raises ImportBusyError when
    another process imports the same source.
    """
    source = Source.objects.get(slug=importer.source)
    with _only_importer_of(source):
        _mark_interrupted(source)
        run = ImportRun.objects.create(
            source=source, started_at=timezone.now(), applied=request.apply, files=[str(f) for f in files]
        )
        report, outcome = Report(), Outcome(run)
        try:
            _verify(importer, files)
            run.checksum = request.checksum or checksum(files)
            with transaction.atomic():
                _import(importer, files, request, outcome, report, progress)
        except RefusedFileError as error:
            run.state = RunState.REFUSED
            outcome.release = None
            report.findings.insert(0, error.finding)
        except BaseException as error:
            run.state = RunState.FAILED
            outcome.release = None
            report.findings.insert(0, Finding("refused", f"{type(error).__name__}: {error}"[:500]))
            raise
        finally:
            _record(outcome, report)
    return outcome


class _only_importer_of:  # noqa: N801  # reads as a phrase in the with statement
    """Holds the session's advisory lock for one source; a killed process lets go by dying."""

    def __init__(self, source: Source) -> None:
        self.name = f"import:{source.slug}"

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [self.name])
            if not cursor.fetchone()[0]:
                raise ImportBusyError(f"{self.name} is under way in another process")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [self.name])


def _mark_interrupted(source: Source) -> None:
    ImportRun.objects.filter(source=source, state=RunState.RUNNING).update(
        state=RunState.INTERRUPTED, ended_at=timezone.now()
    )


def _verify(importer: Importer, files: Sequence[Path]) -> None:
    if not files:
        raise RefusedFileError("no file was given")
    for path in files:
        check_size(path, importer.limits)


def _import(
    importer: Importer,
    files: Sequence[Path],
    request: Request,
    outcome: Outcome,
    report: Report,
    progress: Progress | None,
) -> None:
    run = outcome.run
    edition = importer.edition(files)
    published = Release.objects.published().filter(source=run.source, slot=edition.slot).first()
    if published is not None and published.checksum == run.checksum:
        run.state, outcome.release = RunState.UNCHANGED, published
        return
    counter = (lambda n: progress("reading", n)) if progress else None
    run.rows_read = staging.stage(importer, importer.read(files, report), counter)
    if progress:
        progress("comparing", run.rows_read)
    staging.set_aside_unknown(importer, report)
    _refuse_broken(importer, run, report)
    _compare(importer, run, edition, published, request, report)
    if published is not None and not (run.added or run.changed or run.removed):
        run.state, outcome.release = RunState.UNCHANGED, published
    elif not request.apply:
        run.state = RunState.DRY
    else:
        _stop_here_in_kill_tests("before-keep")
        outcome.release = _keep(importer, run, edition, request)
        _stop_here_in_kill_tests("before-commit")
        run.state = RunState.APPLIED


def _refuse_broken(importer: Importer, run: ImportRun, report: Report) -> None:
    """What no `--accept` overrides: nothing usable, too many bad rows, a key twice."""
    total = run.rows_read + len(report.bad_rows)
    if not total or len(report.bad_rows) == total:
        raise RefusedFileError("there is no usable row in the file")
    if len(report.bad_rows) > importer.limits.max_bad_share * total:
        file, line, raw, reason = report.bad_rows[0]
        raise RefusedFileError(
            f"{len(report.bad_rows)} of {total} rows cannot be used; first: {reason} ({raw[:80]})", file, line
        )
    twice = staging.duplicates(importer)
    if twice:
        file, line, key = twice[0]
        places = ", ".join(str(n) for _, n, _ in twice[:10])
        raise RefusedFileError(f"the key {key} stands twice (lines {places})", file, line)


def _compare(
    importer: Importer,
    run: ImportRun,
    edition: Edition,
    published: Release | None,
    request: Request,
    report: Report,
) -> None:
    """Count the differences and hold them against the importer's limits."""
    staged = staging.staged_rows()
    staging.give_way(importer)
    before = published or _edition_before(run, edition)
    same_period = published is not None or importer.is_register
    found = staging.difference(importer, before.pk if before else None, same_period=same_period)
    run.added, run.changed, run.removed = found.added, found.changed, found.removed
    if request.explain:
        run.comparison = comparing.comparison(importer, before, same_period=same_period)
    limits, problems = importer.limits, []
    if staged < limits.min_rows:
        problems.append(f"{staged:,} rows, fewer than the {limits.min_rows:,} that every edition has")
    if found.compared_with and found.removed > limits.max_dropped_share * found.compared_with:
        problems.append(f"{found.removed:,} of {found.compared_with:,} published rows are gone")
    for column, ratio in found.median_moves.items():
        if not 1 / limits.max_median_move <= ratio <= limits.max_median_move:
            problems.append(f"the median of {column} moved by a factor of {ratio:,.3g}")
    for column, value in staging.medians(importer).items():
        low, high = limits.plausible[column]
        if not low <= value <= high:
            problems.append(f"the median of {column} is {value:,.6g}, outside {low:,g} to {high:,g}")
    if problems and not request.accept:
        raise RefusedFileError("; ".join(problems) + OVER_LIMITS)
    for problem in problems:
        report.warn(f"accepted by {request.accept}: {problem}")
    run.accepted_by = request.accept


def _edition_before(run: ImportRun, edition: Edition) -> Release | None:
    """The published edition of the nearest earlier slot: the 2026 figures are held against those of 2025."""
    earlier = Release.objects.published().filter(source=run.source, slot__lt=edition.slot)
    found: Release | None = earlier.order_by("-slot").first()
    return found


def _keep(importer: Importer, run: ImportRun, edition: Edition, request: Request) -> Release:
    release = Release.objects.create(
        key=_free_key(run.source.slug, edition),
        source=run.source,
        slot=edition.slot,
        edition=edition.edition,
        period=edition.period,
        period_start=edition.period_start,
        period_end=edition.period_end,
        status=edition.status,
        published_on=edition.published_on,
        retrieved_on=edition.retrieved_on,
        note=edition.note,
        checksum=run.checksum,
        row_count=staging.staged_rows(),
        coverage=staging.coverage(importer),
        state=ReleaseState.IMPORTING,
    )
    staging.keep(importer, release.pk)
    actions.mark_ready(release=release, by=request.by)
    if request.publish:
        actions.publish_release(release=release, by=request.by)
    return release


def _free_key(source: str, edition: Edition) -> str:
    base = "-".join(p for p in (source, "" if edition.slot == "all" else edition.slot, edition.edition) if p)
    base = "".join(c if c.isalnum() else "-" for c in base.lower())
    base = "-".join(p for p in f"{base}-{edition.status}".split("-") if p)
    if edition.slot == edition.edition:
        base = f"{source}-{edition.edition}-{edition.status}".lower()
    key, n = base, 1
    while Release.objects.filter(key=key).exists():
        n += 1
        key = f"{base}-{n}"
    return key


def _record(outcome: Outcome, report: Report) -> None:
    run = outcome.run
    outcome.findings = list(report.findings)
    run.rows_bad = len(report.bad_rows)
    run.report = [finding.as_json() for finding in report.findings]
    run.release = outcome.release
    run.ended_at = timezone.now()
    run.save()
    BadRow.objects.bulk_create(
        BadRow(run=run, file=file, line=line, raw=raw, reason=reason) for file, line, raw, reason in report.bad_rows
    )


def _stop_here_in_kill_tests(place: str) -> None:
    """Die as by kill -9 at a named place; only where settings.TESTING is on."""
    if settings.TESTING and os.environ.get("WAYMARK_KILL_IMPORT_AT") == place:
        os.kill(os.getpid(), signal.SIGKILL)


def describe(outcome: Outcome) -> list[str]:
    """The run in lines of plain words, for the command and the steward's mail."""
    run: Any = outcome.run
    lines = [
        f"{run.source_id}: {run.get_state_display()}",
        f"  rows read {run.rows_read:,}, set aside {run.rows_bad:,}",
        f"  against the published edition: {run.added:,} added, {run.changed:,} changed, {run.removed:,} removed",
    ]
    for finding in outcome.findings:
        place = f"{finding.file}:{finding.line}: " if finding.line else (f"{finding.file}: " if finding.file else "")
        lines.append(f"  {finding.severity}: {place}{finding.message}")
    lines += [f"  set aside: {row.file}:{row.line}: {row.reason}" for row in run.bad_rows.all()[:20]]
    if outcome.release is not None:
        lines.append(f"  release {outcome.release.key} is {outcome.release.get_state_display()}")
    return lines
