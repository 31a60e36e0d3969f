"""`organisations/`: verified employers with something published, as their pages show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.api import schema
from employers.api.base import EmployersList, EmployersView
from employers.filters import EmployerFilter
from employers.queries.directory import (
    EmployerDetail,
    UnknownEmployerError,
    employer_detail,
    employer_rows,
    open_opportunities,
)
from employers.queries.offers import opportunity_row, with_approvals
from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from lmi.api.shapes import Json
from pathways.api.base import filter_parameters


@documents(
    gettext_lazy("Organisations"),
    gettext_lazy("Verified employers with something published, in order of name. Keyless."),
    schema.OrganisationList,
    operation="organisations_list",
    also=filter_parameters(EmployerFilter, area="Leeds", sector="C", soc2020="31"),
)
class OrganisationList(EmployersList):
    """`organisations/`"""

    filter_class = EmployerFilter

    def rows(self, rows: Any) -> list[Json]:
        """Each with sectors, places and what its roles offer; six SQL statements."""
        return [self.shapes.employer_row(row) for row in employer_rows(self.facts, self.today, rows)]


@documents(
    gettext_lazy("One organisation"),
    gettext_lazy("What a verified employer shows of itself, its published role profiles and its offers. Keyless."),
    schema.OrganisationDetail,
    operation="organisations_detail",
    path={"slug": gettext_lazy("Slug of the organisation.")},
)
class OrganisationDetail(EmployersView):
    """`organisations/<slug>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The employer; 404 alike for one that is unknown, not verified, or shows nothing."""
        try:
            found = employer_detail(self.facts, self.today, path["slug"])
        except UnknownEmployerError:
            raise UnknownThing("slug", _("There is no employer with this slug.")) from None
        shapes, entry = self.shapes, found.entry
        return {
            **shapes.employer_row(found.row),
            "statement": entry.statement if entry else None,
            "sector_codes": list(entry.sectors) if entry else [],
            "website": (entry.website if entry else "") or None,
            "logo": shapes.file(entry.logo) if entry else None,
            "is_technician_signatory": bool(entry and entry.is_technician_signatory),
            "sites": [shapes.site(site) for site in found.sites],
            "role_profiles": [shapes.profile_ref(row) for row in found.profiles],
            "opportunities": [shapes.offer(opportunity_row(self.facts, row)) for row in self._offers(found)],
        }

    def _offers(self, found: EmployerDetail) -> Any:
        if not found.opportunities:
            return ()
        return with_approvals(open_opportunities(self.today).filter(organisation=found.organisation))
