"""What the public page of a version that is not published would show: for its writers, and for curators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from employers.actions.moderation import MODERATE
from employers.desk.moderation import KINDS
from employers.models import Moderated, Opportunity, RoleProfile
from employers.queries.directory import site_row
from employers.queries.offers import opportunity_row
from foundation.access import SIGNED_IN
from foundation.pictures import inside_page
from lmi.queries.context import facts
from portal.pages.students.opportunity_view import offer_view
from portal.pages.students.role_profile_view import view_of

Context = dict[str, Any]
PROFILE_TEMPLATE = "employers/desk/preview.html"
OPPORTUNITY_TEMPLATE = "employers/desk/opportunities/preview.html"


def profile_preview(draft: RoleProfile, picture_address: Callable[[str], str]) -> Context:
    """The same words as the public page of role profiles; pictures from where this reader may have them."""
    known = facts()
    return {
        "profile": draft,
        "view": view_of(known, draft, timezone.localdate()),
        "sites": [site_row(known, row.site) for row in draft.profile_sites.all()],
        "photos": [(picture_address(str(one.image.name)), one.alternative) for one in draft.photos.all() if one.image],
    }


def opportunity_preview(draft: Any) -> Context:
    """The same words as the public page of opportunities; a version that waits has no approvals yet."""
    known = facts()
    draft.approvals_standing = 0
    view = offer_view(known, opportunity_row(known, draft))
    return {"view": view, "offer": draft, "is_demo": draft.organisation.is_demo, "leads_to": ""}


class ReviewPreview(TemplateView):
    """`/cms/submissions/<kind>/<pk>/preview/`: what a curator reviews, as its readers would see it."""

    access = SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get_template_names(self) -> list[str]:
        """The writers' own preview."""
        return [PROFILE_TEMPLATE if self.kwargs["kind"] == "role-profiles" else OPPORTUNITY_TEMPLATE]

    def get_context_data(self, **kwargs: Any) -> Context:
        """The newest version; 404 for kinds without a page of their own, for none, and for those who may not review."""
        item = self._item()
        draft: Any = item.draft()
        shown = profile_preview(draft, inside_page) if isinstance(item, RoleProfile) else opportunity_preview(draft)
        crumbs = [(_("Review"), f"/cms/submissions/{self.kwargs['kind']}/{item.pk}/"), (_("Preview"), "")]
        return super().get_context_data(
            organisation=item.organisation, crumbs=crumbs, errors=[], back=crumbs[0][1], for_curators=True, **shown
        )

    def _item(self) -> Moderated:
        model = KINDS.get(self.kwargs["kind"])
        user: Any = self.request.user
        if model not in (RoleProfile, Opportunity) or not user.has_perm(MODERATE[model]):
            raise Http404
        found: Moderated | None = model.objects.select_related("organisation").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found
