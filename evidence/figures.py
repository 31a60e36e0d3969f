"""What a figure is: a value that always travels with its unit, period, area, level, quality and source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Number = int | float | Decimal


class Unit(StrEnum):
    """What a figure's value counts."""

    POUNDS_A_YEAR = "pounds_a_year"
    POUNDS_A_WEEK = "pounds_a_week"
    POUNDS_AN_HOUR = "pounds_an_hour"
    HOURS_A_WEEK = "hours_a_week"
    PEOPLE = "people"
    JOBS = "jobs"
    ADVERTS = "adverts"
    ADVERTS_PER_1000_PEOPLE = "adverts_per_1000_people"
    POUNDS = "pounds"
    MONTHS = "months"
    STARTS = "starts"
    LEAVERS = "leavers"
    ENTRIES = "entries"
    TARIFF_POINTS = "tariff_points"
    PROVIDERS = "providers"
    EMPLOYERS = "employers"
    PERCENT = "percent"
    PERCENT_A_YEAR = "percent_a_year"


class Quality(StrEnum):
    """How far a published value can be trusted, in the publishers' own bands.

    ONS bands a coefficient of variation of up to 5 % as precise, 5 to 10 % as reasonably
    precise, 10 to 20 % as acceptable, and does not publish above 20 % (ASHE quality notes).
    """

    PRECISE = "precise"
    REASONABLE = "reasonable"
    ACCEPTABLE = "acceptable"
    NOT_STATED = "not_stated"
    LOWER_BOUND = "lower_bound"
    PROJECTION = "projection"
    CAUTION = "caution"


class Reason(StrEnum):
    """Why there is no value. Suppressed is never zero."""

    UNRELIABLE = "unreliable"
    DISCLOSIVE = "disclosive"
    NOT_APPLICABLE = "not_applicable"
    NEGLIGIBLE = "negligible"
    SUPPRESSED = "suppressed"
    LOW = "low"
    NOT_PUBLISHED = "not_published"
    NOT_COLLECTED = "not_collected"
    COARSER_ONLY = "coarser_only"
    NOT_HELD = "not_held"
    FEW_EMPLOYERS = "few_employers"


QUALITY_WORDS: dict[str, Promise] = {
    Quality.PRECISE: _("precise"),
    Quality.REASONABLE: _("reasonably precise"),
    Quality.ACCEPTABLE: _("less precise, use with care"),
    Quality.NOT_STATED: _("precision not stated"),
    Quality.LOWER_BOUND: _("at least: what is not published is left out"),
    Quality.PROJECTION: _("projection, not a promise"),
    Quality.CAUTION: _("use with caution: the publisher warns about it"),
}

REASON_WORDS: dict[str, Promise] = {
    Reason.UNRELIABLE: _("not published: too few answers to be reliable"),
    Reason.DISCLOSIVE: _("not published: it could identify someone"),
    Reason.NOT_APPLICABLE: _("does not apply"),
    Reason.NEGLIGIBLE: _("none, or too few to count"),
    Reason.SUPPRESSED: _("not published: the number is held back by the publisher"),
    Reason.LOW: _("not published: the number is too small"),
    Reason.NOT_PUBLISHED: _("not published"),
    Reason.NOT_COLLECTED: _("not collected"),
    Reason.COARSER_ONLY: _("published only for a wider group"),
    Reason.NOT_HELD: _("published elsewhere, but not held here"),
    Reason.FEW_EMPLOYERS: _("fewer than five employers"),
}

UNIT_WORDS: dict[str, Promise] = {
    Unit.POUNDS_A_YEAR: _("a year"),
    Unit.POUNDS_A_WEEK: _("a week"),
    Unit.POUNDS_AN_HOUR: _("an hour"),
    Unit.HOURS_A_WEEK: _("hours a week"),
    Unit.PEOPLE: _("people"),
    Unit.JOBS: _("employee jobs"),
    Unit.ADVERTS: _("new online adverts"),
    Unit.ADVERTS_PER_1000_PEOPLE: _("adverts for every 1,000 people in the work"),
    Unit.POUNDS: _("pounds"),
    Unit.MONTHS: _("months"),
    Unit.STARTS: _("apprenticeships started"),
    Unit.LEAVERS: _("people who left the apprenticeship"),
    Unit.ENTRIES: _("exam entries"),
    Unit.TARIFF_POINTS: _("UCAS Tariff points"),
    Unit.PROVIDERS: _("providers"),
    Unit.EMPLOYERS: _("employers"),
    Unit.PERCENT: _("per cent"),
    Unit.PERCENT_A_YEAR: _("per cent a year"),
}


@dataclass(frozen=True, slots=True)
class ReleaseRef:
    """The edition a figure was read from; `label` is how it is cited."""

    key: str  # "ashe-14-2025-provisional", as used in ?release=
    source: str  # slug of the source, for /sources/<slug>/
    label: str  # "Annual Survey of Hours and Earnings 2025 (provisional), Office for National Statistics"
    period: str  # "April 2025"
    status: str  # "provisional", "revised" or "final"


@dataclass(frozen=True, slots=True)
class AreaRef:
    """The area a figure is for; `asked` is set when a wider area had to answer."""

    code: str
    name: str
    kind: str
    asked: str = ""  # name of the narrower area that was asked for, or ""


@dataclass(frozen=True, slots=True)
class LevelRef:
    """The occupation group a figure is for; `asked` is set when a wider group had to answer."""

    code: str
    title: str
    level: str  # "unit", "minor", "sub_major", "major" or "all"
    asked: str = ""  # title of the narrower group that was asked for, or ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number, or the stated reason why there is none.

    `measure` names what is measured ("median_annual_pay"); `note` is a sentence shown beside it.
    Exactly one of `value` and `reason` is set.
    """

    measure: str
    value: Number | None
    unit: Unit
    period: str
    area: AreaRef
    level: LevelRef
    population: str
    release: ReleaseRef | None
    quality: str = Quality.NOT_STATED
    reason: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError(f"figure {self.measure!r} needs a value or a reason, and not both")
        if self.value is not None and self.release is None:
            raise ValueError(f"figure {self.measure!r} has a value and no release")

    @property
    def is_coarser(self) -> bool:
        """True when a wider group or area answered than was asked for."""
        return bool(self.level.asked or self.area.asked)

    @property
    def quality_words(self) -> str:
        """The quality mark in words."""
        return str(QUALITY_WORDS[self.quality])

    @property
    def reason_words(self) -> str:
        """Why there is no value, in words; empty when there is one."""
        return str(REASON_WORDS[self.reason]) if self.reason else ""

    @property
    def unit_words(self) -> str:
        """The unit in words."""
        return str(UNIT_WORDS[self.unit])
