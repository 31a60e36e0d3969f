"""Whether pay on offer is lawful for the ages it is offered to, and when work for learning need not be paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from employers.enums import OpportunityKind, PayPeriod
from employers.text.shapes import PayPer
from lmi.queries.context import facts
from pathways.money.rules import APPRENTICE_RATE_MONTHS, Answer, MoneyRules, money_rules

WEEKS_A_YEAR, MONTHS_A_YEAR, DAYS_A_WEEK = 52, 12, 5
ADULT_RATE_AGE = 21  # the oldest band of the rates begins here (GOV.UK, National Minimum Wage rates, since April 2024)
SCHOOL_LEAVING_AGE = 16
MOST_HOURS_A_WEEK = 80
_PENCE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PayOffer:
    """Pay on offer in pounds, from `lowest` to `highest` (the same where one sum is offered), for a length of time."""

    lowest: Decimal
    highest: Decimal
    per: PayPer | PayPeriod


@dataclass(frozen=True, slots=True)
class LowestPay:
    """The least an hour that is lawful, for people of this age and over until the next; `is_held`: no newer rate."""

    from_age: int
    hourly: Decimal
    answer: Answer

    @property
    def source(self) -> str:
        """The rate's publication with its month."""
        return f"{self.answer.rule.cited}, {self.answer.rule.month}"


def current_rules() -> MoneyRules:
    """The dated rules that are held; one SQL statement the first time."""
    return money_rules(facts())


def hourly(pounds: Decimal, per: PayPer | PayPeriod, hours_a_week: Decimal) -> Decimal:
    """Pounds an hour, unrounded, for so many paid hours a week.

    A year has 52 weeks, a month a twelfth of them, and a day is a fifth of the week's hours. Raises ValueError for
    hours that no week of work has.
    """
    if not 0 < hours_a_week <= MOST_HOURS_A_WEEK:
        raise ValueError(f"{hours_a_week} hours a week")
    weekly = {
        PayPer.HOUR: pounds * hours_a_week,
        PayPer.DAY: pounds * DAYS_A_WEEK,
        PayPer.WEEK: pounds,
        PayPer.MONTH: pounds * MONTHS_A_YEAR / WEEKS_A_YEAR,
        PayPer.YEAR: pounds / WEEKS_A_YEAR,
    }[PayPer(per.value)]
    return weekly / hours_a_week


def yearly(pounds_an_hour: Decimal, hours_a_week: Decimal) -> Decimal:
    """Pounds a year to the penny, for so much an hour and 52 weeks."""
    return (pounds_an_hour * hours_a_week * WEEKS_A_YEAR).quantize(_PENCE, ROUND_HALF_UP)


def lowest_lawful(
    min_age: int | None, max_age: int | None, is_apprentice: bool, on: date, *, rules: MoneyRules
) -> tuple[LowestPay, ...]:
    """The least that may be paid on a day, by age, youngest first; empty where no rate is held.

    Without a lowest age people from 16 may come, without a highest people of any age. Apprentices: the rate of their
    first 12 months, whatever their age (GOV.UK, "National Minimum Wage and National Living Wage rates").
    """
    youngest = max(SCHOOL_LEAVING_AGE, min_age or 0)
    if is_apprentice:
        answer = rules.apprentice_wage(youngest, 0, on)
        return (LowestPay(youngest, answer.value, answer),) if answer else ()
    oldest = max(youngest, ADULT_RATE_AGE if max_age is None else min(max_age, ADULT_RATE_AGE))
    found: list[LowestPay] = []
    for age in range(youngest, oldest + 1):
        answer = rules.wage_for_age(age, on)
        if answer and (not found or found[-1].answer.rule != answer.rule):
            found.append(LowestPay(age, answer.value, answer))
    return tuple(found)


