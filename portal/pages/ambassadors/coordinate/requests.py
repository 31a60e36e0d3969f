"""Schools' requests: the queue in the order of the published rule, and one request with who could come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.requests import close_request
from ambassadors.actions.visits import SlotTakenError, cancel_visit, pass_on_visit, propose_visit
from ambassadors.enums import HOLDING, Benchmark, EndReason, RequestState
from ambassadors.forms.coordinator import UNMET
from ambassadors.forms.own import reasons
from ambassadors.models import Ambassador, Visit, VisitRequest
from ambassadors.models.requests import OPEN
from ambassadors.queries.coordinator import to_pass_on, unanswered
from ambassadors.queries.matching import Count, Need, count_matches, find_matches, need_of
from ambassadors.rules.priority import PUBLISHED, served_first
from ambassadors.rules.vetting import scheme_value
from ambassadors.topics import SUBJECTS, TOPICS
from portal.pages.ambassadors.coordinate.base import CoordinatorPage, Pair, days_between, name_of

SHOWN = 12
# What a request could be asked anew with, and the words for it.
_WIDER: tuple[tuple[tuple[str, ...], Any], ...] = (
    (("windows",), gettext_lazy("on other days")),
    (("topic", "subject"), gettext_lazy("without the subject")),
    (("activity",), gettext_lazy("for another activity")),
)


class Requests(CoordinatorPage):
    """`/ambassadors/coordinate/requests/`: open requests, those first that the published rule puts first."""

    template_name = "ambassadors/coordinate/requests.html"
    room = "requests"
    title = gettext_lazy("Requests of schools")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of requests with the reason for their place."""
        state = self.request.GET.get("state", RequestState.SENT)
        rows = VisitRequest.objects.filter(state=state if state in OPEN else RequestState.SENT)
        if self.region:
            rows = rows.filter(region=self.region)
        page = self.page_of(served_first(rows.select_related("school"), today=self.today))
        lines = [
            {
                "request": one.request,
                "about": about_of(one.request),
                "place": self._place(one.request),
                "days": one.waited,
                "why": one.reason,
            }
            for one in page
        ]
        shown = {"page": page, "lines": lines, "state": state, "regions": self.regions, "region": self.region}
        shown["rule"] = PUBLISHED
        return super().get_context_data(**{**shown, **kwargs})

    def _place(self, request: VisitRequest) -> str:
        places = self.facts.places.places
        return places[request.area].name if request.area in places else request.outcode


