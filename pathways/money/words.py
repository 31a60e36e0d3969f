"""What the money pages say beside the figures: assumptions and sources, what is left out, what families should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.money.assumptions import MAINTENANCE_WORDS, PAY_WORDS, YOUNG_WORKER_HOURS, Maintenance
from pathways.money.loans import WITH_FEES
from pathways.money.plan import SAME_LATER_PAY, MoneyPlan
from pathways.money.rules import FEE_CAP, MAINTENANCE, MINIMUM_WAGE, PLAN_5_THRESHOLD, PLAN_5_YEARS, REPAYMENT, Rule
from pathways.money.timeline import Doing
from pathways.routing.model import Stage

_AT_SCHOOL_AGE = (Stage.YEAR_9, Stage.YEAR_10, Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2)
_AFTER_LEVEL_3 = (Stage.A_LEVELS, Stage.T_LEVEL, Stage.OTHER_LEVEL_3)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know, with the publication it rests on and its address, both empty for our own assumptions."""

    text: str
    source: str = ""
    address: str = ""


_NOT_MODELLED: tuple[Promise, ...] = (
    gettext_lazy("Tax, National Insurance and pension payments are not taken off: all pay is before them."),
    gettext_lazy("Wages, pay, fees and the loan threshold do not rise in later years, and prices do not either."),
    gettext_lazy("Interest on student loans is left out, so what is owed is shown too low."),
    gettext_lazy("Loans from study before this route are left out, and so is a loan for living unless you count it."),
    gettext_lazy("Bursaries, grants, scholarships and free meals are left out, those for health courses too."),
    gettext_lazy("Benefits, for the person or the family, are left out."),
    gettext_lazy("Travel, tools, books, uniform and exam costs are left out."),
    gettext_lazy("Overtime, shift pay, bonuses and part-time jobs beside study are left out."),
    gettext_lazy("Part-time study, time out, resits and time between jobs are left out."),
    gettext_lazy("Pay is of all employees in the work, of every age: new starters often earn less."),
    gettext_lazy("Whether you get a place, or a job at the end, is not known to anybody."),
)


def what_is_not_modelled() -> tuple[str, ...]:
    """What the years of a plan leave out, in sentences."""
    return tuple(str(words) for words in _NOT_MODELLED)


def assumptions_of(plan: MoneyPlan) -> tuple[Note, ...]:
    """Everything a plan assumes, with the publication each comes from; only what plays a part in it."""
    return (*_about_wages(plan), *_about_loans(plan), *_about_later_pay(plan), *_about_choices(plan))


def _rule_note(text: str, rule: Rule) -> Note:
    return Note(text, f"{rule.cited} ({rule.checked_words})")


def _about_wages(plan: MoneyPlan) -> Iterator[Note]:
    rules = [rule for rule in plan.rules if rule.rule == MINIMUM_WAGE]
    if not rules:
        return
    chosen = plan.assumptions
    said = {"hours": chosen.hours, "weeks": chosen.weeks}
    yield _rule_note(
        _("Training and starting pay is the legal minimum for %(hours)s hours a week, %(weeks)s weeks a year.") % said,
        rules[0],
    )
    if chosen.hours > YOUNG_WORKER_HOURS:
        yield Note(
            _("Under 18, 40 hours a week at most are counted: more is against the law."),
            _("Working Time Regulations 1998, regulation 5A"),
        )
    if any(part.doing == Doing.APPRENTICE for year in plan.years for part in year.parts):
        yield _rule_note(
            _("The apprentice rate counts under 19 and in the first 12 months, then the rate for the age."), rules[0]
        )
    held = [rule for rule in plan.held if rule.rule == MINIMUM_WAGE]
    if chosen.wage_year:
        yield Note(_("Wages of April %(year)s count for every year; no rises modelled.") % {"year": chosen.wage_year})
    elif held:
        newest = max(held, key=lambda rule: rule.valid_from)
        yield Note(_("Wages of %(month)s held for later years; no rises modelled.") % {"month": newest.month})


