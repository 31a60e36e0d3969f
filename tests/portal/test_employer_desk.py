"""The employers' desk: who may open it, a profile told in steps, nothing typed lost, and what follows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from employers.actions.hand_in import reason_given
from employers.actions.moderation import return_item, submit_item
from employers.actions.profiles import save_role_profile
from employers.enums import Stage
from employers.forms.steps import STEPS
from employers.models import RoleProfile, Site
from tests.employers.builders import WORDS, draft, employer, member, published
from tests.portal.desk_of_employers import address, of_profile, saved, signed_in, version

pytestmark = pytest.mark.django_db
ADVERT = """Electronics Test Technician

Salary: £26,000 to £31,000 per annum
Hours: 37 hours per week

Duties
- Test circuit boards before they leave the workshop
- Find faults and put them right

Essential
- GCSE maths at grade 4
"""


class TestWhoMayOpenIt:
    def test_one_organisation_leads_straight_to_its_desk(self, desk, works):
        assert desk.get("/employers/desk/").url == address(works)

    def test_strangers_sign_in_first(self, works):
        assert "/account/sign-in/" in Client().get(address(works)).url

    def test_hidden_and_absent_answer_alike(self, works, writer):
        profile = draft(works, writer)
        other = signed_in(member(employer("Other")))
        for end in ("", "profiles/new/", "sites/", "upload/", f"profiles/{profile.pk}/", f"profiles/{profile.pk}/pay/"):
            assert other.get(address(works, end)).status_code == 404
        assert other.get("/employers/desk/nobody-has-this/").status_code == 404

    def test_a_profile_of_another_organisation_is_not_at_mine(self, desk, works):
        other = employer("Other")
        theirs = draft(other, member(other))
        assert desk.get(address(works, f"profiles/{theirs.pk}/")).status_code == 404

    def test_members_write_profiles_and_owners_the_entry(self, works):
        colleague = signed_in(member(works, "employer_member"))
        assert colleague.get(address(works)).status_code == 200
        assert colleague.get(address(works, "entry/")).status_code in (403, 404)

    def test_nothing_is_kept_by_a_cache(self, desk, works):
        assert desk.get(address(works))["Cache-Control"] == "private, no-store"


class TestStart:
    def test_an_advert_fills_the_form_and_says_so(self, desk, works):
        answer = desk.post(address(works, "profiles/new/"), {"do": "advert", "advert": ADVERT})
        profile = RoleProfile.objects.get()
        assert answer.url == of_profile(profile, "role/")
        filled = saved(profile)
        assert (filled.title, filled.pay_low, filled.hours_per_week) == ("Electronics Test Technician", 26000, 37)
        assert [(row.kind, row.subject) for row in filled.preferred.all()] == [("gcse", "gcse:maths")]
        page = desk.get(of_profile(profile, "pay/")).content.decode()
        assert "Found in your advert" in page
        assert "£26,000 to £31,000 per annum" in page

    def test_what_was_checked_is_no_longer_marked(self, desk, works):
        desk.post(address(works, "profiles/new/"), {"do": "advert", "advert": ADVERT})
        profile = RoleProfile.objects.get()
        given = {"version": version(profile), "pay_low": "26000", "pay_period": "year", "do": "save"}
        desk.post(of_profile(profile, "pay/"), given)
        assert "Found in your advert" not in desk.get(of_profile(profile, "pay/")).content.decode()

    def test_a_title_is_enough(self, desk, works):
        desk.post(address(works, "profiles/new/"), {"do": "empty", "title": "Baker"})
        assert RoleProfile.objects.get().title == "Baker"

    @pytest.mark.parametrize("given", [{"do": "advert", "advert": " "}, {"do": "empty", "title": ""}])
    def test_nothing_is_not(self, desk, works, given):
        answer = desk.post(address(works, "profiles/new/"), given)
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        assert not RoleProfile.objects.exists()


class TestSteps:
    @pytest.fixture
    def profile(self, works, writer):
        return draft(works, writer)

    @pytest.mark.parametrize("step", [step.slug for step in STEPS])
    def test_each_opens_in_any_order(self, desk, profile, step):
        assert desk.get(of_profile(profile, f"{step}/")).status_code == 200

    def test_saving_makes_a_version_and_goes_on(self, desk, profile):
        before = version(profile)
        given = {"version": before, "what_you_do": WORDS * 2, "day_in_the_role": "", "do": "save"}
        assert desk.post(of_profile(profile, "work/"), given).url == of_profile(profile, "pay/")
        assert version(profile) > before
        assert saved(profile).what_you_do == WORDS * 2

    def test_come_back_later(self, desk, profile):
        given = {"version": version(profile), "what_you_do": "Half", "do": "later"}
        assert desk.post(of_profile(profile, "work/"), given).url == of_profile(profile)
        assert saved(profile).what_you_do == "Half"

    def test_what_is_wrong_is_said_and_kept(self, desk, profile):
        given = {"version": version(profile), "pay_low": "lots", "pay_high": "31000", "hours_per_week": "37"}
        answer = desk.post(of_profile(profile, "pay/"), given)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_pay_low"' in page
        assert 'value="lots"' in page
        assert saved(profile).pay_low == 26000

    def test_fields_that_no_form_has_change_nothing(self, desk, profile):
        given = {"version": version(profile), "what_you_do": WORDS, "live": "1", "title": "Taken over"}
        desk.post(of_profile(profile, "work/"), given)
        row = RoleProfile.objects.get(pk=profile.pk)
        assert (row.live, row.draft().title) == (False, profile.title)

    def test_occupations_are_looked_up_without_saving(self, desk, profile):
        before = version(profile)
        given = {"version": before, "title": "Sparky", "look_for": "electrician", "do": "find"}
        page = desk.post(of_profile(profile, "role/"), given).content.decode()
        assert 'value="5241"' in page
        assert 'value="Sparky"' in page
        assert version(profile) == before

    def test_a_site_is_added_and_ticked_while_the_rest_stays(self, desk, profile):
        given = {
            "version": version(profile), "place": "hybrid", "flexible_note": "Swaps are fine.",
            "new-name": "North", "new-postcode": "LS1", "do": "site",
        }  # fmt: skip
        page = desk.post(of_profile(profile, "place/"), given).content.decode()
        added = Site.objects.get(name="North")
        assert f'value="{added.pk}" checked' in page
        assert "Swaps are fine." in page

    def test_text_is_shown_as_text(self, desk, profile):
        given = {"version": version(profile), "what_you_do": "<script>alert(1)</script>", "do": "later"}
        desk.post(of_profile(profile, "work/"), given)
        for end in ("work/", "preview/"):
            assert "<script>alert" not in desk.get(of_profile(profile, end)).content.decode()


class TestRows:
    @pytest.fixture
    def profile(self, works, writer):
        return draft(works, writer)

    def rows(self, profile, *rows, do="save", **more):
        given = {"version": version(profile), "preferred-count": len(rows), "do": do, **more}
        for number, row in enumerate(rows):
            given |= {f"preferred-{number}-{name}": value for name, value in row.items()}
        return given

    def test_adding_and_taking_away_keeps_what_was_typed_and_saves_nothing(self, desk, profile):
        before = version(profile)
        two = [{"kind": "gcse", "words": "Maths", "weight": "essential"}, {"kind": "licence", "words": "B"}]
        page = desk.post(of_profile(profile, "asks/"), self.rows(profile, *two, do="add:preferred")).content.decode()
        assert 'name="preferred-count" value="3"' in page
        assert 'value="Maths"' in page
        page = desk.post(
            of_profile(profile, "asks/"), self.rows(profile, *two, do="remove:preferred:0")
        ).content.decode()
        assert 'name="preferred-1-' not in page
        assert 'name="preferred-0-words" value="B"' in page
        assert version(profile) == before

    def test_words_become_codes(self, desk, profile):
        rows = self.rows(
            profile,
            {"kind": "a_level", "words": "physics", "weight": "useful"},
            {"kind": "apprenticeship", "words": "ST0152", "weight": "useful"},
            {"kind": "other", "words": "First aid at work", "weight": "we_train"},
            {"kind": "", "words": ""},
        )
        desk.post(of_profile(profile, "asks/"), rows)
        found = [row.subject for row in saved(profile).preferred.all()]
        assert found == ["alevel:physics", "ST0152", "First aid at work"]

    def test_several_that_fit_are_asked_about(self, desk, profile):
        row = {"kind": "apprenticeship", "words": "electrical", "weight": "useful"}
        answer = desk.post(of_profile(profile, "asks/"), self.rows(profile, row))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Which of these do you mean?" in page
        code = page.partition('name="preferred-0-pick"')[2].partition('value="')[2].partition('"')[0]
        desk.post(of_profile(profile, "asks/"), self.rows(profile, {**row, "pick": code}))
        assert [one.subject for one in saved(profile).preferred.all()] == [code]

    def test_what_no_list_has_is_refused_in_words(self, desk, profile):
        row = {"kind": "gcse", "words": "Quidditch", "weight": "useful"}
        answer = desk.post(of_profile(profile, "asks/"), self.rows(profile, row))
        assert answer.status_code == 422
        assert "We find no “Quidditch”" in answer.content.decode()

    def test_ways_in_name_their_course(self, desk, profile):
        given = {
            "version": version(profile), "ways_in-count": 2, "do": "save",
            "ways_in-0-kind": "apprenticeship", "ways_in-0-words": "ST0152", "ways_in-0-note": "Four each year",
            "ways_in-1-kind": "returner",
        }  # fmt: skip
        desk.post(of_profile(profile, "ways-in/"), given)
        assert [(row.kind, row.reference) for row in saved(profile).ways_in.all()] == [
            ("apprenticeship", "ST0152"),
            ("returner", ""),
        ]


class TestTwoWriters:
    def test_theirs_is_shown_beside_mine_and_mine_can_be_saved_over_it(self, desk, works, writer):
        profile = draft(works, writer)
        seen = version(profile)
        save_role_profile(by=writer, organisation=works, profile=profile, changes={"what_you_do": WORDS + " Theirs."})
        given = {"version": seen, "what_you_do": WORDS + " Mine.", "do": "save"}
        answer = desk.post(of_profile(profile, "work/"), given)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Theirs." in page
        assert "Mine." in page
        assert saved(profile).what_you_do.endswith("Theirs.")
        assert f'name="version" value="{version(profile)}"' in page
        desk.post(of_profile(profile, "work/"), {**given, "version": version(profile)})
        assert saved(profile).what_you_do.endswith("Mine.")


class TestHandingIn:
    def test_what_is_missing_leads_to_its_step(self, desk, works, writer):
        profile = save_role_profile(by=writer, organisation=works, changes={"title": "Baker"})
        page = desk.get(of_profile(profile)).content.decode()
        assert "Give the hours a week." in page
        assert of_profile(profile, "pay/") in page
        assert desk.post(of_profile(profile), {"do": "submit"}).status_code == 422
        assert RoleProfile.objects.get().stage is Stage.DRAFT

    def test_a_complete_one_is_handed_in_and_taken_back(self, desk, works, writer):
        profile = draft(works, writer)
        desk.post(of_profile(profile), {"do": "submit"})
        assert RoleProfile.objects.get().stage is Stage.SUBMITTED
        assert desk.get(of_profile(profile, "pay/")).url == of_profile(profile)
        desk.post(of_profile(profile), {"do": "take-back"})
        assert RoleProfile.objects.get().stage is not Stage.SUBMITTED

    def test_wording_that_shuts_people_out_is_refused(self, desk, works, writer):
        profile = draft(works, writer, what_you_do=f"We are looking for a young man. {WORDS}")
        page = desk.get(of_profile(profile)).content.decode()
        assert "cannot be published" in page
        assert desk.post(of_profile(profile), {"do": "submit"}).status_code == 422

    def test_wording_that_needs_a_reason_is_handed_in_with_it(self, desk, works, writer):
        profile = draft(works, writer, what_you_do=f"Female only. {WORDS}")
        assert desk.post(of_profile(profile), {"do": "submit"}).status_code == 422
        desk.post(of_profile(profile), {"do": "submit", "reason": "The work is intimate personal care."})
        assert RoleProfile.objects.get().stage is Stage.SUBMITTED
        assert reason_given(RoleProfile.objects.get()) == "The work is intimate personal care."

    def test_pay_below_the_minimum_is_refused(self, desk, works, writer):
        profile = draft(works, writer, pay_low=9000, pay_high=9500)
        assert "an hour" in desk.get(of_profile(profile)).content.decode()
        assert desk.post(of_profile(profile), {"do": "submit"}).status_code == 422

    def test_all_complete_ones_at_once(self, desk, works, writer):
        draft(works, writer)
        save_role_profile(by=writer, organisation=works, changes={"title": "Half"})
        page = desk.post(address(works), {"do": "hand-in-all"}, follow=True).content.decode()
        assert "1 role profile handed in." in page
        assert {one.draft().title: one.stage for one in RoleProfile.objects.all()} == {
            "Electronics test technician": Stage.SUBMITTED,
            "Half": Stage.DRAFT,
        }


class TestAfterwards:
    def test_reasons_of_a_return_stand_first(self, desk, works, writer, curator):
        profile = draft(works, writer)
        submit_item(by=writer, item=profile)
        return_item(by=curator, item=profile, reasons="Say what the shifts are.")
        for page in (address(works), of_profile(profile)):
            assert "Say what the shifts are." in desk.get(page).content.decode()

    def test_an_edit_of_a_published_one_waits_and_says_so(self, desk, works, writer, curator):
        profile = published(works, writer, curator)
        given = {"version": version(profile), "what_you_do": WORDS * 2, "do": "later"}
        desk.post(of_profile(profile, "work/"), given)
        assert RoleProfile.objects.get().what_you_do == WORDS
        assert "students see the version before" in desk.get(of_profile(profile)).content.decode()

    def test_withdrawing_asks_first(self, desk, works, writer, curator):
        profile = published(works, writer, curator)
        assert desk.get(of_profile(profile, "withdraw/")).status_code == 200
        assert RoleProfile.objects.get().stage is Stage.PUBLISHED
        desk.post(of_profile(profile, "withdraw/"))
        assert RoleProfile.objects.get().stage is Stage.WITHDRAWN

    def test_versions_say_who_and_what(self, desk, works, writer):
        profile = draft(works, writer)
        save_role_profile(by=writer, organisation=works, profile=profile, changes={"title": "Newer title"})
        assert writer.display_name in desk.get(of_profile(profile, "versions/")).content.decode()
        page = desk.get(of_profile(profile, "versions/compare/")).content.decode()
        assert "Electronics test technician" in page
        assert "Newer title" in page

    def test_another_items_version_cannot_be_compared(self, desk, works, writer):
        profile = draft(works, writer)
        other = employer("Other")
        theirs = draft(other, member(other))
        query = f"versions/compare/?from={theirs.version}&to={theirs.version}"
        assert desk.get(of_profile(profile, query)).status_code == 404

    def test_the_preview_is_marked_and_private(self, desk, works, writer):
        answer = desk.get(of_profile(draft(works, writer), "preview/"))
        assert "Preview: only you and your colleagues see this" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"


def test_the_dashboard_asks_as_often_however_many_there_are(desk, works, writer):
    draft(works, writer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address(works)).status_code == 200
        return len(queries)

    asked()
    with_one = asked()
    for number in range(4):
        draft(works, writer, title=f"Role {number}")
    assert asked() == with_one
