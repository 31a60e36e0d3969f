"""The students' pages of routes: who asks, what is open, what is closed and why, money, comparison, moves."""

from __future__ import annotations

import re

import pytest
import time_machine

from evidence.models import Release
from pathways.models import LinkOverride
from tests.portal.pages import Page, get

pytestmark = pytest.mark.django_db
ROUTES = "/students/careers/5241/routes/"
TODAY = "2026-11-22"


@pytest.fixture(autouse=True)
def _fixed_today():
    with time_machine.travel(f"{TODAY}T12:00:00Z", tick=False):
        yield


def kinds(page: Page) -> list[str]:
    return re.findall(r'id="kind-[a-z_]+-title">([^<]+)<', page.html)


class TestOpenRoutes:
    def test_vocational_and_academic_stand_side_by_side_in_the_order_of_the_alphabet(self):
        page = get("/students/careers/2134/routes/")
        assert kinds(page) == sorted(kinds(page))
        assert {"Apprenticeship", "Degree", "Degree apprenticeship", "T Level"} <= set(kinds(page))
        assert "In the order of the alphabet by kind, then the quickest first." in page.words

    def test_each_step_names_its_standard_with_a_link_and_its_length(self):
        page = get(ROUTES)
        assert "/standards/ST0152/" in page.links
        assert "Installation and maintenance electrician ST0152 4 years 6 months" in page.words

    def test_a_step_says_what_it_asks_where_it_is_and_what_comes_out(self):
        words = get(ROUTES).section_words("kind-apprenticeship")
        for part in ("Asks for:", "Where", "Time at work", "Learnt at work", "Learnt in class", "You come out with"):
            assert part in words
        assert "about 75 to 85 per cent of the time" in words

    def test_a_licence_makes_a_school_leaver_wait(self):
        words = get("/students/careers/8211/routes/").words
        assert "Youngest age 18" in words
        assert "You must be 18 to start: 2 years to fill first, in education or training." in words

    def test_under_18_a_job_needs_training_beside_it(self):
        assert "part-time training beside a job of 20 hours a week" in get("/students/careers/9263/routes/").words
        adult = get("/students/careers/9263/routes/", **{"from": "adult"}).words
        assert "part-time training beside a job" not in adult

    def test_what_closes_before_a_year_9_gets_there_is_not_shown(self):
        # Healthcare Science (9) takes nobody after September 2025, so no student now in Year 9 can start on it.
        links = get("/students/careers/3213/routes/", **{"from": "year9"}).links
        assert "/tlevels/8/" in links
        assert "/tlevels/9/" not in links

    def test_what_opens_later_is_shown_with_its_year(self):
        words = get(ROUTES, **{"from": "gcse"}).section_words("to-come")
        assert "September 2027 V Levels: digital, education and early years, finance and accounting" in words
        assert 'id="to-come"' not in get(ROUTES, **{"from": "degree"}).html

    @time_machine.travel("2031-01-10T12:00:00Z", tick=False)
    def test_what_has_opened_is_no_longer_to_come(self):
        assert "V Levels" not in get(ROUTES, **{"from": "gcse"}).words

    def test_a_length_nobody_gives_is_a_gap_and_not_nought(self):
        words = get("/students/careers/3554/routes/").section_words("ways")
        assert "length not known" in words or "no set time" in words
        assert "0 months" not in words


class TestWhoAsks:
    def test_few_grades_get_a_step_to_catch_up_and_the_reason(self):
        words = get("/students/careers/2121/routes/", **{"from": "gcse", "grades": "few"}).words
        assert "Level 2 year with English and maths" in words
        assert "needs five GCSEs at grade 4 or above, with English and maths" in words

    def test_no_university_closes_degrees_and_says_so(self):
        page = get("/students/careers/2121/routes/", no_university="1")
        assert "Degree" not in kinds(page)
        assert "goes by way of a university" in page.section_words("closed")

    def test_earning_closes_unpaid_learning_and_says_so(self):
        page = get(ROUTES, earn="1")
        assert "College course" not in kinds(page)
        assert "is not paid while you learn" in page.section_words("closed")

    def test_level_7_is_paid_for_those_under_22_only(self):
        young = get("/students/careers/2412/routes/", **{"from": "alevels"})
        assert "Degree apprenticeship" in kinds(young)
        grown = get("/students/careers/2412/routes/", **{"from": "adult", "age": "30"})
        assert "Solicitor" not in grown.section_words("ways")
        assert "Level 7 apprenticeship: Solicitor" in grown.section_words("closed")
        assert "only for those aged 16 to 21 at the start" in grown.section_words("closed")
        assert "An employer may pay for it in full instead" in grown.section_words("closed")

    def test_answers_stay_in_the_form_and_in_the_links(self):
        page = get(ROUTES, **{"from": "year10", "grades": "few", "earn": "1", "area": "Leeds"})
        assert '<option value="year10" selected>' in page.html
        assert '<option value="few" selected>' in page.html
        assert re.search(r'name="earn"[^>]* checked', page.html)
        assert 'value="Leeds"' in page.html


