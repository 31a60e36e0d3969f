"""Other schemes' people: their lists, what became of each row, possible duplicates, merges that can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import audited
from ambassadors.enums import BatchState, PairState
from ambassadors.models.people import Ambassador
from ambassadors.models.schemes import Scheme

USER = settings.AUTH_USER_MODEL


class ColumnMapping(models.Model):
    """Which column of a scheme's list is which of our fields, kept for the next list."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict, help_text="Our field to their column's heading.")
    values = models.JSONField(default=dict, help_text="Our field to {their word: ours}.")
    saved_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="mapping_once")]

    def __str__(self) -> str:
        return self.name


@audited(only=("id", "scheme", "state", "by", "rows", "made", "refused"))
class ImportBatch(models.Model):
    """One list of a scheme, from its upload to its people. Rows are kept until it is done, then dropped."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="batches")
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=160)
    checksum = models.CharField(max_length=64, db_collation="C")
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.UPLOADED)
    rows = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0, help_text="For the progress bar.")
    made = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=600, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"batch {self.pk} of scheme {self.scheme_id}"


class ImportRow(models.Model):
    """One line of a list."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(help_text="Line of the file, from 1.")
    cells = models.JSONField(default=list)
    errors = models.JSONField(default=list, help_text="[field, sentence] pairs.")
    ambassador = models.ForeignKey(Ambassador, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"line {self.number} of batch {self.batch_id}"


@audited(only=("id", "first", "second", "state", "decided_by", "decided_at"))
class DuplicatePair(models.Model):
    """Two rows that may be one person: how likely, and why, for a coordinator to decide."""

    first = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    reasons = models.JSONField(default=list, help_text="Each comparison's sentence and weight.")
    state = models.CharField(max_length=9, choices=PairState.choices, default=PairState.WAITING)
    found_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"pair {self.first_id} and {self.second_id}"


@audited(only=("id", "kept", "absorbed", "merged_by", "merged_at", "undone_by", "undone_at"))
class Merge(models.Model):
    """That one row was taken into another, with all that is needed to undo it."""

    pair = models.ForeignKey(DuplicatePair, null=True, blank=True, on_delete=models.SET_NULL, related_name="merges")
    kept = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="+")
    absorbed = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict, help_text="Both rows' fields and which dependent rows moved.")
    merged_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="merged_once"),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
