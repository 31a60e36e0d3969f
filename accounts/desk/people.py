"""People at the desk: looking one up, their roles of the site, suspending and restoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.actions.people import give_role, restore_person, suspend_person, take_role
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import ROLES, Held
from accounts.signin.actions import reset_two_step
from accounts.signin.two_step import has_two_step
from foundation.access import needs
from foundation.desk.base import DeskView


class People(DeskView):
    """People by address, name or number; nobody is listed without a question."""

    access = needs(Permission.USER_MANAGE)
    page_title = gettext_lazy("People")
    header_icon = "user"
    template_name = "desk/people.html"

    def shown(self) -> dict[str, Any]:
        """Whom the words fit; with ?role= everybody who holds a role of the site."""
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()[:120]
        role = self.request.GET.get("role", "")
        rows = User.objects.order_by("email", "pk")
        if asked:
            number = Q(pk=int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else Q()
            fits = Q(email__icontains=asked) | Q(display_name__icontains=asked)
            rows = rows.filter(fits | number if number else fits)
        if role:
            rows = rows.filter(groups__name=role)
        roles = [(one.name, one.title) for one in ROLES if one.held is Held.SITE]
        return {
            "q": asked,
            "role": role,
            "roles": roles,
            "page_obj": self.page_of(rows if asked or role else rows.none()),
        }


class PersonScreen(DeskView):
    """One person: what they are here, and what an administrator may change."""

    access = needs(Permission.USER_MANAGE)
    header_icon = "user"
    template_name = "desk/person.html"
    crumbs = (("desk-people", gettext_lazy("People")),)
    kwargs: dict[str, Any]

    @property
    def shown_person(self) -> User:
        """The person; raises Http404."""
        return get_object_or_404(User, pk=self.kwargs["person_id"])

    def get_page_title(self) -> str:
        """Their name."""
        return self.shown_person.get_full_name()

    def shown(self) -> dict[str, Any]:
        """Roles held and not held, memberships, ways of signing in."""
        held = self.shown_person
        names = set(held.groups.values_list("name", flat=True))
        site = [role for role in ROLES if role.held is Held.SITE]
        return {
            "person": held,
            "has": [role for role in ROLES if role.name in names],
            "has_not": [role for role in site if role.name not in names],
            "memberships": held.memberships.select_related("organisation").order_by("organisation__name", "pk"),
            "two_step": has_two_step(held),
            "sessions": UserSession.objects.filter(user=held).count(),
            "is_self": held.pk == self.person.pk,
            "site_roles": {role.name for role in site},
            "may_read_trail": self.person.has_perm(Permission.AUDIT_READ),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Suspend, restore, give or take a role."""
        said, held = request.POST, self.shown_person
        role = said.get("role", "")
        acts: dict[str, tuple[Callable[[], None], str]] = {
            "suspend": (
                lambda: suspend_person(by=self.person, person=held, reason=said.get("reason", "")),
                _("Suspended: they are signed out everywhere."),
            ),
            "restore": (lambda: restore_person(by=self.person, person=held), _("They can sign in again.")),
            "give": (lambda: give_role(by=self.person, person=held, role=role), _("The role is given.")),
            "two-step": (
                lambda: self._take_second_step(held),
                _("The second step is taken away; they are told, and set up a new one."),
            ),
            "take": (lambda: take_role(by=self.person, person=held, role=role), _("The role is taken.")),
        }
        try:
            act, done = acts.get(said.get("do", ""), (None, ""))
            if act is None:
                raise ValidationError(_("Choose what to do."))
            act()
            self.say(done)
        except ValidationError as error:
            self.refuse(error)
        except PermissionDenied:
            self.refuse(_("Nobody decides about themselves: ask another administrator."))
        return HttpResponseRedirect(reverse("desk-person", args=[held.pk]))

    def _take_second_step(self, held: User) -> None:
        """For somebody who lost telephone and codes; never one's own, which a page of the account does."""
        if held.pk == self.person.pk:
            raise PermissionDenied
        if self.request.POST.get("checked") != "yes":
            raise ValidationError(_("Tick that you checked who asks."))
        reset_two_step(by=self.person, user=held)


class PeopleItem(MenuItem):
    """The way to people, for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether a role of this person may."""
        return bool(request.user.has_perm(Permission.USER_MANAGE))


@hooks.register("register_admin_menu_item")
def people_item() -> MenuItem:
    """After the organisations."""
    return PeopleItem(_("People"), reverse("desk-people"), name="people", icon_name="user", order=21)


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("people/", People.as_view(), name="desk-people"),
        path("people/<int:person_id>/", PersonScreen.as_view(), name="desk-person"),
    ]
