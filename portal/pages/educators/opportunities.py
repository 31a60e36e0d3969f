"""Schools, colleges and providers look at opportunities for under-18s, and approve them for their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.queries import organisations_with
from employers.actions.opportunities import approve_as_host, withdraw_host_approval
from employers.filters import OpportunityFilter
from employers.models import HostApproval, Opportunity
from employers.queries.offers import opportunity_row, with_approvals
from foundation.access import needs
from lmi.queries.context import facts
from portal.pages.acting import Acting
from portal.pages.shared import today
from portal.pages.students.opportunity_view import offer_view

ACCESS = needs(Permission.OPPORTUNITY_APPROVE_AS_HOST)
A_PAGE = 30
_UNDER_18 = Q(min_age=None) | Q(min_age__lt=18)


class HostPage(Acting, TemplateView):
    """A page for those who approve opportunities for a school, college or provider."""

    access = ACCESS

    @cached_property
    def hosts(self) -> list[Organisation]:
        """The verified schools and providers for which the person may approve."""
        mine = organisations_with(self.person, Permission.OPPORTUNITY_APPROVE_AS_HOST)
        return [one for one in mine.exclude(kind=OrganisationKind.EMPLOYER) if one.is_verified]

    def approvals_of(self, opportunities: list[Any]) -> dict[int, dict[int, HostApproval]]:
        """Approvals by the person's organisations that were not taken back, by opportunity and organisation."""
        rows = HostApproval.objects.filter(
            opportunity__in=opportunities, organisation__in=self.hosts, withdrawn_at=None
        ).select_related("approved_by")
        found: dict[int, dict[int, HostApproval]] = {}
        for row in rows:
            found.setdefault(row.opportunity_id, {})[row.organisation_id] = row
        return found


def stands(approval: HostApproval | None, opportunity: Opportunity) -> bool:
    """Whether it is of the version that readers see now."""
    published = opportunity.last_published_at
    return approval is not None and (published is None or approval.approved_at >= published)


class HostOpportunityList(HostPage):
    """`/educators/opportunities/`: open opportunities for under-18s, with what one's own school has said."""

    template_name = "educators/opportunities/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page; as many SQL statements however many there are."""
        known = facts()
        wanted = OpportunityFilter(self.request.GET, facts=known, today=today())
        rows = with_approvals(wanted.qs.filter(_UNDER_18).select_related("organisation", "site"))
        page = Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))
        items = list(page.object_list)
        approvals = self.approvals_of(items)
        wrong = [(" ".join(said), name) for name, said in wanted.bad_values.items()]
        return super().get_context_data(**kwargs) | {
            "page": page,
            "rows": [(offer_view(known, opportunity_row(known, one)), self._said(one, approvals)) for one in items],
            "q": self.request.GET.get("q", "")[:100],
            "area": self.request.GET.get("area", "")[:100],
            "place": wanted.place,
            "hosts": self.hosts,
            "errors": wrong,
            "crumbs": [(_("Educators"), reverse("educators:home")), (_("Opportunities for under-18s"), "")],
        }

    def _said(self, item: Any, approvals: dict[int, dict[int, HostApproval]]) -> str:
        mine = approvals.get(item.pk, {})
        if any(stands(one, item) for one in mine.values()):
            return "approved"
        return "older" if mine else ""


class HostOpportunity(HostPage):
    """`/educators/opportunities/3/`: all that a school has to know before its under-18s take part, and its word."""

    template_name = "educators/opportunities/detail.html"

    @cached_property
    def item(self) -> Any:
        """An open opportunity for under-18s, or one that an organisation of the person has approved; else 404."""
        rows = with_approvals(Opportunity.objects.select_related("organisation", "site", "profile"))
        mine = Q(approvals__organisation__in=self.hosts, approvals__withdrawn_at=None)
        shown = Opportunity.objects.published(today()).filter(_UNDER_18).values("pk")
        return get_object_or_404(rows.filter(Q(pk__in=shown) | mine).distinct(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The opportunity with its arrangements, and a button for each organisation."""
        known = facts()
        approvals = self.approvals_of([self.item]).get(self.item.pk, {})
        words = [
            {"host": host, "approval": approvals.get(host.pk), "stands": stands(approvals.get(host.pk), self.item)}
            for host in self.hosts
        ]
        crumbs = [
            (_("Educators"), reverse("educators:home")),
            (_("Opportunities for under-18s"), reverse("educators:opportunity-list")),
            (self.item.title, ""),
        ]
        return {
            **super().get_context_data(**kwargs),
            "offer": self.item,
            "organisation": self.item.organisation,
            "view": offer_view(known, opportunity_row(known, self.item)),
            "is_open": self.item.is_open(today()),
            "hosts": words,
            "errors": kwargs.get("errors", []),
            "crumbs": crumbs,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Approve for one organisation, or take it back."""
        chosen = request.POST.get("host", "")
        host = next((one for one in self.hosts if str(one.pk) == chosen), None)
        if host is None:
            raise PermissionDenied
        try:
            if request.POST.get("do") == "withdraw":
                withdraw_host_approval(by=self.person, opportunity=self.item, host=host)
                said = _("Taken back: %(host)s no longer approves this.")
            else:
                approve_as_host(by=self.person, opportunity=self.item, host=host, today=today())
                said = _("Approved for under-18s of %(host)s.")
        except ValidationError as error:
            wrong = [(words, "") for words in error.messages]
            return self.render_to_response(self.get_context_data(errors=wrong), status=422)
        messages.success(request, said % {"host": host.name})
        return redirect("educators:opportunity-list")
