"""Members of an organisation: who they are, inviting, deciding about each; accepting invitations and asking to join."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.actions.invitations import invitation_of, is_for
from accounts.actions.members import (
    accept_invitation,
    ask_to_join,
    change_role,
    confirm_member,
    invite_member,
    refuse_member,
    restore_member,
    revoke_invitation,
    suspend_member,
)
from accounts.enums import ROLES_OF_KIND, MembershipRole, MembershipState
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import Permission
from accounts.queries import organisations_with
from accounts.roles import role_named
from foundation.access import SIGNED_IN, needs
from portal.pages.account.organisations import Act, ActionForm

MANAGE = needs(Permission.MEMBER_MANAGE)
MOST_FOUND = 20


def roles_to_give(organisation: Organisation) -> list[tuple[str, Any]]:
    """Roles that can be given there by an invitation or a change, with what to call them."""
    return [
        (role.value, role_named(role).title)
        for role in ROLES_OF_KIND[organisation.kind]
        if role != MembershipRole.EMPLOYER_OWNER
    ]


def managed(person: Any, organisation_id: int) -> Organisation:
    """An organisation whose members the person manages; raises Http404, whether there is such a one or not."""
    found: Organisation = get_object_or_404(organisations_with(person, Permission.MEMBER_MANAGE), pk=organisation_id)
    return found


class InviteForm(forms.Form):
    """An address and a role."""

    email = forms.EmailField(
        label=gettext_lazy("Their email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        error_messages={"required": gettext_lazy("Enter the email address to send the invitation to.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Their role"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = roles
        if len(roles) == 1:
            self.initial["role"] = roles[0][0]


class Members(ActionForm):
    """Everybody of an organisation, what waits, and a form to invite."""

    access = MANAGE
    template_name = "account/organisations/members.html"
    form_class = InviteForm

    @cached_property
    def organisation(self) -> Organisation:
        """The one whose members the reader manages."""
        return managed(self.person, self.kwargs["organisation_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles of its kind."""
        return super().get_form_kwargs() | {"roles": roles_to_give(self.organisation)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Members, those who ask to join first; invitations that wait."""
        rows = list(self.organisation.memberships.select_related("user").order_by("user__display_name", "pk"))
        invitations = self.organisation.invitations.filter(accepted_at=None, revoked_at=None).order_by("-created_at")
        now = timezone.now()
        return super().get_context_data(**kwargs) | {
            "organisation": self.organisation,
            "asking": [one for one in rows if one.state == MembershipState.PENDING],
            "members": [one for one in rows if one.state in (MembershipState.ACTIVE, MembershipState.SUSPENDED)],
            "invitations": [(one, one.expires_at <= now) for one in invitations],
        }

    def act(self, given: Mapping[str, Any]) -> str:
        """Invite."""
        invite_member(by=self.person, organisation=self.organisation, email=given["email"], role=given["role"])
        messages.success(self.request, _("An invitation is on its way to %(email)s.") % {"email": given["email"]})
        return reverse("organisations:members", args=[self.organisation.pk])


class InvitationAct(Act):
    """Sending an invitation again, or taking it back."""

    access = MANAGE

    def then(self) -> str:
        """Back to the members."""
        return reverse("organisations:members", args=[self.kwargs["organisation_id"]])

    def act(self) -> str:
        """As the button says."""
        organisation = managed(self.person, self.kwargs["organisation_id"])
        waiting = Invitation.objects.filter(organisation=organisation, accepted_at=None, revoked_at=None)
        invitation = get_object_or_404(waiting, pk=self.kwargs["invitation_id"])
        if self.request.POST.get("do") == "again":
            invite_member(by=self.person, organisation=organisation, email=invitation.email, role=invitation.role)
            return _("A new invitation is on its way; the old link works no more.")
        revoke_invitation(by=self.person, invitation=invitation)
        return _("The invitation is taken back.")


class RoleForm(forms.Form):
    """One of the organisation's roles."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = roles


class Member(ActionForm):
    """One member: role, suspension, or the answer to their request."""

    access = MANAGE
    template_name = "account/organisations/member.html"
    form_class = RoleForm
    done: Any = gettext_lazy("The role is changed.")

    @cached_property
    def membership(self) -> Membership:
        """A membership in an organisation whose members the reader manages; raises Http404."""
        organisation = managed(self.person, self.kwargs["organisation_id"])
        held = organisation.memberships.exclude(state__in=(MembershipState.LEFT, MembershipState.REFUSED))
        found: Membership = get_object_or_404(
            held.select_related("user", "organisation"), pk=self.kwargs["membership_id"]
        )
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles of its kind, the present one chosen."""
        kwargs = super().get_form_kwargs() | {"roles": roles_to_give(self.membership.organisation)}
        return kwargs | {"initial": {"role": self.membership.role}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The member, and whether it is the reader."""
        return super().get_context_data(**kwargs) | {
            "membership": self.membership,
            "organisation": self.membership.organisation,
            "role": role_named(self.membership.role),
            "is_self": self.membership.user_id == self.person.pk,
            "several_roles": len(roles_to_give(self.membership.organisation)) > 1,
            "is_owner": self.membership.role == MembershipRole.EMPLOYER_OWNER,
        }

    def act(self, given: Mapping[str, Any]) -> str:
        """Change the role."""
        changed = change_role(by=self.person, membership=self.membership, role=given["role"])
        return reverse("organisations:members", args=[changed.organisation_id])


_DECISIONS = {
    "confirm": (confirm_member, gettext_lazy("They are a member now.")),
    "refuse": (refuse_member, gettext_lazy("The request is refused.")),
    "suspend": (suspend_member, gettext_lazy("They are suspended.")),
    "restore": (restore_member, gettext_lazy("They can work here again.")),
}


class MemberAct(Act):
    """Agreeing to a request or refusing it; suspending and restoring."""

    access = MANAGE

    def then(self) -> str:
        """Back to the members."""
        return reverse("organisations:members", args=[self.kwargs["organisation_id"]])

    def act(self) -> str:
        """As the button says; nobody decides about themselves."""
        organisation = managed(self.person, self.kwargs["organisation_id"])
        membership = get_object_or_404(organisation.memberships, pk=self.kwargs["membership_id"])
        decision = _DECISIONS.get(self.request.POST.get("do", ""))
        if decision is None:
            raise ValidationError(_("Choose what to do."))
        decide, said = decision
        try:
            decide(by=self.person, membership=membership)
        except PermissionDenied as error:
            raise ValidationError(_("You cannot decide about yourself.")) from error
        return str(said)


class Accept(TemplateView):
    """Where the link of an invitation leads."""

    access = SIGNED_IN
    template_name = "account/organisations/accept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The invitation, when it is for the reader; else only that it cannot be used, and why that may be."""
        user: Any = self.request.user
        invitation = invitation_of(self.kwargs["token"], timezone.now())
        mine = bool(invitation and is_for(invitation, user))
        return super().get_context_data(**kwargs) | {
            "invitation": invitation if mine else None,
            "role": role_named(invitation.role) if invitation and mine else None,
            "other_address": bool(invitation) and not mine,
        }

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept."""
        user: Any = request.user
        try:
            membership = accept_invitation(by=user, token=token)
        except (ValidationError, PermissionDenied) as error:
            said = error.messages[0] if isinstance(error, ValidationError) else ""
            said = said or _("This invitation cannot be used any more. Ask for a new one.")
            return self.render_to_response(self.get_context_data(problem=said), status=400)
        messages.success(request, _("You are a member now."))
        return redirect("organisations:detail", membership.organisation_id)


class JoinSearch(TemplateView):
    """Finding a verified organisation to ask to join."""

    access = SIGNED_IN
    template_name = "account/organisations/join_search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Verified organisations by words of the name, or by number; none without a question."""
        asked = " ".join(self.request.GET.get("q", "").replace("\x00", " ").split())[:80]
        found = Organisation.objects.verified()
        for word in asked.split():
            found = found.filter(name__icontains=word)
        if asked.isdecimal():
            numbers = Organisation.objects.verified()
            found = numbers.filter(identifier=asked) | numbers.filter(urn=asked) | numbers.filter(ukprn=asked)
        rows = list(found.order_by("name", "pk")[: MOST_FOUND + 1]) if len(asked) > 1 else []
        return super().get_context_data(**kwargs) | {
            "q": asked,
            "found": rows[:MOST_FOUND],
            "more": len(rows) > MOST_FOUND,
        }


class Join(ActionForm):
    """Asking to join a verified organisation, in a role."""

    template_name = "account/organisations/join.html"
    form_class = RoleForm
    done: Any = gettext_lazy("Your request is on its way. You get a mail when it is answered.")

    @cached_property
    def organisation(self) -> Organisation:
        """A verified one; raises Http404."""
        return get_object_or_404(Organisation.objects.verified(), pk=self.kwargs["organisation_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The roles of its kind."""
        return super().get_form_kwargs() | {"roles": roles_to_give(self.organisation)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        return super().get_context_data(**kwargs) | {"organisation": self.organisation}

    def act(self, given: Mapping[str, Any]) -> str:
        """Ask."""
        person: User = self.person
        ask_to_join(by=person, organisation=self.organisation, role=given["role"])
        return reverse("organisations:detail", args=[self.organisation.pk])
