"""Who acts for which organisation, in which role; invitations to do so; and the proof that somebody may."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.enums import WAITING, MembershipRole, MembershipState, OrganisationState, VerificationState
from accounts.models.organisation import Organisation


def hash_of(token: str) -> str:
    """What we keep of a secret that a person was sent: enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A secret for one link or program, of 256 bits."""
    return secrets.token_urlsafe(32)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def granting(self) -> Self:
        """Those that grant something now: active, of an active person, in an organisation that may work."""
        return self.filter(
            state=MembershipState.ACTIVE,
            user__is_active=True,
            organisation__state__in=(OrganisationState.VERIFIED, OrganisationState.PENDING),
        )


@audited()
class Membership(models.Model):
    """One person in one role of one organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=24, choices=MembershipRole.choices)
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.PENDING)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
            # A second owner would be a second word that counts; ownership is handed over instead.
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(role=MembershipRole.EMPLOYER_OWNER, state=MembershipState.ACTIVE),
                name="one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id}: {self.role} of organisation {self.organisation_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def waiting(self, now: datetime) -> Self:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


@audited(exclude=("token_hash",))
class Invitation(models.Model):
    """A mail that asks somebody to join an organisation in a role."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=24, choices=MembershipRole.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="sent_invitations"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_once_open",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to organisation {self.organisation_id}"


@audited(exclude=("mail_token_hash",))
class Verification(models.Model):
    """Somebody's proof that they speak for an organisation, and a curator's decision about it.

    Two proofs are asked for: a mail to (or a DNS entry of) the organisation's own domain, and a call back to
    the number it publishes. Where a register lacks the organisation a curator may decide by hand, and says why.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="verifications")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="verifications")
    email = models.EmailField(max_length=254, blank=True, default="", help_text=_("Address on its own domain."))
    mail_token_hash = models.CharField(max_length=64, blank=True, default="")
    mail_sent_at = models.DateTimeField(null=True, blank=True)
    mail_confirmed_at = models.DateTimeField(null=True, blank=True)
    call_number = models.CharField(max_length=30, blank=True, default="", help_text=_("The published number called."))
    call_source = models.CharField(max_length=200, blank=True, default="", help_text=_("Where it is published."))
    call_note = models.TextField(blank=True, default="", max_length=500)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    by_hand = models.TextField(blank=True, default="", max_length=1000, help_text=_("Why it was decided by hand."))
    state = models.CharField(max_length=10, choices=VerificationState.choices, default=VerificationState.OPEN)
    reason = models.TextField(blank=True, default="", max_length=1000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state__in=WAITING),
                name="verification_once_open",
            )
        ]

    def __str__(self) -> str:
        return f"verification {self.pk} of organisation {self.organisation_id}"
