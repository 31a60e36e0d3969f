"""Stated preference beside reality: what is counted, at which level, and what stands beside it."""

from __future__ import annotations

from datetime import date

import pytest

from employers.models import RoleProfile, StatedSubject, SubjectStatement
from employers.queries.preferences import preferences, stated
from employers.queries.subjects import subjects_wanted, who_wants
from lmi.queries.context import facts
from tests.employers.published import LEEDS, MATHS, TODAY, employer, profile, several

pytestmark = pytest.mark.django_db
WEST_MIDLANDS = "E12000005"


def asked(**where):
    return stated(facts(), TODAY, **where)


def row(found, kind="gcse", subject="gcse:maths"):
    return next((one for one in found.rows if (one.kind, one.subject) == (kind, subject)), None)


def test_five_distinct_employers_are_a_number_with_its_source():
    several(5, (*MATHS, "essential"))
    maths = row(asked(soc2020="5223"))
    assert maths.title == "GCSE maths"
    assert maths.essential.value == 5
    assert str(maths.essential.unit) == "employers"
    assert maths.essential.release.source == "stated-preferences"
    assert (maths.useful.value, maths.useful.reason_words) == (None, "fewer than five employers")


def test_four_are_not_and_stand_among_the_few():
    several(4, (*MATHS, "essential"))
    several(2, ("gcse", "gcse:english", "useful"), prefix="other")
    found = asked(soc2020="5223")
    assert found.base.value is not None
    assert row(found) is None
    assert "GCSE maths" in found.few


def test_one_employer_with_many_profiles_counts_once():
    several(4, (*MATHS, "essential"))
    busy = employer("busy")
    for _ in range(6):
        profile(busy, "5223", (*MATHS, "essential"))
    assert row(asked(soc2020="5223")).essential.value == 5


def test_only_what_readers_see_is_counted():
    several(5, (*MATHS, "essential"))
    RoleProfile.objects.filter(organisation__slug="firm-0").update(confirmed_until=date(2026, 11, 21))
    assert asked(soc2020="5223").base.value is None


def test_suspended_employer_no_longer_counts():
    several(5, (*MATHS, "essential"))
    several(1, (*MATHS, "essential"), prefix="gone", state="suspended")
    assert row(asked(soc2020="5223")).essential.value == 5


def test_words_of_their_own_are_one_thing_whatever_the_capitals_and_stay_out_of_the_few():
    several(3, ("licence", "Driving licence", "useful"))
    several(2, ("licence", "driving  licence", "useful"), prefix="other")
    several(1, ("licence", "Secret club card", "useful"), prefix="third")
    found = asked(soc2020="5223")
    assert row(found, "licence", "driving licence").useful.value == 5
    assert not any("Secret" in title for title in found.few)


class TestWidening:
    def test_a_wider_area_answers_labelled(self):
        several(3, (*MATHS, "essential"))
        several(3, (*MATHS, "essential"), prefix="leeds", at=LEEDS)
        found = asked(soc2020="5223", area=WEST_MIDLANDS)
        assert found.is_widened
        assert row(found).essential.area.asked == "West Midlands"
        assert row(found).essential.value == 6

    def test_the_area_asked_for_answers_where_it_can(self):
        several(5, (*MATHS, "essential"))
        several(3, (*MATHS, "essential"), prefix="leeds", at=LEEDS)
        found = asked(soc2020="5223", area=WEST_MIDLANDS)
        assert not found.is_widened
        assert row(found).essential.value == 5

    def test_a_wider_group_answers_labelled(self):
        several(3, (*MATHS, "essential"), soc2020="5223")
        several(3, (*MATHS, "essential"), prefix="other", soc2020="5221")
        found = asked(soc2020="5223")
        assert found.soc2020 == "522"
        assert row(found).essential.level.asked

    def test_another_major_group_never_answers(self):
        several(6, (*MATHS, "essential"), soc2020="2121")
        found = asked(soc2020="5223")
        assert not found.has_numbers
        assert found.rows == ()

    def test_sector_stays(self):
        several(5, (*MATHS, "essential"))
        several(5, (*MATHS, "essential"), prefix="farm", sectors=("A01",))
        assert asked(soc2020="5223", sector="C").base.value == 5
        assert asked(soc2020="5223", sector="A01").base.value == 5
        assert asked(soc2020="5223").base.value == 10


class TestBeside:
    def test_people_by_qualification_at_the_level_they_are_published_at(self):
        mix = preferences(facts(), TODAY, soc2020="5223").mix
        assert len(mix) == 9
        assert all(part.people.level.level == "sub_major" and part.people.level.asked for part in mix)
        assert mix[0].people.release.source == "skills-imperative-2035"

    def test_routes_are_not_held_and_say_so(self):
        routes = preferences(facts(), TODAY, soc2020="5223").routes
        assert (routes.value, routes.reason) == (None, "not_held")

    def test_courses_of_linked_degrees_say_what_they_rest_on(self):
        families = preferences(facts(), TODAY, soc2020="2122").universities.families
        assert any(one.title.startswith("Mechanical") for one in families)
        assert all(one.address for one in families if one.is_seen)

    def test_a_providers_own_statement_stands_beside_them(self):
        wanted = preferences(facts(), TODAY, soc2020="2122").universities
        assert wanted.statements == ()
        university = employer("uni", kind="university")
        statement = SubjectStatement.objects.create(
            organisation=university, degree_subject="CAH10-01-02", address="https://example.org/", live=True
        )
        StatedSubject.objects.create(
            statement=statement, kind="a_level", subject="alevel:maths", grade="B", weight="essential"
        )
        found = preferences(facts(), TODAY, soc2020="2122").universities.statements
        assert [(one.provider, one.required) for one in found] == [("Uni Ltd", ("A level maths (B)",))]


class TestWhoWants:
    def test_stages_count_together_and_an_employer_once(self):
        several(4, (*MATHS, "useful"))
        both = employer("both")
        profile(both, "5223", (*MATHS, "useful"), ("a_level", "alevel:maths", "essential"))
        several(5, ("a_level", "alevel:maths", "essential"), prefix="more", soc2020="2121")
        found = who_wants(facts(), TODAY, "maths")
        assert found.wanted.counts.essential.value is not None
        assert {one.group.code for one in found.groups} == {"2", "5"}
        assert found.groups[0].counts.essential.value == 5

    def test_total_beside_groups_gives_no_small_group_away(self):
        several(6, (*MATHS, "essential"))
        several(2, (*MATHS, "essential"), prefix="other", soc2020="2121")
        total = who_wants(facts(), TODAY, "maths").wanted.counts.essential
        assert (total.value, total.quality) == (5, "lower_bound")
        assert subjects_wanted(facts(), TODAY)[0].counts.essential == total


def test_statements_of_sql_stay_the_same_as_employers_grow(django_assert_num_queries):
    several(2, (*MATHS, "essential"))
    preferences(facts(), TODAY, soc2020="5223")
    held = facts()
    with django_assert_num_queries(9) as few:
        preferences(held, TODAY, soc2020="5223")
    several(8, (*MATHS, "essential"), ("gcse", "gcse:english", "useful"), prefix="more")
    with django_assert_num_queries(len(few.captured_queries)):
        preferences(held, TODAY, soc2020="5223")
