"""Querysets of labour-market information that read as English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from lmi.enums import Level


class OccupationQuerySet(models.QuerySet[Any]):
    """Groups of the classification."""

    def units(self) -> Self:
        """The 412 unit groups."""
        return self.filter(level=Level.UNIT)

    def within(self, code: str) -> Self:
        """A group and everything below it."""
        return self.filter(code__startswith=code)


class AreaQuerySet(models.QuerySet[Any]):
    """Areas."""

    def of_kind(self, *kinds: str) -> Self:
        """Areas of these kinds, by name."""
        return self.filter(kind__in=kinds).order_by("name")


class FigureQuerySet(models.QuerySet[Any]):
    """Figure rows."""

    def of_releases(self, release_ids: Iterable[int]) -> Self:
        """Rows of these editions only; every reader goes through here."""
        return self.filter(release_id__in=list(release_ids))

    def for_occupation(self, *codes: str) -> Self:
        """Rows about these groups."""
        return self.filter(soc2020_id__in=codes)

    def for_area(self, *codes: str) -> Self:
        """Rows about these areas."""
        return self.filter(area_id__in=codes)
