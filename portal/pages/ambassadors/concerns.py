"""Raising a concern: two clicks from any visit, for whoever was there; the urgent ways come first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.concerns import may_raise, raise_concern
from ambassadors.actions.support import is_own
from ambassadors.enums import ConcernAbout
from ambassadors.forms.coordinator import ConcernForm
from ambassadors.models import Ambassador, Visit
from ambassadors.rules.concerns import coordinators
from foundation.access import SIGNED_IN, needs
from portal.pages.acting import Acting
from portal.pages.mistakes import Pair, form_errors, put_errors


class ConcernNew(Acting, TemplateView):
    """`/ambassadors/visits/12/concern/`: to those who have no part in the visit it is not there."""

    access = SIGNED_IN
    template_name = "ambassadors/concerns/new.html"
    title = gettext_lazy("Raise a concern")

    @cached_property
    def visit(self) -> Visit | None:
        """The visit it is about."""
        related = ("ambassador__user", "companion__user", "school", "request__asked_by")
        found: Visit = get_object_or_404(Visit.objects.select_related(*related), pk=self.kwargs["visit"])
        if not may_raise(self.person, found):
            raise Http404
        return found

    @property
    def whom(self) -> Ambassador | None:
        """The ambassador of the visit."""
        return self.visit.ambassador if self.visit else None

    @cached_property
    def may_suspend(self) -> bool:
        """Whether the form offers to suspend at once; nobody suspends themselves."""
        mine = self.whom is not None and is_own(self.person, self.whom)
        return not mine and self.person.has_perm(Permission.CONCERN_HANDLE)

    def form(self, data: Any = None) -> ConcernForm:
        """The form, without what does not fit the reader."""
        mine = self.whom is not None and is_own(self.person, self.whom)
        people: list[User] = [one for one in coordinators() if one.pk != self.person.pk]
        never = [ConcernAbout.AMBASSADOR] if mine else []
        return ConcernForm(data, people=people, may_suspend=self.may_suspend, apart_from=never)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form below the urgent ways."""
        visit = self.visit
        shown = {
            "crumbs": self.crumbs(),
            "errors": [],
            "desk_nav": [],
            "page_title": str(self.title),
            "whom": self.whom,
            "asked": visit.request if visit else None,
            "form": self.form(),
        }
        # The address brings `visit` too, as its number.
        return super().get_context_data(**{**shown, **kwargs, "visit": visit})

    def crumbs(self) -> list[Pair]:
        """The way here."""
        return [(_("Ambassadors"), reverse("ambassadors:home")), (str(self.title), "")]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Write it down; what was typed stays when something is missing."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self._again(form, form_errors(form))
        given = form.cleaned_data
        person = next((one for one in coordinators() if str(one.pk) == given["person"]), None)
        try:
            raise_concern(
                by=self.person,
                visit=self.visit,
                ambassador=None if self.visit else self.whom,
                about=given["about"],
                person=person,
                words=given["words"],
                told_school=given["told_school"],
                suspend=bool(given.get("suspend")),
                now=timezone.now(),
            )
        except ValidationError as error:
            left = [(words, "") for _name, words in put_errors(form, error)]
            return self._again(form, [*form_errors(form), *left])
        return redirect("ambassadors:concern-raised")

    def _again(self, form: ConcernForm, errors: list[Pair]) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, errors=errors), status=422)


class ConcernAboutPerson(ConcernNew):
    """`/ambassadors/coordinate/people/0a1b2c3d4e5f/concern/`: by a coordinator, without a visit."""

    access = needs(Permission.AMBASSADOR_COORDINATE)

    @cached_property
    def visit(self) -> Visit | None:
        """None: it is about a person."""
        return None

    @property
    def whom(self) -> Ambassador | None:
        """The person, who is never the reader."""
        found: Ambassador = get_object_or_404(Ambassador.objects.people(), code=self.kwargs["person"])
        if is_own(self.person, found):
            raise Http404
        return found


class ConcernRaised(Acting, TemplateView):
    """`/ambassadors/concerns/raised/`: thanks, and whom to tell if that has not been done."""

    access = SIGNED_IN
    template_name = "ambassadors/concerns/raised.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing of the concern itself: it is with others now."""
        crumbs = [(_("Ambassadors"), reverse("ambassadors:home")), (_("We have your concern"), "")]
        return super().get_context_data(**{"crumbs": crumbs, "errors": [], "desk_nav": [], **kwargs})
