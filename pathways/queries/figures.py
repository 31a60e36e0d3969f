"""Figures about things that are no occupation group: subjects, qualifications, groups of young people."""

from __future__ import annotations

from evidence.figures import Figure, LevelRef, Quality, Reason, Unit
from lmi.queries.context import Facts, tidy
from lmi.register import UK


def route_figure(
    facts: Facts,
    measure: str,
    value: float | None,
    unit: Unit,
    *,
    release_id: int,
    level: LevelRef,
    population: str,
    area: str = UK,
    period: str = "",
    mark: str = "",
    note: str = "",
    quality: str = Quality.NOT_STATED,
) -> Figure:
    """A figure about something that is no occupation group; a null without a mark reads "not published"."""
    ref = facts.editions.ref(release_id)
    held = value is not None
    return Figure(
        measure=measure,
        value=tidy(value),
        unit=unit,
        period=period or ref.period,
        area=facts.places.ref(area),
        level=level,
        population=population,
        release=ref,
        quality=quality if held else Quality.NOT_STATED,
        reason="" if held else (mark or Reason.NOT_PUBLISHED),
        note=note,
    )
