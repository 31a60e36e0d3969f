"""Applying in steps, in any order; later the same steps are the profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ambassadors.actions.applications import save_profile, send_application, start_application
from ambassadors.enums import Standing
from ambassadors.forms.application import BY_SLUG, STEPS, OfferForm, Step, StepForm, WorkForm, step_after, step_of
from ambassadors.models import Ambassador
from ambassadors.rules.standing import profile_gaps
from foundation.access import SIGNED_IN
from portal.pages.acting import Acting
from portal.pages.ambassadors.base import Pair, own_row, rooms
from portal.pages.ambassadors.choices import work_choices
from portal.pages.mistakes import first_words, form_errors, messages_by_field
from portal.pages.shared import today

# What an action names a field that the form calls something else.
_FORM_NAMES = {"companion": "companion_code", "consented_at": "consents"}


class ProfilePage(Acting, TemplateView):
    """A page of the application, or of the profile once it was sent."""

    access = SIGNED_IN
    request: HttpRequest

    @property
    def found(self) -> Ambassador | None:
        """The person's row; None before they begin."""
        return own_row(self)

    @property
    def is_sent(self) -> bool:
        """Whether the application was sent: from then on this is the profile."""
        return self.found is not None and self.found.applied_at is not None

    def home(self) -> str:
        """Where all steps are listed."""
        return reverse("ambassadors:profile" if self.is_sent else "ambassadors:apply")

    def crumbs(self) -> list[Pair]:
        """The way here."""
        way = [(_("Ambassadors"), reverse("ambassadors:home"))]
        if self.is_sent:
            return [*way, (_("Your desk"), reverse("ambassadors:desk")), (_("Your profile"), self.home())]
        return [*way, (_("Your application"), self.home())]

    def steps(self, here: Step | None = None) -> list[dict[str, Any]]:
        """The steps with their state and what each still lacks."""
        gaps = profile_gaps(self.found) if self.found else {}
        listed = []
        for step in STEPS:
            lacks = [says for name, says in gaps.items() if step_of(name) is step]
            state = "here" if step is here else "next" if lacks or self.found is None else "done"
            listed.append({"step": step, "state": state, "lacks": lacks, "href": address_of(step)})
        return listed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page of it shows."""
        shared = {
            "crumbs": self.crumbs(),
            "desk_nav": rooms("profile") if self.is_sent else [],
            "errors": [],
            "ambassador": self.found,
            "is_sent": self.is_sent,
            "home": self.home(),
        }
        return super().get_context_data(**{**shared, **kwargs})


def address_of(step: Step) -> str:
    """Where a step is answered."""
    return reverse("ambassadors:availability") if step.form is None else reverse("ambassadors:step", args=[step.slug])


class Apply(ProfilePage):
    """`/ambassadors/apply/`: begin, see what is missing, send."""

    template_name = "ambassadors/apply/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the desk for those who have sent theirs."""
        if self.is_sent:
            return redirect("ambassadors:desk")
        return super().get(request, *args, **kwargs)

    def crumbs(self) -> list[Pair]:
        """This page is the last one."""
        return [*super().crumbs()[:-1], (_("Your application"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Steps and how many are done."""
        steps = self.steps()
        lacking = sum(len(one["lacks"]) for one in steps)
        done = sum(one["state"] == "done" for one in steps)
        return super().get_context_data(**{"steps": steps, "lacking": lacking, "done": done, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Begin, or send."""
        if request.POST.get("do") != "send" or self.found is None:
            start_application(by=self.person)
            return redirect(address_of(STEPS[0]))
        try:
            send_application(by=self.person, ambassador=self.found, today=today())
        except ValidationError as error:
            wrong = [(words, f"step-{step_of(name).slug}") for name, said in messages_by_field(error) for words in said]
            return self.render_to_response(self.get_context_data(errors=wrong), status=422)
        messages.success(request, _("Sent. Thank you. This page shows where everything stands from now on."))
        return redirect("ambassadors:desk")


class ProfileHome(ProfilePage):
    """`/ambassadors/profile/`: what schools can see, and every step to change it."""

    template_name = "ambassadors/profile.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the application for those who have not sent theirs."""
        if not self.is_sent:
            return redirect("ambassadors:apply")
        return super().get(request, *args, **kwargs)

    def crumbs(self) -> list[Pair]:
        """This page is the last one."""
        return [*super().crumbs()[:-1], (_("Your profile"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The steps and how schools see the person."""
        found = self.found
        if found is None:
            raise Http404
        card = own_card(found)
        return super().get_context_data(**{"steps": self.steps(), "card": card, **kwargs})


class ProfileStep(ProfilePage):
    """`/ambassadors/profile/work/`: one step, saved at once."""

    template_name = "ambassadors/apply/step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only once somebody has begun, and only while their profile is theirs to change."""
        if self.found is None:
            return redirect("ambassadors:apply")
        if self.found.standing in (Standing.SUSPENDED, Standing.LEFT):
            return redirect("ambassadors:desk" if self.is_sent else "ambassadors:apply")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def step(self) -> Step:
        """The step of the address."""
        found = BY_SLUG.get(self.kwargs["step"])
        if found is None or found.form is None:
            raise Http404
        return found

    @property
    def ambassador(self) -> Ambassador:
        """The person's row."""
        if self.found is None:
            raise Http404
        return self.found

    def crumbs(self) -> list[Pair]:
        """Below the list of steps."""
        return [*super().crumbs(), (str(self.step.title), "")]

    def make_form(self, **kwargs: Any) -> StepForm:
        """The step's form; with the occupations and routes that fit for the step about work."""
        form: type[StepForm] | None = self.step.form
        if form is None:
            raise Http404
        if issubclass(form, WorkForm):
            given = self.request.POST
            chosen = given.getlist("occupations") if given else self.ambassador.occupations
            title = given.get("job_title", "") if given else self.ambassador.job_title
            kwargs |= work_choices(chosen, self.ambassador, title=title, look_for=given.get("look_for", ""))
        return form(**kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the trail beside it."""
        kwargs.pop("step", None)  # the part of the address, not the step itself
        form = kwargs.pop("form", None) or self.make_form(initial=self.step.form.initial_of(self.ambassador))  # type: ignore[union-attr]  # `step` has one
        number = STEPS.index(self.step) + 1
        shown = {
            "form": form,
            "step": self.step,
            "number": number,
            "count": len(STEPS),
            "steps": self.steps(self.step),
            "part": f"ambassadors/apply/{self.step.slug}.html",
            "groups": form.groups() if isinstance(form, OfferForm) else {},
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save and go on; or look for occupations without saving."""
        if request.POST.get("do") == "find":
            blank = self.make_form()
            typed = {
                name: field.widget.value_from_datadict(request.POST, request.FILES, name)
                for name, field in blank.fields.items()
            }
            return self.render_to_response(self.get_context_data(form=self.make_form(initial=typed)))
        form = self.make_form(data=request.POST)
        if form.is_valid():
            try:
                save_profile(by=self.person, ambassador=self.ambassador, changes=form.changes(), today=today())
            except ValidationError as error:
                return self._wrong(form, _put(form, error))
            return self._on()
        return self._wrong(form, [])

    def _wrong(self, form: StepForm, left: list[Pair]) -> HttpResponse:
        context = self.get_context_data(form=form, errors=[*form_errors(form), *left])
        return self.render_to_response(context, status=422)

    def _on(self) -> HttpResponse:
        following = step_after(self.step)
        if self.request.POST.get("do") == "later" or self.is_sent or following is None:
            messages.success(self.request, _("Saved."))
            return redirect(self.home())
        return redirect(address_of(following))


def _put(form: StepForm, error: ValidationError) -> list[Pair]:
    """Put what the action refused beside the form's fields; returns what belongs to none."""
    left: list[Pair] = []
    for name, said in messages_by_field(error):
        field = _FORM_NAMES.get(name, name)
        if field in form.fields:
            form.add_error(field, said)
        else:
            left += [(words, "") for words in said]
    return left or ([] if form.errors else [(first_words(error), "")])


def own_card(ambassador: Ambassador) -> dict[str, Any]:
    """How schools see somebody before a visit: never more than this."""
    under = ambassador.is_minor(today())
    return {
        "name": ambassador.public_name(today()),
        "does": ambassador.job_title,
        "employer": "" if under else ambassador.employer_name,
        "route": [(str(label), "") for label in _labels(ambassador, "routes")],
        "activities": _labels(ambassador, "activities"),
    }


def _labels(ambassador: Ambassador, name: str) -> list[str]:
    field: Any = Ambassador._meta.get_field(name)
    known = dict(field.base_field.flatchoices)
    return [str(known[value]) for value in getattr(ambassador, name) if value in known]
