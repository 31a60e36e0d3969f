"""Stories: how somebody came into their work, told with consent and published after moderation."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from ambassadors.enums import RouteTaken, StoryState
from ambassadors.models.people import Ambassador
from ambassadors.models.vetting import VettingDecision

USER = settings.AUTH_USER_MODEL


class StoryQuerySet(models.QuerySet["Story"]):
    """Reads of stories."""

    def published(self, today: date) -> Self:
        """What readers may see: approved, still consented to, of somebody in the scheme whose check is in date."""
        cleared = VettingDecision.objects.in_date(today).filter(ambassador=models.OuterRef("ambassador"))
        return self.filter(
            models.Exists(cleared),
            state=StoryState.PUBLISHED,
            consented_at__isnull=False,
            ambassador__standing__in=("active", "paused"),
            ambassador__merged_into=None,
        )


@audited(exclude=("typical_day", "advice", "steps"))
class Story(models.Model):
    """One ambassador's story. Shown: first name, role, region, photograph, the route step by step, a typical day.

    `shown` is what readers see: the approved words; the other fields are what the writer has now.
    """

    ambassador = models.OneToOneField(Ambassador, on_delete=models.CASCADE, related_name="story")
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=9, choices=StoryState.choices, default=StoryState.DRAFT)
    role = models.CharField(_("role"), max_length=120)
    steps = models.JSONField(default=list, help_text='[{"kind": a RouteTaken, "words": ..., "age": ...}], in order.')
    typical_day = models.TextField(_("a typical day"), max_length=2000, blank=True, default="")
    advice = models.TextField(_("what I wish I had known"), max_length=600, blank=True, default="")
    photo = models.ImageField(upload_to="stories", null=True, blank=True)
    photo_says = models.CharField(_("what the photograph shows"), max_length=160, blank=True, default="")
    occupations = ArrayField(models.CharField(max_length=4, db_collation="C"), default=list, blank=True)
    subjects = ArrayField(models.CharField(max_length=40, db_collation="C"), default=list, blank=True)
    routes = ArrayField(models.CharField(max_length=24, choices=RouteTaken.choices), default=list, blank=True)
    region = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    shown = models.JSONField(default=dict, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    returned_for = models.CharField(max_length=600, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=StoryState.PUBLISHED) | Q(consented_at__isnull=False),
                name="published_stories_have_consent",
            )
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"
