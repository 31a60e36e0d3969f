"""Professional registration: steps beyond a route, and the registers that some work needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.register import Group
from pathways.book import Book, LinkRef, route_book
from pathways.enums import LinkKind, LinkRole
from pathways.models import Registration
from pathways.queries.registrations import REGISTRATIONS
from pathways.registers import REGISTERS
from portal.pages.reference.words import link_basis
from portal.pages.shared import FactsPage, api_twin

# Titles that follow one another, in the order in which people reach them.
LADDERS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("Engineering"), ("engtech", "ieng", "ceng")),
    (gettext_lazy("Science"), ("rscitech", "rsci", "csci")),
    (gettext_lazy("Computing and networks"), ("icttech",)),
)


@dataclass(frozen=True, slots=True)
class LinkedGroup:
    """An occupation with what its link says."""

    group: Group
    is_needed: bool
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """A professional title: its row, and the occupations in which people reach it."""

    anchor: str
    row: Registration
    level: str
    unproved: bool
    occupations: tuple[LinkedGroup, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register, body or card scheme that some work needs or opens."""

    anchor: str
    name: str
    occupations: tuple[LinkedGroup, ...]

    @property
    def is_needed(self) -> bool:
        """Whether some of its work cannot be done without it."""
        return any(one.is_needed for one in self.occupations)


class RegistrationList(FactsPage):
    """`/registrations/`: titles of engineers, technicians and scientists as steps, then every other register."""

    template_name = "open/reference/registration_list.html"

    def page_context(self) -> dict[str, Any]:
        """Steps by ladder, registers that are needed, and the others; three SQL statements with the book in memory."""
        rows = Registration.objects.of_releases(self.facts.editions.of(REGISTRATIONS))
        held = {row.slug: row for row in rows}
        known = {row.postnominal.casefold() for row in held.values()}
        links = _by_target(route_book(self.facts.editions))
        registers = [
            Register(slugify(code), REGISTERS.get(code, code), self._groups(found))
            for code, found in links.items()
            if code not in known
        ]
        registers.sort(key=lambda register: register.name.casefold())
        return {
            "ladders": [(title, self._steps(slugs, held, links)) for title, slugs in LADDERS],
            "needed": [register for register in registers if register.is_needed],
            "others": [register for register in registers if not register.is_needed],
            "releases": tuple(map(self.facts.editions.ref, self.facts.editions.of(REGISTRATIONS, "waymark-links"))),
            "crumbs": [(_("Start"), reverse("open:home")), (_("Professional registration"), "")],
            "twin": api_twin("registration-list", query=self.editions_asked),
        }

    def _steps(
        self, slugs: Iterable[str], held: dict[str, Registration], links: dict[str, list[LinkRef]]
    ) -> list[Step]:
        return [
            Step(
                anchor=slugify(held[slug].postnominal),
                row=held[slug],
                level=_level(held[slug].indicative_level),
                unproved="verify" in held[slug].provenance,
                occupations=self._groups(links.get(held[slug].postnominal.casefold(), [])),
            )
            for slug in slugs
            if slug in held
        ]

    def _groups(self, links: Iterable[LinkRef]) -> tuple[LinkedGroup, ...]:
        """The occupations, by name."""
        soc = self.facts.soc.groups
        found = [
            LinkedGroup(soc[link.source], link.role == LinkRole.REQUIRED, link_basis(link), link.note)
            for link in links
            if link.source in soc
        ]
        return tuple(sorted(found, key=lambda one: one.group.title.casefold()))


def _by_target(book: Book) -> dict[str, list[LinkRef]]:
    """Links to registrations by their code in small letters: they write "CEng" or "ceng" alike."""
    found: dict[str, list[LinkRef]] = {}
    for link in book.all_links():
        if link.kind == LinkKind.OCCUPATION_REGISTRATION:
            found.setdefault(link.target.casefold(), []).append(link)
    return found


def _level(indicative: str) -> str:
    """ "RQF 3" as "Level 3"."""
    number = indicative.removeprefix("RQF").strip()
    return _("Level %(level)s") % {"level": number} if number.isdecimal() else indicative
