"""Schools' and colleges' own sign-in providers, as the environment names them; reads nothing else."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_PARTS = ("NAME", "SERVER", "CLIENT_ID", "SECRET")


def school_providers(words: list[str], env: Any) -> list[dict[str, Any]]:
    """Configurations of django-allauth's OpenID Connect apps, one for each word of OIDC_PROVIDERS.

    The word `leeds` is described by OIDC_LEEDS_NAME, _SERVER (the issuer's address, which answers at
    /.well-known/openid-configuration), _CLIENT_ID and _SECRET. Raises ImproperlyConfigured for a word that
    could not stand in an address, and for a provider with a part missing.
    """
    return [_provider(env, word) for word in words]


def _provider(env: Any, word: str) -> dict[str, Any]:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", word):
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: {word!r} is not a short word of small letters")
    values = {part: env.str(f"OIDC_{word.upper()}_{part}", default="") for part in _PARTS}
    missing = [f"OIDC_{word.upper()}_{part}" for part in _PARTS if not values[part]]
    if missing:
        raise ImproperlyConfigured(f"missing: {', '.join(missing)}")
    return {
        "provider_id": word,
        "name": values["NAME"],
        "client_id": values["CLIENT_ID"],
        "secret": values["SECRET"],
        "settings": {"server_url": values["SERVER"]},
    }
