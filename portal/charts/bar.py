"""The bar chart: one horizontal bar a label, each with its value beside it; words where nothing is published."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure
from portal.charts.model import Chart, Point, Series, Table, series_table
from portal.charts.rows import NARROW, WIDE, Layout, Line, place_row
from portal.charts.words import joined, short_text

BAR = 1.1  # rem
_INSIDE = 0.55  # share of the plot: a longer bar carries its value inside


@dataclass(frozen=True, slots=True)
class Bar:
    """One row; x and width in per cent, y in rem."""

    label: str
    lines: tuple[Line, ...]
    y: float
    y_end: float
    x: float
    width: float
    text: str
    text_x: float
    inside: bool
    missing: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class BarGeometry:
    """All rows in one layout, the height of the whole, and where nought lies."""

    layout: Layout
    height: float
    zero: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart(Chart):
    """Bars in the order given; `order` says in words how that is, `marked` is the label to pick out."""

    id: str
    title: str
    series: Series
    head: str = ""
    marked: str = ""
    order: str = ""
    note: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(point.figure for point in self.series.points)

    @property
    def table(self) -> Table:
        """The same numbers."""
        return series_table(self.head or _("Group"), (self.series,))

    @property
    def summary(self) -> str:
        """The longest and the shortest bar, and how many are missing, in sentences."""
        return extremes_words(self.series)

    @property
    def layouts(self) -> tuple[BarGeometry, BarGeometry]:
        """Positions of every bar, for narrow and for wide screens."""
        return (self.geometry(NARROW), self.geometry(WIDE))

    def geometry(self, layout: Layout) -> BarGeometry:
        """Positions of every bar in one layout; bars always begin at nought."""
        values = [value for point in self.series.points if (value := point.value) is not None]
        low, high = min([0.0, *values]), max([0.0, *values])
        if low < 0:  # room at the right of nought for the words of a falling bar
            high = max(high, -low * 0.8)
        span = (high - low) or 1.0
        bars, top = [], 0.0
        for point in self.series.points:
            bar, top = self._bar(layout, point, top, low, span)
            bars.append(bar)
        height = max(bars[-1].y_end, bars[-1].lines[-1].y + 0.2) if bars else 0.0
        return BarGeometry(layout, round(height + 0.3, 2), layout.across(-low / span), tuple(bars))

    def _bar(self, layout: Layout, point: Point, top: float, low: float, span: float) -> tuple[Bar, float]:
        gap = 0.6 if layout.beside else 0.85
        place = place_row(layout, top, BAR, gap, point.label)
        value = point.value or 0.0
        start, end = sorted((-low / span, (value - low) / span))
        bar = Bar(
            label=point.label,
            lines=place.lines,
            y=place.mark,
            y_end=round(place.mark + BAR, 2),
            x=layout.across(start),
            width=round(layout.across(end) - layout.across(start), 2),
            text=short_text(point.figure),
            text_x=layout.across(end),
            inside=value > 0 and end > _INSIDE and end - start > 0.4,
            missing=point.value is None,
            marked=point.label == self.marked,
        )
        return bar, place.end


def extremes_words(series: Series) -> str:
    """Highest, lowest and missing points of a series in sentences."""
    known = [(value, point) for point in series.points if (value := point.value) is not None]
    if not known:
        return _("Nothing is published here.")
    gaps = [point.label for point in series.points if point.value is None]
    highest, lowest = max(known, key=lambda pair: pair[0])[1], min(known, key=lambda pair: pair[0])[1]
    words = [_("Highest: %(label)s, %(value)s.") % {"label": highest.label, "value": highest.text}]
    if len(known) > 1:
        words.append(_("Lowest: %(label)s, %(value)s.") % {"label": lowest.label, "value": lowest.text})
    if gaps and len(gaps) <= 3:
        words.append(_("Not published for %(labels)s.") % {"labels": joined(gaps)})
    elif gaps:
        words.append(_("Not published for %(gaps)s of %(all)s.") % {"gaps": len(gaps), "all": len(series.points)})
    return " ".join(words)
