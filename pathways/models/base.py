"""What every published row of pathways has: the edition it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models

from evidence.models import Release


class FactQuerySet(models.QuerySet[Any]):
    """Rows of published editions."""

    def of_releases(self, release_ids: Iterable[int]) -> Self:
        """Rows of these editions only; every reader goes through here."""
        return self.filter(release_id__in=list(release_ids))


class FactRow(models.Model):
    """A row of one edition of one source.

    Rows refer to each other by their public codes (reference, UKPRN, QAN, CAH), never by key: an
    edition can be replaced or brought back without touching another source's rows.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar = FactQuerySet.as_manager()

    class Meta:
        abstract = True


class MarkedRow(FactRow):
    """A row with numbers: a missing one is null and `marks` says why (codes of evidence.figures)."""

    marks = models.JSONField(default=dict)

    class Meta:
        abstract = True


def code(length: int, help_text: str = "") -> models.CharField[str, str]:
    """A public code: text, sorted and compared byte by byte."""
    return models.CharField(max_length=length, db_collation="C", help_text=help_text)


def words(length: int = 300) -> models.CharField[str, str]:
    """Text that may be empty."""
    return models.CharField(max_length=length, blank=True, default="")
