"""Organisations at the desk: those to verify with their proofs on one screen, and all of them to look up or suspend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.actions.members import confirm_member, refuse_member, transfer_ownership
from accounts.actions.organisations import restore_organisation, suspend_organisation, twins
from accounts.actions.support import answering
from accounts.actions.verification import approve_organisation, record_call_back, refuse_organisation
from accounts.enums import WAITING, MembershipState, OrganisationState
from accounts.models import Membership, Organisation, Verification
from accounts.permissions import Permission
from accounts.proofs import is_proved, proofs_of
from accounts.roles import roles_with
from foundation.access import needs
from foundation.desk.base import DeskView, numbers
from foundation.queues import Queue, Waiting, register, waiting_rows

VERIFY, SUSPEND = Permission.ORGANISATION_VERIFY, Permission.ORGANISATION_SUSPEND


def _number(text: str) -> int:
    """The row's number that a form names; 0, which is no row's, for anything else."""
    return next(iter(numbers([text])), 0)


def to_verify() -> QuerySet[Verification]:
    """Claims that wait for a curator."""
    return Verification.objects.filter(state__in=WAITING)


def waiting(now: datetime) -> Waiting:
    """Since when people wait to be verified."""
    return waiting_rows(to_verify(), "created_at", now)


def requests_without_leader() -> QuerySet[Membership]:
    """Requests to join verified organisations in which nobody is active who could agree."""
    asking = Membership.objects.filter(
        state=MembershipState.PENDING, organisation__state=OrganisationState.VERIFIED
    ).select_related("user", "organisation")
    held = Membership.objects.filter(
        state=MembershipState.ACTIVE, user__is_active=True, role__in=roles_with(Permission.MEMBER_MANAGE)
    )
    return asking.exclude(organisation__in=held.values("organisation")).order_by("created_at")


class ToVerify(DeskView):
    """Everybody who waits to be verified: those with all proofs first, then the longest waiting."""

    access = needs(VERIFY)
    page_title = gettext_lazy("Organisations and schools to verify")
    header_icon = "group"
    template_name = "desk/verifications.html"

    def shown(self) -> dict[str, Any]:
        """Claims with their proofs; requests to join that nobody else can answer."""
        rows = to_verify().select_related("organisation", "membership__user")
        page = self.page_of(rows.order_by("-state", "created_at", "pk"))
        return {
            "page_obj": page,
            "rows": [(row, proofs_of(row)) for row in page],
            "asking": requests_without_leader()[:50],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer a request to join that nobody in the organisation can answer."""
        membership = get_object_or_404(requests_without_leader(), pk=_number(request.POST.get("membership", "")))
        try:
            if request.POST.get("do") == "confirm":
                confirm_member(by=self.person, membership=membership)
                self.say(_("They are a member now."))
            else:
                refuse_member(by=self.person, membership=membership)
                self.say(_("The request is refused."))
        except (ValidationError, PermissionDenied) as error:
            self.refuse(error if isinstance(error, ValidationError) else _("You cannot decide about yourself."))
        return HttpResponseRedirect(request.path)


