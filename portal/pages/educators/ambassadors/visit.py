"""One visit of a school: confirm, cancel, message, say how it went; its calendar file and its sheet for the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ambassadors.actions.visits import (
    NotAllowedError,
    cancel_visit,
    confirm_visit,
    finish_visit,
    give_feedback,
    mark_no_show,
    send_message,
)
from ambassadors.documents import visit_pack_pdf, visit_sheet
from ambassadors.enums import HOLDING, EndReason, Side, VisitState
from ambassadors.forms.request import DoneForm, FeedbackForm
from ambassadors.models import MessageTemplate, Visit, VisitFeedback
from ambassadors.queries.school import school_templates, visits_of_schools
from foundation.calendars import calendar_response
from portal.pages.ambassadors.hours import pdf_response
from portal.pages.ambassadors.visit_words import facts_of
from portal.pages.educators.ambassadors.base import Pair, SchoolPage
from portal.pages.educators.ambassadors.visit_card import pack_of, school_event, visit_view
from portal.pages.educators.ambassadors.words import request_title
from portal.pages.mistakes import first_words, form_errors, put_errors

CANCELS = (EndReason.SCHOOL_CANCELLED, EndReason.DATE, EndReason.ILL, EndReason.WEATHER_OR_TRAVEL)
NOT_HELD = (
    EndReason.AMBASSADOR_ABSENT,
    EndReason.SCHOOL_CANCELLED,
    EndReason.SCHOOL_NOT_READY,
    EndReason.ILL,
    EndReason.WEATHER_OR_TRAVEL,
)
_COUNTS = ("pupils_asked", "pupils_new_job", "pupils_could_do", "pupils_next_step")


class VisitPart(SchoolPage):
    """A page about one visit of the person's schools."""

    room = "requests"

    @cached_property
    def visit(self) -> Visit:
        """The visit; 404 alike for another school's and for none."""
        rows = visits_of_schools([one.pk for one in self.schools])
        found: Visit = get_object_or_404(rows, pk=self.kwargs["visit"], request=self.kwargs["pk"])
        return found

    @property
    def home(self) -> str:
        """The address of the request."""
        return reverse("school-visits:request", args=[self.visit.request_id])

    def crumbs(self) -> list[Pair]:
        """Below its request."""
        way = super().crumbs()
        listed = (_("Your requests"), reverse("school-visits:requests"))
        return [*way[:2], listed, (request_title(self.visit.request), self.home), (str(self.title), "")]


