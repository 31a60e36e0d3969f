"""Pay bands: a quarter of the way up, the middle and three quarters of the way up, as three stops on a line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure
from portal.charts.bar import LABEL_WIDTH, LINE
from portal.charts.line import Tick
from portal.charts.model import Cell, Chart, Point, Row, Table, cell_of
from portal.charts.scale import Scale, nice_scale, wrapped
from portal.charts.words import figure_text, value_text

_LOW_AT, _HIGH_AT = 26.0, 74.0  # per cent: leaves room outside for both values in words
_ROW = 2.3  # rem under a row's label: the line and the space to the next


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
    """One row of the chart: x in per cent, y in rem; `line` is empty unless both ends are published."""

    label: str
    lines: tuple[tuple[float, str], ...]
    y: float
    stops: tuple[Stop, ...]
    line: tuple[float, float] | None
    text: str
    text_y: float


@dataclass(frozen=True, slots=True)
class BandGeometry:
    """All rows and the shared axis."""

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
        rows = tuple(Row(row.label, tuple(_cell(row.label, figure) for figure in row.figures)) for row in self.rows)
        return Table(self.head or _("Group"), columns, rows)

    @property
    def summary(self) -> str:
        """Each band in a sentence."""
        return " ".join(f"{row.label}: {PayBand(*row.figures).summary}" for row in self.rows)

    @property
    def geometry(self) -> BandGeometry:
        """Positions of every stop; the scale need not begin at nought, because positions are read, not lengths."""
        values = [float(figure.value) for figure in self.figures if figure.value is not None]
        scale = nice_scale(min(values), max(values), from_zero=False) if values else nice_scale(0, 1)
        rows, top = [], 0.0
        for row in self.rows:
            drawn = _drawn(row, top, scale)
            rows.append(drawn)
            top = drawn.y + _ROW / 2
        unit = self.figures[0].unit if self.figures else ""
        ticks = tuple(
            Tick(_at(tick, scale), value_text(tick, unit), narrow=not index % 2, anchor=_anchor(_at(tick, scale)))
            for index, tick in enumerate(scale.ticks)
        )
        return BandGeometry(round(top + 1.6, 2), tuple(rows), ticks, round(top + 0.1, 2))


def _cell(label: str, figure: Figure) -> Cell:
    return cell_of(Point(label, figure))


def _at(value: float, scale: Scale) -> float:
    return round(3 + scale.share(value) * 94, 2)


def _anchor(x: float) -> str:
    return "start" if x < 10 else "end" if x > 90 else "middle"


def _drawn(row: BandRow, top: float, scale: Scale) -> DrawnBand:
    lines = wrapped(row.label, LABEL_WIDTH)
    text_y = top + LINE * (len(lines) + 0.8)
    stops = tuple(
        Stop(_at(float(figure.value), scale), middle=figure is row.middle, hollow=Point("", figure).provisional)
        for figure in (row.low, row.high, row.middle)
        if figure.value is not None
    )
    ends = [figure.value for figure in (row.low, row.high)]
    whole = all(value is not None for value in ends)
    return DrawnBand(
        label=row.label,
        lines=tuple((round(top + LINE * (index + 0.8), 2), line) for index, line in enumerate(lines)),
        y=round(text_y + 1.0, 2),
        stops=stops,
        line=(_at(float(ends[0] or 0), scale), _at(float(ends[1] or 0), scale)) if whole else None,
        text=_row_text(row),
        text_y=round(text_y, 2),
    )


def _row_text(row: BandRow) -> str:
    """The values beside a row, short enough for a narrow screen."""
    if row.middle.value is None:
        return row.middle.reason_words
    said = {"low": figure_text(row.low), "middle": figure_text(row.middle), "high": figure_text(row.high)}
    if row.low.value is None or row.high.value is None:
        return _("middle %(middle)s") % said
    return _("%(low)s to %(high)s, middle %(middle)s") % said
