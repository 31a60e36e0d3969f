"""The dated rules about money: which answers for a day, and what stands in after the last."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evidence.figures import Quality, Unit
from lmi.queries.context import facts as gather
from pathways.models import MoneyRule
from pathways.money.rules import (
    FEE_CAP,
    FEE_FOR,
    MAINTENANCE,
    PLAN_5,
    PLAN_5_THRESHOLD,
    PLAN_5_YEARS,
    REPAYMENT,
    covers,
    forget_rules,
    money_rules,
)
from tests.pathways.money_things import NO_RULES, shipped_rules

RULES = shipped_rules()


class TestWhichRuleAnswers:
    @pytest.mark.parametrize(
        ("day", "pounds", "held"),
        [
            (date(2026, 3, 31), "7.55", False),
            (date(2026, 4, 1), "8", False),
            (date(2027, 3, 31), "8", False),
            (date(2027, 4, 1), "8", True),
            (date(2041, 1, 1), "8", True),
        ],
        ids=["last day", "first day", "last day of the newest", "the day after it", "long after"],
    )
    def test_both_days_of_a_rule_count_and_the_newest_is_held(self, day, pounds, held):
        answer = RULES.at("minimum_wage", "apprentice", day)
        assert (answer.value, answer.is_held) == (Decimal(pounds), held)

    def test_nothing_answers_before_the_first_or_for_an_unknown_name(self):
        assert RULES.at("minimum_wage", "apprentice", date(2024, 3, 31)) is None
        assert RULES.at("minimum_wage", "giants", date(2026, 5, 1)) is None
        assert NO_RULES.wage_for_age(18, date(2026, 5, 1)) is None

    def test_an_open_rule_is_never_held(self):
        assert not RULES.at(REPAYMENT, PLAN_5, date(2045, 1, 1)).is_held

    def test_loans_of_2025_are_held_in_2026_and_the_new_fee_is_not(self):
        day = date(2026, 9, 1)
        assert RULES.at(MAINTENANCE, "living with parents", day).is_held
        assert RULES.at(FEE_CAP, FEE_FOR, day).value == 9790
        assert RULES.at(FEE_CAP, FEE_FOR, date(2026, 7, 31)).value == 9535


class TestWages:
    @pytest.mark.parametrize(
        ("age", "pounds"), [(16, "8"), (17, "8"), (18, "10.85"), (20, "10.85"), (21, "12.71"), (64, "12.71")]
    )
    def test_by_age(self, age, pounds):
        assert RULES.wage_for_age(age, date(2026, 9, 1)).value == Decimal(pounds)

    @pytest.mark.parametrize(
        ("age", "months", "pounds"),
        [
            (16, 0, "8"),
            (18, 30, "8"),  # under 19: the apprentice rate, however long
            (19, 11, "8"),  # 19 and over: for the first 12 months
            (19, 12, "10.85"),
            (40, 0, "8"),
            (40, 12, "12.71"),
        ],
    )
    def test_of_apprentices(self, age, months, pounds):
        assert RULES.apprentice_wage(age, months, date(2026, 9, 1)).value == Decimal(pounds)

    def test_years_to_choose_from(self):
        assert RULES.wage_years() == (2024, 2025, 2026)

    @pytest.mark.parametrize(
        ("band", "inside", "outside"),
        [("under 18", 17, 18), ("18 to 20", 20, 21), ("21 and over", 21, 20), ("16 to 17", 16, 18)],
    )
    def test_bands_in_words(self, band, inside, outside):
        assert covers(band, inside)
        assert not covers(band, outside)

    def test_other_words_cover_nobody(self):
        assert not covers("apprentice", 16)


def test_the_threshold_of_plan_5_is_the_one_in_the_note_of_the_rule():
    rule = RULES.at(REPAYMENT, PLAN_5, date(2026, 9, 1)).rule
    assert [int(number) for number in re.findall(r"\d+", rule.note)] == [PLAN_5_THRESHOLD, PLAN_5_YEARS]
    assert rule.value == 9


class TestFigures:
    def test_a_wage(self):
        rule = RULES.at("minimum_wage", "18 to 20", date(2026, 9, 1)).rule
        found = RULES.figure(rule)
        assert (found.value, found.unit, found.area.name) == (10.85, Unit.POUNDS_AN_HOUR, "United Kingdom")
        assert found.period == "1 April 2026 to 31 March 2027"
        assert found.release.source == "money-rules"
        assert "read on the publisher’s page" in found.note

    def test_a_second_hand_rule_is_marked(self):
        found = RULES.figure(RULES.at(FEE_CAP, FEE_FOR, date(2026, 9, 1)).rule)
        assert (found.quality, found.area.name) == (Quality.CAUTION, "England")
        assert "please confirm" in found.note

    def test_a_yes_or_no_has_no_number(self):
        rule = RULES.rules["level_7_funding", "apprentice aged 16 to 21 at start only"][0]
        with pytest.raises(ValueError, match="no number"):
            RULES.figure(rule)

    def test_every_shipped_rule_with_a_number_can_be_shown(self):
        rules = [rule for group in RULES.rules.values() for rule in group if rule.value is not None]
        assert len([RULES.figure(rule) for rule in rules]) == 25


@pytest.mark.django_db
class TestReading:
    def test_once_an_edition(self, django_assert_num_queries):
        facts = gather()
        forget_rules()
        with django_assert_num_queries(1):
            first = money_rules(facts)
        with django_assert_num_queries(0):
            assert money_rules(facts) is first
        assert first.rules == RULES.rules

    def test_without_an_edition_nothing_answers(self):
        facts = gather()
        none = replace(facts, editions=replace(facts.editions, by_source={}))
        assert (money_rules(none).release, money_rules(none).rules) == (None, {})

    def test_a_changed_row_answers_after_forgetting(self):
        MoneyRule.objects.filter(applies_to="apprentice", valid_from=date(2026, 4, 1)).update(value=9)
        forget_rules()
        assert money_rules(gather()).apprentice_wage(16, 0, date(2026, 9, 1)).value == 9
        forget_rules()
