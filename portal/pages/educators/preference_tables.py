"""Tables, bars and sentences of what employers state."""

from __future__ import annotations

from django.utils.translation import gettext as _

from employers.enums import PreferredKind
from employers.queries.preferences import Preferences, Stated
from lmi.queries.context import Facts
from lmi.register import ALL_OCCUPATIONS, UK
from portal.charts import BarChart, Point, Series
from portal.charts.words import area_name
from portal.exports import FactColumn, FactRow, FactTable

MOST_BARS = 12


def title_of(facts: Facts, stated: Stated) -> str:
    """ "What employers ask for: Science, engineering and technology associate professionals, the West Midlands"."""
    parts = []
    if stated.asked_soc2020 != ALL_OCCUPATIONS:
        parts.append(facts.soc[stated.asked_soc2020].title)
    if stated.sector:
        parts.append(facts.industries.get(stated.sector[:1], stated.sector))
    if stated.asked_area != UK:
        parts.append(area_name(facts.places[stated.asked_area].name))
    title = _("What employers here ask for")
    return f"{title}: {', '.join(parts)}" if parts else title


def widened_words(facts: Facts, stated: Stated) -> str:
    """A sentence that owns up to a wider group or area; "" for an exact answer."""
    if not stated.is_widened:
        return ""
    group = facts.soc[stated.soc2020].title
    where = area_name(facts.places[stated.area].name)
    said = {"group": group, "area": where}
    return (
        _("Fewer than five employers here fit what you asked for. These numbers are of %(group)s in %(area)s.") % said
    )


def stated_table(stated: Stated, title: str) -> FactTable:
    """Each thing named by at least five employers in some way, most employers first; the base as the last row."""
    heads = (FactColumn("qualification", _("Subject or qualification")), FactColumn("kind", _("Kind")))
    columns = (
        FactColumn("essential", _("Essential")),
        FactColumn("useful", _("Useful")),
        FactColumn("we_train", _("We train you")),
        FactColumn("employers", _("Employers counted")),
    )
    rows = tuple(FactRow((row.title, _kind(row.kind)), (*row.figures, stated.base)) for row in stated.rows)
    note = _("Counts of employers, most first. An employer counts once in a row, by the strongest thing it says.")
    return FactTable("stated", title, heads, columns, rows, note)


def _kind(kind: str) -> str:
    return str(PreferredKind(kind).label)


def people_table(found: Preferences) -> FactTable:
    """People in the work by highest qualification, at the level it is published at."""
    rows = tuple(FactRow((part.title,), (part.people,)) for part in found.mix)
    heads, columns = (FactColumn("qualification", _("Highest qualification")),), (FactColumn("people", _("People")),)
    title = _("People in the work by highest qualification")
    note = _("Highest first. What people in the work have is not what the work needs: many have more.")
    return FactTable("people", title, heads, columns, rows, note)


def essential_bars(stated: Stated) -> BarChart | None:
    """What most employers call essential; None for fewer than two numbers."""
    points = [Point(row.title, row.essential) for row in stated.rows if row.essential.value is not None]
    if len(points) < 2:
        return None
    return BarChart(
        "essential-bars",
        _("Employers here who call it essential"),
        Series(_("Employers"), tuple(points[:MOST_BARS])),
        head=_("Subject or qualification"),
        order=_("Most employers first."),
    )
