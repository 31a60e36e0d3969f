"""When an ambassador is usually free, and the days they are away; also a step of the application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ambassadors.actions.applications import set_availability
from ambassadors.forms.application import BY_SLUG, STEPS, step_after
from ambassadors.forms.own import AwayForm
from ambassadors.models import Ambassador, Availability
from portal.blocks import week
from portal.pages.ambassadors.apply import ProfilePage, address_of
from portal.pages.ambassadors.base import Pair, rooms
from portal.pages.mistakes import first_words, form_errors
from portal.pages.shared import today

STEP = BY_SLUG["when"]


class WhenFree(ProfilePage):
    """`/ambassadors/availability/`: the usual week, and days away."""

    template_name = "ambassadors/availability.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only once somebody has begun to apply."""
        if self.found is None:
            return redirect("ambassadors:apply")
        return super().dispatch(request, *args, **kwargs)

    @property
    def ambassador(self) -> Ambassador:
        """The person's row."""
        if self.found is None:
            raise Http404
        return self.found

    def crumbs(self) -> list[Pair]:
        """Below the desk, or below the application."""
        way = super().crumbs()
        return [*(way[:-1] if self.is_sent else way), (str(STEP.title), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The week as it stands, the days away that are not over, a form for more."""
        usual, dated, away = self._rows()
        shown = {
            "dated": dated,
            "days": week(usual.mornings if usual else [], usual.afternoons if usual else []),
            "away": away,
            "away_form": AwayForm(),
            "step": STEP,
            "number": STEPS.index(STEP) + 1,
            "count": len(STEPS),
            "steps": [] if self.is_sent else self.steps(STEP),
            "desk_nav": rooms("availability") if self.is_sent else [],
        }
        return super().get_context_data(**{**shown, **kwargs})

    def _rows(self) -> tuple[Availability | None, list[Availability], list[Availability]]:
        """The usual week (the row without days); weeks that hold between two days only; absences that are not over."""
        rows = [
            row
            for row in self.ambassador.availability.order_by("first_day", "pk")
            if row.last_day is None or row.last_day >= today()
        ]
        usual = next((row for row in rows if not row.is_away and not row.first_day and not row.last_day), None)
        dated = [row for row in rows if not row.is_away and (row.first_day or row.last_day)]
        return usual, dated, [row for row in rows if row.is_away]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the week; add days away; take some back."""
        do, _colon, number = request.POST.get("do", "").partition(":")
        usual, dated, away = self._rows()
        week_row = _week_row(usual)
        others = [*dated, *away]
        if do == "add":
            form = AwayForm(request.POST)
            if not form.is_valid():
                return self._wrong(form)
            return self._save(week_row, [*map(_as_row, others), {**form.cleaned_data, "is_away": True}], form)
        if do == "remove":
            return self._save(week_row, [_as_row(row) for row in others if str(row.pk) != number])
        given = {name: _days(request.POST.getlist(name)) for name in ("mornings", "afternoons")}
        return self._save(given, [_as_row(row) for row in others], is_week=True)

    def _save(
        self,
        week_row: dict[str, Any],
        others: Sequence[dict[str, Any]],
        form: AwayForm | None = None,
        *,
        is_week: bool = False,
    ) -> HttpResponse:
        rows = [week_row] if any(week_row.get(name) for name in ("mornings", "afternoons")) else []
        try:
            set_availability(by=self.person, ambassador=self.ambassador, rows=[*rows, *others])
        except ValidationError as error:
            if form is not None:
                form.add_error("last_day", first_words(error))
                return self._wrong(form)
            context = self.get_context_data(errors=[(first_words(error), "")])
            return self.render_to_response(context, status=422)
        following = step_after(STEP)
        if is_week and not self.is_sent and following is not None and self.request.POST.get("do") != "later":
            return redirect(address_of(following))
        messages.success(self.request, _("Saved."))
        return redirect(self.home() if is_week and not self.is_sent else "ambassadors:availability")

    def _wrong(self, form: AwayForm) -> HttpResponse:
        context = self.get_context_data(away_form=form, errors=form_errors(form))
        return self.render_to_response(context, status=422)


def _week_row(usual: Availability | None) -> dict[str, Any]:
    if usual is None:
        return {}
    return {"mornings": usual.mornings, "afternoons": usual.afternoons}


def _as_row(row: Availability) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("first_day", "last_day", "mornings", "afternoons", "is_away")}


def _days(given: Sequence[str]) -> list[int]:
    """Weekdays as a form sends them; what no form of ours sends is left out."""
    return sorted({int(value) for value in given if value in {"0", "1", "2", "3", "4", "5", "6"}})
