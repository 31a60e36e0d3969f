"""Taking over a record that another scheme's list brought here: the invitation's link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ambassadors.actions.claiming import claim_imported, claimable
from foundation.access import SIGNED_IN
from portal.pages.acting import Acting
from portal.pages.mistakes import first_words


class Claim(Acting, TemplateView):
    """`/ambassadors/claim/<token>/`: what is held, and taking it over."""

    access = SIGNED_IN
    template_name = "ambassadors/claim.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing of the record but its address, which whoever holds the link knows."""
        title = _("Take over your record")
        shown: dict[str, Any] = {"page_title": title, "desk_nav": [], "errors": [], "row": None, "refused": ""}
        shown["crumbs"] = [(_("Ambassadors"), reverse("ambassadors:home")), (title, "")]
        try:
            shown["row"] = claimable(self.kwargs["token"])
        except ValidationError as error:
            shown["refused"] = first_words(error)
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it over; then to one's own page, where consent and what is missing are asked for."""
        try:
            claim_imported(by=self.person, token=self.kwargs["token"])
        except ValidationError as error:
            context = self.get_context_data(errors=[(first_words(error), "")])
            return self.render_to_response(context, status=422)
        messages.success(request, _("The record is yours. Check it, and add what is missing."))
        return redirect("ambassadors:profile")
