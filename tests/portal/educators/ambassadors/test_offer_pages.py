"""Pages of encounter offers: the public list, booking, what a school has booked, and the providers' desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from ambassadors.actions.offers import approve_offer
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot
from tests.accounts.builders import browser_of
from tests.ambassadors import builders as b
from tests.contracts.policy_visits import offer_of
from tests.portal.pages import words_of

pytestmark = pytest.mark.django_db
LIST = "/educators/encounter-offers/"
DESK = "/providers/offers/hill-college/"
CLASS = {"year_groups": ["9"], "pupils": "28", "staff_name": "Tam", "safeguarding_contact": "Sam, 0113 496 0000"}
OFFER = {
    "title": "Wire a circuit",
    "about": "Pupils wire a circuit.",
    "activity": "project",
    "mode": "in_person",
    "phases": ["ks3"],
    "subjects": ["physics"],
    "outcode": "LS1",
}


def words(response):
    return words_of(response.content.decode())


@pytest.fixture
def college():
    facts = {"kind": "college", "ukprn": "10000001", "state": "verified"}
    return Organisation.objects.create(name="Hill College", slug="hill-college", **facts)


@pytest.fixture
def offered(college):
    return offer_of(college, subjects=["physics"])


@pytest.fixture
def provider(college):
    return browser_of(b.member(college, "provider_member").user, two_step=False)


def book_at(offer, slot):
    return f"{LIST}{offer.pk}/book/{slot.pk}/"


def test_everybody_reads_what_can_be_booked(offered):
    offer, _slot = offered
    listed = Client().get(LIST, {"subject": "physics"})
    assert "1 encounter to book" in words(listed)
    assert listed["Cache-Control"].startswith("public, no-cache")
    page = words(Client().get(f"{LIST}{offer.pk}/"))
    assert "1 place left" in page
    assert "Hill College" in page
    assert "0 encounters to book" in words(Client().get(LIST, {"subject": "biology"}))
    assert "is not used" in words(Client().get(LIST, {"phase": "toddlers"}))


def test_an_offer_that_nobody_has_read_or_that_is_closed_has_no_page(offered):
    offer, _slot = offered
    for change in ({"approved_at": None}, {"is_open": False, "approved_at": timezone.now()}):
        EncounterOffer.objects.update(**change)
        assert Client().get(f"{LIST}{offer.pk}/").status_code == 404


def test_a_teacher_books_sees_and_cancels(desk, school, offered):
    there = book_at(*offered)
    assert "Book a place" in words(desk.get(there))
    wrong = desk.post(there, {**CLASS, "school": school.pk, "pupils": "31"})
    assert wrong.status_code == 422
    assert "room for 30 pupils" in words(wrong)
    assert desk.post(there, {**CLASS, "school": school.pk}, follow=True).status_code == 200
    booking = OfferBooking.objects.get()
    listed = words(desk.get(f"{LIST}booked/"))
    assert "years 9, 28 pupils" in listed
    desk.post(f"{LIST}booked/", {"booking": booking.pk, "do": "cancel"})
    booking.refresh_from_db()
    assert booking.cancelled_at is not None


def test_whoever_comes_second_keeps_what_they_typed_and_sees_other_times(desk, school, offered):
    offer, slot = offered
    other = OfferSlot.objects.create(
        offer=offer, starts_at=slot.starts_at + timedelta(days=1), ends_at=slot.ends_at + timedelta(days=1)
    )
    rival = b.school("Elm School")
    OfferBooking.objects.create(slot=slot, place=1, school=rival, pupils=20, staff_name="A", safeguarding_contact="B")
    answer = desk.post(book_at(offer, slot), {**CLASS, "school": school.pk})
    assert answer.status_code == 409
    assert "last place has just been taken" in words(answer)
    assert 'value="Tam"' in answer.content.decode()
    assert book_at(offer, other) in answer.content.decode()


def test_another_schools_booking_cannot_be_cancelled(desk, offered):
    _offer, slot = offered
    theirs = OfferBooking.objects.create(
        slot=slot, place=1, school=b.school("Elm"), pupils=20, staff_name="A", safeguarding_contact="B"
    )
    assert desk.post(f"{LIST}booked/", {"booking": theirs.pk, "do": "cancel"}).status_code == 404
    assert "Elm" not in words(desk.get(f"{LIST}booked/"))


def test_a_provider_writes_adds_a_time_and_sends(provider, college, coordinator):
    assert provider.get("/providers/offers/").url == DESK
    assert provider.post(f"{DESK}new/", {**OFFER, "outcode": "nowhere"}).status_code == 422
    assert provider.post(f"{DESK}new/", OFFER).status_code == 302
    offer = EncounterOffer.objects.get()
    there = f"{DESK}{offer.pk}/"
    assert "Draft" in words(provider.get(there))
    assert "Add at least one time first" in words(provider.post(there, {"do": "send"}))
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    time = {"do": "add", "day": day, "starts": "10:00", "ends": "12:00", "classes": "2", "most_pupils": "30"}
    assert provider.post(there, time | {"ends": "09:00"}).status_code == 422
    assert provider.post(there, time).status_code == 302
    provider.post(there, {"do": "send"})
    assert "With a coordinator" in words(provider.get(there))
    approve_offer(by=coordinator, offer=offer, now=timezone.now())
    assert "Schools can book" in words(provider.get(DESK))
    assert "2 places left" in words(Client().get(f"{LIST}{offer.pk}/"))
    provider.post(there, {"do": "close"})
    assert Client().get(f"{LIST}{offer.pk}/").status_code == 404


def test_a_provider_sees_who_comes_and_takes_a_time_back(provider, desk, school, teacher, offered):
    offer, slot = offered
    desk.post(book_at(offer, slot), {**CLASS, "school": school.pk})
    page = provider.get(f"{DESK}{offer.pk}/").content.decode()
    assert "Sam, 0113 496 0000" in page
    assert teacher.email in page
    said = provider.post(f"{DESK}{offer.pk}/", {"do": f"call-off:{slot.pk}"}, follow=True)
    assert "the schools that had booked are told" in words(said)
    assert OfferBooking.objects.get().cancelled_at is not None


def test_another_organisations_offers_are_as_absent_as_none(provider, offered):
    facts = {"kind": "college", "ukprn": "10000002", "state": "verified"}
    other = Organisation.objects.create(name="Other", slug="other-college", **facts)
    stranger = browser_of(b.member(other, "provider_member").user, two_step=False)
    offer, slot = offered
    for end in ("", f"{offer.pk}/", f"{offer.pk}/words/"):
        assert stranger.get(f"{DESK}{end}").status_code == 404
    assert stranger.get(f"/providers/offers/other-college/{offer.pk}/").status_code == 404
    assert stranger.post(f"{DESK}{offer.pk}/", {"do": f"call-off:{slot.pk}"}).status_code == 404


@pytest.mark.parametrize("path", [f"{LIST}booked/", "/providers/offers/"], ids=["booked", "desk"])
def test_strangers_are_led_to_sign_in(path):
    assert Client().get(path).status_code == 302


def test_the_list_takes_as_many_statements_however_many_offers(college, django_assert_max_num_queries):
    for number in range(12):
        offer_of(college, number)
    Client().get(LIST)
    with django_assert_max_num_queries(6):
        Client().get(LIST)
