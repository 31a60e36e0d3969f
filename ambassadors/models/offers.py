"""What colleges, training providers, UTCs and universities offer schools, and who booked it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.enums import OrganisationState
from accounts.models import Organisation
from ambassadors.enums import Activity, Mode, Phase

USER = settings.AUTH_USER_MODEL


class OfferQuerySet(models.QuerySet["EncounterOffer"]):
    """Reads of offers."""

    def published(self) -> Self:
        """Open ones of verified organisations, approved by a coordinator."""
        return self.filter(
            is_open=True, approved_at__isnull=False, organisation__state=OrganisationState.VERIFIED
        ).select_related("organisation")


@audited()
class EncounterOffer(models.Model):
    """An encounter with further, technical or higher education that schools can book."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="encounter_offers")
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("what happens"), max_length=1500)
    activity = models.CharField(_("activity"), max_length=16, choices=Activity.choices)
    mode = models.CharField(_("how you meet"), max_length=9, choices=Mode.choices)
    phases = ArrayField(models.CharField(max_length=7, choices=Phase.choices), default=list)
    subjects = ArrayField(models.CharField(max_length=40, db_collation="C"), default=list, blank=True)
    outcode = models.CharField(max_length=4, blank=True, default="", db_collation="C")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    region = models.CharField(max_length=9, blank=True, default="", db_collation="C")
    travel_miles = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("If you come to schools: how far, in miles. Empty if schools come to you.")
    )
    is_open = models.BooleanField(default=True)
    approved_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OfferQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class OfferSlot(models.Model):
    """One time at which an offer can be taken up, by so many classes."""

    offer = models.ForeignKey(EncounterOffer, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    classes = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(50)])
    most_pupils = models.PositiveSmallIntegerField(default=30, validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="slot_ends_after_it_starts"),
            models.UniqueConstraint(fields=["offer", "starts_at"], name="slot_once"),
        ]

    def __str__(self) -> str:
        return f"slot {self.pk} of offer {self.offer_id}"

    def is_past(self, now: datetime) -> bool:
        """Whether it has begun."""
        return self.starts_at <= now


@audited()
class OfferBooking(models.Model):
    """A school's class in a slot. `place` numbers the classes of a slot, so that the last place goes once."""

    slot = models.ForeignKey(OfferSlot, on_delete=models.PROTECT, related_name="bookings")
    place = models.PositiveSmallIntegerField()
    school = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offer_bookings")
    booked_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    year_groups = ArrayField(models.PositiveSmallIntegerField(), default=list)
    pupils = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(500)])
    staff_name = models.CharField(max_length=120)
    safeguarding_contact = models.CharField(max_length=120)
    is_done = models.BooleanField(null=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "place"],
                condition=Q(cancelled_at=None),
                name="slot_place_once",
                violation_error_message=_("The last place has just been taken. Choose another time."),
            ),
            models.UniqueConstraint(
                fields=["slot", "school"], condition=Q(cancelled_at=None), name="slot_once_a_school"
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk} of slot {self.slot_id}"
