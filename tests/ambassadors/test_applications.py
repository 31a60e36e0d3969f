"""Applying: half an application keeps, a whole one is sent, and nobody is active with something missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ambassadors.actions.applications import (
    finish_training,
    save_profile,
    send_application,
    set_availability,
    start_application,
)
from ambassadors.actions.standing import activate, begin_checks, leave_scheme, pause_ambassador, resume_ambassador
from ambassadors.actions.vetting import record_decision
from ambassadors.enums import Standing
from ambassadors.models import Ambassador, TrainingModule
from ambassadors.rules.days import months_later
from ambassadors.rules.profiles import earliest_adult_day
from ambassadors.rules.standing import State, checklist, missing_for
from tests.accounts.builders import person
from tests.ambassadors.asking import cleared, coordinator
from tests.ambassadors.builders import ambassador, at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = at(TODAY)
ANSWERS = {
    "given_name": "Ada",
    "family_name": "Example",
    "job_title": "Electrician",
    "occupations": ["5241"],
    "discipline": "electrical",
    "routes": ["apprenticeship"],
    "activities": ["talk"],
    "phases": ["ks4"],
    "outcode": "LS1",
    "consents": True,
}


def applied() -> Ambassador:
    """Somebody whose application is in."""
    by = person("ada")
    begun = start_application(by=by)
    save_profile(by=by, ambassador=begun, changes=ANSWERS, today=TODAY)
    return send_application(by=by, ambassador=begun, today=TODAY)


def states(who: Ambassador) -> dict[str, str]:
    return {item.slug: item.state for item in checklist(who, TODAY)}


def test_from_the_first_answer_to_active():
    who, planner = applied(), coordinator()
    assert who.user.groups.filter(name="ambassador").exists()
    assert (who.area, who.region, who.nation) == ("E08000035", "E12000003", "england")
    assert states(who)["check"] == State.WAITING
    begin_checks(by=planner, ambassador=who, now=NOW)
    with pytest.raises(ValidationError) as missing:
        activate(by=planner, ambassador=who, now=NOW)
    assert "Your check" in str(missing.value)
    for module in TrainingModule.objects.filter(is_induction=True):
        finish_training(by=who.user, ambassador=who, module=module, today=TODAY)
    record_decision(by=planner, ambassador=who, kind="dbs_enhanced", issued_on=TODAY, outcome="cleared", now=NOW)
    assert missing_for(who, TODAY) == []
    assert activate(by=planner, ambassador=who, now=NOW).standing == Standing.ACTIVE


def test_half_an_application_keeps_and_is_not_sent():
    by = person("ada")
    begun = start_application(by=by)
    save_profile(by=by, ambassador=begun, changes={"job_title": "Welder"}, today=TODAY)
    again = start_application(by=by)
    assert (again.pk, again.job_title) == (begun.pk, "Welder")
    with pytest.raises(ValidationError) as gaps:
        send_application(by=by, ambassador=begun, today=TODAY)
    assert {"family_name", "occupations", "outcode", "consented_at"} <= set(gaps.value.message_dict)
    assert not by.groups.filter(name="ambassador").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("activities", ["juggling"]),
        ("languages", ["xx"]),
        ("occupations", ["0000"]),
        ("outcode", "Leedz"),
        ("subjects", ["alchemy"]),
        ("topics", ["alchemy"]),
        ("travel_miles", 1000),
    ],
    ids=["activities", "languages", "occupations", "outcode", "subjects", "topics", "travel_miles"],
)
def test_an_impossible_answer_is_named_and_nothing_is_saved(field, value):
    by = person("ada")
    begun = start_application(by=by)
    with pytest.raises(ValidationError) as wrong:
        save_profile(by=by, ambassador=begun, changes={field: value, "job_title": "Welder"}, today=TODAY)
    assert any(name.startswith(field) for name in wrong.value.message_dict)
    begun.refresh_from_db()
    assert begun.job_title == ""


def test_nobody_sets_what_is_not_theirs_to_set():
    by = person("ada")
    begun = start_application(by=by)
    for name in ("standing", "merged_into", "latitude", "user"):
        with pytest.raises(ValidationError):
            save_profile(by=by, ambassador=begun, changes={name: "active"}, today=TODAY)
    with pytest.raises(PermissionDenied):
        save_profile(by=person("eve"), ambassador=begun, changes={"job_title": "x"}, today=TODAY)


def test_somebody_under_the_least_age_is_told_when_they_may_come():
    by = person("cy")
    begun = start_application(by=by)
    young = earliest_adult_day(TODAY) + timedelta(days=1)
    with pytest.raises(ValidationError) as wrong:
        save_profile(by=by, ambassador=begun, changes={"adult_from": young}, today=TODAY)
    assert "adult_from" in wrong.value.message_dict
    begun = save_profile(by=by, ambassador=begun, changes={"adult_from": young - timedelta(days=1)}, today=TODAY)
    assert states(begun)["companion"] == State.MISSING


def test_a_recheck_due_soon_is_said_and_one_due_today_stops():
    who = cleared()
    who.decisions.update(recheck_due_on=TODAY + timedelta(days=90))
    assert states(who)["check"] == State.DUE
    who.decisions.update(recheck_due_on=TODAY + timedelta(days=91))
    assert states(who)["check"] == State.DONE
    who.decisions.update(recheck_due_on=TODAY)
    assert states(who)["check"] == State.WAITING


def test_who_comes_back_from_a_pause_with_a_lapsed_check_goes_through_checks():
    who = cleared()
    for module in TrainingModule.objects.filter(is_induction=True):
        finish_training(by=who.user, ambassador=who, module=module, today=TODAY)
    pause_ambassador(by=who.user, ambassador=who, now=NOW)
    assert resume_ambassador(by=who.user, ambassador=who, now=NOW).standing == Standing.ACTIVE
    pause_ambassador(by=who.user, ambassador=who, now=NOW)
    who.decisions.update(recheck_due_on=TODAY)
    assert resume_ambassador(by=who.user, ambassador=who, now=NOW).standing == Standing.IN_CHECKS


def test_who_left_may_apply_again_and_starts_from_the_beginning():
    who = applied()
    leave_scheme(by=who.user, ambassador=who, now=NOW)
    again = start_application(by=who.user)
    assert (again.pk, again.standing, again.applied_at) == (who.pk, Standing.APPLIED, None)


def test_days_away_need_both_ends_and_replace_what_was_said_before():
    who = cleared()
    rows = [{"mornings": [0, 1]}, {"is_away": True, "first_day": TODAY, "last_day": TODAY + timedelta(days=3)}]
    set_availability(by=who.user, ambassador=who, rows=rows)
    assert who.availability.count() == 2
    with pytest.raises(ValidationError) as wrong:
        set_availability(by=who.user, ambassador=who, rows=[{"is_away": True, "first_day": TODAY}])
    assert "rows.0.first_day" in wrong.value.message_dict
    assert who.availability.count() == 2


def test_an_activated_row_is_nobodys_own_doing():
    planner = coordinator()
    who = ambassador(check="", user=planner, email=planner.email, standing="applied")
    with pytest.raises(PermissionDenied):
        begin_checks(by=planner, ambassador=who, now=NOW)
    with pytest.raises(PermissionDenied):
        activate(by=planner, ambassador=who, now=NOW)


def test_months_end_where_the_month_ends():
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 15), 36) == date(2029, 12, 15)
