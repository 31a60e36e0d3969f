"""The line chart: values over time, lines broken where nothing is published, provisional points hollow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from evidence.figures import Figure
from portal.charts.model import Chart, Point, Series, Table, series_table
from portal.charts.scale import Scale, nice_scale
from portal.charts.words import change_words, joined, value_text

_MOST_DOTS = 24
_MOST_VALUE_LABELS = 8
_EDGE = 3.0  # per cent kept free at each side, so that dots are not cut
_TOP = 1.75  # rem above the plot, room for a value over the highest dot


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A shaded span between two series: the middle half of earners."""

    label: str
    low: Series
    high: Series


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis; `at` is rem from the top on the value axis, per cent on the other."""

    at: float
    text: str
    narrow: bool = True  # kept on the narrowest screens
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Dot:
    """A rounded stop on a line."""

    x: float
    y: float
    text: str
    hollow: bool
    anchor: str
    labelled: bool
    narrow: bool


@dataclass(frozen=True, slots=True)
class DrawnSeries:
    """One line: an SVG path in a box 100 wide and `plot` high, and its stops."""

    label: str
    number: int
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class LineGeometry:
    """Everything the template needs; x in per cent of the width, y in rem."""

    height: float
    plot: float
    top: float
    axis_width: int
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    series: tuple[DrawnSeries, ...]
    ribbon: str
    starts_at: str


@dataclass(frozen=True, slots=True)
class LineChart(Chart):
    """A line chart of one unit; every point is a figure with its own source.

    `title` is the caption, `head` names the first column of the table ("Year").
    """

    id: str
    title: str
    series: tuple[Series, ...]
    head: str = ""
    ribbon: Ribbon | None = None
    from_zero: bool = True
    plot_height: float = 14.0
    note: str = ""
    changes: bool = True  # whether the summary says by how much each line rose or fell

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(point.figure for one in self._all_series() for point in one.points)

    @property
    def table(self) -> Table:
        """The same numbers."""
        return series_table(self.head or _("Year"), self._all_series())

    @property
    def summary(self) -> str:
        """What the lines do, in sentences."""
        return " ".join(sentence for one in self.series if (sentence := _series_words(one, changes=self.changes)))

    @property
    def geometry(self) -> LineGeometry:
        """Positions of every line, stop and tick."""
        labels = list(dict.fromkeys(point.label for one in self._all_series() for point in one.points))
        values = [value for figure in self.figures if (value := figure.value) is not None]
        scale = nice_scale(float(min(values)), float(max(values)), from_zero=self.from_zero) if values else _NO_SCALE
        place = {label: _across(index, len(labels)) for index, label in enumerate(labels)}
        draw = _Pen(place, scale, self.plot_height, alone=len(self.series) == 1)
        texts = [value_text(tick, self.figures[0].unit) for tick in scale.ticks] if self.figures else []
        return LineGeometry(
            height=self.plot_height + _TOP + 2.0,
            plot=self.plot_height,
            top=_TOP,
            axis_width=min(max(map(len, texts), default=2), 10),
            y_ticks=tuple(Tick(draw.down(tick), text) for tick, text in zip(scale.ticks, texts, strict=True)),
            x_ticks=_x_ticks(self._all_series(), place),
            series=tuple(draw.series(number, one) for number, one in enumerate(self.series, start=1)),
            ribbon=draw.ribbon(self.ribbon) if self.ribbon else "",
            starts_at="" if scale.low == 0 or not texts else texts[0],
        )

    def _all_series(self) -> tuple[Series, ...]:
        ribbon = (self.ribbon.low, self.ribbon.high) if self.ribbon else ()
        return tuple(chain(self.series, ribbon))


_NO_SCALE = Scale(0.0, 1.0, ())


def _across(index: int, count: int) -> float:
    """Per cent from the left of the nth of `count` evenly spaced labels."""
    return 50.0 if count < 2 else round(_EDGE + index * (100 - 2 * _EDGE) / (count - 1), 2)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws on one pair of axes."""

    place: dict[str, float]
    scale: Scale
    plot: float
    alone: bool

    def down(self, value: float) -> float:
        """Rem from the top of the plot."""
        return round((1 - self.scale.share(value)) * self.plot, 2)

    def series(self, number: int, series: Series) -> DrawnSeries:
        """The line of one series and its stops."""
        runs = _runs(series)
        path = " ".join(
            "M" + " L".join(f"{self.place[p.label]:g} {self.down(v):g}" for p, v in run) for run in runs if len(run) > 1
        )
        lonely = {run[0][0].label for run in runs if len(run) == 1}
        return DrawnSeries(series.label, number, path, self._dots(list(chain.from_iterable(runs)), lonely))

    def _dots(self, drawn: list[tuple[Point, float]], lonely: set[str]) -> tuple[Dot, ...]:
        few = len(self.place) <= _MOST_DOTS
        ends = {drawn[0][0].label, drawn[-1][0].label} if drawn else set()
        return tuple(
            self._dot(point, value, ends)
            for point, value in drawn
            if few or point.label in lonely or point.label in ends
        )

    def _dot(self, point: Point, value: float, ends: set[str]) -> Dot:
        x = self.place[point.label]
        return Dot(
            x=x,
            y=self.down(value),
            text=point.text,
            hollow=point.provisional,
            anchor="start" if x < 15 else "end" if x > 85 else "middle",
            labelled=self.alone and (point.label in ends or len(self.place) <= _MOST_VALUE_LABELS),
            narrow=point.label in ends,
        )

    def ribbon(self, ribbon: Ribbon) -> str:
        """A closed shape for every run of labels at which both edges are published."""
        highs = {point.label: point.value for point in ribbon.high.points}
        shapes: list[str] = []
        edge: list[tuple[float, float, float]] = []
        for point in ribbon.low.points:
            high = highs.get(point.label)
            if point.value is None or high is None:
                shapes.append(_closed(edge))
                edge = []
            else:
                edge.append((self.place[point.label], self.down(point.value), self.down(high)))
        return " ".join(shape for shape in [*shapes, _closed(edge)] if shape)


