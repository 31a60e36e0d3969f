"""The public side: what ambassadors do and how to become one; how pupils and volunteers are kept safe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ambassadors.enums import Activity, Nation, Pattern, SchemeState, Setting, VettingKind
from ambassadors.models import SchemeRule, VettingRule
from ambassadors.queries.numbers import SchemeNumbers, scheme_numbers
from ambassadors.queries.own import schemes_open_first
from ambassadors.rules.vetting import SMALL_COUNT, numbers_in_force
from foundation.access import PUBLIC_FACTS
from portal.blocks import StatTile
from portal.pages.shared import today


class AmbassadorsHome(TemplateView):
    """`/ambassadors/`: for people in STEM work who might like to meet pupils."""

    access = PUBLIC_FACTS
    http_method_names = ["get", "head", "options"]
    template_name = "ambassadors/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What they do, who may, the schemes, and numbers where there are enough to show."""
        rules = numbers_in_force(today())
        counted = scheme_numbers(today(), smallest=rules[SMALL_COUNT], with_demo=settings.DEMO)
        schemes = schemes_open_first()
        shown = {
            "activities": [str(activity.label) for activity in Activity],
            "minimum_age": rules.get("minimum-age"),
            "tiles": _tiles(counted),
            "open_schemes": [one for one in schemes if one.state == SchemeState.OPEN],
            "closed_schemes": [one for one in schemes if one.state == SchemeState.CLOSED],
        }
        return super().get_context_data(**shown, **kwargs)


def _tiles(counted: SchemeNumbers) -> list[StatTile]:
    year, now = _("this school year"), _("today")
    listed = (
        (counted.active, _("active ambassadors"), now),
        (counted.visits, _("visits"), year),
        (counted.hours, _("hours with pupils"), year),
        (counted.schools, _("schools and colleges visited"), year),
    )
    return [StatTile(value, "", what, period) for value, what, period in listed if value]


class Safeguarding(TemplateView):
    """`/ambassadors/safeguarding/`: the rules as they stand in the data, each with its source."""

    access = PUBLIC_FACTS
    http_method_names = ["get", "head", "options"]
    template_name = "ambassadors/safeguarding.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rules about checks by nation, and the scheme's own numbers. Two statements."""
        rows = list(VettingRule.objects.in_force(today()).order_by("valid_from", "pk"))
        shown = {
            "nations": [(str(nation.label), nation.value, _table(rows, nation)) for nation in Nation],
            "scheme_rules": _numbers(),
            "all_confirmed": all(row.is_confirmed for row in rows),
            "crumbs": [(_("Ambassadors"), reverse("ambassadors:home")), (_("Keeping everybody safe"), "")],
        }
        return super().get_context_data(**shown, **kwargs)


def _table(rows: Iterable[VettingRule], nation: str) -> list[dict[str, Any]]:
    """The rules of a nation; settings for which a rule says the same stand in one line."""
    newest = {(row.setting, row.pattern): row for row in rows if row.nation == nation}
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for pattern in Pattern:
        for setting in Setting:
            row = newest.get((setting.value, pattern.value))
            if row is None:
                continue
            key = (
                pattern,
                row.asks_for,
                tuple(row.accepted),
                row.most_days,
                row.window_days,
                row.valid_from,
                row.source,
            )
            line = lines.setdefault(key, {"rule": row, "pattern": _pattern_words(row), "settings": []})
            line["settings"].append(str(setting.label))
            line["asks_for"] = str(VettingKind(row.asks_for).label)
    return list(lines.values())


def _pattern_words(row: VettingRule) -> str:
    if row.pattern == Pattern.FREQUENT:
        return _("On more than %(most)d days in %(window)d") % {"most": row.most_days, "window": row.window_days}
    words = str(Pattern(row.pattern).label)
    return words[:1].upper() + words[1:]


def _numbers() -> list[tuple[str, SchemeRule]]:
    words = {
        "minimum-age": _("Ambassadors are at least this old"),
        "recheck-months": _("Months after a check was issued until we look again"),
        "answer-days": _("Days to answer a school’s request"),
        "request-target-days": _("Days in which we want a school to have its visit booked"),
        SMALL_COUNT: _("Counts of people or schools below this are not published"),
    }
    rows = {row.name: row for row in SchemeRule.objects.in_force(today()).order_by("valid_from", "pk")}
    return [(said, rows[name]) for name, said in words.items() if name in rows]
