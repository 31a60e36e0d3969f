"""What people did before an occupation and what they move on to, both ways, as lists and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.figures import Figure
from lmi.enums import Level
from lmi.queries.pay import pay_and_hours
from lmi.register import Group
from pathways.book import route_book
from pathways.queries.routes import Move, moves_from, moves_to
from portal.charts.model import releases_of
from portal.pages.shared import FactsPage, api_twin, group_or_404, permalink
from portal.pages.students.crumbs import group_crumbs
from portal.pages.students.plain_names import plain_name

SOURCE = "waymark-links"


@dataclass(frozen=True, slots=True)
class Stop:
    """An occupation on one side of the picture: its pay, and what the move rests on."""

    move: Move
    pay: Figure


@dataclass(frozen=True, slots=True)
class Picture:
    """Occupations before and after, on the two sides of the one in the middle."""

    before: tuple[Stop, ...]
    after: tuple[Stop, ...]


class OccupationMoves(FactsPage):
    """`/students/careers/5241/moves/`"""

    template_name = "students/moves.html"

    @cached_property
    def group(self) -> Group:
        """The unit group of the address."""
        return group_or_404(self.facts, self.kwargs["soc2020"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a wider group leads to its list."""
        if self.group.level != Level.UNIT:
            return HttpResponsePermanentRedirect(reverse("students:group-detail", args=[self.group.code]))
        return super().get(request, *args, **kwargs)

    def page_context(self) -> dict[str, Any]:
        """Both lists with pay, and the picture of them."""
        code, book = self.group.code, route_book(self.facts.editions)
        before, after = moves_to(self.facts, book, code), moves_from(self.facts, book, code)
        codes = list(dict.fromkeys([code, *(move.group.code for move in (*before, *after))]))
        pay = {group: found[0].median for group, found in pay_and_hours(self.facts, codes).items()}
        links = tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of(SOURCE))
        releases = tuple(dict.fromkeys([*links, *releases_of(pay.values())]))
        address = reverse("students:occupation-moves", args=[code])
        way = group_crumbs(self.facts, code, self.group.title)[:-1]
        return {
            "group": self.group,
            "kicker": plain_name(code[:3]),
            "own_pay": pay[code],
            "picture": Picture(
                tuple(Stop(move, pay[move.group.code]) for move in before),
                tuple(Stop(move, pay[move.group.code]) for move in after),
            ),
            "crumbs": [
                *way,
                (self.group.title, reverse("students:occupation-detail", args=[code])),
                (_("Before and after"), ""),
            ],
            "releases": releases,
            "permalink": permalink(address, self.facts.editions, releases),
            "routes_address": reverse("students:occupation-routes", args=[code]),
            "twin": api_twin("route-list", query=[("occupation", code), *self.editions_asked]),
        }
