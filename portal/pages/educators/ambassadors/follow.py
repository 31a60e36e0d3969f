"""Following a request: the list, what was asked, who was proposed, and what can be done about it now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.requests import repeat_request, save_request, send_request, withdraw_request
from ambassadors.actions.visits import NotAllowedError, SlotTakenError, propose_visit
from ambassadors.enums import HOLDING, RequestState, VisitState
from ambassadors.forms.request import moment_of
from ambassadors.models import Ambassador, Visit
from ambassadors.queries.matching import find_matches, free_slots, need_of
from ambassadors.queries.school import RequestRow, needs_words, requests_of, to_do, visits_of_request
from lmi.queries.context import facts
from portal.pages.ambassadors.visit_words import facts_of, when_words
from portal.pages.educators.ambassadors.ask import RequestPart
from portal.pages.educators.ambassadors.base import Pair, SchoolPage
from portal.pages.educators.ambassadors.people_words import PersonView, person_view, slot_words
from portal.pages.educators.ambassadors.visit_card import VisitView, visit_view
from portal.pages.educators.ambassadors.words import next_step, request_title, window_words
from portal.pages.mistakes import first_words, messages_by_field

MOST_SHOWN = 6
MOST_SLOTS = 8


class RequestList(SchoolPage):
    """`/educators/ambassadors/requests/`: every request of one's schools, with where it stands and what is next."""

    template_name = "educators/ambassadors/requests.html"
    room = "requests"
    title = gettext_lazy("Your requests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What waits for the school first, then the rest, the newest first; seven SQL statements."""
        rows = requests_of(self.schools)
        lines = [self._line(row) for row in rows]
        shown = {
            "waiting": [line for line in lines if line["is_ours"]],
            "running": [line for line in lines if not line["is_ours"] and not line["is_over"]],
            "over": [line for line in lines if line["is_over"]],
            "to_do": to_do(rows, self.now),
            "several": len(self.schools) > 1,
        }
        return super().get_context_data(**{**shown, **kwargs})

    def _line(self, row: RequestRow) -> dict[str, Any]:
        request, visit = row.request, row.visit
        ours = (
            request.state == RequestState.DRAFT
            or bool(visit and visit.state == VisitState.ACCEPTED)
            or needs_words(row, self.now)
        )
        ended = request.state in (RequestState.DONE, RequestState.UNMET, RequestState.WITHDRAWN)
        return {
            "request": request,
            "visit": visit,
            "title": request_title(request),
            "when": when_words(visit.starts_at, visit.ends_at) if visit and visit.state in HOLDING else "",
            "next_step": next_step(row, self.now),
            "is_ours": ours,
            "is_over": ended and not ours,
            "href": reverse("school-visits:request", args=[request.pk]),
        }


class RequestPage(RequestPart):
    """`/educators/ambassadors/requests/12/`: a draft is checked and sent here, a sent request followed."""

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.item.state == RequestState.DRAFT

    @property
    def title(self) -> str:
        """What was asked for."""
        return _("Check and send") if self.is_draft else request_title(self.item)

    def get_template_names(self) -> list[str]:
        """Two pages at one address, so that links in mails stay right."""
        return ["educators/ambassadors/check.html" if self.is_draft else "educators/ambassadors/request.html"]

    @cached_property
    def visits(self) -> list[Visit]:
        """All that were proposed, the newest first."""
        return visits_of_request(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request in words; who is proposed, or who could be."""
        wished, today = self.item.wished, localdate(self.now)
        starts, minutes = self.item.wished_starts_at, self.item.minutes or 60
        shown: dict[str, Any] = {
            "item": self.item,
            "facts": facts_of(self.item),
            "windows": [window_words(one) for one in self.windows],
            "wished": wished.public_name(today) if wished else "",
            "wished_when": when_words(starts, starts + timedelta(minutes=minutes)) if wished and starts else "",
            "slots": [],
            "is_taken": False,
        }
        shown |= self._of_draft() if self.is_draft else self._of_sent()
        return super().get_context_data(**{**shown, **kwargs})

    def _of_draft(self) -> dict[str, Any]:
        steps, listed = self.steps(), facts_of(self.item)
        of_class = (_("The class"), _("What the class needs"))
        return {
            "facts": [pair for pair in listed if pair[0] not in of_class],
            "needs": [pair for pair in listed if pair[0] == of_class[1]],
            "steps": steps,
            "missing": [(words, step["href"]) for step in steps for _name, words in step["missing"]],
            "is_verified": self.item.school.is_verified,
        }

    def _of_sent(self) -> dict[str, Any]:
        views = [visit_view(visit, self.now) for visit in self.visits]
        holding = [one for one in views if one.visit.state in (*HOLDING, VisitState.DONE)]
        wants = self.item.state == RequestState.SENT and not holding
        return {
            "current": holding[0] if holding else None,
            "earlier": [one for one in views if not holding or one is not holding[0]],
            "row_words": self._next(holding),
            "people": self.offered() if wants else [],
            "may_withdraw": self.item.state in (RequestState.SENT, RequestState.PROPOSED),
            "may_repeat": self.item.state in (RequestState.DONE, RequestState.UNMET, RequestState.WITHDRAWN),
            "may_send_again": self.item.state == RequestState.UNMET,
        }

    def _next(self, holding: list[VisitView]) -> str:
        visit = holding[0].visit if holding else None
        return next_step(RequestRow(self.item, visit, has_feedback=False), self.now)

    def offered(self) -> list[PersonView]:
        """People who fit the request and have time in its days; two SQL statements beside the registers."""
        need, known = need_of(self.item, self.windows), facts()
        found = find_matches(need, today=localdate(self.now), limit=MOST_SHOWN)
        return [person_view(known, one) for one in found]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send, withdraw, propose somebody, or repeat."""
        do = request.POST.get("do", "")
        act = {
            "send": self._send,
            "withdraw": self._withdraw,
            "propose": self._propose,
            "repeat": self._repeat,
            "nobody": self._forget_wish,
        }.get(do)
        if act is None:
            raise PermissionDenied
        return act()

    def _send(self) -> HttpResponse:
        """Send it; a time that has just gone is told at once with the next ones, and the draft stays as it was."""
        try:
            self._take_slot()
            send_request(by=self.person, request=self.item, now=self.now)
        except SlotTakenError as error:
            return self._taken(error)
        except NotAllowedError:
            return self._taken(ValidationError(_("This ambassador cannot come to such a visit on that day.")))
        except ValidationError as error:
            return self._refused(error)
        messages.success(self.request, _("Sent. The coordinator has it; we tell you as soon as there is an answer."))
        return redirect(self.home)

    def _take_slot(self) -> None:
        """Another time of the chosen ambassador, picked on the page itself."""
        slot = self.request.POST.get("slot", "")
        if not slot or self.item.wished is None:
            return
        try:
            starts = moment_of(slot, None)
        except ValueError:
            raise ValidationError({"wished_starts_at": _("Choose one of the times.")}) from None
        changes = {"wished_starts_at": starts}
        today = localdate(self.now)
        save_request(by=self.person, school=self.item.school, changes=changes, today=today, request=self.item)
        self._reread()

    def _forget_wish(self) -> HttpResponse:
        """Leave the choice of ambassador to the coordinator."""
        changes: dict[str, Any] = {"wished": None, "wished_starts_at": None}
        today = localdate(self.now)
        said = _("The coordinator looks for somebody who fits.")
        self.attempt(
            lambda: save_request(
                by=self.person, school=self.item.school, changes=changes, today=today, request=self.item
            ),
            said,
        )
        return redirect(self.home)

    def _taken(self, error: ValidationError) -> HttpResponse:
        self._reread()
        chosen = self.item.wished
        if chosen is None:
            raise Http404
        today = localdate(self.now)
        companion = chosen.companion_id if chosen.is_minor(today) else None
        found = free_slots(
            need_of(self.item, self.windows), chosen.pk, today=today, companion=companion, most=MOST_SLOTS
        )
        errors = [(first_words(error), "other-times")]
        return self.wrong(errors=errors, slots=[slot_words(one) for one in found], is_taken=True, status=409)

    def _refused(self, error: ValidationError) -> HttpResponse:
        self._reread()
        errors: list[Pair] = []
        for _name, said in messages_by_field(error):
            errors += [(words, "") for words in said]
        return self.wrong(errors=errors)

    def _withdraw(self) -> HttpResponse:
        said = _("Withdrawn. Whoever had been asked is told.")
        self.attempt(lambda: withdraw_request(by=self.person, request=self.item, now=self.now), said)
        return redirect("school-visits:requests")

    def _repeat(self) -> HttpResponse:
        try:
            made = repeat_request(by=self.person, request=self.item, today=localdate(self.now))
        except ValidationError as error:
            return self._refused(error)
        messages.success(self.request, _("Copied, with the days of a year later. Look through it, then send it."))
        return redirect("school-visits:request", made.pk)

    def _propose(self) -> HttpResponse:
        """Ask for somebody of the list at one of their times; it waits for the coordinator to pass it on."""
        chosen = get_object_or_404(Ambassador.objects.active(), code=self.request.POST.get("ambassador", "")[:12])
        try:
            starts = moment_of(self.request.POST.get("slot", ""), None)
        except ValueError:
            return self.wrong(errors=[(_("Choose one of the times."), "people")])
        ends = starts + timedelta(minutes=self.item.minutes or 60)
        try:
            propose_visit(
                by=self.person, request=self.item, ambassador=chosen, starts_at=starts, ends_at=ends, now=self.now
            )
        except NotAllowedError:
            return self.wrong(
                errors=[(_("This ambassador cannot come to such a visit on that day."), "people")], status=409
            )
        except ValidationError as error:
            self._reread()
            return self.wrong(errors=[(first_words(error), "people")], status=409)
        messages.success(self.request, _("The time is held. The coordinator asks them next."))
        return redirect(self.home)

    def _reread(self) -> None:
        for kept in ("item", "windows", "visits"):
            self.__dict__.pop(kept, None)
