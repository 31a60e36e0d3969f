"""Areas, the places in them, and industries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from evidence.models import Release
from lmi.enums import AreaKind, PlaceBasis
from lmi.querysets import AreaQuerySet


class Area(models.Model):
    """A statistical area, keyed by its GSS code (a register: never removed, only ended)."""

    code = models.CharField(max_length=9, primary_key=True, db_collation="C")
    name = models.CharField(max_length=120, db_collation="C")
    kind = models.CharField(max_length=20, choices=AreaKind.choices)
    nation = models.CharField(
        max_length=9, blank=True, default="", help_text="GSS code of its nation; empty for the UK."
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        db_constraint=False,
        help_text="The next wider area that figures fall back to.",
    )
    edition = models.CharField(max_length=40, blank=True, default="", help_text="Which year's set it belongs to.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    other_names = models.JSONField(default=list, blank=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name")
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_england(self) -> bool:
        """Whether England's routes and services apply."""
        return self.code == "E92000001" or self.nation == "E92000001"


class AreaMembership(models.Model):
    """That one area lies in another (an authority in a combined authority or LSIP area)."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "member", "group"], name="area_membership_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.group_id}"


class Outcode(models.Model):
    """The first half of a postcode, with its centroid and the authority it is taken to lie in."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=4, db_collation="C")
    postcodes = models.PositiveIntegerField(null=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    authority = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="outcodes")
    basis = models.CharField(max_length=20, choices=PlaceBasis.choices)
    distance_km = models.FloatField(null=True, help_text="To the centre of the authority, when placed by it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "code"], name="outcode_once")]

    def __str__(self) -> str:
        return self.code


class PlaceName(models.Model):
    """A town or district name that resolves to an outcode's authority."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    outcode = models.CharField(max_length=4)
    authority = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "name", "outcode"], name="place_name_once")]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """A section of the Standard Industrial Classification 2007, keyed by its letter ("F")."""

    code = models.CharField(max_length=1, primary_key=True)
    title = models.CharField(max_length=200)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "industries"

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
