"""For every teacher, signed in or not: what ambassadors do in a school, how to ask, how pupils are kept safe."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors.enums import Activity
from ambassadors.queries.numbers import region_lines
from ambassadors.rules.vetting import SMALL_COUNT, scheme_value
from ambassadors.searching import PeopleSearch
from portal.pages.shared import FactsPage, today, with_query

# What a deep link may ask for ("?topic=electrolysis"), kept on the way to signing in.
_KEPT = ("topic", "subject", "soc2020", "activity", "phase", "route")


class AboutAmbassadors(FactsPage):
    """`/educators/ambassadors/about/`: no personal data, and no number that points at somebody."""

    template_name = "educators/ambassadors/about.html"

    def page_context(self) -> dict[str, Any]:
        """What they do, numbers by region, and the way in; four SQL statements."""
        search = PeopleSearch({name: self.param(name, 60) for name in _KEPT}, facts=self.facts)
        smallest = scheme_value(SMALL_COUNT, today())
        return {
            "activities": [str(one.label) for one in Activity],
            "regions": region_lines(self.facts.places, today=today(), smallest=smallest, with_demo=settings.DEMO),
            "find": with_query(reverse("school-visits:home"), search.asked()),
            "crumbs": [(_("Teachers and advisers"), reverse("educators:home")), (_("Ambassadors in your school"), "")],
            "is_demo": settings.DEMO,
        }
