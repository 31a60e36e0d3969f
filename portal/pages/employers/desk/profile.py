"""One role profile on the desk: where it stands, what is still to do, and what can be done with it now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from employers.actions.hand_in import hand_in
from employers.actions.moderation import confirm_item, take_back_item, withdraw_item
from employers.actions.profiles import save_role_profile
from employers.completeness import Problems, missing_in, wording_in
from employers.enums import Stage
from employers.forms.from_advert import fill_from_advert
from employers.forms.profile import StartForm
from employers.forms.steps import STEPS, Step, step_of
from employers.models import RoleProfile
from foundation.text.wording import Level
from portal.pages.employers.desk.base import DeskPage, reasons_of
from portal.pages.mistakes import Pair, first_words, form_errors, put_errors

REMIND_DAYS = 60


def advert_key(pk: int) -> str:
    """Where a session keeps what an advert filled in."""
    return f"advert:{pk}"


class StartProfile(DeskPage):
    """A new role profile: from an advert, or from its title."""

    template_name = "employers/desk/start.html"

    def crumbs(self) -> list[Pair]:
        """Below the desk."""
        return [*super().crumbs(), (_("Add a role profile"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**{"form": StartForm(), **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Make the draft; with an advert as much of it as the advert says."""
        form = StartForm(request.POST)
        if form.is_valid():
            advert = form.cleaned_data["advert"].strip() if request.POST.get("do") == "advert" else ""
            if request.POST.get("do") == "advert" and not advert:
                form.add_error("advert", _("Paste the text of your advert."))
            else:
                made = self._make(form, form.cleaned_data["title"].strip(), advert)
                if made is not None:
                    return made
        return self.render_to_response(self.get_context_data(form=form, errors=form_errors(form)), status=422)

    def _make(self, form: StartForm, title: str, advert: str) -> HttpResponseRedirect | None:
        filled = fill_from_advert(advert)
        changes = {**filled.changes, **({"title": title} if title else {})}
        if advert and not changes.get("title"):
            form.add_error("title", _("Your advert does not say what the role is called. Give it a title."))
            return None
        try:
            profile = save_role_profile(
                by=self.person, organisation=self.organisation, changes=changes, children=filled.children
            )
        except ValidationError as error:
            for name, words in put_errors(form, error):
                form.add_error(None, f"{name}: {words}")
            return None
        if advert:
            kept = {"marks": filled.marks, "postcodes": filled.postcodes, "left_out": filled.left_out}
            self.request.session[advert_key(profile.pk)] = kept
        return redirect(self.desk_address("step", pk=profile.pk, step=STEPS[0].slug))


class ProfilePage(DeskPage):
    """A page about one role profile of the organisation."""

    @cached_property
    def item(self) -> RoleProfile:
        """The profile's row; 404 alike for another organisation's and for none."""
        rows = RoleProfile.objects.filter(organisation=self.organisation).select_related("organisation")
        found: RoleProfile = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def draft(self) -> RoleProfile:
        """Its newest version."""
        return self.item.draft()

    @property
    def advert(self) -> dict[str, Any]:
        """What an advert filled in and nobody has checked yet."""
        kept: dict[str, Any] = self.request.session.get(advert_key(self.item.pk), {})
        return {"marks": {}, "postcodes": [], "left_out": [], **kept}

    def profile_address(self, name: str, /, **kwargs: Any) -> str:
        """An address of this profile."""
        return self.desk_address(name, pk=self.item.pk, **kwargs)

    def steps(self, problems: Problems, here: Step | None = None) -> list[dict[str, Any]]:
        """The steps with their state and what is still to do in each."""
        states = {step.slug: self._state(step, problems) for step in STEPS}
        wanting = {step_of(name).slug for name in problems}
        return [
            {
                "step": step,
                "state": "here" if step is here else states[step.slug],
                "may_stay_empty": states[step.slug] != "done" and step.slug not in wanting,
                "href": self.profile_address("step", step=step.slug),
                "problems": [words for name, said in problems.items() if step_of(name) is step for words in said],
                "found": any(name in self.advert["marks"] for name in step.all_names),
            }
            for step in STEPS
        ]

    def _state(self, step: Step, problems: Problems) -> str:
        if any(step_of(name) is step for name in problems):
            return "next"
        return "done" if any(self._is_filled(name) for name in step.all_names if name != "place") else "next"

    def _is_filled(self, name: str) -> bool:
        if name in ("skills", "preferred", "ways_in", "photos", "links"):
            return bool(getattr(self.draft, name).all())
        return bool(self.draft.profile_sites.all() if name == "sites" else getattr(self.draft, name))

    def crumbs(self) -> list[Pair]:
        """Below the desk; the profile itself for pages about it."""
        return [*super().crumbs(), (self.draft.title, self.profile_address("profile"))]


