"""Where a sector is taught and where its jobs are: by region, LSIP area or local authority, for planners."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from lmi.enums import AreaKind
from lmi.places import PlaceAnswer
from pathways.queries.provision import KINDS, SOURCES, AreaProvision, SectorProvision, sector_provision, sectors
from portal.exports import FactTable
from portal.pages.educators import provision_tables as drawn
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import NotHere, api_twin

MOST_STANDARDS = 12


class Provision(TablesPage):
    """`/educators/provision/?sector=digital&kind=region&area=Leeds`; `table` and `format` for files."""

    template_name = "educators/provision.html"

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """The sectors to choose from."""
        return sectors(self.facts)

    @cached_property
    def sector(self) -> str:
        """The register's name of the sector asked for; an unknown one is said in words."""
        asked = self.param("sector")
        found = next((name for name in self.sectors if slugify(name) == slugify(asked)), "")
        if asked and not found:
            said = _("The register of apprenticeships has no sector “%(asked)s”. Choose one of the list.")
            self.problems.append((said % {"asked": asked[:60]}, "sector"))
        return found

    @cached_property
    def kind(self) -> str:
        """The kind of area; regions unless another is asked for."""
        asked = self.param("kind") or AreaKind.REGION
        if asked in KINDS:
            return str(asked)
        said = {"asked": asked[:30], "kinds": ", ".join(KINDS)}
        self.problems.append((_("Nothing is counted by “%(asked)s”. There are: %(kinds)s.") % said, ""))
        return str(AreaKind.REGION)

    @cached_property
    def answer(self) -> PlaceAnswer | None:
        """The place to pick out."""
        return self.place()

    def kept_pairs(self) -> list[Pair]:
        """What can be used of the address."""
        pairs = [("sector", slugify(self.sector)), ("kind", self.kind if "kind" in self.request.GET else "")]
        return [pair for pair in [*pairs, ("area", self.param("area") if self.answer else "")] if pair[1]]

    @cached_property
    def found(self) -> SectorProvision:
        """The sector by the kind of area."""
        return sector_provision(self.facts, self.sector, self.kind)

    @cached_property
    def shown_areas(self) -> tuple[AreaProvision, ...]:
        """The rows of the page: all areas of the kind, but only local authorities of the place's region."""
        region = self.answer.region if self.answer else None
        if self.kind != AreaKind.LOCAL_AUTHORITY or region is None:
            return self.found.areas
        places = self.facts.places
        return tuple(one for one in self.found.areas if places[one.area.code].parent == region.code)

    @property
    def marked(self) -> str:
        """The code of the area of this kind that the place is or lies in; "" for none."""
        if self.answer is None:
            return ""
        areas = {
            AreaKind.REGION: self.answer.region,
            AreaKind.LSIP: self.answer.lsip,
            AreaKind.LOCAL_AUTHORITY: self.answer.authority,
        }
        area = areas[AreaKind(self.kind)]
        return area.code if area else ""

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """The table named by ?table=: "areas" (every area of the kind) or "standards"."""
        if not self.sector:
            words = " ".join(str(text) for text, _field in self.problems)
            raise NotHere(words or _("Name a sector, for example sector=digital."))
        name = self.param("table") or "areas"
        made = {
            "areas": drawn.areas_table(self.facts, self.found, self.found.areas),
            "standards": drawn.standards_table(self.found, self.found.standards),
        }
        if name not in made:
            said = {"name": name[:30], "names": ", ".join(made)}
            raise NotHere(_("There is no table “%(name)s” for this sector. There are: %(names)s.") % said)
        return made[name], f"waymark-{slugify(self.sector)}-{name}", self._releases()

    def _releases(self) -> tuple[ReleaseRef, ...]:
        return tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of(*SOURCES))

    def page_context(self) -> dict[str, Any]:
        """The form; with a sector its maps, tables and what can be said of them."""
        sector, place = self.sector, self.answer
        context: dict[str, Any] = {
            "sector": sector,
            "sectors": [(slugify(name), name) for name in self.sectors],
            "sector_slug": slugify(sector),
            "sector_error": next((text for text, field in self.problems if field == "sector"), ""),
            "area_text": self.param("area"),
            "area_error": next((text for text, field in self.problems if field == "area"), ""),
            "place": place,
            "kind": self.kind,
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("Taught and worked where"), "")],
            "twin": api_twin("provision", query=[("sector", sector), *self.editions_asked]),
        }
        return context | (self._sector_context() if sector else {})

    def _sector_context(self) -> dict[str, Any]:
        found, title = self.found, _("%(sector)s: where it is taught, where the jobs are") % {"sector": self.sector}
        areas = drawn.areas_table(self.facts, found, self.shown_areas)
        standards = drawn.standards_table(found, found.standards[:MOST_STANDARDS])
        releases = tuple(dict.fromkeys([*areas.releases, *self._releases()]))
        is_regions = self.kind == AreaKind.REGION
        return {
            "found": found,
            "kinds": [(words, self._with_kind(kind), kind == self.kind) for kind, words in drawn.KIND_WORDS.items()],
            "map": drawn.teach_map(found, self.marked) if is_regions else None,
            "work_bars": drawn.work_bars(found, self.marked) if is_regions and found.groups else None,
            "bars": None if is_regions else drawn.bars(found, self.shown_areas, self.marked),
            "here": next((one for one in found.areas if one.area.code == self.marked), None),
            "no_here": bool(self.answer and not self.marked),
            "sentences": drawn.sentences(found),
            "notes": drawn.notes(found),
            "areas_cut": len(self.shown_areas) < len(found.areas),
            "areas": {"table": areas, "files": self.downloads("areas")},
            "standards": {"table": standards, "files": self.downloads("standards")},
            "standards_cut": len(found.standards) > MOST_STANDARDS,
            "title": title,
            "permalink": self.lasting(releases),
            "citation": self.cited(title, releases),
            "twin": api_twin("provision", query=[("sector", self.sector), ("kind", self.kind), *self.editions_asked]),
        }

    def _with_kind(self, kind: str) -> str:
        return self.here(("kind", kind))
