"""Peers: ask to be paired with somebody in another organisation, set goals, log talks, leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.partnering import ask_for_peer, leave_pair, log_meeting, set_goals, stop_asking
from ambassadors.choices import PEER_GOALS, PEER_INTERESTS
from ambassadors.forms.own import GoalsForm, MeetingForm, PeerWishForm
from ambassadors.models import PeerPair
from ambassadors.queries.partnering import Pairing, may_be_paired, pairing_of
from portal.pages.ambassadors.base import OwnPage
from portal.pages.mistakes import form_errors, put_errors
from portal.pages.shared import today


class Peers(OwnPage):
    """`/ambassadors/peers/`."""

    template_name = "ambassadors/peers.html"
    room = "peers"
    title = gettext_lazy("Peers")

    @cached_property
    def pairing(self) -> Pairing:
        """Where the person stands with peers."""
        return pairing_of(self.ambassador, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pair or the wish, with the forms that it allows."""
        found = self.pairing
        wish, pair = found.wish, found.pair
        shown = {
            "found": found,
            "may_ask": may_be_paired(self.ambassador, today()),
            "is_minor": self.ambassador.is_minor(today()),
            "interests": [PEER_INTERESTS[one] for one in (wish.interests if wish else []) if one in PEER_INTERESTS],
            "goals": [PEER_GOALS[one] for one in (pair.goals if pair else []) if one in PEER_GOALS],
            "meetings": [(row, PEER_GOALS.get(row.goal, "")) for row in found.meetings],
            "wish_form": PeerWishForm(initial=_wish_initial(wish)),
            "goals_form": GoalsForm(initial={"goals": pair.goals if pair else []}),
            "meeting_form": MeetingForm.begun(today()),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do what the button says."""
        do = request.POST.get("do", "")
        if do == "ask":
            return self._ask()
        if do == "stop":
            stop_asking(by=self.person, ambassador=self.ambassador)
            return self._said(_("Taken back."))
        pair = self.pairing.pair
        if pair is None:
            raise PermissionDenied
        match do:
            case "goals":
                return self._goals(pair)
            case "meeting":
                return self._meeting(pair)
            case "leave":
                leave_pair(by=self.person, pair=pair, now=timezone.now())
                return self._said(_("You have left the pair. Your peer has been told, without a reason."))
        raise PermissionDenied

    def _said(self, words: str) -> HttpResponse:
        self.say_or_refuse(words)
        return redirect("ambassadors:peers")

    def _ask(self) -> HttpResponse:
        form = PeerWishForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(wish_form=form, errors=form_errors(form))
        try:
            pair = ask_for_peer(by=self.person, ambassador=self.ambassador, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            return self._refused("wish_form", form, error)
        return self._said(_("You have a peer.") if pair else _("Noted. We write to you as soon as somebody fits."))

    def _goals(self, pair: PeerPair) -> HttpResponse:
        form = GoalsForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(goals_form=form, errors=form_errors(form))
        set_goals(by=self.person, pair=pair, goals=form.cleaned_data["goals"])
        return self._said(_("Saved. Your peer sees the same list."))

    def _meeting(self, pair: PeerPair) -> HttpResponse:
        form = MeetingForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(meeting_form=form, errors=form_errors(form))
        try:
            log_meeting(by=self.person, pair=pair, today=today(), **form.cleaned_data)
        except ValidationError as error:
            return self._refused("meeting_form", form, error)
        return self._said(_("Noted."))

    def _refused(self, name: str, form: forms.Form, error: ValidationError) -> HttpResponse:
        left = [(words, "") for _name, words in put_errors(form, error)]
        return self.wrong(**{name: form}, errors=[*form_errors(form), *left])


def _wish_initial(wish: Any) -> dict[str, Any]:
    return {"interests": wish.interests, "online_only": wish.online_only} if wish else {"online_only": True}
