"""People who can sign in, the mail they get, and the codes of their second step."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from foundation.models import OutboxMessage

PASSPHRASE = "a long enough passphrase"
SIGN_IN, SIGN_UP, CONFIRM = "/account/sign-in/", "/account/sign-up/", "/account/confirm/"


def person(email: str = "ada@example.org", *roles: str, **fields: Any) -> User:
    """Somebody whose address is confirmed."""
    user = User.objects.create_user(email, PASSPHRASE, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def sign_in(client: Client, email: str = "ada@example.org", password: str = PASSPHRASE, **more: Any) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password}, **more)


def signed_in(user: User, **more: Any) -> Client:
    """A browser in which somebody has signed in by the form."""
    client = Client(**more)
    assert sign_in(client, user.email).status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def prove_again(client: Client, password: str = PASSPHRASE) -> None:
    """Answer the question that comes before anything about signing in is changed."""
    client.post("/account/again/", {"password": password})


def with_two_step(user: User) -> str:
    """Give somebody a second step; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def mails(email: str) -> list[dict[str, Any]]:
    """Mails waiting in the outbox for an address, the oldest first."""
    waiting = OutboxMessage.objects.filter(kind="mail", payload__to=email.lower()).order_by("pk")
    return [message.payload for message in waiting]


def code_in_mail(email: str) -> str:
    found = re.search(r"^    (\S+)$", mails(email)[-1]["text"], re.MULTILINE)
    assert found
    return found.group(1)


def link_in_mail(email: str) -> str:
    found = re.search(r"https?://[^/\s]+(/account/password/reset/\S+-\S+/)", mails(email)[-1]["text"])
    assert found
    return found.group(1)
