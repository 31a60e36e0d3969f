"""The local page: what people in a place work in against England, outlook there and pay there; made to be printed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from lmi.enums import AreaKind, Level
from lmi.places import PlaceAnswer, PlaceSuggestion, UnknownPlaceError, resolve_place
from lmi.queries.employment import local_work
from lmi.queries.outlook import Outlook, outlooks_in
from lmi.queries.pay import pay_and_hours
from lmi.queries.region_work import region_work
from lmi.register import UK, Place
from portal.exports import FactTable
from portal.pages.educators import local_tables
from portal.pages.educators.local_tables import WorkHere
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import NotHere, api_twin, with_query

ROWS_SHOWN = 30
AREA_SOURCES = ("areas", "lsip-areas-2023", "combined-authorities-2025", "outcodes", "place-names")
EXAMPLES = (("Leeds", "E08000035"), ("M1", "M1"), ("North East", "E12000001"), ("Cornwall", "E06000052"))


class LocalPage(TablesPage):
    """`/educators/lmi/local/?place=`: a postcode, town, authority, LSIP area, region or nation."""

    template_name = "educators/local.html"

    @cached_property
    def answer(self) -> PlaceAnswer | None:
        """The place; an unknown one is said in words, with what may have been meant."""
        text = self.param("place")
        if not text:
            return None
        try:
            return resolve_place(text, self.facts.editions)
        except UnknownPlaceError as error:
            self.problems.append((error.message, "place"))
            self.offers = [self._link(one) for one in error.suggestions]
            return None

    def _link(self, one: PlaceSuggestion) -> Pair:
        words = f"{one.text}, {one.within}" if one.within else one.text
        return words, with_query(self.request.path, [("place", one.value), *self.editions_asked])

    def kept_pairs(self) -> list[Pair]:
        """The place as it was asked for."""
        return [("place", self.param("place"))] if self.answer else []

    @cached_property
    def work(self) -> WorkHere | None:
        """What people work in: of the authority, else its LSIP area, else the region or nation."""
        answer = self.answer
        if answer is None:
            return None
        for place in (answer.authority, answer.lsip):
            rows = local_work(self.facts, place.code) if place else ()
            if place and rows:
                return WorkHere(place, rows)
        wider = answer.region or answer.nation
        if wider is None or answer.area.kind == AreaKind.COMBINED_AUTHORITY:
            return None
        rows = region_work(self.facts, wider.code) or local_work(self.facts, wider.code)
        return WorkHere(wider, rows) if rows else None

    @cached_property
    def outlooks(self) -> tuple[Outlook, ...]:
        """All 26 groups in the LSIP area or in England; empty elsewhere."""
        return outlooks_in(self.facts, self.answer.area.code) if self.answer else ()

    @cached_property
    def tables(self) -> dict[str, FactTable]:
        """The tables of the page by id, whole."""
        found: list[FactTable] = []
        if self.work:
            found.append(local_tables.work_table(self.facts, self.work))
        if self.outlooks:
            found.append(local_tables.outlook_table(self.outlooks, self.outlooks[0].growth.area.name))
        if self.answer:
            found.append(self._pay(self.answer))
        return {table.id: table for table in found}

    def _pay(self, answer: PlaceAnswer) -> FactTable:
        where = answer.region or answer.nation or self.facts.places[UK]
        majors = [group.code for group in self.facts.soc.level(Level.MAJOR)]
        paid = pay_and_hours(self.facts, majors, where.code)
        in_uk = pay_and_hours(self.facts, majors, UK)
        here, uk = ({code: found[code][0] for code in majors} for found in (paid, in_uk))
        return local_tables.pay_table(self.facts, here, uk, where.name)

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """The table named by ?table=."""
        name = self.param("table")
        if self.answer is None:
            words = " ".join(str(text) for text, _field in self.problems)
            raise NotHere(words or _("Name a place, for example place=LS1."))
        table = self.tables.get(name)
        if table is None:
            said = {"name": name, "names": ", ".join(self.tables)}
            raise NotHere(_("There is no table “%(name)s” for this place. There are: %(names)s.") % said)
        return table, f"waymark-{self.answer.area.code.lower()}-{name}", self._registers()

    def _registers(self) -> tuple[ReleaseRef, ...]:
        editions = self.facts.editions
        return tuple(editions.ref(pk) for pk in editions.of("soc-2020", *AREA_SOURCES))

    def page_context(self) -> dict[str, Any]:
        """The form; with a place its three parts."""
        answer = self.answer
        context: dict[str, Any] = {
            "place": answer,
            "text": self.param("place"),
            "error": next((text for text, field in self.problems if field == "place"), ""),
            "examples": [(name, self._link(PlaceSuggestion(name, value, ""))[1]) for name, value in EXAMPLES],
            "crumbs": [
                (_("Teachers and advisers"), reverse("educators:home")),
                (_("Occupations"), reverse("educators:explorer")),
                (_("Look at a place"), ""),
            ],
            "twin": api_twin("area-list", query=[("kind", AreaKind.REGION), *self.editions_asked]),
        }
        return context | (self._shown(answer) if answer else {})

    def _shown(self, answer: PlaceAnswer) -> dict[str, Any]:
        releases = tuple(
            dict.fromkeys([*(ref for t in self.tables.values() for ref in t.releases), *self._registers()])
        )
        work = self.work
        return {
            "title": _title(answer),
            "areas": [(str(AreaKind(area.kind).label), _named(area)) for area in answer.areas],
            "work_of": work.area if work else None,
            "work_wider": work is not None and work.area.code != answer.area.code,
            "work_bars": local_tables.work_bars(work) if work else None,
            "strengths": local_tables.strengths(work) if work else [],
            "rows_shown": ROWS_SHOWN if work and len(work.rows) > ROWS_SHOWN else 0,
            "tables": {
                name: {"table": self._cut(table), "files": self.downloads(name)} for name, table in self.tables.items()
            },
            "members": self._members(answer),
            "outlook_area": self.outlooks[0].growth.area if self.outlooks else None,
            "pay_area": answer.region or answer.nation,
            "explorer": with_query(
                reverse("educators:explorer"),
                [("area", (answer.region or answer.nation or self.facts.places[UK]).code), *self.editions_asked],
            ),
            "permalink": self.lasting(releases),
            "citation": self.cited(_title(answer), releases),
            "twin": api_twin("area-work", work.area.code if work else answer.area.code, query=self.editions_asked),
        }

    def _cut(self, table: FactTable) -> FactTable:
        """The long table of a region shortened for the page; its files hold every row."""
        if table.id == "work" and self.work and len(self.work.rows) > ROWS_SHOWN:
            return local_tables.work_table(self.facts, self.work, most=ROWS_SHOWN)
        return table

    def _members(self, answer: PlaceAnswer) -> list[Pair]:
        """The authorities of a combined authority, to choose from."""
        if self.work is not None:
            return []
        codes = self.facts.places.members.get(answer.area.code, ())
        places = sorted((self.facts.places[code] for code in codes), key=lambda place: place.name)
        return [self._link(PlaceSuggestion(place.name, place.code, place.kind)) for place in places]


def _title(answer: PlaceAnswer) -> str:
    return answer.area.name if answer.name == answer.area.name else f"{answer.area.name} ({answer.name})"


def _named(area: Place) -> str:
    """An area's name with the year of its set where it has one."""
    return f"{area.name} ({area.edition})" if area.edition else area.name
