"""Which check a visit needs: the dated rule of its own day, and the fourth day in thirty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassadors.enums import EndReason, Nation, Pattern, Setting, VettingKind, VisitState
from ambassadors.models import SchemeRule, VettingRule
from ambassadors.rules.days import most_days_in_window
from ambassadors.rules.vetting import (
    NoRuleError,
    days_with_pupils,
    kinds_known,
    needed,
    rule_for,
    rules_for,
    scheme_value,
    window_of,
)
from tests.ambassadors.builders import BARRED, MONDAY, ambassador, at, rules, visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
BEFORE, COMMENCED = date(2026, 8, 31), date(2026, 9, 1)
ENGLISH_SCHOOL = (Nation.ENGLAND, Setting.SCHOOL)


def days_before(day: date, *back: int) -> list[date]:
    return [day - timedelta(days=number) for number in back]


def a_rule(**fields) -> VettingRule:
    known = {
        "nation": Nation.ENGLAND,
        "setting": Setting.EVENT,
        "pattern": Pattern.ONE_OFF,
        "accepted": [VettingKind.IDENTITY],
        "asks_for": VettingKind.IDENTITY,
        "valid_from": date(2030, 1, 1),
        "source": "A test",
    }
    return VettingRule.objects.create(**known | fields)


def test_three_days_in_thirty_ask_for_no_check():
    need = needed(*ENGLISH_SCHOOL, False, TODAY, days_before(TODAY, 3, 10))
    assert (need.pattern, need.days, need.asks_for) == (Pattern.ONE_OFF, 3, VettingKind.IDENTITY)


def test_fourth_day_in_thirty_asks_for_the_barred_list():
    need = needed(*ENGLISH_SCHOOL, False, TODAY, days_before(TODAY, 3, 10, 29))
    assert (need.pattern, need.days) == (Pattern.FREQUENT, 4)
    assert need.kinds == (VettingKind.DBS_ENHANCED_BARRED,)


def test_day_that_is_thirty_days_back_is_no_fourth():
    assert needed(*ENGLISH_SCHOOL, False, TODAY, days_before(TODAY, 3, 10, 30)).pattern == Pattern.ONE_OFF


def test_second_visit_of_one_day_is_no_further_day():
    assert needed(*ENGLISH_SCHOOL, False, TODAY, days_before(TODAY, 0, 3, 10)).days == 3


def test_days_booked_ahead_count_as_well():
    ahead = days_before(TODAY, -3, -10, -20)
    assert needed(*ENGLISH_SCHOOL, False, TODAY, ahead).pattern == Pattern.FREQUENT


def test_one_night_asks_for_the_barred_list_though_it_is_the_first():
    need = needed(*ENGLISH_SCHOOL, True, TODAY)
    assert (need.pattern, need.asks_for) == (Pattern.OVERNIGHT, VettingKind.DBS_ENHANCED_BARRED)


@pytest.mark.parametrize("nation", [Nation.ENGLAND, Nation.WALES], ids=str)
def test_supervised_volunteers_came_under_the_barred_list_on_the_day_of_commencement(nation):
    """One and the same run of days: on 31 August an enhanced check does, on 1 September only one with the list."""
    days = days_before(BEFORE, 1, 2, 3)
    before = needed(nation, Setting.SCHOOL, False, BEFORE, days)
    after = needed(nation, Setting.SCHOOL, False, COMMENCED, days)
    assert before.pattern == after.pattern == Pattern.FREQUENT
    assert before.asks_for == VettingKind.DBS_ENHANCED
    assert VettingKind.DBS_ENHANCED not in after.kinds
    assert after.asks_for == VettingKind.DBS_ENHANCED_BARRED


def test_nobody_supervised_was_asked_for_the_barred_list_before_it_could_be_asked_for():
    rows = VettingRule.objects.in_force(BEFORE).filter(nation__in=[Nation.ENGLAND, Nation.WALES])
    assert rows.count() == 24
    assert VettingKind.DBS_ENHANCED_BARRED not in {row.asks_for for row in rows}


def test_scottish_schools_count_no_days_and_ask_for_no_membership_where_staff_stay():
    need = needed(Nation.SCOTLAND, Setting.SCHOOL, False, TODAY, days_before(TODAY, *range(1, 20)))
    assert (need.pattern, need.asks_for, need.days) == (Pattern.ONE_OFF, VettingKind.IDENTITY, 0)
    assert window_of(Nation.SCOTLAND, Setting.SCHOOL, TODAY) is None


def test_northern_ireland_asks_for_no_barred_list():
    rows = VettingRule.objects.in_force(TODAY).filter(nation=Nation.NORTHERN_IRELAND)
    assert {row.asks_for for row in rows} == {VettingKind.IDENTITY, VettingKind.ACCESSNI_ENHANCED}


def test_run_that_is_counted_comes_from_the_rule():
    assert window_of(*ENGLISH_SCHOOL, TODAY) == (3, 30)
    a_rule(pattern=Pattern.FREQUENT, setting=Setting.SCHOOL, most_days=1, window_days=7)
    day = date(2030, 1, 8)
    assert needed(*ENGLISH_SCHOOL, False, day, days_before(day, 6)).pattern == Pattern.FREQUENT
    assert needed(*ENGLISH_SCHOOL, False, day, days_before(day, 7)).pattern == Pattern.ONE_OFF


def test_rule_holds_on_its_first_and_on_its_last_day():
    row = a_rule(nation=Nation.WALES, valid_from=date(2040, 2, 28), valid_to=date(2040, 2, 29))
    VettingRule.objects.filter(nation=Nation.WALES, valid_to=None).update(valid_to=date(2039, 12, 31))
    found = [rules_for(Nation.WALES, Setting.EVENT, date(2040, month, day)) for month, day in ((2, 28), (2, 29))]
    assert found == [{Pattern.ONE_OFF: row}] * 2
    for day in (date(2040, 2, 27), date(2040, 3, 1)):
        assert rules_for(Nation.WALES, Setting.EVENT, day) == {}


def test_newer_of_two_rules_counts():
    newer = a_rule(valid_from=date(2030, 1, 2))
    a_rule(valid_from=date(2030, 1, 1))
    assert rule_for(Nation.ENGLAND, Setting.EVENT, Pattern.ONE_OFF, date(2030, 1, 5)) == newer
    assert rules_for(Nation.ENGLAND, Setting.EVENT, date(2030, 1, 5))[Pattern.ONE_OFF] == newer


@pytest.mark.parametrize("is_overnight", [False, True], ids=["by day", "overnight"])
def test_without_a_rule_nobody_goes(is_overnight):
    with pytest.raises(NoRuleError, match="no rule for england, school"):
        needed(*ENGLISH_SCHOOL, is_overnight, date(2012, 9, 9))


def test_missing_rule_is_not_made_up_from_another():
    VettingRule.objects.filter(nation=Nation.ENGLAND, pattern=Pattern.OVERNIGHT).delete()
    with pytest.raises(NoRuleError, match="overnight"):
        needed(*ENGLISH_SCHOOL, True, TODAY)
    with pytest.raises(NoRuleError):
        rule_for(*ENGLISH_SCHOOL, Pattern.OVERNIGHT, TODAY)


def test_what_a_visit_needs_is_read_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        needed(*ENGLISH_SCHOOL, False, TODAY, days_before(TODAY, 1, 2, 3))
    with django_assert_num_queries(1):
        rule_for(*ENGLISH_SCHOOL, Pattern.FREQUENT, TODAY)


def test_kinds_a_nation_does_not_know_cannot_be_recorded_there():
    assert VettingKind.PVG_CHILDREN not in kinds_known(Nation.ENGLAND, TODAY)
    assert kinds_known(Nation.SCOTLAND, TODAY) == {VettingKind.IDENTITY, VettingKind.PVG_CHILDREN}
    with pytest.raises(NoRuleError):
        kinds_known(Nation.SCOTLAND, date(2011, 1, 1))


def test_numbers_of_the_scheme_hold_from_their_day():
    SchemeRule.objects.create(name="answer-days", value=5, valid_from=date(2027, 1, 1), source="A test")
    assert scheme_value("answer-days", date(2026, 12, 31)) == 7
    assert scheme_value("answer-days", date(2027, 1, 1)) == 5
    with pytest.raises(NoRuleError, match="answer-days"):
        scheme_value("answer-days", date(2025, 12, 31))


def test_duty_to_report_is_off_until_it_is_commenced():
    assert scheme_value("statutory-reporting-duty", TODAY) == 0


def test_days_with_pupils_are_those_of_everybody_who_is_there_and_of_visits_that_hold():
    rules()
    ada, young = ambassador("Ada", check=BARRED), ambassador("Yusuf", adult_from=date(2028, 1, 1))
    first, again = visit(ada, MONDAY), visit(ada, MONDAY, starts_at=at(MONDAY, 14))
    visit(ada, MONDAY + timedelta(days=2), state=VisitState.DONE)
    visit(young, MONDAY + timedelta(days=4), companion=ada)
    night = MONDAY + timedelta(days=7)
    visit(ada, night, starts_at=at(night, 20), ends_at=at(night + timedelta(days=1), 9), is_overnight=True)
    for number, state in ((9, VisitState.CANCELLED), (10, VisitState.DECLINED), (11, VisitState.NO_SHOW)):
        visit(ada, MONDAY + timedelta(days=number), state=state, end_reason=EndReason.ILL)
    visit(ambassador("Bo"), MONDAY + timedelta(days=12))
    days = days_with_pupils(ada.pk, around=MONDAY, window=30)
    assert {(day - MONDAY).days for day in days} == {0, 2, 4, 7, 8}
    assert MONDAY in days_with_pupils(ada.pk, around=MONDAY, window=30, without=again.pk), "the other visit that day"
    first.delete()
    assert MONDAY not in days_with_pupils(ada.pk, around=MONDAY, window=30, without=again.pk)


def test_days_too_far_for_any_run_are_left_out(django_assert_num_queries):
    rules()
    ada = ambassador("Ada", check=BARRED)
    for number in (-30, -29, 29, 30):
        visit(ada, MONDAY + timedelta(days=number))
    with django_assert_num_queries(1):
        days = days_with_pupils(ada.pk, around=MONDAY, window=30)
    assert {(day - MONDAY).days for day in days} == {-29, 29}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offsets=st.lists(st.integers(-40, 40), max_size=12), window=st.integers(1, 35))
def test_database_counts_as_python_does(offsets, window):
    """The trigger's own counting (migration 0002) and that of the rules, on the same days."""
    days = [TODAY + timedelta(days=offset) for offset in offsets]
    with connection.cursor() as cursor:
        cursor.execute("SELECT ambassadors_most_days(%s::date[], %s, %s)", [days, TODAY, window])
        assert cursor.fetchone()[0] == most_days_in_window(days, TODAY, window)
