"""Schools book classes into the times that colleges, providers and universities offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.mails import tell
from accounts.actions.support import acting
from accounts.models import Organisation, User
from accounts.permissions import Permission
from ambassadors.actions.offer_news import booking_words, tell_provider
from ambassadors.actions.offers import CALLED_OFF
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot

YEARS = range(3, 14)


class PlaceTakenError(ValidationError):
    """The last place of a time has gone to another school."""


@dataclass(frozen=True, slots=True)
class Class:
    """The class that comes, and who of the school answers for it on the day."""

    year_groups: Sequence[int]
    pupils: int
    staff_name: str
    safeguarding_contact: str


@transaction.atomic
def book_slot(*, by: User, school: Organisation, slot: OfferSlot, who: Class, now: datetime) -> OfferBooking:
    """Take a place for a school's class; both sides are told. Of two schools that ask for the last, one gets it.

    Raises PermissionDenied; PlaceTakenError when no place is left; ValidationError by field.
    """
    if not by.has_perm(Permission.VISIT_REQUEST, school) or not school.is_verified:
        raise PermissionDenied
    # Whoever comes second waits here until the first has booked, and then finds the place gone.
    row = OfferSlot.objects.select_for_update(of=("self",)).select_related("offer__organisation").get(pk=slot.pk)
    if not EncounterOffer.objects.published().filter(pk=row.offer_id).exists() or row.is_past(now):
        raise ValidationError(_("This time can no longer be booked."))
    _check(who, row)
    taken = dict(OfferBooking.objects.filter(slot=row, cancelled_at=None).values_list("place", "school"))
    if school.pk in taken.values():
        raise ValidationError(_("Your school or college has booked this time already."))
    place = next((number for number in range(1, row.classes + 1) if number not in taken), None)
    if place is None:
        raise PlaceTakenError(_("The last place has just been taken. Choose another time."))
    booking = OfferBooking(
        slot=row,
        place=place,
        school=school,
        booked_by=by,
        booked_at=now,
        year_groups=sorted(set(who.year_groups)),
        pupils=who.pupils,
        staff_name=who.staff_name.strip(),
        safeguarding_contact=who.safeguarding_contact.strip(),
    )
    booking.full_clean(exclude=["is_done"])  # not known yet, and no form asks for it
    with acting(by, "book_slot"):
        booking.save()
    tell_provider(row.offer.organisation, "offer_booked", booking_words(booking))
    tell(by, "offer_booked_school", booking_words(booking))
    return booking


def _check(who: Class, slot: OfferSlot) -> None:
    problems: dict[str, str] = {}
    if not who.year_groups or not set(who.year_groups) <= set(YEARS):
        problems["year_groups"] = _("Choose at least one year group.")
    if slot.classes > CALLED_OFF and who.pupils > slot.most_pupils:
        problems["pupils"] = _("There is room for %(most)d pupils at the most.") % {"most": slot.most_pupils}
    if not who.staff_name.strip():
        problems["staff_name"] = _("Name the member of staff who stays with the pupils.")
    if not who.safeguarding_contact.strip():
        problems["safeguarding_contact"] = _("Say how to reach your safeguarding lead on the day.")
    if problems:
        raise ValidationError(problems)


def _locked(booking: OfferBooking) -> OfferBooking:
    rows = OfferBooking.objects.select_for_update(of=("self",))
    return rows.select_related("slot__offer__organisation", "school").get(pk=booking.pk)


@transaction.atomic
def cancel_booking(*, by: User, booking: OfferBooking, now: datetime) -> OfferBooking:
    """Give a place back; the provider is told. Raises PermissionDenied, and ValidationError once it has begun."""
    row = _locked(booking)
    if not by.has_perm(Permission.VISIT_REQUEST, row.school):
        raise PermissionDenied
    if row.cancelled_at is not None or row.slot.is_past(now):
        raise ValidationError(_("This booking can no longer be cancelled."))
    row.cancelled_at = now
    with acting(by, "cancel_booking"):
        row.save(update_fields=["cancelled_at"])
    tell_provider(row.slot.offer.organisation, "offer_cancelled_provider", booking_words(row))
    return row


@transaction.atomic
def mark_booking(*, by: User, booking: OfferBooking, took_place: bool, now: datetime) -> OfferBooking:
    """Say, for the school or the provider, whether the class came: done ones count as encounters of the school.

    Raises PermissionDenied, and ValidationError before it is over or when it was cancelled.
    """
    row = _locked(booking)
    allowed = by.has_perm(Permission.VISIT_REQUEST, row.school)
    if not allowed and not by.has_perm(Permission.ENCOUNTER_OFFER_EDIT, row.slot.offer.organisation):
        raise PermissionDenied
    if row.cancelled_at is not None or row.slot.ends_at > now:
        raise ValidationError(_("Say so once it is over."))
    row.is_done = took_place
    with acting(by, "mark_booking"):
        row.save(update_fields=["is_done"])
    return row
