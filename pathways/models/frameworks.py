"""Levels, kinds of qualification, tariff points, dated offers, money rules and professional registration."""

from __future__ import annotations

from django.db import models

from pathways.enums import StatementBasis
from pathways.models.base import FactRow, code, words


class QualificationLevel(FactRow):
    """A level of England's framework of regulated qualifications, in words ("3": same level as A levels)."""

    code = code(1)
    rank = models.PositiveSmallIntegerField(help_text="0 for Entry level.")
    title = models.CharField(max_length=60)
    short = models.CharField(max_length=80)
    equivalents = models.JSONField(default=list)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "code"], name="level_once")]

    def __str__(self) -> str:
        return self.title


class QualificationType(FactRow):
    """A kind of qualification or programme that a family may meet."""

    slug = code(60)
    title = models.CharField(max_length=120)
    levels = models.JSONField(default=list, help_text="Codes of the levels it comes at.")
    family = models.CharField(max_length=20)
    words = models.TextField()
    leads_to = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "slug"], name="qualification_type_once")]

    def __str__(self) -> str:
        return self.title


class TariffPoints(FactRow):
    """UCAS Tariff points of a grade."""

    qualification = code(80)
    size = code(20)
    grade = code(40)
    points = models.PositiveSmallIntegerField()
    note = words(120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "qualification", "size", "grade"], name="tariff_points_once")
        ]

    def __str__(self) -> str:
        return f"{self.qualification} {self.grade}: {self.points}"


class OfferDate(FactRow):
    """When a kind of offer can first and last be started; months, as dates of their first day."""

    offer = code(60)
    title = models.CharField(max_length=160)
    first_start = models.DateField(null=True)
    last_start = models.DateField(null=True)
    basis = models.CharField(max_length=12, choices=StatementBasis.choices)
    source_title = words()
    source_address = words(400)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "offer"], name="offer_date_once")]

    def __str__(self) -> str:
        return self.title


class MoneyRule(FactRow):
    """A dated rule about money: wages, fees, loans, the levy and what employers pay."""

    rule = code(60)
    applies_to = code(80)
    value = models.FloatField(null=True, help_text="Null where the rule is a yes or no.")
    unit = words(60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    publisher = words(120)
    publication = words(200)
    checked = words(60)
    note = words()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "rule", "applies_to", "valid_from"], name="money_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} ({self.applies_to}) from {self.valid_from}"


class Registration(FactRow):
    """A professional registration that people can reach beyond a route."""

    slug = code(20)
    body = models.CharField(max_length=120)
    postnominal = code(20)
    title = models.CharField(max_length=120)
    indicative_level = words(20)
    typical_basis = words()
    provenance = words(120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "slug"], name="registration_once")]

    def __str__(self) -> str:
        return f"{self.postnominal} {self.title}"
