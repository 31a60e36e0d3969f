"""Adverts for apprenticeships as the national service publishes them, without anybody's contact details."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from employers.enums import WageKind, WageUnit
from pathways.models.base import FactQuerySet, FactRow, code, words


class VacancyQuerySet(FactQuerySet):
    """Reads of adverts."""

    def still_open(self, today: date) -> Self:
        """Adverts that people can still apply to."""
        return self.filter(closes_on__gte=today)


class Vacancy(FactRow):
    """One advert: where, what for, how much, until when. Money is pounds before tax, by `wage_unit`.

    `standard_code` is the LARS code of its standard; `outcodes` are the first halves of the postcodes at which
    apprentices work; `qualifications` holds dicts of kind, subject, grade and weight ("essential", "useful").
    """

    reference = code(16, "Number of the advert.")
    title = words(120)
    summary = words(400)
    employer = words(200)
    provider = words(200)
    ukprn = code(8, "Of the training provider.")
    standard_code = code(8, "LARS code.")
    course = words(200)
    level = models.PositiveSmallIntegerField(null=True)
    route = words(100)
    positions = models.PositiveSmallIntegerField(null=True)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    working_week = words(250)
    duration = words(60)
    wage_kind = models.CharField(max_length=24, choices=WageKind.choices)
    wage_unit = models.CharField(max_length=12, choices=WageUnit.choices)
    pay_low = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    pay_high = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    wage_note = words(300)
    posted_on = models.DateField()
    closes_on = models.DateField()
    starts_on = models.DateField(null=True)
    is_national = models.BooleanField(default=False, help_text="Open to people from anywhere in England.")
    is_disability_confident = models.BooleanField(default=False)
    outcodes = ArrayField(models.CharField(max_length=4, db_collation="C"), default=list)
    addresses = models.JSONField(default=list, help_text="Where apprentices work, a line each.")
    qualifications = models.JSONField(default=list)
    skills = models.JSONField(default=list)
    apply_address = models.URLField(max_length=500, blank=True, default="")
    address = models.URLField(max_length=500, blank=True, default="", help_text="Of the advert itself.")

    objects: ClassVar[Any] = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vacancies"
        constraints = [models.UniqueConstraint(fields=["release", "reference"], name="vacancy_once")]
        indexes = [models.Index(fields=["release", "closes_on"]), GinIndex(fields=["outcodes"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"
