"""Tables of pay of one occupation: by measure, sex and working pattern, over the years, by place and by age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from evidence.figures import Figure, Reason
from lmi.enums import Hours, PayMeasure, Sex
from lmi.models import PayFigure
from lmi.queries.context import Facts
from lmi.queries.pay import UNITS, PayBreak, statistics_of
from lmi.register import UK, Group
from portal.charts import LineChart, Point, Series
from portal.exports import FactColumn, FactRow, FactTable

WHO = (
    (Sex.ALL, Hours.FULL_TIME),
    (Sex.FEMALE, Hours.FULL_TIME),
    (Sex.MALE, Hours.FULL_TIME),
    (Sex.ALL, Hours.PART_TIME),
    (Sex.FEMALE, Hours.PART_TIME),
    (Sex.MALE, Hours.PART_TIME),
    (Sex.ALL, Hours.ALL),
    (Sex.FEMALE, Hours.ALL),
    (Sex.MALE, Hours.ALL),
)
MEASURES = (PayMeasure.ANNUAL, PayMeasure.WEEKLY, PayMeasure.HOURLY, PayMeasure.HOURS)
Key = tuple[int, str, str, str]


class PayRows:
    """The rows of one occupation in every edition, by year, measure, sex and working pattern."""

    def __init__(self, facts: Facts, code: str, rows: Iterable[PayFigure]) -> None:
        self.facts, self.code = facts, code
        self.by_key: dict[Key, dict[str, Figure]] = {}
        self.years: list[int] = []
        for row in rows:
            # Of a year the newest edition comes first.
            self.by_key.setdefault((row.year, row.measure, row.sex, row.hours), statistics_of(facts, row))
            if row.year not in self.years:
                self.years.append(row.year)
        self.years.sort(reverse=True)

    @property
    def latest(self) -> int:
        """The latest year with rows, 0 when there are none."""
        return self.years[0] if self.years else 0

    def figure(self, year: int, measure: str, sex: str, hours: str, statistic: str = "median") -> Figure:
        """One figure. The survey publishes every row: one that our copy of an edition lacks is "not held here"."""
        held = self.by_key.get((year, measure, sex, hours))
        if held is not None:
            return held[statistic]
        unit = UNITS[PayMeasure(measure)]
        return self.facts.missing(statistic, unit, Reason.NOT_HELD, code=self.code, area=UK)

    def holds(self, year: int, hours: str) -> bool:
        """Whether our copy of a year's edition has rows for a working pattern."""
        return any(key[0] == year and key[3] == hours for key in self.by_key)

    def year_with_jobs(self) -> int:
        """The latest year whose edition counts jobs; 0 when none does."""
        for year in self.years:
            if self.figure(year, PayMeasure.ANNUAL, Sex.ALL, Hours.ALL, "jobs").value is not None:
                return year
        return 0


def who_words(sex: str, hours: str) -> str:
    """Who a row counts: "Women, full-time"."""
    words = f"{Sex(sex).label}, {Hours(hours).label}"
    return words[:1].upper() + words[1:]


def measure_words(measure: str) -> str:
    """The measure as a title: "Gross pay a year"."""
    words = str(PayMeasure(measure).label)
    return words[:1].upper() + words[1:]


def _statistics() -> tuple[FactColumn, ...]:
    return (
        FactColumn("median", _("Median")),
        FactColumn("mean", _("Mean")),
        FactColumn("p10", _("Lowest tenth below")),
        FactColumn("p25", _("Lowest quarter below")),
        FactColumn("p75", _("Highest quarter above")),
        FactColumn("p90", _("Highest tenth above")),
    )


def _not_held_note(pay: PayRows) -> str:
    """What is left out of tables of the latest year; empty when all working patterns are held."""
    if not pay.latest or pay.holds(pay.latest, Hours.PART_TIME):
        return ""
    return _("Part-time pay of %(year)s is published elsewhere, but not held here.") % {"year": pay.latest}


def _who_head() -> tuple[FactColumn, ...]:
    return (FactColumn("who", _("Who")),)


def measure_table(pay: PayRows, measure: str) -> FactTable:
    """One measure of the latest edition by sex and working pattern."""
    columns = _statistics()
    rows = tuple(
        FactRow(
            (who_words(sex, hours),),
            tuple(pay.figure(pay.latest, measure, sex, hours, column.key) for column in columns),
        )
        for sex, hours in WHO
        if not pay.latest or pay.holds(pay.latest, hours)
    )
    title = _("%(measure)s, %(year)s") % {"measure": measure_words(measure), "year": pay.latest}
    return FactTable(f"pay-{measure}", title, _who_head(), columns, rows, _not_held_note(pay))


