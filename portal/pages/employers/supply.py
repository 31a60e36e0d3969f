"""The employers' side: its start page, and the supply picture for an occupation and an area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lmi.enums import Level
from lmi.places import PlaceAnswer
from lmi.register import UK, Group, UnknownOccupationError
from lmi.search.service import search_occupations
from lmi.search.shapes import SearchAnswer
from portal.charts.model import releases_of
from portal.pages.employers import words
from portal.pages.employers.picture import RELATED_SOURCE, Picture, releases_behind, supply_picture
from portal.pages.shared import FactsPage, api_twin, citation, permalink, today, with_query
from portal.pages.students import charts
from portal.pages.students import words as shared_words

MOST_CHOICES = 12
WORDS_FIELD, CODE = "q", "soc2020"
EMPTY_FORM = {"query": "", "query_error": "", "area_text": "", "area_error": ""}


@dataclass(frozen=True, slots=True)
class Choice:
    """An occupation to choose: where it leads, and the name that was matched when that is another."""

    group: Group
    address: str
    matched: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """A wider group with the occupations in it; without title when no group is meant."""

    title: str
    choices: Sequence[Choice]


class EmployersHome(FactsPage):
    """The employers' door."""

    template_name = "employers/home.html"

    def page_context(self) -> dict[str, Any]:
        """An empty form."""
        return EMPTY_FORM | {"twin": api_twin("occupation-list", query=[("level", Level.UNIT)])}


class Supply(FactsPage):
    """What is known of the people for a kind of work in an area, at /employers/supply/?soc2020=5241&area=LS1.

    With words in `q` it offers occupations to choose from; a code of a wider group offers those in it.
    """

    template_name = "employers/supply.html"

    def page_context(self) -> dict[str, Any]:
        """The form as it was filled in, then the picture, the choices, or what is wrong."""
        place, group = self.place(), self._group()
        context: dict[str, Any] = {
            "query": self.param(WORDS_FIELD),
            "query_error": "",
            "area_text": self.param("area"),
            "area_error": next((text for text, field in self.problems if field == "area"), ""),
            "twin": api_twin("occupation-list", query=[("level", Level.UNIT)]),
            "crumbs": self._crumbs(group),
            "group": group,
            "place": place,
        }
        if group and group.level == Level.UNIT:
            return context | self._picture(group, place)
        return context | (self._inside(group) if group else self._found(context["query"]))

    def _group(self) -> Group | None:
        """The group that ?soc2020= names, or None; an unknown one is said in words."""
        code = self.param(CODE, 12)
        if not code:
            return None
        try:
            group = self.facts.soc[code]
            if group.level != Level.ALL:
                return group
        except UnknownOccupationError:
            pass
        said = _("There is no occupation with the code %(code)s in SOC 2020, the UK’s list of occupations.")
        self.problems.append((said % {"code": code}, WORDS_FIELD))
        return None

    def _crumbs(self, group: Group | None) -> list[tuple[str, str]]:
        supply = _("Supply of people")
        start = [(_("Employers"), reverse("employers:home"))]
        if group is None:
            return [*start, (supply, "")]
        return [*start, (supply, reverse("employers:supply")), (group.title, "")]

    def _picture(self, group: Group, place: PlaceAnswer | None) -> dict[str, Any]:
        picture = supply_picture(self.facts, group.code, place.area.code if place else UK)
        area = picture.area.code if picture.is_local else ""
        releases = releases_behind(self.facts, picture)
        here = [(CODE, group.code), ("area", area)]
        return {
            "picture": picture,
            "place_title": _title(place),
            "releases": releases,
            "permalink": permalink(reverse("employers:supply"), self.facts.editions, releases, *here),
            "citation": citation(_("Supply of people: %(title)s") % {"title": group.title}, releases),
            "twin": api_twin("occupation-detail", group.code, query=[("area", area), *self.editions_asked]),
            "similar": [(self._choice(self.facts.soc[one.why.soc2020]), one) for one in picture.similar],
            "similar_releases": releases_of([figure for one in picture.similar for figure in (one.people, one.pay)]),
            "related_source": RELATED_SOURCE,
            "jobs_map": charts.jobs_map(picture.regions, _region(place)),
            "minor_words": shared_words.group_share(len(self.facts.soc.units_in(group.code[:3]))),
            **_sentences(picture),
        }

    def _inside(self, group: Group) -> dict[str, Any]:
        """The occupations within a wider group, by code."""
        units = self.facts.soc.units_in(group.code)
        return {"choice_groups": [ChoiceGroup("", [self._choice(unit) for unit in units])]}

    def _found(self, query: str) -> dict[str, Any]:
        """What the words find, to choose from."""
        if not query:
            if WORDS_FIELD in self.request.GET:
                words_missing = _("Type an occupation, such as electrician.")
                self.problems.append((words_missing, WORDS_FIELD))
                return {"query_error": words_missing}
            return {}
        answer = search_occupations(query, editions=self.facts.editions, limit=MOST_CHOICES, today=today())
        return {
            "answer": answer,
            "choice_groups": self._choices(answer),
            "nearest": [(near.text, self._address(near.soc2020)) for near in answer.nearest],
            "twin": api_twin("search", query=[(WORDS_FIELD, query), *self.editions_asked]),
        }

    def _choices(self, answer: SearchAnswer) -> list[ChoiceGroup]:
        """Under the wider groups of a broad word; else, and for what lies outside these, best match first."""
        matched = {hit.soc2020: hit.matched_name for hit in answer.results}
        inside = {code for choice in answer.groups for code in choice.units}
        groups = [
            ChoiceGroup(choice.title, self._all(choice.units, matched)) for choice in answer.groups if choice.units
        ]
        rest = self._all([code for code in matched if code not in inside], matched)
        other = _("Other matches") if groups else ""
        return [*groups, *([ChoiceGroup(other, rest)] if rest else [])]

    def _all(self, codes: Iterable[str], matched: dict[str, str]) -> list[Choice]:
        return [self._choice(self.facts.soc[code], matched.get(code, "")) for code in codes]

    def _choice(self, group: Group, matched: str = "") -> Choice:
        same = matched.casefold() == group.title.casefold()
        return Choice(group, self._address(group.code), "" if same else matched)

    def _address(self, code: str) -> str:
        """The picture of another occupation, with the area and the editions kept."""
        pairs = [(CODE, code), ("area", self.param("area")), *self.editions_asked]
        return with_query(reverse("employers:supply"), pairs)


def _title(place: PlaceAnswer | None) -> str:
    """The area as it stands in the heading: the authority first where a postcode or town was asked for."""
    if place is None:
        return _("United Kingdom")
    return place.area.name if place.name == place.area.name else f"{place.area.name} ({place.name})"


def _region(place: PlaceAnswer | None) -> str:
    """The code that the map picks out: the place's region, or its nation outside England."""
    wider = (place.region or place.nation) if place else None
    return wider.code if wider else ""


def _sentences(picture: Picture) -> dict[str, Any]:
    outlook, adverts = picture.outlook, picture.adverts
    return {
        "people_label": words.people_label(picture.people, local=picture.is_local),
        "uk_people_label": words.people_label(picture.uk_people, local=False),
        "pay_words": words.pay_words(picture.pay),
        "uk_pay_words": words.pay_words(picture.uk_pay),
        "hiring_words": words.hiring_words(picture.standing, adverts),
        "hiring_limits": words.hiring_limits(),
        "outlook_words": shared_words.outlook_words(outlook) if outlook else "",
        "growth": shared_words.growth_direction(outlook) if outlook else None,
        "advert_trend": shared_words.advert_direction(adverts) if adverts else None,
    }
