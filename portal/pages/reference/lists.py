"""A list of published rows with one of the filters of pathways: form, chips, mistakes, order in words, pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from pathways.filtering import FactFilter
from portal.pages.shared import FactsPage, with_query

PAGE_SIZE = 30
LONGEST_PAGE = 5  # digits


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the component wants it; without options it is typed."""

    name: str
    label: str
    kind: str
    value: str
    error: str
    options: tuple[tuple[str, str], ...] = ()
    nothing: str = ""


def page_of(page: FactsPage, rows: Sequence[Any] | QuerySet[Any, Any], size: int) -> Page[Any]:
    """The part of the rows that ?page= asks for; a number that cannot be used is said and the nearest shown."""
    paginator: Paginator[Any] = Paginator(rows, size)
    asked = page.param("page") or "1"
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_PAGE else 0
    if not 1 <= number <= paginator.num_pages:
        said = {"page": asked[:20], "last": paginator.num_pages}
        page.problems.append((_("There is no page “%(page)s”; the last is %(last)s.") % said, ""))
        number = min(max(number, 1), paginator.num_pages)
    return paginator.page(number)


class ListPage(FactsPage):
    """A page of one filter. Subclasses give `make_filter`, and `known` values of filters that are typed codes."""

    page_size = PAGE_SIZE

    def make_filter(self) -> FactFilter:
        """The filter of page and API, with the request's parameters."""
        raise NotImplementedError

    def known(self) -> dict[str, tuple[str, ...]]:
        """Values to choose from, of filters whose choices the data decide."""
        return {}

    @cached_property
    def filter(self) -> FactFilter:
        """The filter; wrong values become problems, the rest stays."""
        found = self.make_filter()
        for name, reasons in found.bad_values.items():
            said = {"field": self.label(found, name), "value": self.param(name, 60), "reason": " ".join(reasons)}
            self.problems.append((_("%(field)s: “%(value)s” is not used. %(reason)s") % said, name))
        return found

    @property
    def usable(self) -> list[tuple[str, str]]:
        """The filters in use, as parameters in their own order; the order of the list comes last."""
        wrong, data = self.filter.bad_values, self.filter.data
        return [(name, str(data[name])) for name in self._names() if data.get(name) and name not in wrong]

    def _names(self) -> list[str]:
        return [*(name for name in self.filter.filters if name != "sort"), "sort"]

    def label(self, found: FactFilter, name: str) -> str:
        """A field's label with a capital."""
        words = _("In order of") if name == "sort" else str(found.filters[name].label)
        return words[:1].upper() + words[1:]

    def choices_of(self, name: str) -> tuple[tuple[str, str], ...]:
        """What a field offers; none for one that is typed."""
        known = self.known()
        if name in known:
            return tuple((value, value) for value in known[name])
        choices = self.filter.filters[name].extra.get("choices", ())
        return tuple((str(value), str(words)) for value, words in choices)

    def fields(self) -> list[Field]:
        """Every field with what was asked for, wrong values included; the order comes last."""
        wrong = self.filter.bad_values
        made = []
        for name in self._names():
            options = self.choices_of(name)
            kind = "select" if options else "search" if name == "q" else "text"
            label, error = self.label(self.filter, name), " ".join(wrong.get(name, []))
            nothing = "" if name == "sort" else _("Any")
            made.append(Field(name, label, kind, self._shown(name), error, options, nothing))
        return made

    def _shown(self, name: str) -> str:
        """What stands in a field: the order in force, a known value as the list writes it, else what was typed."""
        given = str(self.filter.data.get(name) or "")
        if name == "sort":
            return self.sort
        return str(self.filter.form.cleaned_data.get(name) or given) if name in self.known() else given

    @property
    def sort(self) -> str:
        """The order in force: the one asked for, else the first."""
        asked = dict(self.usable).get("sort", "")
        return asked or next(iter(self.filter.sorts))

    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list, in words, each with the address without it."""
        return [(self._chip_words(name, value), self._without(name)) for name, value in self.usable if name != "sort"]

    def _chip_words(self, name: str, value: str) -> str:
        if name == "q":
            return _("“%(words)s”") % {"words": value}
        return f"{self.label(self.filter, name)}: {dict(self.choices_of(name)).get(value, value)}"

    def _without(self, gone: str) -> str:
        kept = [(name, value) for name, value in self.usable if name != gone]
        return with_query(self.request.path, [*kept, *self.editions_asked])

    def page_of(self, rows: Sequence[Any] | QuerySet[Any, Any]) -> Page[Any]:
        """The page asked for; a number that cannot be used is said and the nearest shown."""
        return page_of(self, rows, self.page_size)

    def list_context(self, page: Page[Any], twin: Callable[..., str]) -> dict[str, Any]:
        """What every list shows; `twin` makes the address of the API's answer from the query."""
        pairs = [*self.usable, *self.editions_asked]
        return {
            "page": page,
            "page_params": QueryDict(with_query("", pairs).partition("?")[2]),
            "count": page.paginator.count,
            "fields": self.fields(),
            "chips": self.chips(),
            "clear": with_query(self.request.path, self.editions_asked),
            "action": self.request.path,
            "sorted_words": str(self.filter.sorts[self.sort]),
            "kept_editions": with_query("", self.editions_asked),
            "twin": twin(query=pairs),
        }
