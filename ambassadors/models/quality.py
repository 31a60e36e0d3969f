"""Quality and safety: observations, concerns and what was done about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from ambassadors.enums import ConcernAbout, ConcernLevel, ConcernState, ReferralDecision
from ambassadors.models.people import Ambassador
from ambassadors.models.visits import Visit

USER = settings.AUTH_USER_MODEL


@audited()
class Observation(models.Model):
    """A coordinator watched somebody at work with pupils."""

    ambassador = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="observations")
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    observed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    observed_on = models.DateField()
    is_good = models.BooleanField(_("fit to go on"))
    note = models.CharField(max_length=600, blank=True, default="")

    def __str__(self) -> str:
        return f"observation {self.pk} of ambassador {self.ambassador_id}"


@audited()
class Concern(models.Model):
    """A worry about a person or a visit. Never seen by whom it is about, never deleted (migration 0002)."""

    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="concerns")
    about = models.CharField(max_length=12, choices=ConcernAbout.choices)
    ambassador = models.ForeignKey(Ambassador, null=True, blank=True, on_delete=models.PROTECT, related_name="concerns")
    person = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="The account it is about."
    )
    raised_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    words = models.TextField(_("what happened"), max_length=4000)
    told_school = models.BooleanField(_("the school’s safeguarding lead or head knows"), null=True)
    level = models.CharField(max_length=8, choices=ConcernLevel.choices, default=ConcernLevel.UNSORTED)
    handler = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    alternate = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    suspended_at = models.DateTimeField(null=True, blank=True)
    referral = models.CharField(max_length=10, choices=ReferralDecision.choices, default=ReferralDecision.UNDECIDED)
    referral_reason = models.CharField(max_length=600, blank=True, default="")
    state = models.CharField(max_length=6, choices=ConcernState.choices, default=ConcernState.OPEN)
    outcome = models.CharField(max_length=1000, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "raised_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(handler=F("alternate")), name="concern_alternate_is_somebody_else"),
            models.CheckConstraint(
                condition=Q(person=None) | (~Q(handler=F("person")) & ~Q(alternate=F("person"))),
                name="concern_never_with_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConcernState.CLOSED)
                | (~Q(level=ConcernLevel.UNSORTED) & ~Q(referral=ReferralDecision.UNDECIDED) & ~Q(outcome="")),
                name="closed_concerns_were_decided",
                violation_error_message=_("Sort the concern and decide about a referral before you close it."),
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


@audited()
class ConcernNote(models.Model):
    """One step in dealing with a concern."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notes")
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    words = models.TextField(max_length=2000)

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"note {self.pk} on concern {self.concern_id}"
