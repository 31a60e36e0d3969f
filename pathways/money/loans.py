"""What study costs and how it is paid back: fees as a loan (Plan 5) in pounds, without interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pathways.money.assumptions import MAINTENANCE_FOR
from pathways.money.pay import Span, Wages
from pathways.money.rules import FEE_CAP, FEE_FOR, MAINTENANCE, PLAN_5, PLAN_5_THRESHOLD, REPAYMENT
from pathways.money.timeline import Doing, Stretch
from pathways.routing.kinds import StepKind
from pathways.routing.model import Stage, add_months

# Courses up to Level 3 are free for those under this age on 31 August before they start (DfE, 16 to 19 funding);
# we count whole years of age at the start.
FREE_UNDER = 19
WITH_FEES = frozenset({StepKind.HNC_HND, StepKind.HTQ, StepKind.FOUNDATION_DEGREE, StepKind.TOP_UP, StepKind.DEGREE})
_UP_TO_LEVEL_3 = frozenset(
    {
        *(StepKind.LEVEL_1, StepKind.CATCH_UP, StepKind.A_LEVELS, StepKind.T_LEVEL, StepKind.TECHNICAL_3),
        *(StepKind.COLLEGE_1, StepKind.COLLEGE_2, StepKind.COLLEGE_3),
    }
)


@dataclass(frozen=True, slots=True)
class Charge:
    """What a started year of study adds: tuition at most, a loan for living, or a fee that nobody can tell."""

    month: int
    fee: int = 0
    maintenance: int = 0
    gap: str = ""


def charges(found: list[Stretch], start: date, age: int, wages: Wages) -> list[Charge]:
    """One charge for every started year of study that has a fee, or may have one. None when fees are left out."""
    made = []
    for stretch in found:
        if stretch.doing != Doing.STUDY or stretch.leg is None:
            continue
        for month in range(stretch.first, stretch.last, 12):
            charge = _charge(stretch, month, add_months(start, month), age + stretch.first // 12, wages)
            if charge.fee or charge.maintenance or charge.gap:
                made.append(charge)
    return made


def _charge(stretch: Stretch, month: int, day: date, age: int, wages: Wages) -> Charge:
    kind = stretch.leg.step.kind if stretch.leg else ""
    counted = wages.assumptions.fees
    second = kind == StepKind.DEGREE and stretch.leg is not None and stretch.leg.step.start == Stage.DEGREE
    if kind not in WITH_FEES or second:
        return Charge(month, gap=_fee_gap(kind, age, second=second) if counted else "")
    answer = wages.rules.at(FEE_CAP, FEE_FOR, day) if counted else None
    if answer:
        wages.note(answer)
    gap = _("No fee rule is held for this day.") if counted and answer is None else ""
    return Charge(month, int(answer.value) if answer else 0, _maintenance(day, wages), gap)


def _maintenance(day: date, wages: Wages) -> int:
    whom = MAINTENANCE_FOR.get(wages.assumptions.maintenance)
    answer = wages.rules.at(MAINTENANCE, whom, day) if whom else None
    if answer is None:
        return 0
    wages.note(answer)
    return int(answer.value)


def _fee_gap(kind: str, age: int, *, second: bool) -> str:
    """Why a fee cannot be told; empty where there is none."""
    if second:
        return _("Fees of a second degree differ, and most people cannot have a second loan for them.")
    if kind == StepKind.ACCESS_HE:
        return _("Each college sets the fee; a loan can cover it, written off when you finish a degree afterwards.")
    if kind == StepKind.CONVERSION:
        return _("Each university sets the fee of a course for graduates.")
    if kind == StepKind.PG_TRAINING:
        return _("Some of this training has fees and some is paid.")
    if kind == StepKind.LICENCE:
        return _("There is a fee, which differs; some employers and schemes pay it.")
    if kind in _UP_TO_LEVEL_3 and age >= FREE_UNDER:
        return _("From 19 on, some people learn free and others pay a fee that the college sets.")
    return ""


def repaid_from(found: list[Stretch], start: date) -> date | None:
    """The first day on which repayments can fall due: the April after the last course with a fee loan ends.

    GOV.UK, "Repaying your student loan: when you start repaying". None when no course has one.
    """
    ends = [
        stretch.last
        for stretch in found
        if stretch.doing == Doing.STUDY and stretch.leg and stretch.leg.step.kind in WITH_FEES
    ]
    if not ends:
        return None
    last = add_months(start, max(ends))
    april = date(last.year, 4, 1)
    return april if last <= april else date(last.year + 1, 4, 1)


@dataclass(slots=True)
class Loan:
    """What is owed when pay was low (`if_low`) or high (`if_high`) all along, in pounds without interest."""

    wages: Wages
    due: date | None
    if_low: int = 0
    if_high: int = 0
    is_lost: bool = False  # a gap in pay while repayments were due: nobody can say what is left

    def borrow(self, pounds: int) -> None:
        """Add to what is owed."""
        self.if_low += pounds
        self.if_high += pounds

    def repay(self, earned: Span | None, months: int) -> tuple[int, int] | None:
        """Take off what so many months of low and of high pay repay, and return the two; None when it cannot be told.

        9 per cent above the threshold, pence dropped, until nothing is owed; the months are those from `due` on.
        Who was paid more may be done sooner.
        """
        if self.due is None or not (self.if_low or self.is_lost):
            return 0, 0
        answer = self.wages.rules.at(REPAYMENT, PLAN_5, self.due)
        if earned is None or answer is None or self.is_lost:
            self.is_lost = True
            return None
        self.wages.note(answer)
        low, high = (
            min(owed, max(0, int(answer.value * (12 * pounds - PLAN_5_THRESHOLD * months) // 1200)))
            for owed, pounds in ((self.if_low, earned.low), (self.if_high, earned.high))
        )
        self.if_low -= low
        self.if_high -= high
        return low, high

    @property
    def owed(self) -> Span | None:
        """What is left, from the one who earned most to the one who earned least."""
        return None if self.is_lost else Span(self.if_high, self.if_low)