def _about_loans(plan: MoneyPlan) -> Iterator[Note]:
    for rule in plan.rules:
        said = {"pounds": f"{int(rule.value or 0):,}", "month": rule.month, "whom": rule.applies_to}
        if rule.rule == FEE_CAP:
            yield _rule_note(
                _("Fees are the most that may be asked: £%(pounds)s a year from %(month)s, borrowed whole.") % said,
                rule,
            )
        if rule.rule == MAINTENANCE:
            yield _rule_note(_("The loan for living is the most there is: £%(pounds)s a year (%(whom)s).") % said, rule)
        if rule.rule == REPAYMENT:
            more = {"threshold": f"{PLAN_5_THRESHOLD:,}", "years": PLAN_5_YEARS, "percent": int(rule.value or 0)}
            words = _(
                "%(percent)s %% of pay above £%(threshold)s a year is paid back, from the April after the course "
                "ends; what is left after %(years)s years is written off."
            )
            yield _rule_note(words % more, rule)
    for rule in plan.held:
        if rule.rule in (FEE_CAP, MAINTENANCE):
            words = _("Fees of %(month)s held for later years.") if rule.rule == FEE_CAP else ""
            words = words or _("Loans for living of %(month)s held for later years.")
            yield Note(words % {"month": rule.month})


def _about_later_pay(plan: MoneyPlan) -> Iterator[Note]:
    release = next((f.release for f in (plan.later.pay.median, plan.later.pay.p25) if f.release), None)
    if plan.later.yearly and release:
        said = {"which": PAY_WORDS[plan.assumptions.pay], "period": plan.later.pay.median.period}
        yield Note(_("Pay in the work is %(which)s, %(period)s.") % said, release.label)
    for words in plan.later.notes:
        yield Note(words)
    yield Note(str(SAME_LATER_PAY))


def _about_choices(plan: MoneyPlan) -> Iterator[Note]:
    chosen = plan.assumptions
    doings = {part.doing for year in plan.years for part in year.parts}
    if Doing.STARTING in doings:
        months = {"months": chosen.starting_months}
        yield Note(
            _("Who starts in the job and learns there is counted at starting pay for %(months)s months, and until 18.")
            % months
        )
    if chosen.living_cost:
        yield Note(_("Living costs of £%(pounds)s a year after school.") % {"pounds": f"{chosen.living_cost:,}"})
    else:
        yield Note(_("Living costs are not counted."))
    if Doing.WAITING in doings and chosen.work_while_waiting:
        yield Note(_("While you wait to be old enough, a job at the legal minimum is counted."))
    if any(part.step_key.split(":")[0] in WITH_FEES for year in plan.years for part in year.parts):
        if not chosen.fees:
            yield Note(_("Tuition fees are not counted, as you chose."))
        if chosen.maintenance != Maintenance.NONE:
            words = MAINTENANCE_WORDS[chosen.maintenance]
            yield Note(_("A loan for living is counted as money in hand and as owed: %(which)s.") % {"which": words})


def family_note(stage: str) -> Note | None:
    """What a next step can mean for a family's benefits; None for stages after those that families claim for.

    GOV.UK, "Child Benefit when your child turns 16": full-time education up to Level 3 keeps it, an
    apprenticeship, a job or a higher course does not.
    """
    source, address = _("Child Benefit when your child turns 16, GOV.UK"), "https://www.gov.uk/child-benefit-16-19"
    if stage in _AT_SCHOOL_AGE:
        words = _(
            "For families: starting an apprenticeship can end Child Benefit and the child part of Universal Credit. "
            "Full-time school or college up to Level 3 does not. Work out both before you choose."
        )
        return Note(words, source, address)
    if stage in _AFTER_LEVEL_3:
        words = _(
            "For families: Child Benefit and the child part of Universal Credit end when full-time education up to "
            "Level 3 ends, whether an apprenticeship, a job or a university course follows."
        )
        return Note(words, source, address)
    return None
