"""What people ask about their own data, what is withheld and why, and how long things are kept."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What a person may ask for here."""

    ACCESS = "access", _("A copy of everything held")
    ERASURE = "erasure", _("Erasure")


class RequestOrigin(models.TextChoices):
    """Why the request exists."""

    PERSON = "person", _("The person asked on the site")
    DESK = "desk", _("The person asked by letter or mail")
    RETENTION = "retention", _("A retention period ended")


class RequestState(models.TextChoices):
    """How far a request has come."""

    RECEIVED = "received", _("Being put together")
    REVIEW = "review", _("With a reviewer")
    READY = "ready", _("Ready to download")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (RequestState.RECEIVED, RequestState.REVIEW)


class Law(models.TextChoices):
    """Exemptions a reviewer may rely on. Paragraphs are of Schedules 2 and 3 to the Data Protection Act 2018."""

    RIGHTS_OF_OTHERS = "s2p16", _("It is about somebody else too (Schedule 2, paragraph 16)")
    CRIME = "s2p2", _("Crime would be harder to prevent or detect (Schedule 2, paragraph 2)")
    LEGAL_PROCEEDINGS = "s2p5", _("Needed for legal claims or advice (Schedule 2, paragraph 5)")
    PUBLIC_PROTECTION = "s2p7", _("Protecting the public or charities (Schedule 2, paragraph 7)")
    PRIVILEGE = "s2p19", _("Legal professional privilege (Schedule 2, paragraph 19)")
    REFERENCE = "s2p24", _("A confidential reference (Schedule 2, paragraph 24)")
    EDUCATION_HARM = "s3p19", _("Education data: serious harm to somebody (Schedule 3, paragraph 19)")
    CHILD_ABUSE = "s3p21", _("Child abuse data asked for by another (Schedule 3, paragraph 21)")
    LEGAL_OBLIGATION = "a17-3b", _("Erasure: a legal obligation to keep it (UK GDPR Article 17(3)(b))")
    LEGAL_CLAIMS = "a17-3e", _("Erasure: needed for legal claims (UK GDPR Article 17(3)(e))")


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Reads of requests."""

    def waiting(self) -> Self:
        """Those that a reviewer has to look at."""
        return self.filter(state=RequestState.REVIEW)

    def without_file(self) -> Self:
        """Without the copy itself, which is large and private."""
        return self.defer("content")


class DataRequest(models.Model):
    """One request about a person's own data. Of an erasure it stays as the proof that it was done."""

    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="data_requests"
    )
    subject_number = models.BigIntegerField(help_text=_("The person's number, kept when all else is gone."))
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    origin = models.CharField(max_length=10, choices=RequestOrigin.choices, default=RequestOrigin.PERSON)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.RECEIVED)
    made_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(help_text=_("The last day the law allows for an answer."))
    extension_reason = models.TextField(blank=True, default="", max_length=500)
    content = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder, help_text=_("The copy itself."))
    kept_until = models.DateTimeField(null=True, blank=True, help_text=_("When the copy is deleted."))
    answer = models.TextField(blank=True, default="", max_length=1000, help_text=_("What the person was told."))
    report = models.JSONField(default=dict, help_text=_("Counts of what was erased and what was kept, and why."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind"], condition=Q(state__in=OPEN_STATES), name="data_request_once_open"
            ),
            models.CheckConstraint(
                condition=Q(content=None) | ~Q(kept_until=None), name="data_request_copy_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for user {self.subject_number}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.state in OPEN_STATES

    def days_left(self, today: date) -> int:
        """Days to the last day the law allows; below nought when that is past."""
        return (self.due_on - today).days


class Exemption(models.Model):
    """Something withheld from a copy, or kept from an erasure: what, under which law, why and by whom."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="exemptions")
    reference = models.CharField(
        max_length=120, help_text=_('"accounts.Report" or one row of it, "accounts.Report:7".')
    )
    law = models.CharField(max_length=10, choices=Law.choices)
    reason = models.TextField(max_length=1000, help_text=_("For the record; the person does not see it."))
    told = models.BooleanField(
        default=True,
        help_text=_(
            "Tell the person that something is withheld and under which law. Off only where telling would harm."
        ),
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "reference"], name="exemption_once")]

    def __str__(self) -> str:
        return f"{self.reference} of request {self.request_id}: {self.law}"


class RetentionRule(models.Model):
    """How long one kind of thing is kept, from a day on; the newest rule that has begun counts."""

    what = models.SlugField(max_length=40)
    days = models.PositiveIntegerField(help_text=_("Kept for so many days after its time has run out."))
    warn_days = models.PositiveSmallIntegerField(default=0, help_text=_("The person is warned so long before."))
    basis = models.CharField(max_length=300, help_text=_("Why so long."))
    valid_from = models.DateField()

    class Meta:
        ordering = ("what", "valid_from")
        constraints = [models.UniqueConstraint(fields=["what", "valid_from"], name="retention_rule_once")]

    def __str__(self) -> str:
        return f"{self.what}: {self.days} days from {self.valid_from}"


class RetentionWarning(models.Model):
    """That a person was told their account would be erased, and on which day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="retention_warning")
    warned_on = models.DateField()

    def __str__(self) -> str:
        return f"user {self.user_id} warned on {self.warned_on}"
