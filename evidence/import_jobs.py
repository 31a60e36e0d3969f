"""Import jobs: files that a steward gives, has read dry, and accepts or turns down (the pipeline uses actions)."""

from __future__ import annotations

import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from redis.exceptions import RedisError

from evidence.enums import JobState, JobWish, RunState
from evidence.importing.pipeline import OVER_LIMITS, ImportBusyError, Outcome, Request, run_import
from evidence.importing.registry import importer_for
from evidence.models import ImportJob, ImportRun, Source
from foundation import outbox

KIND = "evidence.import_job"
MOST_FILES = 12
UNDECIDED = (JobState.WAITING, JobState.REFUSED)
_UNUSUAL = re.compile(r"[^\w.()+ -]+")
_AFTER: dict[str, JobState] = {
    RunState.DRY: JobState.WAITING,
    RunState.UNCHANGED: JobState.UNCHANGED,
    RunState.REFUSED: JobState.REFUSED,
    RunState.APPLIED: JobState.ACCEPTED,
}


class JobStateError(Exception):
    """The job is not in a state in which this can be done; somebody else may have been quicker."""


def keep_uploads(source: Source, uploads: Sequence[UploadedFile[bytes]]) -> list[Path]:
    """Write uploaded files where downloads wait, under their own names; returns where.

    Raises ValidationError for no file, too many, two of one name, or one over the source's size limit:
    then none is kept.
    """
    if not uploads or len(uploads) > MOST_FILES:
        raise ValidationError(gettext("Choose from 1 to %(most)s files.") % {"most": MOST_FILES})
    most = importer_for(source.slug).limits.max_bytes
    names = [_file_name(str(upload.name)) for upload in uploads]
    if len(set(names)) < len(names):
        raise ValidationError(gettext("Two of the files have the same name."))
    if too_large := [name for name, upload in zip(names, uploads, strict=True) if (upload.size or 0) > most]:
        said = {"name": too_large[0], "most": f"{most // 2**20} MB"}
        raise ValidationError(gettext("%(name)s is larger than %(most)s, the limit of this source.") % said)
    folder = Path(settings.DOWNLOAD_DIR) / source.slug / f"desk-{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    for name, upload in zip(names, uploads, strict=True):
        with (folder / name).open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
    return [folder / name for name in names]


def _file_name(name: str) -> str:
    """The name that a file came with (readers may go by it), without folders or unusual letters."""
    plain = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    return _UNUSUAL.sub("_", plain).lstrip(". ")[-120:] or "file"


@transaction.atomic
def ask_import(*, by: Any, source: Source, files: Iterable[Path], now: datetime) -> ImportJob:
    """Have files read dry by a worker; returns the job, whose row says how it goes."""
    paths = list(files)
    with pghistory.context(by=_person(by), action="ask_import"):
        job = ImportJob.objects.create(
            source=source,
            files=[str(path) for path in paths],
            names=[path.name for path in paths],
            asked_at=now,
            asked_by=by.pk,
            touched_at=now,
        )
    outbox.put(KIND, {"job": job.pk})
    return job


@transaction.atomic
def offer_run(*, run: ImportRun, files: Iterable[Path], now: datetime) -> ImportJob:
    """Lay a dry run that a source check made before the stewards, as if one had asked for it."""
    paths = list(files)
    state = JobState.WAITING if run.state == RunState.DRY else JobState.REFUSED
    with pghistory.context(by="source check", action="offer_run"):
        return ImportJob.objects.create(
            source_id=run.source_id,
            files=[str(path) for path in paths],
            names=[path.name for path in paths],
            state=state,
            run=run,
            rows_done=run.rows_read,
            asked_at=now,
            touched_at=now,
            waiting_since=now,
        )


@transaction.atomic
def accept_job(*, by: Any, job: ImportJob, over_limits: bool, reason: str, now: datetime) -> ImportJob:
    """Decide that a read edition is kept and published; a worker does it.

    Going over the source's limits needs a reason. Raises ValidationError without it, JobStateError
    where nothing waits for a decision or the refusal is one that nobody may overrule.
    """
    held = _held(job, *UNDECIDED)
    if held.state == JobState.REFUSED and not (over_limits and may_be_overruled(held.run)):
        raise JobStateError(gettext("This file cannot be accepted."))
    if over_limits and not reason.strip():
        raise ValidationError({"reason": gettext("Say why the edition is right although it goes over the limits.")})
    _decide(held, by=by, reason=reason, now=now)
    held.state, held.wanted, held.accept_limits = JobState.QUEUED, JobWish.KEEP, over_limits
    with pghistory.context(by=_person(by), action="accept_job", reason=reason):
        held.save()
    outbox.put(KIND, {"job": held.pk})
    return held


@transaction.atomic
def decline_job(*, by: Any, job: ImportJob, reason: str, now: datetime) -> ImportJob:
    """Turn an edition down, with the reason kept; its files are removed, its run and report stay.

    Raises ValidationError without a reason, JobStateError where nothing waits.
    """
    held = _held(job, *UNDECIDED, JobState.FAILED, JobState.UNCHANGED)
    if not reason.strip():
        raise ValidationError({"reason": gettext("Say why the edition is turned down.")})
    _decide(held, by=by, reason=reason, now=now)
    held.state = JobState.DECLINED
    with pghistory.context(by=_person(by), action="decline_job", reason=reason):
        held.save()
    transaction.on_commit(lambda: _remove_files(held))
    return held


