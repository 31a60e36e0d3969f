"""Regulated qualifications approved for funding in England."""

from __future__ import annotations

from django.db import models

from pathways.models.base import FactRow, code, words


class Qualification(FactRow):
    """A regulated qualification by its number (QAN). `funding` maps an offer to [first, last] ISO dates.

    Keys of `funding`: age_14_16, age_16_19, local, entitlement_l2_l3, entitlement_english_maths, digital,
    lifelong_learning, learner_loan, free_courses; a key is missing where the offer is not available.
    """

    qan = code(8)
    title = models.CharField(max_length=300, db_collation="C")
    awarding_body = models.CharField(max_length=160)
    level = models.CharField(max_length=20, db_collation="C", help_text='As published: "Entry Level", "Level 1/2" ...')
    rank = models.PositiveSmallIntegerField(help_text="The lower of its levels; 0 for Entry level.")
    kind = models.CharField(max_length=60, db_collation="C")
    subcategory = words(80)
    sector_subject = models.CharField(max_length=80, db_collation="C")
    status = models.CharField(max_length=20)
    funding = models.JSONField(default=dict)
    note_16_19 = words(60)
    is_higher_technical = models.BooleanField(default=False)
    address = words(400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "qan"], name="qualification_once")]
        indexes = [models.Index(fields=["sector_subject", "rank"])]

    def __str__(self) -> str:
        return f"{self.qan} {self.title}"
