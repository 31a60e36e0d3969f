"""What is read of encounter offers: the list that schools search, one offer with its times, bookings of either side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot

_STANDING = Q(bookings__cancelled_at=None, bookings__isnull=False)
SHOWN_SLOTS = 3


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One time with the places still free in it; `bookings` are those that stand, where they were asked for."""

    slot: OfferSlot
    left: int
    bookings: tuple[OfferBooking, ...] = ()

    @property
    def is_called_off(self) -> bool:
        """Whether the provider has taken it back."""
        return self.slot.classes == 0


def slots_with_room(now: datetime) -> QuerySet[OfferSlot]:
    """Times ahead with a place left, the soonest first; each knows how many places are `taken`."""
    rows: QuerySet[Any] = with_taken(OfferSlot.objects.filter(starts_at__gt=now)).filter(taken__lt=F("classes"))
    return rows.order_by("starts_at", "pk")


def with_taken(rows: QuerySet[OfferSlot]) -> QuerySet[Any]:
    """Times that know how many of their places are `taken`."""
    return rows.annotate(taken=Count("bookings", filter=_STANDING))


def bookable(now: datetime) -> QuerySet[Any]:
    """Published offers with `next_at`, their soonest time with room (null without one), and their organisation."""
    soonest = slots_with_room(now).filter(offer=OuterRef("pk")).values("starts_at")[:1]
    rows: QuerySet[Any] = EncounterOffer.objects.published().annotate(next_at=Subquery(soonest))
    return rows


def next_slots(offers: Iterable[EncounterOffer], now: datetime) -> dict[int, tuple[SlotRow, ...]]:
    """The next few times with room of each offer, by its number; one SQL statement however many."""
    found: dict[int, list[SlotRow]] = {}
    for slot in slots_with_room(now).filter(offer__in=[one.pk for one in offers]):
        listed = found.setdefault(slot.offer_id, [])
        if len(listed) < SHOWN_SLOTS:
            listed.append(_row(slot))
    return {offer: tuple(rows) for offer, rows in found.items()}


def _row(slot: Any, bookings: Sequence[OfferBooking] = ()) -> SlotRow:
    return SlotRow(slot, max(slot.classes - slot.taken, 0), tuple(bookings))


def slots_of(offer: EncounterOffer, now: datetime) -> tuple[SlotRow, ...]:
    """All times ahead of one offer that were not called off, full ones too, the soonest first; one SQL statement."""
    rows = with_taken(offer.slots.filter(starts_at__gt=now, classes__gt=0)).order_by("starts_at", "pk")
    return tuple(_row(slot) for slot in rows)


def slots_for_provider(offer: EncounterOffer, now: datetime) -> tuple[SlotRow, ...]:
    """All times of an offer with the classes booked into them, from a year ago on; two SQL statements."""
    standing = OfferBooking.objects.filter(cancelled_at=None).select_related("school", "booked_by").order_by("place")
    rows = with_taken(offer.slots.filter(starts_at__gt=now - timedelta(days=366))).order_by("starts_at", "pk")
    fetched = rows.prefetch_related(Prefetch("bookings", queryset=standing, to_attr="standing_bookings"))
    return tuple(_row(slot, slot.standing_bookings) for slot in fetched)


def bookings_of_schools(schools: Any) -> QuerySet[OfferBooking]:
    """What schools have booked, the latest time first; cancelled ones stay in the list."""
    rows = OfferBooking.objects.filter(school__in=schools)
    return rows.select_related("slot__offer__organisation", "school").order_by("-slot__starts_at", "-pk")


def offers_of(organisation: Organisation, now: datetime) -> QuerySet[Any]:
    """All offers of an organisation with `ahead` (times to come) and `classes_booked` in them, the newest first."""
    ahead = OfferSlot.objects.filter(offer=OuterRef("pk"), starts_at__gt=now, classes__gt=0)
    booked = OfferBooking.objects.filter(slot__offer=OuterRef("pk"), slot__starts_at__gt=now, cancelled_at=None)
    rows: QuerySet[Any] = organisation.encounter_offers.annotate(
        ahead=_count(ahead, "offer"), classes_booked=_count(booked, "slot__offer")
    )
    return rows.order_by("-created_at", "-pk")


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), Value(0))


def offers_waiting() -> QuerySet[EncounterOffer]:
    """Offers that wait for a coordinator, the oldest first."""
    rows = EncounterOffer.objects.filter(is_open=True, approved_at=None)
    return rows.select_related("organisation").order_by("created_at", "pk")


def may_see(offer: EncounterOffer, schools: Any) -> bool:
    """Whether one of these schools has a booking that stands, so that the offer stays theirs to read when closed."""
    return OfferBooking.objects.filter(slot__offer=offer, school__in=schools, cancelled_at=None).exists()


def with_room(now: datetime) -> Exists:
    """Rows of EncounterOffer that can be booked now."""
    return Exists(slots_with_room(now).filter(offer=OuterRef("pk")))
