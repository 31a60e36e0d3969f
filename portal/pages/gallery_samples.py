"""Made-up figures, clearly marked as samples, that show every component in every state; never shown in production."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evidence.figures import AreaRef, Figure, LevelRef, Quality, Reason, ReleaseRef, Unit
from portal.charts import BandChart, BandRow, BarChart, LineChart, Point, Ribbon, Series, ShareBar, TileMap
from portal.charts.tiles import LAYOUT

RELEASE = ReleaseRef(
    key="sample-2025-provisional",
    source="sample",
    label="Sample edition 2025 (provisional), Nobody’s Statistics Office",
    period="April 2025",
    status="provisional",
)
FINAL = replace(RELEASE, key="sample-2024", label="Sample edition 2024, Nobody’s Statistics Office", status="final")
UK = AreaRef("K02000001", "United Kingdom", "country")
UNIT = LevelRef("0000", "Sample occupation", "unit")


def sample(value: int | float | Decimal | None, unit: Unit = Unit.POUNDS_A_YEAR, **others: object) -> Figure:
    """A sample figure; keyword arguments replace any of its fields."""
    given = {
        "measure": "sample",
        "value": value,
        "unit": unit,
        "period": "April 2025",
        "area": UK,
        "level": UNIT,
        "population": "full-time employees (sample)",
        "release": RELEASE,
        "quality": Quality.PRECISE,
        "reason": "" if value is not None else Reason.UNRELIABLE,
    }
    return Figure(**(given | others))  # type: ignore[arg-type]  # a sample builder: any field may be replaced


def figures() -> dict[str, Figure]:
    """One figure a state."""
    region = AreaRef("E12000001", "North East", "region", asked="")
    return {
        "pay": sample(33333),
        "low": sample(22222),
        "high": sample(44444),
        "hourly": sample(Decimal("15.05"), Unit.POUNDS_AN_HOUR, quality=Quality.REASONABLE),
        "hours": sample(Decimal("37.5"), Unit.HOURS_A_WEEK),
        "people": sample(12300, Unit.PEOPLE, quality=Quality.LOWER_BOUND, period="January to December 2024"),
        "growth": sample(
            Decimal("-0.8"),
            Unit.PERCENT_A_YEAR,
            period="2025 to 2035",
            quality=Quality.PROJECTION,
            level=LevelRef("00", "Sample trades and related work", "sub_major", asked="Sample occupation"),
            note="In this wider group, of which the occupation is one of 12.",
        ),
        "missing": sample(None),
        "not_held": sample(None, Unit.PERCENT, reason=Reason.NOT_HELD, release=None),
        "coarser": sample(
            30303, area=replace(UK, asked="Sampleshire"), quality=Quality.ACCEPTABLE, level=replace(UNIT, asked="")
        ),
        "region": sample(31313, area=region, quality=Quality.CAUTION),
        "long": sample(
            1234567,
            Unit.ADVERTS_PER_1000_PEOPLE,
            population="everybody whose extraordinarily long description must wrap without pushing the page sideways",
            level=LevelRef("1", "Donaudampfschifffahrtsgesellschaftskapitänswitwen", "major", asked="Sample"),
        ),
    }


def series(label: str, values: list[int | None], start: int = 2021) -> Series:
    """Yearly sample values; the last is provisional."""
    last = start + len(values) - 1
    return Series(
        label,
        tuple(
            Point(
                str(year),
                sample(value, period=f"April {year}", release=RELEASE if year == last else FINAL),
            )
            for year, value in enumerate(values, start=start)
        ),
    )


def line_chart() -> LineChart:
    """One line with a ribbon."""
    ribbon = Ribbon(
        "Middle half of earners (sample)",
        series("A quarter earn less than", [24000, 25500, 26500, 28500, 30000]),
        series("A quarter earn more than", [38000, 39000, 42500, 45000, 47500]),
    )
    line = series("Typical pay (median)", [30000, 31500, 33000, 35500, 37500])
    return LineChart("g-line", "Sample: typical pay over five years", (line,), ribbon=ribbon)


def gap_chart() -> LineChart:
    """Three lines, with a gap and a lonely point."""
    lines = (
        series("Sample occupation", [30000, None, 33000, 35500, 37500]),
        series("Another sample", [26000, 26500, 27000, None, 28500]),
        series("All occupations (sample)", [31000, 33000, 34500, 36500, 38500]),
    )
    return LineChart("g-gap", "Sample: three lines with gaps", lines, note="A gap means that nothing is published.")


def monthly_chart() -> LineChart:
    """Many points: dots only at the ends."""
    points = []
    for index in range(113):
        year, month = 2017 + index // 12, index % 12 + 1
        value = None if index in (40, 41, 42) else 900 + (index * 37) % 240 + index * 3
        points.append(
            Point(
                f"{month:02d}/{year}",
                sample(value, Unit.ADVERTS, period=f"{month:02d}/{year}", release=FINAL),
                tick=str(year) if month == 1 else "",
            )
        )
    return LineChart("g-month", "Sample: new adverts each month", (Series("Adverts", tuple(points)),), head="Month")


def bar_chart() -> BarChart:
    """Bars with one missing, one very long label and one picked out."""
    rows: list[tuple[str, int | None]] = [
        ("Construction (sample)", 61000),
        ("Professional, scientific and technical activities (sample)", 43000),
        ("Manufacturing (sample)", 18500),
        ("Public administration and defence (sample)", None),
        ("Water supply, sewerage, waste (sample)", 1200),
    ]
    points = tuple(Point(label, sample(value, Unit.PEOPLE, quality=Quality.NOT_STATED)) for label, value in rows)
    return BarChart(
        "g-bar",
        "Sample: where the jobs are",
        Series("People", points),
        head="Industry",
        marked="Manufacturing (sample)",
        order="Ordered by number of people, largest first.",
    )


def falling_chart() -> BarChart:
    """Values below and above nought."""
    rows = [
        ("Growing sample group", Decimal("1.2")),
        ("Shrinking sample group", Decimal("-0.7")),
        ("Steady", Decimal(0)),
    ]
    points = tuple(
        Point(label, sample(value, Unit.PERCENT_A_YEAR, quality=Quality.PROJECTION, period="2025 to 2035"))
        for label, value in rows
    )
    return BarChart("g-fall", "Sample: growth and decline", Series("Change", points), head="Group")


def band_chart() -> BandChart:
    """Three bands, one without its ends."""
    rows = (
        BandRow("Sample electricians", sample(31000), sample(38500), sample(46000)),
        BandRow("Sample nursery assistants with a long name", sample(19000), sample(21500), sample(24500)),
        BandRow("Sample, ends not published", sample(None), sample(35000), sample(None)),
    )
    return BandChart("g-bands", "Sample: pay of three occupations", rows, head="Occupation")


def share_bar(identifier: str = "g-share", *, missing: bool = False) -> ShareBar:
    """Women and men."""
    women = sample(None if missing else 38, Unit.PERCENT)
    parts = (Point("women", women), Point("men", sample(62, Unit.PERCENT)))
    title = "Sample: a share not published" if missing else "Sample: women and men in this work"
    return ShareBar(identifier, title, Series("Share", parts), head="Sex")


def tile_map() -> TileMap:
    """Twelve regions, two of them without a figure."""
    points = []
    for index, (code, (_column, _row, name)) in enumerate(LAYOUT.items()):
        value = None if index in (1, 5) else 29000 + index * 1350
        area = AreaRef(code, " ".join(name), "region")
        points.append(Point(area.name, sample(value, area=area)))
    title = "Sample: typical pay where you live"
    return TileMap("g-tiles", title, Series("Typical pay", tuple(points)), head="Region", marked="E12000002")


def empty_chart() -> LineChart:
    """A chart for which nothing is published."""
    return LineChart("g-none", "Sample: nothing published", (series("Sample occupation", [None, None, None]),))
