"""Maps and tables of coverage: schools with no encounter recorded here, by region or by authority."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.queries.coverage import AreaCoverage, Coverage, held_back
from portal.charts import AreaMap, AreaValue, Band

_BANDS = (
    (gettext_lazy("fewer than a quarter of schools"), 0.25),
    (gettext_lazy("a quarter to a half"), 0.5),
    (gettext_lazy("half to three quarters"), 0.75),
    (gettext_lazy("three quarters to nine in ten"), 0.9),
    (gettext_lazy("nine in ten or more"), None),
)


def coverage_map(
    found: Coverage, *, link: Callable[[str], str], smallest: int, within: str = "", open_to_all: bool
) -> AreaMap:
    """Schools with no encounter recorded here, largest share first; `within` names the region of authorities.

    For all readers, counts that could tell of single schools are held back; coordinators see every count.
    """
    areas = sorted(found.areas, key=lambda area: (-(area.share_without or 0), area.name))
    hidden = held_back(areas, smallest) if open_to_all else frozenset()
    values = tuple(
        AreaValue(
            area.code,
            area.name,
            area.share_without,
            text=_("%(without)s of %(schools)s schools") % {"without": area.without, "schools": area.schools},
            short="" if area.share_without is None else f"{round(area.share_without * 100)}%",
            hidden=area.code in hidden,
            latitude=area.latitude,
            longitude=area.longitude,
            href=link(area.code),
        )
        for area in areas
    )
    title = _("Schools with no encounter recorded here")
    return AreaMap(
        "coverage",
        _("%(title)s, %(region)s") % {"title": title, "region": within} if within else title,
        tuple(sorted(values, key=lambda value: value.hidden)),
        tuple(Band(str(words), below) for words, below in _BANDS),
        column=_("With none recorded"),
        context=(period_words(found),),
        summary="" if open_to_all and found.total.is_small(smallest) else total_words(found.total),
        order=_("Largest share first."),
    )


def period_words(found: Coverage) -> str:
    """The period that a count covers."""
    return _("%(since)s to %(until)s") % {
        "since": date_format(found.since, "j F Y"),
        "until": date_format(found.until, "j F Y"),
    }


def total_words(total: AreaCoverage) -> str:
    """All areas together in a sentence."""
    said = {"without": total.without, "schools": total.schools, "reached": total.reached}
    return _("%(without)s of %(schools)s schools have no encounter recorded here; %(reached)s have.") % said
