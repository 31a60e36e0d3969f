""" "Your account": who somebody is here, what they may do, and how they keep it safe."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.permissions import Permission
from accounts.queries import memberships_of, role_names
from accounts.roles import ROLES, permissions_of, role_named
from accounts.signin.actions import change_name
from accounts.signin.two_step import has_two_step
from foundation.access import SIGNED_IN
from portal.pages.account.context import AFTER_TWO_STEP


class YourAccount(TemplateView):
    """The one page that leads to everything about one's own account."""

    access = SIGNED_IN
    template_name = "account/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Roles of the site, and the state of each way of keeping the account safe."""
        user: Any = self.request.user
        held = set(user.groups.values_list("name", flat=True))
        memberships = memberships_of(user)
        return super().get_context_data(**kwargs) | {
            "roles": [role for role in ROLES if role.name in held],
            "memberships": [(one, role_named(one.role).title) for one in memberships],
            "two_step": has_two_step(user),
            "recovery_codes": _codes_left(user),
            "sessions": UserSession.objects.filter(user_id=user.pk).count(),
            "school": SocialAccount.objects.filter(user_id=user.pk).exists(),
            "has_schools": bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]),
            "has_desk": user.has_perm("wagtailadmin.access_admin"),
            "ways": _ways(user),
        }


def _ways(user: Any) -> list[tuple[str, str]]:
    """Where somebody goes from here to do what their organisations let them do: (address, words)."""
    ways = [
        (Permission.ROLE_PROFILE_EDIT, "employers:desk", _("Open the employers’ desk")),
        (Permission.STATEMENT_EDIT, "providers-desk:choose", _("Open the providers’ desk")),
        (Permission.ENCOUNTER_OFFER_EDIT, "offers:choose", _("Offer encounters to schools")),
        (Permission.ENCOUNTER_REQUEST, "educators:encounter-list", _("Your requests to employers")),
        (Permission.VISIT_REQUEST, "school-visits:home", _("Find ambassadors for your class")),
        (Permission.AMBASSADOR_SELF, "ambassadors:desk", _("Open your ambassador’s desk")),
        (Permission.AMBASSADOR_COORDINATE, "coordinate:home", _("Open the coordinators’ desk")),
    ]
    held = permissions_of(role_names(user))  # once, and not a statement for each
    mine = [(reverse(name), words) for permission, name, words in ways if permission in held]
    return [*mine, (reverse("organisations:begin"), _("Add an organisation"))]


def _codes_left(user: Any) -> int | None:
    """How many recovery codes are unused; None without any having been made."""
    made = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(made.wrap().get_unused_codes()) if made else None


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries at signing in or at a form of these pages."""
    answer = HttpResponse(render_to_string("account/too_many.html"), status=429)
    answer.headers["Retry-After"] = "300"
    return answer


class TwoStepNeeded(TemplateView):
    """Where people come who need a second step for what they wanted to open, and have none."""

    access = SIGNED_IN
    template_name = "account/two_step_needed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remember what they wanted; the page of their new recovery codes leads on to it."""
        wanted = request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            request.session[AFTER_TWO_STEP] = wanted
        return super().get(request, *args, **kwargs)


class NameForm(forms.Form):
    """The one field of it."""

    display_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Enter your name.")},
    )


class ChangeName(FormView[NameForm]):
    """Changing the name that colleagues see."""

    access = SIGNED_IN
    template_name = "account/name.html"
    form_class = NameForm
    success_url = reverse_lazy("account:home")

    def get_initial(self) -> dict[str, Any]:
        """The present name."""
        user: Any = self.request.user
        return {"display_name": user.display_name}

    def form_valid(self, form: NameForm) -> HttpResponse:
        """Change it and say so."""
        user: Any = self.request.user
        change_name(by=user, name=form.cleaned_data["display_name"])
        messages.success(self.request, _("Your name was changed."))
        return super().form_valid(form)
