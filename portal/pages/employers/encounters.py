"""Employers answer schools that ask for an encounter: accept or decline, no words needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.permissions import Permission
from accounts.queries import organisations_with
from employers.actions.encounters import answer_encounter, subject_words
from employers.enums import EncounterState
from employers.models import EncounterRequest
from foundation.access import needs

# They show who asks and, once a visit is agreed, that person's address.
ACCESS = replace(needs(Permission.OPPORTUNITY_EDIT), two_step=True)
MOST_LISTED = 100


class EncountersReceived(TemplateView):
    """`/employers/encounters/`: requests to the person's employers, those that wait first."""

    access = ACCESS
    template_name = "employers/encounter_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The latest hundred."""
        user: Any = self.request.user
        employers = organisations_with(user, Permission.OPPORTUNITY_EDIT)
        return super().get_context_data(**kwargs) | {
            "rows": EncounterRequest.objects.received_by(employers)[:MOST_LISTED],
            "crumbs": [(_("Employers"), reverse("employers:home")), (_("Schools that ask you"), "")],
        }


class AnswerEncounter(TemplateView):
    """`/employers/encounters/12/`: one request, and the two answers."""

    access = ACCESS
    template_name = "employers/encounter_answer.html"

    @cached_property
    def asked(self) -> EncounterRequest:
        """The request; another employer's is as absent as one that never was."""
        user: Any = self.request.user
        employers = organisations_with(user, Permission.OPPORTUNITY_EDIT)
        return get_object_or_404(EncounterRequest.objects.received_by(employers), pk=self.kwargs["encounter"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer; a second one is refused with the first still standing."""
        answer = request.POST.get("answer")
        if answer not in (EncounterState.ACCEPTED, EncounterState.DECLINED):
            return self.render_to_response(self.get_context_data(error=_("Choose an answer.")), status=400)
        user: Any = request.user
        try:
            answer_encounter(by=user, request=self.asked, accept=answer == EncounterState.ACCEPTED)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(error=" ".join(error.messages)), status=409)
        messages.success(request, _("Your answer was sent."))
        return HttpResponseRedirect(reverse("employers:encounter-answer", args=[self.asked.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request in words."""
        asked = self.asked
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "subject": subject_words(asked.subject),
            "accepted": asked.state == EncounterState.ACCEPTED,
            "crumbs": [
                (_("Employers"), reverse("employers:home")),
                (_("Schools that ask you"), reverse("employers:encounter-list")),
                (asked.school.name, ""),
            ],
        }