class TestMistakes:
    @pytest.mark.parametrize(
        ("parameter", "value", "said"),
        [
            ("from", "year99", "We do not know the answer “year99”."),
            ("grades", "A*", "We do not know the answer “A*”."),
            ("subject", "alevel:alchemy", "There is no school subject “alevel:alchemy” here."),
            ("area", "ZZ99", "ZZ99"),
            ("hours", "900", "cannot be used"),
        ],
    )
    def test_a_wrong_answer_is_said_and_the_rest_stays(self, parameter, value, said):
        page = get(ROUTES, **{"from": "year10", parameter: value})
        assert page.status == 200
        assert said in page.words
        assert "Apprenticeship" in kinds(page)

    def test_an_age_that_cannot_be(self):
        page = get(ROUTES, **{"from": "adult", "age": "7"})
        assert "Give an age from 16 to 75." in page.words

    def test_unknown_occupation(self):
        page = get("/students/careers/9999/routes/")
        assert page.status == 404
        assert "9999" in page.words

    def test_a_wider_group_leads_to_its_list(self):
        response = get("/students/careers/52/routes/").response
        assert (response.status_code, response["Location"]) == (301, "/students/careers/groups/52/")

    def test_an_unknown_edition_is_said(self):
        assert "There is no edition called “nothing”" in get(ROUTES, release="nothing").words


class TestMoney:
    def test_every_way_on_one_scale_with_the_sentence_about_later_pay(self):
        words = get(ROUTES).section_words("money")
        assert "Money until you are 30, on one scale" in words
        assert "The same later pay is assumed after every way" in words
        assert re.search(r"£\d{3},000 to £\d{3},000 or more", words)

    def test_rules_and_what_is_left_out_are_named(self):
        words = get(ROUTES).section_words("money")
        assert "National Minimum Wage and National Living Wage rates" in words
        assert "Tax, National Insurance and pension payments are not taken off" in words

    def test_the_family_note_is_for_those_still_at_school(self):
        assert "can end Child Benefit" in get(ROUTES).section_words("money")
        assert "can end Child Benefit" not in get(ROUTES, **{"from": "adult"}).section_words("money")

    def test_changed_assumptions_change_the_sums(self):
        usual, fewer = (get(ROUTES, **extra).section_words("money") for extra in ({}, {"hours": "30"}))
        assert usual != fewer

    def test_a_way_without_length_has_no_sum_and_says_why(self):
        assert "No sum for these" in get(ROUTES).section_words("money")


class TestEditors:
    def test_a_dropped_link_disappears_and_an_added_one_appears(self):
        assert "ST1017" in get(ROUTES).words
        LinkOverride.objects.create(
            kind="occupation_standard", source="5241", target="ST1017", decision="drop", reason="a test"
        )
        LinkOverride.objects.create(
            kind="occupation_standard", source="5241", target="ST0257", decision="add", role="qualifies", reason="test"
        )
        words = get(ROUTES).words
        assert "ST1017" not in words
        assert "ST0257" in words


class TestAround:
    def test_register_and_further_steps(self):
        words = get(ROUTES).section_words("beyond")
        assert "Engineering Technician (EngTech), Engineering Council" in words

    def test_moves_both_ways(self):
        page = get("/students/careers/5241/moves/")
        assert "Elementary construction occupations n.e.c." in page.words
        assert "Electrical and electronics technicians" in page.words
        assert "not counts of people" in page.words

    def test_every_source_is_named(self):
        words = get(ROUTES).section_words("sources")
        keys = Release.objects.filter(source_id__in=["apprenticeship-standards", "waymark-links", "money-rules"])
        assert keys.count() == 3
        for title in ("Register of apprenticeships", "Links between occupations", "Annual Survey of Hours"):
            assert title in words

    def test_the_page_of_facts_leads_here(self):
        page = get("/students/careers/5241/")
        assert ROUTES in page.links
        assert "Apprenticeship 4 years 6 months" in page.section_words("ways-in")


