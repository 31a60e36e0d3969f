"""Each rule by which the steps into an occupation are put together, on a small book of one occupation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.book import Book, CourseRef, EntryRef, LinkRef, OfferWindow, SpecialismRef, StandardRef, TLevelRef
from pathways.enums import LinkKind
from pathways.routing.build import months_of, steps_into
from pathways.routing.kinds import KINDS
from pathways.routing.kinds import StepKind as K
from pathways.routing.model import Grades, Months, Stage

JOB = "5241"
ENTRY = EntryRef(JOB, 3, "rare", "junior", "em", None, "", "", (), "Most people train.", "editorial")
STANDARD = StandardRef("ST0001", "Worker", 3, 36, 9000, "standard", "live", "Construction", False)
GROWN = {Stage.ADULT, Stage.RETURNER}
LEVEL_3 = {Stage.A_LEVELS, Stage.T_LEVEL, Stage.OTHER_LEVEL_3}


def link(kind, target, role, source=JOB, confidence="high"):
    return LinkRef(kind, source, target, role, "editorial", confidence)


def course(kind, role="qualifies", **values):
    return replace(CourseRef(JOB, kind, f"A {kind}", (), 3, 24, "full_time", role, "", "", ""), **values)


def book(*links, standards=(), courses=(), entry=ENTRY, **more):
    forward, backward = {}, {}
    for one in links:
        forward[one.kind, one.source] = (*forward.get((one.kind, one.source), ()), one)
        backward[one.kind, one.target] = (*backward.get((one.kind, one.target), ()), one)
    values = {
        "forward": forward,
        "backward": backward,
        "standards": {one.reference: one for one in standards},
        "entries": {JOB: entry} if entry else {},
        "courses": {JOB: tuple(courses)} if courses else {},
        "tlevels": {},
        "specialisms": {},
        "degree_subjects": {},
        "offers": {},
    }
    return Book(**values | more)


def steps(kind, *args, **kwargs):
    return [step for step in steps_into(book(*args, **kwargs), JOB) if step.kind == kind]


def starts(kind, *args, **kwargs):
    return {step.start for step in steps(kind, *args, **kwargs)}


def apprenticeships(made=K.APPRENTICESHIP_3, role="qualifies", entry=ENTRY, offers=None, **changes):
    standard = replace(STANDARD, **changes)
    linked = link(LinkKind.OCCUPATION_STANDARD, "ST0001", role)
    return {step.start: step for step in steps(made, linked, standards=[standard], entry=entry, offers=offers or {})}


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
            (2, K.APPRENTICESHIP_2, {Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2, *LEVEL_3, *GROWN}),
            (3, K.APPRENTICESHIP_3, {Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2, *LEVEL_3, *GROWN}),
            (4, K.APPRENTICESHIP_45, LEVEL_3),
            (5, K.APPRENTICESHIP_45, LEVEL_3),
            (6, K.APPRENTICESHIP_6, LEVEL_3),
            (7, K.APPRENTICESHIP_7, {Stage.DEGREE}),
        ],
    )
    def test_from_which_level_people_start(self, level, kind, lowest):
        found = apprenticeships(kind, level=level)
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
        assert {step.end for step in on_the_way.values()} == {Stage.OTHER_LEVEL_3}
        assert not {Stage.OTHER_LEVEL_3, Stage.DEGREE, Stage.LEVEL_4_5} & set(on_the_way)

    @pytest.mark.parametrize(
        ("level", "kind", "end"),
        [
            (2, K.APPRENTICESHIP_2, Stage.LEVEL_2),
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
        assert {(step.end, step.max_age, step.paid) for step in found.values()} == {(Stage.LEVEL_2, 21, True)}

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


class TestCourses:
    def test_what_comes_after_starting_is_no_way_in(self):
        assert steps(K.COLLEGE_3, courses=[course("college_3", "after")]) == []

    def test_a_course_that_qualifies_is_for_adults_too_one_on_the_way_for_the_young(self):
        assert starts(K.COLLEGE_2, courses=[course("college_2")]) >= GROWN | {Stage.GCSE}
        assert starts(K.COLLEGE_2, courses=[course("college_2", "towards")]) == {Stage.GCSE, Stage.LEVEL_1}

    def test_grades_that_colleges_ask(self):
        assert {step.grades for step in steps(K.COLLEGE_2, courses=[course("college_2")])} == {Grades.FEW}
        assert {step.grades for step in steps(K.COLLEGE_3, courses=[course("college_3")])} == {Grades.SOME}
        assert {step.grades for step in steps(K.COLLEGE_1, courses=[course("college_1")])} == {Grades.NONE}

    def test_a_level_1_course_on_the_way_is_for_those_who_need_it(self):
        assert {s.only_without for s in steps(K.COLLEGE_1, courses=[course("college_1", "towards")])} == {Grades.SOME}

    def test_own_level_3_courses_stand_in_for_the_general_one(self):
        assert steps(K.TECHNICAL_3)
        assert steps(K.TECHNICAL_3, courses=[course("college_3", "towards")]) == []
        assert steps(K.TECHNICAL_3, courses=[course("college_3", "qualifies")])

    def test_a_level_3_that_asks_for_level_2_first(self):
        both = [course("college_2", "towards"), course("college_3", "towards", asks="A Level 2 in the trade")]
        assert starts(K.COLLEGE_3, courses=both) == {Stage.LEVEL_2}
        either = [both[0], replace(both[1], asks="A Level 2 in the trade, or four GCSEs")]
        assert starts(K.COLLEGE_3, courses=either) == {Stage.GCSE, Stage.LEVEL_2}

    @pytest.mark.parametrize("kind", ["hnc_hnd", "htq", "foundation_degree"])
    def test_higher_courses_follow_level_3(self, kind):
        found = steps(kind, courses=[course(kind, "towards")])
        assert {step.start for step in found} == LEVEL_3 | {Stage.ACCESS, Stage.RETURNER}
        assert {step.end for step in found} == {Stage.LEVEL_4_5}

    @pytest.mark.parametrize("kind", ["conversion", "pg_training"])
    def test_graduate_training_follows_a_degree(self, kind):
        found = steps(kind, courses=[course(kind)])
        assert {(step.start, step.end) for step in found} == {
            *((Stage.DEGREE, Stage.IN_WORK), (Stage.CONVERTED, Stage.IN_WORK))
        }
        assert {(s.start, s.end) for s in steps(kind, courses=[course(kind, "towards")])} == {
            (Stage.DEGREE, Stage.CONVERTED)
        }

    def test_employers_training_starts_from_the_usual_level(self):
        training = [course("work_training", level=None)]
        anybody = starts(K.WORK_TRAINING, courses=training, entry=replace(ENTRY, usual_level=2))
        assert {Stage.GCSE, Stage.LEVEL_1} <= anybody
        trained = starts(K.WORK_TRAINING, courses=training, entry=replace(ENTRY, usual_level=3))
        assert trained & {Stage.GCSE, Stage.LEVEL_1, Stage.LEVEL_2} == set()
        assert trained >= LEVEL_3 | GROWN
        graduates = replace(ENTRY, usual_level=6, degree="required")
        assert starts(K.WORK_TRAINING, courses=training, entry=graduates) == {Stage.DEGREE}

    def test_training_for_experienced_people_is_for_adults(self):
        row = course("work_training", title="Experienced worker practical assessment")
        assert starts(K.WORK_TRAINING, courses=[row]) == GROWN

    def test_training_that_only_leads_towards_is_not_started(self):
        assert steps(K.WORK_TRAINING, courses=[course("work_training", "towards")]) == []

    def test_a_licence_waits_for_the_age_of_the_work(self):
        row = course("licence", level=None, months=None)
        assert {step.min_age for step in steps(K.LICENCE, courses=[row], entry=replace(ENTRY, min_age=18))} == {18}

    def test_qualifications_are_named_by_number_and_title(self):
        (step, *_) = steps(
            K.COLLEGE_2, courses=[course("college_2", qans=("60012345",))], qualifications={"60012345": "A diploma"}
        )
        assert [(o.kind, o.code, o.title) for o in step.offers] == [
            *(("course", "", "A college_2"), ("qualification", "60012345", "A diploma"))
        ]

    def test_pay_and_university_follow_from_the_kind(self):
        assert {step.paid for step in steps(K.WORK_TRAINING, courses=[course("work_training")])} == {True}
        assert {step.is_university for step in steps(K.HTQ, courses=[course("htq")])} == {False}
        assert {s.is_university for s in steps(K.FOUNDATION_DEGREE, courses=[course("foundation_degree")])} == {True}


class TestDegrees:
    SUBJECT = link(LinkKind.OCCUPATION_DEGREE, "CAH10-01-07", "usual")
    GRADUATES = replace(ENTRY, degree="usual", direct_entry="closed", usual_level=6)

    def test_a_linked_subject_makes_a_degree_of_its_own(self):
        found = steps(K.DEGREE, self.SUBJECT, entry=self.GRADUATES)
        assert {step.start for step in found} == LEVEL_3 | {Stage.ACCESS, Stage.RETURNER}
        assert {step.months.usual for step in found} == {36}
        assert [offer.code for offer in found[0].offers] == ["", "CAH10-01-07"]

    def test_none_where_a_degree_is_rare_and_no_course_is_named(self):
        assert steps(K.DEGREE, self.SUBJECT, entry=replace(self.GRADUATES, degree="rare")) == []
        assert steps(K.DEGREE, entry=self.GRADUATES) == []

    def test_one_on_the_way_is_followed_by_a_start_as_a_graduate(self):
        rows = [course("degree", "towards", level=6, months=36)]
        assert {s.end for s in steps(K.DEGREE, courses=rows, entry=self.GRADUATES)} == {Stage.DEGREE}
        assert steps(K.GRADUATE_ENTRY, courses=rows, entry=self.GRADUATES)

    def test_no_start_as_a_graduate_where_training_or_experience_must_follow(self):
        rows = [course("degree", "towards", level=6, months=36)]
        trained = [*rows, course("pg_training", level=7)]
        assert steps(K.GRADUATE_ENTRY, courses=trained, entry=self.GRADUATES) == []
        experienced = replace(self.GRADUATES, direct_entry="experience")
        assert steps(K.GRADUATE_ENTRY, courses=rows, entry=experienced) == []

    def test_an_ordinary_degree_can_be_topped_up_to_a_long_one_cannot(self):
        assert steps(K.TOP_UP, courses=[course("degree", level=6, months=36)])
        assert steps(K.TOP_UP, courses=[course("degree", level=7, months=60)]) == []

    def test_degrees_for_graduates_start_from_a_degree(self):
        rows = [course("degree", title="Graduate entry medicine", level=7, months=48)]
        assert starts(K.DEGREE, courses=rows) == {Stage.DEGREE}
        rows = [course("degree", asks="A first degree in science", level=7, months=48)]
        assert starts(K.DEGREE, courses=rows) == {Stage.DEGREE}

    def test_the_subject_itself_stands_before_any_subject(self):
        rows = [
            course("degree", title="Degree in any subject", months=36),
            course("degree", title="Law degree", months=36),
        ]
        assert {step.title for step in steps(K.DEGREE, courses=rows)} == {"Law degree"}

    def test_a_levels_that_a_rule_asks_for_are_asked_of_the_degree(self):
        asked = [
            link(LinkKind.OCCUPATION_SUBJECT, "alevel:maths", "required"),
            link(LinkKind.OCCUPATION_SUBJECT, "gcse:english", "required"),
            link(LinkKind.OCCUPATION_SUBJECT, "alevel:physics", "useful"),
        ]
        found = steps(K.DEGREE, self.SUBJECT, *asked, entry=self.GRADUATES)
        assert {step.subjects for step in found} == {(frozenset({"alevel:maths"}),)}


class TestWork:
    def test_open_work_can_be_started_at_once_by_anybody(self):
        found = steps(K.DIRECT_ENTRY, entry=replace(ENTRY, direct_entry="open"))
        assert {Stage.GCSE, Stage.LEVEL_2, Stage.A_LEVELS, Stage.DEGREE, *GROWN} <= {step.start for step in found}
        assert {step.months.usual for step in found} == {0}

    @pytest.mark.parametrize(("entry", "kind"), [("junior", K.JUNIOR_ENTRY), ("experience", K.EXPERIENCE_ENTRY)])
    def test_working_up_takes_nobody_knows_how_long_and_names_where_from(self, entry, kind):
        move = link(LinkKind.OCCUPATION_PROGRESSION, JOB, "next", source="9129")
        found = steps(kind, move, entry=replace(ENTRY, direct_entry=entry))
        assert {step.months for step in found} == {None}
        assert [offer.code for offer in found[0].offers] == ["9129"]

    def test_closed_work_and_unknown_work_cannot_be_started(self):
        for entry in (replace(ENTRY, direct_entry="closed"), None):
            made = steps_into(book(entry=entry), JOB)
            assert not {K.DIRECT_ENTRY, K.JUNIOR_ENTRY, K.EXPERIENCE_ENTRY} & {step.kind for step in made}

    def test_supported_internships_lead_to_open_work_that_asks_little(self):
        work = replace(ENTRY, direct_entry="open", usual_level=2)
        assert starts(K.SUPPORTED_INTERNSHIP, entry=work) == {Stage.GCSE, Stage.LEVEL_1}
        assert steps(K.SUPPORTED_INTERNSHIP, entry=replace(work, usual_level=3)) == []
        assert steps(K.SUPPORTED_INTERNSHIP, entry=ENTRY) == []


class TestGeneral:
    def test_school_then_catching_up_then_level_3(self):
        made = {(step.kind, step.start): step for step in steps_into(book(), JOB)}
        assert made[K.SCHOOL, Stage.YEAR_9].months.usual == 24
        assert made[K.SCHOOL, Stage.YEAR_10].months.usual == 12
        assert made[K.CATCH_UP, Stage.GCSE].gives == Grades.FIVE
        assert made[K.CATCH_UP, Stage.GCSE].grades == Grades.FEW
        assert made[K.LEVEL_1, Stage.GCSE].only_without == Grades.FEW
        assert made[K.A_LEVELS, Stage.GCSE].grades == Grades.FIVE
        assert made[K.TECHNICAL_3, Stage.GCSE].grades == Grades.SOME
        assert made[K.ACCESS_HE, Stage.ADULT].min_age == 19

    def test_v_levels_are_among_the_technical_courses_from_their_first_start(self):
        window = OfferWindow("v-level-2027", "V Level", date(2027, 9, 1), None, "to_confirm", "")
        (step, *_) = steps(K.TECHNICAL_3, offers={window.offer: window})
        assert [(offer.code, offer.opens) for offer in step.offers] == [("", None), ("v-level-2027", date(2027, 9, 1))]

    def test_each_start_and_key_is_there_once_and_every_kind_has_words(self):
        rows = [course(kind) for kind in ("college_2", "college_3", "hnc_hnd", "degree", "work_training", "licence")]
        made = steps_into(
            book(link(LinkKind.OCCUPATION_STANDARD, "ST0001", "qualifies"), standards=[STANDARD], courses=rows), JOB
        )
        assert len({(step.start, step.key) for step in made}) == len(made)
        assert {step.kind for step in made} <= set(KINDS)
        assert all(step.start and step.end and step.title for step in made)

    def test_lengths(self):
        assert months_of([None, 24, 12, 36]) == Months(12, 24, 36)
        assert months_of([None]) is None
        assert months_of([]) is None
