"""Apprenticeships that fit an employer's words: by their name, and by the work they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lmi.queries.context import Facts
from lmi.search.service import search_occupations
from pathways.book import Book, LinkRef, route_book
from pathways.enums import LinkKind, LinkRole
from pathways.filters import StandardFilter
from pathways.queries.apprenticeships import StandardSummary, standards_by_reference

MOST_NAMED = 12
MOST_OCCUPATIONS = 3
_ROLES = (LinkRole.QUALIFIES, LinkRole.TOWARDS, LinkRole.FURTHER)


@dataclass(frozen=True, slots=True)
class Group:
    """Apprenticeships under one heading, and how they are ordered in words."""

    title: str
    order: str
    standards: tuple[StandardSummary, ...]


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found; `corrected` is set when other words were looked for."""

    groups: tuple[Group, ...]
    more_by_name: bool
    corrected: str = ""


def find_standards(facts: Facts, words: str, today: date) -> Finds:
    """Open apprenticeships whose title or code has the words, then those of occupations that the words find.

    Each stands once; about ten SQL statements however many there are.
    """
    named = _by_name(facts, words, today)
    answer = search_occupations(words, editions=facts.editions, limit=MOST_OCCUPATIONS, today=today)
    codes = [hit.soc2020 for hit in answer.results] or [code for group in answer.groups for code in group.units]
    book = route_book(facts.editions)
    parts = [(code, _open_links(book, code)) for code in codes[:MOST_OCCUPATIONS] if code in facts.soc.groups]
    wanted = [*named[:MOST_NAMED], *(link.target for _code, links in parts for link in links)]
    found = standards_by_reference(facts, wanted)
    groups = [Group(_("By their name"), _("By title."), _pick(found, named[:MOST_NAMED]))]
    shown = set(named[:MOST_NAMED])
    for code, links in parts:
        left = [link.target for link in links if link.target not in shown]
        shown.update(left)
        title = _("For the work “%(title)s”") % {"title": facts.soc[code].title}
        groups.append(Group(title, _("Lowest level first."), _by_level(_pick(found, left))))
    filled = tuple(group for group in groups if group.standards)
    return Finds(filled, len(named) > MOST_NAMED, answer.corrected)


def standards_for(facts: Facts, soc2020: str) -> Finds:
    """Open apprenticeships linked to an occupation; two SQL statements."""
    links = _open_links(route_book(facts.editions), soc2020)
    found = standards_by_reference(facts, [link.target for link in links])
    title = _("For the work “%(title)s”") % {"title": facts.soc[soc2020].title}
    group = Group(title, _("Lowest level first."), _by_level(_pick(found, [link.target for link in links])))
    return Finds((group,) if group.standards else (), more_by_name=False)


def _by_name(facts: Facts, words: str, today: date) -> list[str]:
    """References by title, one more than are shown."""
    asked = StandardFilter({"q": words, "status": "open", "sort": "title"}, facts=facts, today=today)
    return list(asked.qs.values_list("reference", flat=True)[: MOST_NAMED + 1])


def _open_links(book: Book, code: str) -> list[LinkRef]:
    links = book.links(LinkKind.OCCUPATION_STANDARD, code)
    return [
        link
        for link in links
        if link.role in _ROLES and link.target in book.standards and book.standards[link.target].is_open
    ]


def _pick(found: dict[str, StandardSummary], references: Iterable[str]) -> tuple[StandardSummary, ...]:
    return tuple(found[reference] for reference in references if reference in found)


def _by_level(standards: Iterable[StandardSummary]) -> tuple[StandardSummary, ...]:
    return tuple(sorted(standards, key=lambda one: (one.level or 0, one.title, one.reference)))
