"""The demo set of the ambassadors' scheme: invented, marked, possible, in every state, made once and kept alive."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, Q
from django.test import override_settings

import pathways
from accounts.models import Organisation, User
from ambassadors import demo_set
from ambassadors.demo.drawing import texts
from ambassadors.demo_set import load_demo_ambassadors
from ambassadors.enums import HOLDING, ConcernState, RequestState, Standing, StoryState, VettingOutcome, VisitState
from ambassadors.models import (
    Ambassador,
    Concern,
    CoordinatorArea,
    DuplicatePair,
    EncounterOffer,
    OfferBooking,
    OfferSlot,
    PeerPair,
    SchoolPlace,
    Story,
    VettingDecision,
    Visit,
    VisitFeedback,
    VisitRequest,
)
from ambassadors.rules.days import LONDON, london_day
from ambassadors.rules.standing import missing_for, profile_gaps
from portal.demo import DOMAIN, load_demo_accounts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
SIZE = 500


def accounts() -> dict[str, User]:
    return {user.email.partition("@")[0]: user for user in load_demo_accounts()}


def load(now: datetime = NOW, size: int = SIZE) -> int:
    return load_demo_ambassadors(accounts=accounts(), domain=DOMAIN, now=now, size=size)


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demo set once for all tests of this module, each of which undoes only what it did itself."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_made_once, settings) -> None:
    settings.DEMO = True


@pytest.fixture
def me(loaded) -> Ambassador:
    return Ambassador.objects.get(user__email=f"ambassador@{DOMAIN}")


def test_everything_is_invented_and_marked(loaded):
    assert Ambassador.objects.count() == SIZE
    assert not Ambassador.objects.exclude(is_demo=True).exists()
    assert not Ambassador.objects.exclude(email__endswith=".example").exists()
    assert not Ambassador.objects.exclude(Q(phone="") | Q(phone__startswith="07700 900")).exists()
    assert not Ambassador.objects.exclude(employer_name__endswith="(demo)").exists()
    schools = Organisation.objects.filter(pk__in=SchoolPlace.objects.values("organisation"))
    assert schools.count() == 41
    assert all(school.is_demo and "(demo)" in school.name for school in schools)
    assert not Visit.objects.exclude(is_demo=True).exists()


def test_schools_have_no_real_schools_names():
    path = Path(pathways.__file__).parent / "data" / "schools--all.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        real = " ".join(row["name"].casefold() for row in csv.DictReader(file))
    assert not [stem for stem in texts("names.json")["stems"] if stem.casefold() in real]


def test_sixty_requests_in_every_state(loaded):
    states = Counter(VisitRequest.objects.values_list("state", flat=True))
    assert sum(states.values()) == 60
    assert set(states) == set(RequestState.values)
    assert set(Visit.objects.values_list("state", flat=True)) == set(VisitState.values)
    for request in VisitRequest.objects.filter(state=RequestState.DONE):
        assert request.visits.filter(state=VisitState.DONE).exists()
    for request in VisitRequest.objects.filter(state=RequestState.BOOKED):
        assert request.met_at
        assert request.visits.filter(state=VisitState.CONFIRMED).exists()


def test_times_stand_in_their_order(loaded):
    for visit in Visit.objects.select_related("request"):
        steps = [visit.request.sent_at, visit.proposed_at, visit.passed_on_at, visit.answered_at, visit.confirmed_at]
        known = [step for step in steps if step]
        assert known == sorted(known)
        assert known[-1] <= NOW
        assert visit.day == london_day(visit.starts_at)
        assert visit.day.weekday() < 5
        assert (visit.state in HOLDING) == (visit.starts_at > NOW) or visit.end_reason
    assert not Visit.objects.filter(state=VisitState.DONE, starts_at__gte=NOW).exists()


def test_people_stand_everywhere_and_checks_are_in_every_state(loaded):
    assert set(Ambassador.objects.values_list("standing", flat=True)) == set(Standing.values)
    assert Ambassador.objects.exclude(region="").values("region").distinct().count() == 9
    standing = VettingDecision.objects.standing()
    assert standing.filter(outcome=VettingOutcome.REFUSED).exists()
    assert standing.filter(recheck_due_on__lte=TODAY, ambassador__standing=Standing.ACTIVE).exists()
    soon = standing.filter(recheck_due_on__gt=TODAY, recheck_due_on__lte=TODAY + timedelta(days=90))
    assert soon.count() >= 10
    assert not standing.filter(decided_at__gt=NOW).exists()
    assert not Ambassador.objects.filter(standing=Standing.SUSPENDED, visits__state__in=HOLDING).exists()


def test_minors_have_an_adult_and_go_with_them(loaded):
    minors = [one for one in Ambassador.objects.select_related("companion") if one.is_minor(TODAY)]
    assert len(minors) == 12
    for minor in minors:
        assert minor.companion is not None
        assert not minor.companion.is_minor(TODAY)
        assert minor.companion.standing == Standing.ACTIVE
    gone = Visit.objects.exclude(companion=None)
    assert gone.count() == 2
    assert all(visit.companion_id == visit.ambassador.companion_id for visit in gone)


def test_somebody_stands_before_the_fourth_day_in_thirty(loaded):
    days = Counter()
    for visit in Visit.objects.filter(state__in=[*HOLDING, VisitState.DONE], day__gte=TODAY - timedelta(days=22)):
        days[visit.ambassador_id] += 1
    assert sum(count == 3 for count in days.values()) >= 3


def test_the_demo_ambassador_has_a_rich_desk(me):
    assert missing_for(me, TODAY) == []
    assert profile_gaps(me) == {}
    states = Counter(me.visits.values_list("state", flat=True))
    assert states[VisitState.DONE] >= 5
    assert states[VisitState.PROPOSED] == states[VisitState.CONFIRMED] == 2
    assert states[VisitState.DECLINED] == states[VisitState.CANCELLED] == states[VisitState.ACCEPTED] == 1
    assert me.user.groups.filter(name="ambassador").exists()


def test_the_teacher_and_coordinators_have_rich_desks(loaded):
    teacher = User.objects.get(email=f"teacher@{DOMAIN}")
    own = VisitRequest.objects.filter(school__memberships__user=teacher)
    assert set(own.values_list("state", flat=True)) == set(RequestState.values)
    assert set(CoordinatorArea.objects.values_list("coordinator__email", flat=True)) == {
        f"coordinator@{DOMAIN}",
        f"coordinator-2@{DOMAIN}",
    }
    assert CoordinatorArea.objects.count() == 10


def test_concerns_are_with_somebody_else_and_in_several_states(loaded):
    concerns = list(Concern.objects.select_related("ambassador"))
    assert len(concerns) == 6
    assert {one.state for one in concerns} == set(ConcernState.values)
    assert all(one.raised_at > one.visit.starts_at for one in concerns)
    (suspended,) = [one for one in concerns if one.suspended_at]
    assert suspended.ambassador.standing == Standing.SUSPENDED


def test_feedback_counts_are_possible(loaded):
    assert VisitFeedback.objects.filter(side="school").count() >= 10
    assert VisitFeedback.objects.filter(side="ambassador").count() >= 10
    assert not VisitFeedback.objects.filter(pupils_asked__gt=F("visit__pupils_reached")).exists()


def test_possible_duplicates_are_those_that_the_linkage_finds(loaded):
    pairs = DuplicatePair.objects.select_related("first", "second")
    assert 9 <= pairs.count() <= 12
    assert all(pair.reasons and pair.first.region == pair.second.region for pair in pairs)


def test_stories_offers_and_peers(loaded):
    states = Counter(Story.objects.values_list("state", flat=True))
    assert states == {StoryState.PUBLISHED: 24, StoryState.SUBMITTED: 3, StoryState.RETURNED: 1, StoryState.DRAFT: 2}
    for story in Story.objects.published(TODAY):
        assert story.shown["role"] == story.role == story.ambassador.job_title
        assert [step["kind"] for step in story.steps if step["kind"] not in story.routes] == []
    assert EncounterOffer.objects.published().count() == 7
    assert not OfferSlot.objects.filter(starts_at__lte=NOW).exists()
    assert OfferBooking.objects.count() >= 6
    for pair in PeerPair.objects.select_related("first", "second"):
        assert pair.first.employer_name != pair.second.employer_name


def test_a_second_time_changes_nothing(loaded):
    before = list(Ambassador.objects.order_by("pk").values_list("pk", "email", "standing", "applied_at"))
    load()
    assert list(Ambassador.objects.order_by("pk").values_list("pk", "email", "standing", "applied_at")) == before
    assert VisitRequest.objects.count() == 60
    assert Concern.objects.count() == 6


def test_the_same_people_are_drawn_each_time(loaded):
    world, crowd_day = demo_set.read_world(), TODAY
    crowd = demo_set.people.Crowd(world, crowd_day, [])
    drawn, again = crowd.person(333), crowd.person(333)
    held = Ambassador.objects.get(code=drawn.code)
    assert (drawn.given_name, drawn.family_name, drawn.outcode) == (held.given_name, held.family_name, held.outcode)
    assert again.email == drawn.email


def test_an_old_set_goes_along_with_the_calendar(loaded):
    visit = Visit.objects.filter(state=VisitState.CONFIRMED).earliest("starts_at")
    due = VettingDecision.objects.standing().filter(recheck_due_on__gt=TODAY).earliest("recheck_due_on", "pk")
    local = visit.starts_at.astimezone(LONDON)
    load(NOW + timedelta(weeks=20, days=3))
    moved = Visit.objects.get(pk=visit.pk)
    assert moved.day == visit.day + timedelta(weeks=20)
    assert moved.starts_at.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None) + timedelta(weeks=20)
    assert VettingDecision.objects.get(pk=due.pk).recheck_due_on == due.recheck_due_on + timedelta(weeks=20)
    load(NOW + timedelta(weeks=20, days=3))
    assert Visit.objects.get(pk=visit.pk).day == moved.day, "moved once only"


def test_a_visit_that_cannot_be_any_more_is_called_off_when_its_set_moves(loaded):
    visit = Visit.objects.filter(state=VisitState.CONFIRMED).latest("starts_at")
    Ambassador.objects.filter(pk=visit.ambassador_id).update(standing=Standing.PAUSED)
    load(NOW + timedelta(weeks=2))
    moved = Visit.objects.get(pk=visit.pk)
    assert (moved.state, moved.day) == (VisitState.CANCELLED, visit.day + timedelta(weeks=2))


def test_what_visitors_added_stays_where_it_is(loaded):
    school = Organisation.objects.get(slug="demo-visits-00")
    later = NOW + timedelta(days=2)
    asked = VisitRequest.objects.create(school=school, created_at=later)
    load(NOW + timedelta(weeks=3))
    asked.refresh_from_db()
    assert asked.created_at == later


def test_the_ambassador_account_gets_its_row_and_role_back(me):
    Ambassador.objects.filter(pk=me.pk).update(user=None)
    Group.objects.get(name="ambassador").user_set.clear()
    load()
    me.refresh_from_db()
    assert me.user.email == f"ambassador@{DOMAIN}"
    assert me.user.groups.filter(name="ambassador").exists()
