"""The filter of stories; page and API use the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.enums import RouteTaken
from ambassadors.models import Story
from ambassadors.queries.stories import published_stories
from ambassadors.topics import subject_choices
from lmi.enums import AreaKind, Level
from lmi.queries.context import Facts
from pathways.filtering import FactFilter, with_words


class StoryFilter(FactFilter):
    """Published stories, the newest first: `q soc2020 subject route area sort`. All of it looks at what was approved.

    `area` is the GSS code of a region of England, or of another nation.
    """

    sorts: ClassVar[Mapping[str, str | Promise]] = {
        "-published_at": gettext_lazy("when they came here, the newest first"),
        "published_at": gettext_lazy("when they came here, the oldest first"),
    }
    tie: ClassVar[tuple[str, ...]] = ("-published_at", "-pk")

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words"))
    soc2020 = django_filters.CharFilter(method="filter_soc2020", label=gettext_lazy("Kind of work"))
    subject = django_filters.ChoiceFilter(
        method="filter_subject", choices=subject_choices(), label=gettext_lazy("Subject")
    )
    route = django_filters.ChoiceFilter(
        method="filter_route", choices=RouteTaken.choices, label=gettext_lazy("Route they took")
    )
    area = django_filters.ChoiceFilter(method="filter_area", choices=[], label=gettext_lazy("Region"))

    class Meta:
        model = Story
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        super().__init__(data, facts=facts, today=today)
        self.offer("area", region_choices(facts))
        self.check("soc2020", self._clean_occupation)

    def listed(self) -> QuerySet[Any]:
        """What readers may see."""
        return published_stories(self.today)

    def _clean_occupation(self, value: str) -> str:
        group = self.facts.soc.groups.get(value)
        if group is None or group.level == Level.ALL:
            said = _("There is no occupation group %(code)s in SOC 2020.")
            raise ValidationError(said % {"code": value[:20]})
        return value

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word in what they do, in their day or in their first name."""
        return queryset.filter(with_words(value, "shown__role", "shown__typical_day", "ambassador__given_name"))

    def filter_soc2020(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """People in the occupation, or in one of the group's."""
        units = [unit.code for unit in self.facts.soc.units_in(value)]
        return queryset.filter(shown__occupations__has_any_keys=units)

    def filter_subject(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """People who use the subject."""
        return queryset.filter(shown__subjects__contains=[value])

    def filter_route(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """People who took the route."""
        return queryset.filter(shown__routes__contains=[value])

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """People in the region."""
        return queryset.filter(shown__region=value)


def region_choices(facts: Facts) -> list[tuple[str, str | Promise]]:
    """Regions of England and the other nations, by code and name."""
    places = facts.places.of_kind(AreaKind.REGION, AreaKind.NATION)
    return [(place.code, place.name) for place in places if place.kind == AreaKind.REGION or not place.in_england]
