"""What every chart is given and gives back: labelled figures in, a table of the same numbers out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.figures import Figure, ReleaseRef
from portal.charts.words import coarser_words, figure_text, level_words, quality_text, unit_name


@dataclass(frozen=True, slots=True)
class Point:
    """One figure and its place on the chart: a year, an area, an industry.

    `tick` is the short label on a time axis; when any point has one, only those are labelled.
    """

    label: str
    figure: Figure
    tick: str = ""

    @property
    def value(self) -> float | None:
        """The value as a number to draw, or None where nothing is published."""
        return None if self.figure.value is None else float(self.figure.value)

    @property
    def provisional(self) -> bool:
        """True when the edition may still be revised: such points are drawn hollow."""
        release = self.figure.release
        return release is not None and release.status == "provisional"

    @property
    def text(self) -> str:
        """The value in words, or the reason why there is none."""
        return figure_text(self.figure)


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one measure, in the order they are drawn."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a chart's table."""

    text: str
    missing: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a chart's table."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers as the chart, for those who read rather than look."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def cell_of(point: Point | None) -> Cell:
    """The table cell of one point; a point that was not given at all is a dash in words."""
    if point is None:
        return Cell("–", missing=True)
    return Cell(point.text, missing=point.value is None, provisional=point.provisional)


def series_table(head: str, series: tuple[Series, ...]) -> Table:
    """One row a label, one column a series; labels keep the order in which they first appear."""
    labels = list(dict.fromkeys(point.label for one in series for point in one.points))
    lookup = [{point.label: point for point in one.points} for one in series]
    rows = tuple(Row(label, tuple(cell_of(points.get(label)) for points in lookup)) for label in labels)
    return Table(head, tuple(one.label for one in series), rows)


def releases_of(figures: Iterable[Figure]) -> tuple[ReleaseRef, ...]:
    """The editions behind a chart, each once, in the order they were met."""
    return tuple(dict.fromkeys(figure.release for figure in figures if figure.release is not None))


def context_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """What all the figures share (unit, period, area, level, population, quality), for the line under a chart's title.

    A property that differs between points is left out here and stands in the chart itself.
    """
    known = list(figures)
    kinds = (
        [unit_name(figure) for figure in known],
        [figure.period for figure in known],
        [figure.area.name for figure in known],
        [level_words(figure) for figure in known],
        [figure.population for figure in known],
        [quality_text(figure) for figure in known if figure.value is not None],
    )
    return tuple(words[0] for words in kinds if len(set(words)) == 1 and words[0])


class Chart:
    """What every chart can say about the figures it is drawn from."""

    __slots__ = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        raise NotImplementedError

    @property
    def releases(self) -> tuple[ReleaseRef, ...]:
        """The editions the chart was drawn from."""
        return releases_of(self.figures)

    @property
    def context(self) -> tuple[str, ...]:
        """What all its figures share, in words."""
        return context_of(self.figures)

    @property
    def empty(self) -> bool:
        """True when nothing at all is published, so that words stand in place of the chart."""
        return all(figure.value is None for figure in self.figures)

    @property
    def provisional(self) -> bool:
        """True when some figure may still be revised."""
        releases = (figure.release for figure in self.figures if figure.value is not None)
        return any(release is not None and release.status == "provisional" for release in releases)

    @property
    def caveats(self) -> tuple[str, ...]:
        """Sentences that own up to wider groups or areas, each once."""
        return tuple(dict.fromkeys(words for figure in self.figures for words in coarser_words(figure)))
