"""T Levels and their occupational specialisms."""

from __future__ import annotations

from django.db import models

from pathways.enums import OfferStatus, StatementBasis
from pathways.models.base import FactRow, code, words


class TLevel(FactRow):
    """One version of a T Level; when it can be started stands in TLevelStatus."""

    number = models.PositiveSmallIntegerField(help_text="The register's number of this version.")
    lars_code = code(8)
    name = models.CharField(max_length=120, db_collation="C")
    sector = models.CharField(max_length=60, db_collation="C")
    start_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="tlevel_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.start_year})"


class TLevelStatus(FactRow):
    """Whether a version of a T Level can still be started, and what replaced it: dated data for curators.

    `first_start` and `last_start` are months, as dates of their first day.
    """

    number = models.PositiveSmallIntegerField()
    first_start = models.DateField(null=True)
    last_start = models.DateField(null=True)
    replaced_by = models.JSONField(default=list, help_text="Numbers of the versions that took its place.")
    status = models.CharField(max_length=12, choices=OfferStatus.choices)
    basis = models.CharField(max_length=12, choices=StatementBasis.choices)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="tlevel_status_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.status}"


class Specialism(FactRow):
    """An occupational specialism of a T Level, with the versions that offer it."""

    number = models.PositiveSmallIntegerField()
    lars_code = code(10)
    name = models.CharField(max_length=160, db_collation="C")
    tlevel_name = models.CharField(max_length=160, help_text="As printed, which may fit two versions.")
    tlevels = models.JSONField(default=list, help_text="Numbers of the versions that offer it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="specialism_once")]

    def __str__(self) -> str:
        return self.name


class TLevelOffer(FactRow):
    """That a provider said it would teach a T Level at a site from a year on (list of February 2022)."""

    ukprn = code(8)
    site = models.PositiveSmallIntegerField()
    tlevel = models.PositiveSmallIntegerField(help_text="Number of the version.")
    year = models.PositiveSmallIntegerField()
    name = words(120)  # of the site, where it has one of its own
    outcode = code(4)
    town = words(120)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    website = words()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "ukprn", "site", "tlevel", "year"], name="tlevel_offer_once")
        ]

    def __str__(self) -> str:
        return f"{self.ukprn} {self.tlevel} {self.year}"
