"""Ambassadors: who they are, what they offer, where and when."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.models import Organisation
from ambassadors.enums import Activity, Discipline, Nation, Phase, RouteTaken, Standing
from ambassadors.models.schemes import Scheme

MOST_MILES, MOST_VISITS = 100, 60


def new_code() -> str:
    """What an ambassador is called in addresses: says nothing about them and cannot be counted up."""
    return secrets.token_hex(6)


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    """Reads of ambassadors. What schools may see goes through `cleared`, or the matching query."""

    def active(self) -> Self:
        """Those who volunteer now; says nothing of their checks."""
        return self.filter(standing=Standing.ACTIVE, merged_into=None)

    def cleared(self, today: date, *, kinds: list[str] | None = None) -> Self:
        """Active ones with a standing decision whose re-check is not due yet, of one of these kinds of check.

        On the day on which the re-check falls due a decision is no longer in date.
        """
        from ambassadors.models.vetting import VettingDecision

        decisions = VettingDecision.objects.in_date(today).filter(ambassador=models.OuterRef("pk"))
        if kinds is not None:
            decisions = decisions.filter(kind__in=kinds)
        return self.active().filter(models.Exists(decisions))

    def people(self) -> Self:
        """Everybody once: without those merged into another row."""
        return self.filter(merged_into=None)


def _choices(enum: type[models.TextChoices], size: int) -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=size, choices=enum.choices), default=list, blank=True)


@audited(exclude=("latitude", "longitude"))
class Ambassador(models.Model):
    """Somebody from STEM work who volunteers. Without a `user` they came by another scheme's list.

    Where somebody lives is kept as the first half of the postcode only. `adult_from` is the day somebody
    turns 18, asked of those who say that they are younger; None for adults.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="ambassador"
    )
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False, db_collation="C")
    given_name = models.CharField(_("first name"), max_length=60)
    family_name = models.CharField(_("last name"), max_length=60, blank=True, default="")
    email = models.EmailField(_("email address"), max_length=254)
    phone = models.CharField(_("telephone number"), max_length=30, blank=True, default="")
    adult_from = models.DateField(null=True, blank=True)
    companion = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="accompanies")
    employer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    employer_name = models.CharField(_("employer"), max_length=160, blank=True, default="")
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    occupations = ArrayField(
        models.CharField(max_length=4, db_collation="C"), default=list, blank=True, help_text="SOC 2020 unit groups."
    )
    discipline = models.CharField(_("field"), max_length=14, choices=Discipline.choices, blank=True, default="")
    routes = _choices(RouteTaken, 24)
    route_references = ArrayField(
        models.CharField(max_length=40, db_collation="C"),
        default=list,
        blank=True,
        help_text='What the routes were, as pathways names them: "standard:ST0152", "tlevel:79", "degree:CAH10-01-07".',
    )
    level = models.PositiveSmallIntegerField(
        _("highest level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    subjects = ArrayField(models.CharField(max_length=40, db_collation="C"), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=60, db_collation="C"), default=list, blank=True)
    activities = _choices(Activity, 16)
    phases = _choices(Phase, 7)
    languages = ArrayField(models.CharField(max_length=8, db_collation="C"), default=list, blank=True)
    in_person = models.BooleanField(_("in person"), default=True)
    online = models.BooleanField(_("online"), default=False)
    nation = models.CharField(max_length=16, choices=Nation.choices, default=Nation.ENGLAND)
    outcode = models.CharField(_("first half of your postcode"), max_length=4, blank=True, default="", db_collation="C")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area = models.CharField(max_length=9, blank=True, default="", db_collation="C", help_text="Local authority.")
    region = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    travel_miles = models.PositiveSmallIntegerField(
        _("miles you would travel"), default=15, validators=[MinValueValidator(1), MaxValueValidator(MOST_MILES)]
    )
    yearly_limit = models.PositiveSmallIntegerField(
        _("visits a school year at most"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_VISITS)],
    )
    access_needs = models.CharField(_("what you need to take part"), max_length=300, blank=True, default="")
    represents = models.BooleanField(
        _("events about under-representation"),
        default=False,
        help_text=_("May be asked to events about who is missing from STEM. Never used to rank anybody."),
    )
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.APPLIED)
    standing_reason = models.CharField(max_length=300, blank=True, default="")
    standing_since = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True, help_text="When the application was sent in.")
    consented_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False, help_text=_("Invented for the demo; does not exist."))

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(companion=F("pk")), name="companion_is_somebody_else"),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ACTIVE) | Q(merged_into=None), name="merged_are_not_active"
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ACTIVE) | Q(in_person=True) | Q(online=True),
                name="active_meet_somehow",
                violation_error_message=_("Choose in person, online or both."),
            ),
        ]
        indexes = [
            models.Index(fields=["latitude", "longitude"], condition=Q(standing="active"), name="ambassador_place"),
            models.Index(fields=["region", "standing"]),
            GinIndex(fields=["occupations"], name="ambassador_occupations"),
            GinIndex(fields=["subjects"], name="ambassador_subjects"),
        ]

    def __str__(self) -> str:
        return f"ambassador {self.pk}"

    def is_minor(self, on: date) -> bool:
        """Whether they are under 18 on a day: then a child too, with a companion and little shown."""
        return self.adult_from is not None and self.adult_from > on

    def public_name(self, on: date) -> str:
        """How schools see them before a visit is confirmed: first name and initial; of a minor the first name only."""
        if self.is_minor(on) or not self.family_name:
            return self.given_name
        return f"{self.given_name} {self.family_name[0]}."

    def full_name(self, on: date) -> str:
        """How a school's reception knows them; of a minor the first name only."""
        return self.given_name if self.is_minor(on) else f"{self.given_name} {self.family_name}".strip()


@audited()
class SchemeMembership(models.Model):
    """That an ambassador belongs to a scheme, and by what reference it knows them."""

    ambassador = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="schemes")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="members")
    reference = models.CharField(max_length=40, blank=True, default="")
    joined_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ambassador", "scheme"], name="scheme_membership_once")]

    def __str__(self) -> str:
        return f"ambassador {self.ambassador_id} in scheme {self.scheme_id}"


class Availability(models.Model):
    """When an ambassador is usually free: weekdays (0 Monday to 6 Sunday) by half day, between two days.

    Somebody without a row has not said, and may be asked for any day; a row with `is_away` takes days out.
    """

    ambassador = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="availability")
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    mornings = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    afternoons = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    is_away = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="availability_days_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"availability {self.pk} of ambassador {self.ambassador_id}"
