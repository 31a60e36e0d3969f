"""Querysets of evidence that read as English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from evidence.enums import ReleaseState


class PublisherQuerySet(models.QuerySet[Any]):
    """Publishing bodies."""


class SourceQuerySet(models.QuerySet[Any]):
    """Sources."""

    def held(self) -> Self:
        """Sources with a published edition."""
        return self.filter(releases__state=ReleaseState.PUBLISHED).distinct()

    def for_page(self) -> Self:
        """With their publisher and its successor, in page order."""
        return self.select_related("publisher__successor").order_by("position", "slug")


class ReleaseQuerySet(models.QuerySet[Any]):
    """Releases."""

    def published(self) -> Self:
        """What readers see when they ask for no edition by name."""
        return self.filter(state=ReleaseState.PUBLISHED)

    def citable(self) -> Self:
        """Editions that an address with ?release= may name: published now or before."""
        return self.filter(state__in=[ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED])

    def of(self, *slugs: str) -> Self:
        """Editions of these sources."""
        return self.filter(source_id__in=slugs)

    def with_source(self) -> Self:
        """With all that a citation needs, in one query."""
        return self.select_related("source__publisher__successor")

    def named(self, keys: Iterable[str]) -> Self:
        """Editions with these public names."""
        return self.filter(key__in=list(keys))