def jobs_table(pay: PayRows) -> FactTable | None:
    """Job counts, median and mean with their quality marks, of the last edition that has them."""
    year = pay.year_with_jobs()
    if not year:
        return None
    columns = (
        FactColumn("jobs", _("Employee jobs")),
        FactColumn("median", _("Median pay a year")),
        FactColumn("mean", _("Mean pay a year")),
    )
    rows = tuple(
        FactRow(
            (who_words(sex, hours),),
            tuple(pay.figure(year, PayMeasure.ANNUAL, sex, hours, column.key) for column in columns),
        )
        for sex, hours in WHO
    )
    note = _("Jobs are rounded to the nearest thousand by the publisher.")
    if year != pay.latest:
        said = {"year": pay.latest}
        note += " " + _("The edition of %(year)s is held here without job counts and quality marks.") % said
    title = _("Employee jobs, and how precise pay is, %(year)s") % {"year": year}
    return FactTable("pay-jobs", title, _who_head(), columns, rows, note)


def years_table(pay: PayRows) -> FactTable:
    """Median full-time pay by year and measure, and of women and of men."""
    wanted = [
        *((measure, Sex.ALL, measure_words(measure)) for measure in MEASURES),
        (PayMeasure.ANNUAL, Sex.FEMALE, _("Women, gross pay a year")),
        (PayMeasure.ANNUAL, Sex.MALE, _("Men, gross pay a year")),
    ]
    columns = tuple(
        FactColumn(f"{measure}_{sex}" if sex != Sex.ALL else str(measure), label) for measure, sex, label in wanted
    )
    rows = tuple(
        FactRow((str(year),), tuple(pay.figure(year, measure, sex, Hours.FULL_TIME) for measure, sex, _label in wanted))
        for year in reversed(pay.years)
    )
    note = _("Medians of full-time employees, in pounds as paid: not adjusted for inflation.")
    return FactTable("pay-years", _("Median pay over the years"), (FactColumn("year", _("Year")),), columns, rows, note)


def years_chart(pay: PayRows) -> LineChart:
    """The same as lines: everyone, women and men."""
    lines = tuple(
        Series(
            who_words(sex, Hours.FULL_TIME),
            tuple(
                Point(str(year), pay.figure(year, PayMeasure.ANNUAL, sex, Hours.FULL_TIME))
                for year in reversed(pay.years)
            ),
        )
        for sex in (Sex.ALL, Sex.FEMALE, Sex.MALE)
    )
    known = tuple(line for line in lines if any(point.value is not None for point in line.points))
    return LineChart("pay-chart", _("Median full-time pay a year"), known or lines[:1])


def sex_table(pay: PayRows) -> FactTable:
    """Women beside men in the latest edition: pay and hours by working pattern."""
    wanted = [
        (PayMeasure.ANNUAL, Hours.FULL_TIME, _("Pay a year, full-time")),
        (PayMeasure.HOURLY, Hours.FULL_TIME, _("Pay an hour, full-time")),
        (PayMeasure.HOURLY, Hours.PART_TIME, _("Pay an hour, part-time")),
        (PayMeasure.HOURS, Hours.FULL_TIME, _("Hours a week, full-time")),
        (PayMeasure.HOURS, Hours.PART_TIME, _("Hours a week, part-time")),
    ]
    wanted = [one for one in wanted if not pay.latest or pay.holds(pay.latest, one[1])]
    columns = tuple(FactColumn(f"{measure}_{hours}", label) for measure, hours, label in wanted)
    rows = tuple(
        FactRow(
            (str(Sex(sex).label).capitalize(),),
            tuple(pay.figure(pay.latest, measure, sex, hours) for measure, hours, _label in wanted),
        )
        for sex in (Sex.FEMALE, Sex.MALE)
    )
    title = _("Median pay and hours of women and men, %(year)s") % {"year": pay.latest}
    return FactTable("pay-sex", title, _who_head(), columns, rows, _not_held_note(pay))


def places_table(breaks: Sequence[PayBreak]) -> FactTable:
    """Pay by region and nation: each row says whose pay and which hours it is."""
    heads = (
        FactColumn("place", _("Region or nation")),
        FactColumn("whose", _("Whose pay")),
        FactColumn("hours", _("Working pattern")),
    )
    rows = tuple(_place_row(one) for one in breaks)
    note = _(
        "A wider group stands in where nothing is held for the occupation; rows of different groups do not compare."
    )
    return FactTable("pay-places", _("Pay a year by region and nation"), heads, _quartiles(), rows, note)


def _place_row(one: PayBreak) -> FactRow:
    level = one.pay.median.level
    texts = (one.name, f"{level.code} {level.title}", str(Hours(one.pay.hours).label))
    return FactRow(texts, (one.pay.median, one.pay.p25, one.pay.p75))


def _quartiles() -> tuple[FactColumn, ...]:
    return (
        FactColumn("median", _("Median")),
        FactColumn("p25", _("Lowest quarter below")),
        FactColumn("p75", _("Highest quarter above")),
    )


def ages_table(breaks: Sequence[PayBreak], major: Group) -> FactTable:
    """Full-time pay by age of the major group."""
    rows = tuple(FactRow((one.name,), (one.pay.median, one.pay.p25, one.pay.p75)) for one in breaks)
    title = _("Pay a year by age, of the whole major group “%(group)s”") % {"group": major.title}
    note = _("Pay by age is published for major groups only.")
    return FactTable("pay-ages", title, (FactColumn("age", _("Age")),), _quartiles(), rows, note)
