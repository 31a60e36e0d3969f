"""Tables of one occupation beside pay: people by industry and place, outlook, adverts, codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from evidence.figures import Figure
from lmi.enums import OutlookBreakdown, Sex
from lmi.queries.adverts import Adverts
from lmi.queries.codes import IscoPart, Soc2010Part
from lmi.queries.employment import PlaceShare
from lmi.queries.history import IndustryYear
from lmi.queries.outlook import Outlook, OutlookPart
from portal.charts import LineChart, Point, Series
from portal.exports import FactColumn, FactRow, FactTable

TICK_MONTH = 1  # January carries the year on the axis of adverts


def industries_table(history: Sequence[IndustryYear]) -> FactTable:
    """People by industry section, a column a year."""
    columns = tuple(FactColumn(f"y{one.year}", str(one.year)) for one in history)
    by_year = [{share.code: share for share in one.industries} for one in history]
    latest = history[-1].industries if history else ()
    rows = tuple(
        FactRow(
            (share.code, share.title),
            tuple(held[share.code].people if share.code in held else None for held in by_year),
        )
        for share in latest
    )
    heads = (FactColumn("section", _("SIC")), FactColumn("industry", _("Industry section")))
    note = _("Small cells are held back, so the sections do not add up to everyone in the work.")
    return FactTable("industries", _("People by industry and year"), heads, columns, rows, note)


def places_table(places: Sequence[PlaceShare]) -> FactTable:
    """People of the minor group by region and nation."""
    rows = tuple(FactRow((place.name,), (place.people,)) for place in places)
    heads = (FactColumn("place", _("Region or nation")),)
    return FactTable(
        "people-places", _("People by region and nation"), heads, (FactColumn("people", _("People")),), rows
    )


def outlook_table(found: Outlook) -> FactTable:
    """Projected people by year, then what changes over the whole span."""
    rows = [FactRow((str(point.year),), (point.figure,)) for point in found.series]
    span = f"{found.base_year}–{found.end_year}"
    rows += [
        FactRow((_("Change a year, %(span)s") % {"span": span},), (found.growth,)),
        FactRow((_("Net change, %(span)s") % {"span": span},), (found.net_change,)),
        FactRow((_("Needed to replace leavers, %(span)s") % {"span": span},), (found.replacement,)),
        FactRow((_("All openings, %(span)s") % {"span": span},), (found.requirement,)),
    ]
    columns = (FactColumn("figure", _("People, or per cent a year")),)
    note = _("Years up to %(base)s are estimates, later ones projections.") % {"base": found.base_year}
    heads = (FactColumn("what", _("Year")),)
    return FactTable("outlook", _("Outlook of the wider group"), heads, columns, tuple(rows), note)


def parts_table(found: Outlook, breakdown: str) -> FactTable:
    """The wider group split one way: people in the first and in the last year."""
    parts = [part for part in found.parts if part.breakdown == breakdown]
    columns = (
        FactColumn("first", str(found.base_year)),
        FactColumn("last", str(found.end_year)),
    )
    titles = {
        OutlookBreakdown.SEX: _("Women and men in the wider group"),
        OutlookBreakdown.QUALIFICATION: _("Highest qualification in the wider group"),
        OutlookBreakdown.STATUS: _("Working status in the wider group"),
    }
    rows = tuple(FactRow((category_words(part.category),), (part.first, part.last)) for part in _ordered(parts))
    heads = (FactColumn("category", _("Who")),)
    return FactTable(f"outlook-{breakdown}", titles[OutlookBreakdown(breakdown)], heads, columns, rows)


def _ordered(parts: Sequence[OutlookPart]) -> list[OutlookPart]:
    """Qualifications from none upwards, the rest as published."""
    return sorted(parts, key=lambda part: (part.category != "none", part.category))


def category_words(category: str) -> str:
    """A category of the projections in words."""
    said = {
        "none": _("No qualification"),
        "full_time": _("Full-time"),
        "part_time": _("Part-time"),
        "self_employed": _("Self-employed"),
        Sex.FEMALE: _("Women"),
        Sex.MALE: _("Men"),
    }
    if category.startswith("rqf"):
        return _("RQF level %(level)s") % {"level": category.removeprefix("rqf")}
    return str(said.get(category, category))


def adverts_table(found: Adverts) -> FactTable:
    """New online adverts: a row a year, a column a month."""
    by_month: dict[date, Figure] = {point.month: point.figure for point in found.series}
    years = sorted({month.year for month in by_month}, reverse=True)
    columns = tuple(FactColumn(f"m{number:02d}", str(MONTHS_3[number])) for number in range(1, 13))
    rows = tuple(
        FactRow((str(year),), tuple(by_month.get(date(year, number, 1)) for number in range(1, 13))) for year in years
    )
    return FactTable("adverts", _("New online adverts by month"), (FactColumn("year", _("Year")),), columns, rows)


def adverts_chart(found: Adverts) -> LineChart:
    """The same as a line."""
    points = tuple(
        Point(
            f"{MONTHS_3[point.month.month]} {point.month.year}",
            point.figure,
            tick=str(point.month.year) if point.month.month == TICK_MONTH else "",
        )
        for point in found.series
    )
    return LineChart("adverts-chart", _("New online adverts each month"), (Series(_("Adverts"), points),), _("Month"))


def soc2010_table(parts: Sequence[Soc2010Part]) -> FactTable:
    """Which SOC 2010 units this one came from."""
    heads = (FactColumn("soc2010", _("SOC 2010")), FactColumn("title", _("Unit group of 2010")))
    columns = (
        FactColumn("men_lfs", _("Men, survey sample")),
        FactColumn("women_lfs", _("Women, survey sample")),
        FactColumn("men_census", _("Men, census sample")),
        FactColumn("women_census", _("Women, census sample")),
    )
    rows = tuple(FactRow((part.code, part.title), part.shares) for part in parts)
    note = _("Share of the people of the 2010 unit who fall into this one; it says nothing the other way round.")
    return FactTable("soc2010", _("SOC 2010 units that lead here"), heads, columns, rows, note)


def isco_table(parts: Sequence[IscoPart]) -> FactTable:
    """Which ISCO-08 units the job titles of this one lead to."""
    heads = (FactColumn("isco08", _("ISCO-08")), FactColumn("titles", _("Job titles")))
    rows = tuple(FactRow((part.code, str(part.titles)), (part.share,)) for part in parts)
    note = _("Our own count of job titles in the ONS coding index: shares of titles, not of people.")
    return FactTable("isco08", _("ISCO-08 units"), heads, (FactColumn("share", _("Share of titles")),), rows, note)
