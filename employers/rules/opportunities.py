"""Rules about opportunities: what has to be in place for under-18s, T Level hours, dates, ages and how to apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.enums import OpportunityKind
from pathways.money.assumptions import YOUNG_WORKER_HOURS

ADULT = 18
LEAST_AGE, MOST_AGE = 11, 99  # secondary school begins in the year in which children turn 12
# The least age of an apprentice in England (GOV.UK, "Become an apprentice").
APPRENTICE_AGE = 16
# DfE, "T Level industry placements: guidance for education providers", updated 20 May 2026, "Placement length".
T_LEVEL_HOURS, EARLY_YEARS_HOURS = Decimal(315), Decimal(750)
T_LEVEL_SOURCE = gettext_lazy("DfE, “T Level industry placements: guidance for education providers”, 20 May 2026")
MOST_DAYS_OF_INSIGHT = 5
_MOST_YEARS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Safeguards:
    """What an employer has said about looking after under-18s. Ticks are statements that it answers for.

    `is_approved_by_provider` is the word of the school, college or training provider; None before it has been asked.
    """

    has_insurance: bool = False
    has_risk_assessment: bool = False
    supervisor: str = ""
    safeguarding_contact: str = ""
    is_approved_by_provider: bool | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The facts of an opportunity that the rules read. Ages are those who may come, None where there is no limit.

    `is_shared`: another employer gives the rest of a T Level's placement, as its provider has arranged.
    """

    kind: OpportunityKind
    starts_on: date | None = None
    ends_on: date | None = None
    closes_on: date | None = None
    min_age: int | None = None
    max_age: int | None = None
    total_hours: Decimal | None = None
    hours_per_week: Decimal | None = None
    is_early_years: bool = False
    is_shared: bool = False
    apply_address: str = ""
    safeguards: Safeguards = Safeguards()

    @property
    def takes_under_18s(self) -> bool:
        """Whether somebody under 18 may come: unless the lowest age says otherwise, they may."""
        return self.min_age is None or self.min_age < ADULT


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, in a sentence for the employer."""

    field: str
    text: str


def opportunity_problems(offer: Offer, *, today: date) -> tuple[Problem, ...]:
    """Everything that stops an opportunity from being submitted, by field; empty when nothing does.

    Sources stand with each rule below. The approval of the school or provider is a rule of ours: those who send
    young people have to be satisfied with the arrangements (DfE, "Keeping children safe in education"; HSE, "Young
    people and work experience", INDG364).
    """
    return (
        *_ages(offer),
        *_dates(offer, today),
        *_hours(offer),
        *_link(offer),
        *(under_18_problems(offer.safeguards) if offer.takes_under_18s else ()),
    )


def under_18_problems(safeguards: Safeguards) -> tuple[Problem, ...]:
    """What is missing for under-18s: insurance, risk assessment, supervisor and safeguarding contact, all four.

    The approval of the school or provider counts as missing once it has been refused or withdrawn; an opportunity
    may be submitted before it is asked, and takes nobody under 18 until it is given.

    Employers' Liability (Compulsory Insurance) Act 1969 (work experience students count as employees for it: HSE,
    INDG364); Management of Health and Safety at Work Regulations 1999, regulations 3 and 19 (assessment before a
    young person starts, covering inexperience and immaturity).
    """
    missing = (
        (safeguards.has_insurance, "has_insurance", _("Confirm that your employers’ liability insurance covers them.")),
        (
            safeguards.has_risk_assessment,
            "has_risk_assessment",
            _(
                "Confirm that your risk assessment takes young people into account (Management of Health and Safety at "
                "Work Regulations 1999, regulation 19)."
            ),
        ),
        (safeguards.supervisor.strip(), "supervisor", _("Say who will supervise them: a role, not a name.")),
        (
            safeguards.safeguarding_contact.strip(),
            "safeguarding_contact",
            _("Say whom they, or their school, can turn to with a worry about safety."),
        ),
        (
            safeguards.is_approved_by_provider is not False,
            "is_approved_by_provider",
            _("Under-18s come with the approval of their school, college or training provider."),
        ),
    )
    return tuple(Problem(field, text) for is_there, field, text in missing if not is_there)


def _ages(offer: Offer) -> Iterator[Problem]:
    said = {"least": LEAST_AGE, "most": MOST_AGE}
    for field, age in (("min_age", offer.min_age), ("max_age", offer.max_age)):
        if age is not None and not LEAST_AGE <= age <= MOST_AGE:
            yield Problem(field, _("Give an age from %(least)s to %(most)s.") % said)
    if offer.min_age is not None and offer.max_age is not None and offer.min_age > offer.max_age:
        yield Problem("max_age", _("The highest age is below the lowest."))
    if offer.kind == OpportunityKind.VACANCY and (offer.max_age or MOST_AGE) < APPRENTICE_AGE:
        yield Problem("max_age", _("Apprentices have to be at least %(age)s.") % {"age": APPRENTICE_AGE})
    if offer.kind == OpportunityKind.VACANCY and offer.min_age is not None and offer.min_age < APPRENTICE_AGE:
        yield Problem("min_age", _("Apprentices have to be at least %(age)s.") % {"age": APPRENTICE_AGE})


def _dates(offer: Offer, today: date) -> Iterator[Problem]:
    start, end, closing = offer.starts_on, offer.ends_on, offer.closes_on
    if start is None and offer.kind != OpportunityKind.WORK_EXPERIENCE:
        yield Problem("starts_on", _("Say when it starts."))
    if start and end and end < start:
        yield Problem("ends_on", _("The last day is before the first."))
    if start and closing and closing >= start:
        yield Problem("closes_on", _("The closing date has to be before the first day."))
    if closing and closing < today:
        yield Problem("closes_on", _("The closing date has passed."))
    if end and end < today:
        yield Problem("ends_on", _("The last day has passed."))
    for field, day in (("starts_on", start), ("closes_on", closing)):
        if day and day.year > today.year + _MOST_YEARS_AHEAD:
            yield Problem(field, _("This is more than three years ahead: check the year."))
    if offer.kind == OpportunityKind.INSIGHT_DAY and start and end and (end - start).days >= MOST_DAYS_OF_INSIGHT:
        yield Problem("ends_on", _("An insight day lasts a few days at most. Longer ones are work experience."))


def _hours(offer: Offer) -> Iterator[Problem]:
    if offer.kind == OpportunityKind.T_LEVEL_PLACEMENT:
        least = EARLY_YEARS_HOURS if offer.is_early_years else T_LEVEL_HOURS
        if offer.total_hours is None or offer.total_hours <= 0:
            yield Problem("total_hours", _("Say how many hours of the placement you offer in all."))
        elif offer.total_hours < least and not offer.is_shared:
            yield Problem("total_hours", _short_of(least, offer.total_hours))
    if offer.hours_per_week is not None and offer.takes_under_18s and offer.hours_per_week > YOUNG_WORKER_HOURS:
        text = _("People under 18 may work at most %(hours)s hours a week (Working Time Regulations 1998, 5A).")
        yield Problem("hours_per_week", text % {"hours": YOUNG_WORKER_HOURS})


def _short_of(least: Decimal, offered: Decimal) -> str:
    return _(
        "A placement of this T Level lasts at least %(least)s hours; you offer %(offered)s. Say so if the provider has "
        "arranged the rest with another employer (%(source)s)."
    ) % {"least": least, "offered": offered, "source": T_LEVEL_SOURCE}


def _link(offer: Offer) -> Iterator[Problem]:
    problem = link_problem(offer.apply_address)
    if problem:
        yield Problem("apply_address", problem)


def link_problem(url: str) -> str | None:
    """Why a link to apply cannot be shown, in a sentence; None when it can: https, a real host, no sign-in inside."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        has_sign_in = parts.username is not None or parts.password is not None
        port = parts.port
    except ValueError:
        return _("This is not a web address.")
    if parts.scheme != "https":
        return _("Give the address where people apply. It has to begin with https://.")
    if "." not in host.strip(".") or host.rpartition(".")[2].isdigit() or any(c.isspace() for c in url.strip()):
        return _("This is not a web address that everybody can reach.")
    if has_sign_in or port not in (None, 443):
        return _("Leave sign-in names and port numbers out of the address.")
    return None
