"""Figures: one wide row per fact key; a missing value is null and `marks` says why.

`marks` maps a measure to its mark: for a value the quality band, for a null the reason
(codes of `evidence.figures`). A measure without an entry has no stated quality.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from evidence.models import Release
from lmi.enums import AgeBand, Hours, OutlookBreakdown, PayMeasure, Sex
from lmi.models.areas import Area
from lmi.models.occupations import OccupationGroup
from lmi.querysets import FigureQuerySet

ALL_OCCUPATIONS = "0"
ALL_INDUSTRIES = "*"


class FigureRow(models.Model):
    """What every figure row has. `soc2020` may be a group of any level, or "0" for all occupations."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    marks = models.JSONField(default=dict)

    objects: ClassVar = FigureQuerySet.as_manager()

    class Meta:
        abstract = True


class PayFigure(FigureRow):
    """Pay or hours of employees: ASHE tables 3, 14, 15 and 20. Pounds, or hours for `hours`.

    `jobs` counts thousands of employee jobs.
    """

    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=6, choices=PayMeasure.choices)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    hours = models.CharField(max_length=9, choices=Hours.choices)
    age = models.CharField(max_length=5, choices=AgeBand.choices, default=AgeBand.ALL)
    jobs = models.FloatField(null=True)
    median = models.FloatField(null=True)
    mean = models.FloatField(null=True)
    p10 = models.FloatField(null=True)
    p20 = models.FloatField(null=True)
    p25 = models.FloatField(null=True)
    p30 = models.FloatField(null=True)
    p40 = models.FloatField(null=True)
    p60 = models.FloatField(null=True)
    p70 = models.FloatField(null=True)
    p75 = models.FloatField(null=True)
    p80 = models.FloatField(null=True)
    p90 = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["soc2020", "area", "year", "measure", "sex", "hours", "age", "release"], name="pay_figure_once"
            ),
        ]
        indexes = [models.Index(fields=["release"])]

    def __str__(self) -> str:
        return f"{self.soc2020_id} {self.year} {self.measure} {self.area_id}"


class EmploymentFigure(FigureRow):
    """People in work (APS), by industry section where split; "*" is all industries as published.

    `period` is the year, or the end year of a period that crosses two.
    """

    year = models.PositiveSmallIntegerField()
    industry = models.CharField(max_length=1, default=ALL_INDUSTRIES)
    people = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["soc2020", "area", "year", "industry", "release"], name="employment_figure_once"
            ),
        ]
        indexes = [models.Index(fields=["release"]), models.Index(fields=["area", "year"])]

    def __str__(self) -> str:
        return f"{self.soc2020_id} {self.year} {self.industry} {self.area_id}"


class OutlookFigure(FigureRow):
    """Projected employment at the 26 sub-major groups (Skills Imperative 2035), in people.

    For a single year `people` is the level. For the span 2020-2035 (`year` 2035, `base_year` 2020)
    `net_change`, `replacement` and `requirement` are set too. A level row has base_year = year.
    """

    year = models.PositiveSmallIntegerField()
    base_year = models.PositiveSmallIntegerField()
    breakdown = models.CharField(max_length=13, choices=OutlookBreakdown.choices)
    category = models.CharField(max_length=60, default="all")
    people = models.FloatField(null=True)
    net_change = models.FloatField(null=True)
    replacement = models.FloatField(null=True)
    requirement = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["soc2020", "area", "breakdown", "category", "year", "base_year", "release"],
                name="outlook_figure_once",
            ),
        ]
        indexes = [models.Index(fields=["release"])]

    def __str__(self) -> str:
        return f"{self.soc2020_id} {self.year} {self.breakdown} {self.area_id}"


class AdvertFigure(FigureRow):
    """New online job adverts in a month (Textkernel, published by ONS)."""

    month = models.DateField(help_text="First day of the month.")
    adverts = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["soc2020", "area", "month", "release"], name="advert_figure_once"),
        ]
        indexes = [models.Index(fields=["release"])]

    def __str__(self) -> str:
        return f"{self.soc2020_id} {self.month:%Y-%m} {self.area_id}"
