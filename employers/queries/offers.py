"""What can be applied for now: employers' own opportunities and adverts of the national service, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from employers.enums import OpportunityKind
from employers.filters import OpportunityFilter
from employers.models import HostApproval, Opportunity, Vacancy
from employers.queries.directory import open_opportunities
from employers.vacancy_filter import VacancyFilter, open_vacancies
from lmi.queries.context import Facts

HERE, NATIONAL = "here", "national"
_SHARED = ("origin", "number", "closes_on", "starts_on", "title")


class UnknownOfferError(Exception):
    """Nothing that can be applied for stands at this address; hidden and absent ones answer alike."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One line of the list. `approvals` None where nobody under 18 may come, or where it is not ours to say."""

    origin: str
    pk: int
    title: str
    kind: str
    employer: str
    employer_slug: str
    slug: str
    places: tuple[str, ...]
    is_remote: bool
    starts_on: date | None
    closes_on: date | None
    min_age: int | None
    max_age: int | None
    pay_low: Decimal | None
    pay_high: Decimal | None
    is_unpaid: bool
    approvals: int | None
    is_demo: bool
    item: Any  # an Opportunity or a Vacancy, as `origin` says


def offers(here: OpportunityFilter, national: VacancyFilter, sort: str) -> QuerySet[Any]:
    """Rows of both lists as one: dicts of origin, number, closes_on, starts_on and title, to read with `offer_rows`.

    `sort` is closes_on, starts_on or title; equal ones stand by closing date, title and number.
    """
    own: QuerySet[Any] = here.qs.order_by().annotate(origin=Value(HERE), number=F("pk")).values(*_SHARED)
    adverts = national.qs.order_by().annotate(origin=Value(NATIONAL), number=F("pk")).values(*_SHARED)
    order = dict.fromkeys((sort, "closes_on", "title", "origin", "number"))
    return own.union(adverts, all=True).order_by(*order)


def with_approvals(rows: QuerySet[Opportunity]) -> QuerySet[Any]:
    """Opportunities that know, as `approvals_standing`, how many schools and providers approve them."""
    standing = HostApproval.objects.standing().filter(opportunity=OuterRef("pk")).order_by().values("opportunity")
    counted = Subquery(standing.annotate(many=Count("pk")).values("many"))
    counted_rows: QuerySet[Any] = rows.annotate(approvals_standing=Coalesce(counted, Value(0)))
    return counted_rows


def offer_rows(facts: Facts, found: Iterable[dict[str, Any]]) -> tuple[OfferRow, ...]:
    """Rows of `offers` with all that a list shows, in the order given; two SQL statements however many."""
    listed = list(found)
    own = with_approvals(Opportunity.objects.filter(pk__in=_of(listed, HERE)).select_related("organisation", "site"))
    rows = {(HERE, one.pk): opportunity_row(facts, one) for one in own}
    adverts = Vacancy.objects.filter(pk__in=_of(listed, NATIONAL))
    rows |= {(NATIONAL, one.pk): _advert_row(one) for one in adverts}
    return tuple(rows[key] for key in ((one["origin"], one["number"]) for one in listed) if key in rows)


def _of(listed: Sequence[dict[str, Any]], origin: str) -> list[int]:
    return [one["number"] for one in listed if one["origin"] == origin]


def opportunity_row(facts: Facts, one: Any) -> OfferRow:
    """An opportunity of `with_approvals`, with its organisation and site, as a row."""
    area = facts.places.places.get(one.site.area) or facts.places.places.get(one.site.region) if one.site else None
    place = (area.name if area else one.site.outcode,) if one.site else ()
    return OfferRow(
        origin=HERE,
        pk=one.pk,
        title=one.title,
        kind=one.kind,
        employer=one.organisation.name,
        employer_slug=one.organisation.slug,
        slug=one.slug,
        places=place,
        is_remote=one.is_remote,
        starts_on=one.starts_on,
        closes_on=one.closes_on,
        min_age=one.min_age,
        max_age=one.max_age,
        pay_low=one.pay_low,
        pay_high=one.pay_high,
        is_unpaid=one.is_unpaid,
        approvals=one.approvals_standing if one.is_for_under_18 else None,
        is_demo=one.organisation.is_demo,
        item=one,
    )


def _advert_row(one: Vacancy) -> OfferRow:
    return OfferRow(
        origin=NATIONAL,
        pk=one.pk,
        title=one.title,
        kind=OpportunityKind.VACANCY,
        employer=one.employer,
        employer_slug="",
        slug=one.reference,
        places=tuple(one.outcodes),
        is_remote=False,
        starts_on=one.starts_on,
        closes_on=one.closes_on,
        min_age=None,
        max_age=None,
        pay_low=one.pay_low,
        pay_high=one.pay_high,
        is_unpaid=False,
        approvals=None,
        is_demo=False,
        item=one,
    )


def opportunity_of(facts: Facts, today: date, employer: str, slug: str) -> OfferRow:
    """One that can be applied for, with its employer, site and role profile; raises UnknownOfferError."""
    rows = open_opportunities(today).filter(organisation__slug=employer, slug=slug).select_related("profile")
    found = with_approvals(rows).first()
    if found is None:
        raise UnknownOfferError(slug)
    return opportunity_row(facts, found)


def vacancy_of(facts: Facts, today: date, reference: str) -> OfferRow:
    """An advert that is still open; raises UnknownOfferError."""
    found = open_vacancies(facts, today).filter(reference=reference).first()
    if found is None:
        raise UnknownOfferError(reference)
    return _advert_row(found)
