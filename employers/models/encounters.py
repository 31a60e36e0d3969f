"""Encounters that schools ask employers for: structured choices only, no free text either way."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.models import Organisation
from employers.enums import EncounterKind, EncounterState


class EncounterQuerySet(models.QuerySet["EncounterRequest"]):
    """Reads of requests."""

    def sent_by(self, schools: Any) -> Self:
        """Requests of these schools, newest first, with both sides."""
        return self.filter(school__in=schools).select_related("school", "employer").order_by("-created_at", "-pk")

    def received_by(self, employers: Any) -> Self:
        """Requests to these employers, those that wait first, then newest first, with both sides."""
        waits = models.Case(models.When(state=EncounterState.SENT, then=0), default=1)
        rows = self.filter(employer__in=employers).select_related("school", "employer", "asked_by")
        return rows.order_by(waits, "-created_at", "-pk")


@audited()
class EncounterRequest(models.Model):
    """A teacher asks an employer, for a school or college, to meet its pupils."""

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="encounters_asked")
    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="encounters_received")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind of encounter"), max_length=16, choices=EncounterKind.choices)
    year_groups = ArrayField(models.PositiveSmallIntegerField(), help_text="7 to 13.")
    pupils = models.PositiveSmallIntegerField(
        _("number of pupils"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    subject = models.CharField(max_length=40, blank=True, default="", help_text="A school subject, as links name it.")
    state = models.CharField(max_length=10, choices=EncounterState.choices, default=EncounterState.SENT)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        constraints = [
            # An employer is asked once and then left to answer.
            models.UniqueConstraint(
                fields=["school", "employer", "kind"],
                condition=Q(state=EncounterState.SENT),
                name="encounter_asked_once",
                violation_error_message=_("Your school or college has asked for this already. Wait for the answer."),
            ),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="encounter_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}: organisation {self.school_id} asks organisation {self.employer_id}"

    @property
    def is_open(self) -> bool:
        """Whether the employer has yet to answer."""
        return self.state == EncounterState.SENT
