"""One's organisations: the list, the page of each with what happens next, proofs, leaving and handing over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from accounts.actions.members import leave_organisation, transfer_ownership
from accounts.actions.organisations import withdraw_claim
from accounts.actions.support import may_manage
from accounts.actions.verification import can_check_dns, check_domain_dns, confirm_domain_mail, send_domain_mail
from accounts.domains import DnsAnswer, token_record
from accounts.enums import WAITING, MembershipState, VerificationState
from accounts.models import Membership, Organisation, User, Verification
from accounts.permissions import Permission
from accounts.proofs import is_proved, proofs_of
from accounts.queries import memberships_of, organisations_with
from accounts.roles import role_named
from foundation.access import SIGNED_IN, needs
from portal.pages.acting import Acting


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way to being verified: done, here, next or later; `words` say what it means."""

    title: str
    state: str
    words: str = ""


def carry(form: forms.BaseForm, error: ValidationError) -> None:
    """Put an action's refusal to the fields of a form."""
    by_field: Mapping[str, Any] = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error}
    for name, said in by_field.items():
        form.add_error(name if name in form.fields else None, said)


class ActionForm(Acting, FormView[Any]):
    """A form whose sending is one action; its refusal comes back to the fields."""

    access = SIGNED_IN
    done: Any = ""  # words, perhaps lazy

    def act(self, given: Mapping[str, Any]) -> str:
        """Do it; returns where to go then."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Act and say so, or come back with what was refused."""
        try:
            then = self.act(form.cleaned_data)
        except ValidationError as error:
            carry(form, error)
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, self.done)
        return redirect(then)


class Act(Acting, View):
    """A button: one action, then back with its words."""

    access = SIGNED_IN
    http_method_names = ("post",)
    kwargs: dict[str, Any]

    def act(self) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError

    def then(self) -> str:
        """Where to go."""
        return reverse("organisations:list")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Act, and say what came of it."""
        try:
            if said := self.act():
                messages.success(request, said)
        except ValidationError as error:
            for words in error.messages:
                messages.error(request, words)
        return redirect(self.then())


def own_memberships(person: User, organisation_id: int) -> list[Membership]:
    """What a person is in an organisation; raises Http404 where that is nothing, or has ended."""
    mine = [one for one in memberships_of(person) if one.organisation_id == organisation_id]
    if not mine:
        get_object_or_404(Organisation.objects.none())
    return mine


def open_verification(memberships: list[Membership]) -> Verification | None:
    """The claim of these memberships that waits."""
    waiting = Verification.objects.filter(membership__in=memberships, state__in=WAITING)
    return waiting.select_related("organisation", "membership").first()


class OrganisationList(TemplateView):
    """Everything one belongs to, asked for or was refused."""

    access = SIGNED_IN
    template_name = "account/organisations/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Memberships with their organisations, and the newest refusals with their reasons."""
        user: Any = self.request.user
        refused = Verification.objects.filter(membership__user=user, state=VerificationState.REFUSED)
        return super().get_context_data(**kwargs) | {
            "rows": [(one, role_named(one.role).title, state_words(one)) for one in memberships_of(user)],
            "refused": refused.select_related("organisation").order_by("-decided_at")[:5],
        }


def state_words(membership: Membership) -> str:
    """How things stand, in a few words."""
    organisation = membership.organisation
    if organisation.state == "suspended":
        return _("The organisation is suspended")
    if membership.state == MembershipState.SUSPENDED:
        return _("You are suspended here")
    if organisation.state == "pending":
        return _("Being verified")
    if membership.state == MembershipState.PENDING:
        return _("Waiting for somebody there to agree")
    return _("Active")


