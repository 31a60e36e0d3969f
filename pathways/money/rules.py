"""The dated rules about money, read once an edition and looked up by day: wages, fees, loans, what employers pay."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.dateformat import format as format_day
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evidence.figures import AreaRef, Figure, LevelRef, Quality, ReleaseRef, Unit
from lmi.queries.context import Facts, tidy
from lmi.register import ENGLAND, UK
from pathways.models import MoneyRule

SOURCE = "money-rules"
MINIMUM_WAGE, APPRENTICE = "minimum_wage", "apprentice"
FEE_CAP, FEE_FOR = "tuition_fee_cap", "full-time undergraduate England"
MAINTENANCE = "maintenance_loan_max"
REPAYMENT, PLAN_5 = "student_loan_repayment", "Plan 5"

# The table holds the 9 per cent of Plan 5 as its value and these two in its note only. Both are from GOV.UK,
# "Repaying your student loan" (for courses that started on or after 1 August 2023); a test compares them with the note.
PLAN_5_THRESHOLD = 25_000
PLAN_5_YEARS = 40

# Apprentices have their own lowest rate while they are under this age, or in their first months whatever their age
# (GOV.UK, "National Minimum Wage and National Living Wage rates").
APPRENTICE_RATE_UNDER = 19
APPRENTICE_RATE_MONTHS = 12

_UNITS: dict[str, Unit] = {
    "GBP per hour": Unit.POUNDS_AN_HOUR,
    "GBP per year": Unit.POUNDS_A_YEAR,
    "GBP": Unit.POUNDS,
    "percent": Unit.PERCENT,
    "percent of income above threshold": Unit.PERCENT,
    "months": Unit.MONTHS,
}
_CHECKED: dict[str, Promise] = {
    "copy of page": _("read on the publisher’s page"),
    "copy of answer": _("read in the published answer"),
    "press copy": _("read in a press report"),
    "secondary: confirm": _("from a second-hand source: please confirm before you rely on it"),
}
_BAND = re.compile(r"(?:(?P<only_over>\d+) and over|under (?P<only_under>\d+)|(?P<low>\d+) to (?P<high>\d+))")


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated rule as published. `value` is None where the rule is a yes or no; both days are included."""

    rule: str
    applies_to: str
    value: Decimal | None
    unit: str
    valid_from: date
    valid_to: date | None
    publisher: str
    publication: str
    checked: str
    note: str = ""

    @property
    def checked_words(self) -> str:
        """How sure it is, in words."""
        return str(_CHECKED.get(self.checked, self.checked))

    @property
    def is_second_hand(self) -> bool:
        """Whether it was not read on the publisher's own page."""
        return self.checked.startswith("secondary")

    @property
    def month(self) -> str:
        """The month it began, in words ("April 2026")."""
        return format_day(self.valid_from, "F Y")

    @property
    def cited(self) -> str:
        """The publication and its publisher, as a citation."""
        return f"{self.publication}, {self.publisher}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The rule that answers for a day. `is_held`: it has ended by then, and stands in because none follows it."""

    rule: Rule
    is_held: bool = False

    @property
    def value(self) -> Decimal:
        """The rule's number; a yes or no has none and is never asked for it."""
        return self.rule.value or Decimal(0)


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """Every rule of one edition, by name and whom it is for, oldest first; `release` None when none is held."""

    release: ReleaseRef | None
    uk: AreaRef
    england: AreaRef
    rules: dict[tuple[str, str], tuple[Rule, ...]] = field(default_factory=dict)

    def at(self, name: str, applies_to: str, day: date) -> Answer | None:
        """The rule of that day, else the latest that had begun (`is_held`); None before the first, or unknown."""
        rows = self.rules.get((name, applies_to), ())
        place = bisect_right(rows, day, key=lambda rule: rule.valid_from)
        if place == 0:
            return None
        rule = rows[place - 1]
        return Answer(rule, rule.valid_to is not None and day > rule.valid_to)

    def for_whom(self, name: str) -> tuple[str, ...]:
        """Whom the rules of this name are for."""
        return tuple(applies_to for rule, applies_to in self.rules if rule == name)

    def wage_for_age(self, age: int, day: date) -> Answer | None:
        """The minimum wage an hour of that day for somebody of this age; None when no rule answers."""
        fitting = (band for band in self.for_whom(MINIMUM_WAGE) if covers(band, age))
        found = [answer for band in fitting if (answer := self.at(MINIMUM_WAGE, band, day))]
        # Bands may be cut differently from one year to the next: what holds on the day wins, then the newest.
        found.sort(key=lambda answer: (answer.is_held, -answer.rule.valid_from.toordinal()))
        return found[0] if found else None

    def apprentice_wage(self, age: int, months: int, day: date) -> Answer | None:
        """The least an apprentice of this age is paid an hour, so many whole months after starting.

        The apprentice rate under 19 or in the first 12 months, then the rate for the age (GOV.UK, National
        Minimum Wage and National Living Wage rates).
        """
        if age < APPRENTICE_RATE_UNDER or months < APPRENTICE_RATE_MONTHS:
            return self.at(MINIMUM_WAGE, APPRENTICE, day)
        return self.wage_for_age(age, day)

    def wage_years(self) -> tuple[int, ...]:
        """The years in whose April wage rules begin, oldest first."""
        found = (rules for (name, _whom), rules in self.rules.items() if name == MINIMUM_WAGE)
        return tuple(sorted({rule.valid_from.year for rules in found for rule in rules}))

    def figure(self, rule: Rule) -> Figure:
        """The rule's number as a figure with its period, area and edition. Raises ValueError for a yes or no."""
        if self.release is None or rule.value is None:
            raise ValueError(f"{rule.rule} for {rule.applies_to} has no number to show")
        caution = Quality.CAUTION if rule.is_second_hand else Quality.NOT_STATED
        return Figure(
            measure=rule.rule,
            value=tidy(float(rule.value)),
            unit=_UNITS[rule.unit],
            period=_period(rule),
            area=self.uk if rule.rule in (MINIMUM_WAGE, "levy_threshold") else self.england,
            level=LevelRef(rule.rule, rule.applies_to, "rule"),
            population=rule.applies_to,
            release=self.release,
            quality=caution,
            note="; ".join(filter(None, (rule.note, rule.cited, rule.checked_words))),
        )


