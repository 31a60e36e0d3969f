"""`areas/`: the areas that figures are given for, which of them a place lies in, and work in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from evidence.api.base import all_in_one
from evidence.api.params import Params
from evidence.api.schema import documents, listed
from foundation.problems import InvalidFilter, UnknownThing
from lmi.api import params, schema
from lmi.api.base import FactsView
from lmi.places import PlaceAnswer, UnknownPlaceError, resolve_place
from lmi.queries.employment import local_work
from lmi.queries.outlook import outlooks_in
from lmi.register import Place

CODE = {"code": gettext_lazy("GSS code of the area, for example E08000035.")}


@documents(
    gettext_lazy("Areas"),
    gettext_lazy(
        "All areas by name, or those of a kind or with some letters in their name. With `postcode` the areas that a "
        "postcode, town or named area lies in, narrowest first, and how it was put there."
    ),
    listed(schema.Area, place=schema.PlaceAnswer(required=False)),
    operation="areas_list",
)
class AreaList(FactsView):
    """`areas/`"""

    params_class = params.AreaListParams
    answered: PlaceAnswer | None = None

    def find(self, **path: str) -> None:
        """The place, where one is asked for."""
        if "postcode" not in self.params:
            return
        if "q" in self.params or "kind" in self.params:
            raise InvalidFilter({"postcode": [str(_ALONE)]})
        try:
            self.answered = resolve_place(self.params["postcode"], self.facts.editions)
        except UnknownPlaceError as error:
            near = [suggestion.text for suggestion in error.suggestions]
            words = " ".join([error.message, *([", ".join(near)] if near else [])])
            raise UnknownThing("postcode", words) from error

    def answer(self, **path: str) -> Any:
        """A page of areas."""
        found: Sequence[Place] = self.answered.areas or (self.answered.area,) if self.answered else self._listed()
        rows, envelope = self.page_of(found)
        answer = {**envelope, "results": [self.shapes.place(place) for place in rows]}
        if self.answered is not None:
            answer["place"] = self._place(self.answered)
        return answer

    def _listed(self) -> list[Place]:
        kind, letters = self.params.get("kind"), self.params.get("q", "").casefold()
        found = [
            place
            for place in self.facts.places.places.values()
            if (not kind or place.kind == kind) and letters in place.name.casefold()
        ]
        return sorted(found, key=lambda place: (place.name, place.code))

    def _place(self, answered: PlaceAnswer) -> dict[str, Any]:
        service = answered.careers_service
        return {
            "asked": answered.asked,
            "kind": str(answered.kind),
            "name": answered.name,
            "area": answered.area.code,
            "outcode": answered.outcode,
            "basis": str(answered.basis),
            "words": str(answered.words),
            "in_england": answered.in_england,
            "careers_service": (
                {"name": service.name, "website": service.website, "address": service.address} if service else None
            ),
            "also": [place.code for place in answered.also],
        }


_ALONE = gettext_lazy("Give a postcode by itself, without q or kind.")


class AreaView(FactsView):
    """Something about one area."""

    found: Place

    def find(self, **path: str) -> None:
        """The area."""
        self.found = self.place(path["code"], "code")


@documents(
    gettext_lazy("One area"),
    gettext_lazy("The area, the wider areas that answer where nothing is published for it, and the areas within it."),
    schema.AreaDetail,
    operation="areas_detail",
    path=CODE,
)
class AreaDetail(AreaView):
    """`areas/<code>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The area among the others."""
        places, shapes, code = self.facts.places, self.shapes, self.found.code
        inside = set(places.members.get(code, ())) | {p.code for p in places.places.values() if p.parent == code}
        return {
            **shapes.place(self.found),
            "wider": [shapes.place(place) for place in list(places.widening(code))[1:]],
            "within": sorted(inside),
            "links": {name: shapes.address(f"api:area-{name}", code) for name in ("work", "outlook")},
        }


@documents(
    gettext_lazy("Work in an area"),
    gettext_lazy(
        "How many people in a local authority or LSIP area work in each of the 26 sub-major groups, and the share of "
        "all work there and in England. Empty where nothing is published for the area."
    ),
    listed(schema.LocalWork),
    operation="areas_work",
    path=CODE,
)
class AreaWork(AreaView):
    """`areas/<code>/work/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The groups by code."""
        return all_in_one([self.shapes.work(row) for row in local_work(self.facts, self.found.code)])


@documents(
    gettext_lazy("Outlook in an area"),
    gettext_lazy(
        "What is projected to 2035 for each of the 26 sub-major groups in the LSIP area that the area is or lies in, "
        "else in England; empty outside England."
    ),
    listed(schema.Outlook),
    operation="areas_outlook",
    path=CODE,
)
class AreaOutlook(AreaView):
    """`areas/<code>/outlook/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The groups by code."""
        found = outlooks_in(self.facts, self.found.code)
        return all_in_one([shaped for o in found if (shaped := self.shapes.outlook(o)) is not None])
