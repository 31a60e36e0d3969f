"""Tables and chart of a comparison: occupations side by side for the page, one below the other for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from evidence.figures import Figure, Reason, Unit
from lmi.enums import PayMeasure
from lmi.queries.context import Facts
from lmi.queries.occupation import ComparedOccupation, Comparison
from lmi.queries.pay import UNITS
from portal.charts import LineChart, Point, Series
from portal.exports import FactColumn, FactRow, FactTable
from portal.pages.educators.pay_tables import measure_words

Read = Callable[[ComparedOccupation], Figure]


class Side:
    """The facts of a comparison by name, for one measure of pay."""

    def __init__(self, facts: Facts, compared: Comparison, measure: str) -> None:
        self.facts, self.compared, self.measure = facts, compared, measure

    def facts_of(self, one: ComparedOccupation) -> Iterator[tuple[FactColumn, Figure]]:
        """Every fact of one occupation with the name of its column, in the page's order."""
        yield (
            FactColumn("pay_median", _("%(measure)s: median") % {"measure": measure_words(self.measure)}),
            one.pay.median,
        )
        yield FactColumn("pay_p25", _("A quarter have less than")), one.pay.p25
        yield FactColumn("pay_p75", _("A quarter have more than")), one.pay.p75
        yield FactColumn("hours", _("Paid hours a week, full-time")), one.hours
        yield FactColumn("people", _("People in work")), one.people
        outlook, adverts = one.outlook, one.adverts
        missing = self._missing(one)
        yield (
            FactColumn("growth", _("Growth a year, wider group")),
            outlook.growth if outlook else missing("outlook_growth", Unit.PERCENT_A_YEAR),
        )
        yield (
            FactColumn("net_change", _("Net change to 2035, wider group")),
            outlook.net_change if outlook else missing("outlook_net_change", Unit.PEOPLE),
        )
        yield (
            FactColumn("replacement", _("Needed to replace leavers, wider group")),
            outlook.replacement if outlook else missing("outlook_replacement", Unit.PEOPLE),
        )
        yield (
            FactColumn("adverts", _("Adverts in 12 months")),
            adverts.year_total if adverts else missing("adverts_12_months", Unit.ADVERTS),
        )
        yield (
            FactColumn("adverts_per_1000", _("Adverts for every 1,000 people in the work")),
            adverts.per_1000 if adverts else missing("adverts_per_1000", Unit.ADVERTS_PER_1000_PEOPLE),
        )

    def _missing(self, one: ComparedOccupation) -> Callable[[str, Unit], Figure]:
        def missing(measure: str, unit: Unit) -> Figure:
            return self.facts.missing(measure, unit, Reason.NOT_PUBLISHED, code=one.group.code, area=self.compared.area)

        return missing

    @property
    def title(self) -> str:
        """What is compared, in words."""
        place = self.facts.places[self.compared.area].name
        names = ", ".join(one.group.title for one in self.compared.columns)
        return _("%(names)s, side by side: %(place)s") % {"names": names, "place": place}

    @property
    def table(self) -> FactTable:
        """A row a fact, a column an occupation."""
        sides = [list(self.facts_of(one)) for one in self.compared.columns]
        rows = tuple(
            FactRow((facts[0][0].label,), tuple(figure for _column, figure in facts))
            for facts in zip(*sides, strict=True)
        )
        columns = tuple(FactColumn(one.group.code, one.group.title) for one in self.compared.columns)
        heads = (FactColumn("fact", _("Fact")),)
        note = _("What is to come is a projection made in 2023 for wider groups, not a promise.")
        title = _("Side by side: %(place)s") % {"place": self.facts.places[self.compared.area].name}
        return FactTable("side-by-side", title, heads, columns, rows, note, say_coarser=True)

    @property
    def file(self) -> FactTable:
        """A row an occupation, a column a fact."""
        sides = [(one, list(self.facts_of(one))) for one in self.compared.columns]
        rows = tuple(
            FactRow((one.group.code, one.group.title), tuple(figure for _column, figure in facts))
            for one, facts in sides
        )
        heads = (FactColumn("soc2020", _("SOC 2020")), FactColumn("title", _("Occupation")))
        return FactTable("comparison", self.title, heads, tuple(column for column, _figure in sides[0][1]), rows)

    @property
    def series(self) -> FactTable:
        """The chosen measure by year: a row a year, a column an occupation."""
        by_year = [{point.year: point.figure for point in one.pay_series} for one in self.compared.columns]
        years = sorted({year for held in by_year for year in held})
        rows = tuple(
            FactRow((str(year),), tuple(self._point(n, year, by_year) for n in range(len(by_year)))) for year in years
        )
        columns = tuple(FactColumn(f"soc{one.group.code}", one.group.title) for one in self.compared.columns)
        title = _("%(measure)s by year: median of full-time employees in the UK") % {
            "measure": measure_words(self.measure)
        }
        return FactTable("series", title, (FactColumn("year", _("Year")),), columns, rows)

    def _point(self, number: int, year: int, by_year: list[dict[int, Figure]]) -> Figure:
        held = by_year[number].get(year)
        if held is not None:
            return held
        code = self.compared.columns[number].group.code
        unit = UNITS[PayMeasure(self.measure)]
        return self.facts.missing("median", unit, Reason.NOT_PUBLISHED, code=code, area="K02000001")

    @property
    def chart(self) -> LineChart:
        """The same as lines, one an occupation."""
        table = self.series
        lines = tuple(
            Series(
                column.label,
                tuple(Point(row.texts[0], figure) for row in table.rows if (figure := row.figures[number])),
            )
            for number, column in enumerate(table.columns)
        )
        return LineChart("compare-chart", table.title, lines)
