"""What the scheme decided about people's checks, who looked, and training. Never a certificate itself."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from ambassadors.enums import VettingKind, VettingOutcome
from ambassadors.models.people import Ambassador


class VettingQuerySet(models.QuerySet["VettingDecision"]):
    """Reads of decisions; every look at one is logged (see VettingLook)."""

    def standing(self) -> Self:
        """Decisions that no later one has replaced."""
        return self.filter(replaced_at=None)

    def in_date(self, on: date) -> Self:
        """Standing decisions that somebody may volunteer, whose re-check falls due after this day."""
        return self.standing().filter(outcome=VettingOutcome.CLEARED, recheck_due_on__gt=on)


@audited()
class VettingDecision(models.Model):
    """A decision after a check. Certificates have no expiry; the scheme looks again on `recheck_due_on`.

    No number and no content of a certificate is kept. A refusal replaces every clearance that stood.
    """

    ambassador = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=24, choices=VettingKind.choices)
    issued_on = models.DateField(_("issue date of the certificate"))
    outcome = models.CharField(max_length=7, choices=VettingOutcome.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    recheck_due_on = models.DateField(_("re-check due"))
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = VettingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "kind"], condition=Q(replaced_at=None), name="one_standing_decision_a_kind"
            ),
            models.CheckConstraint(condition=Q(recheck_due_on__gt=F("issued_on")), name="recheck_after_issue"),
        ]
        indexes = [
            models.Index(
                fields=["ambassador", "kind", "recheck_due_on"],
                condition=Q(replaced_at=None, outcome="cleared"),
                name="vetting_in_date",
            ),
            models.Index(fields=["recheck_due_on"], condition=Q(replaced_at=None), name="vetting_due"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} about ambassador {self.ambassador_id}"


class VettingLook(models.Model):
    """That somebody looked at what is held about people's checks: written before the answer."""

    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ambassador = models.ForeignKey(Ambassador, null=True, on_delete=models.SET_NULL, related_name="looks")
    people = models.PositiveIntegerField(default=1, help_text="How many people a list showed.")
    page = models.CharField(max_length=120)
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["ambassador", "-looked_at"])]

    def __str__(self) -> str:
        return f"look {self.pk} by user {self.looked_by_id}"


class TrainingModule(models.Model):
    """Something that ambassadors learn before or while they volunteer; seeded from `data/training.json`."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=600, blank=True, default="")
    is_induction = models.BooleanField(default=False, help_text="Must be done before the first visit.")
    months_valid = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Then it is due again.")
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.title


@audited()
class Training(models.Model):
    """That an ambassador has done a module, or has it to do by a day."""

    ambassador = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="training")
    module = models.ForeignKey(TrainingModule, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ambassador", "module"], name="training_once")]

    def __str__(self) -> str:
        return f"module {self.module_id} of ambassador {self.ambassador_id}"
