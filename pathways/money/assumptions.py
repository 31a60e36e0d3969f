"""What is assumed where no rule or figure decides: editable in the address, checked, and listed in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST_HOURS, MOST_HOURS = Decimal(30), Decimal(48)
# Median paid hours of full-time employees in four of the nine major groups (ASHE table 14, April 2025).
USUAL_HOURS = Decimal("37.5")
MOST_WEEKS = 52
MOST_LIVING_COST = 20_000
MOST_STARTING_MONTHS = 60
# Somebody over school age and under 18 may work 40 hours a week at most (Working Time Regulations 1998, regulation 5A).
YOUNG_WORKER_HOURS = Decimal(40)
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


class Pay(StrEnum):
    """Which later pay is counted."""

    RANGE = "range"
    P25 = "p25"
    MEDIAN = "median"
    P75 = "p75"


class Maintenance(StrEnum):
    """Which loan for living costs is counted in years of study with fees."""

    NONE = "none"
    HOME = "home"
    AWAY = "away"
    LONDON = "london"


PAY_WORDS: dict[str, Promise] = {
    Pay.RANGE: gettext_lazy("the middle half of pay: lower to upper quartile"),
    Pay.P25: gettext_lazy("the lower quartile only"),
    Pay.MEDIAN: gettext_lazy("the median only"),
    Pay.P75: gettext_lazy("the upper quartile only"),
}
MAINTENANCE_WORDS: dict[str, Promise] = {
    Maintenance.NONE: gettext_lazy("not counted"),
    Maintenance.HOME: gettext_lazy("the most for students who live with parents"),
    Maintenance.AWAY: gettext_lazy("the most for students away from home outside London"),
    Maintenance.LONDON: gettext_lazy("the most for students away from home in London"),
}
MAINTENANCE_FOR: dict[str, str] = {
    Maintenance.HOME: "living with parents",
    Maintenance.AWAY: "away from home outside London",
    Maintenance.LONDON: "away from home in London",
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the reader may change. `living_cost` is pounds a year; 0 means that none is counted.

    `hours` are paid hours a week and `weeks` paid weeks a year of a job at the legal minimum. `wage_year` picks
    the April whose wage rates count for every year; None means the rates of each day. `starting_months` is how
    long somebody who starts without training is counted at the legal minimum.
    """

    hours: Decimal = USUAL_HOURS
    weeks: int = MOST_WEEKS
    living_cost: int = 0
    wage_year: int | None = None
    pay: str = Pay.RANGE
    fees: bool = True
    maintenance: str = Maintenance.NONE
    starting_months: int = 12
    work_while_waiting: bool = False

    def to_query(self) -> dict[str, str]:
        """Parameters of an address that say the same; what is as by default is left out."""
        usual = Assumptions()
        changed = (item.name for item in fields(self) if getattr(self, item.name) != getattr(usual, item.name))
        return {name: _as_text(getattr(self, name)) for name in changed}


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be used: the parameter's name, and what is wrong in words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it; `choices` as (value, words), empty for numbers."""

    name: str
    label: Promise
    hint: Promise
    low: Decimal | None = None
    high: Decimal | None = None
    choices: tuple[tuple[str, Promise], ...] = ()


_ON_OFF = (("on", gettext_lazy("counted")), ("off", gettext_lazy("not counted")))

