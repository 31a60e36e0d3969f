"""Addresses of signing in and of "Your account"; django-allauth's views under our words.

Its names of addresses stay as they are: its own code looks them up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as school
from allauth.usersessions import views as sessions
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from requests import RequestException

from foundation.access import SIGNED_IN, THIRD_PARTY, Access, CacheRule
from portal.pages.account import data, home, tokens

View = Callable[..., HttpResponseBase]


def declared(view: View, access: Access) -> View:
    """A view of django-allauth's with its access declared; no cache ever keeps its answers."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = str(CacheRule.PRIVATE)
        return response

    wrapped.access = access  # type: ignore[attr-defined]  # an attribute on a function
    return wrapped


def door(route: str, view: View, name: str) -> URLPattern:
    """An address that people come to before they are signed in; the view itself looks whether they may go on."""
    return path(route, declared(view, THIRD_PARTY), name=name)


def inside(route: str, view: View, name: str) -> URLPattern:
    """An address for people who are signed in."""
    return path(route, declared(view, SIGNED_IN), name=name)


def to_school(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send somebody to their school's sign-in; say so where its own description of itself cannot be fetched."""
    try:
        response: HttpResponseBase = school.login(request, provider_id)
    except RequestException:
        response = social.login_error(request)
    return response


sign_out = declared(account.logout, THIRD_PARTY)
own_urlpatterns = [
    path("", home.YourAccount.as_view(), name="home"),
    path("name/", home.ChangeName.as_view(), name="name"),
    path("two-step/needed/", home.TwoStepNeeded.as_view(), name="two-step-needed"),
]
urlpatterns = [
    *data.urlpatterns,
    *tokens.urlpatterns,
    door("sign-in/", account.login, "account_login"),
    door("sign-out/", account.logout, "account_logout"),
    # The person, their role and the mail to confirm their address are written together or not at all.
    door("sign-up/", transaction.atomic(account.signup), "account_signup"),
    door("suspended/", account.account_inactive, "account_inactive"),
    door("confirm/", account.email_verification_sent, "account_email_verification_sent"),
    inside("again/", account.reauthenticate, "account_reauthenticate"),
    inside("email/", account.email, "account_email"),
    inside("password/", account.password_change, "account_change_password"),
    inside("password/new/", account.password_set, "account_set_password"),
    door("password/reset/", account.password_reset, "account_reset_password"),
    door("password/reset/sent/", account.password_reset_done, "account_reset_password_done"),
    door("password/reset/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        declared(account.password_reset_from_key, THIRD_PARTY),
        name="account_reset_password_from_key",
    ),
    inside("two-step/", mfa.index, "mfa_index"),
    door("two-step/code/", mfa.authenticate, "mfa_authenticate"),
    inside("two-step/again/", mfa.reauthenticate, "mfa_reauthenticate"),
    inside("two-step/switch-on/", totp.activate_totp, "mfa_activate_totp"),
    inside("two-step/switch-off/", totp.deactivate_totp, "mfa_deactivate_totp"),
    inside("two-step/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    inside("two-step/recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    inside("two-step/recovery-codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    inside("sessions/", sessions.list_usersessions, "usersessions_list"),
    inside("school/", social.connections, "socialaccount_connections"),
    door("school/sign-up/", transaction.atomic(social.signup), "socialaccount_signup"),
    door("school/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    door("school/failed/", social.login_error, "socialaccount_login_error"),
    door("school/<provider_id>/", to_school, "openid_connect_login"),
    door("school/<provider_id>/back/", school.callback, "openid_connect_callback"),
]
