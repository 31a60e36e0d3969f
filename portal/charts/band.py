"""Pay bands: a quarter of the way up, the middle and three quarters of the way up, as three stops on a line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure
from portal.charts.line import Tick
from portal.charts.model import Chart, Point, Row, Table, cell_of
from portal.charts.rows import NARROW, WIDE, Layout, Line, RowPlace, place_row
from portal.charts.scale import Scale, nice_scale
from portal.charts.words import figure_text, value_text

_LOW_AT, _HIGH_AT = 31.0, 69.0  # per cent: leaves room outside for both values in words
_MARK = 1.2  # rem a row's line and stops are high


@dataclass(frozen=True, slots=True)
class PayBand:
    """One band alone, drawn so that its ends stand in fixed places: not comparable by eye with another."""

    low: Figure
    middle: Figure
    high: Figure

    @property
    def drawable(self) -> bool:
        """True when all three points are published, in one unit, in rising order."""
        values = [figure.value for figure in (self.low, self.middle, self.high)]
        known = [float(value) for value in values if value is not None]
        units = {self.low.unit, self.middle.unit, self.high.unit}
        return len(known) == 3 and len(units) == 1 and known == sorted(known) and known[0] < known[2]

    @property
    def middle_at(self) -> float:
        """Where the middle stands, per cent from the left, on the scale set by the two ends."""
        low, middle, high = (float(figure.value or 0) for figure in (self.low, self.middle, self.high))
        return round(_LOW_AT + (middle - low) / (high - low) * (_HIGH_AT - _LOW_AT), 2)

    @property
    def low_at(self) -> float:
        """Where the quarter point stands, per cent from the left."""
        return _LOW_AT

    @property
    def high_at(self) -> float:
        """Where the three-quarter point stands, per cent from the left."""
        return _HIGH_AT

    @property
    def summary(self) -> str:
        """The band in a sentence."""
        said = {
            "low": figure_text(self.low),
            "middle": figure_text(self.middle),
            "high": figure_text(self.high),
            "unit": self.middle.unit_words,
        }
        if self.drawable:
            return _("Half of people earn between %(low)s and %(high)s %(unit)s; the middle is %(middle)s.") % said
        return _("Quarter of the way up: %(low)s. Middle: %(middle)s. Three quarters of the way up: %(high)s.") % said


@dataclass(frozen=True, slots=True)
class BandRow:
    """The band of one occupation, area or year."""

    label: str
    low: Figure
    middle: Figure
    high: Figure

    @property
    def figures(self) -> tuple[Figure, Figure, Figure]:
        """The three points in order."""
        return (self.low, self.middle, self.high)


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on a band: x in per cent."""

    x: float
    middle: bool
    hollow: bool


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """One row of the chart: x in per cent, y in rem; `line` is None unless both ends are published."""

    label: str
    lines: tuple[Line, ...]
    y: float
    stops: tuple[Stop, ...]
    line: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class BandGeometry:
    """All rows in one layout and the shared axis."""

    layout: Layout
    height: float
    rows: tuple[DrawnBand, ...]
    ticks: tuple[Tick, ...]
    axis_y: float


@dataclass(frozen=True, slots=True)
class BandChart(Chart):
    """Several bands on one scale, so that they may be compared by eye."""

    id: str
    title: str
    rows: tuple[BandRow, ...]
    head: str = ""
    note: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(figure for row in self.rows for figure in row.figures)

    @property
    def table(self) -> Table:
        """The same numbers."""
        columns = (_("A quarter earn less than"), _("Middle (median)"), _("A quarter earn more than"))
        rows = tuple(
            Row(row.label, tuple(cell_of(Point(row.label, figure)) for figure in row.figures)) for row in self.rows
        )
        return Table(self.head or _("Group"), columns, rows)

    @property
    def summary(self) -> str:
        """Each band in short."""
        return " ".join(f"{row.label}: {_row_text(row)}." for row in self.rows)

    @property
    def layouts(self) -> tuple[BandGeometry, BandGeometry]:
        """Positions of every stop, for narrow and for wide screens."""
        return (self.geometry(NARROW), self.geometry(WIDE))

    def geometry(self, layout: Layout) -> BandGeometry:
        """Positions of every stop; the scale need not begin at nought, because positions are read, not lengths."""
        values = [float(figure.value) for figure in self.figures if figure.value is not None]
        scale = nice_scale(min(values), max(values), from_zero=False) if values else nice_scale(0, 1)
        rows, top = [], 0.0
        for row in self.rows:
            place = place_row(layout, top, _MARK, 0.9, row.label, _row_text(row))
            rows.append(_drawn(row, layout, place, scale))
            top = place.end
        return BandGeometry(layout, round(top + 1.5, 2), tuple(rows), self._ticks(layout, scale), round(top, 2))

    def _ticks(self, layout: Layout, scale: Scale) -> tuple[Tick, ...]:
        unit = self.figures[0].unit if self.figures else ""
        places = [(_at(tick, layout, scale), value_text(tick, unit)) for tick in scale.ticks]
        return tuple(Tick(x, text, narrow=not index % 2, anchor=_anchor(x)) for index, (x, text) in enumerate(places))


def _at(value: float, layout: Layout, scale: Scale) -> float:
    return layout.across(0.03 + scale.share(value) * 0.94)


def _anchor(x: float) -> str:
    return "start" if x < 10 else "end" if x > 90 else "middle"


def _drawn(row: BandRow, layout: Layout, place: RowPlace, scale: Scale) -> DrawnBand:
    stops = tuple(
        Stop(_at(float(figure.value), layout, scale), figure is row.middle, hollow=Point("", figure).provisional)
        for figure in (row.low, row.high, row.middle)
        if figure.value is not None
    )
    low, high = row.low.value, row.high.value
    line = None if low is None or high is None else (_at(float(low), layout, scale), _at(float(high), layout, scale))
    return DrawnBand(row.label, place.lines, round(place.mark + _MARK / 2, 2), stops, line)


def _row_text(row: BandRow) -> str:
    """The values of a row, short enough for a narrow screen."""
    if row.middle.value is None:
        return row.middle.reason_words
    said = {"low": figure_text(row.low), "middle": figure_text(row.middle), "high": figure_text(row.high)}
    if row.low.value is None or row.high.value is None:
        return _("middle %(middle)s") % said
    return _("%(low)s to %(high)s, middle %(middle)s") % said
