"""Providers as published, where they are, and what they teach where."""

from __future__ import annotations

from django.db import models

from pathways.enums import ProviderKind
from pathways.models.base import FactRow, MarkedRow, code, words


class Provider(FactRow):
    """A provider in one published list. One body may stand in several, under the same UKPRN.

    Linked to an organisation of this site by UKPRN or URN, never merged. `basis` says what the position is
    taken from ("outcode", "published", "main delivery area"); both coordinates null when nothing places it.
    """

    kind = models.CharField(max_length=14, choices=ProviderKind.choices)
    key = code(8, help_text="UKPRN, or URN for schools.")
    ukprn = code(8)
    urn = code(6)
    name = models.CharField(max_length=200, db_collation="C")
    type = words(80)
    website = words()
    outcode = code(4)
    area = code(9, help_text="GSS code of its local authority; empty when not known.")
    region = code(9, help_text="GSS code of its region or nation.")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    basis = words(40)
    status = words(40)
    age_low = models.PositiveSmallIntegerField(null=True)
    age_high = models.PositiveSmallIntegerField(null=True)
    has_sixth_form = models.BooleanField(null=True)
    other = models.JSONField(default=dict, help_text="TEF ratings, pupils and the like, as published.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind", "key"], name="provider_once")]
        indexes = [models.Index(fields=["ukprn"]), models.Index(fields=["urn"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class ProviderDelivery(MarkedRow):
    """Apprenticeships that a provider delivers in a local authority in a year, learners of every home added."""

    ukprn = code(8)
    area = code(9)
    year = code(7, help_text='Academic year, "2024/25".')
    starts = models.FloatField(null=True)
    achievements = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "ukprn", "area", "year"], name="delivery_once")]
        indexes = [models.Index(fields=["area"]), models.Index(fields=["ukprn"])]

    def __str__(self) -> str:
        return f"{self.ukprn} {self.area} {self.year}"


class ProviderStandard(MarkedRow):
    """Apprenticeships of a standard with a provider in a year, all places together.

    `reference` is found by the published title; empty where the title fits no standard or several. A
    title that two standards bear (at different levels) has a row for each.
    """

    ukprn = code(8)
    reference = code(6)
    title = code(160)
    year = code(7)
    starts = models.FloatField(null=True)
    achievements = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "ukprn", "reference", "title", "year"], name="provider_standard_once"
            )
        ]
        indexes = [models.Index(fields=["reference"]), models.Index(fields=["ukprn"])]

    def __str__(self) -> str:
        return f"{self.ukprn} {self.title} {self.year}"


class RegionStarts(MarkedRow):
    """Apprenticeship starts and achievements by region of delivery, level and age in a year."""

    region = code(9)
    level = code(12, help_text="intermediate, advanced or higher.")
    age = code(8)
    year = code(7)
    starts = models.FloatField(null=True)
    achievements = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "region", "level", "age", "year"], name="region_starts_once")
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.level} {self.age} {self.year}"
