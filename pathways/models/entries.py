"""How people get into an occupation, and what universities ask: our editors' statements, labelled as such."""

from __future__ import annotations

from django.db import models

from pathways.enums import CourseRole, CourseStep, Degree, DirectEntry, Gcse, Mode, StatementBasis
from pathways.models.base import FactRow, code, words


class OccupationEntry(FactRow):
    """How people get into one unit group."""

    soc2020 = code(4)
    usual_level = models.PositiveSmallIntegerField(help_text="Level most people reach first; 0 for none.")
    degree = models.CharField(max_length=8, choices=Degree.choices)
    direct_entry = models.CharField(max_length=10, choices=DirectEntry.choices)
    gcse = models.CharField(max_length=4, choices=Gcse.choices)
    min_age = models.PositiveSmallIntegerField(null=True)
    regulator = words(200)
    licence = words(200)
    checks = models.JSONField(default=list)
    summary = models.TextField()
    basis = words(80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "soc2020"], name="occupation_entry_once")]

    def __str__(self) -> str:
        return self.soc2020


class OccupationCourse(FactRow):
    """A course, training or licence that leads into one unit group."""

    soc2020 = code(4)
    step = models.CharField(max_length=20, choices=CourseStep.choices)
    title = code(200)
    qans = models.JSONField(default=list)
    level = models.PositiveSmallIntegerField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    role = models.CharField(max_length=10, choices=CourseRole.choices)
    asks = words(400)
    outcome = words(400)
    note = words(400)
    basis = words(80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "soc2020", "step", "title"], name="course_once")]

    def __str__(self) -> str:
        return f"{self.soc2020} {self.title}"


class StandardRule(FactRow):
    """What the register of apprenticeships does not say of a standard: from which level people start, and at what age.

    `entry_level` 0 stands for no qualifications; null leaves the rule of its level (pathways.routing.build).
    """

    reference = code(6)
    entry_level = models.PositiveSmallIntegerField(null=True)
    min_age = models.PositiveSmallIntegerField(null=True)
    asks = words(400)
    note = words(400)
    basis = words(80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "reference"], name="standard_rule_once")]

    def __str__(self) -> str:
        return self.reference


class CourseFamily(FactRow):
    """What degree courses of a family usually ask for across England."""

    family = code(60)
    title = models.CharField(max_length=120)
    subjects = models.JSONField(default=list, help_text="CAH level 3 codes.")
    required = models.TextField(blank=True, default="")
    preferred = models.TextField(blank=True, default="")
    not_accepted = models.TextField(blank=True, default="")
    tlevels = models.TextField(blank=True, default="")
    btecs = models.TextField(blank=True, default="")
    access = models.TextField(blank=True, default="")
    tests = models.TextField(blank=True, default="")
    summary = models.TextField()
    basis = models.CharField(max_length=12, choices=StatementBasis.choices)
    source_title = words()
    source_address = words(400)
    seen_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "family"], name="course_family_once")]

    def __str__(self) -> str:
        return self.title
