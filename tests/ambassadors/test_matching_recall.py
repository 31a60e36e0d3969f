"""The query finds everybody whom a plain search through all people finds, in the same order, and nobody else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ambassadors.bench_people import Town, copied, schools
from ambassadors.enums import VisitState
from ambassadors.models import Ambassador, Visit, VisitRequest
from ambassadors.queries import matching
from ambassadors.queries.matching import Need, Slot, count_matches, find_matches, need_of, why_not
from ambassadors.rules.matching import WHY_NOT, reason_of
from tests.ambassadors import builders as make
from tests.ambassadors.plain_matching import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
PEOPLE, REQUESTS = 300, 1000


@pytest.fixture
def town() -> tuple[World, list[VisitRequest]]:
    """People, schools' requests and visits of every kind, among rules that change within the days looked at."""
    make.rules()
    make.vetting_rule(accepted=["identity", make.ENHANCED, make.BARRED], valid_from=date(2026, 1, 1))
    make.vetting_rule(accepted=[make.ENHANCED, make.BARRED], valid_from=date(2027, 1, 4))
    make.vetting_rule(pattern="frequent", most_days=2, window_days=21, valid_from=date(2026, 12, 14))
    source = Town(11, TODAY)
    people = copied(source.person(number) for number in range(PEOPLE))
    adults = [person for person in people if person.adult_from is None]
    for person in people:
        if person.adult_from is not None and source.dice.random() < 0.8:
            Ambassador.objects.filter(pk=person.pk).update(companion=source.dice.choice(adults))
    copied(row for person in people for row in source.decisions(person))
    copied(row for person in people for row in source.availability(person))
    requests = copied(source.request(school.pk) for school in copied(schools(REQUESTS)))
    copied(source.window(request) for request in requests)
    with connection.cursor() as cursor:  # past the guards: the query has to cope with whatever is there
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ambassadors_visit DISABLE TRIGGER USER")
    taken = set()
    for _number in range(5 * PEOPLE):
        visit = source.visit(source.dice.choice(requests), source.dice.choice(people[: PEOPLE // 2]))
        if (visit.ambassador_id, visit.starts_at) not in taken:
            taken.add((visit.ambassador_id, visit.starts_at))
            visit.companion_id = source.dice.choice(adults).pk if source.dice.random() < 0.1 else None
            visit.companion_id = None if visit.companion_id == visit.ambassador_id else visit.companion_id
            copied([visit])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ambassadors_visit ENABLE TRIGGER USER")
    return World.read(), requests


def near(need: Need, person: Ambassador) -> Need:
    """The same request asked from close to somebody, so that even few people give full lists."""
    return replace(need, point=(person.latitude + 0.02, person.longitude - 0.02))


def test_nobody_is_missed_and_nobody_added_over_a_thousand_requests(town: tuple[World, list[VisitRequest]]) -> None:
    world, requests = town
    dice = random.Random(3)  # noqa: S311 - which requests, no secrets
    people = list(world.people.values())
    listed = 0
    for number, request in enumerate(requests):
        need = near(need_of(request), dice.choice(people)) if request.mode == "in_person" else need_of(request)
        if number % 10 == 0:
            need = need.without("windows", "activity", "phase")
        expected = world.matches(need, TODAY)
        found = find_matches(need, today=TODAY, limit=1000)
        assert [match.pk for match in found] == [pk for pk, _slots in expected], need
        for match, (_pk, slots) in zip(found, expected, strict=True):
            assert [(slot.day, slot.half) for slot in match.slots] == slots[:3], (need, match.pk)
        assert count_matches(need, today=TODAY, most=1000).people == len(expected)
        listed += len(expected)
    assert listed > 4000  # the requests are not all of a kind that nobody fits


def test_pages_of_a_list_are_the_list_however_few_are_looked_at_first(
    town: tuple[World, list[VisitRequest]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, requests = town
    monkeypatch.setattr(matching, "_FIRST_LOOK", 0)
    needs = [need_of(request) for request in requests if request.mode == "online"][:20]
    for need in [*needs, Need(mode="online"), Need(windows=needs[0].windows)]:
        whole = [pk for pk, _slots in world.matches(need, TODAY)]
        pages = [find_matches(need, today=TODAY, limit=7, offset=offset) for offset in range(0, len(whole) + 7, 7)]
        assert [match.pk for page in pages for match in page] == whole


def test_the_guard_lets_in_the_first_slot_of_every_match_and_agrees_about_everybody_else(
    town: tuple[World, list[VisitRequest]],
) -> None:
    world, requests = town
    dice = random.Random(8)  # noqa: S311 - as above
    inserted = refused = 0
    for request in requests[:120]:
        need = need_of(request)
        if request.mode == "in_person":
            need = near(need, dice.choice([*world.people.values()]))
        for match in find_matches(need, today=TODAY, limit=2):
            inserted += book(request, need, match.pk, match.slots[0], match.companion) is None
        days, _halves = need.days(TODAY)
        for person in dice.sample([*world.people.values()], 3) if days else ():
            day = dice.choice(days)
            companion = world.companion(person, TODAY)
            sentence = why_not(
                person.pk, day=day, nation=need.nation, setting=need.setting, is_overnight=need.is_overnight,
                companion=companion.pk if companion else None,
            )  # fmt: skip
            assert (sentence is None) == world.allowed(person, need, day, TODAY), (person.pk, day)
            if sentence is not None:
                slot = need.slot(day, 1)
                reason = book(request, need, person.pk, slot, companion.pk if companion else None)
                assert reason in WHY_NOT
                refused += 1
    assert inserted > 60
    assert refused > 60


def book(request: VisitRequest, need: Need, who: int, slot: Slot, companion: int | None) -> str | None:
    """Book a slot and take it back; the reason when the database refuses it."""
    given = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "setting": need.setting, "nation": need.nation}
    try:
        with transaction.atomic():
            Visit.objects.create(
                request=request, school_id=request.school_id, ambassador_id=who, companion_id=companion, day=slot.day,
                is_overnight=need.is_overnight, state=VisitState.PROPOSED, **given,
            )  # fmt: skip
            transaction.set_rollback(True)
    except IntegrityError as error:
        return reason_of(error) or str(error)
    return None


def test_nobody_who_may_not_go_is_ever_listed(town: tuple[World, list[VisitRequest]]) -> None:
    world, _requests = town
    for need in (Need(), Need(mode="online"), Need(mode="in_person"), Need(nation="scotland")):
        days, _halves = need.days(TODAY)
        for match in find_matches(need, today=TODAY, limit=PEOPLE):
            person = world.people[match.pk]
            assert person.standing == "active"
            assert any(world.allowed(person, need, day, TODAY) for day in days)
            for slot in match.slots:
                assert world.allowed(person, need, slot.day, TODAY)
    assert find_matches(Need(nation="scotland"), today=TODAY) == []
