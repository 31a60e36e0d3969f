"""School subjects and degree subjects."""

from __future__ import annotations

from django.db import models

from evidence.models import Release
from lmi.enums import Sex
from pathways.models.base import FactRow, MarkedRow, code


class SubjectEntry(MarkedRow):
    """A level entries in a subject in England and the share reaching each grade or better, in per cent."""

    subject = code(60)
    slug = code(60, help_text="Of pathways.subjects; empty for totals.")
    year = models.PositiveSmallIntegerField(help_text="The summer of the exams.")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    entries = models.FloatField(null=True)
    grade_a_star = models.FloatField(null=True)
    grade_a = models.FloatField(null=True)
    grade_b = models.FloatField(null=True)
    grade_c = models.FloatField(null=True)
    grade_d = models.FloatField(null=True)
    grade_e = models.FloatField(null=True)
    status = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "subject", "year", "sex"], name="subject_entry_once")]
        indexes = [models.Index(fields=["slug", "year"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.year} {self.sex}"


class SubjectCombination(MarkedRow):
    """Students who entered A levels in a combination of maths and sciences, in England."""

    combination = code(160)
    year = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=6, choices=Sex.choices)
    students = models.FloatField(null=True)
    percent = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "combination", "year", "sex"], name="subject_combination_once")
        ]

    def __str__(self) -> str:
        return f"{self.combination} {self.year}"


class DegreeSubject(models.Model):
    """A subject of the Common Aggregation Hierarchy (CAH), a register of three levels ("CAH11-01-01").

    It holds two versions: rows of the edition of `cah-current` are today's, the others are of the version
    before, and `former` says which of those a group of today took over.
    """

    code = models.CharField(max_length=11, primary_key=True, db_collation="C")
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, db_collation="C")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", db_constraint=False
    )
    former = models.JSONField(default=list, help_text="Codes of the version before that it took over.")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class HecosSubject(FactRow):
    """A subject of the Higher Education Classification of Subjects, by its six-digit code."""

    code = code(6)
    title = models.CharField(max_length=120, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "code"], name="hecos_subject_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
