"""Rules of the scheme and of the law, as dated data with their source."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ambassadors.enums import Nation, Pattern, Setting, VettingKind


class DatedQuerySet(models.QuerySet[Any]):
    """Reads of dated rules."""

    def in_force(self, on: date) -> Self:
        """Rules that hold on a day, the last day included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class DatedRule(models.Model):
    """What every rule has: from when until when it holds, where it is written, whether somebody confirmed it."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The last day; empty while it holds.")
    source = models.CharField(max_length=300)
    address = models.URLField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=600, blank=True, default="")
    is_confirmed = models.BooleanField(default=False, help_text="By the owner's safeguarding lead.")

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class VettingRule(DatedRule):
    """Which checks' decisions do for a setting and a pattern in a nation.

    `accepted` lists the kinds of check whose decision does. `asks_for` is the one that may be asked for: nobody
    is asked for a check that their role is not eligible for. Rows of pattern `frequent` carry `most_days` and
    `window_days`: somebody on more than `most_days` days in `window_days` days falls under them.
    """

    nation = models.CharField(max_length=16, choices=Nation.choices)
    setting = models.CharField(max_length=10, choices=Setting.choices)
    pattern = models.CharField(max_length=9, choices=Pattern.choices)
    accepted = ArrayField(models.CharField(max_length=24, choices=VettingKind.choices))
    asks_for = models.CharField(max_length=24, choices=VettingKind.choices)
    most_days = models.PositiveSmallIntegerField(null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nation", "setting", "pattern", "valid_from"], name="vetting_rule_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="vetting_rule_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(pattern=Pattern.FREQUENT) | Q(most_days__isnull=False, window_days__isnull=False),
                name="frequent_rule_counts_days",
            ),
            models.CheckConstraint(condition=~Q(accepted=[]), name="vetting_rule_accepts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.nation} {self.setting} {self.pattern} from {self.valid_from}"


class SchemeRule(DatedRule):
    """One number that the scheme or a law sets: months until a re-check, days to answer, a minimum age."""

    name = models.SlugField(max_length=40)
    value = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="scheme_rule_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="scheme_rule_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value} from {self.valid_from}"
