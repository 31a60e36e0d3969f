"""The rota of an event: who is free for which slots of a day, many asked at once, and the sheet to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.visits import propose_visit
from ambassadors.enums import COUNTED, RequestState
from ambassadors.forms.coordinator import RotaForm
from ambassadors.models import Ambassador, Visit, VisitRequest
from ambassadors.models.requests import OPEN
from ambassadors.queries.matching import Match, Window, find_matches, need_of
from ambassadors.rules.rota import TAKES_MANY, slots_of, stretch
from portal.blocks import RotaPerson, RotaSlot
from portal.pages.ambassadors.coordinate.base import CoordinatorPage, Pair, days_between, name_of
from portal.pages.ambassadors.coordinate.requests import RequestPages, about_of
from portal.pages.mistakes import first_words, form_errors
from portal.pages.shared import with_query

SHOWN = 40
Times = list[tuple[datetime, datetime]]


class RotaChoice(CoordinatorPage):
    """`/ambassadors/coordinate/rota/`: which event."""

    template_name = "ambassadors/coordinate/rota_choice.html"
    room = "rota"
    title = gettext_lazy("Event rota")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Requests for events that take many people, those still open first."""
        rows = VisitRequest.objects.filter(
            activity__in=TAKES_MANY, state__in=(*OPEN, RequestState.BOOKED)
        ).select_related("school")  # fmt: skip
        page = self.page_of(rows.order_by("-state", "sent_at", "pk"))
        lines = [(one, about_of(one), days_between(one.sent_at, timezone.now())) for one in page if one.sent_at]
        return super().get_context_data(**{"page": page, "lines": lines, **kwargs})


class Rota(RequestPages):
    """`/ambassadors/coordinate/rota/12/`: people by slot; tick and ask them all at once."""

    template_name = "ambassadors/coordinate/rota.html"
    room = "rota"

    def heading(self) -> str:
        """The event."""
        return _("Rota: %(activity)s, %(school)s") % {
            "activity": self.asked.get_activity_display(),
            "school": self.asked.school.name,
        }

    def above(self) -> list[Pair]:
        """Below the choice of an event."""
        return [(_("Event rota"), reverse("coordinate:rota"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, who is free, and the rota as it stands."""
        form = self._form()
        times = form.times() if form.is_valid() else []
        visits = self._visits(times)
        may_ask = self.asked.state in OPEN and bool(times) and times[0][0] > timezone.now()
        shown = {
            "asked": self.asked,
            "about": about_of(self.asked),
            "form": form,
            "errors": form_errors(form),
            "columns": [f"{_clock(start)}–{_clock(end)}" for start, end in times],
            "rows": self._rows(times, visits) if may_ask else [],
            "may_ask": may_ask,
            "rota": rota_of(times, visits),
            "day": times[0][0] if times else None,
            "asked_for": [(name, form.data[name]) for name in form.fields] if times else [],
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask everybody who was ticked, each for one stretch; who cannot be asked is named with the reason."""
        form = RotaForm(request.POST)
        if not form.is_valid():
            return self.wrong(form=form, errors=form_errors(form))
        times = form.times()
        asked, refused = 0, []
        for code, chosen in self._ticked(request, len(times)).items():
            problem = self._ask(code, *stretch(times, chosen))
            if problem:
                refused.append(problem)
            else:
                asked += 1
        for words in refused:
            self.say_or_refuse("", ValidationError(words))
        if asked:
            self.say_or_refuse(_("Asked: %(count)s people. Each gets a mail now.") % {"count": asked})
        elif not refused:
            self.say_or_refuse("", ValidationError(_("Tick at least one slot of somebody.")))
        here = reverse("coordinate:rota-event", args=[self.asked.pk])
        return redirect(with_query(here, [(name, form.data[name]) for name in form.fields]))

    def _form(self) -> RotaForm:
        if "day" in self.request.GET:
            return RotaForm(self.request.GET)
        first = self.asked.windows.filter(last_day__gt=self.today).first()
        on = max(first.first_day, self.today + timedelta(days=1)) if first else self.today + timedelta(days=7)
        return RotaForm(RotaForm.begun(on))

    def _visits(self, times: Times) -> list[Visit]:
        if not times:
            return []
        rows = Visit.objects.filter(
            request=self.asked, state__in=COUNTED, starts_at__lt=times[-1][1], ends_at__gt=times[0][0]
        ).select_related("ambassador", "companion")  # fmt: skip
        return list(rows.order_by("starts_at", "ambassador__family_name", "pk"))

    def _rows(self, times: Times, visits: list[Visit]) -> list[dict[str, Any]]:
        """People who are free that day and not on the rota yet, with the half days on which they are."""
        day = timezone.localtime(times[0][0]).date()
        need = replace(
            need_of(self.asked, []),
            windows=(Window(day, day, frozenset({day.weekday()})),),
            minutes=self.asked.minutes or 60,
        )  # fmt: skip
        taken = {visit.ambassador_id for visit in visits}
        found = [one for one in find_matches(need, today=self.today, limit=SHOWN) if one.pk not in taken]
        return [{"match": one, "cells": _cells(one, times)} for one in found]

    def _ticked(self, request: HttpRequest, slots: int) -> dict[str, set[int]]:
        """By code, the numbers of the slots that were ticked for somebody ("code:1")."""
        chosen: dict[str, set[int]] = {}
        for value in request.POST.getlist("slot")[: SHOWN * slots]:
            code, _colon, number = value.partition(":")
            if number.isdecimal() and int(number) < slots:
                chosen.setdefault(code, set()).add(int(number))
        return chosen

    def _ask(self, code: str, starts_at: datetime, ends_at: datetime) -> str:
        """Propose one visit; the sentence that says why not, "" when it was done."""
        who = Ambassador.objects.people().filter(code=code).first()
        if who is None:
            return _("Somebody on the list has left the scheme.")
        try:
            propose_visit(
                by=self.person,
                request=self.asked,
                ambassador=who,
                starts_at=starts_at,
                ends_at=ends_at,
                now=timezone.now(),
            )
        except ValidationError as error:
            return f"{who.given_name}: {first_words(error)}"
        return ""


def rota_of(times: Times, visits: list[Visit]) -> list[RotaSlot]:
    """The rota as it stands: each slot with its people, and how far each visit is."""
    placed = [(visit, slots_of(times, visit.starts_at, visit.ends_at)) for visit in visits]
    return [
        RotaSlot(
            f"{_clock(start)}–{_clock(end)}",
            people=tuple(_rota_person(visit) for visit, numbers in placed if number in numbers),
        )
        for number, (start, end) in enumerate(times)
    ]


def _rota_person(visit: Visit) -> RotaPerson:
    who = visit.ambassador
    minor = who.is_minor(visit.day)
    does = _("with %(name)s") % {"name": visit.companion.given_name} if visit.companion else who.job_title
    name = who.given_name if minor else name_of(who)
    return RotaPerson(name, does, reverse("coordinate:person", args=[who.code]), str(visit.get_state_display()))


def _cells(match: Match, times: Times) -> list[dict[str, Any]]:
    """By slot, whether somebody is free on its half day."""
    free = {(slot.day, slot.starts_at.astimezone(timezone.get_current_timezone()).hour < 12) for slot in match.slots}
    cells = []
    for number, (start, end) in enumerate(times):
        begins = timezone.localtime(start)
        is_free = (begins.date(), begins.hour < 12) in free
        cells.append({"number": number, "free": is_free, "words": f"{_clock(start)}–{_clock(end)}"})
    return cells


def _clock(moment: datetime) -> str:
    return str(time_format(timezone.localtime(moment), "H:i"))
