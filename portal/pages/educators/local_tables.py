"""Tables and bars of a place: what people work in against England, outlook and pay there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from evidence.figures import Figure, Quality, Reason, Unit
from lmi.enums import Hours
from lmi.queries.context import Facts
from lmi.queries.employment import LocalWork
from lmi.queries.outlook import Outlook
from lmi.queries.pay import PayRange
from lmi.register import ENGLAND, Place
from portal.charts import BarChart, Point, Series
from portal.charts.words import area_name
from portal.exports import FactColumn, FactRow, FactTable

MOST_BARS = 10
# How many times England's share a share must be to be called so.
MUCH_MORE, MORE, LESS, MUCH_LESS = 1.5, 1.15, 0.87, 0.67


@dataclass(frozen=True, slots=True)
class WorkHere:
    """What people in an area work in, with the area that the numbers are really of."""

    area: Place
    rows: tuple[LocalWork, ...]


def concentration_words(times: float | None) -> str:
    """How common a kind of work is against England, in words."""
    if times is None:
        return _("cannot be compared")
    if times >= MUCH_MORE:
        return _("much more common than in England")
    if times >= MORE:
        return _("more common than in England")
    if times > LESS:
        return _("about as common as in England")
    return _("less common than in England") if times > MUCH_LESS else _("much less common than in England")


def share_figure(people: Figure, share: float | None, *, area: Figure | None = None) -> Figure:
    """A share of all work as a figure of the same group and edition as the people it was worked out from."""
    ref = (area or people).area
    if share is None or people.release is None:
        return replace(
            people,
            measure="share_of_work",
            value=None,
            unit=Unit.PERCENT,
            area=ref,
            reason=people.reason or Reason.NOT_PUBLISHED,
        )
    quality = Quality.NOT_STATED if people.value is None else people.quality
    return replace(
        people,
        measure="share_of_work",
        value=round(100 * share, 1),
        unit=Unit.PERCENT,
        area=ref,
        quality=quality,
        reason="",
        note="",
    )


def work_table(facts: Facts, work: WorkHere, *, most: int | None = None) -> FactTable:
    """Groups with people here, their share of work here and in England, and the comparison in words."""
    england = facts.places.ref(ENGLAND)
    ordered = sorted(work.rows, key=lambda one: (-(one.people.value or -1), one.code))
    rows = tuple(
        FactRow(
            (one.title, concentration_words(one.concentration)),
            (
                one.people,
                share_figure(one.people, one.share),
                replace(share_figure(one.people, one.england_share), area=england),
            ),
        )
        for one in (ordered[:most] if most else ordered)
    )
    heads = (FactColumn("group", _("Group of occupations")), FactColumn("against", _("Against England")))
    columns = (
        FactColumn("people", _("People")),
        FactColumn("share", _("Share of work here")),
        FactColumn("england_share", _("Share in England")),
    )
    title = _("What people in %(area)s work in") % {"area": area_name(work.area.name)}
    note = _("Most people first. Shares are of the published groups together.")
    return FactTable("work", title, heads, columns, rows, note)


def work_bars(work: WorkHere) -> BarChart:
    """The groups that hold the largest share of work here."""
    known = sorted((one for one in work.rows if one.share is not None), key=lambda one: -(one.share or 0))
    points = tuple(Point(one.title, share_figure(one.people, one.share)) for one in known[:MOST_BARS])
    title = _("The largest groups in %(area)s, per cent of all work there") % {"area": area_name(work.area.name)}
    order = _("The %(count)s largest of %(all)s, the largest first.") % {"count": len(points), "all": len(known)}
    return BarChart("work-chart", title, Series(_("Share of work"), points), _("Group"), order=order)


def strengths(work: WorkHere, most: int = 5) -> list[LocalWork]:
    """The groups that are most common against England, of those that are more common at all."""
    known = [one for one in work.rows if one.concentration is not None and one.concentration >= MORE]
    return sorted(known, key=lambda one: -(one.concentration or 0))[:most]


def outlook_table(outlooks: Sequence[Outlook], where: str) -> FactTable:
    """All 26 groups: growth first, then people over the whole span; fastest growth first."""
    ordered = sorted(
        outlooks, key=lambda one: (-(one.growth.value if one.growth.value is not None else -99), one.group)
    )
    span = f"{outlooks[0].base_year}–{outlooks[0].end_year}" if outlooks else ""
    columns = (
        FactColumn("growth", _("Change a year")),
        FactColumn("net_change", _("Net change, %(span)s") % {"span": span}),
        FactColumn("replacement", _("To replace leavers")),
        FactColumn("requirement", _("All openings")),
    )
    rows = tuple(
        FactRow((one.title,), (one.growth, one.net_change, one.replacement, one.requirement)) for one in ordered
    )
    title = _("Outlook in %(area)s, %(span)s") % {"area": area_name(where), "span": span}
    note = _("Fastest growth first. A projection made in 2023, of wider groups and never of single occupations.")
    return FactTable("outlook", title, (FactColumn("group", _("Group of occupations")),), columns, rows, note)


def pay_table(facts: Facts, here: Mapping[str, PayRange], uk: Mapping[str, PayRange], where: str) -> FactTable:
    """Median pay a year of the nine major groups in the region and in the UK."""
    rows = tuple(
        FactRow(
            (facts.soc[code].title, str(Hours(found.hours).label)),
            (found.median, found.p25, found.p75, uk[code].median),
        )
        for code, found in here.items()
    )
    columns = (
        FactColumn("median", _("Median here")),
        FactColumn("p25", _("Lowest quarter below")),
        FactColumn("p75", _("Highest quarter above")),
        FactColumn("uk_median", _("Median in the UK")),
    )
    heads = (FactColumn("group", _("Major group")), FactColumn("hours", _("Working pattern")))
    title = _("Pay a year in %(area)s") % {"area": area_name(where)}
    note = _("The UK’s wider groups may come from an earlier edition: the sources say which.")
    return FactTable("pay", title, heads, columns, rows, note, say_coarser=True)
