"""The filter of adverts of the national service: the same parameters as that of employers' own opportunities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from employers.enums import OpportunityKind
from employers.filters import OpportunityFilter, clean_occupation
from employers.models import Vacancy
from employers.queries.outcodes import CLOSES_WITHIN, WITHIN, Near, clean_age, outcodes_in
from employers.rules.opportunities import APPRENTICE_AGE
from lmi.places import UnknownPlaceError, resolve_place
from lmi.queries.context import Facts
from lmi.register import UK
from pathways.book import route_book
from pathways.enums import LinkKind, LinkRole
from pathways.filtering import FactFilter, with_words
from pathways.models import StandardCode

SOURCE = "apprenticeship-vacancies"
CODES = "apprenticeship-standards-2021"
# What employers here say of themselves, and no advert does: asked for, it leaves adverts out.
NOT_SAID = ("sector", "size", "trains_you", "employer")
_LEVEL = re.compile(r"\s*\(level [0-9]\)\s*$", re.IGNORECASE)


def open_vacancies(facts: Facts, today: date) -> QuerySet[Vacancy]:
    """Adverts of the published edition that have not closed."""
    rows: QuerySet[Vacancy] = Vacancy.objects.of_releases(facts.editions.of(SOURCE)).still_open(today)
    return rows


def course_name(course: str) -> str:
    """A course's title without the level that adverts put behind it."""
    return _LEVEL.sub("", course)


def of_occupation(facts: Facts, group: str) -> Q:
    """Adverts of the standards that qualify for an occupation or group: by LARS code (list of 2021), or by title."""
    book = route_book(facts.editions)
    links = (link for link in book.all_links() if link.kind == LinkKind.OCCUPATION_STANDARD)
    references = {link.target for link in links if link.source.startswith(group) and link.role == LinkRole.QUALIFIES}
    codes = StandardCode.objects.of_releases(facts.editions.of(CODES)).filter(reference__in=references)
    titles = {book.standards[one] for one in references if one in book.standards}
    named = Q(standard_code__in=list(codes.values_list("lars_code", flat=True)))
    for one in sorted(titles, key=lambda standard: standard.reference):
        if one.level is not None:
            named |= Q(course__iexact=f"{one.title} (level {one.level})")
    return named


class VacancyFilter(FactFilter):
    """Open adverts for apprenticeships. The soonest to close comes first."""

    sorts: ClassVar[Mapping[str, str | Promise]] = OpportunityFilter.sorts
    tie: ClassVar[tuple[str, ...]] = ("closes_on", "title", "pk")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words"))
    area = django_filters.CharFilter(method="filter_area", label=gettext_lazy("Place"))
    within = django_filters.ChoiceFilter(
        method="filter_within", choices=WITHIN, label=gettext_lazy("How far from there")
    )
    kind = django_filters.ChoiceFilter(
        method="filter_kind", choices=OpportunityKind.choices, label=gettext_lazy("What it is")
    )
    age = django_filters.CharFilter(method="filter_age", label=gettext_lazy("Your age"))
    soc2020 = django_filters.CharFilter(method="filter_soc2020", label=gettext_lazy("Kind of work"))
    closes_within = django_filters.ChoiceFilter(
        method="filter_closes_within", choices=CLOSES_WITHIN, label=gettext_lazy("Closes")
    )

    class Meta:
        model = Vacancy
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        given = data or {}
        self.near = Near(facts, str(given.get("within") or ""))
        self.asks_what_none_says = any(given.get(name) for name in NOT_SAID)
        super().__init__(data, facts=facts, today=today)
        self.check("area", self._clean_area)
        self.check("soc2020", lambda value: clean_occupation(facts, value))
        self.check("age", clean_age)

    def _clean_area(self, value: str) -> str:
        try:
            place = resolve_place(value, self.facts.editions)
        except UnknownPlaceError as error:
            raise ValidationError(error.message) from None
        self.near.measure_from(value)
        return place.area.code

    def listed(self) -> QuerySet[Any]:
        """What can still be applied for; nothing where something is asked that no advert says."""
        return open_vacancies(self.facts, self.today) if not self.asks_what_none_says else Vacancy.objects.none()

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word in the title, the course or the employer's name."""
        return queryset.filter(with_words(value, "title", "course", "employer"))

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Adverts with a place of work there, or so near; in England also those for people from anywhere in it."""
        if value == UK:
            return queryset
        outcodes = self.near.outcodes if self.near.outcodes is not None else outcodes_in(self.facts, value)
        anywhere = Q(is_national=True) if self.facts.places[value].in_england else Q()
        return queryset.filter(Q(outcodes__overlap=outcodes) | anywhere)

    def filter_within(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Part of the filter by area; without one it narrows nothing."""
        return queryset

    def filter_kind(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All of them are apprenticeship vacancies."""
        return queryset if value == OpportunityKind.VACANCY else queryset.none()

    def filter_age(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Apprentices are at least 16; adverts name no highest age."""
        return queryset if int(value) >= APPRENTICE_AGE else queryset.none()

    def filter_closes_within(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Adverts that close in so many days."""
        return queryset.filter(closes_on__lte=self.today + timedelta(days=int(value)))

    def filter_soc2020(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Adverts of standards that lead into the occupation or group."""
        return queryset.filter(of_occupation(self.facts, value))
