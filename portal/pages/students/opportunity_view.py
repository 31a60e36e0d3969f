"""An opportunity, or an advert of the national service, in words, as lists and pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import date as written
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employers.enums import OpportunityKind, PayPeriod, WageKind, WageUnit
from employers.models import Vacancy
from employers.queries.offers import NATIONAL, OfferRow
from employers.vacancy_filter import course_name
from lmi.queries.context import Facts
from pathways.book import route_book

Pair = tuple[str, str]
_DAY = "j F Y"
_MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class OfferView:
    """A line of the list in words."""

    row: OfferRow
    href: str
    kind: str
    where: str
    pay: str
    ages: str
    closes: str
    starts: str
    approval: str

    @property
    def item(self) -> Any:
        """The opportunity or advert itself."""
        return self.row.item

    @property
    def is_national(self) -> bool:
        """Whether it is an advert of the national service."""
        return self.row.origin == NATIONAL

    @property
    def period(self) -> str:
        """First and last day in words."""
        last = getattr(self.item, "ends_on", None)
        if not (self.row.starts_on and last) or last == self.row.starts_on:
            return self.starts
        return _("%(first)s to %(last)s") % {"first": self.starts, "last": written(last, _DAY)}

    @property
    def hours(self) -> str:
        """Hours a week in words, or in all where it lasts one day; "" when not said."""
        hours = self.item.hours_per_week
        if not hours:
            return ""
        words = _("%(hours)s hours in all") if self._is_one_day else _("%(hours)s hours a week")
        return words % {"hours": plain_number(hours)}

    @property
    def _is_one_day(self) -> bool:
        last = getattr(self.item, "ends_on", None)
        return bool(self.row.starts_on) and last == self.row.starts_on


@dataclass(frozen=True, slots=True)
class AdvertView:
    """An advert in words: as a line, with what it leads to."""

    offer: OfferView
    course: str
    standard: str
    qualifications: tuple[tuple[str, str, str], ...]
    address: str


def offer_view(facts: Facts, row: OfferRow) -> OfferView:
    """A line in words."""
    advert = row.item if isinstance(row.item, Vacancy) else None
    return OfferView(
        row=row,
        href=reverse("students:vacancy-detail", args=[row.slug])
        if advert
        else reverse("students:opportunity-detail", args=[row.employer_slug, row.slug]),
        kind=str(OpportunityKind(row.kind).label),
        where=_advert_places(advert) if advert else _places(row),
        pay=_wage(advert) if advert else _pay(row),
        ages=ages(row.min_age, row.max_age),
        closes=written(row.closes_on, _DAY) if row.closes_on else "",
        starts=written(row.starts_on, _DAY) if row.starts_on else "",
        approval="" if row.approvals is None else approved_by(row.approvals),
    )


def advert_view(facts: Facts, row: OfferRow) -> AdvertView:
    """An advert in words; `standard` is the reference of its standard where our list has its title and level."""
    advert = row.item
    name = course_name(advert.course)
    wanted = (name.casefold(), advert.level)
    standards = route_book(facts.editions).standards.values()
    found = next((one.reference for one in standards if (one.title.casefold(), one.level) == wanted), "")
    weights = {"essential": _("Essential"), "useful": _("Useful")}
    asked = tuple(
        (" ".join(filter(None, (one["kind"], one["subject"]))), one["grade"], weights[one["weight"]])
        for one in advert.qualifications
    )
    return AdvertView(offer_view(facts, row), name, found, asked, advert.apply_address or advert.address)


def approved_by(many: int) -> str:
    """How many schools and providers approve an opportunity for their under-18s, in words."""
    if not many:
        return _("Not yet approved by a school, college or training provider")
    said = ngettext(
        "Approved by %(many)d school, college or provider",
        "Approved by %(many)d schools, colleges or providers",
        many,
    )
    return said % {"many": many}


def ages(low: int | None, high: int | None) -> str:
    """Who may come by age, in words; "" without a limit."""
    if low and high:
        return _("Ages %(low)d to %(high)d") % {"low": low, "high": high} if low != high else _("Age %d") % low
    if low:
        return _("From age %d") % low
    return _("Up to age %d") % high if high else ""


def plain_number(number: Decimal) -> str:
    """Without noughts that say nothing: 37.5, 40."""
    return f"{number:,f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"


def pounds(sum_of: Decimal) -> str:
    """Pounds, with pence where there are some."""
    return f"£{sum_of:,.2f}" if sum_of % 1 else f"£{sum_of:,.0f}"


def _range(low: Decimal | None, high: Decimal | None, per: str) -> str:
    low, high = low if low is not None else high, high if high is not None else low
    if low is None or high is None:
        return ""
    sums = pounds(low) if low == high else _("%(low)s to %(high)s") % {"low": pounds(low), "high": pounds(high)}
    return f"{sums} {per}".strip()


def _pay(row: OfferRow) -> str:
    if row.is_unpaid:
        return _("Unpaid")
    return _range(row.pay_low, row.pay_high, str(PayPeriod(row.item.pay_period).label))


def _wage(advert: Vacancy) -> str:
    sums = _range(advert.pay_low, advert.pay_high, str(WageUnit(advert.wage_unit).label))
    return sums or str(WageKind(advert.wage_kind).label)


def _places(row: OfferRow) -> str:
    online = [_("from home or online")] if row.is_remote else []
    return ", ".join([*row.places, *online])


def _advert_places(advert: Vacancy) -> str:
    if advert.is_national:
        return _("Anywhere in England")
    shown = list(advert.outcodes[:_MOST_PLACES])
    more = len(advert.outcodes) - len(shown)
    if more:
        shown.append(ngettext("%(many)d more place", "%(many)d more places", more) % {"many": more})
    return ", ".join(shown)
