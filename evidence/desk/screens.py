"""Editions at the desk: what waits for a decision, the editions of a source, and one job with its reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from accounts.permissions import Permission
from evidence import actions, import_jobs
from evidence.desk.reports import comparison_of, editions_of
from evidence.enums import JobState, ReleaseState
from evidence.importing.registry import importer_for
from evidence.models import ImportJob, Release, Source, SourceCheck
from foundation.access import needs
from foundation.desk.base import DeskView, numbers
from foundation.queues import Waiting, waiting_since

READ, PUBLISH, WITHDRAW = Permission.RELEASE_IMPORT, Permission.RELEASE_PUBLISH, Permission.RELEASE_WITHDRAW
_SILENT_AFTER = timedelta(minutes=10)
_CRUMB = ("desk-releases", gettext_lazy("Editions"))


def undecided_jobs() -> Any:
    """Jobs that wait for a decision, longest first."""
    return ImportJob.objects.filter(state__in=import_jobs.UNDECIDED).order_by("waiting_since", "pk")


def held_back() -> Any:
    """Editions that were read in and kept back, longest first."""
    return Release.objects.filter(state=ReleaseState.READY).order_by("state_changed_at", "pk")


def releases_waiting(now: datetime) -> Waiting:
    """What waits for a steward; two SQL statements."""
    moments = [*undecided_jobs().values_list("waiting_since", flat=True)]
    moments += held_back().values_list("state_changed_at", flat=True)
    return waiting_since([moment or now for moment in moments], now)


class Releases(DeskView):
    """What waits for a decision, what is being read, and every source."""

    access = needs(READ)
    page_title = gettext_lazy("Editions")
    header_icon = "table"
    template_name = "desk/releases.html"

    def shown(self) -> dict[str, Any]:
        """Jobs, kept-back editions and sources with an importer."""
        editions: dict[str, list[Release]] = {}
        for release in Release.objects.published().order_by("source_id", "-slot", "-pk"):
            editions.setdefault(release.source_id, []).append(release)
        checks = SourceCheck.objects.order_by("source_id", "-checked_at").distinct("source_id")
        last = {check.source_id: check for check in checks}
        sources = Source.objects.select_related("publisher").order_by("position", "slug")
        return {
            "waiting": undecided_jobs().select_related("source", "run"),
            "held_back": held_back().select_related("source"),
            "under_way": ImportJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING, JobState.FAILED])
            .select_related("source")
            .order_by("-asked_at")[:20],
            "sources": [(source, editions.get(source.slug, []), last.get(source.slug)) for source in sources],
        }


@method_decorator(csrf_exempt, name="dispatch")
class SourceScreen(DeskView):
    """One source: its editions, its jobs, and the form for new files.

    Exempt from the outer CSRF check because that would read an upload of any size first; `_act` makes
    the same check once the size is known.
    """

    access = needs(READ)
    header_icon = "table"
    template_name = "desk/release_source.html"
    crumbs = (_CRUMB,)

    @property
    def source(self) -> Source:
        """The source that the address names; 404 for another."""
        found: Source = get_object_or_404(Source, slug=self.kwargs["slug"])
        return found

    def get_page_title(self) -> str:
        """The source's title."""
        return self.source.title

    def shown(self) -> dict[str, Any]:
        """Editions newest first, downloads that nobody has taken up, jobs, and what this person may do."""
        source = self.source
        return {
            "source": source,
            "editions": editions_of(source),
            "jobs": source.jobs.select_related("run")[:15],
            "downloads": _downloads(source),
            "most_bytes": importer_for(source.slug).limits.max_bytes if _has_importer(source) else 0,
            "may_publish": self.person.has_perm(PUBLISH),
            "may_withdraw": self.person.has_perm(WITHDRAW),
        }

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Refuse what is too large before it is read, then act."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.SOURCE_CHECK_MAX_BYTES:
            self.refuse(_("Together the files are larger than %(most)s MB.") % {"most": self._most()})
            return self.back(reverse("desk-release-source", args=[slug]))
        return csrf_protect(lambda _request: self._act(slug))(request)

    def _most(self) -> int:
        return int(settings.SOURCE_CHECK_MAX_BYTES // 2**20)

    def _act(self, slug: str) -> HttpResponse:
        here = reverse("desk-release-source", args=[slug])
        try:
            match self.request.POST.get("do"):
                case "upload":
                    return self._begin(import_jobs.keep_uploads(self.source, self.request.FILES.getlist("files")))
                case "download":
                    return self._begin(_files_of(self.source, self.request.POST.get("check", "")))
                case "publish" | "withdraw" as what:
                    self._move(what)
                case _:
                    self.refuse(_("Choose what is to be done."))
        except (ValidationError, actions.ReleaseStateError) as error:
            self.refuse(error if isinstance(error, ValidationError) else str(error))
        return self.back(here)

    def _begin(self, files: list[Path]) -> HttpResponse:
        if not _has_importer(self.source):
            raise ValidationError(_("No importer reads this source."))
        job = import_jobs.ask_import(by=self.person, source=self.source, files=files, now=timezone.now())
        return self.back(reverse("desk-import-job", args=[job.pk]))

    def _move(self, what: str) -> None:
        release = get_object_or_404(Release, source=self.source, key=self.request.POST.get("release", ""))
        by, reason = f"person {self.person.pk}", self.request.POST.get("reason", "").strip()
        if not self.person.has_perm(PUBLISH if what == "publish" else WITHDRAW):
            raise ValidationError(_("Your role may not do this."))
        if what == "publish":
            if release.state not in (ReleaseState.READY, ReleaseState.SUPERSEDED):
                raise ValidationError(_("Only an edition that was kept back or replaced can be published."))
            actions.publish_release(release=release, by=by)
            self.say(_("%(key)s is published.") % {"key": release.key})
            return
        if not reason:
            raise ValidationError(_("Say why the edition is withdrawn: readers see the reason."))
        actions.withdraw_release(release=release, by=by, reason=reason)
        self.say(_("%(key)s is withdrawn.") % {"key": release.key})


class JobScreen(DeskView):
    """One job: how far it is, what would change, how good the file is, and the decision."""

    access = needs(READ)
    header_icon = "table"
    template_name = "desk/import_job.html"
    crumbs = (_CRUMB,)

    @property
    def job(self) -> ImportJob:
        """The job that the address names; 404 for another."""
        found: ImportJob = get_object_or_404(
            ImportJob.objects.select_related("source", "run__release"), pk=self.kwargs["pk"]
        )
        return found

    def get_page_title(self) -> str:
        """The source and the job's number."""
        job = self.job
        return _("%(source)s: file %(number)s") % {"source": job.source.title, "number": job.pk}

    def shown(self) -> dict[str, Any]:
        """The job with progress or reports; the page asks for itself again every few seconds while it runs."""
        job = self.job
        run = job.run
        under_way = job.state in (JobState.QUEUED, JobState.RUNNING)
        return {
            "job": job,
            "run": run,
            "under_way": under_way,
            "is_silent": under_way and timezone.now() - job.touched_at > _SILENT_AFTER,
            "progress": import_jobs.progress_of(job) if under_way else None,
            "comparison": comparison_of(run) if run else None,
            "findings": run.report if run else [],
            "bad_rows": run.bad_rows.all()[:20] if run else [],
            "may_decide": self.person.has_perm(PUBLISH) and job.state in import_jobs.UNDECIDED,
            "may_overrule": job.state == JobState.REFUSED and import_jobs.may_be_overruled(run),
            "may_close": job.state in (*import_jobs.UNDECIDED, JobState.FAILED, JobState.UNCHANGED),
            "may_start": job.state == JobState.FAILED
            or (under_way and timezone.now() - job.touched_at > _SILENT_AFTER),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept, turn down or start again."""
        job, now, reason = self.job, timezone.now(), request.POST.get("reason", "")
        try:
            match request.POST.get("do"):
                case "accept" | "overrule" as what if self.person.has_perm(PUBLISH):
                    over = what == "overrule"
                    import_jobs.accept_job(by=self.person, job=job, over_limits=over, reason=reason, now=now)
                    self.say(_("Accepted. It is read in and published now."))
                case "decline":
                    import_jobs.decline_job(by=self.person, job=job, reason=reason, now=now)
                    self.say(_("Turned down. What readers see stays as it was."))
                case "again":
                    import_jobs.start_again(by=self.person, job=job, now=now)
                case _:
                    self.refuse(_("Your role may not do this."))
        except (ValidationError, import_jobs.JobStateError) as error:
            self.refuse(error if isinstance(error, ValidationError) else str(error))
        return self.back(reverse("desk-import-job", args=[pk]))


def _has_importer(source: Source) -> bool:
    try:
        return bool(importer_for(source.slug))
    except KeyError:
        return False


def _downloads(source: Source) -> list[SourceCheck]:
    """Fetched files of this source that lie on the server and that no job has taken up."""
    checks = source.checks.filter(run__isnull=False, run__jobs__isnull=True).select_related("run")[:20]
    return [check for check in checks if check.run and all(Path(file).is_file() for file in check.run.files)]


def _files_of(source: Source, number: str) -> list[Path]:
    """The files of one of these downloads; raises ValidationError for another."""
    chosen = numbers([number])
    for check in _downloads(source):
        if [check.pk] == chosen and check.run:
            return [Path(file) for file in check.run.files]
    raise ValidationError(_("This file is not there any more."))
