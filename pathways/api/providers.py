"""`providers/`: who teaches what, how near in bands of distance, and how old each list is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from lmi.api.shapes import Json
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.models import Provider
from pathways.provider_filter import LISTS, ProviderFilter
from pathways.queries import providers
from pathways.queries.apprenticeships import RATES, StandardRate
from pathways.queries.links import STANDARD
from pathways.queries.provider_lists import list_ages, record_of
from pathways.queries.providers import StandardTaught, TLevelPlanned, UnknownProviderError, YearCounts

TAUGHT = (providers.DELIVERY, providers.BY_STANDARD, RATES, providers.OFFERS, providers.OUTCOMES)


@documents(
    gettext_lazy("Providers"),
    gettext_lazy(
        "Rows of the lists of providers, one body as often as lists name it, by name; nearest first with `near`. "
        "Distances are told in bands. No list is complete: `lists` says how old each is and where to check, and an "
        "empty answer never means that there is nobody near."
    ),
    schema.ProviderList,
    operation="providers_list",
    also=filter_parameters(ProviderFilter, near="LS1", standard="ST0152", distance="25"),
)
class ProviderList(FilteredList):
    """`providers/`"""

    filter_class = ProviderFilter
    sources = LISTS
    filter: ProviderFilter

    def beside(self) -> Mapping[str, Any]:
        """The place that distances are from, and the age of the lists."""
        ages = [self.shapes.list_age(age) for age in list_ages(self.facts, self.today)]
        point = self.filter.point
        if point is None:
            return {"near": None, "lists": ages}
        asked = {"asked": point.answer.asked, "words": str(point.answer.words), "within_miles": self.filter.miles}
        return {"near": asked, "lists": ages}

    def rows(self, rows: Sequence[Provider]) -> list[Json]:
        """Each with its distance in a band, where a place is named."""
        shapes = self.shapes
        return [
            {**shapes.provider(record_of(self.facts, row)), "distance": shapes.distance(getattr(row, "km", None))}
            for row in rows
        ]


@documents(
    gettext_lazy("One provider"),
    gettext_lazy(
        "Every published row of one body, the apprenticeship standards it trains for with starts and how many finish, "
        "where it trains apprentices, the T Levels that it planned in February 2022, and the degree subjects for "
        "which graduate outcomes are published (those are in outcomes/?ukprn=)."
    ),
    schema.ProviderDetail,
    operation="providers_detail",
    path={"provider": gettext_lazy("UKPRN, or URN of a school, for example 10000055.")},
)
class ProviderDetail(PathwaysView):
    """`providers/<ukprn or urn>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The body; 404 for a number that no list has."""
        try:
            found = providers.provider_detail(self.facts, path["provider"], self.today)
        except UnknownProviderError:
            words = _("No list that we hold has a provider with the UKPRN or URN “%(code)s”.")
            raise UnknownThing("provider", words % {"code": path["provider"][:20]}) from None
        shapes = self.shapes
        return {
            "ukprn": found.ukprn or None,
            "urn": found.urn or None,
            "name": found.name,
            "records": [shapes.provider(record) for record in found.records],
            "lists": [shapes.list_age(age) for age in found.ages],
            "standards": [self._standard(one) for one in found.standards],
            "rates": [shapes.rate_year(year) for year in found.rates.overall],
            "areas": [
                {"area": {"code": one.area.code, "name": one.area.name}, "region": one.region or None}
                | {"years": [self._year(year) for year in one.years]}
                for one in found.areas
            ],
            "tlevels": [self._tlevel(one) for one in found.tlevels],
            "subjects": [
                {"code": one.code, "title": one.title, "groups": one.groups}
                | shapes.both("degree-subject-detail", one.code)
                for one in found.subjects
            ],
            "links": {"outcomes": f"{shapes.address('api:outcome-list')}?ukprn={found.ukprn}"} if found.ukprn else {},
            "releases": self.cited(*TAUGHT),
        }

    def _year(self, found: YearCounts) -> Json:
        figure = self.shapes.figure
        return {
            "year": found.year,
            "words": found.words,
            "starts": figure(found.starts),
            "achievements": figure(found.achievements),
        }

    def _standard(self, found: StandardTaught) -> Json:
        shapes = self.shapes
        return {
            "reference": found.reference or None,
            "title": found.title,
            "level": found.level,
            "is_open": found.is_open,
            "years": [self._year(year) for year in found.years],
            "rate": self._rate(found.rate),
            **shapes.addresses_of(STANDARD, found.reference),
        }

    def _rate(self, found: StandardRate | None) -> Json | None:
        if found is None:
            return None
        figure = self.shapes.figure
        return {"year": found.year, "leavers": figure(found.leavers), "rate": figure(found.rate)}

    def _tlevel(self, found: TLevelPlanned) -> Json:
        return {
            "tlevel": self.shapes.tlevel(found.tlevel),
            "planned_from": list(found.years),
            "outcodes": list(found.sites),
        }
