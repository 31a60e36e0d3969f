"""`apprentice_costs`: what taking on an apprentice costs an employer, by the dated rules and the standard's band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure
from pathways.enums import StandardKind
from pathways.money.assumptions import Assumptions, Problem
from pathways.money.pay import Span, Wages
from pathways.money.rules import MoneyRules, Rule
from pathways.queries.apprenticeships import StandardSummary
from pathways.routing.model import add_months

CO_INVESTMENT, INCENTIVE, LEVEL_7 = "apprenticeship_co_investment", "employer_incentive", "level_7_funding"
LEVY_THRESHOLD, LEVY_EXPIRY = ("levy_threshold", "employer annual pay bill"), ("levy_expiry", "levy payer")
_YOUNG, _OLDER, _USED_UP = (
    *("non-levy employer with apprentice aged 16 to 24", "non-levy employer with apprentice 25 and over"),
    "levy payer with funds exhausted",
)
_INCENTIVE_FOR, _LEVEL_7_FOR = "SME taking an apprentice aged under 19", "apprentice aged 16 to 21 at start only"

FIRST_START, LAST_START = date(2017, 5, 1), date(2035, 12, 31)  # no rule is older; none will be known so far ahead


class Employer(StrEnum):
    """Whether an employer pays the apprenticeship levy, and has any of it left."""

    NO_LEVY = "no_levy"
    LEVY = "levy"
    LEVY_USED_UP = "levy_used_up"


class ApprenticeAge(StrEnum):
    """Age at the start, in the bands that the rules make a difference between."""

    UNDER_19 = "16-18"
    TO_21 = "19-21"
    TO_24 = "22-24"
    OVER_24 = "25+"


EMPLOYER_WORDS: dict[str, Promise] = {
    Employer.NO_LEVY: gettext_lazy("we pay no apprenticeship levy"),
    Employer.LEVY: gettext_lazy("we pay the levy and have funds in our account"),
    Employer.LEVY_USED_UP: gettext_lazy("we pay the levy and have used our funds up"),
}
# From 25 on age makes no difference to any rule, so one age stands for all.
_AGES: dict[str, range] = {
    ApprenticeAge.UNDER_19: range(16, 19),
    ApprenticeAge.TO_21: range(19, 22),
    ApprenticeAge.TO_24: range(22, 25),
    ApprenticeAge.OVER_24: range(25, 26),
}


@dataclass(frozen=True, slots=True)
class Hire:
    """Who takes on whom, and when. `has_plan_or_care`: an education, health and care plan, or has been in care."""

    start: date
    employer: str = Employer.NO_LEVY
    age: str = ApprenticeAge.UNDER_19
    is_small: bool = True
    has_plan_or_care: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Pounds and why, with the rule's number as a figure where it has one; `pounds` None with the `gap` in words."""

    pounds: int | None
    words: str
    figure: Figure | None = None
    gap: str = ""


@dataclass(frozen=True, slots=True)
class WageYear:
    """A year of the apprenticeship: the least its months are paid, from the youngest to the oldest of the ages."""

    year: int
    months: int
    pounds: Span | None
    rates: tuple[Figure, ...]
    gap: str = ""


@dataclass(frozen=True, slots=True)
class ApprenticeCosts:
    """What an employer pays for one apprentice. `share` is of the training's price, `incentive` comes back.

    `wages` are "at least", by year; `wage_total` None where the length is not known. `rules` are those used,
    `held` the ones among them that had ended and stand in for later days.
    """

    standard: StandardSummary
    hire: Hire
    band: Figure
    months: Figure
    is_funded: bool | None
    funding: str
    share: Sum
    incentive: Sum
    wages: tuple[WageYear, ...]
    wage_total: Span | None
    wage_gap: str
    notes: tuple[str, ...]
    rules: tuple[Rule, ...]
    held: tuple[Rule, ...]


_NOT_MODELLED: tuple[Promise, ...] = (
    gettext_lazy("The price agreed with the provider: up to the band public money counts, above it you pay the rest."),
    gettext_lazy("National Insurance and pension payments of the employer, and reliefs on them."),
    gettext_lazy("The time of those who train and supervise, equipment, travel, and places to work."),
    gettext_lazy("What the apprentice’s work is worth to you."),
    gettext_lazy("Wages above the legal minimum, and rises after the last rates that are published."),
    gettext_lazy("Other payments for kinds of apprenticeship or places, and levy funds passed on by other employers."),
)