@transaction.atomic
def start_again(*, by: Any, job: ImportJob, now: datetime) -> ImportJob:
    """Read a job's files once more: after a failure, or when its worker is gone.

    Safe beside a worker that is not gone after all: only one import of a source runs at a time.
    """
    held = _held(job, JobState.FAILED, JobState.RUNNING, JobState.QUEUED, JobState.REFUSED)
    held.state, held.wanted, held.touched_at, held.detail = JobState.QUEUED, JobWish.LOOK, now, ""
    with pghistory.context(by=_person(by), action="start_again"):
        held.save()
    outbox.put(KIND, {"job": held.pk})
    return held


def run_job(*, job_id: int, now: datetime) -> ImportJob | None:
    """What the worker does: claim a queued job and take its files through the pipeline; None when it is not queued.

    Never raises for what is in the files: the job's row says how it ended.
    """
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=JobState.QUEUED).first()
        if job is None:
            return None
        job.state, job.touched_at, job.detail = JobState.RUNNING, now, ""
        job.save()
    try:
        with pghistory.context(user=job.decided_by or job.asked_by, action="import_job", job=job.pk):
            outcome = _read(job)
    except ImportBusyError:
        return _ended(job, JobState.FAILED, gettext("Another import of this source is under way. Start again later."))
    except Exception as error:  # a reader's own mistake must leave the job in a state that people can act on
        return _ended(job, JobState.FAILED, f"{type(error).__name__}: {error}")
    job.run, job.rows_done = outcome.run, outcome.run.rows_read
    return _ended(job, _AFTER.get(outcome.state, JobState.FAILED), _refusal(outcome))


def _read(job: ImportJob) -> Outcome:
    keep = job.wanted == JobWish.KEEP
    accept = _name_of(job.decided_by) if job.accept_limits else ""
    request = Request(apply=keep, explain=not keep, accept=accept, by=f"person {job.decided_by or job.asked_by}")
    return run_import(importer_for(job.source_id), [Path(file) for file in job.files], request, _Progress(job.pk))


def _ended(job: ImportJob, state: JobState, detail: str) -> ImportJob:
    job.state, job.detail, job.touched_at = state, detail[:500], timezone.now()
    if state in UNDECIDED:
        job.waiting_since, job.decided_at, job.decided_by = job.waiting_since or job.touched_at, None, None
    job.save()
    if state == JobState.ACCEPTED:
        _remove_files(job)
    return job


def _refusal(outcome: Outcome) -> str:
    """Why the pipeline refused, without the words for the command line."""
    refused = [finding.message for finding in outcome.findings if finding.severity == "refused"]
    return refused[0].removesuffix(OVER_LIMITS) if refused else ""


def may_be_overruled(run: ImportRun | None) -> bool:
    """Whether a refused run went over limits that a person may overrule."""
    return run is not None and any(one["message"].endswith(OVER_LIMITS) for one in run.report)


def progress_of(job: ImportJob) -> tuple[str, int] | None:
    """The step and rows that a running worker last told; None where it told nothing."""
    try:
        found: tuple[str, int] | None = cache.get(f"import-job:{job.pk}")
    except RedisError:
        return None
    return found


class _Progress:
    """Tells how far a reading is. In the cache: the connection is busy with COPY, inside one transaction."""

    def __init__(self, job_id: int) -> None:
        self.key = f"import-job:{job_id}"

    def __call__(self, step: str, rows: int) -> None:
        try:
            cache.set(self.key, (step, rows), 3600)
        except RedisError:
            return


def _held(job: ImportJob, *states: str) -> ImportJob:
    held: ImportJob = ImportJob.objects.select_for_update().get(pk=job.pk)
    if held.state not in states:
        said = {"state": held.get_state_display()}
        raise JobStateError(gettext("This cannot be done now: the edition is %(state)s.") % said)
    return held


def _decide(job: ImportJob, *, by: Any, reason: str, now: datetime) -> None:
    job.decided_by, job.decided_at, job.reason, job.touched_at = by.pk, now, reason.strip()[:500], now


def _remove_files(job: ImportJob) -> None:
    """Remove what was uploaded or fetched for a job that is decided; nothing outside the download folder."""
    root = Path(settings.DOWNLOAD_DIR).resolve()
    for folder in {Path(file).resolve().parent for file in job.files}:
        if root in folder.parents:
            shutil.rmtree(folder, ignore_errors=True)


def _person(by: Any) -> str:
    return f"person {by.pk}"


def _name_of(number: int | None) -> str:
    from accounts.models import User

    found = User.objects.filter(pk=number or 0).first()
    return str(found)[:120] if found else f"person {number}"


@outbox.handles(KIND, repeatable=True)
def _hand_to_worker(payload: dict[str, Any]) -> None:
    """The reading may take minutes, so it is a task of its own; told twice, the second finds nothing queued."""
    from evidence.tasks import run_import_job

    run_import_job.delay(payload["job"])
