"""Asking for a visit in steps: saved at each, left and taken up again, checked as a whole before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.requests import place_school, save_request
from ambassadors.enums import Activity, Mode, Phase, RequestState, RouteTaken
from ambassadors.forms.request import (
    BY_SLUG,
    STEPS,
    Step,
    StepForm,
    WhenForm,
    WindowForm,
    initial_of,
    moment_of,
    step_after,
    step_of,
    window_forms,
)
from ambassadors.models import Ambassador, VisitRequest
from ambassadors.queries.matching import free_slots, need_of
from ambassadors.queries.school import stated_place
from ambassadors.rules.requests import missing_in
from ambassadors.topics import SUBJECTS, TOPICS
from portal.pages.educators.ambassadors.base import Pair, SchoolPage
from portal.pages.educators.ambassadors.people_words import SlotWords, moment_words, slot_words
from portal.pages.mistakes import form_errors, messages_by_field

# What a search may hand over to a new request, with the values that each may have.
_HANDED: Mapping[str, Any] = {
    "activity": set(Activity.values),
    "phase": set(Phase.values),
    "route": set(RouteTaken.values),
    "mode": set(Mode.values),
    "subject": SUBJECTS,
    "topic": TOPICS,
}
MOST_SLOTS = 8


class StartRequest(SchoolPage):
    """`/educators/ambassadors/ask/`: for which school; then the first step. Nothing is asked of anybody yet."""

    template_name = "educators/ambassadors/start.html"
    room = "requests"
    title = gettext_lazy("Ask for a visit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The schools, the drafts that wait, and what a link hands over."""
        drafts = VisitRequest.objects.of_schools(self.schools).filter(state=RequestState.DRAFT)[:10]
        handed = {name: value for name, value in self.request.GET.items() if name in (*_HANDED, "soc2020")}
        shown = {"schools": self.schools, "drafts": [draft_line(one) for one in drafts], "handed": handed}
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Make the draft with what the search or a link knew, and with the person who was chosen."""
        wanted = request.POST.get("school", "")
        school = next((one for one in self.schools if one.slug == wanted), None)
        if school is None:
            if len(self.schools) != 1:
                return self.wrong(errors=[(_("Choose the school or college."), "school")])
            school = self.schools[0]
        try:
            made = save_request(by=self.person, school=school, changes=self._handed(), today=localdate(self.now))
        except ValidationError as error:
            return self.wrong(errors=[(words, "") for _name, said in messages_by_field(error) for words in said])
        return redirect("school-visits:step", made.pk, STEPS[0].slug)

    def _handed(self) -> dict[str, Any]:
        data = self.request.POST
        changes = {name: data[name] for name, known in _HANDED.items() if data.get(name) in known}
        unit = data.get("soc2020", "")
        if len(unit) == 4 and unit.isdecimal():
            changes["occupation"] = unit
        changes |= self._wished()
        return changes

    def _wished(self) -> dict[str, Any]:
        """The ambassador that was chosen, if they are still there, and their free time."""
        code = self.request.POST.get("ambassador", "")[:12]
        found = Ambassador.objects.active().filter(code=code).first() if code else None
        if found is None:
            return {}
        try:
            starts = moment_of(self.request.POST.get("slot", ""), None)
        except ValueError:
            return {"wished": found}
        return {"wished": found, "wished_starts_at": starts if starts > self.now else None}


def draft_line(request: VisitRequest) -> dict[str, Any]:
    """A draft in a list: what it is, whose, and where to go on."""
    title = request.get_activity_display() or _("Request without a name yet")
    step = request.step if request.step in BY_SLUG else STEPS[0].slug
    return {
        "title": title,
        "school": request.school.name,
        "made": request.created_at,
        "href": reverse("school-visits:step", args=[request.pk, step]),
    }


class RequestPart(SchoolPage):
    """A page about one request of the person's schools."""

    room = "requests"

    @cached_property
    def item(self) -> VisitRequest:
        """The request; 404 alike for another school's and for none."""
        rows = VisitRequest.objects.filter(school__in=[one.pk for one in self.schools])
        related = ("school__school_place", "wished", "asked_by")
        found: VisitRequest = get_object_or_404(rows.select_related(*related), pk=self.kwargs["pk"])
        return found

    @cached_property
    def windows(self) -> list[Any]:
        """Its stretches of days."""
        return list(self.item.windows.all())

    @property
    def home(self) -> str:
        """The address of the request."""
        return reverse("school-visits:request", args=[self.item.pk])

    @property
    def name(self) -> str:
        """What the request is called: its activity, once that is known."""
        return self.item.get_activity_display() or _("Ask for a visit")

    def crumbs(self) -> list[Pair]:
        """Below the list of requests."""
        way = super().crumbs()
        listed = (_("Your requests"), reverse("school-visits:requests"))
        return [*way[:2], listed, (str(self.title) or self.name, "")]

    def steps(self, here: Step | None = None) -> list[dict[str, Any]]:
        """The steps with their state and what is still to do in each."""
        missing = missing_in(self.item, self.windows, localdate(self.now))
        listed = []
        for step in STEPS:
            wrong = [(name, str(says)) for name, says in missing.items() if step_of(name) is step]
            state = "here" if step is here else "next" if wrong else "done"
            href = reverse("school-visits:step", args=[self.item.pk, step.slug])
            listed.append({"step": step, "state": state, "href": href, "missing": wrong})
        return listed


