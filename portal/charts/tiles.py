"""The tile map: the twelve nations and regions of the UK as equal tiles, roughly where they lie, not to scale."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure
from portal.charts.bar import extremes_words
from portal.charts.model import Chart, Point, Series, Table, series_table
from portal.charts.scale import Scale, nice_scale
from portal.charts.words import value_text

# GSS code -> column, row, name in short lines. Our own layout: neighbours touch where four columns allow it.
LAYOUT: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "S92000003": (1, 0, ("Scotland",)),
    "N92000002": (0, 1, ("Northern", "Ireland")),
    "E12000001": (2, 1, ("North", "East")),
    "E12000002": (1, 2, ("North", "West")),
    "E12000003": (2, 2, ("Yorkshire", "& Humber")),
    "W92000004": (0, 3, ("Wales",)),
    "E12000005": (1, 3, ("West", "Midlands")),
    "E12000004": (2, 3, ("East", "Midlands")),
    "E12000006": (3, 3, ("East of", "England")),
    "E12000009": (1, 4, ("South", "West")),
    "E12000007": (2, 4, ("London",)),
    "E12000008": (3, 4, ("South", "East")),
}
_COLUMN = 25.0  # per cent
_TILE_WIDTH = 24.0
_ROW = 4.9  # rem
_TILE_HEIGHT = 4.65
_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One region: x, width and centre in per cent, y in rem; `shade` 1 to 5, 0 where nothing is published."""

    code: str
    name: str
    x: float
    centre: float
    y: float
    shade: int
    lines: tuple[tuple[float, str], ...]
    value_y: float
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """One entry of the key."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class TileGeometry:
    """All tiles and the key."""

    height: float
    tile_width: float
    tile_height: float
    tiles: tuple[Tile, ...]
    shades: tuple[Shade, ...]
    gaps: bool


@dataclass(frozen=True, slots=True)
class TileMap(Chart):
    """One figure a region, found by the area's GSS code; `marked` is the code to pick out.

    Points for other areas stand in the table and the list but not on the map.
    """

    id: str
    title: str
    series: Series
    head: str = ""
    marked: str = ""
    note: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure drawn."""
        return tuple(point.figure for point in self.series.points)

    @property
    def table(self) -> Table:
        """The same numbers, in the order given."""
        return series_table(self.head or _("Area"), (self.series,))

    @property
    def summary(self) -> str:
        """Highest, lowest and missing regions, in sentences."""
        return extremes_words(self.series)

    @property
    def ranked(self) -> tuple[Point, ...]:
        """Points from highest to lowest, those without a figure last."""
        return tuple(sorted(self.series.points, key=lambda point: (point.value is None, -(point.value or 0))))

    @property
    def geometry(self) -> TileGeometry:
        """Every tile's place and shade, and the key to the shades."""
        points = {point.figure.area.code: point for point in self.series.points if not point.figure.area.asked}
        values = [value for code, point in points.items() if code in LAYOUT and (value := point.value) is not None]
        scale = _map_scale(values) if values else None
        tiles = tuple(self._tile(code, points.get(code), scale) for code in LAYOUT)
        return map_of(tiles, _key(scale, self.figures[0].unit) if scale else ())

    def _tile(self, code: str, point: Point | None, scale: Scale | None) -> Tile:
        value = point.value if point else None
        return place_tile(
            code,
            name=point.label if point else "",
            shade=0 if value is None or scale is None else shade_of(value, scale),
            text=point.text if point and value is not None else _("no figure"),
            marked=code == self.marked,
        )


def place_tile(code: str, *, name: str, shade: int, text: str, marked: bool) -> Tile:
    """The tile of one region of `LAYOUT`, at its place; without a name it takes the layout's."""
    column, row, lines = LAYOUT[code]
    top = row * _ROW
    first = top + (1.45 if len(lines) == 2 else 1.9)
    return Tile(
        code=code,
        name=name or " ".join(lines),
        x=column * _COLUMN + (_COLUMN - _TILE_WIDTH) / 2,
        centre=column * _COLUMN + _COLUMN / 2,
        y=round(top, 2),
        shade=shade,
        lines=tuple((round(first + index, 2), line) for index, line in enumerate(lines)),
        value_y=round(top + 3.85, 2),
        text=text,
        marked=marked,
    )


def map_of(tiles: tuple[Tile, ...], shades: tuple[Shade, ...]) -> TileGeometry:
    """Tiles and key as one drawing."""
    return TileGeometry(
        height=round(_ROW * 4 + _TILE_HEIGHT, 2),
        tile_width=_TILE_WIDTH,
        tile_height=_TILE_HEIGHT,
        tiles=tiles,
        shades=shades,
        gaps=any(tile.shade == 0 for tile in tiles),
    )


def shade_of(value: float, scale: Scale) -> int:
    """The shade of a value, 1 (lowest) to 5: one for each round step of the scale, spread when there are fewer."""
    steps = len(scale.ticks) - 1
    index = min(int(scale.share(value) * steps + 1e-9), steps - 1)
    return shade_at(index, steps)


def shade_at(index: int, steps: int) -> int:
    """The shade, 1 to 5, of one of `steps` classes, counted from nought."""
    return 3 if steps < 2 else 1 + round(index * (_CLASSES - 1) / (steps - 1))


def _map_scale(values: list[float]) -> Scale:
    """Round steps over the values, at most five of them."""
    wanted = _CLASSES
    while True:
        scale = nice_scale(min(values), max(values), wanted=wanted, from_zero=False)
        if len(scale.ticks) - 1 <= _CLASSES or wanted == 1:
            return scale
        wanted -= 1


def _key(scale: Scale, unit: str) -> tuple[Shade, ...]:
    """The value at which each shade begins, in words."""
    steps = len(scale.ticks) - 1
    return tuple(
        Shade(shade_at(index, steps), _("from %(value)s") % {"value": value_text(tick, unit)})
        for index, tick in enumerate(scale.ticks[:-1])
    )
