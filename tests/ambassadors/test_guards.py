"""The database itself refuses visits of people who may not go: no action, page or script gets past it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ambassadors.enums import VisitState
from ambassadors.models import Visit
from ambassadors.rules.matching import WHY_NOT, reason_of
from tests.ambassadors import builders as make
from tests.ambassadors.builders import BARRED, MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SEEDED = {"enhanced": make.ENHANCED, "barred": BARRED}


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make.rules()


@contextmanager
def refused(reason: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert reason_of(caught.value) == reason
    assert str(WHY_NOT[reason])


def booked(who: Any, *days: date, **given: Any) -> list[Visit]:
    return [make.visit(who, day, **given) for day in days]


class TestStanding:
    def test_somebody_active_and_cleared_may_go(self) -> None:
        assert make.visit(make.ambassador()).pk

    @pytest.mark.parametrize("standing", ["applied", "in_checks", "left", "paused", "suspended"])
    def test_nobody_else_may(self, standing: str) -> None:
        with refused("not_active"):
            make.visit(make.ambassador(standing=standing))

    def test_somebody_suspended_since_cannot_be_confirmed(self) -> None:
        visit = make.visit(make.ambassador(), passed_on_at=make.at(MONDAY - DAY))
        visit.ambassador.standing = "suspended"
        visit.ambassador.save()
        with refused("not_active"):
            move(visit, state="confirmed")

    def test_what_is_over_may_be_ended_whoever_it_was(self) -> None:
        visit = make.visit(make.ambassador(), state="confirmed")
        visit.ambassador.standing = "suspended"
        visit.ambassador.save()
        move(visit, state="cancelled", end_reason="not_cleared")
        assert Visit.objects.get().state == VisitState.CANCELLED


class TestChecks:
    def test_without_a_decision_nobody_goes(self) -> None:
        with refused("not_cleared"):
            make.visit(make.ambassador(check=""))

    def test_nor_with_a_check_that_the_rule_does_not_accept(self) -> None:
        with refused("not_cleared"):
            make.visit(make.ambassador(check="dbs_basic"))

    def test_a_check_is_good_until_the_day_before_it_falls_due(self) -> None:
        who = make.ambassador(recheck=MONDAY + DAY)
        assert make.visit(who, MONDAY).pk
        with refused("recheck_due"):
            make.visit(who, MONDAY + DAY)

    def test_a_replaced_decision_is_none(self) -> None:
        who = make.ambassador(check="")
        make.decision(who, replaced_at=make.at(MONDAY - DAY))
        with refused("not_cleared"):
            make.visit(who)

    def test_a_refusal_takes_away_older_clearances_of_any_kind(self) -> None:
        who = make.ambassador()
        make.decision(who, BARRED, outcome="refused")
        with refused("not_cleared"):
            make.visit(who)

    def test_where_no_rule_is_in_force_nobody_goes(self) -> None:
        with refused("no_rule"):
            make.visit(make.ambassador(), nation="scotland")
        with refused("no_rule"):
            make.visit(make.ambassador(recheck=date(2027, 1, 1)), date(2019, 12, 31))

    def test_the_rule_of_the_visits_day_counts(self) -> None:
        change = MONDAY + timedelta(days=7)
        make.vetting_rule(valid_from=change, accepted=[BARRED])
        who = make.ambassador()
        assert make.visit(who, change - DAY).pk
        with refused("not_cleared"):
            make.visit(who, change)

    def test_a_visit_moved_to_a_day_after_the_recheck_is_refused(self) -> None:
        visit = make.visit(make.ambassador(recheck=MONDAY + DAY))
        later = {"starts_at": visit.starts_at + DAY, "ends_at": visit.ends_at + DAY}
        with refused("recheck_due"):
            move(visit, day=MONDAY + DAY, **later)

    def test_the_day_is_the_day_in_london(self) -> None:
        with refused("wrong_day"):
            make.visit(make.ambassador(recheck=MONDAY + DAY), MONDAY, starts_at=make.at(MONDAY + DAY))

    def test_the_night_needs_the_fuller_check(self) -> None:
        night = {"starts_at": make.at(MONDAY, 20), "ends_at": make.at(MONDAY + DAY, 8)}
        for given in ({"is_overnight": True}, night):
            with refused("overnight"):
                make.visit(make.ambassador(), **given)
        assert make.visit(make.ambassador(check=BARRED), is_overnight=True, **night).pk


class TestDaysInThirty:
    def test_the_fourth_day_in_thirty_is_refused(self) -> None:
        who = make.ambassador()
        booked(who, MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY)
        with refused("frequent"):
            make.visit(who, MONDAY + 29 * DAY)
        assert make.visit(who, MONDAY + 30 * DAY).pk

    def test_unless_the_check_for_it_is_there(self) -> None:
        who = make.ambassador(check=BARRED)
        assert len(booked(who, *(MONDAY + number * DAY for number in range(5)))) == 5

    def test_two_visits_on_one_day_are_one_day(self) -> None:
        who = make.ambassador()
        booked(who, MONDAY, MONDAY + DAY, MONDAY + 2 * DAY)
        assert make.visit(who, MONDAY, starts_at=make.at(MONDAY, 14)).pk

    def test_a_day_between_booked_ones_counts_as_well(self) -> None:
        who = make.ambassador()
        booked(who, MONDAY, MONDAY + 2 * DAY, MONDAY + 29 * DAY)
        with refused("frequent"):
            make.visit(who, MONDAY + 20 * DAY)

    def test_ended_visits_do_not_count_but_done_ones_do(self) -> None:
        ended, done = make.ambassador(), make.ambassador()
        days = [MONDAY + number * DAY for number in range(3)]
        booked(ended, *days, state="cancelled", end_reason="ill")
        assert make.visit(ended, MONDAY + 3 * DAY).pk
        booked(done, *days, state="done")
        with refused("frequent"):
            make.visit(done, MONDAY + 3 * DAY)

    def test_days_as_a_companion_count(self) -> None:
        who = make.ambassador()
        for number in range(3):
            make.visit(make.ambassador(), MONDAY + number * DAY, companion=who)
        with refused("frequent"):
            make.visit(who, MONDAY + 3 * DAY)

    def test_nothing_is_counted_before_the_rule_was_in_force(self) -> None:
        make.rules(settings=["online"])
        make.vetting_rule(accepted=[make.ENHANCED])
        make.vetting_rule(pattern="frequent", most_days=3, window_days=30, valid_from=MONDAY + 4 * DAY)
        who = make.ambassador()
        booked(who, *(MONDAY + number * DAY for number in range(4)))
        with refused("frequent"):
            make.visit(who, MONDAY + 4 * DAY)

    def test_a_visit_changed_without_moving_does_not_count_itself(self) -> None:
        who = make.ambassador()
        visits = booked(who, MONDAY, MONDAY + DAY, MONDAY + 2 * DAY, passed_on_at=make.at(MONDAY - DAY))
        move(visits[0], state="accepted")
        move(visits[0], state="confirmed")


class TestCapacity:
    def test_a_school_year_takes_no_more_than_somebody_said(self) -> None:
        who = make.ambassador(yearly_limit=1)
        make.visit(who, date(2027, 8, 31))
        with refused("capacity"):
            make.visit(who, date(2026, 9, 1))
        assert make.visit(who, date(2027, 9, 1)).pk

    def test_ended_visits_leave_room(self) -> None:
        who = make.ambassador(yearly_limit=1)
        make.visit(who, state="declined", end_reason="date")
        assert make.visit(who, MONDAY + DAY).pk

    def test_coming_along_takes_none_of_it(self) -> None:
        who = make.ambassador(yearly_limit=1)
        make.visit(make.ambassador(), companion=who)
        assert make.visit(who, MONDAY + DAY).pk


class TestUnderEighteen:
    MINOR = {"adult_from": date(2027, 6, 1)}

    def test_nobody_under_18_goes_alone(self) -> None:
        with refused("no_companion"):
            make.visit(make.ambassador(**self.MINOR))

    def test_with_an_adult_who_may_go_they_may(self) -> None:
        assert make.visit(make.ambassador(**self.MINOR), companion=make.ambassador("Bea")).pk

    @pytest.mark.parametrize(
        "given",
        [
            pytest.param({"check": ""}, id="a-companion-without-a-check"),
            pytest.param({"standing": "paused"}, id="b-companion-who-paused"),
            pytest.param({"recheck": MONDAY}, id="c-companion-whose-recheck-is-due"),
            pytest.param({"adult_from": MONDAY + DAY}, id="d-companion-under-18"),
        ],
    )
    def test_with_one_who_may_not_they_may_not(self, given: dict[str, Any]) -> None:
        with refused("companion"):
            make.visit(make.ambassador(**self.MINOR), companion=make.ambassador("Bea", **given))

    def test_from_their_birthday_they_go_alone(self) -> None:
        who = make.ambassador(adult_from=MONDAY + DAY)
        with refused("no_companion"):
            make.visit(who, MONDAY)
        assert make.visit(who, MONDAY + DAY).pk

    def test_the_least_age_holds_from_the_birthday(self) -> None:
        sixteen = MONDAY + DAY
        who, adult = make.ambassador(adult_from=sixteen.replace(year=2028)), make.ambassador("Bea")
        with refused("too_young"):
            make.visit(who, sixteen - DAY, companion=adult)
        assert make.visit(who, sixteen, companion=adult).pk

    def test_a_companion_who_is_taken_away_ends_it(self) -> None:
        visit = make.visit(make.ambassador(**self.MINOR), companion=make.ambassador("Bea"))
        with refused("no_companion"):
            move(visit, companion=None)

    def test_a_companion_is_in_one_place_at_a_time(self) -> None:
        adult = make.ambassador("Bea")
        make.visit(make.ambassador(**self.MINOR), companion=adult)
        with refused("accompanying"):
            make.visit(make.ambassador(**self.MINOR), companion=adult)
        with refused("accompanying"):
            make.visit(adult)
        assert make.visit(adult, starts_at=make.at(MONDAY, 11)).pk


class TestKept:
    def concern(self) -> Any:
        from ambassadors.models import Concern

        lead, deputy = make.person("lead"), make.person("deputy")
        return Concern.objects.create(about="practice", words="Late.", handler=lead, alternate=deputy)

    def test_concerns_and_notes_cannot_be_deleted(self) -> None:
        concern = self.concern()
        note = concern.notes.create(words="Spoke to the school.")
        for row in (note, concern):
            with refused("kept_for_safeguarding"):
                raw(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)  # noqa: S608 - a table of ours

    def test_concerns_can_be_worked_on(self) -> None:
        concern = self.concern()
        concern.level = "low"
        concern.save()

    def test_looks_are_neither_changed_nor_deleted(self) -> None:
        from ambassadors.models import VettingLook

        look = VettingLook.objects.create(looked_by=make.person("lead"), page="/", people=3)
        for words in ("DELETE FROM ambassadors_vettinglook", "UPDATE ambassadors_vettinglook SET people = 1"):
            with refused("kept_for_safeguarding"):
                raw(f"{words} WHERE id = %s", look.pk)

    def test_erasure_may_blank_who_looked(self) -> None:
        from accounts.audit import erasing
        from ambassadors.models import VettingLook

        look = VettingLook.objects.create(looked_by=make.person("lead"), page="/")
        with erasing():
            raw("UPDATE ambassadors_vettinglook SET looked_by_id = NULL WHERE id = %s", look.pk)
        look.refresh_from_db()
        assert look.looked_by is None


def move(visit: Visit, **changes: Any) -> None:
    Visit.objects.filter(pk=visit.pk).update(**changes)


def raw(words: str, *given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words, given)
