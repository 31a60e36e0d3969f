"""What became of people: graduates by subject and provider, young people by their route after 16."""

from __future__ import annotations

from django.db import models

from pathways.enums import Mode
from pathways.models.base import MarkedRow, code, words


class GraduateOutcome(MarkedRow):
    """Graduates of a provider's courses fifteen months on, for the group of courses it was published for.

    `subject` is the CAH code of that group; of figures of single courses it is the subject their pay was
    published for, "" where that is not one. `courses` says how many courses carry the same figures. Pay is
    pounds a year of full-time work in the UK; shares are per cent. `marks` has a reason for each half that
    is missing: "pay" and "activity".
    """

    ukprn = code(8)
    subject = code(11)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    group = code(40, help_text="Tells apart groups with the same subject: aggregation code and years.")
    years = words(20)
    courses = models.PositiveSmallIntegerField()
    pay_lower = models.FloatField(null=True)
    pay_median = models.FloatField(null=True)
    pay_upper = models.FloatField(null=True)
    pay_response = models.FloatField(null=True, help_text="People who answered the survey.")
    pay_people = models.FloatField(null=True, help_text="People whose pay the figures are made from.")
    pay_response_rate = models.FloatField(null=True)
    work = models.FloatField(null=True)
    study = models.FloatField(null=True)
    work_and_study = models.FloatField(null=True)
    unemployed = models.FloatField(null=True)
    work_or_study = models.FloatField(null=True)
    activity_response = models.FloatField(null=True)
    activity_response_rate = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "ukprn", "subject", "mode", "group"], name="graduate_outcome_once"
            )
        ]
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["ukprn"])]

    def __str__(self) -> str:
        return f"{self.ukprn} {self.subject} {self.mode}"


class GraduateIndustry(MarkedRow):
    """Graduates by subject, industry and region of work some years after leaving (LEO)."""

    subject = code(120, help_text="The publication's subject name, which is CAH level 2.")
    cah = code(11, help_text="The CAH level 2 code of that name; empty for all subjects together.")
    industry = code(120, help_text='Letter of the section of SIC 2007, or "not_known".')
    region = code(40, help_text="GSS code of the English region.")
    years_after = models.PositiveSmallIntegerField()
    pay_median = models.FloatField(null=True)
    living_here = models.FloatField(null=True)
    trained_here = models.FloatField(null=True)
    providers = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "subject", "industry", "region", "years_after"], name="graduate_industry_once"
            )
        ]
        indexes = [models.Index(fields=["cah", "years_after"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.industry} {self.region} {self.years_after}"


class RouteEarnings(MarkedRow):
    """Average earnings of young people by their highest level and route, years after Key Stage 4 (LEO).

    `group` is the publication's group ("Graduates", "Achieving level 3 or above" ...); `breakdown` what else
    the row is split by ("all", or for example "region": then `category` names the part).
    """

    family = code(40)
    group = code(120)
    breakdown = code(40)
    category = code(120)
    years_after = models.PositiveSmallIntegerField()
    earnings = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "family", "group", "breakdown", "category", "years_after"],
                name="route_earnings_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} +{self.years_after}"


class RouteActivity(MarkedRow):
    """What share of young people were mainly doing what, years after Key Stage 4 (LEO), in per cent."""

    family = code(40)
    group = code(120)
    activity = code(60)
    years_after = models.PositiveSmallIntegerField()
    percent = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "family", "group", "activity", "years_after"], name="route_activity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.activity} +{self.years_after}"
