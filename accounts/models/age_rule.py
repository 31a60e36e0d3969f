"""Ages that laws set, as dated data with their source."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class AgeRule(models.Model):
    """One age that a law sets, from one day until, where it has ended, another."""

    name = models.SlugField(max_length=40, help_text='What it is about: "digital-consent".')
    age = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The last day; empty while it holds.")
    source = models.CharField(max_length=200)
    address = models.URLField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="age_rule_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="age_rule_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.age} from {self.valid_from}"
