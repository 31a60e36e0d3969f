"""Employers and their role profiles as readers see them: lists and single ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from employers.enums import Size, WayIn, Weight
from employers.models import (
    EmployerEntry,
    Opportunity,
    PreferredQualification,
    ProfileSite,
    ProfileWayIn,
    RoleProfile,
    Site,
)
from lmi.queries.context import Facts


class UnknownEmployerError(Exception):
    """No verified employer with something published has this slug."""


class UnknownRoleProfileError(Exception):
    """The employer has no published role profile with this slug."""


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """An employer in a list; `places` are areas of its sites by name, `sectors` titles of its SIC sections."""

    pk: int
    slug: str
    name: str
    size: str
    sectors: tuple[str, ...]
    places: tuple[str, ...]
    profiles: int
    takes_apprentices: bool
    trains_you: bool
    is_demo: bool

    @property
    def size_words(self) -> str:
        """How many people it employs, in words; "" where its entry does not say."""
        return str(Size(self.size).label) if self.size else ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A role profile in a list. Pay, hours and the rest are on its own page."""

    pk: int
    slug: str
    title: str
    soc2020: str
    occupation: str
    employer: str
    employer_slug: str
    places: tuple[str, ...]
    takes_apprentices: bool
    trains_you: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site: its name, the first half of its postcode and its area. Readers never see more of the address."""

    name: str
    outcode: str
    area: str
    place: str


@dataclass(frozen=True, slots=True)
class EmployerDetail:
    """An employer with all that is published of it; `entry` is None while only role profiles are."""

    organisation: Organisation
    entry: EmployerEntry | None
    row: EmployerRow
    sites: tuple[SiteRow, ...]
    profiles: tuple[ProfileRow, ...]
    opportunities: tuple[Opportunity, ...]


@dataclass(frozen=True, slots=True)
class RoleProfileDetail:
    """A published role profile; its child rows are read. `others` are further profiles of the same employer."""

    profile: RoleProfile
    organisation: Organisation
    entry: EmployerEntry | None
    sites: tuple[SiteRow, ...]
    others: tuple[ProfileRow, ...]


def employer_rows(facts: Facts, today: date, organisations: Iterable[Organisation]) -> tuple[EmployerRow, ...]:
    """These employers as rows, in the order given; four SQL statements however many there are."""
    wanted = list(organisations)
    entries = {e.organisation_id: e for e in EmployerEntry.objects.published(today).filter(organisation__in=wanted)}
    sites: dict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.filter(organisation__in=wanted, is_closed=False):
        sites[site.organisation_id].append(site)
    profiles: dict[int, list[RoleProfile]] = defaultdict(list)
    published = RoleProfile.objects.published(today).filter(organisation__in=wanted)
    for profile in published.prefetch_related("ways_in", "preferred"):
        profiles[profile.organisation_id].append(profile)
    return tuple(_employer(facts, one, entries.get(one.pk), sites[one.pk], profiles[one.pk]) for one in wanted)


def _employer(
    facts: Facts,
    organisation: Organisation,
    entry: EmployerEntry | None,
    sites: Sequence[Site],
    profiles: Sequence[RoleProfile],
) -> EmployerRow:
    return EmployerRow(
        pk=organisation.pk,
        slug=organisation.slug,
        name=organisation.name,
        size=entry.size if entry else "",
        sectors=section_titles(facts, entry),
        places=places_of(facts, sites),
        profiles=len(profiles),
        takes_apprentices=any(takes_apprentices(profile) for profile in profiles),
        trains_you=any(trains_you(profile) for profile in profiles),
        is_demo=organisation.is_demo,
    )


def section_titles(facts: Facts, entry: EmployerEntry | None) -> tuple[str, ...]:
    """Titles of the SIC sections an entry names."""
    return tuple(facts.industries.get(letter, letter) for letter in entry.sections) if entry else ()


def places_of(facts: Facts, sites: Iterable[Site]) -> tuple[str, ...]:
    """Names of the areas that sites lie in, each once, by name."""
    return tuple(sorted({_area_name(facts, site) for site in sites}))


def _area_name(facts: Facts, site: Site) -> str:
    place = facts.places.places.get(site.area) or facts.places.places.get(site.region)
    return place.name if place else site.outcode


def takes_apprentices(profile: RoleProfile) -> bool:
    """Whether apprentices are recruited into the role."""
    return any(way.kind == WayIn.APPRENTICESHIP for way in profile.ways_in.all())


def trains_you(profile: RoleProfile) -> bool:
    """Whether the employer trains people in something it names."""
    return any(one.weight == Weight.WE_TRAIN for one in profile.preferred.all())


def profile_rows(facts: Facts, profiles: Iterable[RoleProfile]) -> tuple[ProfileRow, ...]:
    """Profiles as rows, in the order given; a queryset is read with five SQL statements however many there are."""
    if isinstance(profiles, QuerySet):
        related = ("ways_in", "preferred", "profile_sites__site")
        profiles = profiles.select_related("organisation").prefetch_related(*related)
    return tuple(
        ProfileRow(
            pk=one.pk,
            slug=one.slug,
            title=one.title,
            soc2020=one.soc2020,
            occupation=occupation_title(facts, one.soc2020),
            employer=one.organisation.name,
            employer_slug=one.organisation.slug,
            places=places_of(facts, (row.site for row in one.profile_sites.all())),
            takes_apprentices=takes_apprentices(one),
            trains_you=trains_you(one),
            is_demo=one.organisation.is_demo,
        )
        for one in profiles
    )


def occupation_title(facts: Facts, soc2020: str) -> str:
    """The title of the occupation; "" for none or one that the list no longer has."""
    group = facts.soc.groups.get(soc2020)
    return group.title if group else ""


def published_employer(slug: str) -> Organisation:
    """A verified employer; raises UnknownEmployerError."""
    found = Organisation.objects.verified().filter(kind=OrganisationKind.EMPLOYER, slug=slug).first()
    if found is None:
        raise UnknownEmployerError(slug)
    return found


def employer_detail(facts: Facts, today: date, slug: str) -> EmployerDetail:
    """An employer with its sites, profiles and opportunities; ten SQL statements however many it has.

    Raises UnknownEmployerError, also for one of which nothing is published.
    """
    organisation = published_employer(slug)
    entry = EmployerEntry.objects.published(today).filter(organisation=organisation).first()
    sites = list(Site.objects.filter(organisation=organisation, is_closed=False))
    profiles = list(
        RoleProfile.objects.published(today)
        .filter(organisation=organisation)
        .select_related("organisation")
        .prefetch_related("ways_in", "preferred", "profile_sites__site")
        .order_by("title", "pk")
    )
    offers = tuple(open_opportunities(today).filter(organisation=organisation))
    if entry is None and not profiles and not offers:
        raise UnknownEmployerError(slug)
    return EmployerDetail(
        organisation=organisation,
        entry=entry,
        row=_employer(facts, organisation, entry, sites, profiles),
        sites=tuple(site_row(facts, site) for site in sites),
        profiles=profile_rows(facts, profiles),
        opportunities=offers,
    )


def open_opportunities(today: date) -> QuerySet[Opportunity]:
    """Published opportunities that can still be applied for, the soonest to close first."""
    rows: QuerySet[Opportunity] = Opportunity.objects.published(today).still_open(today)
    return rows.select_related("site", "organisation").order_by("closes_on", "title", "pk")


def site_row(facts: Facts, site: Site) -> SiteRow:
    """A site as readers see it."""
    return SiteRow(site.name, site.outcode, site.area, _area_name(facts, site))


def role_profile_detail(facts: Facts, today: date, employer: str, slug: str) -> RoleProfileDetail:
    """A published role profile of a verified employer, with its lists; ten SQL statements.

    Raises UnknownRoleProfileError; hidden and absent ones answer alike.
    """
    rows = RoleProfile.objects.published(today).filter(organisation__slug=employer, slug=slug)
    related = ("preferred", "skills", "ways_in", "links", "photos", "profile_sites__site")
    profile = rows.select_related("organisation").prefetch_related(*related).first()
    if profile is None:
        raise UnknownRoleProfileError(slug)
    others = RoleProfile.objects.published(today).filter(organisation=profile.organisation).exclude(pk=profile.pk)
    entry = EmployerEntry.objects.published(today).filter(organisation=profile.organisation).first()
    return RoleProfileDetail(
        profile=profile,
        organisation=profile.organisation,
        entry=entry,
        sites=tuple(site_row(facts, row.site) for row in profile.profile_sites.all()),
        others=profile_rows(facts, others.order_by("title", "pk")),
    )


def profiles_of_occupation(facts: Facts, today: date, soc2020: str, most: int = 6) -> tuple[ProfileRow, ...]:
    """Role profiles of one occupation, by employer's name.

    One more than `most` at the most, so that a page can tell that there are more. One SQL statement: it stands
    on a page that makes many others.
    """
    own = ProfileSite.objects.filter(profile=OuterRef("pk")).order_by("pk")
    ways = ProfileWayIn.objects.filter(profile=OuterRef("pk"), kind=WayIn.APPRENTICESHIP)
    trained = PreferredQualification.objects.filter(profile=OuterRef("pk"), weight=Weight.WE_TRAIN)
    rows = RoleProfile.objects.published(today).filter(soc2020=soc2020).select_related("organisation")
    rows = rows.annotate(
        site_areas=ArraySubquery(own.values("site__area")),
        site_regions=ArraySubquery(own.values("site__region")),
        for_apprentices=Exists(ways),
        with_training=Exists(trained),
    )
    occupation = occupation_title(facts, soc2020)
    return tuple(
        ProfileRow(
            pk=one.pk,
            slug=one.slug,
            title=one.title,
            soc2020=soc2020,
            occupation=occupation,
            employer=one.organisation.name,
            employer_slug=one.organisation.slug,
            places=_names(facts, zip(one.site_areas, one.site_regions, strict=True)),
            takes_apprentices=one.for_apprentices,
            trains_you=one.with_training,
            is_demo=one.organisation.is_demo,
        )
        for one in rows.order_by("organisation__name", "title", "pk")[: most + 1]
    )


def _names(facts: Facts, areas: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Names of authorities, or of regions where the authority is not known, each once, by name."""
    known = facts.places.places
    found = (known.get(authority) or known.get(region) for authority, region in areas)
    return tuple(sorted({place.name for place in found if place}))
