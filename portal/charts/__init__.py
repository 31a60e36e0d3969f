"""Charts as data: frozen dataclasses of figures go in, positions and words for server-rendered SVG come out."""

from portal.charts.areas import AreaMap, AreaValue, Band
from portal.charts.band import BandChart, BandRow, PayBand
from portal.charts.bar import BarChart
from portal.charts.line import LineChart, Ribbon
from portal.charts.model import Cell, Point, Row, Series, Table
from portal.charts.share import ShareBar
from portal.charts.tiles import TileMap

__all__ = [
    "AreaMap",
    "AreaValue",
    "Band",
    "BandChart",
    "BandRow",
    "BarChart",
    "Cell",
    "LineChart",
    "PayBand",
    "Point",
    "Ribbon",
    "Row",
    "Series",
    "ShareBar",
    "Table",
    "TileMap",
]
