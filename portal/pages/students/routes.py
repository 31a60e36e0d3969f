"""The page of the ways into one occupation: every kind of route side by side, on one time line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ambassadors.enums import RouteTaken
from ambassadors.queries.stories import stories_of_route
from evidence.figures import ReleaseRef
from foundation.access import PUBLIC_NAMES_SOMEONE
from lmi.enums import Level
from lmi.places import PlaceAnswer
from lmi.queries.pay import PayRange, typical_pay
from lmi.register import Group
from pathways.asking import GRADES, STAGES, Ask, ask_from
from pathways.book import route_book
from pathways.money.assumptions import Assumptions, from_query
from pathways.money.pay import pay_area
from pathways.money.rules import money_rules
from pathways.queries.routes import RouteSet, route_set
from pathways.routing.model import RouteKind, Stage
from portal.charts.model import releases_of
from portal.pages.shared import FactsPage, api_twin, group_or_404, permalink, today, with_query
from portal.pages.students.crumbs import group_crumbs
from portal.pages.students.people.words import cards_of
from portal.pages.students.plain_names import plain_name
from portal.pages.students.route_lines import axis_of
from portal.pages.students.route_money import SOURCE as MONEY_RULES
from portal.pages.students.route_money import money_side
from portal.pages.students.route_words import CHECKS, RouteWords, kinds_with, route_words
from portal.pages.students.ways import SubjectFor, subjects_for

ASKS_GRADES = (Stage.YEAR_9, Stage.YEAR_10, Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2)
_LONGEST_ANSWER = 60
MOST_PEOPLE = 3
# How somebody who took a kind of route says so; other words for the same ways are the same words.
_TAKEN: dict[str, str] = {RouteKind.WORK: RouteTaken.STRAIGHT_TO_WORK}
_FIELDS = {"from": "from", "grades": "grades", "age": "age", "subject": "from"}


class RoutesPage(FactsPage):
    """What pages about the routes into one occupation share: the occupation, who asks, and the routes."""

    @cached_property
    def group(self) -> Group:
        """The unit group of the address."""
        return group_or_404(self.facts, self.kwargs["soc2020"])

    @cached_property
    def ask(self) -> Ask:
        """Who asks; wrong answers are said on the page and left out."""
        ask = ask_from(self.request.GET)
        self.problems.extend((words, _FIELDS.get(name, "")) for name, words in plain_problems(self, ask))
        return ask

    @cached_property
    def routes(self) -> RouteSet:
        """The routes for who asks."""
        return route_set(self.facts, self.group.code, self.ask, today())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a wider group has occupations and no routes of its own, so it leads to its list."""
        if self.group.level != Level.UNIT:
            return HttpResponsePermanentRedirect(reverse("students:group-detail", args=[self.group.code]))
        return super().get(request, *args, **kwargs)

    def in_words(self) -> tuple[list[RouteWords], list[RouteWords], Any]:
        """Open routes, closed ones, and the axis that both are drawn on."""
        found = self.routes.found
        axis = axis_of(self.routes.person, [*found.open, *found.closed])
        return (
            [route_words(self.facts, route, axis, self.param("area")) for route in found.open],
            [route_words(self.facts, route, axis, self.param("area")) for route in found.closed],
            axis,
        )

    @cached_property
    def place_asked(self) -> PlaceAnswer | None:
        """The place of ?area=; an unknown one is said beside its field."""
        return self.place()

    @cached_property
    def pay(self) -> PayRange:
        """What the work pays in the region or nation of the place, else in the UK."""
        return typical_pay(self.facts, self.group.code, pay_area(self.place_asked))

    @cached_property
    def assumptions(self) -> Assumptions:
        """What the reader changed about the money; a value that cannot be used is said."""
        asked, problems = from_query(self.request.GET, money_rules(self.facts).wage_years())
        self.problems.extend((problem.text, problem.name) for problem in problems)
        return asked

    def releases(self, pay: PayRange) -> tuple[ReleaseRef, ...]:
        """Every edition behind the routes, the pay and the money."""
        rules = [self.facts.editions.ref(pk) for pk in self.facts.editions.of(MONEY_RULES)]
        return tuple(dict.fromkeys([*self.routes.releases, *releases_of([pay.median, pay.p25, pay.p75]), *rules]))

    @property
    def changed(self) -> list[tuple[str, str]]:
        """What the reader changed about the money, as parameters for links."""
        return list(self.assumptions.to_query().items())

    def kept(self, *leave: str) -> list[tuple[str, str]]:
        """What was answered, as parameters for links, without some."""
        pairs = [*self.ask.query, ("area", self.param("area")), *self.editions_asked]
        return [(name, value) for name, value in pairs if value and name not in leave]


