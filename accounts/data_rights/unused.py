"""Accounts nobody uses: warned by mail, then erased unless their person signs in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.data_rights.actions import erase_for_retention
from accounts.data_rights.rows import ERASED_DOMAIN
from accounts.models import ApiToken, User
from accounts.models.data_rights import OPEN_STATES, DataRequest, RetentionRule, RetentionWarning
from foundation.mail import send_mail


class UnusedAccounts:
    """What one rule says about accounts at one moment."""

    WHAT = "unused-accounts"

    def __init__(self, rule: RetentionRule, now: datetime) -> None:
        self.rule, self.now = rule, now
        self.today = timezone.localdate(now)

    def _idle_since(self, before: datetime) -> models.QuerySet[User]:
        """Accounts last used before a moment: by signing in, or by a program with their token.

        Left out: demo accounts, superusers (the last way into a site), and people whose own request is open.
        """
        programs = ApiToken.objects.filter(user=OuterRef("pk"), last_used_on__gte=before.date())
        asked = DataRequest.objects.filter(subject=OuterRef("pk"), state__in=OPEN_STATES)
        return (
            User.objects.filter(is_demo=False, is_superuser=False)
            .exclude(email__endswith=f"@{ERASED_DOMAIN}")
            .annotate(last_use=Coalesce("last_login", "date_joined"))
            .filter(~Exists(programs), ~Exists(asked), last_use__lt=before)
        )

    def to_warn(self) -> models.QuerySet[User]:
        """Accounts that will be over when the warning's time has passed, and whose person was not told yet."""
        before = self.now - timedelta(days=self.rule.days - self.rule.warn_days)
        return self._idle_since(before).filter(retention_warning=None)

    def to_erase(self) -> models.QuerySet[User]:
        """Accounts that are over, whose person was told long enough ago and has not come back since."""
        idle = self._idle_since(self.now - timedelta(days=self.rule.days))
        told_by = self.today - timedelta(days=self.rule.warn_days)
        return idle.filter(retention_warning__warned_on__lte=told_by)

    def forget_stale_warnings(self) -> None:
        """Drop warnings of people who have signed in since."""
        came = RetentionWarning.objects.annotate(last=TruncDate("user__last_login")).filter(last__gte=F("warned_on"))
        came.delete()

    def warn(self, user: Any) -> None:
        """Tell the person, and write down when."""
        RetentionWarning.objects.create(user=user, warned_on=self.today)
        erased_on = self.today + timedelta(days=max(self.rule.warn_days, 1))
        send_mail(template="account_unused", to=user.email, context={"erased_on": erased_on})

    def erase(self, user: Any) -> None:
        """Erase the account and leave the proof."""
        erase_for_retention(user=user, now=self.now)
