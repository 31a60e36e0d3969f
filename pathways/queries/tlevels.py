"""Reads of T Levels: versions and what replaced them, specialisms, and where they were taught in 2022."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from evidence.models import Release
from lmi.placenames import kilometres
from lmi.queries.context import Facts
from pathways.enums import OfferStatus
from pathways.models import Specialism, TLevel, TLevelOffer, TLevelStatus
from pathways.queries.apprenticeships import provider_names

REGISTER = "tlevels"
SPECIALISMS = "tlevel-specialisms"
STATUS = "waymark-tlevel-status"
OFFERS = "tlevel-providers-2022"
PROVIDERS = "tlevel-provider-list-2022"
FINDER = "https://www.tlevels.gov.uk/students/find"


class UnknownTLevelError(Exception):
    """No version of a T Level has this number or code; `code` is what was asked for."""

    def __init__(self, code: object) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class TLevelSummary:
    """One version of a T Level, as lists and links show it, on a day.

    `is_open` says whether it can be started on that day. `first_start` and `last_start` are months (as
    their first day), None when not known. `status` is empty where our editors have not said one.
    """

    number: int
    name: str
    lars_code: str
    sector: str
    start_year: int
    status: str
    status_words: str
    is_open: bool
    first_start: date | None
    last_start: date | None
    replaced_by: tuple[int, ...]
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class SpecialismSummary:
    """An occupational specialism."""

    number: int
    name: str
    lars_code: str


@dataclass(frozen=True, slots=True)
class Site:
    """Where a provider said it would teach the T Level from `first_year` on.

    `name` is the site's own name, empty where it has none. `tlevel` is the version that was listed: an
    earlier one where this one began after the list.
    `distance_km` is None when no place was given or the site has no position.
    """

    ukprn: str
    provider: str
    site: int
    name: str
    town: str
    outcode: str
    first_year: int
    website: str
    latitude: float | None
    longitude: float | None
    tlevel: int
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class ListAge:
    """How old a list of providers is, and where to check; `years` whole years since its month."""

    release: ReleaseRef | None
    years: int | None
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class TLevelDetail:
    """Everything the page of a T Level shows.

    `redirect_to` is the number of the one version that took this one's place (over several steps),
    None when it has not been replaced by exactly one. `sites` come nearest first where a place was
    given, else by provider's name.
    """

    summary: TLevelSummary
    release: ReleaseRef
    status_release: ReleaseRef | None
    specialisms: tuple[SpecialismSummary, ...]
    replaced_by: tuple[TLevelSummary, ...]
    replaces: tuple[TLevelSummary, ...]
    redirect_to: int | None
    sites: tuple[Site, ...]
    list_age: ListAge


def tlevel_detail(
    facts: Facts, number: int, today: date, *, latitude: float | None = None, longitude: float | None = None
) -> TLevelDetail:
    """A version of a T Level on `today`, its sites seen from a position if one is given; six SQL statements.

    Raises UnknownTLevelError.
    """
    versions = _versions(facts, today)
    if number not in versions:
        raise UnknownTLevelError(number)
    summary, release_id, status_release = versions[number]
    summaries = {n: version for n, (version, _release, _status) in versions.items()}
    listed = [number, *_earlier(number, summaries)]
    return TLevelDetail(
        summary=summary,
        release=facts.editions.ref(release_id),
        status_release=facts.editions.ref(status_release) if status_release else None,
        specialisms=_specialisms(facts, number),
        replaced_by=tuple(summaries[n] for n in summary.replaced_by if n in summaries),
        replaces=tuple(other for other in summaries.values() if number in other.replaced_by),
        redirect_to=successor(number, summaries),
        sites=tuple(_sites(facts, listed, latitude, longitude)),
        list_age=list_age(facts, today),
    )


def tlevels_by_number(facts: Facts, today: date, numbers: Iterable[int] | None = None) -> dict[int, TLevelSummary]:
    """Versions by number (all of them when none is named), in the order of numbers; two SQL statements."""
    found = {number: summary for number, (summary, _release, _status) in _versions(facts, today).items()}
    if numbers is None:
        return found
    wanted = set(numbers)
    return {number: summary for number, summary in found.items() if number in wanted}


def tlevel_of_code(facts: Facts, code: str) -> int:
    """The version that has this LARS code, or that offers the specialism which has it; two SQL statements at most.

    Of several versions that share a specialism the latest. Raises UnknownTLevelError.
    """
    asked = code.strip().upper()
    versions = TLevel.objects.of_releases(facts.editions.of(REGISTER)).filter(lars_code=asked)
    number = versions.values_list("number", flat=True).first()
    if number is None:
        rows = Specialism.objects.of_releases(facts.editions.of(SPECIALISMS)).filter(lars_code=asked)
        number = max(rows.values_list("tlevels", flat=True).first() or [0])
    if not number:
        raise UnknownTLevelError(code)
    return int(number)


def successor(number: int, versions: Mapping[int, TLevelSummary]) -> int | None:
    """The version at the end of the chain of replacements, as long as each step has exactly one; else None.

    A version that can still be started has none, even where a newer one stands beside it.
    """
    seen, here = {number}, number
    while not versions[here].is_open and len(versions[here].replaced_by) == 1:
        following = versions[here].replaced_by[0]
        if following in seen or following not in versions:
            break
        seen.add(following)
        here = following
    return here if here != number else None


def list_age(facts: Facts, today: date) -> ListAge:
    """How old the list of providers is on `today`; one SQL statement. It never says that there is nobody near."""
    pk = facts.editions.latest(OFFERS)
    held = Release.objects.filter(pk=pk).values_list("period_start", flat=True).first() if pk else None
    check = _("Check with the school or college, or on the official list: %(address)s") % {"address": FINDER}
    if pk is None or held is None:
        return ListAge(None, None, check, FINDER)
    years = today.year - held.year - (today.month < held.month)
    age = _("Our list is of %(month)s. Schools and colleges have begun and stopped teaching T Levels since.")
    return ListAge(facts.editions.ref(pk), years, f"{age % {'month': _month(held)}} {check}", FINDER)


def _versions(facts: Facts, today: date) -> dict[int, tuple[TLevelSummary, int, int | None]]:
    """Each version with the release of its row and of its status, by number."""
    states = {row.number: row for row in TLevelStatus.objects.of_releases(facts.editions.of(STATUS))}
    rows = TLevel.objects.of_releases(facts.editions.of(REGISTER)).order_by("number")
    return {
        row.number: (
            _summary(row, states.get(row.number), today),
            row.release_id,
            states[row.number].release_id if row.number in states else None,
        )
        for row in rows
    }


def _summary(row: TLevel, state: TLevelStatus | None, today: date) -> TLevelSummary:
    first = state.first_start if state else None
    last = state.last_start if state else None
    status = state.status if state else ""
    return TLevelSummary(
        *(row.number, row.name, row.lars_code, row.sector, row.start_year, status),
        status_words=status_words(status, first, last, today),
        is_open=bool(status) and _has_begun(first, today) and not _has_ended(status, last, today),
        first_start=first,
        last_start=last,
        replaced_by=tuple(state.replaced_by) if state else (),
        basis=state.basis if state else "",
        note=state.note if state else "",
    )


def _has_begun(first: date | None, today: date) -> bool:
    return first is None or first <= today


def _has_ended(status: str, last: date | None, today: date) -> bool:
    """The month of the last start is over; without a month, the status decides."""
    return last < today.replace(day=1) if last else status != OfferStatus.OPEN


def status_words(status: str, first: date | None, last: date | None, today: date) -> str:
    """Whether a version can be started on `today`, in a sentence."""
    if not status:
        return _("Our list does not say whether it can still be started.")
    if first and not _has_begun(first, today):
        return _("Opens in %(month)s.") % {"month": _month(first)}
    if not _has_ended(status, last, today):
        return (
            _("Open; the last start is in %(month)s.") % {"month": _month(last)} if last else _("Open to new starts.")
        )
    closed = (
        _("Replaced by a newer version: no new starts.")
        if status == OfferStatus.SUPERSEDED
        else _("Closed: no new starts.")
    )
    return f"{closed} {_('The last start was in %(month)s.') % {'month': _month(last)}}" if last else closed


def _month(day: date) -> str:
    return date_format(day, "F Y")


def _earlier(number: int, versions: Mapping[int, TLevelSummary]) -> Iterator[int]:
    """Versions that this one replaced as the newer version of the same T Level, directly or over several steps.

    A T Level that closed, and whose students are sent to another subject, is no version of that.
    """
    wanted, seen = [number], {number}
    while wanted:
        following = wanted.pop()
        for other in versions.values():
            renewed = other.status == OfferStatus.SUPERSEDED and following in other.replaced_by
            if renewed and other.number not in seen:
                seen.add(other.number)
                wanted.append(other.number)
                yield other.number


def _specialisms(facts: Facts, number: int) -> tuple[SpecialismSummary, ...]:
    rows = Specialism.objects.of_releases(facts.editions.of(SPECIALISMS)).filter(tlevels__contains=[number])
    return tuple(SpecialismSummary(row.number, row.name, row.lars_code) for row in rows.order_by("name", "number"))


def _sites(facts: Facts, numbers: Sequence[int], latitude: float | None, longitude: float | None) -> Iterator[Site]:
    """One for each site and version listed, with the first year."""
    held = TLevelOffer.objects.of_releases(facts.editions.of(OFFERS)).filter(tlevel__in=numbers)
    first: dict[tuple[str, int, int], TLevelOffer] = {}
    for row in held.order_by("ukprn", "site", "tlevel", "year"):
        first.setdefault((row.ukprn, row.site, row.tlevel), row)
    names = provider_names(facts, [row.ukprn for row in first.values()], PROVIDERS)
    sites = [
        Site(
            *(row.ukprn, names.get(row.ukprn, ""), row.site, row.name, row.town, row.outcode, row.year, row.website),
            *(row.latitude, row.longitude, row.tlevel, _distance(row, latitude, longitude)),
        )
        for row in first.values()
    ]
    yield from sorted(sites, key=_nearest_first)


def _distance(row: TLevelOffer, latitude: float | None, longitude: float | None) -> float | None:
    if latitude is None or longitude is None or row.latitude is None or row.longitude is None:
        return None
    return round(kilometres(latitude, longitude, row.latitude, row.longitude), 1)


def _nearest_first(site: Site) -> tuple[float, bool, str, str, int, int]:
    distance = math.inf if site.distance_km is None else site.distance_km
    return distance, not site.provider, site.provider.casefold(), site.ukprn, site.site, site.tlevel
