"""Publishers, their sources, the releases of each source, and the runs and checks that brought them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.enums import Cadence, CheckOutcome, JobState, JobWish, ReleaseState, ReleaseStatus, RunState
from evidence.figures import ReleaseRef
from evidence.querysets import PublisherQuerySet, ReleaseQuerySet, SourceQuerySet

if TYPE_CHECKING:
    from datetime import date


class Publisher(models.Model):
    """A body that publishes facts; bodies end and others take over, so each has dates and a successor."""

    slug = models.SlugField(primary_key=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True, default="")
    address = models.URLField(blank=True, default="")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects: ClassVar = PublisherQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def answering(self, today: date) -> Publisher:
        """The body that answers for this one's publications on `today`: itself or a successor."""
        body, seen = self, {self.slug}
        while body.ended_on and body.ended_on <= today and body.successor and body.successor_id not in seen:
            body = body.successor
            seen.add(body.slug)
        return body


class Source(models.Model):
    """One publication that facts come from, whether or not we hold an edition of it."""

    slug = models.SlugField(primary_key=True)
    title = models.CharField(max_length=200)
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="sources")
    summary = models.TextField(help_text=_("What it measures, in our own words."))
    population = models.CharField(max_length=200, blank=True, default="")
    licence = models.CharField(max_length=100)
    licence_address = models.URLField(blank=True, default="")
    attribution = models.TextField()
    address = models.URLField(
        max_length=500,
        blank=True,
        default="",
        help_text=_("The page it is published on; empty for our editors' own tables."),
    )
    download_address = models.URLField(
        max_length=500,
        blank=True,
        default="",
        help_text=_("The file that the checks fetch; empty: they watch the page, and a person fetches."),
    )
    cadence = models.CharField(max_length=12, choices=Cadence.choices)
    next_expected = models.DateField(null=True, blank=True)
    caveats = models.JSONField(default=list, help_text=_("Sentences a reader must know before using a figure."))
    absence = models.TextField(
        blank=True, default="", help_text=_("Set when no edition is held: what is missing here and where to find it.")
    )
    importer = models.CharField(max_length=100, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=100)

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page about this source."""
        return reverse("open:source-detail", args=[self.slug])


def citation(title: str, edition: str, status: str, publisher: str) -> str:
    """How an edition is cited: "Annual Survey of Hours and Earnings 2025 (provisional), Office for ..."."""
    return f"{title} {edition} ({ReleaseStatus(status).label}), {publisher}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Release(models.Model):
    """One edition of a source. Figure rows point here; readers see the published one of each slot.

    A slot is what an edition replaces: the 2025 figures replace earlier 2025 figures, not those
    of 2024. A source that restates its whole history has the single slot "all".
    """

    key = models.SlugField(max_length=120, unique=True, help_text=_("Stable public name, used in ?release="))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="releases")
    slot = models.CharField(max_length=40, default="all")
    edition = models.CharField(max_length=80, help_text=_("The publisher's own label, for example 2025."))
    period = models.CharField(max_length=80, help_text=_("What the figures refer to, for example April 2025."))
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=ReleaseStatus.choices)
    published_on = models.DateField(null=True, blank=True, help_text=_("By the publisher."))
    retrieved_on = models.DateField(null=True, blank=True)
    checksum = models.CharField(max_length=64, help_text=_("SHA-256 of the files it was read from."))
    row_count = models.PositiveIntegerField(default=0)
    coverage = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many of the 412 unit groups have a value.")
    )
    state = models.CharField(max_length=12, choices=ReleaseState.choices, default=ReleaseState.IMPORTING)
    note = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("source_id", "-slot", "-pk")
        constraints = [
            # The atomic pointer: at most one edition of a slot is the published one.
            models.UniqueConstraint(
                fields=["source", "slot"], condition=models.Q(state="published"), name="release_one_published_per_slot"
            ),
        ]
        indexes = [models.Index(fields=["source", "state"])]

    def __str__(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        """How it is cited: title, edition, status and publisher."""
        return citation(self.source.title, self.edition, self.status, self.source.publisher.name)

    def ref(self) -> ReleaseRef:
        """The light form that figures carry; reads source and publisher."""
        return ReleaseRef(self.key, self.source_id, self.label, self.period, self.status)


class ImportRun(models.Model):
    """One attempt to read files into a release: what was read, what was wrong, what would change."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    release = models.ForeignKey(Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.RUNNING)
    applied = models.BooleanField(default=False, help_text=_("Asked to keep what was read, not only to look."))
    files = models.JSONField(default=list)
    checksum = models.CharField(max_length=64, blank=True, default="")
    rows_read = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list, help_text=_("Findings: severity, message, file, line."))
    comparison = models.JSONField(
        default=dict, help_text=_("Examples of differences and the quality of each column, where they were asked for.")
    )
    accepted_by = models.CharField(max_length=120, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M} {self.state}"


class BadRow(models.Model):
    """A row that could not be used, kept as it came with its place in the file."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="bad_rows")
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    raw = models.TextField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("file", "line")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["id", "state", "wanted", "reason", "accept_limits", "decided_by"],
    model_name="ImportJobEvent",
)
class ImportJob(models.Model):
    """Files that a data steward gave or chose, from the first dry reading to the decision about them.

    The row is the truth of the job; a worker claims it by its state. `wanted` says what the next
    reading is for, `accept_limits` that the person goes over the source's limits.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="jobs")
    files = models.JSONField(default=list, help_text=_("Where the files lie on the server."))
    names = models.JSONField(default=list, help_text=_("What the files are called."))
    wanted = models.CharField(max_length=8, choices=JobWish.choices, default=JobWish.LOOK)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    step = models.CharField(max_length=20, blank=True, default="")
    rows_done = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs")
    detail = models.CharField(max_length=500, blank=True, default="")
    accept_limits = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("The number of an account."))
    touched_at = models.DateTimeField(help_text=_("When a worker last said that it is at it."))
    waiting_since = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("The number of an account."))

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=["state", "waiting_since"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.asked_at:%Y-%m-%d %H:%M} {self.state}"


class SourceCheck(models.Model):
    """One look at a source's published address, and what was there."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    address = models.URLField(max_length=500)
    outcome = models.CharField(max_length=12, choices=CheckOutcome.choices)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    etag = models.CharField(max_length=200, blank=True, default="")
    last_modified = models.CharField(max_length=80, blank=True, default="")
    checksum = models.CharField(max_length=64, blank=True, default="")
    bytes_read = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=1)
    detail = models.CharField(max_length=300, blank=True, default="")
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="checks")

    class Meta:
        ordering = ("-checked_at",)
        indexes = [models.Index(fields=["source", "-checked_at"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.checked_at:%Y-%m-%d} {self.outcome}"
