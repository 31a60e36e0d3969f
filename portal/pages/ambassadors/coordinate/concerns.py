"""Concerns at the coordinators' desk: one's own only, one concern step by step, and one raised about a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.concerns import (
    close_concern,
    decide_referral,
    hand_over_concern,
    look_at_concern,
    look_page,
    note_concern,
    reopen_concern,
    sort_concern,
    suspend_for_concern,
)
from ambassadors.enums import ConcernState, Standing
from ambassadors.forms.coordinator import LevelForm, ReferralForm
from ambassadors.models import Concern, VettingLook
from ambassadors.queries.coordinator import concerns_of
from ambassadors.rules.concerns import may_deal_with, people_for
from ambassadors.rules.vetting import NoRuleError, scheme_value
from foundation.access import SIGNED_IN, needs
from portal.pages.ambassadors.coordinate.base import CoordinatorPage, Pair, name_of

DUTY = "statutory-reporting-duty"


class Concerns(CoordinatorPage):
    """`/ambassadors/coordinate/concerns/`: those that the reader deals with or stands in for."""

    access = needs(Permission.CONCERN_HANDLE)
    template_name = "ambassadors/coordinate/concerns.html"
    room = "concerns"
    title = gettext_lazy("Concerns")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One's own, open ones first; nothing of what happened stands on a list."""
        page = self.page_of(concerns_of(self.person))
        return super().get_context_data(**{"page": page, "me": self.person, **kwargs})


class ConcernPage(CoordinatorPage):
    """`/ambassadors/coordinate/concerns/12/`: for its handler and alternate; to everybody else it is not there.

    Declared for everybody who signs in, with two steps, because administrators stand in where handlers are too few.
    """

    access = replace(SIGNED_IN, two_step=True)
    template_name = "ambassadors/coordinate/concern.html"
    room = "concerns"

    def heading(self) -> str:
        """A number: names stand on the page only."""
        return _("Concern %(number)s") % {"number": self.concern.pk}

    def above(self) -> list[Pair]:
        """Below the list of one's own."""
        return [(_("Concerns"), reverse("coordinate:concerns"))]

    @cached_property
    def concern(self) -> Concern:
        """The concern, for those who deal with it; for all others it does not exist."""
        related = ("visit__school", "visit__ambassador", "visit__companion", "visit__request", "ambassador", "handler")
        rows = Concern.objects.select_related(*related, "alternate", "raised_by", "person")
        found: Concern = get_object_or_404(rows, pk=self.kwargs["concern"])
        if not may_deal_with(self.person, found):
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The look is noted before anything is shown."""
        concern = self.concern
        look_at_concern(by=self.person, concern=concern)
        visit = concern.visit
        whom = concern.ambassador or (visit.ambassador if visit else None)
        looks = VettingLook.objects.filter(page=look_page(concern)).select_related("looked_by").order_by("-pk")
        shown = {
            "concern": concern,
            "visit": visit,
            "whom": whom,
            "whom_name": name_of(whom) if whom else "",
            "may_suspend": whom is not None and whom.standing != Standing.SUSPENDED,
            "is_open": concern.state == ConcernState.OPEN,
            "notes": concern.notes.select_related("written_by"),
            "looks": looks[:20],
            "others": people_for(concern),
            "level_form": LevelForm(initial={"level": concern.level}),
            "referral_form": ReferralForm(
                initial={"referral": concern.referral, "referral_reason": concern.referral_reason}
            ),
            "has_duty": self._has_duty(),
        }
        if not self.person.has_perm(Permission.AMBASSADOR_COORDINATE):
            shown["desk_nav"] = []  # an administrator who stands in has no desk here
        return super().get_context_data(**{**shown, **kwargs})

    def _has_duty(self) -> bool:
        """Whether the law's duty to report has begun, by the dated rule; nothing is said before."""
        try:
            return scheme_value(DUTY, self.today) > 0
        except NoRuleError:
            return False

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Whatever the button says."""
        act = {
            "note": self._note,
            "level": self._level,
            "suspend": self._suspend,
            "referral": self._referral,
            "hand-over": self._hand_over,
            "close": self._close,
            "reopen": self._reopen,
        }.get(request.POST.get("do", ""))
        if act is None:
            raise PermissionDenied
        return act()

    def _given(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))

    def _try(self, act: Callable[[], Any], said: str) -> HttpResponse:
        return self.attempt(act, said, reverse("coordinate:concern", args=[self.concern.pk]))

    def _note(self) -> HttpResponse:
        words = self._given("words")
        return self._try(
            lambda: note_concern(by=self.person, concern=self.concern, words=words, now=timezone.now()), _("Noted.")
        )

    def _level(self) -> HttpResponse:
        level = self._given("level")
        return self._try(lambda: sort_concern(by=self.person, concern=self.concern, level=level), _("Sorted."))

    def _suspend(self) -> HttpResponse:
        said = _("Suspended. Visits ahead are cancelled; schools read only that they cannot come.")
        return self._try(lambda: suspend_for_concern(by=self.person, concern=self.concern, now=timezone.now()), said)

    def _referral(self) -> HttpResponse:
        decision, reason = self._given("referral"), self._given("referral_reason")
        return self._try(
            lambda: decide_referral(by=self.person, concern=self.concern, decision=decision, reason=reason),
            _("Your decision is recorded."),
        )

    def _hand_over(self) -> HttpResponse:
        people = {str(one.pk): one for one in people_for(self.concern)}
        handler, alternate = (self._person(people, name) for name in ("handler", "alternate"))
        answer = self._try(
            lambda: hand_over_concern(by=self.person, concern=self.concern, handler=handler, alternate=alternate),
            _("Handed over. Both have been told."),
        )
        still = concerns_of(self.person).filter(pk=self.concern.pk).exists()
        return answer if still else redirect("coordinate:concerns")

    def _person(self, people: dict[str, User], name: str) -> User:
        found = people.get(self._given(name))
        if found is None:
            raise PermissionDenied
        return found

    def _close(self) -> HttpResponse:
        outcome = self._given("outcome")
        said = _("Closed. It is kept.")
        return self._try(
            lambda: close_concern(by=self.person, concern=self.concern, outcome=outcome, now=timezone.now()), said
        )

    def _reopen(self) -> HttpResponse:
        words = self._given("words")
        return self._try(
            lambda: reopen_concern(by=self.person, concern=self.concern, words=words, now=timezone.now()),
            _("Open again."),
        )