class ProposalList(CoordinatorPage):
    """`/ambassadors/coordinate/proposals/`: times that schools picked, to be passed on."""

    template_name = "ambassadors/coordinate/proposals.html"
    room = "requests"
    title = gettext_lazy("Times picked by schools")

    def found(self, now: datetime) -> Any:
        """The visits of the list."""
        return to_pass_on(now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of visits, each with its request."""
        now = timezone.now()
        page = self.page_of(self.found(now))
        lines = [(one, name_of(one.ambassador), days_between(one.passed_on_at or one.proposed_at, now)) for one in page]
        return super().get_context_data(**{"page": page, "lines": lines, "room": self.room, **kwargs})


class UnansweredList(ProposalList):
    """`/ambassadors/coordinate/unanswered/`: proposals without an answer in time."""

    title = gettext_lazy("Proposals without an answer")

    def found(self, now: datetime) -> Any:
        """The visits of the list."""
        return unanswered(now, self.today)


class RequestPages(CoordinatorPage):
    """Pages about one request."""

    room = "requests"

    @cached_property
    def asked(self) -> VisitRequest:
        """The request; a draft is the school's own until it is sent."""
        rows = VisitRequest.objects.exclude(state=RequestState.DRAFT).select_related("school", "asked_by", "wished")
        found: VisitRequest = get_object_or_404(rows, pk=self.kwargs["request_id"])
        return found

    def above(self) -> list[Pair]:
        """Below the list of requests."""
        return [(_("Requests"), reverse("coordinate:requests"))]


class RequestPage(RequestPages):
    """`/ambassadors/coordinate/requests/12/`: what is asked, who could come and why, what has been done."""

    template_name = "ambassadors/coordinate/request.html"

    def heading(self) -> str:
        """What is asked, and by whom."""
        return _("%(activity)s for %(school)s") % {
            "activity": self.asked.get_activity_display(),
            "school": self.asked.school.name,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request, its visits, and matches while somebody is still looked for."""
        asked, now = self.asked, timezone.now()
        is_open = asked.state in OPEN
        need = need_of(asked) if is_open else None
        matches = find_matches(need, today=self.today, limit=SHOWN) if need else []
        visits = asked.visits.select_related("ambassador", "companion").order_by("starts_at", "pk")
        shown = {
            "asked": asked,
            "about": about_of(asked),
            "facts_of": facts_of(asked),
            "windows": list(asked.windows.all()),
            "visits": [(one, name_of(one.ambassador), one.state in HOLDING) for one in visits],
            "matches": matches,
            "count": count_matches(need, today=self.today) if need else None,
            "wider": wider(need, self.today) if need and not matches else [],
            "is_open": is_open,
            "days": days_between(asked.sent_at, now) if asked.sent_at else 0,
            "target": scheme_value("request-target-days", self.today),
            "reasons": reasons(UNMET),
            "why": served_first([asked], today=self.today)[0].reason if is_open else "",
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Propose, pass on, take back, close."""
        do, _colon, rest = request.POST.get("do", "").partition(":")
        act = {
            "propose": self._propose,
            "pass-on": self._pass_on,
            "take-back": self._take_back,
            "close": self._close,
        }.get(do)
        if act is None:
            raise PermissionDenied
        return act(rest)

    @property
    def _here(self) -> str:
        return reverse("coordinate:request", args=[self.asked.pk])

    def _propose(self, rest: str) -> HttpResponse:
        """Hold a slot of the list; one just taken is said with what is free now."""
        code, _colon, moment = rest.partition("@")
        who = get_object_or_404(Ambassador.objects.people(), code=code)
        match = next(iter(find_matches(need_of(self.asked), today=self.today, limit=1, only=who.pk)), None)
        slot = next((one for one in match.slots if one.starts_at.isoformat() == moment), None) if match else None
        if slot is None:
            self.say_or_refuse("", SlotTakenError(_("This time has just been taken. The list shows what is free.")))
            return redirect(self._here)
        said = _("Asked: %(name)s gets a mail now and answers in two clicks.") % {"name": who.given_name}
        return self.attempt(
            lambda: propose_visit(
                by=self.person,
                request=self.asked,
                ambassador=who,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                now=timezone.now(),
            ),
            said,
            self._here,
        )

    def _visit(self, number: str) -> Visit:
        found: Visit = get_object_or_404(self.asked.visits.all(), pk=int(number) if number.isdecimal() else 0)
        return found

    def _pass_on(self, rest: str) -> HttpResponse:
        visit = self._visit(rest)
        said = _("Passed on: the ambassador has been asked.")
        return self._try(lambda: pass_on_visit(by=self.person, visit=visit, now=timezone.now()), said)

    def _take_back(self, rest: str) -> HttpResponse:
        visit = self._visit(rest)
        said = _("Taken back. The time is free again and whoever knew has been told.")
        return self._try(
            lambda: cancel_visit(by=self.person, visit=visit, reason=EndReason.COORDINATOR, now=timezone.now()), said
        )

    def _close(self, _rest: str) -> HttpResponse:
        reason = self.request.POST.get("reason", "")
        said = _("Closed. The school has been told why, and can send it again.")
        return self._try(
            lambda: close_request(by=self.person, request=self.asked, reason=reason, now=timezone.now()), said
        )

    def _try(self, act: Callable[[], Any], said: str) -> HttpResponse:
        return self.attempt(act, said, self._here)


def about_of(asked: VisitRequest) -> str:
    """Subject, topic and age in a line."""
    topic = TOPICS.get(asked.topic)
    parts = [topic.title if topic else "", str(SUBJECTS.get(asked.subject, "")), asked.get_phase_display()]
    return " · ".join(part for part in parts if part)


def facts_of(asked: VisitRequest) -> list[Pair]:
    """What the school asked for, as words and values; what it left empty is left out."""
    years = ", ".join(str(year) for year in asked.year_groups)
    listed = [
        (_("How they meet"), asked.get_mode_display()),
        (_("Subject"), str(SUBJECTS.get(asked.subject, ""))),
        (_("Topic"), TOPICS[asked.topic].title if asked.topic in TOPICS else ""),
        (_("Route"), asked.get_route_display()),
        (_("Pupils"), str(asked.pupils or "")),
        (_("Year groups"), years),
        (_("Length"), _("%(minutes)s minutes") % {"minutes": asked.minutes} if asked.minutes else ""),
        (_("Benchmarks"), "; ".join(str(Benchmark(number).label) for number in asked.benchmarks)),
        (_("Where"), asked.outcode),
        (_("Present throughout"), asked.staff_name),
    ]
    return [(words, value) for words, value in listed if value]


def wider(need: Need, today: Any) -> list[tuple[str, Count]]:
    """How many people there would be with one wish less, for those wishes that stand in the way."""
    found = [(str(words), count_matches(need.without(*names), today=today)) for names, words in _WIDER]
    return [(words, count) for words, count in found if count.people]
