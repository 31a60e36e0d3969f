"""Reads of what became of graduates: by provider and subject (Discover Uni), by industry and region (LEO)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from django.utils.translation import gettext as _

from evidence.figures import Figure, LevelRef, Quality, Unit
from lmi.queries.context import Facts, tidy
from lmi.register import ENGLAND
from pathways.enums import Mode
from pathways.models import GraduateIndustry, GraduateOutcome, Provider
from pathways.queries.figures import route_figure

DISCOVER, LEO_GRADUATES = "discover-uni", "leo-graduates"
UNIVERSITIES = "universities"
FEWEST_PROVIDERS = 5  # a spread of fewer medians would be a list in disguise: our own line
FEW_PEOPLE = 30  # below it pay is shown with a warning: our own line, docs/sources/discover-uni.md

Levels = Callable[[str], LevelRef]


class NoOutcomesError(Exception):
    """No graduate outcomes are published for this provider; `ukprn` is what was asked for."""

    def __init__(self, ukprn: str) -> None:
        super().__init__(ukprn)
        self.ukprn = ukprn


@dataclass(frozen=True, slots=True)
class GraduateGroup:
    """Graduates of a provider's courses, in the group that figures were published for.

    `courses` is how many courses carry the figures; `course` is set when activity is of one course (or of
    courses published together), which pay never is. `years` are the academic years they left in. `work` and
    `study` are the shares who did only that, `work_or_study` all who did either or both, in per cent.
    """

    ukprn: str
    provider: str
    subject: str
    mode: str
    years: str
    courses: int
    course: str
    pay_lower: Figure
    pay_median: Figure
    pay_upper: Figure
    pay_people: Figure
    pay_response_rate: Figure
    work: Figure
    study: Figure
    work_and_study: Figure
    unemployed: Figure
    work_or_study: Figure
    activity_people: Figure
    activity_response_rate: Figure

    @property
    def has_pay(self) -> bool:
        """Whether pay was published for this group."""
        return self.pay_median.value is not None

    @property
    def has_activity(self) -> bool:
        """Whether what graduates did was published for this group."""
        return self.work.value is not None

    @property
    def is_small(self) -> bool:
        """Whether pay is made from few people, so that it must be read with care."""
        return self.pay_people.value is not None and self.pay_people.value < FEW_PEOPLE


@dataclass(frozen=True, slots=True)
class WithoutOutcomes:
    """Courses of a provider for which nothing was published: `half` is "pay" or "activity", `reason` says why."""

    half: str
    mode: str
    reason: str
    courses: int


@dataclass(frozen=True, slots=True)
class MedianSpread:
    """How far providers' published medians lie apart: our own computation, every provider counting once."""

    providers: int
    lowest: Figure
    lower: Figure
    middle: Figure
    upper: Figure
    highest: Figure


@dataclass(frozen=True, slots=True)
class RegionIndustry:
    """Graduates who work in an industry and live in one region of England, and the median of what they earn."""

    region: str
    people: Figure
    pay: Figure


@dataclass(frozen=True, slots=True)
class IndustryOfGraduates:
    """Where graduates of a subject work: `code` is the letter of the section of SIC 2007, or "not_known"."""

    code: str
    title: str
    people: Figure
    regions: tuple[RegionIndustry, ...]


@dataclass(frozen=True, slots=True)
class ProviderOutcomes:
    """Everything that was published about the graduates of one provider."""

    ukprn: str
    name: str
    groups: tuple[GraduateGroup, ...]
    without: tuple[WithoutOutcomes, ...]


def _whole_group(mode: str) -> str:
    return _("graduates of full-time courses") if mode == Mode.FULL_TIME else _("graduates of part-time courses")


def _period(years: str) -> str:
    """When the people of "2020-22" left, two academic years put together, or of "2021-22"."""
    first, last = int(years[:4]), 2000 + int(years[-2:])
    left = _(" and ").join(f"{year}-{(year + 1) % 100:02}" for year in range(first, last))
    return _("left in %(years)s, asked fifteen months later") % {"years": left}


