"""`money_of`: what a route earns, costs and repays in each year of age, with everything it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.queries.pay import PayRange
from pathways.money.assumptions import Assumptions
from pathways.money.loans import Charge, Loan, charges, repaid_from
from pathways.money.pay import NOTHING, LaterPay, Rate, Span, Wages, later_pay, rate_of
from pathways.money.rules import MoneyRules, Rule
from pathways.money.timeline import Doing, Stretch, months_counted, start_of, stretches
from pathways.routing.model import Route, add_months

# Pay by route is published for highest levels of qualification only (LEO), never for one occupation, so no route
# may be given better pay in it than another.
SAME_LATER_PAY: Promise = gettext_lazy(
    "The same later pay is assumed after every route, so this shows timing, not which route pays more."
)


@dataclass(frozen=True, slots=True)
class Part:
    """Months of one year spent on one thing. `earned` is pounds in these months, None with the `gap` in words."""

    doing: str
    title: str
    step_key: str
    months: int
    earned: Span | None
    is_at_least: bool = False
    rule: Rule | None = None
    gap: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearMoney:
    """One year of age, in pounds; what is None is a gap and `gap` says why.

    `fee` is tuition borrowed (at most) and `maintenance` the loan for living. `repaid` and `owed` are of the
    loans. `in_hand` is earned, plus the loan for living, less repayments and living costs; `total` adds the
    years up from the start of the route.
    """

    age: int
    begins: date
    parts: tuple[Part, ...]
    earned: Span | None
    is_at_least: bool
    fee: int
    maintenance: int
    fee_gaps: tuple[str, ...]
    repaid: Span | None
    owed: Span | None
    living_cost: int
    in_hand: Span | None
    total: Span | None
    gap: str = ""


@dataclass(frozen=True, slots=True)
class MoneyPlan:
    """A route's money. `stopped` says from when on, and why, nothing can be added up; empty when all can.

    `rules` are those used, `held` the ones among them that had ended and stand in for later years.
    """

    route: str
    kind: str
    starts: date
    years: tuple[YearMoney, ...]
    later: LaterPay
    assumptions: Assumptions
    rules: tuple[Rule, ...]
    held: tuple[Rule, ...]
    stopped: str = ""

    @property
    def total(self) -> Span | None:
        """In hand over all years; None when there is a gap."""
        return self.years[-1].total

    @property
    def owed(self) -> Span | None:
        """What is owed at the end, without interest; None when there is a gap."""
        return self.years[-1].owed

    @property
    def fees(self) -> int:
        """Tuition borrowed, at most."""
        return sum(year.fee for year in self.years)

    @property
    def is_at_least(self) -> bool:
        """Whether some pay is the legal minimum, so that sums may be higher."""
        return any(year.is_at_least for year in self.years)

    @property
    def fee_gaps(self) -> tuple[str, ...]:
        """Fees that nobody can tell, which no sum has in it; each once."""
        return tuple(dict.fromkeys(words for year in self.years for words in year.fee_gaps))

    @property
    def first_paid_age(self) -> int | None:
        """Age in whole years in the first year with pay; None when there is none."""
        return next((year.age for year in self.years if any(p.earned and p.earned.high for p in year.parts)), None)

    def total_at(self, age: int) -> Span | None:
        """In hand from the start until this birthday; None when a gap lies before it, or it is outside the years."""
        return next((year.total for year in self.years if year.age == age - 1), None)


@dataclass(slots=True)
class _Sum:
    """What is carried from one year to the next."""

    total: Span | None = field(default_factory=lambda: NOTHING)
    stopped: str = ""


def money_of(route: Route, pay: PayRange, rules: MoneyRules, assumptions: Assumptions) -> MoneyPlan:
    """Money in each year of age until 30 (adults: 14 years) along a route; no SQL, the same answer every time.

    Training pay is the legal minimum, marked as "at least"; in the work, the published quartiles of the
    occupation, never under the legal minimum. A rule that has ended stands in for later days. A step's usual
    length counts. Gross: what is left out is in `pathways.money.words.what_is_not_modelled`.
    """
    start, age = start_of(route)
    wages = Wages(rules, assumptions)
    later = later_pay(pay, assumptions)
    found = stretches(route, assumptions)
    slices = list(_slices(found, start, age, wages, later))
    loan = Loan(wages, repaid_from(found, start))
    costs = charges(found, start, age, wages)
    carried = _Sum()
    years = tuple(
        _year(number, add_months(start, 12 * number), age, slices, costs, loan, carried)
        for number in range(months_counted(route) // 12)
    )
    used = sorted(wages.used, key=lambda rule: (rule.rule, rule.applies_to, rule.valid_from))
    held = tuple(rule for rule in used if wages.used[rule])
    return MoneyPlan(route.key, route.kind, start, years, later, assumptions, tuple(used), held, carried.stopped)


@dataclass(frozen=True, slots=True)
class _Slice:
    """Months on end with one rate of pay; never over a birthday or an April."""

    first: int
    last: int
    day: date
    stretch: Stretch
    rate: Rate


def _slices(found: Sequence[Stretch], start: date, age: int, wages: Wages, later: LaterPay) -> Iterator[_Slice]:
    for stretch in found:
        first = stretch.first
        while first < stretch.last:
            day = add_months(start, first)
            last = min(stretch.last, _next_cut(stretch, first, day))
            yield _Slice(first, last, day, stretch, rate_of(stretch, first, age + first // 12, day, wages, later))
            first = last


def _next_cut(stretch: Stretch, month: int, day: date) -> int:
    """The next month in which pay may change: a birthday, an April, the end of an apprentice's first year."""
    birthday = month - month % 12 + 12
    april = month + ((3 - day.month) % 12) + 1
    first_year = stretch.first + 12 if stretch.doing == Doing.APPRENTICE and month < stretch.first + 12 else april
    return min(birthday, april, first_year)


