"""The occupational classification: groups, job titles and links to other classifications."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from evidence.models import Release
from lmi.enums import Level, TitleOrigin
from lmi.querysets import OccupationQuerySet


class OccupationGroup(models.Model):
    """A group of SOC 2020 at any of its four levels; the code is its key ("5", "52", "524", "5241").

    The classification is a register: a new edition changes titles in place and never removes a code.
    """

    code = models.CharField(max_length=4, primary_key=True, db_collation="C")
    level = models.CharField(max_length=9, choices=Level.choices)
    title = models.CharField(max_length=200, db_collation="C")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", db_constraint=False
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OccupationQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        indexes = [models.Index(fields=["level", "title"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page on the students' side."""
        return reverse("students:occupation-detail", args=[self.code])

    @property
    def slug(self) -> str:
        """The readable end of its address."""
        return slugify(self.title)

    @property
    def ancestors(self) -> list[str]:
        """Codes of the wider groups, nearest first."""
        return [self.code[:n] for n in range(len(self.code) - 1, 0, -1)]


class JobTitle(models.Model):
    """A name that people use for work in a unit group, with where the name comes from."""

    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="titles")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    entry = models.CharField(max_length=20, help_text="The publisher's identifier of the entry.")
    title = models.CharField(max_length=200, help_text="In natural word order.")
    qualifier = models.CharField(max_length=200, blank=True, default="", help_text="Additional or industry qualifier.")
    soc2020_extension = models.CharField(max_length=10, blank=True, default="")
    soc2010 = models.CharField(max_length=4, blank=True, default="")
    isco08 = models.CharField(max_length=4, blank=True, default="")
    origin = models.CharField(max_length=12, choices=TitleOrigin.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "entry"], name="job_title_once")]
        indexes = [models.Index(fields=["soc2020", "title"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.soc2020_id})"


class Soc2010Link(models.Model):
    """How people coded to a SOC 2010 unit spread over SOC 2020 units in ONS's dual-coded sample.

    Shares run from 0 to 1 of the SOC 2010 unit, by sex and by sample (LFS or census); null when the
    sample had nobody.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    soc2010 = models.CharField(max_length=4)
    soc2010_title = models.CharField(max_length=200)
    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="soc2010_links")
    men_lfs_share = models.FloatField(null=True)
    men_census_share = models.FloatField(null=True)
    women_lfs_share = models.FloatField(null=True)
    women_census_share = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "soc2010", "soc2020"], name="soc2010_link_once")]

    def __str__(self) -> str:
        return f"{self.soc2010} -> {self.soc2020_id}"


class IscoLink(models.Model):
    """How a unit's coding-index titles spread over ISCO-08 units: a share of titles, not of people."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="isco_links")
    isco08 = models.CharField(max_length=4)
    titles = models.PositiveIntegerField()
    share = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "soc2020", "isco08"], name="isco_link_once")]

    def __str__(self) -> str:
        return f"{self.soc2020_id} -> {self.isco08}"


class RelatedOccupation(models.Model):
    """A unit that resembles another, with the measured strength (0 to 1) and what it rests on."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="+")
    strength = models.FloatField()
    basis = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "soc2020", "other"], name="related_once")]

    def __str__(self) -> str:
        return f"{self.soc2020_id} ~ {self.other_id}"
