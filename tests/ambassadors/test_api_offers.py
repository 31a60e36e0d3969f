"""`encounter-offers/`: programs read what the page lists, and nothing of who booked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Organisation
from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot
from tests.accounts.builders import school
from tests.contracts.policy_visits import offer_of

pytestmark = pytest.mark.django_db
LIST = "/api/v1/encounter-offers/"


@pytest.fixture
def offered():
    facts = {"kind": "university", "ukprn": "10099999", "state": "verified"}
    place = Organisation.objects.create(name="Hill University", slug="hill", **facts)
    return offer_of(place, subjects=["physics"], region="E12000003", outcode="LS1", mode="in_person")


def test_the_list_says_what_the_page_says(offered):
    offer, slot = offered
    answer = Client().get(LIST, {"subject": "physics"}).json()
    assert answer["count"] == 1
    (row,) = answer["results"]
    assert (row["title"], row["organisation"]["name"]) == (offer.title, "Hill University")
    assert row["region"]["name"] == "Yorkshire and The Humber"
    assert row["times"] == [
        {
            "id": slot.pk,
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
            "places_left": 1,
            "most_pupils": 30,
        }
    ]
    assert Client().get(LIST, {"subject": "biology"}).json()["count"] == 0


def test_a_wrong_value_is_refused_by_name(offered):
    answer = Client().get(LIST, {"phase": "toddlers"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["phase"]


def test_one_offer_tells_places_and_never_who_booked(offered):
    offer, slot = offered
    later = OfferSlot.objects.create(
        offer=offer, starts_at=slot.starts_at + timedelta(days=1), ends_at=slot.ends_at + timedelta(days=1), classes=2
    )
    OfferBooking.objects.create(
        slot=later, place=1, school=school("Elm"), pupils=20, staff_name="Tam", safeguarding_contact="Sam"
    )
    answer = Client().get(f"{LIST}{offer.pk}/")
    assert [time["places_left"] for time in answer.json()["times"]] == [1, 1]
    assert not any(word in answer.content.decode() for word in ("Elm", "Tam", "Sam"))


def test_a_closed_offer_is_as_absent_as_none(offered):
    offer, _slot = offered
    EncounterOffer.objects.update(is_open=False)
    assert Client().get(f"{LIST}{offer.pk}/").status_code == 404
    assert Client().get(f"{LIST}999999/").status_code == 404