class ProfileHome(ProfilePage):
    """All steps with what is missing, and the buttons that its state allows."""

    template_name = "employers/desk/profile.html"

    def crumbs(self) -> list[Pair]:
        """This page is the last one."""
        return [*super().crumbs()[:-1], (self.draft.title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """State, steps, problems, wording to think about."""
        item, draft = self.item, self.draft
        problems = missing_in(draft)
        stage = item.stage
        steps = self.steps(problems)
        context = {
            "item": item,
            "draft": draft,
            "stage": stage,
            "steps": steps,
            "done": sum(one["state"] == "done" for one in steps),
            "problem_count": sum(len(said) for said in problems.values()),
            "wording": self._wording(Level.WARN),
            "asks": self._wording(Level.ASK),
            "reasons": reasons_of(item) if stage is Stage.RETURNED else "",
            "ends_soon": self._ends_soon(),
            "can_edit": stage is not Stage.SUBMITTED,
            "is_newer": item.live and item.has_unpublished_changes,
            "is_as_published": stage is Stage.PUBLISHED and not item.has_unpublished_changes,
            "left_out": self.advert["left_out"],
            "typed_reason": "",
        }
        return super().get_context_data(**{**context, **kwargs})

    def _wording(self, level: str) -> list[dict[str, Any]]:
        return [
            {"finding": finding, "href": self.profile_address("step", step=step_of(name).slug)}
            for name, finding in wording_in(self.draft)
            if finding.level == level
        ]

    def _ends_soon(self) -> bool:
        until = self.item.confirmed_until
        return bool(self.item.live and until and (until - timezone.localdate()).days <= REMIND_DAYS)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Hand in, take back, confirm."""
        reason = request.POST.get("reason", "")[:1000]
        try:
            said = self._act(request.POST.get("do", ""), reason)
        except ValidationError as error:
            refused = [(first_words(error), "reason" if "reason" in getattr(error, "error_dict", {}) else "steps")]
            return self.render_to_response(self.get_context_data(errors=refused, typed_reason=reason), status=422)
        messages.success(request, said)
        return redirect(self.profile_address("profile"))

    def _act(self, what: str, reason: str) -> str:
        match what:
            case "submit":
                hand_in(by=self.person, item=self.item, reason=reason)
                return _("Handed in. A curator looks at it; we send you a mail when they have decided.")
            case "take-back":
                take_back_item(by=self.person, item=self.item)
                return _("Taken back. You can change it now, and hand it in again.")
            case "confirm":
                confirm_item(by=self.person, item=self.item, today=timezone.localdate())
                return _("Thank you. It is shown for another twelve months.")
        raise PermissionDenied


class WithdrawProfile(ProfilePage):
    """Are you sure?"""

    template_name = "employers/desk/withdraw.html"

    def crumbs(self) -> list[Pair]:
        """Below the profile."""
        return [*super().crumbs(), (_("Withdraw"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would go."""
        return super().get_context_data(draft=self.draft, back=self.profile_address("profile"), **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Withdraw it at once."""
        withdraw_item(by=self.person, item=self.item)
        messages.success(request, _("Withdrawn. Readers no longer see it. You can change it and hand it in again."))
        return redirect(self.profile_address("profile"))
