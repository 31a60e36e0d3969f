"""Peers: professionals in technical and under-represented roles, paired across organisations."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import audited
from ambassadors.models.people import Ambassador


class PeerWish(models.Model):
    """That an ambassador would like a peer. `interests` are choices, not words."""

    ambassador = models.OneToOneField(Ambassador, on_delete=models.CASCADE, related_name="peer_wish")
    interests = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    online_only = models.BooleanField(default=True)
    is_open = models.BooleanField(default=True)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"peer wish of ambassador {self.ambassador_id}"


@audited()
class PeerPair(models.Model):
    """Two peers of different organisations, until one of them leaves."""

    first = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="+")
    goals = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    paired_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Ambassador, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="peers_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="peers_once"),
            models.UniqueConstraint(fields=["first"], condition=Q(ended_at=None), name="one_peer_of_first"),
            models.UniqueConstraint(fields=["second"], condition=Q(ended_at=None), name="one_peer_of_second"),
        ]

    def __str__(self) -> str:
        return f"peers {self.first_id} and {self.second_id}"


class PeerMeeting(models.Model):
    """That two peers met: when, how long, which goal."""

    pair = models.ForeignKey(PeerPair, on_delete=models.CASCADE, related_name="meetings")
    met_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    goal = models.CharField(max_length=24, blank=True, default="")
    logged_by = models.ForeignKey(Ambassador, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-met_on", "-pk")

    def __str__(self) -> str:
        return f"meeting {self.pk} of pair {self.pair_id}"
