"""The outbox, leases of jobs under way, counters of public use, answers of readers and the links we publish."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxState(models.TextChoices):
    """Where a message of the outbox stands."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being delivered")
    DELIVERED = "delivered", _("Delivered")
    UNSURE = "unsure", _("Perhaps delivered: a person decides")
    FAILED = "failed", _("Given up")
    DROPPED = "dropped", _("Not needed: another says the same, or a person closed it")


class OutboxMessage(models.Model):
    """Something to do after the transaction that wrote it: a task to run or a mail to send.

    Written in the same transaction as the change it belongs to, so neither happens alone. The keys
    must say nothing about a person: they outlive the payload.
    """

    kind = models.CharField(max_length=100, help_text=_("Registered name of the handler."))
    payload = models.JSONField(default=dict, help_text=_("Emptied once delivered."))
    dedupe_key = models.CharField(max_length=200, blank=True, default="", help_text=_("One waiting at a time."))
    once_key = models.CharField(max_length=200, blank=True, default="", help_text=_("One, ever."))
    state = models.CharField(max_length=20, choices=OutboxState.choices, default=OutboxState.WAITING)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(
        max_length=200, blank=True, default="", help_text=_("Process and claim, never a person.")
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    # By id: foundation stands below accounts and knows no user model.
    decided_by = models.BigIntegerField(
        null=True, blank=True, help_text=_("Id of the person who decided about an unsure delivery.")
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["available_at"], condition=models.Q(state="waiting"), name="outbox_waiting"),
            models.Index(fields=["claimed_at"], condition=models.Q(state="claimed"), name="outbox_claimed"),
            models.Index(fields=["claimed_at"], condition=models.Q(state="unsure"), name="outbox_unsure"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedupe_key"],
                condition=models.Q(state="waiting") & ~models.Q(dedupe_key=""),
                name="outbox_one_waiting_per_key",
            ),
            models.UniqueConstraint(
                fields=["kind", "once_key"], condition=~models.Q(once_key=""), name="outbox_once_per_key"
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


class FeedbackReason(models.TextChoices):
    """Why a page was not right, in a reader's words."""

    WRONG = "wrong", _("A fact or number looks wrong")
    OLD = "old", _("It looks out of date")
    UNCLEAR = "unclear", _("I could not understand it")
    MISSING = "missing", _("I could not find what I came for")
    BROKEN = "broken", _("Something did not work")
    OTHER = "other", _("Something else")


class PageFeedback(models.Model):
    """One answer to "Was this page right?": about a page and a day, never about who answered."""

    path = models.CharField(max_length=300, help_text=_("The page, without its query."))
    was_right = models.BooleanField()
    reason = models.CharField(max_length=10, choices=FeedbackReason.choices, blank=True, default="")
    text = models.CharField(max_length=300, blank=True, default="", help_text=_("Contact details are taken out."))
    day = models.DateField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("The number of an account."))
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["path", "day"]),
            models.Index(
                fields=["day"], condition=models.Q(was_right=False, handled_at=None), name="feedback_to_be_handled"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(was_right=False) | models.Q(reason="", text=""), name="feedback_reasons_are_for_no"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day}"


class LinkState(models.TextChoices):
    """What the last looks at an address found."""

    UNCHECKED = "unchecked", _("not looked at yet")
    WORKS = "works", _("answers")
    GUARDED = "guarded", _("does not answer programs, so a person must look")
    FAILING = "failing", _("failed once")
    BROKEN = "broken", _("failed on two nights or more")


class OutgoingLink(models.Model):
    """An address of another site that our pages link to, and what our nightly looks found there."""

    address = models.CharField(max_length=500, unique=True)
    host = models.CharField(max_length=255)
    places = models.JSONField(default=list, help_text=_("Where we publish it: pairs of words and our own address."))
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.UNCHECKED)
    detail = models.CharField(max_length=300, blank=True, default="")
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    moved_to = models.CharField(max_length=500, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    failed_nights = models.PositiveSmallIntegerField(default=0)
    last_failed_on = models.DateField(null=True, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    ignored_at = models.DateTimeField(null=True, blank=True)
    ignored_because = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("The number of an account."))

    class Meta:
        indexes = [models.Index(fields=["state", "broken_since"]), models.Index(fields=["checked_at"])]

    def __str__(self) -> str:
        return self.address


class SetAside(models.Model):
    """Something that waited in a queue without being a row of its own, and that a person decided to leave."""

    queue = models.SlugField(max_length=60)
    key = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True, default="")
    decided_at = models.DateTimeField()
    decided_by = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("The number of an account."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "key"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.queue}: {self.key}"


class IdempotencyRecord(models.Model):
    """The answer that a write of the API gave, kept a day so that the same request again changes nothing."""

    owner = models.CharField(max_length=100, help_text=_("Whose key it is: user or token, by id."))
    key = models.CharField(max_length=200)
    operation = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of what was asked."))
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True, default="", help_text=_("The answer as JSON."))
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once_per_owner")]

    def __str__(self) -> str:
        return f"{self.operation} {self.pk}"
