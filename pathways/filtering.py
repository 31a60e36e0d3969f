"""What the lists' filters have in common: wrong values are told and left out, ties never shuffle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.text import slugify

from lmi.queries.context import Facts
from pathways.models.base import FactRow

MOST_WORDS = 8

Choices = list[tuple[str, str | Promise]]


class FactFilter(django_filters.FilterSet):
    """A list of published rows of the editions that answer; give it the facts of the request and the day.

    Usable filters apply even when one is wrong: that one stands in `bad_values`. `sorts` maps a value of
    `sort` to its words; `columns` one to its column where the names differ. `tie` decides between equals
    and is the order without `sort`.
    """

    sorts: ClassVar[Mapping[str, str | Promise]] = {}
    columns: ClassVar[Mapping[str, str]] = {}
    tie: ClassVar[tuple[str, ...]] = ("pk",)

    sort = django_filters.ChoiceFilter(method="filter_sort")

    def __init__(self, data: Mapping[str, Any] | None, *, facts: Facts, today: date) -> None:
        self.facts, self.today = facts, today
        cleaned = {name: data.get(name) for name in self.base_filters if data and data.get(name)}
        super().__init__(cleaned, queryset=self.listed())
        if "sort" in self.filters:
            self.offer("sort", list(self.sorts.items()))

    def listed(self) -> QuerySet[Any]:
        """The rows before filtering."""
        raise NotImplementedError

    def offer(self, name: str, choices: Choices) -> None:
        """Set the choices of a filter that the data decide."""
        self.filters[name].extra["choices"] = choices
        self.form.fields[name].choices = choices

    def check(self, name: str, clean: Callable[[str], str]) -> None:
        """Pass a given value through `clean`, which tidies it or raises ValidationError."""
        field = self.form.fields[name]
        usual = field.clean

        def cleaned(value: Any) -> Any:
            found = usual(value)
            return clean(found) if found else found

        field.clean = cleaned

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Every usable filter, then the order."""
        queryset = queryset.order_by(*self.tie)
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def qs(self) -> QuerySet[Any]:
        """The filtered rows; a wrong value is left out of the filtering and stands in `bad_values`."""
        if not hasattr(self, "_qs"):
            self.form.is_valid()
            self._qs = self.filter_queryset(self.queryset.all())
        return self._qs

    def filter_sort(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Order; unknown values come last either way, ties as without an order."""
        field, descending = value.lstrip("-"), value.startswith("-")
        column = self.columns.get(field, field)
        return queryset.order_by(OrderBy(F(column), descending=descending, nulls_last=True), *self.tie)

    @property
    def bad_values(self) -> dict[str, list[str]]:
        """Wrong values by parameter, with reasons in words; the page says them and keeps the rest."""
        self.form.is_valid()
        return {name: [str(e) for e in errors] for name, errors in self.form.errors.items()}


def with_words(text: str, *columns: str) -> Q:
    """Rows that have every word of the text in one of the columns, whatever its case; eight words at most."""
    found = Q()
    for word in text.split()[:MOST_WORDS]:
        found &= Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR)
    return found


def distinct(facts: Facts, model: type[FactRow], column: str, *sources: str) -> tuple[str, ...]:
    """The values that a column has in these sources, in order, without ""; read once an edition."""
    return _distinct(model, column, tuple(facts.editions.of(*sources)))


@lru_cache(maxsize=64)
def _distinct(model: type[FactRow], column: str, release_ids: tuple[int, ...]) -> tuple[str, ...]:
    values = model.objects.of_releases(release_ids).order_by(column).values_list(column, flat=True).distinct()
    return tuple(value for value in values if value)


def one_of(values: tuple[str, ...], message: str | Promise) -> Callable[[str], str]:
    """Accept a value as it is written, in other capitals, or as a slug; else the message with its `value`."""
    known = {slugify(value): value for value in values}

    def clean(value: str) -> str:
        found = known.get(slugify(value))
        if found is None:
            raise ValidationError(str(message) % {"value": value})
        return found

    return clean
