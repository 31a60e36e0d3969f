"""The outbox of things to send, the leases of jobs under way and the counters of public use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """Something to do after the transaction that wrote it: a task to run or a mail to send.

    Written in the same transaction as the change it belongs to, so neither happens alone.
    """

    kind = models.CharField(max_length=100, help_text=_("Registered name of the handler."))
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["available_at"], condition=models.Q(delivered_at=None), name="outbox_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedupe_key"],
                condition=models.Q(delivered_at=None) & ~models.Q(dedupe_key=""),
                name="outbox_one_waiting_per_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class JobLease(models.Model):
    """The right to do one job, held until it is released or runs out; the truth of who works on it."""

    name = models.CharField(max_length=200, primary_key=True)
    holder = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} held by {self.holder}"


class DailyCount(models.Model):
    """How often something public was used on one day: a count and nothing about who."""

    day = models.DateField()
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "name", "key"], name="daily_count_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.key} {self.day}: {self.count}"
