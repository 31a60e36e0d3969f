"""Visits: who goes where and when. The database itself refuses somebody who may not go (migration 0002)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.models import Organisation
from ambassadors.enums import HOLDING, EndReason, Nation, Setting, Side, VisitState
from ambassadors.models.people import Ambassador
from ambassadors.models.requests import VisitRequest


class TimeRange(Func):
    """From the beginning up to, and without, the end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class VisitQuerySet(models.QuerySet["Visit"]):
    """Reads of visits."""

    def of_ambassador(self, ambassador: Any) -> Self:
        """Those that an ambassador may see: passed on to them by a coordinator."""
        return self.filter(ambassador=ambassador).exclude(passed_on_at=None)

    def of_schools(self, schools: Any) -> Self:
        """Those of these schools."""
        return self.filter(school__in=schools)

    def holding(self) -> Self:
        """Those that hold their slot."""
        return self.filter(state__in=HOLDING)

    def upcoming(self, now: datetime) -> Self:
        """Those that hold their slot and have not begun, the nearest first."""
        return self.holding().filter(starts_at__gte=now).order_by("starts_at", "pk")


@audited()
class Visit(models.Model):
    """One ambassador, one school, one time: proposed, accepted, confirmed, done, or ended with a reason.

    A proposal holds its slot from the start, so that two schools cannot be promised the same hour; the ambassador
    sees it once a coordinator has passed it on. `day` is the day in London on which it starts.
    """

    request = models.ForeignKey(VisitRequest, on_delete=models.PROTECT, related_name="visits")
    ambassador = models.ForeignKey(Ambassador, on_delete=models.PROTECT, related_name="visits")
    companion = models.ForeignKey(
        Ambassador, null=True, blank=True, on_delete=models.PROTECT, related_name="accompanied"
    )
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    nation = models.CharField(max_length=16, choices=Nation.choices)
    setting = models.CharField(max_length=10, choices=Setting.choices)
    is_overnight = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=VisitState.choices, default=VisitState.PROPOSED)
    end_reason = models.CharField(max_length=24, choices=EndReason.choices, blank=True, default="")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_on_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="As it turned out.")
    pupils_reached = models.PositiveSmallIntegerField(null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, help_text="Grows with each change, for calendars.")
    changed_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="visit_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(companion=F("ambassador")), name="visit_companion_is_somebody_else"),
            models.CheckConstraint(
                condition=~Q(state__in=(VisitState.ACCEPTED, VisitState.CONFIRMED, VisitState.DONE))
                | Q(passed_on_at__isnull=False),
                name="visit_passed_on_before_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(VisitState.DECLINED, VisitState.CANCELLED, VisitState.NO_SHOW))
                | ~Q(end_reason=""),
                name="ended_visits_say_why",
                violation_error_message=_("Give a reason."),
            ),
            ExclusionConstraint(
                name="one_visit_at_a_time",
                expressions=[
                    ("ambassador", RangeOperators.EQUAL),
                    (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=HOLDING),
                violation_error_message=_("This time has just been taken. Choose another."),
            ),
        ]
        indexes = [
            models.Index(fields=["ambassador", "day"], name="visit_days"),
            models.Index(fields=["school", "day"]),
            models.Index(fields=["state", "day"]),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk} on {self.day}"


class MessageTemplate(models.Model):
    """Words of the scheme that one side may send the other about a visit. Nobody writes their own."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=1000)
    sent_by = models.CharField(
        max_length=11, choices=[*Side.choices, ("coordinator", _("The coordinator"))], db_collation="C"
    )
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.title


class VisitMessage(models.Model):
    """That one side sent the other a template's words about a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="messages")
    template = models.ForeignKey(MessageTemplate, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("sent_at", "pk")

    def __str__(self) -> str:
        return f"message {self.pk} about visit {self.visit_id}"


@audited()
class VisitFeedback(models.Model):
    """What one side says of a visit, by choices; the school adds anonymous counts of what pupils took from it."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=10, choices=Side.choices)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    went_well = models.PositiveSmallIntegerField(help_text="1 (badly) to 5 (very well).")
    well_prepared = models.BooleanField(null=True, blank=True)
    right_level = models.BooleanField(null=True, blank=True)
    routes_covered = models.BooleanField(null=True, blank=True, help_text="Technical routes were spoken of as well.")
    would_repeat = models.BooleanField(null=True, blank=True)
    staff_present = models.BooleanField(null=True, blank=True, help_text="School staff were present throughout.")
    pupils_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils_new_job = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Heard of work new to them.")
    pupils_could_do = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Could see themselves in it.")
    pupils_next_step = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Know a next step.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "side"], name="feedback_once_a_side"),
            models.CheckConstraint(condition=Q(went_well__gte=1, went_well__lte=5), name="feedback_one_to_five"),
            models.CheckConstraint(
                condition=(Q(pupils_new_job=None) | Q(pupils_new_job__lte=F("pupils_asked")))
                & (Q(pupils_could_do=None) | Q(pupils_could_do__lte=F("pupils_asked")))
                & (Q(pupils_next_step=None) | Q(pupils_next_step__lte=F("pupils_asked"))),
                name="feedback_counts_within_those_asked",
                violation_error_message=_("No count can be larger than the number of pupils asked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} about visit {self.visit_id}"
