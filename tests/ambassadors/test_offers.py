"""Encounter offers: written by their organisation, read by a coordinator, booked by schools until they are full."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Organisation
from ambassadors.actions.offer_bookings import Class, PlaceTakenError, book_slot, cancel_booking, mark_booking
from ambassadors.actions.offers import (
    add_slot,
    approve_offer,
    call_off_slot,
    close_offer,
    return_offer,
    save_offer,
    send_offer,
)
from ambassadors.filters import OfferFilter
from ambassadors.models import EncounterOffer, OfferBooking
from ambassadors.queries.offers import bookable, slots_of
from lmi.queries.context import facts
from tests.accounts.builders import mails_to, member, person, school

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Wire a circuit",
    "about": "Pupils wire a circuit in the workshop and meet apprentices.",
    "activity": "project",
    "mode": "in_person",
    "phases": ["ks3", "ks4"],
    "subjects": ["physics"],
    "outcode": "LS1",
}
CLASS = Class([9, 10], 28, "Tam Teacher", "Sam Lead, 0113 496 0000")


@pytest.fixture
def college():
    return Organisation.objects.create(
        name="Hill College", slug="hill-college", kind="college", ukprn="10000001", state="verified"
    )


@pytest.fixture
def lecturer(college):
    return member(college, "provider_member").user


@pytest.fixture
def coordinator():
    return person("coordinator", "ambassador_coordinator")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def offer(college, lecturer, coordinator, now):
    made = save_offer(by=lecturer, organisation=college, changes=WORDS)
    slot_on(made, lecturer, now)
    send_offer(by=lecturer, offer=made, now=now)
    return approve_offer(by=coordinator, offer=made, now=now)


def slot_on(offer, by, now, *, days=20, classes=1, most_pupils=30):
    starts = now + timedelta(days=days)
    return add_slot(
        by=by,
        offer=offer,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        classes=classes,
        most_pupils=most_pupils,
        now=now,
    )


def teacher_of(name):
    place = school(name)
    return place, member(place, "teacher").user


def listed(now, **asked):
    return list(OfferFilter(asked, facts=facts(), now=now).qs)


def test_schools_see_an_offer_once_a_coordinator_has_read_it(college, lecturer, coordinator, now):
    made = save_offer(by=lecturer, organisation=college, changes=WORDS)
    assert (made.region, made.is_open) == ("E12000003", False)
    with pytest.raises(ValidationError, match="Add at least one time first"):
        send_offer(by=lecturer, offer=made, now=now)
    slot_on(made, lecturer, now)
    send_offer(by=lecturer, offer=made, now=now)
    assert listed(now) == []
    approve_offer(by=coordinator, offer=made, now=now)
    assert listed(now) == [made]
    assert "Schools can book" in mails_to(lecturer.email)[-1]["subject"]


def test_changed_words_are_read_again(offer, college, lecturer, now):
    save_offer(by=lecturer, organisation=college, changes={"title": "Another title"}, offer=offer)
    assert listed(now) == []
    assert EncounterOffer.objects.get().approved_at is None


def test_a_coordinator_returns_an_offer_with_a_reason(college, lecturer, coordinator, now):
    made = save_offer(by=lecturer, organisation=college, changes=WORDS)
    slot_on(made, lecturer, now)
    send_offer(by=lecturer, offer=made, now=now)
    with pytest.raises(ValidationError):
        return_offer(by=coordinator, offer=made, reason="  ")
    assert not return_offer(by=coordinator, offer=made, reason="Say who meets the pupils.").is_open
    assert "Say who meets the pupils." in mails_to(lecturer.email)[-1]["text"]
    with pytest.raises(ValidationError):
        approve_offer(by=coordinator, offer=made, now=now)


def test_nobody_approves_what_their_own_organisation_offers(college, lecturer, coordinator, now):
    member(college, "leader", user=coordinator)
    made = save_offer(by=lecturer, organisation=college, changes=WORDS)
    slot_on(made, lecturer, now)
    send_offer(by=lecturer, offer=made, now=now)
    with pytest.raises(PermissionDenied):
        approve_offer(by=coordinator, offer=made, now=now)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"outcode": "LEEDS LEEDS"}, "outcode"),
        ({"outcode": ""}, "outcode"),
        ({"phases": []}, "phases"),
        ({"phases": ["toddlers"]}, "phases"),
        ({"subjects": ["astrology"]}, "subjects"),
        ({"title": ""}, "title"),
    ],
    ids=["no-postcode", "nowhere", "no-age", "wrong-age", "wrong-subject", "no-title"],
)
def test_what_is_wrong_is_told_by_field(college, lecturer, changed, field):
    with pytest.raises(ValidationError) as raised:
        save_offer(by=lecturer, organisation=college, changes=WORDS | changed)
    assert field in raised.value.message_dict
    assert not EncounterOffer.objects.exists()


def test_another_organisations_offer_cannot_be_touched(offer, lecturer, now):
    other = Organisation.objects.create(name="Other", slug="other", kind="college", ukprn="10000002", state="verified")
    stranger = member(other, "provider_member").user
    for act in (
        lambda: save_offer(by=stranger, organisation=other, changes=WORDS, offer=offer),
        lambda: close_offer(by=stranger, offer=offer),
        lambda: slot_on(offer, stranger, now, days=3),
        lambda: call_off_slot(by=stranger, slot=offer.slots.get(), now=now),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_school_books_a_place_and_both_sides_are_told(offer, lecturer, now):
    place, teacher = teacher_of("Oak")
    booking = book_slot(by=teacher, school=place, slot=offer.slots.get(), who=CLASS, now=now)
    assert (booking.place, booking.year_groups) == (1, [9, 10])
    assert "Oak has booked" in mails_to(lecturer.email)[-1]["subject"]
    assert "Booked" in mails_to(teacher.email)[-1]["subject"]
    assert listed(now) == []  # full
    assert slots_of(offer, now)[0].left == 0


def test_a_full_time_is_refused_and_a_cancelled_place_is_free_again(offer, lecturer, now):
    slot = offer.slots.get()
    first, teacher = teacher_of("Oak")
    booking = book_slot(by=teacher, school=first, slot=slot, who=CLASS, now=now)
    second, other = teacher_of("Elm")
    with pytest.raises(PlaceTakenError):
        book_slot(by=other, school=second, slot=slot, who=CLASS, now=now)
    cancel_booking(by=teacher, booking=booking, now=now)
    assert "cannot come" in mails_to(lecturer.email)[-1]["subject"]
    assert book_slot(by=other, school=second, slot=slot, who=CLASS, now=now).place == 1


def test_a_school_books_a_time_once(offer, lecturer, now):
    slot = slot_on(offer, lecturer, now, days=30, classes=3)
    place, teacher = teacher_of("Oak")
    book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=now)
    with pytest.raises(ValidationError, match="has booked this time already"):
        book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=now)


@pytest.mark.parametrize(
    ("who", "field"),
    [
        (Class([9], 31, "Tam", "Sam"), "pupils"),
        (Class([], 20, "Tam", "Sam"), "year_groups"),
        (Class([2], 20, "Tam", "Sam"), "year_groups"),
        (Class([9], 20, " ", "Sam"), "staff_name"),
        (Class([9], 20, "Tam", ""), "safeguarding_contact"),
    ],
    ids=["too-many", "no-years", "too-young", "nobody-stays", "no-safeguarding"],
)
def test_a_booking_says_who_comes_and_who_stays(offer, now, who, field):
    place, teacher = teacher_of("Oak")
    with pytest.raises(ValidationError) as raised:
        book_slot(by=teacher, school=place, slot=offer.slots.get(), who=who, now=now)
    assert field in raised.value.message_dict


def test_nobody_books_for_another_school_or_one_that_is_not_verified(offer, now):
    _place, teacher = teacher_of("Oak")
    other, _their_teacher = teacher_of("Elm")
    waiting = school("New", state="pending")
    for by, where in ((teacher, other), (member(waiting, "teacher").user, waiting)):
        with pytest.raises(PermissionDenied):
            book_slot(by=by, school=where, slot=offer.slots.get(), who=CLASS, now=now)


def test_closed_past_and_unread_offers_cannot_be_booked(offer, lecturer, now):
    place, teacher = teacher_of("Oak")
    slot = offer.slots.get()
    with pytest.raises(ValidationError, match="no longer be booked"):
        book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=slot.starts_at)
    close_offer(by=lecturer, offer=offer)
    with pytest.raises(ValidationError, match="no longer be booked"):
        book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=now)


def test_calling_a_time_off_tells_the_schools_that_booked_it(offer, lecturer, now):
    slot = offer.slots.get()
    place, teacher = teacher_of("Oak")
    book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=now)
    assert call_off_slot(by=lecturer, slot=slot, now=now) == 1
    assert "does not take place" in mails_to(teacher.email)[-1]["subject"]
    assert OfferBooking.objects.get().cancelled_at is not None
    assert slots_of(offer, now) == ()
    with pytest.raises(ValidationError):
        book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=now)


def test_a_suspended_organisations_offers_are_gone_at_once(offer, now):
    Organisation.objects.filter(pk=offer.organisation_id).update(state="suspended")
    assert not bookable(now).exists()


def test_either_side_says_that_a_class_came(offer, lecturer, now):
    slot = offer.slots.get()
    place, teacher = teacher_of("Oak")
    booking = book_slot(by=teacher, school=place, slot=slot, who=CLASS, now=now)
    with pytest.raises(ValidationError):
        mark_booking(by=teacher, booking=booking, took_place=True, now=now)
    assert mark_booking(by=lecturer, booking=booking, took_place=True, now=slot.ends_at).is_done
    stranger = teacher_of("Elm")[1]
    with pytest.raises(PermissionDenied):
        mark_booking(by=stranger, booking=booking, took_place=False, now=slot.ends_at)


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"area": "LS1"}, True),
        ({"area": "LS1", "within": "5"}, True),
        ({"area": "Plymouth"}, False),
        ({"area": "Yorkshire and The Humber"}, True),
        ({"area": "London"}, False),
        ({"subject": "physics"}, True),
        ({"subject": "biology"}, False),
        ({"phase": "ks4"}, True),
        ({"phase": "ks2"}, False),
        ({"activity": "project"}, True),
        ({"activity": "talk"}, False),
        ({"mode": "online"}, False),
        ({"q": "hill circuit"}, True),
        ({"q": "welding"}, False),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_filters(offer, now, asked, is_found):
    assert bool(listed(now, **asked)) is is_found


def test_people_who_travel_are_near_as_far_as_they_come_and_online_is_near_everywhere(offer, college, lecturer, now):
    assert listed(now, area="York", within="5") == []
    EncounterOffer.objects.update(travel_miles=40)
    assert listed(now, area="York", within="5") == [offer]
    EncounterOffer.objects.update(travel_miles=None, mode="online")
    assert listed(now, area="Plymouth", within="5") == [offer]


def test_a_wrong_value_is_told_and_the_rest_applies(offer, now):
    wanted = OfferFilter({"phase": "toddlers", "subject": "physics"}, facts=facts(), now=now)
    assert list(wanted.qs) == [offer]
    assert list(wanted.bad_values) == ["phase"]
