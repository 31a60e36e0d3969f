"""Providers near a place: how near in bands, why they are listed, and how old the lists are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import Figure
from lmi.places import PlaceAnswer, UnknownPlaceError
from lmi.queries.context import Facts
from pathways.enums import ProviderKind
from pathways.models import Provider, ProviderDelivery
from pathways.near import DELIVERY, Point, authorities_near, band_of, band_words
from pathways.provider_filter import ProviderFilter
from pathways.queries.apprenticeships import ProviderRate, provider_rates
from pathways.queries.provider_lists import SOURCE_OF, ListAge, ProviderRecord, list_ages, record_of

LONGEST = 50
_WHERE_UNKNOWN = gettext_lazy(
    "The lists say who trains for this standard, and where each trains apprentices of any kind. They do not say "
    "where it trains for this one: ask the provider."
)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A provider within the distance. `miles` is the band, None beyond the widest; `where` says it in a sentence.

    `rate` is its achievement rate for the standard that was asked for, None where none is published.
    """

    record: ProviderRecord
    miles: int | None
    band: str
    where: str
    rate: ProviderRate | None = None

    @property
    def achievement(self) -> Figure | None:
        """The rate as a figure, or None."""
        return self.rate.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class NearAnswer:
    """Providers near a place, nearest first. `total` counts all within `miles`; `providers` may be fewer.

    `words` says how many there are in our lists, and never that there is nobody; `ages` how old they are;
    `note` what the lists cannot tell about the standard that was asked for, or "".
    """

    place: PlaceAnswer
    miles: int
    total: int
    providers: tuple[Nearby, ...]
    words: str
    note: str
    ages: tuple[ListAge, ...]


def providers_near(
    facts: Facts, place: str, today: date, *, asked: Mapping[str, str] | None = None, limit: int = LONGEST
) -> NearAnswer:
    """Providers near a postcode, town or area; `asked` are other parameters of ProviderFilter ("kind", "standard" ...).

    Ten SQL statements at most. Raises UnknownPlaceError when the place cannot be used; other wrong values
    are left out, as everywhere.
    """
    found = ProviderFilter({**(asked or {}), "near": place}, facts=facts, today=today)
    problems = found.bad_values
    if "near" in problems or found.point is None:
        raise UnknownPlaceError(
            " ".join(problems.get("near", [_("Type a postcode, a town or the name of an area.")])), found.suggestions
        )
    return near_answer(found, found.point, limit=limit)


def near_answer(found: ProviderFilter, point: Point, *, limit: int = LONGEST) -> NearAnswer:
    """The answer for a filter that has a place; at most eight SQL statements."""
    facts, queryset = found.facts, found.qs
    total, rows = queryset.count(), list(queryset[:limit])
    reference = found.form.cleaned_data.get("standard")
    rates = {rate.ukprn: rate for rate in provider_rates(facts, reference).rows} if reference and rows else {}
    areas = _nearest_areas(facts, point, found.miles, rows)
    kind = found.form.cleaned_data.get("kind") or _kind_of(found)
    sources = [SOURCE_OF[ProviderKind(kind)]] if kind else SOURCE_OF.values()
    return NearAnswer(
        place=point.answer,
        miles=found.miles,
        total=total,
        providers=tuple(_nearby(facts, row, point, areas, rates) for row in rows),
        words=_count_words(total, found.miles, point),
        note=str(_WHERE_UNKNOWN) if reference else "",
        ages=list_ages(facts, found.today, sources),
    )


def _kind_of(found: ProviderFilter) -> str:
    """The only kind that a filter by what is taught can leave; empty for every kind."""
    cleaned = found.form.cleaned_data
    teaches = {
        "standard": ProviderKind.APPRENTICESHIP,
        "tlevel": ProviderKind.TLEVEL,
        "subject": ProviderKind.HIGHER,
    }
    return next((str(kind) for name, kind in teaches.items() if cleaned.get(name)), "")


def _count_words(total: int, miles: int, point: Point) -> str:
    values = {"total": total, "miles": miles, "place": point.answer.name}
    if total:
        return _("Providers in our lists within %(miles)d miles of %(place)s: %(total)d.") % values
    return (
        _(
            "Our lists are not complete: providers within %(miles)d miles of %(place)s may be missing from them. "
            "Check as said beside each list."
        )
        % values
    )


def _nearest_areas(facts: Facts, point: Point, miles: int, rows: Sequence[Provider]) -> dict[str, str]:
    """The nearest authority in which each provider of apprenticeships trains, by UKPRN; one SQL statement."""
    trainers = [row.ukprn for row in rows if row.kind == ProviderKind.APPRENTICESHIP]
    if not trainers:
        return {}
    near = authorities_near(point, facts.places, miles)
    held = ProviderDelivery.objects.of_releases(facts.editions.of(DELIVERY)).filter(ukprn__in=trainers, area__in=near)
    pairs = set(held.values_list("ukprn", "area"))
    # The farther first, so that the nearest one stays.
    ordered = sorted(pairs, key=lambda pair: (near[pair[1]], pair[1]), reverse=True)
    own = [(ukprn, area) for ukprn, area in ordered if area == point.authority]
    return dict([*ordered, *own])


def _nearby(
    facts: Facts, row: Any, point: Point, areas: Mapping[str, str], rates: Mapping[str, ProviderRate]
) -> Nearby:
    record, band = record_of(facts, row), band_words(row.km)
    if record.kind == ProviderKind.APPRENTICESHIP:
        where = _where_trained(facts, areas.get(record.ukprn, ""), point, band)
    elif record.kind == ProviderKind.TLEVEL:
        where = _("%(band)s, to the nearest of its sites in the list") % {"band": band}
    else:
        where = _("%(band)s, %(basis)s") % {"band": band, "basis": record.placed_words}
    return Nearby(record, band_of(row.km), band, where, rates.get(record.ukprn))


def _where_trained(facts: Facts, area: str, point: Point, band: str) -> str:
    name = facts.places[area].name if area else ""
    if area and area == point.authority:
        return _("trains apprentices in %(area)s, where %(place)s is") % {"area": name, "place": point.answer.name}
    return _("trains apprentices in %(area)s, the centre of which is %(band)s") % {"area": name, "band": band}
