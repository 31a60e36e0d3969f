"""How a figure, a release and a source look in JSON: the one place that turns evidence into plain data."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from evidence.enums import ReleaseState
from evidence.figures import AreaRef, Figure, LevelRef, ReleaseRef
from evidence.models import Publisher, Release, SourceCheck
from evidence.queries import Holding

CITABLE = (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)
UNITS_IN_ALL = 412


class Shapes:
    """Turns facts into JSON for one request; knows its host, and writes each release once."""

    def __init__(self, request: Request) -> None:
        self._host = request.build_absolute_uri("/").rstrip("/")
        self._releases: dict[str, dict[str, str]] = {}

    def address(self, name: str, *args: str) -> str:
        """An absolute address by URL name."""
        return self._host + _path(name, args)

    def absolute(self, path: str) -> str:
        """An absolute address of a path."""
        return self._host + path

    def release(self, ref: ReleaseRef) -> dict[str, str]:
        """The citation under a figure."""
        if ref.key not in self._releases:
            self._releases[ref.key] = {
                "key": ref.key,
                "label": ref.label,
                "source": ref.source,
                "status": ref.status,
                "period": ref.period,
                "url": self.address("api:release-detail", ref.key),
            }
        return self._releases[ref.key]

    def figure(self, figure: Figure) -> dict[str, Any]:
        """A value that never stands alone; null with a reason where nothing is published."""
        missing = figure.value is None
        shape = {
            "measure": figure.measure,
            "value": figure.value,
            "unit": str(figure.unit),
            "period": figure.period,
            "area": area_ref(figure.area),
            "level": level_ref(figure.level),
            "population": figure.population,
            "quality": None if missing else str(figure.quality),
            "reason": str(figure.reason) if missing else None,
            "release": self.release(figure.release) if figure.release else None,
        }
        if figure.note:
            shape["note"] = str(figure.note)
        return shape

    def release_row(self, release: Release) -> dict[str, Any]:
        """An edition in a list of editions."""
        citable = release.state in CITABLE
        return {
            "key": release.key,
            "source": release.source_id,
            "label": release.label,
            "edition": release.edition,
            "period": release.period,
            "period_start": _day(release.period_start),
            "period_end": _day(release.period_end),
            "status": release.status,
            "state": release.state,
            "published_on": _day(release.published_on),
            "retrieved_on": _day(release.retrieved_on),
            "rows": release.row_count,
            "coverage": _coverage(release),
            "url": self.address("api:release-detail", release.key) if citable else None,
        }

    def source_row(self, holding: Holding) -> dict[str, Any]:
        """A source in the list of sources."""
        source = holding.source
        return {
            "slug": source.slug,
            "title": source.title,
            "url": self.absolute(source.get_absolute_url()),
            "api": self.address("api:source-detail", source.slug),
            "publisher": _publisher(holding.published_by),
            "answering": _publisher(holding.answering),
            "summary": source.summary,
            "population": source.population,
            "licence": {"name": source.licence, "url": source.licence_address or None},
            "attribution": source.attribution,
            "address": source.address or None,
            "cadence": source.cadence,
            "next_expected": _day(source.next_expected),
            "caveats": source.caveats,
            "absence": source.absence or None,
            "rows": holding.row_count,
            "editions": [self.release_row(release) for release in holding.current],
            "last_check": _check(holding.last_check),
        }


@lru_cache(maxsize=4096)
def _path(name: str, args: tuple[str, ...]) -> str:
    """A path by URL name; remembered, since an answer has hundreds and the addresses stay."""
    return reverse(name, args=args)


def area_ref(area: AreaRef) -> dict[str, str]:
    """The area of a figure; `asked` only where a wider one answers."""
    shape = {"code": area.code, "name": area.name, "kind": str(area.kind)}
    return {**shape, "asked": area.asked} if area.asked else shape


def level_ref(level: LevelRef) -> dict[str, str]:
    """The occupation group of a figure; `asked` only where a wider one answers."""
    shape = {"code": level.code, "title": level.title, "level": str(level.level)}
    return {**shape, "asked": level.asked} if level.asked else shape


def _publisher(body: Publisher) -> dict[str, Any]:
    return {
        "slug": body.slug,
        "name": body.name,
        "address": body.address or None,
        "started_on": _day(body.started_on),
        "ended_on": _day(body.ended_on),
    }


def _coverage(release: Release) -> dict[str, int] | None:
    return None if release.coverage is None else {"units": release.coverage, "of": UNITS_IN_ALL}


def _check(check: SourceCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {"checked_at": check.checked_at.isoformat(), "outcome": check.outcome, "detail": check.detail}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
