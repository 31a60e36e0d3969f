"""What schools ask for. Choices, not letters: what passes between people is the coordinator's templates."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.models import Organisation
from ambassadors.enums import Activity, Aim, Benchmark, EndReason, Mode, Nation, Phase, RequestState, RouteTaken
from ambassadors.models.people import Ambassador

OPEN = (RequestState.SENT, RequestState.PROPOSED)


class SchoolPlace(models.Model):
    """Where a school or college that asks for visits is: from the published list, or as it says itself."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="school_place")
    outcode = models.CharField(_("first half of the postcode"), max_length=4, db_collation="C")
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    region = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    nation = models.CharField(max_length=16, choices=Nation.choices, default=Nation.ENGLAND)
    address = models.CharField(_("address"), max_length=300, blank=True, default="")
    basis = models.CharField(max_length=9, choices=[("published", _("published")), ("stated", _("stated"))])

    def __str__(self) -> str:
        return f"place of organisation {self.organisation_id}"


class RequestQuerySet(models.QuerySet["VisitRequest"]):
    """Reads of requests."""

    def of_schools(self, schools: Any) -> Self:
        """Requests of these schools, newest first."""
        return self.filter(school__in=schools).select_related("school").order_by("-created_at", "-pk")

    def open(self) -> Self:
        """Sent, and not booked yet."""
        return self.filter(state__in=OPEN)


@audited()
class VisitRequest(models.Model):
    """A school asks for a visit. A draft may be incomplete: see `ambassadors.rules.requests.missing_in`.

    `wished` and `wished_starts_at` are the ambassador and the time that the teacher picked, if any.
    """

    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="visit_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.DRAFT)
    step = models.CharField(max_length=20, blank=True, default="", help_text="Where the teacher left off.")
    activity = models.CharField(_("activity"), max_length=16, choices=Activity.choices, blank=True, default="")
    mode = models.CharField(_("how you meet"), max_length=9, choices=Mode.choices, blank=True, default="")
    subject = models.CharField(_("subject"), max_length=40, blank=True, default="", db_collation="C")
    topic = models.CharField(_("topic"), max_length=60, blank=True, default="", db_collation="C")
    occupation = models.CharField(max_length=4, blank=True, default="", db_collation="C", help_text="SOC 2020.")
    route = models.CharField(max_length=24, choices=RouteTaken.choices, blank=True, default="")
    phase = models.CharField(_("age of pupils"), max_length=7, choices=Phase.choices, blank=True, default="")
    year_groups = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, help_text="3 to 13.")
    pupils = models.PositiveSmallIntegerField(
        _("number of pupils"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    aims = ArrayField(models.CharField(max_length=12, choices=Aim.choices), default=list, blank=True)
    benchmarks = ArrayField(models.PositiveSmallIntegerField(choices=Benchmark.choices), default=list, blank=True)
    language = models.CharField(max_length=8, blank=True, default="", db_collation="C")
    outcode = models.CharField(max_length=4, blank=True, default="", db_collation="C")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    region = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    nation = models.CharField(max_length=16, choices=Nation.choices, default=Nation.ENGLAND)
    is_overnight = models.BooleanField(_("overnight"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), null=True, blank=True, validators=[MinValueValidator(15), MaxValueValidator(480)]
    )
    access_needs = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    staff_name = models.CharField(_("member of staff present throughout"), max_length=120, blank=True, default="")
    staff_phone = models.CharField(_("telephone number on the day"), max_length=30, blank=True, default="")
    safeguarding_name = models.CharField(_("safeguarding lead"), max_length=120, blank=True, default="")
    safeguarding_contact = models.CharField(_("how to reach them"), max_length=120, blank=True, default="")
    says_present = models.BooleanField(_("staff stay present throughout"), default=False)
    says_risk_assessed = models.BooleanField(_("the risk assessment is done"), default=False)
    says_conduct = models.BooleanField(_("the visitors’ code of conduct is ready"), default=False)
    says_identity = models.BooleanField(_("identity is checked on arrival"), default=False)
    says_online_rules = models.BooleanField(_("the school hosts; no private chat, nobody alone"), default=False)
    wished = models.ForeignKey(Ambassador, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    wished_starts_at = models.DateTimeField(null=True, blank=True)
    repeats = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    end_reason = models.CharField(max_length=24, choices=EndReason.choices, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True, help_text="When a visit was first confirmed.")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school", "state"]),
            models.Index(fields=["state", "sent_at"]),
            models.Index(fields=["region", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(RequestState.DRAFT, RequestState.WITHDRAWN))
                | (
                    Q(says_present=True, says_risk_assessed=True, says_conduct=True, says_identity=True)
                    & ~Q(staff_name="")
                    & ~Q(safeguarding_contact="")
                ),
                name="sent_requests_are_safe",
                violation_error_message=_("Confirm what keeps the visit safe, and name who stays present."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(RequestState.DRAFT, RequestState.WITHDRAWN))
                | ~Q(mode=Mode.ONLINE)
                | Q(says_online_rules=True),
                name="online_requests_are_hosted",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} of organisation {self.school_id}"


class RequestWindow(models.Model):
    """Days between which a visit would suit, on these weekdays (0 Monday to 4 Friday), by half day."""

    request = models.ForeignKey(VisitRequest, on_delete=models.CASCADE, related_name="windows")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    morning = models.BooleanField(default=True)
    afternoon = models.BooleanField(default=True)

    class Meta:
        ordering = ("first_day", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="window_days_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(morning=True) | Q(afternoon=True),
                name="window_has_a_half_day",
                violation_error_message=_("Choose mornings, afternoons or both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"
