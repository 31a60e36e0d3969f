"""Encounter offers of colleges, training providers, UTCs and universities: written there, read by a coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.mails import tell
from accounts.actions.support import acting
from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.permissions import Permission
from ambassadors.actions.offer_news import booking_words, offer_words, tell_provider
from ambassadors.actions.support import require_coordinator
from ambassadors.enums import Mode, Phase
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot
from ambassadors.places import where_is
from ambassadors.topics import SUBJECTS

KINDS = (OrganisationKind.COLLEGE, OrganisationKind.UNIVERSITY, OrganisationKind.PROVIDER, OrganisationKind.SCHOOL)
FIELDS = ("title", "about", "activity", "mode", "phases", "subjects", "outcode", "travel_miles")
MOST_SLOTS, LONGEST_SLOT = 60, timedelta(hours=8)
CALLED_OFF = 0  # classes of a time that its provider has called off


def _require_editor(by: User, organisation: Organisation) -> None:
    if not by.has_perm(Permission.ENCOUNTER_OFFER_EDIT, organisation) or organisation.kind not in KINDS:
        raise PermissionDenied


def _locked(offer: EncounterOffer) -> EncounterOffer:
    rows = EncounterOffer.objects.select_for_update(of=("self",)).select_related("organisation", "made_by")
    return rows.get(pk=offer.pk)


@transaction.atomic
def save_offer(
    *, by: User, organisation: Organisation, changes: Mapping[str, Any], offer: EncounterOffer | None = None
) -> EncounterOffer:
    """Write a new offer (not open yet) or change one. A coordinator reads changed words again before schools do.

    `changes` holds some of FIELDS. Raises PermissionDenied, and ValidationError by field.
    """
    _require_editor(by, organisation)
    row = _locked(offer) if offer else EncounterOffer(organisation=organisation, made_by=by, is_open=False)
    if row.organisation_id != organisation.pk:
        raise PermissionDenied
    for name in FIELDS:
        if name in changes:
            setattr(row, name, changes[name])
    _check(row)
    row.approved_by = row.approved_at = None
    row.full_clean()
    with acting(by, "save_offer"):
        row.save()
    return row


def _check(row: EncounterOffer) -> None:
    """What belongs together: a place unless it is online, at least one age, subjects that exist."""
    problems: dict[str, list[str]] = {}
    if not row.phases or not set(row.phases) <= set(Phase.values):
        problems["phases"] = [_("Choose at least one age.")]
    if not set(row.subjects) <= set(SUBJECTS):
        problems["subjects"] = [_("Choose subjects of the list.")]
    row.latitude = row.longitude = None
    row.region = ""
    if row.mode == Mode.ONLINE:
        row.outcode, row.travel_miles = "", None
    elif not row.outcode:
        problems["outcode"] = [_("Give the first half of the postcode.")]
    else:
        try:
            place = where_is(row.outcode)
        except ValidationError as error:
            problems |= error.message_dict
        else:
            row.outcode, row.region = place.outcode, place.region
            row.latitude, row.longitude = place.latitude, place.longitude
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def send_offer(*, by: User, offer: EncounterOffer, now: datetime) -> EncounterOffer:
    """Open an offer: it goes to the coordinators, and to schools once one of them has read it.

    Raises PermissionDenied, and ValidationError without a time ahead.
    """
    row = _locked(offer)
    _require_editor(by, row.organisation)
    if not row.slots.filter(starts_at__gt=now, classes__gt=CALLED_OFF).exists():
        raise ValidationError({"slots": _("Add at least one time first.")})
    return _save(row, "send_offer", by, is_open=True)


@transaction.atomic
def close_offer(*, by: User, offer: EncounterOffer) -> EncounterOffer:
    """Take an offer off the list at once; classes that are booked still come. Raises PermissionDenied."""
    row = _locked(offer)
    _require_editor(by, row.organisation)
    return _save(row, "close_offer", by, is_open=False)


@transaction.atomic
def approve_offer(*, by: User, offer: EncounterOffer, now: datetime) -> EncounterOffer:
    """A coordinator lets schools see an offer; its organisation is told.

    Raises PermissionDenied, also for one's own organisation's, and ValidationError for one that does not wait.
    """
    row = _decidable(by, offer)
    _save(row, "approve_offer", by, approved_by=by, approved_at=now)
    tell_provider(row.organisation, "offer_published", offer_words(row))
    return row


@transaction.atomic
def return_offer(*, by: User, offer: EncounterOffer, reason: str) -> EncounterOffer:
    """A coordinator asks for a change; the organisation gets the reason by mail.

    Raises PermissionDenied, and ValidationError without a reason or for an offer that does not wait.
    """
    row = _decidable(by, offer)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what should change.")})
    _save(row, "return_offer", by, is_open=False)
    tell_provider(row.organisation, "offer_returned", offer_words(row) | {"quote": reason.strip()[:600]})
    return row


def _decidable(by: User, offer: EncounterOffer) -> EncounterOffer:
    require_coordinator(by)
    row = _locked(offer)
    if by.has_perm(Permission.ENCOUNTER_OFFER_EDIT, row.organisation):
        raise PermissionDenied
    if not row.is_open or row.approved_at is not None:
        raise ValidationError(_("This offer does not wait for a coordinator any more."))
    return row


def _save(row: EncounterOffer, action: str, by: User, **values: Any) -> EncounterOffer:
    for name, value in values.items():
        setattr(row, name, value)
    with acting(by, action):
        row.save(update_fields=list(values))
    return row


@transaction.atomic
def add_slot(
    *,
    by: User,
    offer: EncounterOffer,
    starts_at: datetime,
    ends_at: datetime,
    classes: int,
    most_pupils: int,
    now: datetime,
) -> OfferSlot:
    """Offer one more time. Raises PermissionDenied, and ValidationError by field."""
    row = _locked(offer)
    _require_editor(by, row.organisation)
    problems: dict[str, str] = {}
    if starts_at <= now:
        problems["day"] = _("Choose a day that is still to come.")
    if not timedelta(0) < ends_at - starts_at <= LONGEST_SLOT:
        problems["ends"] = _("It ends after it begins, and lasts eight hours at the most.")
    if row.slots.filter(starts_at__gt=now).count() >= MOST_SLOTS:
        problems["day"] = _("You have as many times ahead as one offer may have.")
    if row.slots.filter(starts_at=starts_at).exists():
        problems["starts"] = _("You offer this time already.")
    if problems:
        raise ValidationError(problems)
    slot = OfferSlot(offer=row, starts_at=starts_at, ends_at=ends_at, classes=classes, most_pupils=most_pupils)
    slot.full_clean()
    with acting(by, "add_slot"):
        slot.save()
    return slot


@transaction.atomic
def call_off_slot(*, by: User, slot: OfferSlot, now: datetime) -> int:
    """Take a time back; schools that booked it are told. Returns how many there were.

    Raises PermissionDenied, and ValidationError once it has begun.
    """
    row = OfferSlot.objects.select_for_update(of=("self",)).select_related("offer__organisation").get(pk=slot.pk)
    _require_editor(by, row.offer.organisation)
    if row.is_past(now):
        raise ValidationError(_("This time has begun; it can no longer be called off."))
    booked = list(_standing(row).select_related("slot__offer__organisation", "school", "booked_by"))
    with acting(by, "call_off_slot"):
        for booking in booked:
            booking.cancelled_at = now
            booking.save(update_fields=["cancelled_at"])
            if booking.booked_by is not None:
                tell(booking.booked_by, "offer_cancelled_school", booking_words(booking))
        if row.bookings.exists():
            row.classes = CALLED_OFF
            row.save(update_fields=["classes"])
        else:
            row.delete()
    return len(booked)


def _standing(slot: OfferSlot) -> Any:
    return OfferBooking.objects.filter(slot=slot, cancelled_at=None).order_by("place")
