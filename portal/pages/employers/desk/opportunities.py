"""Opportunities on the desk: begin one, where it stands, preview, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from employers.actions.hand_in import hand_in
from employers.actions.moderation import take_back_item, withdraw_item
from employers.actions.opportunities import save_opportunity
from employers.completeness import Problems, missing_in, wording_in
from employers.enums import OpportunityKind, Stage
from employers.forms.opportunity import STEPS, StartForm, Step, step_of
from employers.models import HostApproval, Opportunity
from foundation.access import needs
from foundation.text.wording import Level
from portal.pages.employers.desk.base import DeskPage, reasons_of
from portal.pages.employers.desk.home import TAGS, next_step, reasons_of_each
from portal.pages.employers.desk.previews import OPPORTUNITY_TEMPLATE, opportunity_preview
from portal.pages.mistakes import Pair, first_words, form_errors, put_errors
from portal.pages.students.opportunity_view import approved_by


class OpportunityDesk(DeskPage):
    """A page of the desk for those who write opportunities."""

    access = needs(Permission.OPPORTUNITY_EDIT)
    permission = Permission.OPPORTUNITY_EDIT

    def crumbs(self) -> list[Pair]:
        """Below the desk."""
        return [*super().crumbs(), (_("Opportunities"), self.desk_address("opportunities"))]


class Opportunities(OpportunityDesk):
    """All opportunities of the organisation, with what to do next."""

    template_name = "employers/desk/opportunities/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Newest first; as many SQL statements however many there are."""
        rows = Opportunity.objects.filter(organisation=self.organisation).with_stage()
        items = list(rows.select_related("latest_revision").order_by("-latest_revision__created_at", "-pk")[:500])
        reasons = reasons_of_each(items)
        lines = [self._line(item, reasons.get(str(item.pk), "")) for item in items]
        return super().get_context_data(lines=lines, **kwargs)

    def _line(self, item: Opportunity, reasons: str) -> dict[str, Any]:
        stage = item.stage
        return {
            "title": item.latest_revision.content["title"] if item.latest_revision else item.title,
            "stage": stage,
            "tag": TAGS.get(stage, "plain"),
            "href": self.desk_address("opportunity", pk=item.pk),
            "next_step": next_step(stage, None),
            "reasons": reasons if stage is Stage.RETURNED else "",
            "is_newer": item.live and item.has_unpublished_changes and stage is Stage.PUBLISHED,
        }


