"""Pausing, coming back, and leaving the scheme."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.standing import leave_scheme, pause_ambassador, resume_ambassador
from ambassadors.enums import Standing
from ambassadors.queries.own import visits_of
from portal.pages.ambassadors.base import OwnPage

LEAVING = (Standing.APPLIED, Standing.IN_CHECKS, Standing.ACTIVE, Standing.PAUSED)


class StandingPage(OwnPage):
    """`/ambassadors/standing/`: one press to pause or come back, two to leave."""

    template_name = "ambassadors/standing.html"
    room = "standing"
    title = gettext_lazy("Pause or leave")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What each would do, with the number of visits that it would cancel."""
        standing = Standing(self.ambassador.standing)
        visits = visits_of(self.ambassador, timezone.now())
        shown = {
            "standing": standing,
            "may_pause": standing == Standing.ACTIVE,
            "may_resume": standing == Standing.PAUSED,
            "may_leave": standing in LEAVING,
            "unsure": "",
            "has_left": standing == Standing.LEFT,
            "booked": len(visits.ahead) + len(visits.waiting),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do what the button says."""
        do, now = request.POST.get("do", ""), timezone.now()
        if do == "leave" and request.POST.get("sure") != "on":
            said = _("Tick that you are sure.")
            return self.wrong(errors=[(said, "sure")], unsure=said)
        try:
            said = self._act(do, now)
        except ValidationError as error:
            self.say_or_refuse("", error)
        else:
            self.say_or_refuse(said)
        return redirect("ambassadors:standing" if do == "leave" else "ambassadors:desk")

    def _act(self, do: str, now: Any) -> str:
        match do:
            case "pause":
                pause_ambassador(by=self.person, ambassador=self.ambassador, now=now)
                return _("You are on a pause. Come back whenever you like.")
            case "resume":
                found = resume_ambassador(by=self.person, ambassador=self.ambassador, now=now)
                if found.standing == Standing.ACTIVE:
                    return _("Welcome back. Schools can be offered your time again.")
                return _("Welcome back. Something has fallen due meanwhile: see what is missing.")
            case "leave":
                leave_scheme(by=self.person, ambassador=self.ambassador, now=now)
                return _("You have left the scheme. Thank you for your time.")
        raise PermissionDenied
