"""Coverage: which schools had an encounter recorded, over which schools, in which period."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.models import EncounterOffer, OfferBooking, OfferSlot, Visit
from ambassadors.queries.coverage import AreaCoverage, coverage, schools_without
from lmi.queries.context import facts
from pathways.models import Provider
from tests.ambassadors.builders import MONDAY, ambassador, at, place, rules, school, visit, visit_request

pytestmark = pytest.mark.django_db
YORKSHIRE, LEEDS = "E12000003", "E08000035"


@pytest.fixture
def listed():
    """A school of the published list that is here too."""
    found = Provider.objects.filter(kind="school", region=YORKSHIRE, area=LEEDS, status="Open").order_by("name").first()
    assert found is not None
    there = school(found.name, urn=found.urn)
    place(there)
    return there


def done(there, day=MONDAY - timedelta(days=10)) -> Visit:
    """A visit that took place."""
    rules()
    return visit(ambassador(), day, request=visit_request(there), state="done")


def counted(region="", **given):
    known = facts()
    return coverage(known.editions, known.places, today=MONDAY, region=region, **given)


def area(code, region=""):
    return next(one for one in counted(region).areas if one.code == code)


def without(**given):
    known = facts()
    return [line.name for line in schools_without(known.editions, today=MONDAY, **given)]


def test_every_region_is_there_with_its_schools_and_none_reached():
    found = counted()
    assert len(found.areas) == 9
    assert found.total.schools == sum(one.schools for one in found.areas) > 1800
    assert found.total.reached == 0
    assert (found.until - found.since).days == 364


def test_a_visit_done_counts_its_school_once(listed):
    before = area(YORKSHIRE).schools
    done(listed)
    done(listed, MONDAY - timedelta(days=5))
    assert (area(YORKSHIRE).schools, area(YORKSHIRE).reached) == (before, 1)
    assert area(LEEDS, YORKSHIRE).reached == 1
    assert area(LEEDS, YORKSHIRE).latitude is not None


@pytest.mark.parametrize(("days_ago", "reached"), [(364, 1), (365, 0)])
def test_only_the_last_365_days_count(listed, days_ago, reached):
    done(listed, MONDAY - timedelta(days=days_ago))
    assert area(YORKSHIRE).reached == reached


@pytest.mark.parametrize("state", ["cancelled", "confirmed", "no_show"])
def test_what_did_not_take_place_does_not_count(listed, state):
    rules()
    visit(
        ambassador(),
        MONDAY - timedelta(days=10),
        request=visit_request(listed),
        state=state,
        end_reason="ill",
        passed_on_at=at(MONDAY - timedelta(days=30)),
    )
    assert area(YORKSHIRE).reached == 0


def test_an_offer_taken_up_counts_and_one_called_off_does_not(listed):
    offer = EncounterOffer.objects.create(
        organisation=school("Leeds College"), title="See", about="a lab", activity="lab_visit", mode="in_person"
    )
    starts = at(MONDAY - timedelta(days=20))
    slot = OfferSlot.objects.create(offer=offer, starts_at=starts, ends_at=starts + timedelta(hours=2))
    booking = OfferBooking.objects.create(
        slot=slot, place=1, school=listed, pupils=20, staff_name="Jo", safeguarding_contact="x", is_done=True
    )
    assert area(YORKSHIRE).reached == 1
    booking.cancelled_at = at(MONDAY)
    booking.save()
    assert area(YORKSHIRE).reached == 0


def test_a_school_of_no_list_counts_once_it_is_verified_and_placed():
    before = area(YORKSHIRE).schools
    place(school("Not in the list", urn="999001"))
    place(school("Waits", urn="999002", state="pending"))
    school("Nowhere", urn="999003")
    assert area(YORKSHIRE).schools == before + 1


def test_invented_schools_count_on_a_demonstration_only_and_are_marked():
    before = area(YORKSHIRE).schools
    place(school("Invented", urn="", is_demo=True))
    assert area(YORKSHIRE).schools == before
    shown = next(one for one in counted(with_demo=True).areas if one.code == YORKSHIRE)
    assert (shown.schools, shown.demo) == (before + 1, 1)


def test_schools_outside_england_stand_under_their_nation():
    place(school("Ysgol", urn="999004"), region="", nation="wales", area="W06000015")
    assert area("W92000004").schools == 1
    assert area("W06000015", "W92000004").schools == 1


def test_schools_without_are_named_until_one_has_been(listed):
    assert listed.name in without(area=LEEDS)
    done(listed)
    assert listed.name not in without(area=LEEDS)
    assert without(region=YORKSHIRE) == sorted(without(region=YORKSHIRE))


@pytest.mark.parametrize(
    ("schools", "reached", "small"), [(3, 0, True), (20, 2, True), (20, 18, True), (20, 8, False), (20, 0, False)]
)
def test_what_the_public_must_not_see(schools, reached, small):
    assert AreaCoverage("E", "Area", schools, reached).is_small(5) is small


def test_the_number_of_statements_does_not_grow(listed, django_assert_num_queries):
    known = facts()
    with django_assert_num_queries(3):
        coverage(known.editions, known.places, today=MONDAY, region=YORKSHIRE)
