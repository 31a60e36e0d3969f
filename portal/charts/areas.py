"""Maps of counts kept here, in bands of words: regions as tiles, or authorities as dots about where they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.utils.translation import gettext as _

from portal.charts.tiles import LAYOUT, Shade, Tile, TileGeometry, map_of, place_tile, shade_at

WIDTH = 17.5  # rem, across a screen of 320 pixels: dots that stand apart there stand apart everywhere
_HEIGHTS = (9.0, 26.0)  # rem, so that neither a flat nor a tall region runs away
RADIUS = 0.85  # rem: two figures fit
_APART = 2 * RADIUS + 0.15
_ROUNDS = 80


@dataclass(frozen=True, slots=True)
class AreaValue:
    """What one area has: `share` decides the band, `text` is printed in full and `short` on a tile.

    `hidden` holds a small count back: neither number nor band is shown, whatever is given. `share` of None: nothing
    is known. Without `latitude` and `longitude` an area stands on a tile, found by its GSS code.
    """

    code: str
    name: str
    share: float | None = None
    text: str = ""
    short: str = ""
    hidden: bool = False
    latitude: float | None = None
    longitude: float | None = None
    href: str = ""

    @property
    def words(self) -> str:
        """The value in full, or why there is none."""
        if self.hidden:
            return _("too few to show")
        return self.text if self.share is not None else _("nothing known")

    @property
    def tile_words(self) -> str:
        """As few words as fit a tile."""
        if self.hidden:
            return _("too few")
        return (self.short or self.text) if self.share is not None else _("not known")


@dataclass(frozen=True, slots=True)
class Band:
    """A step of the key: `words` for shares under `below`; the last band has no end."""

    words: str
    below: float | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as the table beside the map says it; `number` is the one in its dot."""

    number: int
    name: str
    words: str
    band: str
    shade: int
    href: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """One authority: x in per cent, y in rem."""

    number: int
    name: str
    words: str
    x: float
    y: float
    shade: int
    marked: bool


@dataclass(frozen=True, slots=True)
class DotGeometry:
    """All dots, and the height of the drawing in rem."""

    height: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class AreaMap:
    """Areas in the order of the table; `order` says how that is, `context` what all the numbers share.

    `column` heads the values, `marked` is the code to pick out, `summary` says in a sentence what the map shows.
    """

    id: str
    title: str
    areas: tuple[AreaValue, ...]
    bands: tuple[Band, ...]
    column: str = ""
    context: tuple[str, ...] = ()
    summary: str = ""
    order: str = ""
    note: str = ""
    marked: str = ""

    @property
    def as_tiles(self) -> bool:
        """Whether the areas are drawn as tiles."""
        return any(area.latitude is None or area.longitude is None for area in self.areas)

    @property
    def gaps(self) -> bool:
        """Whether some area is hatched."""
        return any(self._shade(area) == 0 for area in self.areas)

    @property
    def key(self) -> tuple[Shade, ...]:
        """Every band with its shade."""
        return tuple(Shade(shade_at(index, len(self.bands)), band.words) for index, band in enumerate(self.bands))

    @property
    def rows(self) -> tuple[AreaRow, ...]:
        """The same numbers, for the table."""
        return tuple(
            AreaRow(
                number,
                area.name,
                area.words,
                self._band_words(area),
                self._shade(area),
                area.href,
                area.code == self.marked,
            )
            for number, area in enumerate(self.areas, start=1)
        )

    @property
    def tiles(self) -> TileGeometry:
        """Every region of the tile map; one that was not given is hatched."""
        known = {area.code: area for area in self.areas}
        return map_of(tuple(self._tile(code, known.get(code)) for code in LAYOUT), self.key)

    @property
    def dots(self) -> DotGeometry:
        """Every authority's place, pushed apart where dots would cover one another."""
        height, places = placed(tuple((area.latitude or 0.0, area.longitude or 0.0) for area in self.areas))
        dots = tuple(
            Dot(row.number, row.name, row.words, round(x / WIDTH * 100, 2), round(y, 2), row.shade, row.marked)
            for row, (x, y) in zip(self.rows, places, strict=True)
        )
        return DotGeometry(round(height, 2), dots)

    def _tile(self, code: str, area: AreaValue | None) -> Tile:
        return place_tile(
            code,
            name=area.name if area else "",
            shade=self._shade(area) if area else 0,
            text=area.tile_words if area else _("not known"),
            marked=code == self.marked,
        )

    def _index(self, area: AreaValue) -> int | None:
        if area.hidden or area.share is None:
            return None
        within = (index for index, band in enumerate(self.bands) if band.below is None or area.share < band.below)
        return next(within, len(self.bands) - 1)

    def _shade(self, area: AreaValue) -> int:
        index = self._index(area)
        return 0 if index is None else shade_at(index, len(self.bands))

    def _band_words(self, area: AreaValue) -> str:
        index = self._index(area)
        return "" if index is None else self.bands[index].words


@lru_cache(maxsize=64)
def placed(points: tuple[tuple[float, float], ...]) -> tuple[float, tuple[tuple[float, float], ...]]:
    """Height and places, in rem, of dots for latitudes and longitudes: a plain projection, then pushed apart."""
    if not points:
        return _HEIGHTS[0], ()
    shrink = math.cos(math.radians(sum(latitude for latitude, _east in points) / len(points)))
    east = [longitude * shrink for _north, longitude in points]
    south = [-latitude for latitude, _east in points]
    across, down = max(east) - min(east), max(south) - min(south)
    room = WIDTH - 2 * RADIUS
    scale = min(room / (across or 1e-9), (_HEIGHTS[1] - 2 * RADIUS) / (down or 1e-9))
    crowded = len(points) * _APART**2 * 1.7 / WIDTH  # many dots in a flat region need more room than the region has
    height = max(_HEIGHTS[0], down * scale + 2 * RADIUS, min(crowded, _HEIGHTS[1]))
    tall = max(scale, (height - 2 * RADIUS) / down) if crowded >= height else scale
    spots = [
        [
            WIDTH / 2 + (x - (max(east) + min(east)) / 2) * scale,
            height / 2 + (y - (max(south) + min(south)) / 2) * tall,
        ]
        for x, y in zip(east, south, strict=True)
    ]
    for _round in range(_ROUNDS):
        if not _push_apart(spots, height):
            break
    return height, tuple((x, y) for x, y in spots)


def _push_apart(spots: list[list[float]], height: float) -> bool:
    """Move dots that touch a little apart, within the drawing; False when none touched."""
    moved = False
    for one, other in combinations(spots, 2):
        x, y = other[0] - one[0], other[1] - one[1]
        if abs(x) >= _APART or abs(y) >= _APART:
            continue
        distance = math.hypot(x, y)
        if distance >= _APART:
            continue
        # Two at one place part sideways, so that every run draws the same map.
        along, down = (x / distance, y / distance) if distance > 1e-9 else (1.0, 0.0)
        push = (_APART - distance) / 2 + 0.01
        for spot, sign in ((one, -1), (other, 1)):
            spot[0] = min(max(spot[0] + sign * push * along, RADIUS), WIDTH - RADIUS)
            spot[1] = min(max(spot[1] + sign * push * down, RADIUS), height - RADIUS)
        moved = True
    return moved
