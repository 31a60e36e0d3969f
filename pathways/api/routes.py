"""`routes/`: every way into an occupation for who asks, with what lies before, beyond and around it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.base import all_in_one
from evidence.api.schema import documents
from foundation.problems import InvalidFilter, UnknownThing
from lmi.api.shapes import Json
from lmi.enums import Level
from lmi.places import PlaceAnswer, UnknownPlaceError, resolve_place
from lmi.queries.pay import PayRange, typical_pay
from lmi.register import Group
from pathways.api import money_shapes, schema_routes
from pathways.api.asked import RouteParams, ask_of, given_assumptions, wants_money
from pathways.api.base import BookView
from pathways.api.route_shapes import RouteShapes, asked, how_ordered
from pathways.asking import Ask
from pathways.money.assumptions import Assumptions, from_query
from pathways.money.pay import pay_area
from pathways.money.plan import money_of
from pathways.money.rules import MoneyRules, money_rules
from pathways.queries.routes import RouteSet, route_set
from pathways.routing.model import Route


@documents(
    gettext_lazy("Routes into an occupation"),
    gettext_lazy(
        "The best few distinct routes of each kind from where somebody stands, academic and vocational alike, on one "
        "scale, and those closed to them with why and the way back. Every step names its standards, T Levels, "
        "qualifications or degree subjects by code. A length that no source gives is null, never nought. With `money` "
        "each route has what it earns, costs and repays a year of age: our own sums from dated rules, in pounds."
    ),
    schema_routes.RouteList,
    operation="routes_list",
)
class RouteList(BookView):
    """`routes/?occupation=5241`"""

    params_class = RouteParams
    occupation: Group
    place_asked: PlaceAnswer | None = None
    assumptions: Assumptions
    rules: MoneyRules
    ask: Ask

    def find(self, **path: str) -> None:
        """The occupation, the place, and the assumptions about money."""
        self.occupation = self.group(self.params["occupation"], "occupation")
        if self.occupation.level != Level.UNIT:
            words = _("“%(code)s” is a wider group: routes lead into unit groups, which have four digits.")
            raise UnknownThing("occupation", words % {"code": self.occupation.code})
        self.ask = ask_of(self.params)
        if wrong := {name: [words] for name, words in self.ask.problems.items()}:
            raise InvalidFilter(wrong)
        if "area" in self.params:
            try:
                self.place_asked = resolve_place(self.params["area"], self.facts.editions)
            except UnknownPlaceError as error:
                raise UnknownThing("area", error.message) from error
        if wants_money(self.params):
            self._read_money()

    def _read_money(self) -> None:
        self.rules = money_rules(self.facts)
        given = given_assumptions(self.params)
        self.assumptions, problems = from_query(given, self.rules.wage_years())
        if problems:
            raise InvalidFilter({problem.name: [problem.text] for problem in problems})

    def answer(self, **path: str) -> Any:
        """Routes that are open, then those that are closed."""
        found = route_set(self.facts, self.occupation.code, self.ask, self.today)
        pay = typical_pay(self.facts, self.occupation.code, pay_area(self.place_asked))
        shapes = RouteShapes(self.shapes)
        routes = [*found.found.open, *found.found.closed]
        rows = [shapes.route(route) for route in routes]
        answer = {
            "occupation": self.shapes.group(self.occupation),
            "asked": asked(found.ask, found.person),
            "order": how_ordered(),
            "area": self._place(),
            "pay": self.shapes.pay_range(pay),
            **all_in_one(rows),
            **shapes.around(found),
            "releases": [self.shapes.release(release) for release in found.releases],
        }
        if wants_money(self.params):
            answer["money"] = self._money(found, routes, rows, pay)
        return answer

    def _money(self, found: RouteSet, routes: list[Route], rows: list[Json], pay: PayRange) -> Json:
        """Put each route's money into its row; returns what all of them share."""
        plans = [money_of(route, pay, self.rules, self.assumptions) for route in routes]
        for row, plan in zip(rows, plans, strict=True):
            row["money"] = money_shapes.plan(plan)
        return money_shapes.about(self.shapes, plans, self.rules, self.assumptions, found.ask.stage)

    def _place(self) -> Json | None:
        place = self.place_asked
        if place is None:
            return None
        return {"asked": place.asked, "words": str(place.words), **self.shapes.place(place.area)}