class TestCompare:
    def test_two_of_different_kinds_when_none_is_named(self):
        page = get("/students/careers/2134/routes/compare/")
        chosen = re.findall(r'<h2 id="half-\d">([^<]+)</h2>', page.html)
        assert len(chosen) == 2
        assert chosen[0].split(",")[0] != chosen[1].split(",")[0]

    def test_the_two_that_are_named(self):
        ids = re.findall(r'<option value="([0-9a-f]{8})"', get(ROUTES).html)
        page = get("/students/careers/5241/routes/compare/", a=ids[1], b=ids[0])
        assert re.findall(r'<option value="([0-9a-f]{8})" selected', page.html) == [ids[1], ids[0]]
        assert "Money until 30" in page.words

    def test_pay_is_of_the_place_that_was_asked_for(self):
        here = get("/students/careers/5241/routes/compare/", area="Leeds")
        nowhere = get("/students/careers/5241/routes/compare/")
        assert re.findall(r"£[\d,]+ to £[\d,]+", here.words) != re.findall(r"£[\d,]+ to £[\d,]+", nowhere.words)

    def test_an_unknown_place_is_said(self):
        assert "ZZ99" in get("/students/careers/5241/routes/compare/", area="ZZ99").words

    def test_what_was_changed_about_the_money_goes_along(self):
        page = get(ROUTES, hours="30", living_cost="9000")
        assert page.html.count('<input type="hidden" name="hours" value="30">') == 2
        both = get("/students/careers/5241/routes/compare/", hours="30", living_cost="9000")
        assert any("hours=30&living_cost=9000" in link and "/routes/?" in link for link in both.links)
        assert "hours=30&amp;living_cost=9000&amp;release=" in both.html
        assert "hours=30&amp;living_cost=9000&amp;release=" in page.html

    def test_a_name_that_is_not_among_them_is_said(self):
        page = get("/students/careers/5241/routes/compare/", a="ffffffff")
        assert "One of the two ways is not among those" in page.words
        assert page.html.count('class="route-half"') == 2


class TestGuide:
    def test_first_question(self):
        page = get("/students/routes/")
        assert "Where are you now?" in page.words
        assert "/students/routes/?from=year10" in page.links

    def test_grades_are_asked_of_those_who_are_about_to_have_them(self):
        assert "Which GCSEs do you have, or expect?" in get("/students/routes/", **{"from": "gcse"}).words
        assert "What might you like to do?" in get("/students/routes/", **{"from": "degree"}).words

    def test_search_keeps_the_answers(self):
        page = get("/students/routes/", **{"from": "year10", "grades": "few", "q": "sparky"})
        assert "/students/careers/5241/routes/?from=year10&grades=few" in page.links

    def test_subjects_lead_to_occupations_that_need_them(self):
        page = get("/students/routes/", **{"from": "year10", "grades": "skip", "like": ["gcse:physics", "gcse:maths"]})
        assert any("/students/careers/2121/routes/" in link for link in page.links)

    def test_nothing_found_says_what_to_do(self):
        page = get("/students/routes/", **{"from": "year10", "grades": "skip", "q": "zzqqxx"})
        assert "Try another word for the job" in page.words

    def test_a_chosen_career_leads_to_its_ways_in(self):
        response = get("/students/routes/", **{"from": "year10", "career": "5241"}).response
        assert (response.status_code, response["Location"]) == (302, f"{ROUTES}?from=year10")

    def test_a_wrong_stage_is_said_and_asked_again(self):
        page = get("/students/routes/", **{"from": "nowhere"})
        assert "We do not know the answer “nowhere”." in page.words
        assert "year9" not in page.words
        assert "Where are you now?" in page.words


class TestStatements:
    @pytest.mark.parametrize(
        ("path", "most"),
        [
            (ROUTES, 8),
            (f"{ROUTES}?area=LS1", 12),
            ("/students/careers/5241/routes/compare/", 8),
            ("/students/careers/5241/moves/", 5),
            ("/students/routes/", 4),
            ("/students/routes/?from=year10&grades=skip&like=gcse:physics", 5),
        ],
    )
    def test_few_and_as_many_for_every_occupation(self, path, most, django_assert_max_num_queries):
        get(path)  # registers and the book are read once
        with django_assert_max_num_queries(most):
            get(path)


class TestFirstSteps:
    def test_standards_towards_the_work_that_stand_on_no_route_are_named(self):
        page = get("/students/careers/3113/routes/")
        assert "/standards/FA0006/" in page.links

    def test_none_of_them_stands_on_a_route_too(self):
        page = get("/students/careers/3113/routes/")
        steps = re.findall(r"/standards/([SF][TA]\d{4})/", page.section("first-steps"))
        others = page.html.replace(page.section("first-steps"), "")
        assert steps
        assert [reference for reference in steps if f"/standards/{reference}/" in others] == []


def test_a_short_course_for_staff_is_no_way_in_even_when_somebody_links_it():
    LinkOverride.objects.create(
        kind="occupation_standard", source="5241", target="AU0005", decision="add", role="qualifies", reason="a slip"
    )
    for path in (ROUTES, "/students/careers/5241/"):
        assert "/standards/AU0005/" not in get(path).links, path
