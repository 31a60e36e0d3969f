"""Signing in with a school's or college's own OpenID Connect provider."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import user_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SchoolSignInAdapter(DefaultSocialAccountAdapter):
    """Trusts a provider about who its own people are, and about an address only where it says it checked it.

    An account that exists is never taken over by its address: its owner signs in as before and then
    connects the school's sign-in (SOCIALACCOUNT_EMAIL_AUTHENTICATION is off, ACCOUNT_PREVENT_ENUMERATION on).
    """

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("Set a password first: without one, nothing would be left to sign in with."),
        "connected_other": _("That sign-in is connected to another account. Disconnect it there first."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """A new user with address and name; all else that the provider said of the person is let go."""
        sociallogin.account.extra_data = {}
        user: Any = sociallogin.user
        user_email(user, (data.get("email") or "").lower())
        given = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)
        user.display_name = (data.get("name") or given)[:120]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse a newcomer whose provider has not checked their address (a claim other than `true` does not count)."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        if not any(address.verified is True for address in sociallogin.email_addresses):
            raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('socialaccount_login_error')}?unchecked=1"))

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        """Address and name as the provider gave them."""
        user: Any = sociallogin.user
        return {"email": user.email, "display_name": user.display_name}