_MONEY = (("pay_lower", "lower_quartile_pay"), ("pay_median", "median_pay"), ("pay_upper", "upper_quartile_pay"))
_DOING = ("work", "study", "work_and_study", "unemployed", "work_or_study")


def _group(facts: Facts, row: GraduateOutcome, names: Mapping[str, str], level: LevelRef) -> GraduateGroup:
    earners = _("%(who)s in full-time work in the UK") % {"who": _whole_group(row.mode)}
    few = row.pay_people is not None and row.pay_people < FEW_PEOPLE
    note = _("Made from the pay of about %(n)d people.") % {"n": row.pay_people or 0} if few else ""

    def figure(half: str, measure: str, value: float | None, unit: Unit, who: str, says: str = "") -> Figure:
        mark = row.marks.get(half, "")
        return route_figure(
            facts, measure, value, unit, release_id=row.release_id, level=level, population=who,
            period=_period(row.years), mark=mark, note=says,
        )  # fmt: skip

    everyone = _whole_group(row.mode)
    money = {
        name: figure("pay", measure, getattr(row, name), Unit.POUNDS_A_YEAR, earners, note) for name, measure in _MONEY
    }
    doing = {
        name: figure("activity", f"graduates_in_{name}", getattr(row, name), Unit.PERCENT, everyone) for name in _DOING
    }
    aggregation, _colon, rest = row.group.partition(":")
    return GraduateGroup(
        ukprn=row.ukprn,
        provider=names.get(row.ukprn, ""),
        subject=row.subject,
        mode=row.mode,
        years=row.years,
        courses=row.courses,
        course=rest.partition(":")[0] if aggregation.endswith("4") else "",
        pay_people=figure("pay", "people_with_pay", row.pay_people, Unit.PEOPLE, earners),
        pay_response_rate=figure("pay", "survey_response_rate", row.pay_response_rate, Unit.PERCENT, everyone),
        activity_people=figure("activity", "survey_responses", row.activity_response, Unit.PEOPLE, everyone),
        activity_response_rate=figure(
            "activity", "survey_response_rate", row.activity_response_rate, Unit.PERCENT, everyone
        ),
        **money,
        **doing,
    )


def _names(facts: Facts, ukprns: Iterable[str]) -> dict[str, str]:
    rows = Provider.objects.of_releases(facts.editions.of(UNIVERSITIES)).filter(key__in=set(ukprns))
    return dict(rows.values_list("key", "name"))


def graduate_groups(facts: Facts, subjects: Sequence[str], level: Levels) -> tuple[GraduateGroup, ...]:
    """Published groups of these CAH codes, by provider's name, then mode and group; two SQL statements.

    Only what was published under these very codes: a provider with too few graduates stands under a wider one.
    """
    rows = list(GraduateOutcome.objects.of_releases(facts.editions.of(DISCOVER)).filter(subject__in=subjects))
    names = _names(facts, (row.ukprn for row in rows))
    rows.sort(key=lambda row: (names.get(row.ukprn, "~"), row.ukprn, row.mode, row.group))
    return tuple(_group(facts, row, names, level(row.subject)) for row in rows)


def outcomes_of_provider(facts: Facts, ukprn: str, level: Levels) -> ProviderOutcomes:
    """All that was published about a provider's graduates, by subject; two SQL statements.

    Raises NoOutcomesError when the data set has no course of the provider.
    """
    rows = list(
        GraduateOutcome.objects.of_releases(facts.editions.of(DISCOVER))
        .filter(ukprn=ukprn)
        .order_by("subject", "mode", "group")
    )
    if not rows:
        raise NoOutcomesError(ukprn)
    names = _names(facts, [ukprn])
    groups = [row for row in rows if not row.group.startswith("none:")]
    without = [row for row in rows if row.group.startswith("none:")]
    return ProviderOutcomes(
        ukprn=ukprn,
        name=names.get(ukprn, ""),
        groups=tuple(_group(facts, row, names, level(row.subject)) for row in groups),
        without=tuple(_without(row) for row in without),
    )