class OrganisationDetail(TemplateView):
    """One organisation to one of its people: how far it is, what happens next, what they may do."""

    access = SIGNED_IN
    template_name = "account/organisations/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """State, steps, proofs that are owed, and ways on. Never who else is a member, but to those who manage them."""
        user: Any = self.request.user
        mine = own_memberships(user, self.kwargs["organisation_id"])
        organisation, waiting = mine[0].organisation, open_verification(mine)
        active = [one for one in mine if one.state == MembershipState.ACTIVE]
        return super().get_context_data(**kwargs) | {
            "organisation": organisation,
            "mine": [(one, role_named(one.role)) for one in mine],
            "state": state_words(mine[0]),
            "steps": steps_of(mine[0], waiting),
            "verification": waiting,
            "mail_form": kwargs.get("mail_form") or MailForm(),
            "domain_owed": bool(waiting and not proofs_of(waiting)[0].given_at),
            "dns_record": token_record(organisation.domain_token) if can_check_dns() else "",
            "manages": user.has_perm(Permission.MEMBER_MANAGE, organisation),
            "hands_over": user.has_perm(Permission.OWNERSHIP_TRANSFER, organisation) and organisation.is_verified,
            "may_leave": bool(active) or (not waiting and mine[0].state == MembershipState.PENDING),
            "is_member": bool(active) and organisation.is_verified,
        }


def steps_of(membership: Membership, waiting: Verification | None) -> list[Step]:
    """The way to rights in an organisation, with what is done and what comes; nothing once it is walked."""
    if waiting is None:
        return _joining(membership)
    proofs = proofs_of(waiting)
    given = {proof.slug: bool(proof.given_at) for proof in proofs}
    steps = [Step(_("You told us about it"), "done")]
    steps.append(Step(_("Show that you work there"), _state(given["domain"]), _domain_words(waiting)))
    if "call" in given:
        said = _("A curator calls the number that it publishes and asks for you. You need do nothing.")
        steps.append(Step(_("We call back"), _state(given["call"], first=given["domain"]), said))
    decides = "here" if is_proved(waiting) else "later"
    steps.append(Step(_("A curator decides"), decides, _("Mostly within five working days. You get a mail.")))
    last = (
        _("What you write can be published, and you can invite colleagues.")
        if waiting.organisation.is_employer
        else _("You can work here in your role. Until then it grants you nothing.")
    )
    steps.append(Step(_("Verified"), "later", last))
    return steps


def _state(given: bool, *, first: bool = True) -> str:
    return "done" if given else "here" if first else "next"


def _domain_words(waiting: Verification) -> str:
    domain = waiting.organisation.domain
    if not domain:
        return _("We know no internet domain of its own. A curator looks for another proof.")
    if waiting.mail_sent_at and not waiting.mail_confirmed_at:
        return _("A mail is on its way to %(email)s. Open its link while you are signed in.") % {"email": waiting.email}
    return _("By a mail to an address that ends in %(domain)s.") % {"domain": domain}


def _joining(membership: Membership) -> list[Step]:
    if membership.state != MembershipState.PENDING:
        return []
    return [
        Step(_("You asked to join"), "done"),
        Step(_("Somebody there agrees"), "here", _("Those who answer for it were told. A curator can agree, too.")),
        Step(_("You are a member"), "later", _("You get a mail. Until then you can do nothing in its name.")),
    ]


class MailForm(forms.Form):
    """The address on the organisation's own domain."""

    email = forms.EmailField(
        label=gettext_lazy("Your email address there"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": gettext_lazy("Enter your email address at the organisation.")},
    )


def _own_verification(person: User, organisation_id: int) -> Verification:
    """The person's waiting claim; raises Http404."""
    mine = Verification.objects.filter(membership__user=person, state__in=WAITING).select_related("organisation")
    return get_object_or_404(mine, organisation_id=organisation_id)


class ProveByMail(ActionForm):
    """Sending the mail to the organisation's own domain."""

    template_name = "account/organisations/prove.html"
    form_class = MailForm
    done: Any = gettext_lazy("The mail is on its way. Open its link while you are signed in.")

    @cached_property
    def verification(self) -> Verification:
        """The reader's own claim."""
        return _own_verification(self.person, self.kwargs["organisation_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The organisation whose domain is meant."""
        return super().get_context_data(**kwargs) | {"organisation": self.verification.organisation}

    def act(self, given: Mapping[str, Any]) -> str:
        """Send it."""
        send_domain_mail(by=self.person, verification=self.verification, email=given["email"])
        return reverse("organisations:detail", args=[self.verification.organisation_id])


class ProveByDns(Act):
    """Looking into the DNS, when a person asks for it."""

    def then(self) -> str:
        """Back to the organisation."""
        return reverse("organisations:detail", args=[self.kwargs["organisation_id"]])

    def act(self) -> str:
        """Look once."""
        waiting = _own_verification(self.person, self.kwargs["organisation_id"])
        answer = check_domain_dns(by=self.person, verification=waiting)
        if answer is DnsAnswer.FOUND:
            return _("We found the record. The domain is shown to be yours.")
        if answer is DnsAnswer.NO_ANSWER:
            raise ValidationError(_("Nobody answered for the domain. Try again in a few minutes, or use the mail."))
        raise ValidationError(_("The record is not there yet. New records can take an hour to be seen."))


class ConfirmMail(TemplateView):
    """Where the link of the mail leads: a button, because scanners of mail open links, too."""

    access = SIGNED_IN
    template_name = "account/organisations/confirm_mail.html"

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm."""
        user: Any = request.user
        try:
            held = confirm_domain_mail(by=user, token=token)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(problem=error.messages[0]), status=400)
        messages.success(request, _("Thank you. That part is done."))
        return redirect("organisations:detail", held.organisation_id)


class Withdraw(TemplateView):
    """Taking back a claim or registration that waits, after a question."""

    access = SIGNED_IN
    template_name = "account/organisations/withdraw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be taken back."""
        user: Any = self.request.user
        found = _own_verification(user, self.kwargs["organisation_id"])
        return super().get_context_data(**kwargs) | {"organisation": found.organisation}

    def post(self, request: HttpRequest, organisation_id: int) -> HttpResponse:
        """Take it back."""
        user: Any = request.user
        withdraw_claim(by=user, verification=_own_verification(user, organisation_id))
        messages.success(request, _("You have taken it back."))
        return redirect("organisations:list")


class Leave(TemplateView):
    """Leaving, after a question; whoever answers alone is told to hand over first."""

    access = SIGNED_IN
    template_name = "account/organisations/leave.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be left."""
        user: Any = self.request.user
        mine = own_memberships(user, self.kwargs["organisation_id"])
        return super().get_context_data(**kwargs) | {
            "organisation": mine[0].organisation,
            "manages": may_manage(user, mine[0].organisation),
        }

    def post(self, request: HttpRequest, organisation_id: int) -> HttpResponse:
        """End every membership of the person's there."""
        user: Any = request.user
        try:
            for one in own_memberships(user, organisation_id):
                leave_organisation(by=user, membership=one)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(problem=error.messages[0]), status=400)
        messages.success(request, _("You have left."))
        return redirect("organisations:list")


class HandOverForm(forms.Form):
    """To whom, and that it is meant."""

    to = forms.ModelChoiceField(
        queryset=Membership.objects.none(),
        label=gettext_lazy("Who answers for it from now on"),
        empty_label=gettext_lazy("Choose a member"),
        error_messages={"required": gettext_lazy("Choose a member.")},
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = members
        field.label_from_instance = lambda one: f"{one.user.get_full_name()}, {one.get_role_display()}"


class HandOver(ActionForm):
    """Handing an organisation over to a member: done at once and not to be taken back by oneself."""

    access = needs(Permission.OWNERSHIP_TRANSFER)
    template_name = "account/organisations/hand_over.html"
    form_class = HandOverForm
    done: Any = gettext_lazy("It is handed over.")

    @cached_property
    def organisation(self) -> Organisation:
        """One that the reader answers for; raises Http404."""
        mine = organisations_with(self.person, Permission.OWNERSHIP_TRANSFER)
        found: Organisation = get_object_or_404(mine, pk=self.kwargs["organisation_id"])
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Active members but for the reader."""
        members = self.organisation.memberships.filter(state=MembershipState.ACTIVE, user__is_active=True)
        others = members.exclude(user=self.person).select_related("user").order_by("user__display_name", "pk")
        return super().get_form_kwargs() | {"members": others}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The organisation, and whether there is anybody to take over."""
        context = super().get_context_data(**kwargs)
        return context | {
            "organisation": self.organisation,
            "anybody": context["form"].fields["to"].queryset.exists(),
        }

    def act(self, given: Mapping[str, Any]) -> str:
        """Hand it over."""
        transfer_ownership(by=self.person, organisation=self.organisation, to=given["to"])
        return reverse("organisations:detail", args=[self.organisation.pk])