def what_costs_leave_out() -> tuple[str, ...]:
    """What the calculator does not count, in sentences."""
    return tuple(str(words) for words in _NOT_MODELLED)


def hire_from_query(params: Mapping[str, str], start: date) -> tuple[Hire, tuple[Problem, ...]]:
    """A hire from an address's parameters (`employer age start small plan`) and what could not be used, by name.

    `start` stands where none, or none that can be used, is given. Never raises.
    """
    hire, problems = Hire(start), []
    names = {"employer": Employer, "age": ApprenticeAge}
    for name, choices in names.items():
        text = _text(params, name)
        if text and text not in list(choices):
            said = {"name": name, "value": text[:40], "choices": ", ".join(choices)}
            problems.append(Problem(name, _("%(name)s: “%(value)s” is not one of %(choices)s.") % said))
        elif text:
            hire = replace(hire, **{name: text})  # type: ignore[arg-type]  # checked above
    for name, attribute in {"small": "is_small", "plan": "has_plan_or_care"}.items():
        text = _text(params, name)
        if text and text not in ("yes", "no"):
            said = {"name": name, "value": text[:40]}
            problems.append(Problem(name, _("%(name)s: “%(value)s” is neither yes nor no.") % said))
        elif text:
            hire = replace(hire, **{attribute: text == "yes"})  # type: ignore[arg-type]  # by name
    if text := _text(params, "start"):
        try:
            hire = replace(hire, start=_day(text))
        except ValueError:
            bounds = {"value": text[:40], "first": FIRST_START.year, "last": LAST_START.year}
            words = _("start: “%(value)s” is no month or day from %(first)s to %(last)s.")
            problems.append(Problem("start", words % bounds))
    return hire, tuple(problems)


def _day(text: str) -> date:
    """A day ("2026-09-15"), or the first of a month ("2026-09"). Raises ValueError."""
    day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    if not FIRST_START <= day <= LAST_START:
        raise ValueError(text)
    return day


def _text(params: Mapping[str, str], name: str) -> str:
    return str(params.get(name) or "").strip()


def apprentice_costs(
    standard: StandardSummary, hire: Hire, rules: MoneyRules, assumptions: Assumptions | None = None
) -> ApprenticeCosts:
    """Share of the training's price, money back, and wages at least, for one apprentice on a standard; no SQL.

    Of the assumptions, paid hours and weeks and the wage year count. A missing band or length is a gap. An
    apprenticeship unit is a short course for staff: only its band and length are known.
    """
    wages = Wages(rules, assumptions or Assumptions())
    if standard.kind == StandardKind.UNIT:
        return _unit(standard, hire)
    is_funded, funding = _funding(standard, hire, wages)
    share, incentive = _share(standard, hire, wages, is_funded=is_funded), _incentive(hire, wages)
    years = _wages(standard, hire, wages)
    spans = [year.pounds for year in years if year.pounds]
    gap = "" if standard.typical_months.value else _("The list does not say how long it takes: only a year is shown.")
    if not gap and len(spans) < len(years):
        gap = next(year.gap for year in years if year.gap)
    total = None if gap else Span(sum(span.low for span in spans), sum(span.high for span in spans))
    used = sorted(wages.used, key=lambda rule: (rule.rule, rule.applies_to, rule.valid_from))
    return ApprenticeCosts(
        *(standard, hire, standard.max_funding, standard.typical_months, is_funded, funding, share, incentive),
        *(years, total, gap, _notes(standard), tuple(used), tuple(rule for rule in used if wages.used[rule])),
    )


def _notes(standard: StandardSummary) -> tuple[str, ...]:
    return () if standard.is_open else (standard.status_words,)


def _unit(standard: StandardSummary, hire: Hire) -> ApprenticeCosts:
    """A short course for people already employed: no apprentice's wage, and no rule for its share is held."""
    words = _("A short course for people you employ already: they keep their pay.")
    gap = _("No rule is held for what employers pay towards apprenticeship units.")
    none = Sum(None, words, gap=gap)
    return ApprenticeCosts(
        *(standard, hire, standard.max_funding, standard.typical_months, None, words, none),
        *(Sum(0, _("No payment of this kind goes with a unit.")), (), None, words, _notes(standard), (), ()),
    )


