"""Mail: plain text and HTML from templates, left in the outbox, sent at most once unless a person says otherwise."""

from __future__ import annotations

import smtplib
import uuid
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template

from foundation.outbox import NotDoneError, RefusedError, handles, put

KIND = "mail"
TIMEOUT = 30  # seconds a silent server is waited for at each step; well within the outbox's lease
LONGEST_SUBJECT = 150
_PERMANENT = 500  # SMTP answers from here on will not change (RFC 5321, 4.2.1)


class BadAddressError(ValueError):
    """What should be one plain email address is not."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in words."""

    subject: str
    text: str
    html: str


def send_mail(*, template: str, to: str, context: dict[str, Any], dedupe_key: str = "") -> bool:
    """Queue one mail in the current transaction, from `templates/emails/<template>.{subject.txt,txt,html}`.

    It is rendered now and not when it leaves: it says what was true when it was decided, a faulty
    template shows in the action's test and not at night, and the context may hold anything.

    With `dedupe_key` one such mail is ever queued: name the event ("expiry:profile:12:2026-11"), not the
    reader, and nothing that happens again. Returns False when it was queued before. Raises
    BadAddressError unless `to` is one plain address.
    """
    address = plain_address(to)
    mail = render(template, context)
    payload = {
        "to": address,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "template": template,
        # Made once, so that a receiving server can drop a second copy of what a person had sent again.
        "message_id": f"<{uuid.uuid4()}@{_our_domain()}>",
    }
    return put(KIND, payload, once_key=dedupe_key)


def plain_address(to: str) -> str:
    """The address without blanks around it; raises BadAddressError for lists, names and line breaks."""
    address = to.strip(" ")
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddressError("not one plain email address") from error
    return address


def render(template: str, context: dict[str, Any]) -> Rendered:
    """The mail in words; templates also get `site_url` (without a slash at its end) and `site_name`."""
    known = {"site_url": settings.SITE_URL.rstrip("/"), "site_name": settings.SITE_NAME, **context}
    # A line break in a name must not begin a new header, nor a long one push the rest away.
    subject = " ".join(_render(f"{template}.subject.txt", known, escape=False).split())
    subject = "".join(letter for letter in subject if letter.isprintable())
    text = _render(f"{template}.txt", known | {"subject": subject}, escape=False)
    html = _render(f"{template}.html", known | {"subject": subject}, escape=True)
    return Rendered(subject[:LONGEST_SUBJECT], f"{text.strip()}\n", html)


def _render(name: str, context: dict[str, Any], *, escape: bool) -> str:
    template: Any = get_template(f"emails/{name}", using="django")
    words = str(template.template.render(Context(context, autoescape=escape)))
    return words.replace("\x00", "")  # which PostgreSQL keeps in no text


def _our_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


@handles(KIND, repeatable=False)
def deliver(payload: dict[str, Any]) -> None:
    """Hand one mail to the mail server.

    Raises NotDoneError when the server did not take it, RefusedError when it never will; any other
    exception means that nobody knows.
    """
    message = EmailMultiAlternatives(
        subject=payload["subject"],
        body=payload["text"],
        to=[payload["to"]],
        headers={
            "Message-ID": payload["message_id"],
            "Auto-Submitted": "auto-generated",  # RFC 3834: answering machines keep quiet
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(payload["html"], "text/html")
    connection = _connected()
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [answer[0] for answer in error.recipients.values()]
        raise _not_taken(error, max(codes, default=0)) from error
    except smtplib.SMTPResponseException as error:
        raise _not_taken(error, error.smtp_code) from error
    finally:
        # The server has answered for the mail: a broken goodbye says nothing about it.
        with suppress(Exception):
            connection.close()


def _connected() -> BaseEmailBackend:
    connection: BaseEmailBackend = get_connection(timeout=TIMEOUT)
    try:
        connection.open()
    except Exception as error:  # whatever went wrong, no mail was handed over
        raise NotDoneError(f"no connection to the mail server: {type(error).__name__}") from error
    return connection


def _not_taken(error: smtplib.SMTPException, code: int) -> Exception:
    """The server's refusal by its number: its words may name the reader, and stay out of our records."""
    said = f"{type(error).__name__} {code}"
    return RefusedError(said) if code >= _PERMANENT else NotDoneError(said)
