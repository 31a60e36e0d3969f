"""Finding an occupation on the students' side: search, browse by group, browse by letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.figures import Figure, ReleaseRef
from lmi.enums import Hours, Level
from lmi.queries.pay import PayRange, pay_and_hours
from lmi.register import Group
from lmi.search.service import search_occupations
from lmi.search.shapes import SearchHit
from portal.charts.model import releases_of
from portal.pages.shared import FactsPage, api_twin, group_or_404, today, with_query
from portal.pages.students.crumbs import group_crumbs
from portal.pages.students.plain_names import examples, plain_name

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_RESULTS = 20


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A wider group to choose: plain name, examples, the official title kept, and how many occupations."""

    group: Group
    plain: str
    examples: str
    units: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One occupation in a list: its typical pay, which pay that is when not full-time, the name that was matched."""

    group: Group
    pay: Figure
    pay_kind: str
    part_of: str
    matched: str = ""


def group_link(page: FactsPage, group: Group) -> GroupLink:
    """A group with its plain name."""
    units = len(page.facts.soc.units_in(group.code))
    return GroupLink(group, plain_name(group.code), examples(group.code), units)


def major_links(page: FactsPage) -> list[GroupLink]:
    """The nine very wide groups."""
    return [group_link(page, group) for group in page.facts.soc.level(Level.MAJOR)]


def listed(page: FactsPage, groups: Iterable[tuple[Group, str]]) -> list[Listed]:
    """Occupations with their pay, in the order given; one SQL statement. Pairs are (group, matched name)."""
    wanted = list(groups)
    pay = pay_and_hours(page.facts, [group.code for group, _matched in wanted]) if wanted else {}
    return [
        Listed(group, pay[group.code][0].median, _kind(pay[group.code][0]), plain_name(group.code[:3]), matched)
        for group, matched in wanted
    ]


def _sentence(words: str) -> str:
    """The words with a capital and a full stop; empty for none."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _kind(pay: PayRange) -> str:
    full_time = pay.hours == Hours.FULL_TIME or pay.median.value is None
    return "" if full_time else _("full-time and part-time work together")


def pay_releases(rows: Iterable[Listed]) -> tuple[ReleaseRef, ...]:
    """The editions behind the pay in a list."""
    return releases_of(row.pay for row in rows)


class StudentsHome(FactsPage):
    """The students' and parents' door."""

    template_name = "students/home.html"

    def page_context(self) -> dict[str, Any]:
        """The nine groups."""
        return {"majors": major_links(self), "twin": api_twin("occupation-list", query=[("level", Level.MAJOR)])}


class OccupationList(FactsPage):
    """Careers: what a search found, the occupations of one letter, or the ways to browse."""

    template_name = "students/occupation_list.html"

    def page_context(self) -> dict[str, Any]:
        """A search when there are words, a letter when one is chosen, the groups always."""
        query, letter = self.param("q"), self.param("letter", 1).upper()
        context = {
            "query": query,
            "letter": letter if letter in LETTERS else "",
            "letters": self._letters(letter),
            "majors": major_links(self),
            "crumbs": [(_("Students and parents"), reverse("students:home")), (_("Careers"), "")],
            "twin": api_twin("occupation-list", query=[("sort", "title")]),
            "rows": [],
            "releases": (),
        }
        if query:
            return context | self._found(query)
        return context | (self._by_letter(letter) if context["letter"] else {})

    def _found(self, query: str) -> dict[str, Any]:
        """What the search service answers, best match first, with pay."""
        answer = search_occupations(query, editions=self.facts.editions, limit=MOST_RESULTS, today=today())
        soc = self.facts.soc
        rows = listed(self, [(soc[hit.soc2020], _matched(hit)) for hit in answer.results])
        return {
            "answer": answer,
            "choices": [(group_link(self, soc[choice.soc2020]), len(choice.units)) for choice in answer.groups],
            "most": MOST_RESULTS,
            "rows": rows,
            "releases": pay_releases(rows),
            "twin": api_twin("search", query=[("q", query), *self.editions_asked]),
        }

    def _letters(self, current: str) -> list[tuple[str, str, bool]]:
        used = {group.title[:1].upper() for group in self.facts.soc.level(Level.UNIT)}
        address = reverse("students:occupation-list")
        return [
            (
                letter,
                with_query(address, [("letter", letter), *self.editions_asked]) if letter in used else "",
                letter == current,
            )
            for letter in LETTERS
        ]

    def _by_letter(self, letter: str) -> dict[str, Any]:
        units = [group for group in self.facts.soc.level(Level.UNIT) if group.title.upper().startswith(letter)]
        rows = listed(self, [(group, "") for group in sorted(units, key=lambda group: group.title)])
        return {"rows": rows, "releases": pay_releases(rows)}


def _matched(hit: SearchHit) -> str:
    """The name that matched, when it is not the occupation's own."""
    return "" if hit.matched_name.casefold() == hit.title.casefold() else hit.matched_name


class GroupDetail(FactsPage):
    """A wider group: what it holds, down to its occupations."""

    template_name = "students/group_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the code of one occupation leads to its own page."""
        if len(kwargs["code"]) == 4:
            group = group_or_404(self.facts, kwargs["code"])
            return HttpResponsePermanentRedirect(reverse("students:occupation-detail", args=[group.code]))
        return super().get(request, *args, **kwargs)

    def page_context(self) -> dict[str, Any]:
        """The occupations under each next smaller group; those of a minor group with their pay."""
        group = group_or_404(self.facts, self.kwargs["code"])
        units = self.facts.soc.units_in(group.code)
        rows = listed(self, [(unit, "") for unit in units]) if group.level == Level.MINOR else []
        return {
            "group": group,
            "plain": plain_name(group.code),
            "examples": examples(group.code),
            "lede": _sentence(examples(group.code)),
            "parts": self._parts(group),
            "rows": rows,
            "units": len(units),
            "releases": pay_releases(rows),
            "crumbs": group_crumbs(self.facts, group.code, plain_name(group.code)),
            "twin": api_twin("occupation-list", query=[("group", group.code), *self.editions_asked]),
        }

    def _parts(self, group: Group) -> list[tuple[GroupLink, list[Group]]]:
        """The minor groups within a wider one, each with its occupations; none within a minor group."""
        within = [minor for minor in self.facts.soc.level(Level.MINOR) if minor.code.startswith(group.code)]
        return [(group_link(self, minor), self.facts.soc.units_in(minor.code)) for minor in within if minor != group]
