"""What people report about items that third parties wrote: the complaints log."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.enums import ReportReason, ReportState


@audited()
class Report(models.Model):
    """One report of one item, with what was decided about it; a signed-in reporter is told the outcome."""

    target_kind = models.CharField(max_length=24, help_text=_("The kind of item: role_profile, organisation ..."))
    target_id = models.CharField(max_length=80)
    target_title = models.CharField(max_length=200)
    path = models.CharField(max_length=200, help_text=_("The page it was reported from."))
    reason = models.CharField(max_length=16, choices=ReportReason.choices)
    text = models.TextField(blank=True, default="", max_length=1000)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.OPEN)
    outcome = models.TextField(blank=True, default="", max_length=1000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        indexes = [models.Index(fields=["target_kind", "target_id"])]

    def __str__(self) -> str:
        return f"report {self.pk} of {self.target_kind} {self.target_id}"