def _without(row: GraduateOutcome) -> WithoutOutcomes:
    half = row.group.split(":")[1]
    return WithoutOutcomes(half, row.mode, row.marks[half], row.courses)


def median_spread(groups: Iterable[GraduateGroup], mode: str = Mode.FULL_TIME) -> MedianSpread | None:
    """How providers' medians lie apart, worked out by us; None for fewer than FEWEST_PROVIDERS of them.

    Each provider counts once, with the group that most people's pay was known for (of equals, the first).
    Quartiles are interpolated between the sorted medians; nothing is weighted by the number of graduates.
    """
    best: dict[str, GraduateGroup] = {}
    for group in groups:
        if group.mode == mode and group.has_pay:
            held = best.get(group.ukprn)
            if held is None or (group.pay_people.value or 0) > (held.pay_people.value or 0):
                best[group.ukprn] = group
    if len(best) < FEWEST_PROVIDERS:
        return None
    medians = sorted(float(group.pay_median.value or 0) for group in best.values())
    lower, middle, upper = quantiles(medians, n=4, method="inclusive")
    sample = next(iter(best.values())).pay_median
    note = _(
        "Worked out by Waymark from the published medians of %(n)d providers; every provider counts once, however "
        "many graduates it has."
    ) % {"n": len(best)}

    def figure(measure: str, value: float) -> Figure:
        return Figure(
            f"{measure}_of_provider_medians", tidy(round(value)), Unit.POUNDS_A_YEAR, sample.period, sample.area,
            sample.level, sample.population, sample.release, Quality.NOT_STATED, "", note,
        )  # fmt: skip

    return MedianSpread(
        providers=len(best),
        lowest=figure("lowest", medians[0]),
        lower=figure("lower_quartile", lower),
        middle=figure("middle", middle),
        upper=figure("upper_quartile", upper),
        highest=figure("highest", medians[-1]),
    )


def graduate_industries(
    facts: Facts, cah: str, level: LevelRef, *, years_after: int = 5
) -> tuple[IndustryOfGraduates, ...]:
    """Where graduates of a CAH level 2 subject (or of all, "") work in England some years on; one SQL statement.

    Largest industry first, "not known" last. `people` of an industry is the sum over regions, ours. Pay is
    published by region only; medians are never put together.
    """
    rows = (
        GraduateIndustry.objects.of_releases(facts.editions.of(LEO_GRADUATES))
        .filter(cah=cah, years_after=years_after)
        .order_by("industry", "region")
    )
    by_industry: dict[str, list[GraduateIndustry]] = defaultdict(list)
    for row in rows:
        by_industry[row.industry].append(row)
    found = [_industry(facts, code, held, level) for code, held in by_industry.items()]
    return tuple(sorted(found, key=lambda one: (one.code == "not_known", -(one.people.value or 0), one.code)))


def _industry(facts: Facts, code: str, rows: Sequence[GraduateIndustry], level: LevelRef) -> IndustryOfGraduates:
    title = facts.industries.get(code) or _("Industry not known")
    years = rows[0].years_after
    who = _("first-degree graduates in sustained employment, %(n)d years after they left") % {"n": years}

    def figure(row: GraduateIndustry, measure: str, column: str, unit: Unit) -> Figure:
        return route_figure(
            facts, measure, getattr(row, column), unit, release_id=row.release_id, level=level, population=who,
            area=row.region, mark=row.marks.get(column, ""),
        )  # fmt: skip

    counted = [row.living_here for row in rows if row.living_here is not None]
    people = route_figure(
        facts,
        "graduates_in_industry",
        sum(counted) if counted else None,
        Unit.PEOPLE,
        release_id=rows[0].release_id,
        level=level,
        population=who,
        area=ENGLAND,
        note=_("The regions' numbers added up by Waymark; each is published to the nearest five."),
    )
    regions = tuple(
        RegionIndustry(
            row.region,
            figure(row, "graduates_in_industry", "living_here", Unit.PEOPLE),
            figure(row, "median_pay", "pay_median", Unit.POUNDS_A_YEAR),
        )
        for row in rows
    )
    return IndustryOfGraduates(code, title, people, regions)
