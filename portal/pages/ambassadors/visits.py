"""An ambassador's visits: answer, cancel, say how it was, send one of the scheme's messages, take to a calendar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.visits import (
    accept_visit,
    cancel_visit,
    decline_visit,
    finish_visit,
    give_feedback,
    mark_no_show,
    send_message,
)
from ambassadors.documents import visit_pack_pdf
from ambassadors.enums import HOLDING, Side, VisitState
from ambassadors.forms.own import CANCELS, DECLINES, NOT_HELD, DoneForm, FeedbackForm, reasons
from ambassadors.models import MessageTemplate, Visit
from ambassadors.queries.own import message_templates, minutes_of, visit_of, visits_of
from foundation.calendars import calendar_response
from portal.pages.ambassadors.base import OwnPage, Pair
from portal.pages.ambassadors.hours import pdf_response
from portal.pages.ambassadors.visit_words import calendar_event, card_of
from portal.pages.educators.ambassadors.visit_card import pack_of
from portal.pages.mistakes import form_errors, put_errors


class Visits(OwnPage):
    """`/ambassadors/visits/`: all of them, what is to do first."""

    template_name = "ambassadors/visits.html"
    room = "visits"
    title = gettext_lazy("Your visits")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Visits by what there is to do."""
        now = timezone.now()
        today, me = timezone.localdate(now), self.ambassador
        visits = visits_of(me, now)
        groups = (
            (_("Waiting for your answer"), visits.waiting),
            (_("Ahead of you"), visits.ahead),
            (_("To report"), visits.to_report),
            (_("Done"), visits.done),
            (_("Did not take place"), visits.ended),
        )
        shown = [(words, [card_of(visit, me, today) for visit in listed]) for words, listed in groups if listed]
        has_dates = any(visit.state == VisitState.CONFIRMED for visit in visits.ahead)
        return super().get_context_data(**{"groups": shown, "has_dates": has_dates, **kwargs})


