"""The charts of the students' occupation page, made from its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from evidence.figures import Figure
from lmi.enums import Hours, Level
from lmi.queries.employment import IndustryShare, PlaceShare
from lmi.queries.pay import PayBreak, PayPoint, SexShare
from portal.charts import BarChart, LineChart, Point, Series, ShareBar, TileMap
from portal.charts import words as chart_words
from portal.charts.tiles import LAYOUT

MOST_BARS = 8


def pay_line(points: Sequence[PayPoint]) -> LineChart:
    """Typical pay by year; years without a value stay as gaps."""
    series = Series(_("Typical pay"), tuple(Point(str(point.year), point.figure) for point in points))
    known = any(point.figure.value is not None for point in points)
    note = _("Prices went up in these years too. The line shows pounds as paid, not what they could buy.")
    return LineChart("pay-years", _("Typical full-time pay each year"), (series,), note=note if known else "")


def comparable(breaks: Sequence[PayBreak]) -> tuple[PayBreak, ...]:
    """Regional pay of one level and one kind of hours, as a map must compare like with like.

    The unit's own where any is held, else that of its wider group; of the hours that most places have.
    """
    own = [one for one in breaks if one.pay.median.level.level == Level.UNIT] or list(breaks)
    if not own:
        return ()
    usual, _count = Counter(one.pay.hours for one in own).most_common(1)[0]
    return tuple(one for one in own if one.pay.hours == usual)


def pay_map(breaks: Sequence[PayBreak], marked: str) -> TileMap:
    """Typical pay by region and nation; `marked` is the reader's region or ""."""
    points = tuple(Point(one.name, one.pay.median) for one in breaks)
    notes = []
    if breaks and breaks[0].pay.hours == Hours.ALL:
        notes.append(_("This counts full-time and part-time work together, so it is lower than full-time pay."))
    if points and len(points) < len(LAYOUT):
        notes.append(_("A place without a number: none is held for this work there."))
    title = _("Typical pay across the UK")
    return TileMap("pay-map", title, Series(_("Typical pay"), points), _("Place"), marked=marked, note=" ".join(notes))


def jobs_map(places: Sequence[PlaceShare], marked: str) -> TileMap:
    """People of the minor group by region and nation."""
    points = tuple(Point(place.name, place.people) for place in places)
    return TileMap(
        "jobs-map", _("People in this group of jobs"), Series(_("People"), points), _("Place"), marked=marked
    )


def industry_bars(industries: Sequence[IndustryShare]) -> BarChart:
    """The industries with most people in the unit; those held back are told by `industries_held_back`."""
    known = [one for one in industries if one.people.value is not None]
    points = tuple(Point(one.title, one.people) for one in known[:MOST_BARS])
    order = _("The biggest first.")
    if len(known) > MOST_BARS:
        said = {"shown": MOST_BARS, "all": len(known)}
        order = _("The biggest %(shown)s of %(all)s with a number, the biggest first.") % said
    series = Series(_("People"), points)
    return BarChart(
        "industries-chart", _("Industries with most people in this work"), series, _("Industry"), order=order
    )


def industries_held_back(industries: Sequence[IndustryShare]) -> tuple[tuple[str, str], ...]:
    """For each reason why a number is missing: the reason and the industries, in words."""
    by_reason: dict[str, list[str]] = {}
    for one in industries:
        if one.people.value is None:
            by_reason.setdefault(one.people.reason_words, []).append(one.title)
    return tuple((reason[:1].upper() + reason[1:], chart_words.joined(titles)) for reason, titles in by_reason.items())


def sex_bar(share: SexShare) -> ShareBar:
    """Women and men among employee jobs."""
    points = (Point(_("women"), share.women), Point(_("men"), share.men))
    note = _("Counted in jobs of employees, to the nearest thousand. People who work for themselves are left out.")
    return ShareBar("sex-share", _("Jobs held by women and by men"), Series(_("Jobs"), points), _("Who"), note=note)


def figures_of(charts: Sequence[LineChart | TileMap | BarChart | ShareBar | None]) -> list[Figure]:
    """Every figure drawn in these charts."""
    return [figure for chart in charts if chart is not None for figure in chart.figures]