def covers(band: str, age: int) -> bool:
    """Whether a band of ages in words ("under 18", "18 to 20", "21 and over") has this age; False for other words."""
    found = _BAND.fullmatch(band)
    if found is None:
        return False
    if found["only_over"]:
        return age >= int(found["only_over"])
    if found["only_under"]:
        return age < int(found["only_under"])
    return int(found["low"]) <= age <= int(found["high"])


def _period(rule: Rule) -> str:
    first = format_day(rule.valid_from, "j F Y")
    if rule.valid_to is None:
        return str(_("since %(first)s") % {"first": first})
    return str(_("%(first)s to %(last)s") % {"first": first, "last": format_day(rule.valid_to, "j F Y")})


def money_rules(facts: Facts) -> MoneyRules:
    """The rules of the edition that answers; one SQL statement the first time, none when it is in memory."""
    latest = facts.editions.latest(SOURCE)
    uk, england = facts.places.ref(UK), facts.places.ref(ENGLAND)
    if latest is None:
        return MoneyRules(None, uk, england)
    return _read(latest, facts.editions.ref(latest), uk, england, get_language())


def forget_rules() -> None:
    """Drop what was read; for tests that change rows in place."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(release_id: int, release: ReleaseRef, uk: AreaRef, england: AreaRef, language: str | None) -> MoneyRules:
    columns = (
        *("rule", "applies_to", "value", "unit", "valid_from", "valid_to"),
        *("publisher", "publication", "checked", "note"),
    )
    found: dict[tuple[str, str], list[Rule]] = {}
    rows = MoneyRule.objects.of_releases([release_id]).order_by("rule", "applies_to", "valid_from")
    for name, applies_to, value, *rest in rows.values_list(*columns):
        number = None if value is None else Decimal(str(value))
        found.setdefault((name, applies_to), []).append(Rule(name, applies_to, number, *rest))
    return MoneyRules(release, uk, england, {key: tuple(group) for key, group in found.items()})
