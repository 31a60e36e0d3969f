"""What is said beside the money: assumptions with sources, what is left out, and families."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evidence.figures import LevelRef
from pathways.money.assumptions import Assumptions, Maintenance
from pathways.money.plan import SAME_LATER_PAY, money_of
from pathways.money.words import assumptions_of, family_note, what_is_not_modelled
from pathways.routing.kinds import StepKind
from pathways.routing.model import Stage
from tests.pathways.money_things import (
    ELECTRICIAN,
    NO_PAY,
    apprenticeship,
    degree_route,
    pay_of,
    route,
    shipped_rules,
    step,
)


def said(way, pay=ELECTRICIAN, **changes):
    """Texts of what a plan assumes, with their sources."""
    plan = money_of(way, pay, shipped_rules(), replace(Assumptions(), **changes))
    return {note.text: note.source for note in assumptions_of(plan)}


class TestAssumptions:
    def test_of_an_apprenticeship(self):
        notes = said(apprenticeship())
        wages = "National Minimum Wage and National Living Wage rates, GOV.UK (read on the publisher’s page)"
        minimum = "Training and starting pay is the legal minimum for 37.5 hours a week, 52 weeks a year."
        assert notes[minimum] == wages
        assert "Wages of April 2026 held for later years; no rises modelled." in notes
        assert any("first 12 months" in text for text in notes)
        assert "Annual Survey of Hours and Earnings 2025" in notes.values()
        assert str(SAME_LATER_PAY) in notes
        assert not any("paid back" in text or "Fees" in text for text in notes)

    def test_of_a_degree(self):
        notes = said(degree_route())
        fees = "Fees are the most that may be asked: £9,790 a year from August 2026, borrowed whole."
        assert "please confirm" in notes[fees]
        assert "Fees of August 2026 held for later years." in notes
        assert any("9 % of pay above £25,000" in text and "40 years" in text for text in notes)
        assert not any("apprentice" in text for text in notes)

    def test_of_a_degree_without_fees_and_with_a_loan_for_living(self):
        notes = said(degree_route(), fees=False, maintenance=Maintenance.LONDON)
        assert "Tuition fees are not counted, as you chose." in notes
        assert any("£13,762" in text for text in notes)
        assert "Loans for living of August 2025 held for later years." in notes

    def test_of_a_chosen_wage_year(self):
        notes = said(apprenticeship(), wage_year=2025)
        assert "Wages of April 2025 count for every year; no rises modelled." in notes
        assert not any("held for later years" in text for text in notes)

    def test_of_long_hours_and_living_costs(self):
        notes = said(apprenticeship(), hours=Decimal(45), living_cost=9000)
        assert any("40 hours" in text for text in notes)
        assert "Working Time Regulations 1998, regulation 5A" in notes.values()
        assert "Living costs of £9,000 a year after school." in notes

    def test_of_waiting_and_starting(self):
        notes = said(route(step(StepKind.DIRECT_ENTRY, 0, min_age=17)), work_while_waiting=True)
        assert any("for 12 months, and until 18" in text for text in notes)
        assert any("While you wait" in text for text in notes)

    def test_of_a_wider_group(self):
        wider = LevelRef("524", "Electrical trades", "minor", asked="Electricians")
        notes = said(apprenticeship(), pay_of(30_000, 35_000, 40_000, level=wider))
        assert any("wider group “Electrical trades”" in text for text in notes)

    def test_of_wage_rules_that_have_not_ended(self):
        start = date(2025, 9, 1)
        notes = said(route(step(StepKind.APPRENTICESHIP_6, 12), age=29, start=start))
        assert not any("Wages of" in text for text in notes)

    def test_without_pay_no_survey_is_cited(self):
        assert "Annual Survey of Hours and Earnings 2025" not in said(apprenticeship(), NO_PAY).values()

    def test_nothing_is_said_twice(self):
        plan = money_of(degree_route(), ELECTRICIAN, shipped_rules(), Assumptions())
        texts = [note.text for note in assumptions_of(plan)]
        assert len(texts) == len(set(texts))


def test_what_is_left_out_names_tax_interest_bursaries_and_benefits():
    words = " ".join(what_is_not_modelled())
    for name in ("Tax", "National Insurance", "Interest", "Bursaries", "Benefits", "Travel", "Overtime", "pension"):
        assert name in words


class TestFamilies:
    @pytest.mark.parametrize("stage", [Stage.YEAR_9, Stage.YEAR_10, Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2])
    def test_an_apprenticeship_can_end_benefits_and_college_does_not(self, stage):
        note = family_note(stage)
        assert "starting an apprenticeship can end Child Benefit" in note.text
        assert "does not" in note.text
        assert note.address == "https://www.gov.uk/child-benefit-16-19"

    @pytest.mark.parametrize("stage", [Stage.A_LEVELS, Stage.T_LEVEL, Stage.OTHER_LEVEL_3])
    def test_after_level_3_they_end_whatever_follows(self, stage):
        assert "university" in family_note(stage).text

    @pytest.mark.parametrize("stage", [Stage.ADULT, Stage.RETURNER, Stage.DEGREE, Stage.ACCESS])
    def test_nothing_for_adults(self, stage):
        assert family_note(stage) is None
