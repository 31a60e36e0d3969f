"""Filters of what schools look for: encounter offers as a list, people as a search; pages and API use the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from ambassadors.enums import Activity, Mode, Phase
from ambassadors.models import EncounterOffer
from ambassadors.queries.offers import bookable
from ambassadors.topics import subject_choices
from lmi.enums import AreaKind
from lmi.places import PlaceAnswer, UnknownPlaceError, resolve_place
from lmi.queries.context import Facts
from pathways.filtering import FactFilter, with_words
from pathways.near import KM_PER_MILE, Point, km_to, point_of

WITHIN = (
    ("5", gettext_lazy("within 5 miles")),
    ("10", gettext_lazy("within 10 miles")),
    ("25", gettext_lazy("within 25 miles")),
    ("50", gettext_lazy("within 50 miles")),
)
USUAL_MILES = 25


class OfferFilter(FactFilter):
    """Published encounter offers: `q area within activity subject phase mode sort`.

    `area` is a postcode, a town or a region. An offer is near when it is held near, when its people travel that
    far, or when it is online. `place` is what `area` was taken as, `point` where distances are measured from.
    """

    sorts: ClassVar[Mapping[str, str | Promise]] = {
        "next_at": gettext_lazy("the next time with a place"),
        "title": gettext_lazy("title"),
    }
    tie: ClassVar[tuple[str, ...]] = ("next_at", "title", "pk")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words"))
    area = django_filters.CharFilter(method="filter_area", label=gettext_lazy("Place"))
    within = django_filters.ChoiceFilter(
        method="filter_within", choices=WITHIN, label=gettext_lazy("How far from there")
    )
    activity = django_filters.ChoiceFilter(choices=Activity.choices, label=gettext_lazy("What happens"))
    subject = django_filters.ChoiceFilter(
        method="filter_subject", choices=subject_choices(), label=gettext_lazy("Subject")
    )
    phase = django_filters.ChoiceFilter(
        method="filter_phase", choices=Phase.choices, label=gettext_lazy("Age of pupils")
    )
    mode = django_filters.ChoiceFilter(choices=Mode.choices, label=gettext_lazy("How you meet"))

    class Meta:
        model = EncounterOffer
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, now: datetime) -> None:
        self.now = now
        self.place: PlaceAnswer | None = None
        self.point: Point | None = None
        super().__init__(data, facts=facts, today=localdate(now))
        self.check("area", self._clean_area)

    def listed(self) -> QuerySet[Any]:
        """What schools may see and book now."""
        return bookable(self.now).exclude(next_at=None)

    def _clean_area(self, value: str) -> str:
        try:
            self.place = resolve_place(value, self.facts.editions)
            if self.place.area.kind not in (AreaKind.REGION, AreaKind.NATION):
                self.point = point_of(value, self.facts.editions)
        except UnknownPlaceError as error:
            raise ValidationError(error.message) from None
        return self.place.area.code

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word in the title or the organisation's name."""
        return queryset.filter(with_words(value, "title", "organisation__name"))

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Near the place or in the region; online ones are near everywhere."""
        online = Q(mode=Mode.ONLINE)
        if self.point is None:
            return queryset.filter(online | Q(region=value)) if value.startswith("E12") else queryset
        miles = int(self.form.cleaned_data.get("within") or USUAL_MILES)
        near = Q(km__lte=miles * KM_PER_MILE) | Q(km__lte=F("travel_miles") * KM_PER_MILE)
        placed: QuerySet[Any] = queryset.annotate(km=km_to(self.point))
        return placed.filter(online | near)

    def filter_within(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Part of the filter by place; without one it narrows nothing."""
        return queryset

    def filter_subject(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """About a subject, or about none in particular."""
        return queryset.filter(Q(subjects__contains=[value]) | Q(subjects=[]))

    def filter_phase(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """For pupils of this age."""
        return queryset.filter(phases__contains=[value])
