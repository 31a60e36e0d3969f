"""Teachers look for people near their school: by place, subject, topic, occupation, route, activity and age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from ambassadors.actions.requests import place_school
from ambassadors.queries.matching import Count, Match, Need, count_matches, find_matches
from ambassadors.queries.school import SchoolAt, place_of_school
from ambassadors.searching import PeopleSearch
from employers.soc_help import suggest_units
from lmi.queries.context import Facts, facts
from portal.pages.educators.ambassadors.base import Pair, SchoolPage
from portal.pages.educators.ambassadors.people_words import person_view
from portal.pages.reference.lists import Field
from portal.pages.shared import with_query

SHOWN = 12
MOST_PAGES = 8
MOST_LOOSER = 4
LONGEST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Looser:
    """A way to widen a search: words, how many it would find, and its address."""

    words: str
    many: str
    href: str
    is_any: bool


class PeoplePage(SchoolPage):
    """A page that searches, for the school of ?school= or the first."""

    @cached_property
    def facts(self) -> Facts:
        """The registers of today."""
        return facts()

    @cached_property
    def school(self) -> Organisation | None:
        """The school that looks; None for somebody whose schools are all gone."""
        wanted = self.request.GET.get("school", "")
        return next((one for one in self.schools if one.slug == wanted), self.schools[0] if self.schools else None)

    @cached_property
    def place(self) -> SchoolAt | None:
        """Where the school is, when that is known."""
        return place_of_school(self.school, self.facts.editions) if self.school else None

    @cached_property
    def search(self) -> PeopleSearch:
        """The search of the address."""
        return PeopleSearch(self.request.GET, facts=self.facts, school=self.place)

    @property
    def kept(self) -> list[Pair]:
        """Parameters that links keep: the school when there are several, and the search."""
        chosen = [("school", self.school.slug)] if self.school and len(self.schools) > 1 else []
        return [*chosen, *self.search.asked()]


class FindPeople(PeoplePage):
    """`/educators/ambassadors/`: people who fit, in cards with reasons; where nobody does, what to widen."""

    template_name = "educators/ambassadors/home.html"
    room = "home"

    @cached_property
    def suggestions(self) -> list[Any]:
        """Occupations for ?q=, the likeliest first."""
        words = self.request.GET.get("q", "")[:LONGEST_WORDS].replace("\x00", " ")
        return suggest_units(words) if words and not self.request.GET.get("soc2020") else []

    @cached_property
    def search(self) -> PeopleSearch:
        """The search; words for an occupation stand for the likeliest one."""
        data = self.request.GET.copy()
        if self.suggestions:
            data["soc2020"] = self.suggestions[0].code
        return PeopleSearch(data, facts=self.facts, school=self.place)

    @property
    def number(self) -> int:
        """Which page of the list, from 1."""
        asked = self.request.GET.get("page", "")
        return min(int(asked), MOST_PAGES) if asked.isdecimal() and len(asked) < 4 and int(asked) else 1

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """People, the form, and how to widen; eight SQL statements when somebody fits."""
        search, today = self.search, localdate(self.now)
        need = search.need()
        found = find_matches(need, today=today, limit=SHOWN + 1, offset=(self.number - 1) * SHOWN)
        address = reverse("school-visits:home")
        counted = self._count(need, found)
        shown = {
            "school": self.school,
            "schools": self.schools,
            "place": self.place,
            "place_words": search.place_words,
            "fields": self.fields(),
            "chips": [(words, with_query(address, self.without(name))) for name, words in self.chips()],
            "hidden": {"school": self.school.slug} if self.school and len(self.schools) > 1 else {},
            "clear": with_query(address, [pair for pair in self.kept if pair[0] == "school"]),
            "people": [person_view(self.facts, match, self.kept) for match in found[:SHOWN]],
            "count": counted,
            "previous": with_query(address, [*self.kept, ("page", str(self.number - 1))]) if self.number > 1 else "",
            "following": with_query(address, [*self.kept, ("page", str(self.number + 1))])
            if len(found) > SHOWN and self.number < MOST_PAGES
            else "",
            "looser": [] if found or self.number > 1 else self.looser(need),
            "kept": self.kept,
            "taken_as": self.suggestions[0] if self.suggestions else None,
            "instead": [(one.title, self._with_unit(one.code)) for one in self.suggestions[1:]],
            "errors": [(str(words), name) for name, said in search.errors.items() for words in said],
            "has_demo": any(match.is_demo for match in found),
            "typed_outcode": "",
        }
        return super().get_context_data(**{**shown, **kwargs})

    def _count(self, need: Need, found: list[Match]) -> Count:
        if self.number == 1 and len(found) <= SHOWN:
            return Count(len(found), more=False)
        return count_matches(need, today=localdate(self.now))

    def _with_unit(self, code: str) -> str:
        return with_query(reverse("school-visits:home"), [*self.without("soc2020"), ("soc2020", code)])

    def without(self, gone: str) -> list[Pair]:
        """The parameters without one."""
        return [pair for pair in self.kept if pair[0] != gone]

    def chips(self) -> list[Pair]:
        """What narrows the search, by name and in words."""
        return [(name, self._words_of(name, value)) for name, value in self.search.asked()]

    def _words_of(self, name: str, value: str) -> str:
        if name == "soc2020":
            return self.facts.soc[value].title
        choices = dict(_flat(getattr(self.search.fields[name], "choices", ())))
        return str(choices.get(value, value))

    def fields(self) -> list[Field]:
        """The fields of the form with what was asked for."""
        search, order = self.search, ("area", "topic", "q", "subject", "activity", "phase", "route", "mode", "language")
        made = []
        for name in order:
            if name == "q":
                made.append(Field("q", str(_JOB), "search", self.request.GET.get("q", "")[:LONGEST_WORDS], ""))
                continue
            field = search.fields[name]
            options = tuple(_flat(getattr(field, "choices", ())))
            value = str(search.data.get(name) or "")
            if name == "area" and not value and self.place:
                value = self.place.outcode
            said = " ".join(str(words) for words in search.errors.get(name, ()))
            kind = "select" if options else "text"
            made.append(Field(name, str(field.label), kind, value, said, options, _("Any") if options else ""))
        return made

    def looser(self, need: Need) -> list[Looser]:
        """What would find somebody, with how many; as many SQL statements as lines, four at the most."""
        address, listed = reverse("school-visits:home"), list[tuple[int, Looser]]()
        for name, wider in self.search.looser(need)[:MOST_LOOSER]:
            counted = count_matches(wider, today=localdate(self.now))
            pairs = [*self.kept, ("mode", "online")] if name == "area" else self.without(name)
            many = _("more than %(many)d") if counted.more else "%(many)d"
            words = str(_WIDEN[name])
            line = Looser(words, many % {"many": counted.people}, with_query(address, pairs), bool(counted.people))
            listed.append((counted.people, line))
        return [line for _people, line in sorted(listed, key=lambda pair: -pair[0])]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Say where a school is."""
        school = next((one for one in self.schools if one.slug == request.POST.get("school")), None)
        if school is None:
            return redirect("school-visits:home")
        outcode = request.POST.get("outcode", "")[:8]
        try:
            place_school(by=self.person, school=school, outcode=outcode)
        except ValidationError as error:
            messages_of = error.message_dict.get("outcode", [])
            return self.wrong(errors=[(words, "outcode") for words in messages_of], typed_outcode=outcode)
        messages.success(
            request, _("Thank you. Distances are measured from %(outcode)s.") % {"outcode": outcode.upper()}
        )
        return redirect(with_query(reverse("school-visits:home"), [("school", school.slug)]))


_JOB = gettext_lazy("Job or occupation, in your words")
_WIDEN = {
    "topic": gettext_lazy("any topic"),
    "soc2020": gettext_lazy("any occupation"),
    "route": gettext_lazy("any route"),
    "subject": gettext_lazy("any subject"),
    "activity": gettext_lazy("any activity"),
    "phase": gettext_lazy("any age of pupils"),
    "language": gettext_lazy("without the language"),
    "area": gettext_lazy("online instead of in person"),
}


def _flat(choices: Any) -> list[Pair]:
    """Choices without their groups; the group's title stands before each of its own."""
    flat: list[Pair] = []
    for value, words in choices:
        if isinstance(words, list | tuple):
            flat += [(str(inner), f"{value}: {text}") for inner, text in words]
        else:
            flat.append((str(value), str(words)))
    return flat
