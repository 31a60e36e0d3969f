"""Filters, sorting and paging of occupations: one FilterSet feeds the explorer page and the API list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Exists, F, Max, Min, OuterRef, QuerySet, Window
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.enums import AreaKind, Level
from lmi.models import EmploymentFigure, OccupationGroup
from lmi.queries.context import Facts
from lmi.register import ALL_OCCUPATIONS, UK

SORTS = {
    "code": gettext_lazy("code"),
    "title": gettext_lazy("name"),
    "-pay": gettext_lazy("pay, highest first"),
    "pay": gettext_lazy("pay, lowest first"),
    "-people": gettext_lazy("people, most first"),
    "people": gettext_lazy("people, fewest first"),
    "-growth": gettext_lazy("growth of the wider group, fastest first"),
    "growth": gettext_lazy("growth of the wider group, slowest first"),
    "-adverts": gettext_lazy("adverts, most first"),
    "adverts": gettext_lazy("adverts, fewest first"),
}
GROWTH = {
    "growing": gettext_lazy("the wider group grows (over 0.5 % a year)"),
    "steady": gettext_lazy("the wider group stays about the same"),
    "shrinking": gettext_lazy("the wider group shrinks (over 0.5 % a year)"),
}
STEADY_GROWTH = 0.5
PAY_AREAS = (AreaKind.UK, AreaKind.REGION, AreaKind.NATION)


class OccupationFilter(django_filters.FilterSet):
    """`q level group area industry min_pay max_pay growth min_adverts sort`.

    Give it the facts of the request: pay is of the area, the rest of the UK (growth of England).
    """

    q = django_filters.CharFilter(method="filter_q", label=gettext_lazy("Words in the name or a job title"))
    level = django_filters.ChoiceFilter(
        method="filter_level",
        choices=[c for c in Level.choices if c[0] != Level.ALL],
        label=gettext_lazy("Level of the classification"),
    )
    group = django_filters.CharFilter(method="filter_group", label=gettext_lazy("Wider group (code)"))
    area = django_filters.CharFilter(method="filter_area", label=gettext_lazy("Pay in"))
    industry = django_filters.CharFilter(method="filter_industry", label=gettext_lazy("Found in industry"))
    min_pay = django_filters.NumberFilter(
        field_name="pay", lookup_expr="gte", label=gettext_lazy("Pay from (£ a year)")
    )
    max_pay = django_filters.NumberFilter(
        field_name="pay", lookup_expr="lte", label=gettext_lazy("Pay up to (£ a year)")
    )
    growth = django_filters.ChoiceFilter(
        method="filter_growth", choices=list(GROWTH.items()), label=gettext_lazy("Outlook to 2035")
    )
    min_adverts = django_filters.NumberFilter(
        field_name="adverts", lookup_expr="gte", label=gettext_lazy("Adverts in twelve months, at least")
    )
    sort = django_filters.ChoiceFilter(method="filter_sort", choices=list(SORTS.items()), label=gettext_lazy("Order"))

    class Meta:
        model = OccupationGroup
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts) -> None:
        self.facts = facts
        cleaned = {name: data.get(name) for name in self.base_filters if data and data.get(name)}
        self.asked_area = cleaned.get("area") or UK
        area = self.asked_area if self._pay_area_error(self.asked_area) is None else UK
        super().__init__(cleaned, queryset=OccupationGroup.objects.with_facts(facts.editions, area))
        self.form.fields["group"].clean = self._clean_group
        self.form.fields["area"].clean = self._clean_area
        self.form.fields["industry"].clean = self._clean_industry

    def _clean_group(self, value: str | None) -> str:
        from django.core.exceptions import ValidationError

        if value and (value == ALL_OCCUPATIONS or value not in self.facts.soc.groups):
            raise ValidationError(_("There is no occupation group %(code)s in SOC 2020.") % {"code": value})
        return value or ""

    def _pay_area_error(self, code: str) -> str | None:
        place = self.facts.places.places.get(code)
        if place is None:
            return _("There is no area with the code %(code)s.") % {"code": code}
        if place.kind not in PAY_AREAS:
            return _("Pay by occupation is published for nations and regions, not for %(name)s.") % {"name": place.name}
        return None

    def _clean_area(self, value: str | None) -> str:
        from django.core.exceptions import ValidationError

        if value and (error := self._pay_area_error(value)):
            raise ValidationError(error)
        return value or ""

    def _clean_industry(self, value: str | None) -> str:
        from django.core.exceptions import ValidationError

        if value and value.upper() not in self.facts.industries:
            raise ValidationError(_("There is no industry section %(code)s.") % {"code": value})
        return (value or "").upper()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Unit groups by default, in code order by default; usable filters apply even when one is wrong."""
        cleaned = self.form.cleaned_data
        for name, value in cleaned.items():
            queryset = self.filters[name].filter(queryset, value)
        if not cleaned.get("level"):
            queryset = queryset.filter(level=Level.UNIT)
        if not cleaned.get("sort"):
            queryset = queryset.order_by("code")
        elif cleaned.get("growth"):
            queryset = self._with_groups_whole(queryset, cleaned["sort"])
        return queryset

    def _with_groups_whole(self, queryset: QuerySet[Any], sort: str) -> QuerySet[Any]:
        """Groups in the order of their first occupation, each kept together: a rate is the group's, not the unit's."""
        field, descending = sort.lstrip("-"), sort.startswith("-")
        if field == "growth":
            return queryset
        first = Window((Max if descending else Min)(F(field)), partition_by=[F("growth_group")])
        lead = OrderBy(F("lead"), descending=descending, nulls_last=True)
        grouped: QuerySet[Any] = queryset.annotate(lead=first).order_by(lead, "growth_group", *queryset.query.order_by)
        return grouped

    @property
    def qs(self) -> QuerySet[Any]:
        """The filtered rows; a wrong value is left out of the filtering and stands in `errors`."""
        if not hasattr(self, "_qs"):
            self.form.is_valid()
            self._qs = self.filter_queryset(self.queryset.all())
        return self._qs

    def filter_q(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Narrow to what the search service finds, and groups that hold such units, keeping the list's own order."""
        from lmi.search import matching_units

        found = matching_units(value, editions=self.facts.editions)
        return queryset.filter(code__in={code for unit in found for code in self.facts.soc[unit].chain})

    def filter_level(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """One level of the classification."""
        return queryset.filter(level=value)

    def filter_group(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A group and what is below it."""
        return queryset.filter(code__startswith=value)

    def filter_area(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The area chooses whose pay is shown; it removes nothing."""
        return queryset

    def filter_industry(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Units with published people in the industry, latest year, and groups that hold such units."""
        latest = self.facts.editions.latest("aps-unit-industry")
        rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(
            industry=value, people__isnull=False
        )
        year = rows.order_by("-year").values("year")[:1]
        return queryset.filter(Exists(rows.filter(year__in=year, soc2020__code__startswith=OuterRef("code"))))

    def filter_growth(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the projected rate of the wider group."""
        if value == "growing":
            return queryset.filter(growth__gt=STEADY_GROWTH)
        if value == "shrinking":
            return queryset.filter(growth__lt=-STEADY_GROWTH)
        return queryset.filter(growth__range=(-STEADY_GROWTH, STEADY_GROWTH))

    def filter_sort(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Order; unpublished values come last either way, ties by code. Growth keeps its groups together."""
        field, descending = value.lstrip("-"), value.startswith("-")
        order: list[Any] = [OrderBy(F(field), descending=descending, nulls_last=True)]
        if field == "growth":
            order.append("growth_group")
        return queryset.order_by(*order, "code")

    @property
    def bad_values(self) -> dict[str, list[str]]:
        """Wrong values by parameter, with reasons in words; the page says them and keeps the rest."""
        self.form.is_valid()
        return {name: [str(e) for e in errors] for name, errors in self.form.errors.items()}
