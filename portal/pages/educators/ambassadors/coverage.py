"""For everybody: in which regions and authorities schools have had an encounter recorded here, and in which not."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors.queries.coverage import DAYS, SOURCE, coverage
from ambassadors.rules.vetting import SMALL_COUNT, scheme_value
from lmi.enums import AreaKind
from portal.pages.ambassadors.area_maps import coverage_map
from portal.pages.shared import FactsPage, api_twin, today, with_query


class CoveragePage(FactsPage):
    """`/educators/ambassadors/coverage/`, of a region's authorities with `?area=`; no school is named."""

    template_name = "educators/ambassadors/coverage.html"

    def page_context(self) -> dict[str, Any]:
        """The map with its table and denominators; small counts are held back. Five SQL statements."""
        places = self.facts.places
        regions = [(one.code, one.name) for one in places.of_kind(AreaKind.REGION)]
        names = dict(regions)
        region = self.param("area", 9)
        if region not in names:
            region = ""
        on = today()
        found = coverage(self.facts.editions, places, today=on, region=region, with_demo=settings.DEMO)
        smallest = scheme_value(SMALL_COUNT, on)
        crumbs = [
            (_("Teachers and advisers"), reverse("educators:home")),
            (_("Ambassadors in your school"), reverse("school-visits:about")),
            (_("Coverage"), reverse("school-visits:coverage") if region else ""),
            *([(names[region], "")] if region else []),
        ]
        releases = [self.facts.editions.ref(pk) for pk in sorted(self.facts.editions.of(SOURCE))]
        return {
            "map": coverage_map(
                found, link=self._link(region), smallest=smallest, within=names.get(region, ""), open_to_all=True
            ),
            "regions": regions,
            "region": region,
            "found": found,
            "smallest": smallest,
            "days": DAYS,
            "releases": releases,
            "crumbs": crumbs,
            "is_demo": settings.DEMO,
            "twin": api_twin("coverage", query=[("area", region), *self.editions_asked]),
        }

    def _link(self, region: str) -> Any:
        """A region leads to its authorities; those lead nowhere."""
        here = reverse("school-visits:coverage")
        return lambda code: "" if region else with_query(here, [("area", code)])