def _closed(edge: list[tuple[float, float, float]]) -> str:
    """An SVG path along the lower edge and back along the upper one."""
    there = [f"{x:g} {low:g}" for x, low, _high in edge]
    back = [f"{x:g} {high:g}" for x, _low, high in reversed(edge)]
    return "M" + " L".join(there + back) + "Z" if len(edge) > 1 else ""


def _runs(series: Series) -> list[list[tuple[Point, float]]]:
    """The unbroken stretches of a series: a missing value ends one and is never drawn as nought."""
    runs: list[list[tuple[Point, float]]] = [[]]
    for point in series.points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((point, point.value))
    return [run for run in runs if run]


def _x_ticks(series: tuple[Series, ...], place: dict[str, float]) -> tuple[Tick, ...]:
    """Labels under the plot, thinned to at most eight, and to every other one on narrow screens."""
    chosen = {point.label: point.tick for one in series for point in one.points if point.tick}
    texts = chosen or {label: label for label in place}
    step = -(-len(texts) // 8)
    kept = list(texts)[:: step or 1]
    every_other = len(kept) > 5
    return tuple(
        Tick(place[label], texts[label], narrow=not (every_other and index % 2)) for index, label in enumerate(kept)
    )


def _series_words(series: Series, *, changes: bool) -> str:
    """One series in a sentence or two: where it began, where it ended, what is missing."""
    known = [(point, point.value) for point in series.points if point.value is not None]
    gaps = [point.label for point in series.points if point.value is None]
    if not known:
        return _("%(series)s: nothing is published.") % {"series": series.label}
    (first, start), (last, end) = known[0], known[-1]
    said = {"series": series.label, "first": first.text, "from": first.label, "last": last.text, "to": last.label}
    if len(known) == 1:
        words = _("%(series)s: %(last)s in %(to)s.") % said
    else:
        change = change_words(start, end, last.figure.unit) if changes else ""
        words = _("%(series)s: %(first)s in %(from)s, %(last)s in %(to)s") % said + (f" ({change})." if change else ".")
    if gaps and len(gaps) <= 4:
        words += " " + _("Not published for %(labels)s.") % {"labels": joined(gaps)}
    elif gaps:
        words += " " + _("Not published for %(count)s of them.") % {"count": len(gaps)}
    return words
