"""Apprenticeship standards, their codes and how many people finish them."""

from __future__ import annotations

from django.db import models

from pathways.enums import StandardKind, StandardStatus
from pathways.models.base import FactRow, MarkedRow, code, words

ALL = "*"


class Standard(MarkedRow):
    """A row of the register of apprenticeships: a standard (ST), foundation apprenticeship (FA) or unit (AU).

    `max_funding` is pounds, `typical_months` months; `is_under_revision` marks a standard "in development"
    that exists already, so that it stays open.
    """

    reference = code(6)
    kind = models.CharField(max_length=10, choices=StandardKind.choices)
    title = models.CharField(max_length=200, db_collation="C")
    level = models.PositiveSmallIntegerField(null=True)
    sector = models.CharField(max_length=60, db_collation="C", help_text="The register's route; empty if unknown.")
    status = models.CharField(max_length=14, choices=StandardStatus.choices)
    version = words(8)
    is_under_revision = models.BooleanField()
    max_funding = models.PositiveIntegerField(null=True)
    typical_months = models.PositiveSmallIntegerField(null=True)
    degree = words(30)
    leads_to_recognition = models.BooleanField(help_text="Recognised by a professional body, as the register says.")
    address_slug = words(60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "reference"], name="standard_once")]
        indexes = [models.Index(fields=["title"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class StandardCode(FactRow):
    """What only the list of July 2021 says of a standard: LARS code (text), pathway, cluster, regulation."""

    reference = code(6)
    lars_code = code(8)
    title = models.CharField(max_length=200)
    pathway = words(120)
    cluster = words(120)
    ssa1 = words(120)
    ssa2 = words(120)
    regulated_body = words(200)
    last_start = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "reference", "lars_code"], name="standard_code_once")]
        indexes = [models.Index(fields=["lars_code"])]

    def __str__(self) -> str:
        return f"{self.lars_code} {self.reference}"


class AchievementRate(MarkedRow):
    """How many of those who left a standard had finished it; "*" stands for all standards or all providers.

    `leavers` are people to the nearest ten, `rate` per cent of them; `year` the academic year "2024/25".
    """

    year = code(7)
    reference = code(6)
    ukprn = code(8)
    leavers = models.FloatField(null=True)
    rate = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "year", "reference", "ukprn"], name="achievement_rate_once")
        ]
        indexes = [models.Index(fields=["reference", "ukprn"]), models.Index(fields=["ukprn"])]

    def __str__(self) -> str:
        return f"{self.year} {self.reference} {self.ukprn}"
