"""Pages that name employers: the list, an employer, a role profile, who wants maths, preference tables."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from employers.models import Opportunity
from tests.employers.published import LEEDS, MATHS, employer, profile, several
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
ENGLISH = ("gcse", "gcse:english")


@pytest.fixture
def gears():
    """An invented employer with one profile."""
    made = employer("gears", name="Zephyr Gears (demo)")
    profile(
        made,
        "5223",
        ("none", "Gear grinding", "we_train"),
        (*ENGLISH, "useful"),
        (*MATHS, "essential"),
        title="Gear cutter",
        slug="gear-cutter",
        what_you_do="<script>alert(1)</script> You cut gears.",
        is_technical=True,
        visibility="Your name is on the drawing.",
    )
    return made


class TestList:
    def test_every_published_employer_with_what_tells_them_apart(self, gears):
        profile(employer("farm", name="Ash Farm", at=LEEDS, sectors=("A01",), is_demo=False, identifier_kind="company",
                         identifier="01234567"))  # fmt: skip
        page = get("/students/employers/")
        assert page.words.index("Ash Farm") < page.words.index("Zephyr Gears")
        assert "Manufacturing" in page.words
        assert "Takes apprentices" in page.words
        assert "Nobody can pay to stand higher" in page.words

    def test_a_place_that_nobody_knows_is_said_beside_its_field(self, gears):
        page = get("/students/employers/", area="Nowhereville")
        assert page.status == 200
        assert "no place called “Nowhereville”" in page.words
        assert "Zephyr Gears" in page.words

    def test_nothing_found_says_what_to_do(self, gears):
        assert "No employer fits all of these" in get("/students/employers/", area="Scotland").words

    def test_statements_of_sql(self, gears, django_assert_max_num_queries):
        several(12, (*MATHS, "useful"))
        get("/students/employers/")
        with django_assert_max_num_queries(9):
            get("/students/employers/")


class TestEmployer:
    def test_in_its_own_words_with_its_roles_and_offers(self, gears):
        offer = {
            "kind": "insight_day",
            "title": "Look inside",
            "slug": "look",
            "apply_words": "Write to us.",
            "live": True,
        }
        Opportunity.objects.create(organisation=gears, closes_on=timezone.localdate(), **offer)
        page = get("/students/employers/gears/")
        assert "We make things." in page.words
        assert "/students/employers/gears/gear-cutter/" in page.links
        assert "Look inside" in page.words
        assert "/students/opportunities/gears/look/" in page.links
        assert "/educators/employers/gears/encounter/" in page.links

    def test_never_kept_without_asking_again(self, gears):
        assert "no-cache" in get("/students/employers/gears/").response["Cache-Control"]

    def test_suspended_is_gone_on_the_next_request(self, gears):
        assert get("/students/employers/gears/").status == 200
        type(gears).objects.update(state="suspended")
        for path in ("/students/employers/gears/", "/students/employers/gears/gear-cutter/"):
            page = get(path)
            assert page.status == 404
            assert "Zephyr" not in page.html


class TestRoleProfile:
    def test_what_somebody_scans_for(self, gears):
        words = get("/students/employers/gears/gear-cutter/").words
        assert "£30,000 to £37,000 a year" in words
        assert "Typical pay for this kind of work" in words
        assert "37 hours a week" in words
        assert "Birmingham" in words
        assert "Last confirmed by the employer: 22 November 2026" in words

    def test_essential_comes_before_useful_before_what_is_trained(self, gears):
        asks = get("/students/employers/gears/gear-cutter/").section_words("asks")
        assert asks.index("GCSE maths") < asks.index("GCSE English") < asks.index("Gear grinding")

    def test_ways_in_lead_to_our_pages(self, gears):
        links = get("/students/employers/gears/gear-cutter/").links
        assert {"/standards/ST0152/", "/students/careers/5223/routes/", "/students/careers/5223/"} <= set(links)

    def test_demo_is_marked_before_anything_else(self, gears):
        words = get("/students/employers/gears/gear-cutter/").words
        assert words.index("Invented example for the demo: not a real employer") < words.index("Pay here")

    def test_html_of_an_employer_is_text(self, gears):
        html = get("/students/employers/gears/gear-cutter/").html
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html

    def test_technician_facts_only_for_technical_roles(self, gears):
        assert "Your name is on the drawing" in get("/students/employers/gears/gear-cutter/").words
        gears.roleprofiles.update(is_technical=False)
        assert "Your name is on the drawing" not in get("/students/employers/gears/gear-cutter/").words


class TestOccupationPage:
    def test_names_the_employers_who_told_us(self, gears):
        page = get("/students/careers/5223/")
        assert "Gear cutter" in page.section_words("employers")
        assert "no-cache" in page.response["Cache-Control"]

    def test_says_so_where_none_did(self):
        assert "No employer has told us" in get("/students/careers/5223/").section_words("employers")

    def test_statements_of_sql(self, django_assert_max_num_queries):
        several(9, (*MATHS, "useful"))
        get("/students/careers/5223/")
        with django_assert_max_num_queries(16):
            get("/students/careers/5223/")


class TestWhoWants:
    def test_numbers_from_five_up_and_words_below(self):
        several(6, (*MATHS, "essential"), (*ENGLISH, "useful"))
        several(4, ("gcse", "gcse:physics", "useful"), prefix="four")
        words = get("/students/employers/subjects/").words
        assert "Maths 6 fewer than five employers" in words
        assert "Physics" in words.partition("Named by fewer than five employers")[2]

    def test_one_subject_by_kind_of_work_with_its_roles(self):
        several(5, (*MATHS, "essential"))
        page = get("/students/employers/subjects/maths/")
        assert page.status == 200
        assert "Who wants maths?" in page.words
        assert "/students/employers/firm-0/role-1/" in page.links
        assert "/subjects/school/gcse/maths/" in page.links

    def test_unknown_subject(self):
        assert get("/students/employers/subjects/alchemy/").status == 404


class TestPreferenceTables:
    ADVISER = "/educators/preferences/?soc2020=52&area=West%20Midlands"

    def test_a_place_asked_for_by_its_code_stands_in_the_field_by_name(self, gears):
        html = get("/educators/preferences/?area=E12000005").html
        assert 'value="West Midlands"' in html
        assert 'value="E12000005"' not in html

    def test_an_adviser_asks_for_engineering_in_the_west_midlands(self):
        several(6, (*MATHS, "essential"))
        page = get(self.ADVISER)
        assert "the West Midlands" in page.section_words("stated")
        assert "GCSE maths GCSE 6" in page.section_words("stated")
        assert "Level 3" in page.section_words("people")

    def test_a_wider_answer_owns_up(self):
        several(3, (*MATHS, "essential"))
        several(3, (*MATHS, "essential"), prefix="leeds", at=LEEDS)
        assert "These numbers are of" in get(self.ADVISER).section_words("stated")

    def test_files_carry_sources_and_reasons_and_no_formula(self):
        several(5, ("other", "=HYPERLINK(1)", "essential"))
        answer = get(f"{self.ADVISER}&format=csv").response
        text = answer.content.decode()
        assert "attachment" in answer["Content-Disposition"]
        assert "'=HYPERLINK(1)" in text.lower() or "'=hyperlink(1)" in text.lower()
        assert "What employers state on Waymark" in text
        assert "fewer than five employers" in text

    def test_json_file_has_null_with_a_reason(self):
        several(5, (*MATHS, "essential"))
        (row,) = json.loads(get(f"{self.ADVISER}&format=json").response.content)["rows"]
        assert row["essential"]["value"] == 5
        assert (row["useful"]["value"], row["useful"]["reason"]) == (None, "few_employers")

    @pytest.mark.parametrize("query", ["soc2020=0", "soc2020=xyz", "sector=Ω", "area=Nowhereville", "format=pdf"])
    def test_what_cannot_be_used_is_said(self, query):
        page = get(f"/educators/preferences/?{query}")
        assert page.status == 200
        assert "There is a problem" in page.words

    def test_employers_read_the_same_counts(self):
        several(5, (*MATHS, "essential"))
        assert "GCSE maths GCSE 5" in get("/employers/preferences/?soc2020=5223").words

    def test_why_and_how(self):
        assert get("/employers/why/").status == 200
