"""The explorer: occupations filtered, sorted and grouped, as a page and as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.figures import Figure, ReleaseRef
from lmi.enums import Level
from lmi.filters import OccupationFilter
from lmi.queries.listing import OccupationRow, occupation_rows
from lmi.register import Group
from portal.charts.model import releases_of
from portal.exports import FactColumn, FactRow, FactTable
from portal.exports.table import FactCell, cell_of, context_words
from portal.pages.educators import explorer_form as form
from portal.pages.educators.explorer_columns import (
    Column,
    chosen_columns,
    column_choices,
    headings,
    unknown_words,
)
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import api_twin, with_query

PAGE_SIZE = 40
# What the list rests on, whatever columns are shown: a filter may use any of them.
SOURCES = ("soc-2020", "ashe-14", "aps-unit-industry", "skills-imperative-2035", "textkernel-adverts")
AREA_SOURCES = ("ashe-15", "ashe-3")
WORD_SOURCES = ("soc-2020-related-titles", "soc-2020-index")


@dataclass(frozen=True, slots=True)
class Line:
    """One occupation of the table."""

    group: Group
    cells: tuple[FactCell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Occupations that share a projection group; without a group, the plain list."""

    group: Group | None
    growth: Figure | None
    units: int
    lines: tuple[Line, ...]


class Explorer(TablesPage):
    """`/educators/lmi/`: parameters of OccupationFilter, `columns`, `page`, `format`."""

    template_name = "educators/explorer.html"

    @cached_property
    def filter(self) -> OccupationFilter:
        """The one filter of page and API; its wrong values become problems, the rest stays."""
        found = OccupationFilter(self.request.GET, facts=self.facts)
        self.problems.extend(form.problems_of(found))
        return found

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The chosen columns; unknown names become problems."""
        chosen, unknown = chosen_columns(self.request.GET.getlist("columns"))
        self.problems.extend((unknown_words(name), "") for name in unknown)
        return chosen

    @cached_property
    def codes(self) -> list[str]:
        """Every occupation that the filter lets through, in order; one SQL statement, and those of a search."""
        return list(self.filter.qs.values_list("code", flat=True))

    @property
    def is_grouped(self) -> bool:
        """Growth is published for the 26 sub-major groups: who asks for it sees occupations under their group."""
        self.filter.form.is_valid()
        asked = self.filter.form.cleaned_data  # usable values only, when some are wrong
        by_growth = asked.get("growth") or str(asked.get("sort", "")).endswith("growth")
        return bool(by_growth) and asked.get("level", "") in ("", Level.UNIT, Level.MINOR)

    def kept_pairs(self) -> list[Pair]:
        """Usable filters and chosen columns."""
        pairs = form.usable_pairs(self.filter)
        if "columns" in self.request.GET:
            pairs += [("columns", column.key) for column in self.columns]
        return pairs

    def rows(self, codes: Sequence[str]) -> list[OccupationRow]:
        """Facts of these occupations; four SQL statements however many there are."""
        return occupation_rows(self.facts, codes, form.pay_area(self.filter)) if codes else []

    def releases(self, figures: Iterable[Figure]) -> tuple[ReleaseRef, ...]:
        """The editions of the figures, then the latest of every source that the list rests on."""
        asked = dict(form.usable_pairs(self.filter))
        slugs = [*SOURCES, *(AREA_SOURCES if "area" in asked else ()), *(WORD_SOURCES if "q" in asked else ())]
        editions = self.facts.editions
        latest = [editions.ref(pk) for pk in map(editions.latest, slugs) if pk is not None]
        return tuple(dict.fromkeys([*releases_of(figures), *latest]))

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """All rows of the filter, with the chosen columns."""
        columns = self.columns
        table = FactTable(
            "occupations",
            _("Occupations of the UK: pay, people, outlook and adverts"),
            (
                FactColumn("soc2020", _("SOC 2020")),
                FactColumn("title", _("Occupation")),
                FactColumn("level", _("Level")),
            ),
            tuple(FactColumn(column.key, str(column.label)) for column in columns),
            tuple(
                FactRow(
                    (row.group.code, row.group.title, row.group.level), tuple(column.figure(row) for column in columns)
                )
                for row in self.rows(self.codes)
            ),
            note=_("Growth is of the sub-major group in England, never of the occupation itself."),
        )
        return table, "waymark-occupations", self.releases(table.figures)

    def page_context(self) -> dict[str, Any]:
        """Filters, table, files and citation."""
        page = self._page()
        rows = self.rows(list(page.object_list))
        columns = self.columns
        figures = [column.figure(row) for row in rows for column in columns]
        releases = self.releases(figures)
        sort = self.filter.form.cleaned_data.get("sort") or "code"
        return {
            "page": page,
            "page_params": QueryDict(self.here().partition("?")[2]),
            "count": page.paginator.count,
            "blocks": self._blocks(rows),
            "headings": headings(columns, sort, lambda value: self.here(("sort", value))),
            "width": len(columns) + 3,
            "grouped": self.is_grouped,
            "about_columns": _about(columns, rows),
            "fields": form.fields(self.filter),
            "column_choices": column_choices(columns),
            "chips": form.chips(self.filter, lambda name: self.here(without=[name])),
            "sorted_words": form.sorted_words(self.filter),
            "clear": reverse("educators:explorer"),
            "kept_editions": with_query("", self.editions_asked),
            "area": dict(form.usable_pairs(self.filter)).get("area", ""),
            "releases": releases_of(figures),
            "permalink": self.lasting(releases),
            "citation": self.cited(_("Occupations of the UK"), releases),
            "files": self.downloads(),
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("Occupations"), "")],
            "twin": api_twin("occupation-list", query=[*form.usable_pairs(self.filter), *self.editions_asked]),
        }

    def _page(self) -> Page[str]:
        paginator = Paginator(self.codes, PAGE_SIZE)
        asked = self.param("page") or "1"
        number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
        if not 1 <= number <= paginator.num_pages:
            said = {"page": asked[:20], "last": paginator.num_pages}
            self.problems.append((_("There is no page “%(page)s”; the last is %(last)s.") % said, ""))
            number = min(max(number, 1), paginator.num_pages)
        return paginator.page(number)

    def _blocks(self, rows: Sequence[OccupationRow]) -> list[Block]:
        if not self.is_grouped:
            return [Block(None, None, 0, tuple(self._line(row) for row in rows))]
        parts: dict[str, list[OccupationRow]] = {}
        for row in rows:
            parts.setdefault(row.group.code[:2], []).append(row)
        soc = self.facts.soc
        return [
            Block(soc[code], part[0].growth, len(soc.units_in(code)), tuple(self._line(row) for row in part))
            for code, part in parts.items()
        ]

    def _line(self, row: OccupationRow) -> Line:
        return Line(row.group, tuple(cell_of(column.figure(row)) for column in self.columns))


def _about(columns: Sequence[Column], rows: Sequence[OccupationRow]) -> list[tuple[str, str]]:
    """What each column counts: unit, period, area, level and people, as far as all its figures share them."""
    told = []
    for column in columns:
        figures = [column.figure(row) for row in rows if column.figure(row).value is not None]
        if figures:
            told.append((str(column.label), context_words(figures)))
    return told
