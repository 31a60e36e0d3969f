"""How often signing in may be tried: by account and address together, by account, and by address."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

APP = "allauth.account"
# Rates of each are in settings.ACCOUNT_RATE_LIMITS. Codes of the second step use up the first as well,
# by account (django-allauth's own key).
TOGETHER, ACCOUNT, ADDRESS = "login_failed", "login_failed_account", "login_failed_address"


def take_try(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Use up one try to sign in as `email`, to be given back by `.rollback()` when it succeeds; None: no more tries.

    A school shares one address among hundreds, so the narrow limit is of account and address together;
    the account's own limit is wide and slows a guess made from many addresses; the address's is a ceiling.
    """
    taken = ratelimit.RateLimitUsage(usage=[])
    for action, key in _keys(request, email):
        used = ratelimit.consume(request, app=APP, action=action, key=key)
        if used is None:
            taken.rollback()
            return None
        taken.usage += used.usage
    return taken


def may_write(request: HttpRequest, template: str, email: str) -> bool:
    """Count a mail to an address that a stranger could have typed in; False past the limit of its template."""
    action, key = f"mail_{template}", email.strip().lower()
    return ratelimit.consume(request, app=APP, action=action, key=key, limit_get=True) is not None


def forget_tries(request: HttpRequest, email: str) -> None:
    """Give an account its tries back, after its password was reset by mail; the address keeps its own count."""
    for action, key in _keys(request, email):
        if action != ADDRESS:
            ratelimit.clear(request, app=APP, action=action, key=key)


def _keys(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    account = email.strip().lower()
    return [(ADDRESS, ""), (TOGETHER, f"{account} {ratelimit.get_ip(request)}"), (ACCOUNT, account)]
