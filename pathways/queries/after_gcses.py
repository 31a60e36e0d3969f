"""Reads of what young people earned and did in the years after their GCSEs, by what they reached (LEO)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evidence.figures import Figure, LevelRef, Unit
from lmi.queries.context import Facts
from lmi.register import ENGLAND
from pathways.models import RouteActivity, RouteEarnings
from pathways.queries.figures import route_figure

EARNINGS, ACTIVITY = "leo-post16-earnings", "leo-post16-activity"

# The publication's groups in words that a family understands, in the order in which they are shown.
GROUP_WORDS: Mapping[tuple[str, str], tuple[str, Promise]] = {
    ("all", "Everyone"): ("everyone", gettext_lazy("Everyone")),
    ("graduates", "Graduates"): ("graduates", gettext_lazy("Took a degree")),
    ("graduates", "Non-graduates"): ("no-degree", gettext_lazy("Took no degree")),
    ("non_graduates", "Achieving level 3 or above"): (
        "no-degree-level-3",
        gettext_lazy("Took no degree, reached level 3 or more"),
    ),
    ("non_graduates", "Achieving level 2 or below"): (
        "no-degree-level-2",
        gettext_lazy("Took no degree, reached level 2 or less"),
    ),
}
CATEGORY_WORDS: Mapping[str, Promise] = {
    "five_good_gcses": gettext_lazy("Five GCSEs at A* to C (now grade 4 or more)"),
    "fewer": gettext_lazy("Fewer than five GCSEs at A* to C (now grade 4 or more)"),
    "female": gettext_lazy("women"),
    "male": gettext_lazy("men"),
}
ACTIVITY_WORDS: Mapping[str, Promise] = {
    "KS5": gettext_lazy("A levels and other courses at sixth form"),
    "Other Education": gettext_lazy("other education at 16 to 19"),
    "Adult FE": gettext_lazy("further education as an adult"),
    "Higher education": gettext_lazy("higher education"),
    "Employment": gettext_lazy("work"),
    "Out of work benefits": gettext_lazy("on out-of-work benefits"),
    "No sustained activity": gettext_lazy("nothing for long enough to count"),
    "Activity not captured": gettext_lazy("not known: no record says"),
}


@dataclass(frozen=True, slots=True)
class YearAfter:
    """One year after the GCSEs, 1 to 15: full tax years after the school year they were taken in."""

    year: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class RouteSeries:
    """A group over the years. `category` is a GSS code or a code of CATEGORY_WORDS; empty without a split."""

    slug: str
    title: str
    breakdown: str
    category: str
    category_title: str
    points: tuple[YearAfter, ...]


@dataclass(frozen=True, slots=True)
class ActivitySeries:
    """What share of a group was mainly doing one thing, year after year."""

    slug: str
    title: str
    activity: str
    activity_title: str
    points: tuple[YearAfter, ...]


def route_earnings(facts: Facts, breakdown: str = "all") -> tuple[RouteSeries, ...]:
    """Average earnings of those in work, by group, 1 to 15 years after GCSEs; one SQL statement.

    `breakdown` is "all", "region" (of the school), "ks4_attainment" or "gender"; empty for another. The tables
    have no group of apprentices: they stand among those without a degree.
    """
    rows = (
        RouteEarnings.objects.of_releases(facts.editions.of(EARNINGS))
        .filter(breakdown=breakdown)
        .order_by("category", "years_after")
    )
    held: dict[tuple[str, str, str], list[RouteEarnings]] = defaultdict(list)
    for row in rows:
        held[row.family, row.group, row.category].append(row)
    order = list(GROUP_WORDS)
    return tuple(_series(facts, held[key]) for key in sorted(held, key=lambda key: (order.index(key[:2]), key[2])))


def _series(facts: Facts, rows: Sequence[RouteEarnings]) -> RouteSeries:
    first = rows[0]
    slug, title = GROUP_WORDS[first.family, first.group]
    in_region = first.breakdown == "region"
    category = facts.places[first.category].name if in_region else str(CATEGORY_WORDS.get(first.category, ""))
    points = tuple(_year(facts, row) for row in rows)
    return RouteSeries(slug, str(title), first.breakdown, first.category, category, points)


def _year(facts: Facts, row: RouteEarnings | RouteActivity) -> YearAfter:
    slug, title = GROUP_WORDS[row.family, row.group]
    if isinstance(row, RouteActivity):
        measure, value, unit, who = "share_in_activity", row.percent, Unit.PERCENT, _("everyone")
        category, in_region, mark = "", False, row.marks.get("percent", "")
    else:
        measure, value, unit, who = "average_earnings", row.earnings, Unit.POUNDS_A_YEAR, _("people in work")
        category, in_region, mark = row.category, row.breakdown == "region", row.marks.get("earnings", "")
    part = "" if in_region or not category else f", {CATEGORY_WORDS[category]}"
    figure = route_figure(
        facts,
        measure,
        value,
        unit,
        release_id=row.release_id,
        level=LevelRef(slug, f"{title}{part}", "highest_level"),
        population=_("%(who)s, GCSEs in England in 2002 to 2007") % {"who": who},
        area=category if in_region else ENGLAND,
        period=ngettext("%(n)d full tax year after GCSEs", "%(n)d full tax years after GCSEs", row.years_after)
        % {"n": row.years_after},
        mark=mark,
    )
    return YearAfter(row.years_after, figure)


def route_activity(facts: Facts) -> tuple[ActivitySeries, ...]:
    """What each group was mainly doing, 1 to 15 years after GCSEs, in per cent; one SQL statement."""
    rows = RouteActivity.objects.of_releases(facts.editions.of(ACTIVITY)).order_by("years_after")
    held: dict[tuple[str, str, str], list[RouteActivity]] = defaultdict(list)
    for row in rows:
        held[row.family, row.group, row.activity].append(row)
    groups, activities = list(GROUP_WORDS), list(ACTIVITY_WORDS)
    found = []
    for family, group, activity in sorted(held, key=lambda k: (groups.index(k[:2]), activities.index(k[2]))):
        slug, title = GROUP_WORDS[family, group]
        points = tuple(_year(facts, row) for row in held[family, group, activity])
        found.append(ActivitySeries(slug, str(title), activity, str(ACTIVITY_WORDS[activity]), points))
    return tuple(found)