def _year(
    number: int, begins: date, age: int, slices: Iterable[_Slice], costs: Iterable[Charge], loan: Loan, carried: _Sum
) -> YearMoney:
    mine = [one for one in slices if one.first // 12 == number]
    charged = [charge for charge in costs if charge.month // 12 == number]
    fee, maintenance = sum(charge.fee for charge in charged), sum(charge.maintenance for charge in charged)
    loan.borrow(fee + maintenance)
    parts, repaid_if = _parts(mine, loan)
    gap = next((part.gap for part in parts if part.gap), "")
    earned = None if gap else _added(part.earned for part in parts)
    after_school = sum(one.last - one.first for one in mine if one.stretch.doing != Doing.SCHOOL)
    living = loan.wages.assumptions.living_cost * after_school // 12
    in_hand = None
    if earned and repaid_if:
        rest = maintenance - living
        in_hand = Span(earned.low - repaid_if[0] + rest, earned.high - repaid_if[1] + rest)
    elif not gap:
        gap = _("What is left of the loan cannot be told after a gap in pay.")
    _carry(carried, in_hand, age + number, gap)
    return YearMoney(
        age=age + number,
        begins=begins,
        parts=tuple(parts),
        earned=earned,
        is_at_least=any(part.is_at_least for part in parts),
        fee=fee,
        maintenance=maintenance,
        fee_gaps=tuple(dict.fromkeys(charge.gap for charge in charged if charge.gap)),
        repaid=Span(min(repaid_if), max(repaid_if)) if repaid_if else None,
        owed=loan.owed,
        living_cost=living,
        in_hand=in_hand,
        total=carried.total,
        gap=gap,
    )


def _carry(carried: _Sum, in_hand: Span | None, age: int, gap: str) -> None:
    if in_hand is None and not carried.stopped:
        carried.stopped = _("The sum stops at age %(age)s. %(why)s") % {"age": age, "why": gap}
    carried.total = carried.total + in_hand if carried.total and in_hand else None


def _parts(slices: Iterable[_Slice], loan: Loan) -> tuple[list[Part], tuple[int, int] | None]:
    """The year's parts, and what low and high pay repay in it (None when it cannot be told).

    Slices with the same doing and pay are one part: pence are then dropped once.
    """
    parts: list[Part] = []
    repaid: tuple[int, int] | None = (0, 0)
    for (stretch, rate), run in groupby(slices, key=lambda one: (one.stretch, one.rate)):
        group = list(run)
        months = sum(one.last - one.first for one in group)
        earned = _share(rate.yearly, months, 12) if rate.yearly else None
        due = sum(one.last - one.first for one in group if loan.due and one.day >= loan.due)
        paid = loan.repay(_share(earned, due, months) if earned else None, due) if due else (0, 0)
        repaid = (repaid[0] + paid[0], repaid[1] + paid[1]) if repaid and paid else None
        key = stretch.leg.step.key if stretch.leg else ""
        parts.append(
            Part(stretch.doing, stretch.title, key, months, earned, rate.is_at_least, rate.rule, rate.gap, rate.note)
        )
    return parts, repaid


def _share(whole: Span, part: int, of: int) -> Span:
    """So many parts of an amount, pence dropped."""
    return Span(whole.low * part // of, whole.high * part // of)


def _added(spans: Iterable[Span | None]) -> Span:
    total = NOTHING
    for span in spans:
        total = total + (span or NOTHING)
    return total