class StartOpportunity(OpportunityDesk):
    """A new one: what it is, and its title."""

    template_name = "employers/desk/opportunities/start.html"

    def crumbs(self) -> list[Pair]:
        """Below the list."""
        return [*super().crumbs(), (_("Add an opportunity"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**{"form": StartForm(), **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Make the draft."""
        form = StartForm(request.POST)
        if form.is_valid():
            try:
                made = save_opportunity(by=self.person, organisation=self.organisation, changes=form.cleaned_data)
            except ValidationError as error:
                for _name, words in put_errors(form, error):
                    form.add_error(None, words)
            else:
                return redirect(self.desk_address("opportunity-step", pk=made.pk, step=STEPS[0].slug))
        return self.render_to_response(self.get_context_data(form=form, errors=form_errors(form)), status=422)


class OpportunityPage(OpportunityDesk):
    """A page about one opportunity of the organisation."""

    @cached_property
    def item(self) -> Opportunity:
        """Its row; 404 alike for another organisation's and for none."""
        rows = Opportunity.objects.filter(organisation=self.organisation).select_related("organisation")
        found: Opportunity = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def draft(self) -> Opportunity:
        """Its newest version."""
        return self.item.draft()

    @property
    def kind_words(self) -> str:
        """What it is."""
        return str(OpportunityKind(self.draft.kind).label)

    def own_address(self, name: str = "", **kwargs: Any) -> str:
        """An address of this opportunity."""
        return self.desk_address(f"opportunity-{name}" if name else "opportunity", pk=self.item.pk, **kwargs)

    def crumbs(self) -> list[Pair]:
        """Below the list."""
        return [*super().crumbs(), (self.draft.title, self.own_address())]

    def steps(self, problems: Problems, here: Step | None = None) -> list[dict[str, Any]]:
        """The steps with their state and what is still to do in each."""
        found = []
        for step in STEPS:
            wrong = [words for name, said in problems.items() if step_of(name) is step for words in said]
            state = "here" if step is here else "next" if wrong else "done"
            href = self.own_address("step", step=step.slug)
            found.append({"step": step, "state": state, "href": href, "problems": wrong, "found": False})
        return found


class OpportunityHome(OpportunityPage):
    """All steps with what is missing, and the buttons that its state allows."""

    template_name = "employers/desk/opportunities/home.html"

    def crumbs(self) -> list[Pair]:
        """This page is the last one."""
        return [*super().crumbs()[:-1], (self.draft.title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """State, steps, problems, wording to think about, the word of schools."""
        item, stage = self.item, self.item.stage
        problems = missing_in(self.draft)
        steps = self.steps(problems)
        approvals = HostApproval.objects.standing().filter(opportunity=item).count()
        context = {
            "item": item,
            "draft": self.draft,
            "kind": self.kind_words,
            "stage": stage,
            "steps": steps,
            "done": sum(one["state"] == "done" for one in steps),
            "problem_count": sum(len(said) for said in problems.values()),
            "wording": self._wording(Level.WARN),
            "asks": self._wording(Level.ASK),
            "reasons": reasons_of(item) if stage is Stage.RETURNED else "",
            "ends_soon": False,
            "can_edit": stage is not Stage.SUBMITTED,
            "can_hand_in": stage not in (Stage.SUBMITTED, Stage.PUBLISHED) or item.has_unpublished_changes,
            "is_newer": item.live and item.has_unpublished_changes,
            "approval": approved_by(approvals) if item.live and item.is_for_under_18 else "",
            "typed_reason": "",
        }
        return super().get_context_data(**{**context, **kwargs})

    def _wording(self, level: str) -> list[dict[str, Any]]:
        return [
            {"finding": finding, "href": self.own_address("step", step=step_of(name).slug)}
            for name, finding in wording_in(self.draft)
            if finding.level == level
        ]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Hand in, take back."""
        reason = request.POST.get("reason", "")[:1000]
        try:
            said = self._act(request.POST.get("do", ""), reason)
        except ValidationError as error:
            refused = [(first_words(error), "reason" if "reason" in getattr(error, "error_dict", {}) else "steps")]
            return self.render_to_response(self.get_context_data(errors=refused, typed_reason=reason), status=422)
        messages.success(request, said)
        return redirect(self.own_address())

    def _act(self, what: str, reason: str) -> str:
        match what:
            case "submit":
                hand_in(by=self.person, item=self.item, reason=reason)
                return _("Handed in. A curator looks at it; we send you a mail when they have decided.")
            case "take-back":
                take_back_item(by=self.person, item=self.item)
                return _("Taken back. You can change it now, and hand it in again.")
        raise PermissionDenied


class PreviewOpportunity(OpportunityPage):
    """The newest version as readers will see it, marked as a preview."""

    template_name = OPPORTUNITY_TEMPLATE

    def crumbs(self) -> list[Pair]:
        """Below the opportunity."""
        return [*super().crumbs(), (_("Preview"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same words as the public page; a version that waits has no approvals yet."""
        shown = opportunity_preview(self.draft)
        return super().get_context_data(back=self.own_address(), for_curators=False, **shown, **kwargs)


class WithdrawOpportunity(OpportunityPage):
    """Are you sure?"""

    template_name = "employers/desk/withdraw.html"

    def crumbs(self) -> list[Pair]:
        """Below the opportunity."""
        return [*super().crumbs(), (_("Withdraw"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would go."""
        return super().get_context_data(draft=self.draft, back=self.own_address(), **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Withdraw it at once."""
        withdraw_item(by=self.person, item=self.item)
        messages.success(request, _("Withdrawn. Readers no longer see it. You can change it and hand it in again."))
        return redirect(self.own_address())
