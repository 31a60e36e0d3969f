"""The educators' page of one occupation: every table, its cautions, its codes, and each table as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ambassadors.queries.school import people_in_work
from evidence.figures import Figure, Reason, ReleaseRef, Unit
from lmi.enums import Level, OutlookBreakdown
from lmi.models.notes import NoteKind
from lmi.queries import adverts, codes, employment, history, outlook, pay
from lmi.queries.occupation import names_of, notes_of
from lmi.register import UK, Group
from portal.charts.model import releases_of
from portal.exports import FactTable
from portal.pages.educators import pay_tables, work_tables
from portal.pages.educators.tables_page import Pair, TablesPage
from portal.pages.shared import NotHere, api_twin, group_or_404, today, with_query

NAME_SOURCES = ("soc-2020", "soc-2020-related-titles", "soc-2020-index")


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with the addresses of its files."""

    table: FactTable
    files: list[Pair]


class OccupationDetail(TablesPage):
    """`/educators/lmi/<soc2020>/`; with `table` and `format` one table as a file."""

    template_name = "educators/occupation_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the code of a wider group leads to its occupations in the explorer."""
        group = group_or_404(self.facts, kwargs["soc2020"])
        if group.level != Level.UNIT:
            pairs = [("group", group.code), *self.editions_asked]
            return HttpResponsePermanentRedirect(with_query(reverse("educators:explorer"), pairs))
        return super().get(request, *args, **kwargs)

    @property
    def code(self) -> str:
        """The unit group."""
        return str(self.kwargs["soc2020"])

    @cached_property
    def pay(self) -> pay_tables.PayRows:
        """Every published row of pay."""
        return pay_tables.PayRows(self.facts, self.code, history.pay_history(self.facts, [self.code]))

    @cached_property
    def outlook(self) -> outlook.Outlook | None:
        """The projection of the wider group in England, with its parts."""
        return outlook.outlook_of(self.facts, self.code, UK, parts=True)

    @cached_property
    def industries(self) -> tuple[history.IndustryYear, ...]:
        """People by industry in each year."""
        return history.industry_history(self.facts, self.code)

    @cached_property
    def people(self) -> Figure:
        """At least so many people, in the latest year."""
        rows = employment.industry_rows(self.facts, [self.code])[self.code]
        return employment.people_at_least(self.facts, self.code, rows)

    @cached_property
    def adverts(self) -> adverts.Adverts | None:
        """Adverts of the occupation or of the nearest wider group."""
        return adverts.adverts_of(self.facts, self.code, self.people)

    @cached_property
    def tables(self) -> dict[str, FactTable]:
        """Every table of the page by its id."""
        return {table.id: table for table in self._tables()}

    def _tables(self) -> Iterator[FactTable]:
        facts, code = self.facts, self.code
        yield from (pay_tables.measure_table(self.pay, measure) for measure in pay_tables.MEASURES)
        jobs = pay_tables.jobs_table(self.pay)
        if jobs:
            yield jobs
        yield pay_tables.years_table(self.pay)
        yield pay_tables.sex_table(self.pay)
        yield pay_tables.places_table(pay.pay_by_region(facts, code))
        yield pay_tables.ages_table(pay.pay_by_age(facts, code), facts.soc[code[:1]])
        yield work_tables.industries_table(self.industries)
        yield work_tables.places_table(employment.by_region(facts, code))
        if self.outlook:
            yield work_tables.outlook_table(self.outlook)
            for breakdown in (OutlookBreakdown.QUALIFICATION, OutlookBreakdown.SEX, OutlookBreakdown.STATUS):
                yield work_tables.parts_table(self.outlook, breakdown)
        if self.adverts:
            yield work_tables.adverts_table(self.adverts)
        yield work_tables.soc2010_table(codes.soc2010_parts(facts, code))
        yield work_tables.isco_table(codes.isco_parts(facts, code))

    def file_table(self) -> tuple[FactTable, str, tuple[ReleaseRef, ...]]:
        """The table named by ?table=."""
        name = self.param("table")
        table = self.tables.get(name)
        if table is None:
            said = {"name": name, "names": ", ".join(self.tables)}
            raise NotHere(_("There is no table “%(name)s” for this occupation. There are: %(names)s.") % said)
        return table, f"waymark-{self.code}-{name}", self._register()

    def _register(self) -> tuple[ReleaseRef, ...]:
        editions = self.facts.editions
        return tuple(editions.ref(pk) for pk in editions.of(*NAME_SOURCES[:1]))

    def page_context(self) -> dict[str, Any]:
        """The box, the tables in order, and what they rest on."""
        group = self.facts.soc[self.code]
        typical, hours = pay.pay_and_hours(self.facts, [self.code])[self.code]
        figures = [typical.median, typical.p25, typical.p75, hours, self.people]
        releases = self._releases([*figures, *(f for table in self.tables.values() for f in table.figures)])
        return {
            "group": group,
            "chain": [_with_level(self.facts.soc[wider]) for wider in reversed(group.chain)],
            "notes": [(str(NoteKind(note.kind).label), note) for note in notes_of(self.code)],
            "names": names_of(self.facts, self.code),
            "typical": typical,
            "hours": hours,
            "people": self.people,
            "outlook": self.outlook,
            "no_outlook": self.facts.missing(
                "outlook_growth", Unit.PERCENT_A_YEAR, Reason.NOT_PUBLISHED, code=self.code, area=UK
            ),
            "adverts": self.adverts,
            "tables": {
                name.replace("-", "_"): Shown(table, self.downloads(name)) for name, table in self.tables.items()
            },
            "pay_measures": [
                Shown(self.tables[f"pay-{measure}"], self.downloads(f"pay-{measure}"))
                for measure in pay_tables.MEASURES
            ],
            "pay_chart": pay_tables.years_chart(self.pay),
            "adverts_chart": work_tables.adverts_chart(self.adverts) if self.adverts else None,
            "ambassadors": people_in_work(self.code, today(), with_demo=settings.DEMO),
            "jumps": _jumps(),
            "compare": with_query(reverse("educators:compare"), [("soc2020", self.code), *self.editions_asked]),
            "permalink": self.lasting(releases),
            "citation": self.cited(group.title, releases),
            "crumbs": self._crumbs(group),
            "twin": api_twin("occupation-detail", self.code, query=self.editions_asked),
        }

    def _releases(self, figures: Iterable[Figure]) -> tuple[ReleaseRef, ...]:
        editions = self.facts.editions
        names = [editions.ref(pk) for pk in editions.of(*NAME_SOURCES)]
        return tuple(dict.fromkeys([*releases_of(figures), *names]))

    def _crumbs(self, group: Group) -> list[Pair]:
        wider = self.facts.soc[group.code[:2]]
        explorer = reverse("educators:explorer")
        return [
            (_("Teachers and advisers"), reverse("educators:home")),
            (_("Occupations"), explorer),
            (wider.title, with_query(explorer, [("group", wider.code)])),
            (group.title, ""),
        ]


def _with_level(group: Group) -> tuple[Group, str]:
    return group, str(Level(group.level).label)


def _jumps() -> list[Pair]:
    return [
        (_("Pay"), "pay"),
        (_("Pay over the years"), "years"),
        (_("Pay by place and age"), "places"),
        (_("Women and men"), "sexes"),
        (_("People and industries"), "people"),
        (_("Outlook"), "outlook-section"),
        (_("Adverts"), "adverts-section"),
        (_("Ambassadors"), "ambassadors"),
        (_("Codes"), "codes"),
        (_("Cite this page"), "cite-page"),
    ]