class OccupationRoutes(RoutesPage):
    """`/students/careers/5241/routes/`"""

    # It names people by their first names; a story that is taken back is gone on the next request.
    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/routes.html"

    def page_context(self) -> dict[str, Any]:
        """Routes by kind, the form to change who asks, what lies beyond, and the sources."""
        place = self.place_asked
        open_routes, closed_routes, axis = self.in_words()
        code = self.group.code
        pay = self.pay
        money = money_side(self.facts, open_routes, pay, self.assumptions, self.ask.stage)
        releases = self.releases(pay)
        helps = subjects_for(route_book(self.facts.editions), code)
        address = reverse("students:occupation-routes", args=[code])
        return {
            "group": self.group,
            "kicker": plain_name(code[:3]),
            "known": self.routes,
            "helps": helps,
            "kinds": kinds_with(open_routes),
            "all_routes": open_routes,
            **self._people(open_routes),
            "closed_kinds": kinds_with(closed_routes),
            "axis": axis,
            "pay": pay,
            "money": money,
            "place": place,
            "pay_place": (place.region or place.nation) if place else None,
            "crumbs": _crumbs(self.facts, self.group, _("Ways in")),
            "jumps": _jumps(self.routes, open_routes, closed_routes, helps),
            "asked": self.kept(),
            "changed": self.changed,
            "check_words": [CHECKS[c] for c in (self.routes.entry.checks if self.routes.entry else ()) if c in CHECKS],
            **form_context(self),
            "releases": releases,
            "permalink": permalink(address, self.facts.editions, releases, *self.kept("release"), *self.changed),
            "guide": with_query(reverse("students:route-guide"), self.kept("area", "release")),
            "moves": with_query(reverse("students:occupation-moves", args=[code]), self.editions_asked),
            "twin": api_twin("route-list", query=[("occupation", code), *self.kept(), *self.changed]),
        }

    def _people(self, shown: list[RouteWords]) -> dict[str, Any]:
        """People in this work who took one of the routes that are shown; one SQL statement."""
        kinds = [_TAKEN.get(kind, kind) for kind, _name, _about, _routes in kinds_with(shown)]
        views = stories_of_route(self.group.code, [str(kind) for kind in kinds], today(), MOST_PEOPLE)
        return {
            "people_cards": cards_of(self.facts, views),
            "people_title": _("People who took one of these routes"),
            "people_elsewhere": False,
        }


def plain_problems(page: FactsPage, ask: Ask) -> list[tuple[str, str]]:
    """Answers that cannot be used, as (field, words): readers choose from a list, so they are told no codes."""
    unknown = _("We do not know the answer “%(value)s”. Please choose one from the list.")
    return [
        (name, unknown % {"value": page.param(name, _LONGEST_ANSWER)} if name in ("from", "grades") else words)
        for name, words in ask.problems.items()
    ]


def form_context(page: RoutesPage) -> dict[str, Any]:
    """The answers given, for the form that changes them."""
    errors = {field: words for words, field in page.problems if field}
    return {
        "ask": page.ask,
        "stages": [(str(code), words) for code, words in STAGES.items()],
        "grades": [(str(code), words) for code, words in GRADES.items()],
        "asks_grades": page.ask.stage in ASKS_GRADES,
        "stage_words": str(STAGES[page.ask.stage]),
        "grades_words": str(GRADES[page.ask.grades]) if page.ask.grades else "",
        "area_text": page.param("area"),
        "errors": errors,
        "from_error": errors.get("from", ""),
        "grades_error": errors.get("grades", ""),
        "age_error": errors.get("age", ""),
        "area_error": errors.get("area", ""),
    }


def _crumbs(facts: Any, group: Group, here: str) -> list[tuple[str, str]]:
    way = group_crumbs(facts, group.code, group.title)[:-1]
    return [*way, (group.title, reverse("students:occupation-detail", args=[group.code])), (here, "")]


def _jumps(
    known: RouteSet, shown: list[RouteWords], closed: list[RouteWords], helps: tuple[SubjectFor, ...]
) -> list[tuple[str, str]]:
    parts = [(name, f"kind-{kind}") for kind, name, _words, _routes in kinds_with(shown)]
    others = [
        (closed, _("Closed to you for now"), "closed"),
        (helps, _("School subjects that help"), "subjects"),
        (shown, _("Money, year by year"), "money"),
        (known.came_from or known.moves_on, _("Before and after this work"), "moves"),
        (known.beyond or known.further or known.after, _("Once you are in the work"), "beyond"),
        (known.to_come, _("What opens later"), "to-come"),
    ]
    return [*parts, *((words, part) for held, words, part in others if held), (_("Where this comes from"), "sources")]
