"""Which mail of ours stands for each of django-allauth's, and what it needs to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mail:
    """A template of templates/emails/, with the values it takes over and those it adds."""

    template: str
    takes: tuple[str, ...] = ()
    adds: Callable[[], Context] = field(default=dict)


def _said(words: Callable[[], str]) -> Callable[[], Context]:
    return lambda: {"what": words()}


_CHANGED = "account_changed"
MAILS: dict[str, Mail] = {
    "account/email/email_confirmation_signup": Mail("account_confirm", ("code",)),
    "account/email/email_confirmation": Mail("account_confirm", ("code",)),
    "account/email/account_already_exists": Mail("account_exists", ("password_reset_url",)),
    "account/email/password_reset_key": Mail("account_reset", ("password_reset_url",)),
    "account/email/unknown_account": Mail("account_unknown", ("signup_url",)),
    "account/email/email_changed": Mail("account_email_changed", ("to_email",)),
    "account/email/password_changed": Mail(_CHANGED, adds=_said(lambda: _("The password was changed."))),
    "account/email/password_reset": Mail(
        _CHANGED, adds=_said(lambda: _("A new password was chosen by a link in a mail."))
    ),
    "account/email/password_set": Mail(_CHANGED, adds=_said(lambda: _("A password was set."))),
    "mfa/email/totp_activated": Mail(_CHANGED, adds=_said(lambda: _("Two-step sign-in was switched on."))),
    "mfa/email/totp_deactivated": Mail(_CHANGED, adds=_said(lambda: _("Two-step sign-in was switched off."))),
    "mfa/email/recovery_codes_generated": Mail(_CHANGED, adds=_said(lambda: _("New recovery codes were made."))),
    "socialaccount/email/account_connected": Mail(
        _CHANGED, adds=_said(lambda: _("A school’s or college’s own sign-in was connected."))
    ),
    "socialaccount/email/account_disconnected": Mail(
        _CHANGED, adds=_said(lambda: _("A school’s or college’s own sign-in was disconnected."))
    ),
}


def mail_for(prefix: str, context: Context) -> tuple[str, Context]:
    """The template and its context, plain text values only, for one of django-allauth's mails.

    Raises KeyError for a mail that we have not written.
    """
    mail = MAILS[prefix]
    return mail.template, {name: _value(name, context) for name in mail.takes} | mail.adds()


def _value(name: str, context: Context) -> str:
    """A plain value; links lead to the site's own address, whatever host the request claimed to ask."""
    value = str(context[name])
    return settings.SITE_URL.rstrip("/") + urlsplit(value).path if name.endswith("_url") else value
