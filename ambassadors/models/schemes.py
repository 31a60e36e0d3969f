"""Schemes that send people from STEM work into schools, and who coordinates where."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.audit import audited
from accounts.models import Organisation
from ambassadors.enums import SchemeState


class Scheme(models.Model):
    """A scheme, open or part of the history; `source` says where what we say of it is written."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    run_by = models.CharField(max_length=160, blank=True, default="")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    about = models.CharField(max_length=600, blank=True, default="")
    state = models.CharField(max_length=6, choices=SchemeState.choices, default=SchemeState.OPEN)
    opened = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year.")
    closed = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year.")
    website = models.URLField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@audited()
class CoordinatorArea(models.Model):
    """Who coordinates a region, and who stands in: concerns about the one go to the other.

    `region` is a GSS code; "" stands for everywhere that no row names.
    """

    region = models.CharField(max_length=9, blank=True, default="", db_collation="C", unique=True)
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    alternate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(coordinator=F("alternate")), name="alternate_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"coordinators of {self.region or 'everywhere else'}"
