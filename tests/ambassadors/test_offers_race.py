"""Two schools take the last place of a time at the same moment: exactly one gets it, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from ambassadors.actions.offer_bookings import Class, PlaceTakenError, book_slot
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot
from tests.accounts.builders import member, school

SCHOOLS = 6


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_once():
    now = timezone.now()
    college = Organisation.objects.create(name="C", slug="c", kind="college", ukprn="10000001", state="verified")
    offer = EncounterOffer.objects.create(
        organisation=college, title="T", about="A", activity="talk", mode="online", phases=["ks3"], approved_at=now
    )
    starts = now + timedelta(days=5)
    slot = OfferSlot.objects.create(offer=offer, starts_at=starts, ends_at=starts + timedelta(hours=1), classes=1)
    people = [(place, member(place, "teacher").user) for place in (school(f"S{n}") for n in range(SCHOOLS))]
    start = Barrier(SCHOOLS)

    def book(pair):
        place, teacher = pair
        start.wait(timeout=20)
        try:
            book_slot(by=teacher, school=place, slot=slot, who=Class([9], 20, "Tam", "Sam"), now=now)
        except PlaceTakenError:
            return "told"
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(SCHOOLS) as pool:
        answers = sorted(pool.map(book, people))
    assert answers == ["booked", *["told"] * (SCHOOLS - 1)]
    assert OfferBooking.objects.count() == 1
