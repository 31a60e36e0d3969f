"""Two records of one person: what is kept, what the stricter side decides, and how it is undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassadors.actions.duplicates import keep_apart
from ambassadors.actions.merge_changes import snapshot
from ambassadors.actions.merge_rows import ONE_EACH, SIMPLE, SPECIAL, STAYS
from ambassadors.actions.merging import merge_pair, undo_merge
from ambassadors.actions.standing import suspend_ambassador
from ambassadors.enums import PairState, Standing, VettingOutcome, VisitState
from ambassadors.models import (
    Ambassador,
    Concern,
    DuplicatePair,
    Merge,
    PeerPair,
    PeerWish,
    Scheme,
    SchemeMembership,
    Story,
    Training,
    TrainingModule,
    VettingDecision,
    Visit,
)
from tests.accounts.builders import person
from tests.ambassadors import builders
from tests.ambassadors.asking import coordinator
from tests.ambassadors.builders import BARRED, ENHANCED, MONDAY, ambassador, at, decision, visit

pytestmark = pytest.mark.django_db
NOW = at(MONDAY)
HANGING = (Visit, VettingDecision, Training, SchemeMembership, Story, PeerWish, PeerPair, DuplicatePair, Concern)


@pytest.fixture(autouse=True)
def _rules(db):
    builders.rules()


def pair_of(first: Ambassador, second: Ambassador) -> DuplicatePair:
    low, high = sorted((first, second), key=lambda row: row.pk)
    return DuplicatePair.objects.create(first=low, second=high, probability=0.9)


def merged(kept: Ambassador, absorbed: Ambassador, **choices: str) -> Merge:
    return merge_pair(by=coordinator(), pair=pair_of(kept, absorbed), kept=kept, choices=choices, now=NOW)


def state(*models: type) -> dict[str, list[dict]]:
    """Every row of the tables that a merge may touch."""
    return {
        model.__name__: [snapshot(row) for row in model.objects.order_by("pk")]
        for model in (Ambassador, *HANGING, *models)
    }


def test_everything_that_names_a_person_has_its_way_of_going_over():
    known = {(model, name) for model, name in (*SIMPLE, *SPECIAL, *STAYS)} | {one[:2] for one in ONE_EACH}
    fields = Ambassador._meta.get_fields(include_hidden=True)
    relations = [one for one in fields if one.auto_created and not one.concrete]
    found = {(one.related_model, one.field.name) for one in relations}
    assert {one for one in found if not one[0].__name__.endswith("Event")} == known


def test_other_is_kept_with_its_answers_and_points_to_whom_it_was_taken_into():
    kept, other = ambassador("Ada"), ambassador("Adah", job_title="Wind engineer")
    merged(kept, other, job_title="absorbed", given_name="kept")
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.given_name, kept.job_title) == ("Ada", "Wind engineer")
    assert (other.given_name, other.merged_into, other.standing) == ("Adah", kept, Standing.LEFT)
    assert list(Ambassador.objects.people()) == [kept]


def test_by_default_an_answer_that_is_there_wins_then_the_newer():
    kept = ambassador("Ada", phone="", job_title="Engineer", created_at=at(MONDAY - timedelta(days=9)))
    other = ambassador("Ada", phone="0113 496 0001", job_title="Chief engineer", access_needs="")
    merged(kept, other)
    kept.refresh_from_db()
    assert (kept.phone, kept.job_title) == ("0113 496 0001", "Chief engineer")


def test_what_somebody_says_under_their_account_goes_before_a_newer_list():
    account = person("ada", "ambassador")
    kept = ambassador("Ada", user=account, job_title="Engineer", created_at=at(MONDAY - timedelta(days=9)))
    merged(kept, ambassador("Ada", job_title="Apprentice"))
    kept.refresh_from_db()
    assert kept.job_title == "Engineer"


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ("active", "in_checks", "in_checks"),
        ("active", "suspended", "suspended"),
        ("in_checks", "suspended", "suspended"),
        ("paused", "left", "left"),
    ],
)
def test_stricter_standing_holds_whichever_is_kept(mine, theirs, stands):
    for kept_first in (True, False):
        one, other = ambassador("Ada", standing=mine), ambassador("Ada", standing=theirs)
        kept, absorbed = (one, other) if kept_first else (other, one)
        merged(kept, absorbed)
        kept.refresh_from_db()
        assert kept.standing == stands


def test_bare_row_of_a_list_does_not_take_an_active_person_out():
    kept = ambassador("Ada")
    listed = ambassador("Ada", check="", standing="in_checks", applied_at=None, created_at=NOW, standing_since=NOW)
    SchemeMembership.objects.create(ambassador=listed, scheme=Scheme.objects.first())
    merged(kept, listed)
    kept.refresh_from_db()
    assert kept.standing == Standing.ACTIVE
    assert kept.schemes.count() == 1


def test_earlier_recheck_of_a_kind_stands():
    early, late = MONDAY + timedelta(days=100), MONDAY + timedelta(days=400)
    kept, other = ambassador("Ada", recheck=late), ambassador("Ada", recheck=early)
    decision(other, BARRED, recheck=late)
    merged(kept, other)
    standing = VettingDecision.objects.standing().filter(ambassador=kept)
    assert dict(standing.values_list("kind", "recheck_due_on")) == {ENHANCED: early, BARRED: late}


def test_refusal_of_either_replaces_every_clearance():
    kept, other = ambassador("Ada"), ambassador("Ada", check="", standing="suspended")
    decision(other, BARRED, outcome=VettingOutcome.REFUSED)
    merged(kept, other)
    standing = VettingDecision.objects.standing().filter(ambassador=kept)
    assert [row.outcome for row in standing] == [VettingOutcome.REFUSED]
    assert not Ambassador.objects.cleared(MONDAY).exists()


def test_younger_age_and_narrower_opt_in_hold():
    kept = ambassador("Ada", represents=True)
    merged(kept, ambassador("Ada", adult_from=MONDAY + timedelta(days=300), represents=False))
    kept.refresh_from_db()
    assert kept.is_minor(MONDAY)
    assert not kept.represents


def test_account_goes_over_to_the_kept_record():
    account = person("ada", "ambassador")
    kept, other = ambassador("Ada"), ambassador("Ada", user=account)
    merged(kept, other)
    account.refresh_from_db()
    assert account.ambassador == kept


def test_two_accounts_are_not_merged():
    first, second = ambassador("Ada", user=person("ada")), ambassador("Ada", user=person("adah"))
    with pytest.raises(ValidationError, match="account"):
        merged(first, second)


def test_who_was_in_two_places_at_once_is_two_people():
    first, second = ambassador("Ada"), ambassador("Ada")
    visit(first)
    visit(second, starts_at=at(MONDAY, 10, 30))
    with pytest.raises(ValidationError, match="23 November 2026"):
        merged(first, second)
    assert not Merge.objects.exists()


def test_who_went_together_is_two_people():
    adult, young = ambassador("Ada"), ambassador("Ada", adult_from=MONDAY + timedelta(days=300))
    visit(young, companion=adult)
    with pytest.raises(ValidationError, match="two people"):
        merged(adult, young)


def test_merge_waits_until_visits_that_could_not_go_on_are_cancelled():
    kept, other = ambassador("Ada"), ambassador("Ada", standing="suspended")
    ahead = visit(kept, MONDAY + timedelta(days=3))
    with pytest.raises(ValidationError, match="26 November 2026"):
        merged(kept, other)
    kept.refresh_from_db()
    assert kept.standing == Standing.ACTIVE
    Visit.objects.filter(pk=ahead.pk).update(state=VisitState.CANCELLED, end_reason="coordinator")
    merge_pair(by=coordinator(), pair=DuplicatePair.objects.get(), kept=kept, choices={}, now=NOW)
    kept.refresh_from_db()
    assert kept.standing == Standing.SUSPENDED


def test_days_of_both_count_together():
    kept, other = ambassador("Ada"), ambassador("Ada")
    for day in (1, 2):
        visit(kept, MONDAY + timedelta(days=day))
        visit(other, MONDAY + timedelta(days=day + 2))
    with pytest.raises(ValidationError):
        merged(kept, other)


def test_only_who_may_import_decides_and_never_about_themselves():
    first, second = ambassador("Ada"), ambassador("Ada")
    pair = pair_of(first, second)
    for by in (person("curator", "curator"), person("ada", "ambassador")):
        with pytest.raises(PermissionDenied):
            merge_pair(by=by, pair=pair, kept=first, choices={}, now=NOW)
    own = coordinator()
    Ambassador.objects.filter(pk=second.pk).update(user=own)
    with pytest.raises(PermissionDenied):
        merge_pair(by=own, pair=pair, kept=first, choices={}, now=NOW)


def test_two_people_are_not_asked_about_again():
    pair = pair_of(ambassador("Ada"), ambassador("Ada"))
    keep_apart(by=coordinator(), pair=pair, now=NOW)
    pair.refresh_from_db()
    assert pair.state == PairState.DIFFERENT
    with pytest.raises(ValidationError):
        merge_pair(by=person("other", "ambassador_coordinator"), pair=pair, kept=pair.first, choices={}, now=NOW)


def test_other_possible_duplicates_follow_the_kept_record():
    kept, other, third = ambassador("Ada"), ambassador("Ada"), ambassador("Adah")
    follows = pair_of(other, third)
    merged(kept, other)
    follows.refresh_from_db()
    assert {follows.first, follows.second} == {kept, third}
    assert follows.state == PairState.WAITING


def test_every_merge_and_undoing_is_in_the_audit_trail():
    kept, other = ambassador("Ada"), ambassador("Ada")
    row = merged(kept, other)
    undo_merge(by=person("second", "ambassador_coordinator"), merge=row, now=NOW)
    events = Merge.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    assert [event.pgh_context.metadata["action"] for event in events] == ["merge_pair", "undo_merge"]


SIDES = st.fixed_dictionaries(
    {
        "standing": st.sampled_from(["active", "paused", "in_checks", "applied", "left", "suspended"]),
        "checks": st.lists(st.sampled_from([ENHANCED, BARRED]), unique=True),
        "refused": st.booleans(),
        "visits": st.integers(0, 2),
        "modules": st.sets(st.integers(0, 2)),
        "story": st.booleans(),
        "wish": st.booleans(),
        "peer": st.booleans(),
        "schemes": st.sets(st.integers(0, 1)),
        "concern": st.booleans(),
        "phone": st.sampled_from(["", "0113 496 0002"]),
        "account": st.booleans(),
    }
)


def somebody(name: str, side: dict, first_day: int) -> Ambassador:
    """A record with whatever hangs on it; visits are over, so that no standing stands in the way of them."""
    account = person(name.lower()) if side["account"] else None
    row = ambassador(name, check="", phone=side["phone"], user=account)
    for kind in side["checks"]:
        decision(row, kind, recheck=MONDAY + timedelta(days=200 + first_day))
    if side["refused"] and BARRED not in side["checks"]:
        decision(row, BARRED, outcome=VettingOutcome.REFUSED)
    for number in range(side["visits"]):
        visit(row, MONDAY - timedelta(days=first_day + number), state=VisitState.DONE)
    modules = list(TrainingModule.objects.all()[:3])
    for number in side["modules"]:
        Training.objects.create(ambassador=row, module=modules[number], done_on=MONDAY - timedelta(days=first_day))
    if side["story"]:
        Story.objects.create(ambassador=row, slug=f"story-{name.lower()}", role="Engineer")
    if side["wish"]:
        PeerWish.objects.create(ambassador=row)
    if side["peer"]:
        PeerPair.objects.create(first=ambassador("Peer"), second=ambassador("Peer"), ended_at=NOW, ended_by=row)
    for number in side["schemes"]:
        SchemeMembership.objects.create(ambassador=row, scheme=Scheme.objects.all()[number], reference=name)
    if side["concern"]:
        handler, alternate = person(f"h{name.lower()}"), person(f"a{name.lower()}")
        Concern.objects.create(about="ambassador", ambassador=row, words="-", handler=handler, alternate=alternate)
    Ambassador.objects.filter(pk=row.pk).update(standing=side["standing"])
    row.refresh_from_db()
    return row


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(one=SIDES, other=SIDES, later=st.booleans())
def test_merge_then_undo_is_as_before(one, other, later):
    from django.db import transaction

    with transaction.atomic():
        first = somebody("Ada", one | {"account": one["account"] and not other["account"]}, 1)
        second = somebody("Bea", other, 50)
        pair, kept = pair_of(first, second), second if later else first
        before = state()
        row = merge_pair(by=person("co", "ambassador_coordinator"), pair=pair, kept=kept, choices={}, now=NOW)
        assert state() != before
        undo_merge(by=person("ordinator", "ambassador_coordinator"), merge=row, now=NOW)
        assert state() == before
        assert row.before.get("stayed") is None
        row.refresh_from_db()
        assert row.before["stayed"] == {"added": 0, "changed": 0}
        transaction.set_rollback(True)


def test_what_came_since_stays_with_the_kept_record():
    kept, other = ambassador("Ada"), ambassador("Ada")
    row = merged(kept, other)
    visit(kept, MONDAY - timedelta(days=1), state=VisitState.DONE)
    Ambassador.objects.filter(pk=kept.pk).update(phone="0113 496 0009")
    done = undo_merge(by=person("second", "ambassador_coordinator"), merge=row, now=NOW)
    assert done.before["stayed"]["added"] == 1
    assert kept.visits.count() == 1
    kept.refresh_from_db()
    assert kept.phone == "0113 496 0009"


def test_suspension_since_holds_for_both_after_undoing():
    kept, other = ambassador("Ada"), ambassador("Ada")
    row = merged(kept, other)
    suspend_ambassador(by=person("sus", "ambassador_coordinator"), ambassador=kept, reason="look", now=NOW)
    undo_merge(by=person("second", "ambassador_coordinator"), merge=row, now=NOW)
    assert set(Ambassador.objects.values_list("standing", flat=True)) == {Standing.SUSPENDED}


def test_activation_since_does_not_outlive_the_checks_it_rested_on():
    kept, other = ambassador("Ada", check="", standing="in_checks"), ambassador("Ada")
    row = merged(kept, other)
    Ambassador.objects.filter(pk=kept.pk).update(standing=Standing.ACTIVE, standing_since=timezone.now())
    undo_merge(by=person("second", "ambassador_coordinator"), merge=row, now=NOW)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.standing, other.standing) == (Standing.IN_CHECKS, Standing.ACTIVE)


def test_decision_since_goes_before_one_that_the_merge_replaced():
    kept, other = ambassador("Ada", recheck=MONDAY + timedelta(days=400)), ambassador("Ada")
    VettingDecision.objects.filter(ambassador=other).update(recheck_due_on=MONDAY + timedelta(days=30))
    row = merged(kept, other)
    VettingDecision.objects.standing().update(replaced_at=NOW)
    fresh = decision(kept, recheck=MONDAY + timedelta(days=600))
    done = undo_merge(by=person("second", "ambassador_coordinator"), merge=row, now=NOW)
    assert list(VettingDecision.objects.standing()) == [fresh]
    assert done.before["stayed"]["changed"] == 1


def test_later_merge_is_undone_first():
    kept, other, third = ambassador("Ada"), ambassador("Ada"), ambassador("Ada")
    first = merged(kept, other)
    by = person("second", "ambassador_coordinator")
    second = merge_pair(by=by, pair=pair_of(third, kept), kept=third, choices={}, now=NOW)
    other.refresh_from_db()
    assert other.merged_into == third
    with pytest.raises(ValidationError, match="first"):
        undo_merge(by=by, merge=first, now=NOW)
    undo_merge(by=by, merge=second, now=NOW)
    undo_merge(by=by, merge=first, now=NOW)
    assert Ambassador.objects.people().count() == 3
    with pytest.raises(ValidationError, match="already"):
        undo_merge(by=by, merge=first, now=NOW)
