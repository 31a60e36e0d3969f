"""Preference tables for teachers and advisers: what employers state, beside the people in the work and universities."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from employers.filters import clean_occupation, clean_sector
from employers.queries.preferences import Preferences, preferences
from evidence.figures import ReleaseRef
from foundation.access import PUBLIC_NAMES_SOMEONE
from lmi.places import PlaceAnswer
from lmi.register import ALL_OCCUPATIONS, UK
from portal.charts.model import releases_of
from portal.exports import FactTable
from portal.pages.educators import preference_tables as drawn
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import NotHere, api_twin, today
from portal.pages.students.employers import sector_choices, work_choices

ENGINEERING = (("soc2020", "31"), ("area", "E12000005"))


class PreferencePage(TablesPage):
    """`?soc2020=31&area=West Midlands&sector=C`; `table` and `format` for files. Shared by two audiences."""

    access = PUBLIC_NAMES_SOMEONE

    @cached_property
    def soc2020(self) -> str:
        """The occupation group asked for; an unknown one is said."""
        return self._cleaned("soc2020", clean_occupation)

    @cached_property
    def sector(self) -> str:
        """The sector asked for; an unknown one is said."""
        return self._cleaned("sector", clean_sector)

    def _cleaned(self, name: str, clean: Any) -> str:
        given = self.param(name, 20)
        if not given:
            return ""
        try:
            cleaned: str = clean(self.facts, given)
        except ValidationError as error:
            self.problems.append((" ".join(error.messages), name))
            return ""
        return cleaned

    @cached_property
    def answer(self) -> PlaceAnswer | None:
        """The place asked for."""
        return self.place()

    def kept_pairs(self) -> list[Pair]:
        """What can be used of the address."""
        area = self.param("area") if self.answer else ""
        return [p for p in (("soc2020", self.soc2020), ("area", area), ("sector", self.sector)) if p[1]]

    @cached_property
    def found(self) -> Preferences:
        """All three sides of the answer."""
        area = self.answer.area.code if self.answer else ""
        return preferences(self.facts, today(), soc2020=self.soc2020, area=area, sector=self.sector)

    def tables(self) -> dict[str, FactTable]:
        """The tables of the page by name; "stated" is always there."""
        found = self.found
        made = {"stated": drawn.stated_table(found.stated, self.title)}
        return made | ({"people": drawn.people_table(found)} if found.mix else {})

    @property
    def _area_text(self) -> str:
        """What stands in the field: as typed, and the name of a place that was asked for by its code."""
        typed = self.param("area")
        area = self.answer.area if self.answer else None
        return area.name if area and typed == area.code else typed

    @property
    def title(self) -> str:
        """What is answered, as it was asked."""
        return drawn.title_of(self.facts, self.found.stated)

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """The table named by ?table=: "stated", or "people" where held."""
        name, made = self.param("table") or "stated", self.tables()
        if name not in made:
            said = {"name": name[:30], "names": ", ".join(made)}
            raise NotHere(_("There is no table “%(name)s” here. There are: %(names)s.") % said)
        parts = [self.soc2020 or ALL_OCCUPATIONS, self.answer.area.code if self.answer else UK, self.sector]
        return made[name], "-".join(["waymark-preferences", name, *filter(None, parts)]), ()

    def page_context(self) -> dict[str, Any]:
        """The form, the tables and what can be said of them."""
        self.answer, self.sector, self.soc2020  # noqa: B018 - whatever is wrong with them is said
        found, tables = self.found, self.tables()
        releases = tuple(dict.fromkeys([*releases_of(f for t in tables.values() for f in t.figures)]))
        return {
            "found": found,
            "stated": found.stated,
            "is_open": bool(self.kept_pairs()),
            "title_words": self.title,
            "widened": drawn.widened_words(self.facts, found.stated),
            "sectors": sector_choices(self),
            "works": work_choices(self, self.soc2020),
            "soc2020": self.soc2020,
            "sector": self.sector,
            "sector_words": self.facts.industries.get(self.sector[:1], ""),
            "area_text": self._area_text,
            "area_error": next((text for text, field in self.problems if field == "area"), ""),
            "place": self.answer,
            "tables": [{"table": t, "files": self.downloads(name)} for name, t in tables.items() if t.rows],
            "bars": drawn.essential_bars(found.stated),
            "citation": self.cited(self.title, releases),
            "permalink": self.lasting(releases),
            "twin": api_twin("preferences", query=[*self._api_pairs(), *self.editions_asked]),
        }

    def _api_pairs(self) -> list[Pair]:
        return self.kept_pairs()


class PreferenceTables(PreferencePage):
    """`/educators/preferences/`."""

    template_name = "educators/preferences.html"

    def page_context(self) -> dict[str, Any]:
        """With an example to start from."""
        return super().page_context() | {
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("What employers ask for"), "")],
            "example": self.here(*ENGINEERING),
        }
