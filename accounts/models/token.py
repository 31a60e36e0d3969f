"""Secrets by which programs act for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Reads of tokens."""

    def usable(self, now: datetime) -> Self:
        """Neither revoked nor run out, of a person who is not suspended."""
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)


@audited(exclude=("token_hash", "last_used_on"))
class ApiToken(models.Model):
    """What a program shows to act for a person; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=8, help_text=_("Its first letters, to tell tokens apart."))
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}… of user {self.user_id}"
