"""What students can apply for: employers' own opportunities beside adverts of the national service."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from employers.filters import OpportunityFilter
from employers.queries.offers import (
    NATIONAL,
    OfferRow,
    UnknownOfferError,
    offer_rows,
    offers,
    opportunity_of,
    vacancy_of,
)
from employers.vacancy_filter import SOURCE, VacancyFilter
from evidence.figures import ReleaseRef
from foundation.access import PUBLIC_NAMES_SOMEONE
from portal.pages.reference.lists import Field, ListPage
from portal.pages.shared import FactsPage, NotHere, api_twin, today
from portal.pages.students.employers import work_choices
from portal.pages.students.opportunity_view import AdvertView, OfferView, advert_view, offer_view

Pair = tuple[str, str]
PAGE_SIZE = 20
# What an address may also ask for, and the form leaves to the lists of employers.
_NOT_IN_THE_FORM = ("sector", "size", "takes_apprentices", "trains_you", "employer")
_FIRST = ("q", "area", "within", "kind", "age", "soc2020", "closes_within", "sort")


def home_crumbs(*more: Pair) -> list[Pair]:
    """The way to a page about opportunities."""
    return [(_("Students and parents"), reverse("students:home")), *more]


def adverts_release(page: FactsPage) -> ReleaseRef | None:
    """The edition of adverts that answers; None while none is held."""
    held = page.facts.editions.of(SOURCE)
    return page.facts.editions.ref(held[0]) if held else None


class OpportunityList(ListPage):
    """`/students/opportunities/`: everything that can be applied for now, the soonest to close first."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/opportunities/list.html"
    page_size = PAGE_SIZE

    def make_filter(self) -> OpportunityFilter:
        """The filter of page and API."""
        return OpportunityFilter(self.request.GET, facts=self.facts, today=today())

    @cached_property
    def adverts(self) -> VacancyFilter:
        """The same parameters for adverts of the national service."""
        return VacancyFilter(self.request.GET, facts=self.facts, today=today())

    def choices_of(self, name: str) -> tuple[Pair, ...]:
        """Kinds of work are chosen from a list."""
        return work_choices(self, self.param("soc2020", 4)) if name == "soc2020" else super().choices_of(name)

    def fields(self) -> list[Field]:
        """The fields of the form, in the order in which somebody would say them."""
        asked = {field.name: field for field in super().fields()}
        extra = [name for name in _NOT_IN_THE_FORM if asked[name].value or asked[name].error]
        return [asked[name] for name in (*_FIRST[:-1], *extra, _FIRST[-1])]

    def page_context(self) -> dict[str, Any]:
        """One page of offers; seven SQL statements at the most, whatever their number."""
        page = self.page_of(offers(self.filter, self.adverts, self.sort))
        rows = offer_rows(self.facts, page.object_list)
        release = adverts_release(self)
        return self.list_context(page, partial(api_twin, "opportunity-list")) | {
            "offers_shown": [offer_view(self.facts, row) for row in rows],
            "has_demo": any(row.is_demo for row in rows),
            "has_adverts": any(row.origin == NATIONAL for row in rows),
            "place": self.filter.place,
            "within": dict(self.choices_of("within")).get(self.param("within", 3), ""),
            "release": release,
            "releases": [release] if release else [],
            "crumbs": home_crumbs((_("Opportunities"), "")),
        }


class OpportunityDetail(FactsPage):
    """`/students/opportunities/tallowbridge-gears/pour-day/`: one opportunity of an employer."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/opportunities/detail.html"

    def page_context(self) -> dict[str, Any]:
        """The opportunity in words; never who answers for safeguarding."""
        row = self._row()
        view: OfferView = offer_view(self.facts, row)
        return {
            "view": view,
            "offer": row.item,
            "organisation": row.item.organisation,
            "is_demo": row.is_demo,
            "leads_to": leads_to(view.item.apply_address),
            "crumbs": home_crumbs((_("Opportunities"), reverse("students:opportunity-list")), (row.title, "")),
            "twin": api_twin("opportunity-detail", str(row.pk)),
        }

    def _row(self) -> OfferRow:
        try:
            return opportunity_of(self.facts, today(), self.kwargs["employer"], self.kwargs["opportunity"])
        except UnknownOfferError:
            raise NotHere(_("There is no opportunity at this address. It may have closed.")) from None


class VacancyDetail(FactsPage):
    """`/students/vacancies/1000012345/`: one advert of the national service, as it was read."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/opportunities/vacancy.html"

    def page_context(self) -> dict[str, Any]:
        """The advert in words, with its edition."""
        try:
            row = vacancy_of(self.facts, today(), self.kwargs["reference"])
        except UnknownOfferError:
            raise NotHere(_("There is no open advert with this number. It may have closed.")) from None
        view: AdvertView = advert_view(self.facts, row)
        release = adverts_release(self)
        return {
            "view": view,
            "advert": row.item,
            "leads_to": leads_to(view.address),
            "releases": [release] if release else [],
            "crumbs": home_crumbs((_("Opportunities"), reverse("students:opportunity-list")), (row.title, "")),
            "twin": api_twin("vacancy-detail", row.slug),
        }


def leads_to(address: str) -> str:
    """The site that an address leads to, as readers know it; "" for none."""
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
