"""Tags of the components about people and visits: they turn plain values into what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template

from portal import blocks

register = template.Library()


@register.simple_tag
def visit_stops(state: str, when: Mapping[str, date | None]) -> tuple[blocks.Stop, ...]:
    """The way of a visit as stops."""
    return blocks.visit_stops(state, when)


@register.simple_tag
def meter_picture(value: float, limit: float) -> blocks.Meter:
    """A count against its limit as stops or as a bar."""
    return blocks.meter(value, limit)


@register.filter
def standing_words(state: str) -> str:
    """The state of one thing of a checklist in words."""
    return str(blocks.STANDING_WORDS[state])