class RequestStep(RequestPart):
    """`/educators/ambassadors/requests/12/when/`: one step, as it was saved."""

    template_name = "educators/ambassadors/step.html"

    @cached_property
    def step(self) -> Step:
        """The step of the address; 404 for another."""
        found = BY_SLUG.get(self.kwargs["step"])
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> str:
        """The step."""
        return str(self.step.title)

    @cached_property
    def slots(self) -> list[SlotWords]:
        """Free times of the ambassador who was chosen, the time picked before among them."""
        chosen = self.item.wished
        if chosen is None or self.step.slug != "when":
            return []
        today = localdate(self.now)
        need = need_of(self.item, [])
        companion = chosen.companion_id if chosen.is_minor(today) else None
        return [
            slot_words(slot) for slot in free_slots(need, chosen.pk, today=today, companion=companion, most=MOST_SLOTS)
        ]

    def make_form(self, data: Any = None) -> StepForm:
        """The form as it was sent, or as the draft has it."""
        kwargs: dict[str, Any] = {"initial": self._initial()} if data is None else {"data": data}
        if self.step.form is WhenForm:
            kwargs["slots"] = [(one.value, one.words) for one in self._choices()]
        return self.step.form(**kwargs)

    def _initial(self) -> dict[str, Any]:
        found = initial_of(self.step, self.item)
        chosen = found.pop("chosen", None)
        if chosen is not None:
            day = chosen.strftime("%Y-%m-%d")
            found["slot"] = next((one.value for one in self._choices() if one.value.startswith(day)), "")
        if self.step.slug == "where":
            place = stated_place(self.item.school)
            found["address"] = place.address if place else ""
        return found

    def _choices(self) -> list[SlotWords]:
        """The free times, and before them the one that was picked though it is no longer among them."""
        picked = self.item.wished_starts_at
        if picked is None or not self.item.wished:
            return self.slots
        before = moment_words(picked)
        if any(one.value[:10] == before.value[:10] for one in self.slots):
            return self.slots
        words = _("%(when)s (you picked it before; it may be gone)") % {"when": before.words}
        return [SlotWords(before.value, words), *self.slots]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The step; a request that was sent is looked at, not changed."""
        if self.item.state != RequestState.DRAFT:
            return redirect(self.home)
        windows = window_forms(None, self.windows) if self.step.slug == "when" else []
        return self.page(self.make_form(), windows)

    def page(self, form: StepForm, windows: list[WindowForm], **extra: Any) -> HttpResponse:
        """The page with a form in whatever state."""
        place = STEPS.index(self.step)
        before = reverse("school-visits:step", args=[self.item.pk, STEPS[place - 1].slug]) if place else ""
        context = {
            "item": self.item,
            "step": self.step,
            "number": place + 1,
            "count": len(STEPS),
            "back": before,
            "home": self.home,
            "steps": self.steps(self.step),
            "form": form,
            "windows": windows,
            **extra,
        }
        return self.render_to_response(self.get_context_data(**context), status=422 if extra.get("errors") else 200)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save what was typed; what cannot be saved stands in the form with the reason."""
        form = self.make_form(request.POST)
        windows = window_forms(request.POST) if self.step.slug == "when" else []
        wanted = [one for one in windows if not one.is_empty]
        if not all([form.is_valid(), *[one.is_valid() for one in wanted]]):
            return self._wrong(form, windows)
        try:
            self._save(form, wanted)
        except ValidationError as error:
            left = put_step_errors(form, wanted, error)
            return self._wrong(form, windows, left)
        following = step_after(self.step)
        if request.POST.get("do") == "later":
            messages.success(request, _("Saved. Come back whenever you like."))
            return redirect("school-visits:requests")
        return redirect("school-visits:step", self.item.pk, following.slug) if following else redirect(self.home)

    def _save(self, form: StepForm, windows: list[WindowForm]) -> None:
        following = step_after(self.step)
        changes = form.changes() | {"step": following.slug if following else self.step.slug}
        rows = [one.cleaned_data for one in windows] if self.step.slug == "when" else None
        address = form.cleaned_data.get("address") if self.step.slug == "where" else None
        save_request(
            by=self.person,
            school=self.item.school,
            changes=changes,
            today=localdate(self.now),
            windows=rows,
            request=self.item,
        )
        outcode = form.cleaned_data.get("outcode")
        if address is not None and outcode:
            place_school(by=self.person, school=self.item.school, outcode=outcode, address=address)

    def _wrong(self, form: StepForm, windows: list[WindowForm], left: list[Pair] | None = None) -> HttpResponse:
        errors = [*form_errors(form), *(left or [])]
        for one in windows:
            errors += form_errors(one) if one.is_bound and not one.is_empty else []
        return self.page(form, windows, errors=errors)


def put_step_errors(form: StepForm, windows: list[WindowForm], error: ValidationError) -> list[Pair]:
    """Put what the action refused beside its fields, those of a stretch of days too; the rest with its words."""
    left: list[Pair] = []
    for name, said in messages_by_field(error):
        first, _dot, rest = name.partition(".")
        number, _dot, field = rest.partition(".")
        if first == "windows" and number.isdecimal() and int(number) < len(windows):
            target = windows[int(number)]
            target.add_error(field if field in target.fields else None, said)
        elif name in form.fields:
            form.add_error(name, said)
        else:
            left += [(words, "windows" if first == "windows" else "") for words in said]
    return left
