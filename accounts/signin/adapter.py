"""What we change about django-allauth's way of signing people in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as context_of_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.signin.hashing import TooBusyError
from accounts.signin.limits import forget_tries, may_write, take_try
from accounts.signin.mail import mail_for
from foundation.mail import send_mail


def may_sign_in(user: Any) -> bool:
    """Neither suspended, nor a demo account (whose password is published) on a site that is no demonstration."""
    return bool(user.is_active and (settings.DEMO or not user.is_demo))


class AccountAdapter(DefaultAccountAdapter):
    """Our words, our limits, our mail; nobody suspended gets in at any step."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is suspended. Write to us if you think that is wrong."),
        "email_password_mismatch": _(
            "The email address and password do not belong together. Check both, or choose a new password below."
        ),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again, or choose a new password."),
        "incorrect_code": _("That code is not right. Check the newest mail from us and enter its code."),
        "incorrect_password": _("That is not your password. Try again, or choose a new one."),
        "enter_current_password": _("That is not your present password. Try again, or choose a new one by mail."),
        "duplicate_email": _("That is already the address of this account. Enter another one."),
        "email_taken": _("That address cannot be used. Enter another one."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "rate_limited": _("That was too often in a short time. Wait a minute, then try again."),
        "same_as_current": _("Enter an address that differs from the present one."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave the mail in the outbox; nothing of the request goes along.

        Past the limit of mails that nobody needs an account to cause, nothing is sent, and nothing tells who caused it.
        """
        template, values = mail_for(template_prefix, context)
        if may_write(context_of_request.request, template, email):
            send_mail(template=template, to=email, context=values)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Use up a try before the password is looked at; raises ValidationError when there is none left."""
        self._login_failed_rl_usage = take_try(request, credentials.get("email") or credentials.get("username", ""))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The user these credentials belong to, or None; a try that we were too busy to look at does not count."""
        try:
            return super().authenticate(request, **credentials)
        except TooBusyError:
            self._rollback_login_failed_rl_usage()
            raise

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        forget_tries(request, credentials.get("email", ""))

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Send the suspended away once their password proved to be right."""
        if not may_sign_in(user):
            away: HttpResponse = self.respond_user_inactive(request, user)
            return away
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session, unless the person was suspended between the first step and the last."""
        if not may_sign_in(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and forget where and with what it was."""
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new user with the one name they gave."""
        user.display_name = form.cleaned_data.get("display_name", "")
        return super().save_user(request, user, form, commit)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account's own page."""
        return reverse("account:home")
