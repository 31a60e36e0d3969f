"""The share bar: parts of one whole side by side, each with its words and its own pattern."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure, Unit
from portal.charts.model import Chart, Point, Series, Table, series_table
from portal.charts.words import joined, trimmed


@dataclass(frozen=True, slots=True)
class Part:
    """One part: x and width in per cent; `text` its share in words."""

    label: str
    number: int
    x: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class ShareBar(Chart):
    """Two to four parts of a whole, given as counts or as percentages of it."""

    id: str
    title: str
    series: Series
    head: str = ""
    note: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(point.figure for point in self.series.points)

    @property
    def empty(self) -> bool:
        """True when any part is missing: a whole with a part missing cannot be drawn."""
        values = [point.value for point in self.series.points]
        return any(value is None for value in values) or not sum(value or 0 for value in values)

    @property
    def table(self) -> Table:
        """The same numbers."""
        return series_table(self.head or _("Group"), (self.series,))

    @property
    def parts(self) -> tuple[Part, ...]:
        """Where each part begins and how wide it is; empty when a part is missing."""
        if self.empty:
            return ()
        whole = sum(point.value or 0 for point in self.series.points)
        drawn, start = [], 0.0
        for number, point in enumerate(self.series.points, start=1):
            width = (point.value or 0) / whole * 100
            drawn.append(Part(point.label, number, round(start, 2), round(width, 2), self._text(point, width)))
            start += width
        return tuple(drawn)

    @property
    def summary(self) -> str:
        """Each part's share, in one sentence."""
        if self.empty:
            missing = [f"{point.label}, {point.text}" for point in self.series.points if point.value is None]
            return _("The shares cannot be drawn. %(missing)s.") % {"missing": "; ".join(missing)}
        text = joined(f"{part.label} {part.text}" for part in self.parts)
        return f"{text[:1].upper()}{text[1:]}."

    @staticmethod
    def _text(point: Point, width: float) -> str:
        """A percentage as published, or one worked out from counts."""
        return point.text if point.figure.unit == Unit.PERCENT else f"{trimmed(width, 0)}%"
