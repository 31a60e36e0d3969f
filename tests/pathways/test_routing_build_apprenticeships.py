"""The rules by which apprenticeships and T Levels become steps into an occupation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.book import OfferWindow, SpecialismRef, TLevelRef
from pathways.enums import LinkKind
from pathways.routing.build import steps_into
from pathways.routing.kinds import StepKind as K
from pathways.routing.model import Grades, Months, Stage
from tests.pathways.small_book import (
    ENTRY,
    GROWN,
    JOB,
    LEVEL_3,
    STANDARD,
    apprenticeships,
    book,
    course,
    link,
    starts,
    steps,
)

FROM_SCHOOL = {Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2, Stage.INTERMEDIATE_APPRENTICE}


class TestApprenticeships:
    @pytest.mark.parametrize(
        "changes",
        [
            {"status": "paused"},
            {"status": "retired"},
            {"status": "defunded"},
            {"status": "proposed"},
            {"status": "in_development"},
            {"kind": "unit"},
            {"level": None},
            {"role": "further"},
        ],
    )
    def test_what_nobody_can_start_is_no_step(self, changes):
        assert apprenticeships(**changes) == {}

    def test_a_standard_under_revision_stays_open(self):
        assert apprenticeships(status="in_development", is_under_revision=True)

    def test_a_standard_that_the_register_does_not_know_is_left_out(self):
        assert steps(K.APPRENTICESHIP_3, link(LinkKind.OCCUPATION_STANDARD, "ST9999", "qualifies")) == []

    @pytest.mark.parametrize(
        ("level", "kind", "lowest"),
        [
            (
                2,
                K.APPRENTICESHIP_2,
                {*FROM_SCHOOL, *LEVEL_3, *GROWN},
            ),
            (
                3,
                K.APPRENTICESHIP_3,
                {*FROM_SCHOOL, *LEVEL_3, *GROWN},
            ),
            (4, K.APPRENTICESHIP_45, LEVEL_3),
            (5, K.APPRENTICESHIP_45, LEVEL_3),
            (6, K.APPRENTICESHIP_6, LEVEL_3),
            (7, K.APPRENTICESHIP_7, {Stage.DEGREE}),
        ],
    )
    def test_from_which_level_people_start(self, level, kind, lowest):
        found = apprenticeships(kind, level=level, entry=replace(ENTRY, usual_level=2))
        assert lowest <= set(found)
        assert {step.level for step in found.values()} == {level}
        assert bool({Stage.GCSE} & set(found)) == (Stage.GCSE in lowest)
        assert bool(LEVEL_3 & set(found)) == bool(LEVEL_3 & lowest)

    def test_an_editors_rule_moves_the_start(self):
        found = apprenticeships(K.APPRENTICESHIP_7, level=7, entry_level=3)
        assert set(found) >= LEVEL_3
        assert Stage.GCSE not in found

    def test_one_that_finishes_people_ends_in_the_work_one_on_the_way_does_not(self):
        assert {step.end for step in apprenticeships().values()} == {Stage.IN_WORK}
        on_the_way = apprenticeships(role="towards")
        assert {step.end for step in on_the_way.values()} == {Stage.ADVANCED_APPRENTICE}
        assert not {Stage.ADVANCED_APPRENTICE, Stage.DEGREE, Stage.LEVEL_4_5} & set(on_the_way)

    @pytest.mark.parametrize(
        ("level", "kind", "end"),
        [
            (2, K.APPRENTICESHIP_2, Stage.INTERMEDIATE_APPRENTICE),
            (4, K.APPRENTICESHIP_45, Stage.HIGHER_APPRENTICE),
            (6, K.APPRENTICESHIP_6, Stage.DEGREE),
        ],
    )
    def test_where_one_on_the_way_leads(self, level, kind, end):
        assert {step.end for step in apprenticeships(kind, "towards", level=level).values()} == {end}

    def test_level_3_asks_what_the_occupation_asks_level_2_nothing(self):
        assert apprenticeships()[Stage.GCSE].grades == Grades.EM
        assert apprenticeships(K.APPRENTICESHIP_2, level=2)[Stage.GCSE].grades == Grades.NONE
        assert apprenticeships(entry_level=0)[Stage.GCSE].grades == Grades.NONE
        assert apprenticeships(entry=None)[Stage.GCSE].grades == Grades.NONE

    def test_words_of_the_standards_rule_come_before_general_ones(self):
        assert apprenticeships(asks="A licence")[Stage.GCSE].asks == "A licence"
        assert "Grade 4 in English and maths" in apprenticeships()[Stage.GCSE].asks

    def test_a_foundation_apprenticeship_is_for_the_young(self):
        found = apprenticeships(K.FOUNDATION_APPRENTICESHIP, "towards", kind="foundation", level=2)
        assert set(found) == {Stage.GCSE, Stage.LEVEL_1}
        assert {(step.end, step.max_age, step.paid) for step in found.values()} == {
            (Stage.INTERMEDIATE_APPRENTICE, 21, True)
        }

    @pytest.mark.parametrize(
        ("made", "values", "gives"),
        [
            (K.FOUNDATION_APPRENTICESHIP, {"kind": "foundation", "level": 2, "role": "towards"}, Grades.EM),
            (K.APPRENTICESHIP_2, {"level": 2}, Grades.FIVE),
            (K.APPRENTICESHIP_3, {}, Grades.FIVE),
            (K.APPRENTICESHIP_45, {"level": 4}, ""),
        ],
    )
    def test_young_apprentices_go_on_with_english_and_maths(self, made, values, gives):
        assert {step.gives for step in apprenticeships(made, **values).values()} == {gives}

    def test_nobody_goes_down_to_level_2_in_the_same_work(self):
        linked = link(LinkKind.OCCUPATION_STANDARD, "ST0001", "qualifies")
        level_2, junior = [replace(STANDARD, level=2)], replace(ENTRY, usual_level=2)
        t_level = link(LinkKind.OCCUPATION_TLEVEL, "9", "towards")
        degree = [course("degree", "towards", level=6)]
        plain = starts(K.APPRENTICESHIP_2, linked, standards=level_2, entry=junior)
        assert not {Stage.LEVEL_4_5, Stage.ADVANCED_APPRENTICE, Stage.HIGHER_APPRENTICE} & plain
        assert {Stage.T_LEVEL, Stage.DEGREE} <= plain
        usual_3 = starts(K.APPRENTICESHIP_2, linked, standards=level_2)
        assert not {*LEVEL_3, Stage.DEGREE} & usual_3
        assert Stage.T_LEVEL not in starts(K.APPRENTICESHIP_2, linked, t_level, standards=level_2, entry=junior)
        assert Stage.DEGREE not in starts(K.APPRENTICESHIP_2, linked, standards=level_2, courses=degree, entry=junior)

    def test_public_money_for_level_7_ends_at_21_once_that_rule_is_in_the_book(self):
        rule = OfferWindow("level-7-22-and-over", "Level 7 over 21", None, date(2025, 12, 1), "seen", "")
        assert apprenticeships(K.APPRENTICESHIP_7, level=7)[Stage.DEGREE].funded_to is None
        found = apprenticeships(K.APPRENTICESHIP_7, level=7, offers={rule.offer: rule})
        assert {step.funded_to for step in found.values()} == {21}
        assert {step.funded_to for step in apprenticeships(offers={rule.offer: rule}).values()} == {None}

    def test_standards_alike_are_one_step_the_surest_first(self):
        made = book(
            link(LinkKind.OCCUPATION_STANDARD, "ST0002", "qualifies"),
            link(LinkKind.OCCUPATION_STANDARD, "ST0001", "qualifies", confidence="low"),
            standards=[STANDARD, replace(STANDARD, reference="ST0002", months=18, min_age=18)],
        )
        (step,) = [one for one in steps_into(made, JOB) if (one.kind, one.start) == (K.APPRENTICESHIP_3, Stage.GCSE)]
        assert [offer.code for offer in step.offers] == ["ST0002", "ST0001"]
        assert step.months == Months(18, 18, 36)
        assert step.min_age is None  # one of them can be started younger

    def test_other_levels_and_starts_are_other_steps(self):
        made = book(
            link(LinkKind.OCCUPATION_STANDARD, "ST0001", "qualifies"),
            link(LinkKind.OCCUPATION_STANDARD, "ST0002", "qualifies"),
            standards=[STANDARD, replace(STANDARD, reference="ST0002", entry_level=2)],
        )
        found = [one for one in steps_into(made, JOB) if one.kind == K.APPRENTICESHIP_3 and one.start == Stage.LEVEL_2]
        assert sorted(len(step.offers) for step in found) == [1, 1]

    def test_an_unknown_length_stays_unknown(self):
        assert apprenticeships(months=None)[Stage.GCSE].months is None


class TestAgeOfTheWork:
    """Nobody is in the work below the age that it asks for."""

    ADULT_WORK = replace(ENTRY, min_age=18, direct_entry="open", usual_level=2)

    @pytest.mark.parametrize(("months", "begins_at"), [(36, 15), (24, 16), (12, 17), (8, 18), (None, 18)])
    def test_training_begins_late_enough(self, months, begins_at):
        assert apprenticeships(entry=self.ADULT_WORK, months=months)[Stage.GCSE].min_age == begins_at

    def test_a_standards_own_age_stays_when_it_is_higher(self):
        assert apprenticeships(entry=self.ADULT_WORK, min_age=21)[Stage.GCSE].min_age == 21

    def test_starting_in_the_job_and_internships_too(self):
        assert {step.min_age for step in steps(K.DIRECT_ENTRY, entry=self.ADULT_WORK)} == {18}
        assert {step.min_age for step in steps(K.SUPPORTED_INTERNSHIP, entry=self.ADULT_WORK)} == {17}

    def test_a_first_step_towards_it_can_be_taken_younger(self):
        assert apprenticeships(role="towards", entry=self.ADULT_WORK)[Stage.GCSE].min_age is None


class TestTLevels:
    OLD = TLevelRef(3, "Building", "Construction", date(2021, 9, 1), date(2024, 9, 1), "superseded", (22,))
    NEW = TLevelRef(22, "Building services", "Construction", date(2025, 9, 1), None, "open", ())

    def of(self, role="towards", versions=(OLD, NEW), offered_by=(3, 22)):
        return steps(
            *(K.T_LEVEL, link(LinkKind.OCCUPATION_TLEVEL, "9", role)),
            tlevels={version.number: version for version in versions},
            specialisms={9: SpecialismRef(9, "Electrotechnical", offered_by)},
        )

    def test_a_renewed_version_is_offered_once_in_its_present_form(self):
        assert {tuple(offer.code for offer in step.offers) for step in self.of()} == {("22",)}

    def test_the_old_specialism_leads_to_what_replaced_its_t_level(self):
        assert {offer.code for step in self.of(offered_by=(3,)) for offer in step.offers} == {"22"}

    def test_one_that_closed_without_successor_is_no_step(self):
        closed = replace(self.OLD, status="closed", replaced_by=())
        assert self.of(versions=(closed,), offered_by=(3,)) == []

    def test_a_specialism_that_is_not_in_the_list_is_no_step(self):
        assert steps(K.T_LEVEL, link(LinkKind.OCCUPATION_TLEVEL, "9", "towards")) == []

    def test_it_is_for_those_after_gcses_with_five(self):
        found = self.of()
        assert {step.start for step in found} == {Stage.GCSE, Stage.LEVEL_2}
        assert {(step.grades, step.months.usual, step.end) for step in found} == {(Grades.FIVE, 24, Stage.T_LEVEL)}
        assert {step.end for step in self.of("qualifies")} == {Stage.IN_WORK}

    def test_public_money_for_it_ends_with_a_start_at_18(self):
        assert {step.funded_to for step in self.of()} == {18}
