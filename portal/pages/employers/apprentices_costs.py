"""The costs of one apprentice as figures, a table, dated rules and steps in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.dateformat import format as format_day
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure, LevelRef, Reason, ReleaseRef, Unit
from pathways.enums import StandardKind
from pathways.money.costs import (
    CO_INVESTMENT,
    INCENTIVE,
    LEVEL_7,
    LEVY_EXPIRY,
    ApprenticeAge,
    ApprenticeCosts,
    Employer,
    Hire,
    WageYear,
)
from pathways.money.rules import MINIMUM_WAGE, MoneyRules, Rule
from portal.charts import Point, Series, ShareBar
from portal.exports import FactColumn, FactRow, FactTable

AGE_WORDS: Mapping[str, Promise] = {
    ApprenticeAge.UNDER_19: gettext_lazy("16 to 18"),
    ApprenticeAge.TO_21: gettext_lazy("19 to 21"),
    ApprenticeAge.TO_24: gettext_lazy("22 to 24"),
    ApprenticeAge.OVER_24: gettext_lazy("25 or over"),
}
_RULE_WORDS: Mapping[str, Promise] = {
    MINIMUM_WAGE: gettext_lazy("Lowest legal wage"),
    CO_INVESTMENT: gettext_lazy("Employer’s share of the training’s price"),
    INCENTIVE: gettext_lazy("Payment for a young apprentice"),
    LEVEL_7: gettext_lazy("Whose Level 7 training public money pays for"),
    LEVY_EXPIRY[0]: gettext_lazy("Months until levy funds expire"),
}
EMPLOYING = "https://www.gov.uk/employing-an-apprentice"


@dataclass(frozen=True, slots=True)
class Money:
    """The figures of the calculator; a gap is a figure without a value, and the words beside it say why."""

    share: Figure
    share_words: str
    public: Figure | None
    public_label: str
    incentive: Figure
    incentive_words: str
    wages: Figure
    wages_high: Figure | None
    wages_words: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A dated rule that was used: its number as a figure where it has one, and whether it stands in for later days."""

    words: str
    applies_to: str
    figure: Figure | None
    since: date
    until: date | None
    cited: str
    checked: str
    note: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of taking somebody on."""

    title: str
    text: str
    address: str = ""
    link: str = ""


def money_of(costs: ApprenticeCosts, rules: MoneyRules) -> Money:
    """The sums as figures: those from the band carry the register's edition, those from wages the rules'."""
    share = _share(costs)
    band, paid = costs.band.value, costs.share.pounds
    public, label = None, ""
    if costs.is_funded and band is not None and paid is not None:
        is_levy = costs.hire.employer == Employer.LEVY
        label = _("Your levy account pays up to") if is_levy else _("Public money pays up to")
        public = replace(costs.band, measure="public_share", value=int(band) - paid)
    total = costs.wage_total
    shown = total or (costs.wages[0].pounds if costs.wages else None)
    low = _wage(costs, rules, shown.low if shown else None)
    high = _wage(costs, rules, shown.high) if shown and shown.high > shown.low else None
    return Money(
        share=share,
        share_words=costs.share.gap or costs.share.words,
        public=public,
        public_label=label,
        incentive=_incentive(costs, rules),
        incentive_words=costs.incentive.gap or costs.incentive.words,
        wages=low,
        wages_high=high,
        wages_words=costs.wage_gap or _("All its months together, at the lowest rates the law allows."),
    )


def _share(costs: ApprenticeCosts) -> Figure:
    band, pounds = costs.band, costs.share.pounds
    if pounds is None or band.release is None:
        return replace(band, measure="employer_share", value=None, reason=band.reason or Reason.NOT_PUBLISHED)
    return replace(band, measure="employer_share", value=pounds, reason="")


def _incentive(costs: ApprenticeCosts, rules: MoneyRules) -> Figure:
    if costs.incentive.figure:
        return costs.incentive.figure
    pounds = costs.incentive.pounds
    value = pounds if rules.release else None
    reason = Reason.NOT_HELD if value is None else ""
    level = LevelRef(INCENTIVE, str(_RULE_WORDS[INCENTIVE]), "rule")
    return Figure(INCENTIVE, value, Unit.POUNDS, "", rules.england, level, "", rules.release, reason=reason)


def _wage(costs: ApprenticeCosts, rules: MoneyRules, pounds: int | None) -> Figure:
    value = pounds if rules.release else None
    standard = costs.standard
    return Figure(
        measure="wages_at_least",
        value=value,
        unit=Unit.POUNDS,
        period=_("from %(month)s") % {"month": format_day(costs.hire.start, "F Y")},
        area=rules.uk,
        level=LevelRef(standard.reference, standard.title, "standard"),
        population=_("one apprentice aged %(age)s at the start") % {"age": AGE_WORDS[costs.hire.age]},
        release=rules.release,
        reason="" if value is not None else Reason.NOT_HELD,
    )


def who_pays(costs: ApprenticeCosts, money: Money) -> ShareBar | None:
    """The training's price, were it the band, as a bar of two parts; None where one side pays all of it."""
    if money.public is None or not money.public.value or not money.share.value:
        return None
    points = (Point(_("Public money"), money.public), Point(_("You"), money.share))
    title = _("Who pays for the training, if its price is the band")
    return ShareBar("who-pays", title, Series(_("Pounds"), points), _("Who pays"))


