"""Filters, sorting and paging of employers, role profiles and opportunities: for the pages and the API alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from employers.enums import OpportunityKind, Size, WayIn, Weight
from employers.models import (
    EmployerEntry,
    Opportunity,
    PreferredQualification,
    ProfileWayIn,
    RoleProfile,
    Site,
)
from employers.queries.outcodes import CLOSES_WITHIN, WITHIN, Near, clean_age
from employers.queries.places import organisations_in, profiles_in, sites_in
from lmi.places import PlaceAnswer, UnknownPlaceError, resolve_place
from lmi.queries.context import Facts
from lmi.register import ALL_OCCUPATIONS
from pathways.filtering import FactFilter, with_words

_YES = (("yes", gettext_lazy("Yes")),)


class EmployersFilter(FactFilter):
    """What all three lists have in common: `q area sector size soc2020 takes_apprentices trains_you sort`.

    `area` is a postcode, town, area name or GSS code; `sector` a section of SIC 2007 by its letter, or a
    division ("C28"); `soc2020` the code of an occupation or a wider group. `place` is what `area` was taken as.
    """

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words"))
    area = django_filters.CharFilter(method="filter_area", label=gettext_lazy("Place"))
    sector = django_filters.CharFilter(method="filter_sector", label=gettext_lazy("Sector"))
    size = django_filters.ChoiceFilter(method="filter_size", choices=Size.choices, label=gettext_lazy("Size"))
    soc2020 = django_filters.CharFilter(method="filter_soc2020", label=gettext_lazy("Kind of work"))
    takes_apprentices = django_filters.ChoiceFilter(
        method="filter_takes_apprentices", choices=_YES, label=gettext_lazy("Takes apprentices")
    )
    trains_you = django_filters.ChoiceFilter(method="filter_trains_you", choices=_YES, label=gettext_lazy("Trains you"))

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        self.place: PlaceAnswer | None = None
        super().__init__(data, facts=facts, today=today)
        self.check("area", self._clean_area)
        self.check("sector", self._clean_sector)
        self.check("soc2020", self._clean_soc2020)

    def _clean_area(self, value: str) -> str:
        try:
            self.place = resolve_place(value, self.facts.editions)
        except UnknownPlaceError as error:
            raise ValidationError(error.message) from None
        return self.place.area.code

    def _clean_sector(self, value: str) -> str:
        return clean_sector(self.facts, value)

    def _clean_soc2020(self, value: str) -> str:
        return clean_occupation(self.facts, value)

    def profiles(self, **where: Any) -> QuerySet[Any]:
        """Published role profiles of the row's organisation."""
        rows: QuerySet[Any] = RoleProfile.objects.published(self.today)
        return rows.filter(organisation=OuterRef(self.organisation), **where)

    @property
    def organisation(self) -> str:
        """The column that holds the row's organisation."""
        return "organisation"

    def of_entries(self, **where: Any) -> Exists:
        """Rows whose organisation has such a published entry."""
        entries = EmployerEntry.objects.published(self.today).filter(organisation=OuterRef(self.organisation))
        return Exists(entries.filter(**where))

    def filter_sector(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Employers in a section, or in a division of one."""
        divisions = [f"{value}{number:02d}" for number in range(1, 100)] if len(value) == 1 else [value]
        return queryset.filter(self.of_entries(sectors__overlap=[value, *divisions]))

    def filter_size(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Employers of a size."""
        return queryset.filter(self.of_entries(size=value))


def clean_sector(facts: Facts, value: str) -> str:
    """A section ("C") or division ("C28") of SIC 2007 in capitals; raises ValidationError for another."""
    code = value.strip().upper()
    if code[:1] not in facts.industries or len(code) not in (1, 3) or (len(code) == 3 and not code[1:].isdecimal()):
        raise ValidationError(
            _("There is no sector %(code)s: give the letter of a section of SIC 2007.") % {"code": value[:20]}
        )
    return code


def clean_occupation(facts: Facts, value: str) -> str:
    """The code of an occupation group; raises ValidationError for another, and for all occupations."""
    if value == ALL_OCCUPATIONS or value not in facts.soc.groups:
        raise ValidationError(_("There is no occupation group %(code)s in SOC 2020.") % {"code": value[:20]})
    return value


class EmployerFilter(EmployersFilter):
    """Verified employers with something published. In order of name: no employer can move up the list."""

    sorts: ClassVar[Mapping[str, str | Promise]] = {
        "name": gettext_lazy("name"),
        "-name": gettext_lazy("name, backwards"),
    }
    tie: ClassVar[tuple[str, ...]] = ("name", "pk")

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    @property
    def organisation(self) -> str:
        """The row is the organisation."""
        return "pk"

    def listed(self) -> QuerySet[Any]:
        """Employers that are verified and have a published entry or role profile."""
        rows = Organisation.objects.verified().filter(kind=OrganisationKind.EMPLOYER)
        return rows.filter(Q(self.of_entries()) | Q(Exists(self.profiles())))

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word in the name, or in the title of a published role profile."""
        titled = self.profiles().filter(with_words(value, "title"))
        return queryset.filter(with_words(value, "name") | Q(Exists(titled)))

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Employers with a site in the area."""
        return queryset.filter(organisations_in(self.facts, value))

    def filter_soc2020(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Employers with a role profile of the occupation or group."""
        return queryset.filter(Exists(self.profiles(soc2020__startswith=value)))

    def filter_takes_apprentices(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Employers that recruit apprentices into some role."""
        return queryset.filter(Exists(self.profiles(ways_in__kind=WayIn.APPRENTICESHIP)))

    def filter_trains_you(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Employers that train people in something they ask for."""
        return queryset.filter(Exists(self.profiles(preferred__weight=Weight.WE_TRAIN)))


class RoleProfileFilter(EmployersFilter):
    """Published role profiles. `employer` is the slug of one."""

    sorts: ClassVar[Mapping[str, str | Promise]] = {
        "title": gettext_lazy("title"),
        "employer": gettext_lazy("employer"),
        "soc2020": gettext_lazy("kind of work"),
    }
    columns: ClassVar[Mapping[str, str]] = {"employer": "organisation__name"}
    tie: ClassVar[tuple[str, ...]] = ("title", "organisation__name", "pk")

    employer = django_filters.CharFilter(method="filter_employer", label=gettext_lazy("Employer"))

    class Meta:
        model = RoleProfile
        fields: ClassVar[list[str]] = []

    def listed(self) -> QuerySet[Any]:
        """What readers may see."""
        rows: QuerySet[Any] = RoleProfile.objects.published(self.today)
        return rows

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word in the title or the employer's name."""
        return queryset.filter(with_words(value, "title", "organisation__name"))

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Roles done in the area."""
        return queryset.filter(profiles_in(self.facts, value))

    def filter_soc2020(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Roles of the occupation or group."""
        return queryset.filter(soc2020__startswith=value)

    def filter_takes_apprentices(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Roles that apprentices are recruited into."""
        ways = ProfileWayIn.objects.filter(profile=OuterRef("pk"), kind=WayIn.APPRENTICESHIP)
        return queryset.filter(Exists(ways))

    def filter_trains_you(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Roles for which the employer trains people in something."""
        trained = PreferredQualification.objects.filter(profile=OuterRef("pk"), weight=Weight.WE_TRAIN)
        return queryset.filter(Exists(trained))

    def filter_employer(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One employer's."""
        return queryset.filter(organisation__slug=value)


class OpportunityFilter(EmployersFilter):
    """Published opportunities that can still be applied for. The soonest to close comes first."""

    sorts: ClassVar[Mapping[str, str | Promise]] = {
        "closes_on": gettext_lazy("closing date"),
        "starts_on": gettext_lazy("first day"),
        "title": gettext_lazy("title"),
    }
    tie: ClassVar[tuple[str, ...]] = ("closes_on", "title", "pk")

    within = django_filters.ChoiceFilter(
        method="filter_within", choices=WITHIN, label=gettext_lazy("How far from there")
    )
    kind = django_filters.ChoiceFilter(choices=OpportunityKind.choices, label=gettext_lazy("What it is"))
    age = django_filters.CharFilter(method="filter_age", label=gettext_lazy("Your age"))
    closes_within = django_filters.ChoiceFilter(
        method="filter_closes_within", choices=CLOSES_WITHIN, label=gettext_lazy("Closes")
    )
    employer = django_filters.CharFilter(method="filter_employer", label=gettext_lazy("Employer"))

    class Meta:
        model = Opportunity
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        self.near = Near(facts, str((data or {}).get("within") or ""))
        self.check("age", clean_age)

    def _clean_area(self, value: str) -> str:
        code = super()._clean_area(value)
        self.near.measure_from(value)
        return code

    def listed(self) -> QuerySet[Any]:
        """What readers may see and can still apply for."""
        rows: QuerySet[Any] = Opportunity.objects.published(self.today).still_open(self.today)
        return rows

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word in the title or the employer's name."""
        return queryset.filter(with_words(value, "title", "organisation__name"))

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Offers at a site in the area, or so near, and those that name no site of employers with one there."""
        if self.near.outcodes is not None:
            sites = Site.objects.filter(outcode__in=self.near.outcodes)
            of_employer = Exists(sites.filter(organisation=OuterRef("organisation"), is_closed=False))
            return queryset.filter(Exists(sites.filter(pk=OuterRef("site"))) | (Q(site=None) & Q(of_employer)))
        there = Exists(Site.objects.filter(sites_in(self.facts, value), pk=OuterRef("site")))
        return queryset.filter(Q(there) | (Q(site=None) & Q(organisations_in(self.facts, value, "organisation"))))

    def filter_within(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Part of the filter by area; without one it narrows nothing."""
        return queryset

    def filter_age(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Offers that somebody of this age may take part in."""
        old_enough = Q(min_age=None) | Q(min_age__lte=int(value))
        return queryset.filter(old_enough, Q(max_age=None) | Q(max_age__gte=int(value)))

    def filter_closes_within(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Offers that close in so many days."""
        return queryset.filter(closes_on__lte=self.today + timedelta(days=int(value)))

    def filter_soc2020(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Offers of the occupation or group."""
        return queryset.filter(soc2020__startswith=value)

    def filter_takes_apprentices(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Apprenticeship vacancies."""
        return queryset.filter(kind=OpportunityKind.VACANCY)

    def filter_trains_you(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Offers of employers that train people."""
        return queryset.filter(Exists(self.profiles(preferred__weight=Weight.WE_TRAIN)))

    def filter_employer(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One employer's."""
        return queryset.filter(organisation__slug=value)
