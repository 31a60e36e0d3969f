"""What people earned and did in the years after their GCSEs, by the level they reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.queries.after_gcses import (
    ACTIVITY,
    EARNINGS,
    ActivitySeries,
    RouteSeries,
    route_activity,
    route_earnings,
)
from portal.charts import LineChart, Point, Series
from portal.charts.model import Table, series_table
from portal.pages.shared import FactsPage, api_twin

# A chart holds four lines; the fifth group, everybody without a degree, stands in the table.
DRAWN = ("graduates", "no-degree-level-3", "no-degree-level-2", "everyone")
DOING = ("Employment", "Higher education", "Out of work benefits", "No sustained activity")
BY: dict[str, Promise] = {
    "ks4_attainment": gettext_lazy("GCSE results"),
    "region": gettext_lazy("region of the school"),
}


class OutcomeList(FactsPage):
    """`/outcomes/`: earnings and activity by year after GCSEs; ?by= and ?part= split, ?group= chooses activity."""

    template_name = "open/reference/outcome_list.html"

    def page_context(self) -> dict[str, Any]:
        """The lines of earnings, a split, and what one group did; three SQL statements."""
        earnings, activity = route_earnings(self.facts), route_activity(self.facts)
        groups = {one.slug: one.title for one in activity}
        group = self._choice("group", list(groups))
        by = self._choice("by", list(BY))
        split = route_earnings(self.facts, by)
        parts = {one.category: one.category_title for one in split}
        part = self._choice("part", list(parts))
        return {
            "chart": earnings_chart("earnings", _("Average earnings in the years after GCSEs"), earnings),
            "table": earnings_table(earnings),
            "by": by,
            "ways": [(key, _capital(str(words))) for key, words in BY.items()],
            "part": part,
            "parts": list(parts.items()),
            "split_chart": self._split_chart(split, part, parts.get(part, "")),
            "groups": list(groups.items()),
            "group": group,
            "activity_chart": activity_chart(activity, group, groups.get(group, "")),
            "activity_table": activity_table(activity, group),
            "releases": tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of(EARNINGS, ACTIVITY)),
            "crumbs": [(_("Start"), reverse("open:home")), (_("What people earn after different routes"), "")],
            "twin": api_twin("outcome-list", query=self.editions_asked),
        }

    def _choice(self, name: str, known: Sequence[str]) -> str:
        """A parameter that is one of these; another is said in words, and the first stands."""
        value = self.param(name)
        if value and value not in known:
            said = {"name": name, "value": value[:60], "known": ", ".join(known)}
            words = _("%(name)s: “%(value)s” is not used; it can be one of: %(known)s.") % said
            self.problems.append((words, name))
        return value if value in known else next(iter(known), "")

    def _split_chart(self, split: Sequence[RouteSeries], part: str, title: str) -> LineChart | None:
        rows = [one for one in split if one.category == part]
        if not rows:
            return None
        return earnings_chart("split", _("Average earnings: %(part)s") % {"part": title}, rows)


def earnings_chart(identifier: str, title: str, rows: Sequence[RouteSeries]) -> LineChart:
    """One line a group, in the order of DRAWN."""
    held = {one.slug: one for one in rows}
    series = tuple(_line(held[slug]) for slug in DRAWN if slug in held)
    note = _(
        "Averages of people in work, in pounds of the day. They are not adjusted for what people were like before."
    )
    return LineChart(identifier, title, series, head=_("Years after GCSEs"), note=note, changes=False)


def _line(one: RouteSeries) -> Series:
    return Series(one.title, tuple(Point(year_words(point.year), point.figure) for point in one.points))


def year_words(year: int) -> str:
    """A place on the axis: "year 5"."""
    return _("year %(n)d") % {"n": year}


def earnings_table(rows: Sequence[RouteSeries]) -> Table:
    """Every group, year by year."""
    return series_table(_("Years after GCSEs"), tuple(_line(one) for one in rows))


def activity_chart(rows: Sequence[ActivitySeries], group: str, title: str) -> LineChart:
    """What a group was mainly doing, four things that tell most."""
    held = {one.activity: one for one in rows if one.slug == group}
    series = tuple(
        Series(_capital(held[doing].activity_title), _points(held[doing])) for doing in DOING if doing in held
    )
    words = _("What they were mainly doing: %(group)s") % {"group": title}
    return LineChart("activity", words, series, head=_("Years after GCSEs"), changes=False)


def activity_table(rows: Sequence[ActivitySeries], group: str) -> Table:
    """Everything that a group was mainly doing, year by year."""
    chosen = tuple(Series(_capital(one.activity_title), _points(one)) for one in rows if one.slug == group)
    return series_table(_("Years after GCSEs"), chosen)


def _points(one: ActivitySeries) -> tuple[Point, ...]:
    return tuple(Point(year_words(point.year), point.figure) for point in one.points)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
