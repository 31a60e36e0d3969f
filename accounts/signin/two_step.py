"""The second step of signing in: a code from a person's phone, or one of ten codes kept on paper."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def has_two_step(user: Any) -> bool:
    """Whether this person has set up codes from an app; codes on paper alone do not count."""
    return bool(
        user.is_authenticated and Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
    )


class TwoStepAdapter(DefaultMFAAdapter):
    """django-allauth's second step in our words, its secrets unreadable in a copy of the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right. Enter the one your app shows now: it changes every 30 seconds."),
        "unverified_email": _("Confirm your email address first, then set up two-step sign-in."),
    }

    def get_totp_issuer(self) -> str:
        """The name that authenticator apps show."""
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key made from SECRET_KEY."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed, also under a key of SECRET_KEY_FALLBACKS."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"waymark two-step " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