class VisitPage(OwnPage):
    """`/ambassadors/visits/12/`: one visit and what can be done with it now."""

    template_name = "ambassadors/visit.html"
    room = "visits"

    def heading(self) -> str:
        """The school's name."""
        return self.visit.school.name

    @cached_property
    def visit(self) -> Visit:
        """The visit; somebody else's, or one not passed on yet, is as absent as none."""
        found = visit_of(self.ambassador, self.kwargs["visit"])
        if found is None:
            raise Http404
        return found

    @property
    def is_mine(self) -> bool:
        """Whether the reader is the one who was asked; a companion only looks."""
        return self.visit.ambassador_id == self.ambassador.pk

    def crumbs(self) -> list[Pair]:
        """Below the list of visits."""
        way = super().crumbs()
        return [*way[:-1], (_("Visits"), reverse("ambassadors:visits")), way[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The visit, its messages, and the forms that its state allows."""
        kwargs.pop("visit", None)  # its number in the address
        visit, now = self.visit, timezone.now()
        is_over = visit.starts_at <= now
        done = visit.state == VisitState.DONE
        feedback = visit.feedback.filter(side=Side.AMBASSADOR).first() if done and self.is_mine else None
        shown = {
            "visit": visit,
            "card": card_of(visit, self.ambassador, timezone.localdate(now)),
            "is_mine": self.is_mine,
            "may_answer": self.is_mine and visit.state == VisitState.PROPOSED and not is_over,
            "may_cancel": self.is_mine and visit.state in HOLDING and not is_over,
            "may_report": self.is_mine and is_over and visit.state == VisitState.CONFIRMED,
            "may_review": self.is_mine and done,
            "feedback": feedback,
            "declines": reasons(DECLINES),
            "cancels": reasons(CANCELS),
            "not_held": reasons(NOT_HELD),
            "done_form": DoneForm(initial={"minutes": minutes_of(visit), "pupils_reached": visit.request.pupils}),
            "feedback_form": FeedbackForm(),
            "has_date": visit.state in (VisitState.ACCEPTED, VisitState.CONFIRMED),
            "messages_sent": list(visit.messages.select_related("template")),
            "templates": message_templates() if self.is_mine and visit.state in HOLDING else [],
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Whatever the button says; answers come from the desk's cards as well."""
        do, _colon, rest = request.POST.get("do", "").partition(":")
        act = {
            "accept": self._accept,
            "decline": self._decline,
            "cancel": self._cancel,
            "done": self._done,
            "not-held": self._not_held,
            "feedback": self._feedback,
            "message": self._message,
        }.get(do)
        if act is None or not self.is_mine:
            raise PermissionDenied
        return act(rest)

    def _try(self, act: Callable[[], Any], said: str) -> HttpResponse:
        """Do it and say so; a refusal is said on the page as it stands now."""
        try:
            act()
        except ValidationError as error:
            self.say_or_refuse("", error)
        else:
            self.say_or_refuse(said)
        return redirect("ambassadors:visit", self.visit.pk)

    def _accept(self, _rest: str) -> HttpResponse:
        said = _("Thank you. The school confirms next; then you see who meets you and where.")
        return self._try(lambda: accept_visit(by=self.person, visit=self.visit, now=timezone.now()), said)

    def _decline(self, reason: str) -> HttpResponse:
        said = _("Thank you for answering. The coordinator asks somebody else.")
        return self._try(
            lambda: decline_visit(by=self.person, visit=self.visit, reason=reason, now=timezone.now()), said
        )

    def _cancel(self, reason: str) -> HttpResponse:
        given = reason or self.request.POST.get("reason", "")
        said = _("Cancelled. The school and the coordinator have been told.")
        return self._try(lambda: cancel_visit(by=self.person, visit=self.visit, reason=given, now=timezone.now()), said)

    def _not_held(self, reason: str) -> HttpResponse:
        said = _("Noted. The coordinator sees it.")
        return self._try(
            lambda: mark_no_show(by=self.person, visit=self.visit, reason=reason, now=timezone.now()), said
        )

    def _message(self, _rest: str) -> HttpResponse:
        slug = self.request.POST.get("template", "")
        template = get_object_or_404(MessageTemplate, slug=slug, sent_by=Side.AMBASSADOR)
        return self._try(
            lambda: send_message(by=self.person, visit=self.visit, template=template, now=timezone.now()),
            _("Sent: “%(title)s”.") % {"title": template.title},
        )

    def _done(self, _rest: str) -> HttpResponse:
        form = DoneForm(self.request.POST)
        if form.is_valid():
            try:
                finish_visit(by=self.person, visit=self.visit, now=timezone.now(), **form.cleaned_data)
            except ValidationError as error:
                left = [(words, "") for _name, words in put_errors(form, error)]
                return self.wrong(done_form=form, errors=[*form_errors(form), *left])
            self.say_or_refuse(_("Thank you. It counts towards your hours. Now say how it was."))
            return redirect("ambassadors:visit", self.visit.pk)
        return self.wrong(done_form=form, errors=form_errors(form))

    def _feedback(self, _rest: str) -> HttpResponse:
        form = FeedbackForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(feedback_form=form, errors=form_errors(form))
        return self._try(
            lambda: give_feedback(
                by=self.person, visit=self.visit, side=Side.AMBASSADOR, answers=form.cleaned_data, now=timezone.now()
            ),
            _("Thank you."),
        )


class VisitCalendar(VisitPage):
    """`/ambassadors/visits/12/calendar/`: the visit as a calendar file."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; the same visit later changes or cancels what a calendar holds."""
        event = calendar_event(self.visit)
        return calendar_response([event], organiser=settings.DEFAULT_FROM_EMAIL, filename=f"visit-{self.visit.pk}")


class OwnPack(VisitPage):
    """`/ambassadors/visits/12/pack.pdf`: the one page for reception, staff and visitor, once it is confirmed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; 404 before the visit is confirmed and once it has ended."""
        if self.visit.state != VisitState.CONFIRMED:
            raise Http404
        return pdf_response(visit_pack_pdf(pack_of(self.visit, timezone.localdate())), f"visit-pack-{self.visit.pk}")


class VisitsCalendar(OwnPage):
    """`/ambassadors/visits/calendar/`: every confirmed visit ahead in one file."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; 404 where there is nothing to put in it."""
        ahead = visits_of(self.ambassador, timezone.now()).ahead
        events = [calendar_event(visit) for visit in ahead if visit.state == VisitState.CONFIRMED]
        if not events:
            raise Http404
        return calendar_response(events, organiser=settings.DEFAULT_FROM_EMAIL, filename="visits")
