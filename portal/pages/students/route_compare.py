"""Two routes into one occupation side by side."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.pages.shared import api_twin, permalink, with_query
from portal.pages.students.crumbs import group_crumbs
from portal.pages.students.plain_names import plain_name
from portal.pages.students.route_money import money_side
from portal.pages.students.route_words import RouteWords
from portal.pages.students.routes import RoutesPage


class RouteCompare(RoutesPage):
    """`/students/careers/5241/routes/compare/?a=...&b=...`"""

    template_name = "students/route_compare.html"

    def page_context(self) -> dict[str, Any]:
        """The two routes that are named, or the first two; an unknown name is said and the first free one stands in."""
        open_routes, closed_routes, axis = self.in_words()
        both = [*open_routes, *closed_routes]
        pair = self._pair(both)
        address = reverse("students:occupation-routes", args=[self.group.code])
        way = group_crumbs(self.facts, self.group.code, self.group.title)[:-1]
        occupation = (self.group.title, reverse("students:occupation-detail", args=[self.group.code]))
        money = money_side(self.facts, pair, self.pay, self.assumptions, self.ask.stage)
        releases = self.releases(self.pay)
        here = reverse("students:route-compare", args=[self.group.code])
        asked = [*self.kept(), *self.changed]
        names = [("a", pair[0].id), ("b", pair[1].id)] if len(pair) == 2 else []
        return {
            "group": self.group,
            "kicker": plain_name(self.group.code[:3]),
            "pair": pair,
            "all_routes": both,
            "chosen": [route.id for route in pair],
            "axis": axis,
            "back": with_query(address, asked),
            "asked": asked,
            "halves": list(zip(pair, money.lines, strict=True)),
            "money": money,
            "releases": releases,
            "permalink": permalink(here, self.facts.editions, releases, *names, *self.kept("release"), *self.changed),
            "twin": api_twin("route-list", query=[("occupation", self.group.code), *asked]),
            "crumbs": [
                *way,
                occupation,
                (_("Ways in"), with_query(address, asked)),
                (_("Two ways side by side"), ""),
            ],
        }

    def _pair(self, routes: list[RouteWords]) -> list[RouteWords]:
        by_id = {route.id: route for route in routes}
        chosen: list[RouteWords] = []
        for name in ("a", "b"):
            wanted = self.param(name, 20)
            if wanted and wanted not in by_id:
                self.problems.append(
                    (_("One of the two ways is not among those for these answers; choose again."), name)
                )
            elif wanted and by_id[wanted] not in chosen:
                chosen.append(by_id[wanted])
        while len(chosen) < min(2, len(routes)):
            chosen.append(_next_to(chosen, routes))
        return chosen[:2]


def _next_to(chosen: list[RouteWords], routes: list[RouteWords]) -> RouteWords:
    """A route of another kind than those chosen, as that is what readers want to weigh up; else the first left."""
    left = [route for route in routes if route not in chosen]
    kinds = {route.route.kind for route in chosen}
    return next((route for route in left if route.route.kind not in kinds), left[0])
