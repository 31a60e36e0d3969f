"""What employers here say they prefer, beside the people in the work and what universities state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employers.enums import Weight
from employers.models import EmployerEntry, PreferredQualification, ProfileSite, RoleProfile, Site
from employers.queries.beside import MixPart, Universities, qualification_mix, routes_of_people, universities
from employers.queries.counting import Statement, base_of, shown, strongest
from employers.queries.places import lies_in
from employers.queries.titles import Key, key_of, title_of
from evidence.figures import Figure, Quality, Reason, ReleaseRef, Unit
from lmi.queries.context import Facts
from lmi.register import ALL_OCCUPATIONS, UK
from pathways.book import Book, route_book

SOURCE = "stated-preferences"


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """How many distinct employers make what of one qualification; figures are employers, None under five."""

    kind: str
    subject: str
    title: str
    essential: Figure
    useful: Figure
    we_train: Figure

    @property
    def figures(self) -> tuple[Figure, Figure, Figure]:
        """Essential, useful, "we train you"."""
        return self.essential, self.useful, self.we_train


@dataclass(frozen=True, slots=True)
class Stated:
    """What employers state of one group of occupations in one area, both as they really are.

    `rows` have a number each, most employers first; `few` are titles of what fewer than five employers name in
    every way. `base` is the number of employers, "at least" where the exact one would give some away.
    `is_widened` says that a wider group or area answers than was asked for; every figure is labelled so.
    """

    soc2020: str
    area: str
    asked_soc2020: str
    asked_area: str
    sector: str
    base: Figure
    rows: tuple[PreferenceRow, ...]
    few: tuple[str, ...]
    has_demo: bool

    @property
    def is_widened(self) -> bool:
        """Whether it answers for more than was asked."""
        return (self.soc2020, self.area) != (self.asked_soc2020, self.asked_area)

    @property
    def has_numbers(self) -> bool:
        """Whether at least five employers are behind it."""
        return self.base.value is not None


@dataclass(frozen=True, slots=True)
class Profile:
    """A published role profile as far as counting needs it; sites are pairs of authority and region."""

    pk: int
    employer: int
    soc2020: str
    is_demo: bool
    sectors: tuple[str, ...]
    sites: tuple[tuple[str, str], ...]

    def is_of(self, soc2020: str, sector: str) -> bool:
        """Whether it belongs to a group of occupations and a sector ("" for all)."""
        in_group = soc2020 in ("", ALL_OCCUPATIONS) or self.soc2020.startswith(soc2020)
        return in_group and (not sector or any(one.startswith(sector) for one in self.sectors))


@dataclass(frozen=True, slots=True)
class Named:
    """One qualification that a profile names."""

    profile: int
    key: Key
    weight: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Every published profile of a wide enough group, with what it names: read once, counted in several ways."""

    profiles: tuple[Profile, ...]
    named: tuple[Named, ...]

    def of(self, facts: Facts, soc2020: str, area: str, sector: str) -> list[Profile]:
        """Profiles of a group, an area and a sector."""
        return [p for p in self.profiles if p.is_of(soc2020, sector) and lies_in(facts, area, p.sites)]

    def statements(self, profiles: Iterable[Profile]) -> list[Statement[Key]]:
        """What these profiles' employers say."""
        employer = {profile.pk: profile.employer for profile in profiles}
        return [Statement(employer[n.profile], n.key, n.weight) for n in self.named if n.profile in employer]


def read_pool(today: date, within: str = "") -> Pool:
    """Published profiles of a group of occupations ("" for all) and what they name; five SQL statements."""
    rows = RoleProfile.objects.published(today).filter(soc2020__startswith="" if within == ALL_OCCUPATIONS else within)
    found = list(rows.order_by("pk").values_list("pk", "organisation_id", "soc2020", "organisation__is_demo"))
    ids, employers = [row[0] for row in found], {row[1] for row in found}
    entries = EmployerEntry.objects.published(today).filter(organisation__in=employers)
    sectors = dict(entries.values_list("organisation_id", "sectors"))
    of_profile = _grouped(ProfileSite.objects.filter(profile__in=ids), "profile_id", "site__area", "site__region")
    of_employer = _grouped(
        Site.objects.filter(organisation__in=employers, is_closed=False), "organisation_id", "area", "region"
    )
    named = PreferredQualification.objects.filter(profile__in=ids).order_by("pk")
    return Pool(
        tuple(
            Profile(
                pk, employer, soc2020, is_demo, tuple(sectors.get(employer, ())),
                of_profile.get(pk) or of_employer.get(employer, ()),
            )
            for pk, employer, soc2020, is_demo in found
        ),
        tuple(
            Named(profile, key_of(kind, subject), weight)
            for profile, kind, subject, weight in named.values_list("profile_id", "kind", "subject", "weight")
        ),
    )  # fmt: skip


def _grouped(rows: Any, owner: str, area: str, region: str) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for pk, authority, wider in rows.order_by("pk").values_list(owner, area, region):
        found[pk] = (*found.get(pk, ()), (authority, wider))
    return found