def _funding(standard: StandardSummary, hire: Hire, wages: Wages) -> tuple[bool, str]:
    """Whether public money and levy funds may pay.

    Level 7 only for those under 22 at the start, or under 25 with an education, health and care plan or having
    left care (from 1 January 2026; answer to parliamentary question HL14081, 11 February 2026).
    """
    answer = wages.rules.at(LEVEL_7, _LEVEL_7_FOR, hire.start) if standard.level == 7 else None
    if answer is None:
        return True, _("Public money can pay for the training, up to the band.")
    wages.note(answer)
    if hire.age in (ApprenticeAge.UNDER_19, ApprenticeAge.TO_21):
        return True, _("Level 7 is publicly funded for people aged 16 to 21 at the start, as here.")
    if hire.age == ApprenticeAge.TO_24 and hire.has_plan_or_care:
        return True, _("Level 7 is publicly funded under 25 for people with a plan or who have left care.")
    return False, _("Level 7 is publicly funded only for people aged 16 to 21 at the start: you pay the whole price.")


def _share(standard: StandardSummary, hire: Hire, wages: Wages, *, is_funded: bool) -> Sum:
    band = standard.max_funding.value
    no_band = _("The list gives no band for this apprenticeship.") if band is None else ""
    if not is_funded:
        words = _("You pay the whole price; the band is only a hint of it.")
        return Sum(None if band is None else int(band), words, gap=no_band)
    if hire.employer == Employer.LEVY:
        if expiry := wages.rules.at(*LEVY_EXPIRY, hire.start):
            wages.note(expiry)
        return Sum(0, _("Your levy account pays up to the band: nothing on top."))
    young = _YOUNG if hire.age != ApprenticeAge.OVER_24 else _OLDER
    answer = wages.rules.at(CO_INVESTMENT, _USED_UP if hire.employer == Employer.LEVY_USED_UP else young, hire.start)
    if answer is None:
        said = _("No rule is held for what you pay towards the training when it starts on this day.")
        return Sum(None, "", gap=said)
    wages.note(answer)
    figure = wages.rules.figure(answer.rule)
    words = _("You pay %(percent)s%% of the price, at most this much within the band.") % {"percent": figure.value}
    return Sum(None if band is None else int(answer.value * int(band) // 100), words, figure, no_band)


def _incentive(hire: Hire, wages: Wages) -> Sum:
    """The payment for taking on a young apprentice: under 19, or under 25 with a plan or having been in care."""
    young = hire.age == ApprenticeAge.UNDER_19 or (hire.age != ApprenticeAge.OVER_24 and hire.has_plan_or_care)
    if not young:
        return Sum(0, _("This payment is for apprentices under 19, or under 25 with a plan or who have been in care."))
    if not hire.is_small:
        return Sum(None, "", gap=_("The rule we hold speaks of small and medium-sized employers only."))
    answer = wages.rules.at(INCENTIVE, _INCENTIVE_FOR, hire.start)
    if answer is None:
        return Sum(None, "", gap=_("No rule is held for this day."))
    wages.note(answer)
    words = _("Paid to you for taking on an apprentice of this age.")
    return Sum(int(answer.value), words, wages.rules.figure(answer.rule))


def _wages(standard: StandardSummary, hire: Hire, wages: Wages) -> tuple[WageYear, ...]:
    """Wages at least in each year of the apprenticeship; only the first where its length is not known."""
    length = int(standard.typical_months.value or 12)
    return tuple(
        _wage_year(number, min(12, length - 12 * number), hire, wages) for number in range((length + 11) // 12)
    )


def _wage_year(number: int, months: int, hire: Hire, wages: Wages) -> WageYear:
    sums: list[int] = []
    rules: dict[Rule, None] = {}
    for age in _AGES[hire.age]:
        pounds = 0
        for month in range(12 * number, 12 * number + months):
            found = wages.yearly(age + number, add_months(hire.start, month), month)
            if found is None:
                return WageYear(number + 1, months, None, (), _("No wage rule is held for these months."))
            pounds += found[0]
            rules[found[1]] = None
        sums.append(pounds // 12)
    ordered = sorted(rules, key=lambda rule: (rule.valid_from, rule.value or 0))
    return WageYear(number + 1, months, Span(min(sums), max(sums)), tuple(map(wages.rules.figure, ordered)))
