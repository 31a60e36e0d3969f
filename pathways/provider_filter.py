"""The filter of providers: by what they are, what they teach, and how near that is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.enums import AreaKind
from lmi.places import PlaceSuggestion, UnknownPlaceError
from lmi.queries.context import Facts
from pathways.enums import ProviderKind
from pathways.filtering import FactFilter, distinct, one_of, with_words
from pathways.models import DegreeSubject, GraduateOutcome, Provider, ProviderStandard, Standard, TLevel, TLevelOffer
from pathways.near import BANDS, KM_PER_MILE, Point, authorities_near, km_to_provider, point_of
from pathways.queries.subjects import degree_subjects

LISTS = ("apprenticeship-providers", "tlevel-provider-list-2022", "universities", "schools")
CLOSED = "Closed"
USUAL_MILES = 25
LONGEST_NUMBER = 4  # digits


class ProviderFilter(FactFilter):
    """`q kind type region near distance standard tlevel subject status sort`.

    With `near`, rows have `km`: for providers of apprenticeships to the centre of the nearest authority where
    they train (the reader's own counts whatever its size), for those of T Levels to the nearest site, for
    the others to their place; providers without a place are left out. `distance` is miles, 25 without one.
    Closed schools are left out unless `status` asks for them. `standard`, `tlevel` and `subject` each narrow
    to the list that says so.
    """

    sorts: ClassVar = {"name": gettext_lazy("name"), "distance": gettext_lazy("distance, nearest first")}
    columns: ClassVar = {"distance": "km"}
    tie: ClassVar = ("name", "kind", "key")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words in the name, a UKPRN or URN"))
    kind = django_filters.ChoiceFilter(choices=ProviderKind.choices, label=gettext_lazy("Kind of provider"))
    type = django_filters.CharFilter(field_name="type", label=gettext_lazy("Type, as the list has it"))
    region = django_filters.CharFilter(method="filter_region", label=gettext_lazy("Region or nation"))
    near = django_filters.CharFilter(method="filter_near", label=gettext_lazy("Near (postcode or town)"))
    distance = django_filters.ChoiceFilter(
        method="filter_nothing",
        choices=[(str(miles), gettext_lazy("within %d miles") % miles) for miles in BANDS],
        label=gettext_lazy("Distance"),
    )
    standard = django_filters.CharFilter(method="filter_standard", label=gettext_lazy("Trains for standard"))
    tlevel = django_filters.CharFilter(method="filter_tlevel", label=gettext_lazy("Planned T Level (number)"))
    subject = django_filters.CharFilter(method="filter_subject", label=gettext_lazy("Degree subject (CAH code)"))
    status = django_filters.ChoiceFilter(
        method="filter_nothing",
        choices=[("closed", gettext_lazy("closed only")), ("all", gettext_lazy("open and closed"))],
        label=gettext_lazy("Schools that have closed"),
    )

    class Meta:
        model = Provider
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        self.point: Point | None = None
        self.suggestions: tuple[PlaceSuggestion, ...] = ()
        types = distinct(facts, Provider, "type", *LISTS)
        self.check("type", one_of(types, gettext_lazy("No list has providers of the type “%(value)s”.")))
        self.check("region", self._clean_region)
        self.check("near", self._clean_near)
        self.check("standard", self._clean_standard)
        self.check("tlevel", self._clean_tlevel)
        self.check("subject", clean_subject)

    @property
    def miles(self) -> int:
        """The distance in force."""
        return int(self.form.cleaned_data.get("distance") or USUAL_MILES)

    def listed(self) -> QuerySet[Any]:
        """Every list, one row a provider and list."""
        return Provider.objects.of_releases(self.facts.editions.of(*LISTS))

    def _clean_region(self, value: str) -> str:
        kinds = (AreaKind.REGION, AreaKind.NATION)
        for place in self.facts.places.of_kind(*kinds):
            if value.strip().casefold() in (place.code.casefold(), place.name.casefold()):
                return place.code
        raise ValidationError(_("There is no region or nation “%(value)s”.") % {"value": value})

    def _clean_near(self, value: str) -> str:
        try:
            self.point = point_of(value, self.facts.editions)
        except UnknownPlaceError as error:
            self.suggestions = error.suggestions
            raise ValidationError(error.message) from error
        return value

    def _clean_standard(self, value: str) -> str:
        reference = value.strip().upper()
        rows = Standard.objects.of_releases(self.facts.editions.of("apprenticeship-standards"))
        if not rows.filter(reference=reference).exists():
            raise ValidationError(_("The register has no standard %(code)s.") % {"code": value})
        return reference

    def _clean_tlevel(self, value: str) -> str:
        number = int(value) if value.isdecimal() and len(value) <= LONGEST_NUMBER else -1
        if not TLevel.objects.of_releases(self.facts.editions.of("tlevels")).filter(number=number).exists():
            raise ValidationError(_("There is no T Level with the number %(code)s.") % {"code": value})
        return str(number)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """As everywhere, without closed schools, and nearest first where a place is given."""
        cleaned = self.form.cleaned_data
        status = cleaned.get("status")
        if status != "all":
            queryset = queryset.filter(status=CLOSED) if status == "closed" else queryset.exclude(status=CLOSED)
        if self.point and cleaned.get("near") and not cleaned.get("sort"):
            return self.filter_sort(super().filter_queryset(queryset), "sort", "distance")
        if cleaned.get("sort") == "distance" and not (self.point and cleaned.get("near")):
            cleaned["sort"] = ""  # nothing to measure from
        return super().filter_queryset(queryset)

    def filter_nothing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Used together with others."""
        return queryset

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Words of the name, or either number."""
        text = value.strip()
        return queryset.filter(with_words(text, "name") | Q(ukprn=text) | Q(urn=text))

    def filter_region(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Providers placed in a region, or in a nation and its regions."""
        inside = [value, *(p.code for p in self.facts.places.of_kind(AreaKind.REGION) if p.nation == value)]
        return queryset.filter(region__in=inside)

    def filter_near(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows within the distance, with `km`."""
        if self.point is None:
            return queryset
        near = authorities_near(self.point, self.facts.places, self.miles)
        measured: QuerySet[Any] = queryset.annotate(km=km_to_provider(self.point, near, self.facts.editions))
        trains_near = Q(kind=ProviderKind.APPRENTICESHIP, km__isnull=False)
        return measured.filter(trains_near | Q(km__lte=self.miles * KM_PER_MILE))

    def filter_standard(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those with apprentices who started or finished the standard in the years held."""
        rows = ProviderStandard.objects.of_releases(self.facts.editions.of("apprenticeship-provider-standards"))
        return queryset.filter(kind=ProviderKind.APPRENTICESHIP, ukprn__in=rows.filter(reference=value).values("ukprn"))

    def filter_tlevel(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that planned to teach this version, by the list of February 2022."""
        rows = TLevelOffer.objects.of_releases(self.facts.editions.of("tlevel-providers-2022"))
        return queryset.filter(kind=ProviderKind.TLEVEL, ukprn__in=rows.filter(tlevel=int(value)).values("ukprn"))

    def filter_subject(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Universities with courses in the subject, or in one below it, in the data set on outcomes."""
        rows = GraduateOutcome.objects.of_releases(self.facts.editions.of("discover-uni"))
        hierarchy = degree_subjects(self.facts)
        now = hierarchy.current(value).code
        # The data set may use the codes of either version of the hierarchy.
        taught = Q(subject="-")
        for code in {value, now, *(former.code for former in hierarchy.formers(now))}:
            taught |= Q(subject=code) | Q(subject__startswith=f"{code}-")
        return queryset.filter(kind=ProviderKind.HIGHER, ukprn__in=rows.filter(taught).values("ukprn"))


def clean_subject(value: str) -> str:
    """The code of a degree subject; raises ValidationError for one that is not in the hierarchy."""
    code = value.strip().upper()
    if not DegreeSubject.objects.filter(pk=code).exists():
        raise ValidationError(_("There is no degree subject %(code)s.") % {"code": value})
    return code