def stated(facts: Facts, today: date, *, soc2020: str = "", area: str = "", sector: str = "") -> Stated:
    """What employers state of a group of occupations in an area and a sector, the work before the place.

    Where fewer than five employers are behind the group and area asked for, an ever wider area answers, and
    then an ever wider group, up to the major group in the UK; the sector stays. Where nothing has five, the
    answer is of what was asked, without numbers. Six SQL statements when the book is in memory.
    Raises lmi.register.UnknownOccupationError and UnknownAreaError.
    """
    return _stated(facts, route_book(facts.editions), today, (soc2020 or ALL_OCCUPATIONS, area or UK), sector)


def _stated(facts: Facts, book: Book, today: date, asked: tuple[str, str], sector: str) -> Stated:
    groups = facts.soc[asked[0]].chain
    return _first_answer(facts, book, read_pool(today, groups[-1]), today, groups, asked, sector)


def _first_answer(
    facts: Facts, book: Book, pool: Pool, today: date, groups: Iterable[str], asked: tuple[str, str], sector: str
) -> Stated:
    areas = [place.code for place in facts.places.widening(asked[1])]
    for group in groups:
        for where in areas:
            found = count(facts, book, pool, today, (group, where), asked, sector)
            if found.has_numbers:
                return found
    return count(facts, book, pool, today, asked, asked, sector)


def count(
    facts: Facts, book: Book, pool: Pool, today: date, at: tuple[str, str], asked: tuple[str, str], sector: str
) -> Stated:
    """The counts of one group and area, labelled with what was asked for; no SQL."""
    profiles = pool.of(facts, at[0], at[1], sector)
    counts = strongest(pool.statements(profiles))
    employers = {profile.employer for profile in profiles}
    figure = Counter(facts, today, at, asked)
    rows, few = _rows(book, counts, figure)
    base = base_of(len(employers), counts.values())
    return Stated(
        soc2020=at[0],
        area=at[1],
        asked_soc2020=asked[0],
        asked_area=asked[1],
        sector=sector,
        base=figure.of("employers", base.value, is_exact=base.is_exact),
        rows=rows if base.value is not None else (),
        few=few,
        has_demo=any(profile.is_demo for profile in profiles),
    )


def _rows(
    book: Book, counts: Mapping[Key, Mapping[str, int]], figure: Counter
) -> tuple[tuple[PreferenceRow, ...], tuple[str, ...]]:
    """Rows with a number, most employers first, ties by title; and titles of the coded rest, by title."""
    rows, few = [], []
    for key, of_key in counts.items():
        title = title_of(book, key)
        if any(shown(number) is not None for number in of_key.values()):
            told = {weight: figure.of(f"employers_{weight}", shown(number)) for weight, number in of_key.items()}
            rows.append(
                PreferenceRow(
                    key.kind, key.subject, title, told[Weight.ESSENTIAL], told[Weight.USEFUL], told[Weight.WE_TRAIN]
                )
            )
        elif key.is_coded:  # what employers wrote in their own words is on their own pages
            few.append(title)
    rows.sort(key=lambda row: (*(-(figure.value or 0) for figure in row.figures), row.title))
    return tuple(rows), tuple(sorted(few))


@dataclass(frozen=True, slots=True)
class Counter:
    """Makes figures of counts of employers of one group and area."""

    facts: Facts
    today: date
    at: tuple[str, str]
    asked: tuple[str, str]

    def of(self, measure: str, value: int | None, *, is_exact: bool = True) -> Figure:
        """A count of employers; None reads "fewer than five employers"."""
        soc, places = self.facts.soc, self.facts.places
        lower = value is not None and not is_exact
        return Figure(
            measure=measure,
            value=value,
            unit=Unit.EMPLOYERS,
            period=date_format(self.today, "j F Y"),
            area=places.ref(self.at[1], self.asked[1]),
            level=soc.ref(self.at[0], self.asked[0]),
            population=_("verified employers with a published role profile here"),
            release=release_of(self.today) if value is not None else None,
            quality=Quality.LOWER_BOUND if lower else Quality.NOT_STATED,
            reason="" if value is not None else Reason.FEW_EMPLOYERS,
        )


def release_of(today: date) -> ReleaseRef:
    """How a count of today is cited: there are no editions to go back to."""
    day = date_format(today, "j F Y")
    label = _("What employers state on Waymark, %(day)s, Waymark editors") % {"day": day}
    return ReleaseRef(f"{SOURCE}-{today.isoformat()}", SOURCE, label, day, "final")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Stated preference beside reality, for one occupation or group, area and sector.

    `mix` is of people in the work at the level it is published at; `routes` says that none are held.
    """

    stated: Stated
    mix: tuple[MixPart, ...]
    routes: Figure
    universities: Universities


def preferences(facts: Facts, today: date, *, soc2020: str = "", area: str = "", sector: str = "") -> Preferences:
    """All three for an occupation group (""), area ("": the UK) and section or division of SIC 2007 ("": all).

    Nine SQL statements when the book is in memory, whatever the number of rows. Raises
    lmi.register.UnknownOccupationError and UnknownAreaError.
    """
    book = route_book(facts.editions)
    return Preferences(
        stated=_stated(facts, book, today, (soc2020 or ALL_OCCUPATIONS, area or UK), sector),
        mix=qualification_mix(facts, soc2020, area),
        routes=routes_of_people(facts, soc2020, area),
        universities=universities(facts, book, today, soc2020),
    )