class VisitPage(VisitPart):
    """`/educators/ambassadors/requests/12/visits/34/`: what can be done about a visit, by what it has come to."""

    template_name = "educators/ambassadors/visit.html"

    @property
    def title(self) -> str:
        """Who comes."""
        return _("Visit by %(name)s") % {"name": self.visit.ambassador.public_name(self.visit.day)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The visit, its messages, and the forms that its state allows; nine SQL statements at the most."""
        visit = self.visit
        view = visit_view(visit, self.now)
        before = VisitFeedback.objects.filter(visit=visit, side=Side.SCHOOL).first() if view.may_review else None
        length = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
        shown = {
            "view": view,
            "item": visit.request,
            "facts": facts_of(visit.request),
            "home": self.home,
            "concern": concern_address(visit),
            "cancels": reason_choices(CANCELS),
            "not_held": reason_choices(NOT_HELD),
            "done_form": DoneForm(initial={"minutes": length, "pupils_reached": visit.request.pupils}),
            "feedback": before,
            "feedback_form": FeedbackForm(initial=feedback_values(before)),
            "messages_sent": list(visit.messages.select_related("template")),
            "templates": school_templates() if visit.state in HOLDING and visit.passed_on_at else [],
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Whatever the button says."""
        act = {
            "confirm": self._confirm,
            "cancel": self._cancel,
            "done": self._done,
            "not-held": self._not_held,
            "feedback": self._feedback,
            "message": self._message,
        }.get(request.POST.get("do", ""))
        if act is None:
            raise PermissionDenied
        return act()

    def _then(self, act: Callable[[], Any], said: str, *, to_visit: bool = False) -> HttpResponse:
        self.attempt(act, said)
        return redirect(
            reverse("school-visits:visit", args=[self.visit.request_id, self.visit.pk]) if to_visit else self.home
        )

    def _confirm(self) -> HttpResponse:
        def act() -> Any:
            try:
                return confirm_visit(by=self.person, visit=self.visit, now=self.now)
            except NotAllowedError:
                raise ValidationError(
                    _("This ambassador cannot come to such a visit on that day any more. Ask the coordinator.")
                ) from None

        return self._then(act, _("Booked. The ambassador now sees who meets them and where."))

    def _cancel(self) -> HttpResponse:
        reason = self.request.POST.get("reason", "")
        return self._then(
            lambda: cancel_visit(by=self.person, visit=self.visit, reason=reason, now=self.now),
            _("Cancelled. The ambassador and the coordinator are told."),
        )

    def _not_held(self) -> HttpResponse:
        reason = self.request.POST.get("reason", "")
        return self._then(
            lambda: mark_no_show(by=self.person, visit=self.visit, reason=reason, now=self.now),
            _("Noted. The coordinator sees it."),
        )

    def _message(self) -> HttpResponse:
        slug = self.request.POST.get("template", "")[:60]
        template = get_object_or_404(MessageTemplate, slug=slug, sent_by=Side.SCHOOL)
        return self._then(
            lambda: send_message(by=self.person, visit=self.visit, template=template, now=self.now),
            _("Sent: “%(title)s”.") % {"title": template.title},
            to_visit=True,
        )

    def _done(self) -> HttpResponse:
        form = DoneForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(done_form=form, errors=form_errors(form))
        try:
            finish_visit(by=self.person, visit=self.visit, now=self.now, **form.cleaned_data)
        except ValidationError as error:
            left = [(words, "") for _name, words in put_errors(form, error)]
            return self.wrong(done_form=form, errors=[*form_errors(form), *left])
        return self._then(lambda: None, _("Thank you. Now say how it went."), to_visit=True)

    def _feedback(self) -> HttpResponse:
        form = FeedbackForm(self.request.POST)
        if not form.is_valid():
            return self.wrong(feedback_form=form, errors=form_errors(form))
        answers = {name: value for name, value in form.cleaned_data.items() if value is not None}
        answers |= {name: form.cleaned_data[name] for name in _COUNTS}
        try:
            give_feedback(by=self.person, visit=self.visit, side=Side.SCHOOL, answers=answers, now=self.now)
        except ValidationError as error:
            return self.wrong(feedback_form=form, errors=[(first_words(error), "id_pupils_asked")])
        return self._then(lambda: None, _("Thank you. The coordinator reads it; your numbers name no pupil."))


def concern_address(visit: Visit) -> str:
    """Where a concern about a visit is raised."""
    return reverse("ambassadors:concern-new", args=[visit.pk])


def reason_choices(listed: tuple[EndReason, ...]) -> list[Pair]:
    """Reasons with their words."""
    return [(one.value, str(one.label)) for one in listed]


def feedback_values(before: VisitFeedback | None) -> dict[str, Any]:
    """What was said before, as the form wants it."""
    if before is None:
        return {}
    found: dict[str, Any] = {"went_well": before.went_well, **{name: getattr(before, name) for name in _COUNTS}}
    for name in ("well_prepared", "right_level", "routes_covered", "staff_present", "would_repeat"):
        said = getattr(before, name)
        found[name] = "" if said is None else "yes" if said else "no"
    return found


class VisitCalendar(VisitPart):
    """`.../calendar/`: the visit as a calendar file; a later one changes or cancels what a calendar holds."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        event = school_event(self.visit)
        return calendar_response([event], organiser=settings.DEFAULT_FROM_EMAIL, filename=f"visit-{self.visit.pk}")


class VisitPackPage(VisitPart):
    """`.../pack/`: one page for reception, staff and visitor; only of a visit that is confirmed."""

    http_method_names = ["get", "head", "options"]
    template_name = "educators/ambassadors/visit_pack.html"

    @property
    def title(self) -> str:
        """What it is."""
        return _("Visit pack")

    @cached_property
    def pack(self) -> Any:
        """The words of the sheet; 404 before the visit is confirmed and once it has ended."""
        if self.visit.state != VisitState.CONFIRMED:
            raise Http404
        return pack_of(self.visit, localdate(self.now))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sheet, and where the same is as a PDF."""
        pdf = reverse("school-visits:pack-pdf", args=[self.visit.request_id, self.visit.pk])
        return super().get_context_data(sheet=visit_sheet(self.pack), pdf=pdf, **kwargs)


class VisitPackPdf(VisitPackPage):
    """`.../pack.pdf`: the same as a PDF of one page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        return pdf_response(visit_pack_pdf(self.pack), f"visit-pack-{self.visit.pk}")
