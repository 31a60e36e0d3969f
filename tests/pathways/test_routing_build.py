"""The rules by which courses, degrees, work and general steps become steps into an occupation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.book import OfferWindow
from pathways.enums import LinkKind
from pathways.routing.build import months_of, steps_into
from pathways.routing.kinds import KINDS
from pathways.routing.kinds import StepKind as K
from pathways.routing.model import Grades, Months, Stage
from tests.pathways.small_book import ENTRY, GROWN, JOB, LEVEL_3, STANDARD, book, course, link, starts, steps


class TestCourses:
    def test_what_comes_after_starting_is_no_way_in(self):
        assert steps(K.COLLEGE_3, courses=[course("college_3", "after")]) == []

    def test_a_course_is_for_the_young_and_for_adults_for_returners_when_it_qualifies(self):
        assert starts(K.COLLEGE_2, courses=[course("college_2")]) >= GROWN | {Stage.GCSE}
        on_the_way = starts(K.COLLEGE_2, courses=[course("college_2", "towards")])
        assert on_the_way == {Stage.GCSE, Stage.LEVEL_1, Stage.ADULT}

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
        for words in ("The Level 2 diploma", "Level 2 British Sign Language"):
            assert starts(K.COLLEGE_3, courses=[both[0], replace(both[1], asks=words)]) == {Stage.LEVEL_2}
        either = [both[0], replace(both[1], asks="A Level 2 in the trade, or four GCSEs")]
        assert starts(K.COLLEGE_3, courses=either) == {Stage.GCSE, Stage.LEVEL_2, Stage.ADULT}

    @pytest.mark.parametrize("kind", ["hnc_hnd", "htq", "foundation_degree"])
    def test_higher_courses_follow_level_3(self, kind):
        found = steps(kind, courses=[course(kind, "towards")])
        assert {step.start for step in found} == LEVEL_3 | {Stage.ADVANCED_APPRENTICE, Stage.ACCESS, Stage.RETURNER}
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
        assert {step.start for step in found} == LEVEL_3 | {Stage.ADVANCED_APPRENTICE, Stage.ACCESS, Stage.RETURNER}
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