def pay_problem(
    pay: PayOffer,
    hours: Decimal | None,
    min_age: int | None,
    is_apprentice: bool,
    on: date,
    *,
    max_age: int | None = None,
    rules: MoneyRules | None = None,
) -> str | None:
    """Why pay is below the legal minimum of that day, in a sentence for the employer; None when it is not.

    `hours` are the paid hours a week, which pay by anything but the hour needs. The low end has to reach the rate of
    the youngest who may apply, and the high end that of the oldest: one sum for everybody from 18 has to be lawful
    at 21. Rates: GOV.UK, "National Minimum Wage and National Living Wage rates"; what counts as pay in a stretch of
    work is simplified to basic pay over basic hours.
    """
    if pay.lowest > pay.highest or pay.lowest < 0:
        return _("The lowest pay is above the highest.") if pay.lowest >= 0 else _("Pay cannot be below nothing.")
    if max_age is not None and min_age is not None and min_age > max_age:
        return _("The lowest age is above the highest.")
    if pay.per.value != PayPer.HOUR and (hours is None or not 0 < hours <= MOST_HOURS_A_WEEK):
        return _("Say how many hours a week this pay is for, so that it can be compared with the legal minimum.")
    steps = lowest_lawful(min_age, max_age, is_apprentice, on, rules=rules if rules is not None else current_rules())
    if not steps:
        return _("No legal minimum is held for this day, so the pay cannot be checked. Please ask a curator.")
    week = hours if hours is not None and pay.per.value != PayPer.HOUR else Decimal(1)
    low, high = hourly(pay.lowest, pay.per, week), hourly(pay.highest, pay.per, week)
    if low < steps[0].hourly:
        return _too_low(low, steps[0], is_apprentice)
    return _too_low(high, steps[-1], is_apprentice) if high < steps[-1].hourly else None


def _too_low(offered: Decimal, step: LowestPay, is_apprentice: bool) -> str:
    said = {
        "offered": offered.quantize(_PENCE, ROUND_HALF_UP),
        "least": step.hourly.quantize(_PENCE),
        "age": step.from_age,
        "source": step.source,
        "months": APPRENTICE_RATE_MONTHS,
    }
    if is_apprentice:
        text = _(
            "This comes to £%(offered)s an hour. An apprentice must be paid at least £%(least)s an hour, and the rate "
            "for their age after %(months)s months if they are 19 or over (%(source)s)."
        )
    else:
        text = _(
            "This comes to £%(offered)s an hour. Somebody aged %(age)s must be paid at least £%(least)s an hour "
            "(%(source)s)."
        )
    held = _("This is the newest rate that we hold; a later one may be higher.") if step.answer.is_held else ""
    return " ".join(filter(None, (text % said, held)))


def unpaid_problem(
    kind: OpportunityKind, *, max_age: int | None, is_part_of_course: bool, only_watching: bool, weeks: Decimal | None
) -> str | None:
    """Why an unpaid opportunity has to be paid, in a sentence; None where it need not be.

    Not due: to people who only watch others work, to people of compulsory school age, and on a placement of at most
    a year that a course of further or higher education requires (National Minimum Wage Regulations 2015, regulation
    53; GOV.UK, "Employment rights and pay for interns"; Acas, "Young workers, apprentices and work experience"). A
    T Level's industry placement is a required part of its course (DfE, "T Level industry placements: guidance for
    education providers"). An insight day is for watching and asking. Everything else for people over school age is
    work. Volunteering for a charity is another matter and no opportunity here.
    """
    if kind == OpportunityKind.VACANCY:
        return _("Apprentices are paid: say how much.")
    if kind == OpportunityKind.INSIGHT_DAY or only_watching:
        return None
    if max_age is not None and max_age < SCHOOL_LEAVING_AGE:
        return None
    if kind == OpportunityKind.T_LEVEL_PLACEMENT or is_part_of_course:
        return _more_than_a_year(weeks)
    return _(
        "People over school-leaving age who do work must be paid at least the legal minimum, unless a college or "
        "university course requires the placement or they only watch (GOV.UK, “Employment rights and pay for interns”)."
    )


def _more_than_a_year(weeks: Decimal | None) -> str | None:
    if weeks is None or weeks <= WEEKS_A_YEAR:
        return None
    return _(
        "A placement that lasts more than a year must be paid at least the legal minimum, even as part of a course "
        "(National Minimum Wage Regulations 2015, regulation 53)."
    )
