"""Secrets by which programs act for a person: made once, shown once, taken back at any time."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from accounts.actions.support import acting, line, require
from accounts.models import ApiToken, User, hash_of, new_token
from accounts.permissions import Permission

PREFIX = "wm_"
LONGEST_DAYS = 365
MOST = 10  # usable tokens of one person


def make_token(*, by: User, name: str, days: int = LONGEST_DAYS) -> tuple[ApiToken, str]:
    """A token for the acting person and its secret, which is kept nowhere; raises ValidationError, PermissionDenied."""
    require(by, Permission.API_TOKEN_HOLD)
    what = line(name, "name", 80, _("Say what the token is for."))
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": _("Choose between 1 and %(most)s days.") % {"most": LONGEST_DAYS}})
    now = timezone.now()
    with acting(by, "make_token"):
        User.objects.select_for_update().get(pk=by.pk)
        if ApiToken.objects.usable(now).filter(user=by).count() >= MOST:
            raise ValidationError(_("You have %(most)s tokens. Take one back first.") % {"most": MOST})
        secret = f"{PREFIX}{new_token()}"
        token = ApiToken.objects.create(
            user=by,
            name=what,
            prefix=secret[:8],
            token_hash=hash_of(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    return token, secret


def revoke_token(*, by: User, token: ApiToken) -> None:
    """Take a token back, one's own or as an administrator; taking it back again changes nothing."""
    if token.user_id != by.pk and not by.has_perm(Permission.USER_MANAGE):
        raise PermissionDenied
    with acting(by, "revoke_token"):
        ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    token.refresh_from_db()


_USED = "waymark:tokens-used"


def note_use(*, token: ApiToken, today: date) -> None:
    """Remember in Redis that a token was used: reading changes no row. Without Redis it is not remembered."""
    with suppress(RedisError):
        _redis(settings.REDIS_URL).hset(_USED, str(token.pk), today.isoformat())


def write_last_used() -> int:
    """Write what Redis remembers to the tokens; repeatable after a crash. Returns how many tokens were used."""
    redis, moving = _redis(settings.REDIS_URL), f"{_USED}:moving"
    if not redis.exists(moving):
        if not redis.exists(_USED):
            return 0
        redis.rename(_USED, moving)
    used: dict[bytes, bytes] = redis.hgetall(moving)  # type: ignore[assignment]  # sync client
    for number, day in used.items():
        ApiToken.objects.filter(pk=int(number)).update(last_used_on=date.fromisoformat(day.decode()))
    redis.delete(moving)
    return len(used)


@lru_cache(maxsize=1)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
