"""Up to four occupations side by side, in any area and measure, now and over time."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from lmi.enums import PayMeasure
from lmi.places import PlaceAnswer
from lmi.queries.measures import comparison_in_measure
from lmi.queries.occupation import MOST_COMPARED
from lmi.register import ALL_OCCUPATIONS, UK
from lmi.search.service import search_occupations
from portal.charts.words import joined
from portal.exports import FactTable
from portal.pages.educators.compare_tables import Side
from portal.pages.educators.pay_tables import MEASURES, measure_words
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import NotHere, api_twin, today, with_query

MOST_FOUND = 8


class Compare(TablesPage):
    """`/educators/lmi/compare/`: `soc2020` (repeated or with commas), `area`, `measure`, `q` to find another."""

    template_name = "educators/compare.html"

    @cached_property
    def codes(self) -> list[str]:
        """The occupations asked for, each once, at most four; what cannot be used is said in words."""
        asked = [code.strip() for value in self.request.GET.getlist("soc2020") for code in value.split(",")]
        unique = list(dict.fromkeys(code for code in asked if code))
        known = [code for code in unique if code in self.facts.soc.groups and code != ALL_OCCUPATIONS]
        for code in unique:
            if code not in known:
                said = _("There is no occupation with the code “%(code)s” in SOC 2020.") % {"code": code[:20]}
                self.problems.append((said, ""))
        if len(known) > MOST_COMPARED:
            left_out = [self.facts.soc[code].title for code in known[MOST_COMPARED:]]
            words = _("You can compare up to %(most)s occupations. Left out: %(names)s.")
            words %= {"most": MOST_COMPARED, "names": joined(left_out[:MOST_COMPARED])}
            self.problems.append((words, ""))
        return known[:MOST_COMPARED]

    @cached_property
    def measure(self) -> str:
        """The measure of pay; a year unless another is asked for."""
        asked = self.param("measure") or PayMeasure.ANNUAL
        if asked in MEASURES:
            return str(asked)
        said = {"measure": asked[:30], "measures": ", ".join(MEASURES)}
        self.problems.append((_("There is no measure “%(measure)s”. There are: %(measures)s.") % said, "measure"))
        return str(PayMeasure.ANNUAL)

    @cached_property
    def where(self) -> PlaceAnswer | None:
        """The place asked for."""
        return self.place()

    @property
    def area(self) -> str:
        """Its code; the UK where none is asked for or known."""
        return self.where.area.code if self.where else UK

    @cached_property
    def side(self) -> Side | None:
        """The comparison; None without an occupation."""
        measure, area = self.measure, self.area
        if not self.codes:
            return None
        return Side(self.facts, comparison_in_measure(self.facts, self.codes, area, measure), measure)

    def kept_pairs(self) -> list[Pair]:
        """Occupations, area and measure."""
        area = [("area", self.where.area.code)] if self.where else []
        measure = [("measure", self.measure)] if self.measure != PayMeasure.ANNUAL else []
        return [*(("soc2020", code) for code in self.codes), *area, *measure]

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """The comparison, or with `table=series` its years."""
        if self.side is None:
            raise NotHere(_("Name the occupations to compare, for example soc2020=5241,2313."))
        series = self.param("table") == "series"
        table = self.side.series if series else self.side.file
        return table, "waymark-pay-by-year" if series else "waymark-comparison", self._register()

    def _register(self) -> tuple[ReleaseRef, ...]:
        editions = self.facts.editions
        return tuple(editions.ref(pk) for pk in editions.of("soc-2020"))

    def page_context(self) -> dict[str, Any]:
        """The form, what was found to add, and the comparison."""
        side = self.side
        return {
            "measures": [(str(measure), measure_words(measure)) for measure in MEASURES],
            "measure": self.measure,
            "area_text": self.param("area"),
            "area_error": next((text for text, field in self.problems if field == "area"), ""),
            "where": self.where,
            "chosen": [(self.facts.soc[code], self._without(code)) for code in self.codes],
            "found": self._found(),
            "query": self.param("q"),
            "full": len(self.codes) >= MOST_COMPARED,
            "most": MOST_COMPARED,
            "kept": [pair for pair in self.kept_pairs() if pair[0] == "soc2020"],
            "kept_all": self.kept_pairs(),
            "crumbs": [
                (_("Teachers and advisers"), reverse("educators:home")),
                (_("Occupations"), reverse("educators:explorer")),
                (_("Compare"), ""),
            ],
            "twin": self._twin(),
            "side": side,
            **(self._drawn(side) if side else {}),
        }

    def _twin(self) -> str:
        if not self.codes:
            return api_twin("occupation-list", query=self.editions_asked)
        query = [("soc2020", ",".join(self.codes)), ("area", self.area if self.where else ""), *self.editions_asked]
        return api_twin("compare", query=query)

    def _drawn(self, side: Side) -> dict[str, Any]:
        table, series = side.table, side.series
        releases = tuple(dict.fromkeys([*table.releases, *series.releases, *self._register()]))
        return {
            "side_by_side": {"table": table, "files": self.downloads()},
            "years": {"table": series, "files": self.downloads("series")},
            "chart": side.chart,
            "shared": [self._shared_words(codes) for codes in side.compared.shared_outlook],
            "permalink": self.lasting(releases),
            "citation": self.cited(side.title, releases),
        }

    def _shared_words(self, codes: tuple[str, ...]) -> str:
        outlook = next(one.outlook for one in self.side.compared.columns if one.group.code == codes[0])  # type: ignore[union-attr]  # only called with a comparison
        said = {
            "names": joined(self.facts.soc[code].title for code in codes),
            "group": outlook.title if outlook else "",
        }
        return (
            _("%(names)s share one projection, that of the wider group “%(group)s”: it cannot tell them apart.") % said
        )

    def _without(self, code: str) -> str:
        rest = [pair for pair in [*self.kept_pairs(), *self.editions_asked] if pair != ("soc2020", code)]
        return with_query(self.request.path, rest)

    def _found(self) -> list[tuple[str, str]]:
        """Occupations for the words typed, each as a link that adds it."""
        words = self.param("q")
        if not words:
            return []
        answer = search_occupations(words, editions=self.facts.editions, limit=MOST_FOUND, today=today())
        base = [*self.kept_pairs(), *self.editions_asked]
        return [
            (hit.title, with_query(self.request.path, [*base, ("soc2020", hit.soc2020)]))
            for hit in answer.results
            if hit.soc2020 not in self.codes
        ]
