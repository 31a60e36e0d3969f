"""Peers: paired at random among those who fit, never within an organisation, never twice; goals, meetings, leaving."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ambassadors.actions.partnering import (
    ask_for_peer,
    end_pairs_of,
    leave_pair,
    log_meeting,
    pair_waiting,
    set_goals,
    stop_asking,
)
from ambassadors.enums import Standing
from ambassadors.models import PeerPair, PeerWish
from ambassadors.queries.partnering import pairing_of
from ambassadors.tasks import pair_peers
from tests.accounts.builders import employer, mails_to, person
from tests.ambassadors import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
FEW, TECH = "one_of_few", "technical_role"


def ambassador(name, **given):
    """Somebody with an account who works for an organisation of their own."""
    account = person(name.lower(), "ambassador")
    works = {"employer_name": f"{account.email.partition('@')[0]} works"}
    return builders.ambassador(name, check="", user=account, email=account.email, **{**works, **given})


def chance(seed):
    return random.Random(seed)  # noqa: S311 - a test wants the same choice every time


def ask(who, *interests, at=NOW, seed=1, agrees=True):
    return ask_for_peer(
        by=who.user,
        ambassador=who,
        interests=interests or (FEW,),
        online_only=True,
        agrees=agrees,
        now=at,
        chance=chance(seed),
    )


def waits(who, *interests):
    PeerWish.objects.create(ambassador=who, interests=list(interests or (FEW,)))
    return who


def pair_of(one, other):
    first, second = sorted((one, other), key=lambda each: each.pk)
    return PeerPair.objects.create(first=first, second=second, paired_at=NOW)


def test_the_first_waits_and_the_second_is_paired_with_them():
    one, other = ambassador("Ada"), ambassador("Bea")
    assert ask(one) is None
    assert pairing_of(one, TODAY).waits
    pair = ask(other)
    assert {pair.first_id, pair.second_id} == {one.pk, other.pk}
    assert not pairing_of(one, TODAY).waits
    assert [mails_to(each.user.email)[-1]["subject"] for each in (one, other)] == [
        "You have a peer in another organisation"
    ] * 2


def test_each_sees_of_the_other_a_first_name_a_role_an_employer_and_an_address():
    one, other = ambassador("Ada"), ambassador("Bea", job_title="Lab technician", employer_name="Fellgate")
    pair_of(one, other)
    peer = pairing_of(one, TODAY).peer
    assert (peer.name, peer.role, peer.employer, peer.email) == ("Bea", "Lab technician", "Fellgate", other.email)


@pytest.mark.parametrize("standing", [Standing.LEFT, Standing.SUSPENDED, Standing.IN_CHECKS])
def test_the_address_of_somebody_who_is_no_longer_in_the_scheme_is_gone(standing):
    one, other = ambassador("Ada"), ambassador("Bea")
    pair_of(one, other)
    type(other).objects.filter(pk=other.pk).update(standing=standing)
    assert not pairing_of(one, TODAY).peer.is_reachable


@pytest.mark.parametrize("name", ["Fellgate", "fellgate ltd", "The Fellgate Group", "FELLGATE PLC"])
def test_nobody_is_paired_within_one_organisation_however_its_name_is_written(name):
    waits(ambassador("Ada", employer_name="Fellgate"))
    assert ask(ambassador("Bea", employer_name=name)) is None


def test_nobody_is_paired_within_one_organisation_known_by_its_entry():
    works = employer("Fellgate Works")
    waits(ambassador("Ada", employer=works, employer_name=""))
    assert ask(ambassador("Bea", employer=works, employer_name="Quite another name")) is None
    assert ask(ambassador("Cy", employer_name="Fellgate Works Ltd")) is None


def test_a_shared_interest_is_needed():
    waits(ambassador("Ada"), TECH)
    assert ask(ambassador("Bea"), FEW) is None


def test_nobody_is_paired_twice_with_one_person_or_with_one_organisation():
    one, other = ambassador("Ada"), ambassador("Bea", employer_name="Fellgate")
    leave_pair(by=one.user, pair=pair_of(one, other), now=NOW)
    waits(other)
    waits(ambassador("Cy", employer_name="Fellgate Ltd"))
    assert ask(one) is None
    dee = waits(ambassador("Dee", employer_name="Elsewhere"))
    pair = ask(one)
    assert {pair.first_id, pair.second_id} == {one.pk, dee.pk}


@pytest.mark.parametrize(
    "fields",
    [
        {"standing": Standing.SUSPENDED},
        {"standing": Standing.LEFT},
        {"standing": Standing.APPLIED},
        {"employer_name": ""},
        {"adult_from": TODAY + timedelta(days=1)},
    ],
    ids=["suspended", "left", "applied", "no employer", "minor"],
)
def test_who_may_not_be_paired_neither_asks_nor_is_found(fields):
    other = ambassador("Ada", **fields)
    with pytest.raises(ValidationError):
        ask(other)
    waits(other)
    assert ask(ambassador("Bea")) is None


def test_somebody_is_found_from_the_day_they_turn_18():
    waits(ambassador("Ada", adult_from=TODAY))
    assert ask(ambassador("Bea")) is not None


def test_a_closed_account_is_not_found():
    other = waits(ambassador("Ada"))
    type(other.user).objects.filter(pk=other.user.pk).update(is_active=False)
    assert ask(ambassador("Bea")) is None


def test_the_choice_is_by_chance_alone_and_repeatable_by_its_seed():
    waiting = [waits(ambassador(f"Person{number}")) for number in range(6)]
    found = {}
    for seed in range(30):
        asker = ambassador("Asker")
        pair = ask(asker, seed=seed)
        found[seed] = pair.first_id
        PeerPair.objects.all().delete()
        PeerWish.objects.filter(ambassador=asker).delete()
        PeerWish.objects.update(is_open=True)
    assert {one.pk for one in waiting} == set(found.values())


def test_all_who_wait_are_paired_at_once_by_a_coordinator_and_nobody_twice():
    for number in range(7):
        waits(ambassador(f"Person{number}"))
    made = pair_waiting(by=person("coordinator", "ambassador_coordinator"), now=NOW, chance=chance(3))
    paired = [each for pair in made for each in (pair.first_id, pair.second_id)]
    assert len(paired) == len(set(paired)) == 6
    assert PeerWish.objects.filter(is_open=True).count() == 1


def test_only_a_coordinator_pairs_others():
    with pytest.raises(PermissionDenied):
        pair_waiting(by=ambassador("Ada").user, now=NOW)


def test_with_a_peer_one_asks_for_no_second():
    one = ambassador("Ada")
    pair_of(one, ambassador("Bea"))
    with pytest.raises(ValidationError, match="You have a peer"):
        ask(one)


@pytest.mark.parametrize(
    ("interests", "agrees", "field"),
    [(("nonsense",), True, "interests"), ((FEW,), False, "agrees")],
    ids=["unknown interest", "does not agree"],
)
def test_a_wish_says_what_is_wrong_with_it(interests, agrees, field):
    with pytest.raises(ValidationError) as refused:
        ask(ambassador("Ada"), *interests, agrees=agrees)
    assert list(refused.value.message_dict) == [field]


def test_nobody_asks_for_somebody_else():
    one, other = ambassador("Ada"), ambassador("Bea")
    with pytest.raises(PermissionDenied):
        ask_for_peer(by=other.user, ambassador=one, interests=[FEW], online_only=True, agrees=True, now=NOW)


def test_a_wish_can_be_taken_back():
    one = waits(ambassador("Ada"))
    stop_asking(by=one.user, ambassador=one)
    assert ask(ambassador("Bea")) is None


def test_goals_stand_in_the_order_of_the_list_and_only_the_two_set_them():
    one, other = ambassador("Ada"), ambassador("Bea")
    pair = pair_of(one, other)
    assert set_goals(by=other.user, pair=pair, goals=["balance", "first_visit"]).goals == ["first_visit", "balance"]
    with pytest.raises(ValidationError):
        set_goals(by=one.user, pair=pair, goals=["world peace"])
    with pytest.raises(PermissionDenied):
        set_goals(by=ambassador("Cy").user, pair=pair, goals=[])


def test_meetings_are_logged_by_either_and_read_by_both():
    one, other = ambassador("Ada"), ambassador("Bea")
    pair = pair_of(one, other)
    log_meeting(by=other.user, pair=pair, met_on=TODAY, minutes=45, goal="first_visit", today=TODAY)
    meeting = pairing_of(one, TODAY).meetings[0]
    assert (meeting.met_on, meeting.minutes, meeting.logged_by) == (TODAY, 45, other)


@pytest.mark.parametrize(
    ("met_on", "minutes", "goal", "field"),
    [
        (TODAY + timedelta(days=1), 30, "", "met_on"),
        (date(2026, 11, 1), 30, "", "met_on"),
        (None, 30, "", "met_on"),
        (TODAY, 0, "", "minutes"),
        (TODAY, 481, "", "minutes"),
        (TODAY, None, "", "minutes"),
        (TODAY, 30, "world peace", "goal"),
    ],
    ids=["tomorrow", "before the pair", "no day", "no minutes", "too long", "no length", "unknown goal"],
)
def test_a_meeting_says_what_is_wrong_with_it(met_on, minutes, goal, field):
    one = ambassador("Ada")
    pair = pair_of(one, ambassador("Bea"))
    with pytest.raises(ValidationError) as refused:
        log_meeting(by=one.user, pair=pair, met_on=met_on, minutes=minutes, goal=goal, today=TODAY)
    assert list(refused.value.message_dict) == [field]


def test_leaving_needs_no_reason_tells_the_other_and_ends_everything():
    one, other = ambassador("Ada"), ambassador("Bea")
    pair = pair_of(one, other)
    leave_pair(by=one.user, pair=pair, now=NOW)
    assert pairing_of(other, TODAY).past == [("Ada", NOW)]
    assert "Ada has ended your pairing" in mails_to(other.user.email)[-1]["text"]
    with pytest.raises(PermissionDenied):
        log_meeting(by=other.user, pair=pair, met_on=TODAY, minutes=30, goal="", today=TODAY)


def test_whoever_leaves_the_scheme_has_no_pair_and_no_wish():
    one, other = ambassador("Ada"), ambassador("Bea")
    pair_of(one, other)
    assert end_pairs_of(ambassador=other, now=NOW) == 1
    assert pairing_of(one, TODAY).pair is None
    assert end_pairs_of(ambassador=other, now=NOW) == 0


def test_the_nightly_round_pairs_those_who_have_come_to_fit():
    one, other = waits(ambassador("Ada")), waits(ambassador("Bea", standing=Standing.IN_CHECKS))
    assert pair_peers() == 0
    type(other).objects.filter(pk=other.pk).update(standing=Standing.ACTIVE)
    assert pair_peers() == 1
    assert pairing_of(one, TODAY).pair is not None
