"""`opportunities/`: what can be applied for now for everybody, and writing one's own by token."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.authentication import organisation_of
from accounts.api.base import WritesByToken, version_asked
from accounts.api.me import refuse_parameters
from accounts.api.schema import by_token
from employers.actions.opportunities import save_opportunity
from employers.api import schema
from employers.api.base import EmployersList, EmployersView, absent
from employers.api.bodies import NewOpportunity, OpportunityChanges, OpportunityContent, whole
from employers.api.own import OPPORTUNITY, own_item, tagged, unless_stale
from employers.api.steps import ID
from employers.filters import OpportunityFilter
from employers.models import Opportunity
from employers.queries.directory import open_opportunities
from employers.queries.offers import UnknownOfferError, offer_rows, offers, opportunity_row, vacancy_of, with_approvals
from employers.vacancy_filter import SOURCE, VacancyFilter, course_name
from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.access import needs_token
from foundation.idempotency import idempotent
from foundation.problems import UnknownThing
from pathways.api.base import filter_parameters, given_values


@documents(
    gettext_lazy("Opportunities"),
    gettext_lazy(
        "What can still be applied for, the soonest to close first: placements, work experience, insight days and "
        "vacancies of verified employers here (`origin` here), beside adverts of the national service for "
        "apprenticeships, where an edition of them is held (national). Keyless."
    ),
    schema.OpportunityList,
    operation="opportunities_list",
    also=filter_parameters(OpportunityFilter, area="Leeds", sector="C", soc2020="31"),
)
@by_token(
    "post",
    gettext_lazy("Begin an opportunity"),
    gettext_lazy("A first version, seen by its writers only. It may be half-empty; hand it in when it is complete."),
    schema.OwnOpportunity,
    operation="opportunities_create",
    body=NewOpportunity,
    status=201,
    tagged=True,
)
class OpportunityList(WritesByToken, EmployersList):
    """`opportunities/`"""

    write_access = needs_token(OPPORTUNITY.permission)
    http_method_names = ["get", "head", "options", "post"]
    filter_class = OpportunityFilter

    def answer(self, **path: str) -> Any:
        """A page of both kinds in one order; five SQL statements, whatever their number."""
        given = given_values(self.request._request.GET)
        adverts = VacancyFilter(given, facts=self.facts, today=self.today)
        found = offers(self.filter, adverts, given.get("sort") or next(iter(self.filter_class.sorts)))
        page, size = self.params["page"], self.params["page_size"]
        envelope = self.envelope(found.count())
        rows = offer_rows(self.facts, found[(page - 1) * size : page * size])
        return {**envelope, "releases": self.cited(SOURCE), "results": [self.shapes.offer(row) for row in rows]}

    @idempotent()
    def post(self, request: Request) -> Response:
        """The new opportunity."""
        refuse_parameters(request)
        values = self.body(NewOpportunity)
        organisation = organisation_of(request, OPPORTUNITY.permission, values.pop("organisation"))
        if organisation is None:
            raise ValidationError({"organisation": [_("You write opportunities for no such organisation; see me/.")]})
        made = save_opportunity(by=self.person(), organisation=organisation, changes=values)
        return tagged(OPPORTUNITY.told(request, made), is_new=True)


@documents(
    gettext_lazy("One opportunity"),
    gettext_lazy(
        "An opportunity that can still be applied for. Keyless. What keeps under-18s safe is checked before it is "
        "published; who to ask about it is told to schools and providers, not here."
    ),
    schema.OpportunityDetail,
    operation="opportunities_detail",
    path={"id": gettext_lazy("Number of the opportunity.")},
)
@by_token(
    "patch",
    gettext_lazy("Change some of an opportunity"),
    gettext_lazy("Saves a new version with the given fields changed; what readers see stays until approved."),
    schema.OwnOpportunity,
    operation="opportunities_change",
    body=OpportunityChanges,
    path=ID,
    versioned=True,
    tagged=True,
)
@by_token(
    "put",
    gettext_lazy("Write all of an opportunity"),
    gettext_lazy("Saves a new version; what is left out is emptied. The `content` of draft/ has this shape."),
    schema.OwnOpportunity,
    operation="opportunities_replace",
    body=OpportunityContent,
    path=ID,
    versioned=True,
    tagged=True,
)
class OpportunityDetail(WritesByToken, EmployersView):
    """`opportunities/<id>/`"""

    write_access = needs_token(OPPORTUNITY.permission)
    http_method_names = ["get", "head", "options", "patch", "put"]
    params_class = Params

    def answer(self, **path: str) -> Any:
        """The opportunity; 404 for one that is closed or not published."""
        found = with_approvals(open_opportunities(self.today).filter(pk=int(path["id"]))).first()
        if found is None:
            raise absent()
        return {
            **self.shapes.offer(opportunity_row(self.facts, found)),
            "about": found.about,
            "places": found.places,
            "total_hours": found.total_hours,
            "tlevel_specialism": found.tlevel_specialism or None,
            "standard": found.standard or None,
            "is_part_of_course": found.is_part_of_course,
            "only_watching": found.only_watching,
            "expenses": found.expenses or None,
            "apply_address": found.apply_address or None,
            "apply_words": found.apply_words or None,
        }

    @idempotent()
    def patch(self, request: Request, id: int) -> Response:
        """The newest version with these changes."""
        return self._save(request, id, self.body(OpportunityChanges))

    @idempotent()
    def put(self, request: Request, id: int) -> Response:
        """The newest version, all of it as given."""
        return self._save(request, id, whole(Opportunity, OpportunityChanges, self.body(OpportunityContent)))

    def _save(self, request: Request, pk: int, values: dict[str, Any]) -> Response:
        refuse_parameters(request)
        item, version = own_item(request, OPPORTUNITY, pk), version_asked(request)
        with unless_stale():
            save_opportunity(
                by=self.person(), organisation=item.organisation, changes=values, opportunity=item, version=version
            )
        return tagged(OPPORTUNITY.told(request, own_item(request, OPPORTUNITY, pk)))


@documents(
    gettext_lazy("One advert of the national service"),
    gettext_lazy("An advert for an apprenticeship as it was read, while it is open. Keyless."),
    schema.Vacancy,
    operation="opportunities_vacancy",
    path={"reference": gettext_lazy("Number of the advert.")},
)
class VacancyDetail(EmployersView):
    """`opportunities/vacancies/<reference>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The advert; 404 for one that has closed."""
        try:
            row = vacancy_of(self.facts, self.today, path["reference"])
        except UnknownOfferError:
            raise UnknownThing("reference", _("There is no open advert with this number.")) from None
        advert: Any = row.item
        return {
            **self.shapes.offer(row),
            "summary": advert.summary,
            "course": course_name(advert.course),
            "level": advert.level,
            "provider": advert.provider or None,
            "ukprn": advert.ukprn or None,
            "positions": advert.positions,
            "working_week": advert.working_week or None,
            "duration": advert.duration or None,
            "wage_note": advert.wage_note or None,
            "is_national": advert.is_national,
            "is_disability_confident": advert.is_disability_confident,
            "addresses": list(advert.addresses),
            "qualifications": list(advert.qualifications),
            "skills": list(advert.skills),
            "apply_address": advert.apply_address or None,
            "address": advert.address or None,
            "releases": self.cited(SOURCE),
        }