class Verify(DeskView):
    """One claim with all that a decision needs on one screen."""

    access = needs(VERIFY)
    header_icon = "group"
    template_name = "desk/verification.html"
    crumbs = (("desk-verifications", gettext_lazy("Organisations and schools to verify")),)
    kwargs: dict[str, Any]

    @property
    def verification(self) -> Verification:
        """The claim, decided ones too; raises Http404."""
        rows = Verification.objects.select_related("organisation", "membership__user", "called_by", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["verification_id"])

    def get_page_title(self) -> str:
        """The organisation's name."""
        return self.verification.organisation.name

    def shown(self) -> dict[str, Any]:
        """Facts, proofs, others with the same number, the claimant's other claims."""
        held = self.verification
        claimant = held.membership.user
        others = Verification.objects.filter(membership__user=claimant).exclude(pk=held.pk)
        return {
            "verification": held,
            "organisation": held.organisation,
            "claimant": claimant,
            "proofs": proofs_of(held),
            "proved": is_proved(held),
            "open": held.state in WAITING,
            "twins": twins(held.organisation)[:20],
            "others": others.select_related("organisation").order_by("-created_at")[:10],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Record the call, approve, or refuse; what was typed comes back when it was not enough."""
        said, held = request.POST, self.verification
        acts: dict[str, Callable[[], Any]] = {
            "call": lambda: record_call_back(
                by=self.person,
                verification=held,
                number=said.get("number", ""),
                source=said.get("source", ""),
                note=said.get("note", ""),
            ),
            "approve": lambda: approve_organisation(by=self.person, verification=held, by_hand=said.get("by_hand", "")),
            "refuse": lambda: refuse_organisation(by=self.person, verification=held, reason=said.get("reason", "")),
        }
        done = {"call": _("The call is recorded."), "approve": _("Verified."), "refuse": _("Refused; they are told.")}
        act = said.get("do", "")
        try:
            if act not in acts:
                raise ValidationError(_("Choose what to do."))
            acts[act]()
        except ValidationError as error:
            self.refuse(error)
            context = self.get_context_data(**self.shown(), said=said)
            answer: HttpResponse = self.render_to_response(context, status=400)
            return answer
        except PermissionDenied:
            self.refuse(_("You belong to this organisation: another curator decides."))
            return HttpResponseRedirect(request.path)
        self.say(done[act])
        return HttpResponseRedirect(request.path if act == "call" else reverse("desk-verifications"))


class Organisations(DeskView):
    """All organisations, to look one up."""

    access = needs(SUSPEND)
    page_title = gettext_lazy("Organisations")
    header_icon = "group"
    template_name = "desk/organisations.html"

    def shown(self) -> dict[str, Any]:
        """By words of the name or a number, and by state."""
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()[:80]
        state = self.request.GET.get("state", "")
        rows = Organisation.objects.order_by("name", "pk")
        if asked:
            number = Q(identifier=asked.upper()) | Q(urn=asked) | Q(ukprn=asked) | Q(domain=asked.lower())
            rows = rows.filter(Q(name__icontains=asked) | number)
        if state in OrganisationState.values:
            rows = rows.filter(state=state)
        return {"q": asked, "state": state, "states": OrganisationState.choices, "page_obj": self.page_of(rows)}


class OrganisationScreen(DeskView):
    """One organisation: its facts, people and claims; suspending, restoring, finding a successor."""

    access = needs(SUSPEND)
    header_icon = "group"
    template_name = "desk/organisation.html"
    crumbs = (("desk-organisations", gettext_lazy("Organisations")),)
    kwargs: dict[str, Any]

    @property
    def organisation(self) -> Organisation:
        """The organisation; raises Http404."""
        return get_object_or_404(Organisation, pk=self.kwargs["organisation_id"])

    def get_page_title(self) -> str:
        """Its name."""
        return self.organisation.name

    def shown(self) -> dict[str, Any]:
        """Everybody in it, every claim, others with the same number."""
        held = self.organisation
        members = held.memberships.select_related("user").order_by("state", "pk")
        return {
            "organisation": held,
            "members": members[:200],
            "verifications": held.verifications.select_related("membership__user")[:20],
            "twins": twins(held)[:20],
            "unanswered": held.is_verified and not answering(held),
            "may_verify": self.person.has_perm(VERIFY),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Suspend, restore, or put a member in charge."""
        held, act = self.organisation, request.POST.get("do", "")
        try:
            if act == "suspend":
                suspend_organisation(by=self.person, organisation=held, reason=request.POST.get("reason", ""))
                self.say(_("Suspended; those who answer for it are told."))
            elif act == "restore":
                restore_organisation(by=self.person, organisation=held)
                self.say(_("Restored."))
            elif act == "successor":
                to = get_object_or_404(held.memberships, pk=_number(request.POST.get("membership", "")))
                transfer_ownership(by=self.person, organisation=held, to=to)
                self.say(_("Handed over; both are told."))
        except ValidationError as error:
            self.refuse(error)
        except PermissionDenied:
            self.refuse(_("You belong to this organisation: another curator decides."))
        return HttpResponseRedirect(request.path)


class OrganisationsItem(MenuItem):
    """The way to all organisations, for those who may suspend one."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether a role of this person may."""
        return bool(request.user.has_perm(SUSPEND))


@hooks.register("register_admin_menu_item")
def organisations_item() -> MenuItem:
    """Beside the people."""
    return OrganisationsItem(
        _("Organisations"), reverse("desk-organisations"), name="organisations", icon_name="group", order=20
    )


@hooks.register("register_admin_urls")
def organisation_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("organisations/", Organisations.as_view(), name="desk-organisations"),
        path("organisations/<int:organisation_id>/", OrganisationScreen.as_view(), name="desk-organisation"),
        path("organisations/verify/", ToVerify.as_view(), name="desk-verifications"),
        path("organisations/verify/<int:verification_id>/", Verify.as_view(), name="desk-verification"),
    ]


register(
    Queue(
        slug="organisations",
        title=gettext_lazy("Organisations and schools to verify"),
        description=gettext_lazy("People who say that they speak for an employer, a school or a college."),
        permission=VERIFY,
        address="desk-verifications",
        waiting=waiting,
        position=20,
    )
)