def wage_table(costs: ApprenticeCosts, rules: MoneyRules) -> FactTable:
    """The least that each year costs in wages, for the youngest and the oldest of the ages."""
    columns = [FactColumn("low", _("Wages, at least"))]
    wide = any(year.pounds and year.pounds.high > year.pounds.low for year in costs.wages)
    if wide:
        columns.append(FactColumn("high", _("… for the oldest of these ages")))
    rows = tuple(_wage_row(costs, rules, year, wide=wide) for year in costs.wages)
    heads = (FactColumn("year", _("Year of the apprenticeship")), FactColumn("months", _("Months counted")))
    note = _("Before tax, without National Insurance and pension. Many employers pay more.")
    return FactTable("wages", _("Wages year by year"), heads, tuple(columns), rows, note)


def _wage_row(costs: ApprenticeCosts, rules: MoneyRules, year: WageYear, *, wide: bool) -> FactRow:
    low = _wage(costs, rules, year.pounds.low if year.pounds else None)
    high = _wage(costs, rules, year.pounds.high if year.pounds else None)
    texts = (_("Year %(number)d") % {"number": year.year}, str(year.months))
    return FactRow(texts, (low, high) if wide else (low,))


def rule_lines(costs: ApprenticeCosts, rules: MoneyRules) -> list[RuleLine]:
    """Every rule that was used, with its dates, source, and how it was read."""
    return [_rule_line(rule, rules, is_held=rule in costs.held) for rule in costs.rules]


def _rule_line(rule: Rule, rules: MoneyRules, *, is_held: bool) -> RuleLine:
    return RuleLine(
        words=str(_RULE_WORDS.get(rule.rule, rule.rule)),
        applies_to=rule.applies_to,
        figure=rules.figure(rule) if rule.value is not None else None,
        since=rule.valid_from,
        until=rule.valid_to,
        cited=rule.cited,
        checked=rule.checked_words,
        note=rule.note,
        is_held=is_held,
    )


def steps(costs: ApprenticeCosts) -> list[Step]:
    """What to do, in order."""
    if costs.standard.kind == StandardKind.UNIT:
        return _unit_steps()
    return [
        Step(
            _("Check that the job fits"),
            _("The work you offer has to use most of what the apprenticeship teaches, with somebody skilled at hand."),
        ),
        Step(
            _("Choose a training provider"),
            _("Ask two or three how they teach it, how many finish, what they charge, and on which days."),
            "#teachers",
            _("Providers near you"),
        ),
        _account(costs.hire),
        Step(
            _("Find your apprentice"),
            _("Advertise the job for free on GOV.UK, ask the provider and schools near you, or train somebody you "
              "employ already."),
            EMPLOYING,
            _("GOV.UK: employing an apprentice"),
        ),
        Step(
            _("Sign two papers"),
            _("The apprenticeship agreement between you and the apprentice, and the training plan that the provider "
              "signs as well."),
        ),
        Step(
            _("Start: pay a wage and give time to learn"),
            _("Training takes place in paid working hours. The lowest wage changes every April, at some birthdays, and "
              "after the first year."),
        ),
        Step(
            _("Meet the provider during the training"),
            _("Look at progress every few weeks; a problem that is told early seldom ends the apprenticeship."),
        ),
        Step(
            _("Finish with the assessment"),
            _("The apprentice shows what they can do. Say early what work comes afterwards."),
        ),
    ]  # fmt: skip


def _account(hire: Hire) -> Step:
    link = (EMPLOYING, _("GOV.UK: employing an apprentice"))
    if hire.employer == Employer.NO_LEVY:
        text = _("Open an account with the apprenticeship service and reserve the money before the training starts.")
        return Step(_("Reserve the funding"), text, *link)
    text = _("Use the apprenticeship service account that holds your levy, and add the apprentice to it.")
    if hire.employer == Employer.LEVY_USED_UP:
        text = _("Add the apprentice in your apprenticeship service account: public money tops up what you pay.")
    return Step(_("Set up the payment"), text, *link)


def _unit_steps() -> list[Step]:
    return [
        Step(
            _("Choose who needs it"),
            _("A unit is a short course for people you employ already. It does not start a career."),
        ),
        Step(
            _("Ask a provider"),
            _("Ask when it runs, what it costs, and who pays: units are new, and we hold no rule for your share."),
            EMPLOYING,
            _("GOV.UK: employing an apprentice"),
        ),
    ]


def releases_behind(costs: ApprenticeCosts, rules: MoneyRules) -> tuple[ReleaseRef, ...]:
    """The editions of the register and of the rules."""
    found = (costs.band.release, costs.months.release, rules.release)
    return tuple(dict.fromkeys(ref for ref in found if ref is not None))
