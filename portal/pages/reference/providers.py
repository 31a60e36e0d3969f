"""Providers: the lists of them, narrowed by what they are, what they teach and how near that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lmi.enums import AreaKind
from pathways.enums import ProviderKind
from pathways.filtering import FactFilter, distinct
from pathways.models import Provider
from pathways.near import band_words
from pathways.provider_filter import LISTS, ProviderFilter
from pathways.queries.provider_lists import SOURCE_OF, ListAge, ProviderRecord, list_ages, record_of
from portal.pages.reference.lists import Field, ListPage
from portal.pages.shared import api_twin, today

# The order of the form: what is asked most comes first.
FORM = ("q", "near", "distance", "kind", "standard", "subject", "tlevel", "region", "type", "status", "sort")
NEAREST = "distance"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One body in one list; `distance` is a band in words, empty without a place to measure from."""

    record: ProviderRecord
    number: str
    distance: str


def crumbs(*here: Pair) -> list[Pair]:
    """The way to a page about providers."""
    return [(_("Start"), reverse("open:home")), (_("Providers"), reverse("open:provider-list")), *here]


class ProviderList(ListPage):
    """`/providers/`: every body of every list, by ProviderFilter; distances in bands only."""

    template_name = "open/reference/provider_list.html"
    filter: ProviderFilter

    def make_filter(self) -> FactFilter:
        """The filter of page and API."""
        found = ProviderFilter(self.request.GET, facts=self.facts, today=today())
        found.form.is_valid()
        self.offers = [self._near_offer(one.text, one.within, one.value) for one in found.suggestions]
        return found

    def _near_offer(self, text: str, within: str, value: str) -> Pair:
        kept = self.request.GET.copy()
        kept["near"] = value
        kept.pop("page", None)
        return (f"{text}, {within}" if within else text), f"{self.request.path}?{kept.urlencode()}"

    def known(self) -> dict[str, tuple[str, ...]]:
        """Types as the lists have them, regions and nations by name."""
        places = self.facts.places.of_kind(AreaKind.NATION, AreaKind.REGION)
        return {
            "type": distinct(self.facts, Provider, "type", *LISTS),
            "region": tuple(place.name for place in places),
        }

    def fields(self) -> list[Field]:
        """In the order of the form; what distance there is to choose is said with the place."""
        found = {field.name: field for field in super().fields()}
        return [found[name] for name in FORM]

    @property
    def sort(self) -> str:
        """The order in force: by distance once a place is known, never without one."""
        asked = dict(self.usable).get("sort", "")
        if self.filter.point is None:
            return "name"
        return asked or NEAREST

    def page_context(self) -> dict[str, Any]:
        """One page of the lists and their ages; seven SQL statements, and up to five for a place."""
        page = self.page_of(self.filter.qs)
        kind = dict(self.usable).get("kind", "")
        sources = [SOURCE_OF[ProviderKind(kind)]] if kind else list(SOURCE_OF.values())
        ages = list_ages(self.facts, today(), sources)
        return self.list_context(page, partial(api_twin, "provider-list")) | {
            "rows": [self._row(one) for one in page.object_list],
            "point": self.filter.point,
            "miles": self.filter.miles,
            "ages": [without_address(age) for age in ages],
            "releases": tuple(age.release for age in ages),
            "crumbs": [*crumbs()[:1], (_("Providers"), "")],
        }

    def _row(self, row: Provider) -> Row:
        record = record_of(self.facts, row)
        return Row(record, record.ukprn or record.urn, band_words(getattr(row, "km", None)))


@dataclass(frozen=True, slots=True)
class Age:
    """How old a list is, in words, and the official list as a link."""

    title: str
    words: str
    address: str


def without_address(age: ListAge) -> Age:
    """The same words with the address as a link of its own, for a page."""
    words = age.words.replace(age.address, "").rstrip(" :")
    return Age(age.release.label, f"{words}.", age.address)
