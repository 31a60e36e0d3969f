"""Figures about how much an occupation is wanted: demand bands, and people out of work who did it before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lmi.models.figures import FigureRow


class DemandBand(models.TextChoices):
    """Bands of Occupations in Demand (DfE): demand against the usual, which is not the same as a shortage."""

    CRITICAL = "critical", _("critical demand")
    ELEVATED = "elevated", _("elevated demand")
    NOT_HIGH = "not_high", _("not in high demand")


class DemandFigure(FigureRow):
    """The band that Occupations in Demand puts an occupation in for a year.

    `band` is empty where the publisher gives none, and `marks` says why; `score` is the publisher's
    index, which has no unit.
    """

    year = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=8, choices=DemandBand.choices, blank=True, default="")
    score = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["soc2020", "area", "year", "release"], name="demand_figure_once"),
        ]
        indexes = [models.Index(fields=["release"])]

    def __str__(self) -> str:
        return f"{self.soc2020_id} {self.year} {self.band}"


class UnemploymentFigure(FigureRow):
    """People out of work by the occupation they last worked in; `rate` is per cent of those in it and out of it."""

    year = models.PositiveSmallIntegerField()
    people = models.FloatField(null=True)
    rate = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["soc2020", "area", "year", "release"], name="unemployment_figure_once"),
        ]
        indexes = [models.Index(fields=["release"])]

    def __str__(self) -> str:
        return f"{self.soc2020_id} {self.year} {self.area_id}"