FIELDS: tuple[Field, ...] = (
    Field(
        *("hours", gettext_lazy("Paid hours a week"), gettext_lazy("of a job at the legal minimum, 30 to 48")),
        *(LEAST_HOURS, MOST_HOURS),
    ),
    Field(
        *("weeks", gettext_lazy("Paid weeks a year"), gettext_lazy("of a job at the legal minimum, 1 to 52")),
        *(Decimal(1), Decimal(MOST_WEEKS)),
    ),
    Field(
        *("living_cost", gettext_lazy("Living costs (£ a year)"), gettext_lazy("0 means they are not counted")),
        *(Decimal(0), Decimal(MOST_LIVING_COST)),
    ),
    Field("wage_year", gettext_lazy("Wage rates of April"), gettext_lazy("empty: the rates of each year")),
    Field(
        *("pay", gettext_lazy("Later pay"), gettext_lazy("of all employees in this work")),
        choices=tuple(PAY_WORDS.items()),
    ),
    Field(
        *("fees", gettext_lazy("Tuition fees"), gettext_lazy("as a loan, with what is paid back")),
        choices=_ON_OFF,
    ),
    Field(
        *("maintenance", gettext_lazy("Loan for living costs"), gettext_lazy("money in hand, and owed")),
        choices=tuple(MAINTENANCE_WORDS.items()),
    ),
    Field(
        *("starting_months", gettext_lazy("Months at starting pay"), gettext_lazy("without training first, 0 to 60")),
        *(Decimal(0), Decimal(MOST_STARTING_MONTHS)),
    ),
    Field(
        *("work_while_waiting", gettext_lazy("Work while you wait"), gettext_lazy("to be old enough for a step")),
        choices=_ON_OFF,
    ),
)


def from_query(params: Mapping[str, str], wage_years: Collection[int] = ()) -> tuple[Assumptions, tuple[Problem, ...]]:
    """Assumptions from an address's parameters, and what could not be used, by name; the default stays for those.

    `wage_years` are the years that rules are held for (`MoneyRules.wage_years()`); other years are refused when
    it is given. Unknown parameters are left alone: the address has others too. Never raises.
    """
    readers: dict[str, Callable[[str], object]] = {
        "hours": lambda text: _number(text, LEAST_HOURS, MOST_HOURS),
        "weeks": lambda text: int(_number(text, Decimal(1), Decimal(MOST_WEEKS), whole=True)),
        "living_cost": lambda text: int(_number(text, Decimal(0), Decimal(MOST_LIVING_COST), whole=True)),
        "wage_year": lambda text: _year(text, wage_years),
        "pay": lambda text: _choice(text, PAY_WORDS),
        "fees": _on_off,
        "maintenance": lambda text: _choice(text, MAINTENANCE_WORDS),
        "starting_months": lambda text: int(_number(text, Decimal(0), Decimal(MOST_STARTING_MONTHS), whole=True)),
        "work_while_waiting": _on_off,
    }
    values: dict[str, object] = {}
    problems: list[Problem] = []
    labels = {item.name: str(item.label) for item in FIELDS}
    for name, read in readers.items():
        text = str(params.get(name) or "").strip()
        if not text:
            continue
        try:
            values[name] = read(text)
        except ValueError as error:
            said = {"name": labels[name], "value": text[:40], "why": error}
            problems.append(Problem(name, _("%(name)s: “%(value)s” cannot be used. %(why)s") % said))
    return replace(Assumptions(), **values), tuple(problems)  # type: ignore[arg-type]  # each by its reader


def _number(text: str, low: Decimal, high: Decimal, *, whole: bool = False) -> Decimal:
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    if number is None or not low <= number <= high or (whole and number != int(number)):
        words = _("Give a whole number from %(low)s to %(high)s.") if whole else _("Give %(low)s to %(high)s.")
        raise ValueError(words % {"low": low, "high": high})
    return number


def _year(text: str, held: Collection[int]) -> int:
    year = int(text) if re.fullmatch("[0-9]{4}", text) else 0
    if not year or (held and year not in held):
        if not held:
            raise ValueError(_("Give a year in four digits."))
        years = ", ".join(str(one) for one in sorted(held))
        raise ValueError(_("Give a year that has wage rates: %(years)s.") % {"years": years})
    return year


def _choice(text: str, choices: Collection[str]) -> str:
    if text not in choices:
        raise ValueError(_("Give one of: %(choices)s.") % {"choices": ", ".join(map(str, choices))})
    return str(text)


def _on_off(text: str) -> bool:
    return _choice(text, ("on", "off")) == "on"


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value is None else str(value)
