"""The bar chart: one horizontal bar a label, each with its value beside it; words where nothing is published."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure
from portal.charts.model import Chart, Point, Series, Table, series_table
from portal.charts.scale import wrapped
from portal.charts.words import joined

LABEL_WIDTH = 34  # letters that fit across a 320-pixel screen
LINE = 1.25  # rem a line of label text
BAR = 1.0  # rem
GAP = 0.85  # rem between rows
_INSIDE = 66.0  # per cent: a longer bar carries its value inside


@dataclass(frozen=True, slots=True)
class Bar:
    """One row; x and width in per cent, y in rem."""

    label: str
    lines: tuple[tuple[float, str], ...]
    y: float
    y_end: float
    x: float
    width: float
    text: str
    text_x: float
    inside: bool
    missing: bool
    provisional: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class BarGeometry:
    """All rows, the height of the whole, and where nought lies."""

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
    def geometry(self) -> BarGeometry:
        """Positions of every bar and its words."""
        values = [value for point in self.series.points if (value := point.value) is not None]
        low, high = min([0.0, *values]), max([0.0, *values])
        if low < 0:  # room at the right of nought for the words of a falling bar
            high = max(high, -low * 0.5)
        span = (high - low) or 1.0
        bars, top = [], 0.0
        for point in self.series.points:
            bar = self._bar(point, top, low, span)
            bars.append(bar)
            top = bar.y + BAR + GAP
        return BarGeometry(round(max(top - GAP, 0) + 0.25, 2), round(-low / span * 100, 2), tuple(bars))

    def _bar(self, point: Point, top: float, low: float, span: float) -> Bar:
        lines = wrapped(point.label, LABEL_WIDTH)
        value = point.value or 0.0
        start, end = sorted(((0 - low) / span * 100, (value - low) / span * 100))
        inside = end > _INSIDE and value > 0
        y = top + LINE * len(lines) + 0.15
        return Bar(
            label=point.label,
            lines=tuple((round(top + LINE * (index + 0.8), 2), line) for index, line in enumerate(lines)),
            y=round(y, 2),
            y_end=round(y + BAR, 2),
            x=round(start, 2),
            width=round(end - start, 2),
            text=point.text,
            text_x=round(end, 2),
            inside=inside,
            missing=point.value is None,
            provisional=point.provisional,
            marked=point.label == self.marked,
        )


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
