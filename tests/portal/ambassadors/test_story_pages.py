"""A story from the teller's steps over the curator's screen to the students' pages, and out of sight again."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ambassadors.actions.standing import suspend_ambassador
from ambassadors.models import Story
from tests.accounts.builders import browser_of
from tests.ambassadors.asking import coordinator
from tests.ambassadors.builders import rules
from tests.ambassadors.storytelling import curator, handed_in, published, teller
from tests.portal.ambassadors.own import member
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
PEOPLE, OWN, DESK = "/students/people/", "/ambassadors/story/", "/cms/stories/"
WAY = {
    "stop0-words": "Left school with four GCSEs.",
    "stop0-kind": "",
    "stop0-age": "16",
    "stop1-words": "Learned the trade in a depot.",
    "stop1-kind": "apprenticeship",
    "stop1-age": "",
    "stop2-words": "",
    "stop2-kind": "",
    "stop2-age": "",
}
DAY = {
    "typical_day": "I start at seven with a plan for the day. Then I test cables with a workmate until lunch.",
    "advice": "",
}


@pytest.fixture(autouse=True)
def _rules():
    rules()


def picture() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(written, "PNG")
    return SimpleUploadedFile("me.png", written.getvalue())


class TestTelling:
    def test_in_steps_to_the_curator(self):
        _who, browser = member("Ada", subjects=["physics"])
        assert browser.get(OWN).status_code == 200
        work = {"role": "I wire houses", "occupations": ["5241"], "subjects": ["physics"]}
        assert browser.post(f"{OWN}work/", work)["Location"] == f"{OWN}way/"
        assert browser.post(f"{OWN}way/", WAY)["Location"] == f"{OWN}day/"
        assert browser.post(f"{OWN}day/", DAY)["Location"] == f"{OWN}photo/"
        assert "Learned the trade in a depot." in browser.get(OWN).content.decode()
        refused = browser.post(OWN, {"do": "send"})
        assert refused.status_code == 422
        assert browser.post(OWN, {"do": "send", "consents": "on"}).status_code == 302
        assert Story.objects.get().state == "submitted"

    def test_a_way_to_be_reached_is_refused_with_words(self):
        who, browser = member("Ada")
        handed_in(who, timezone.now(), occupations=["5241"])
        browser.post(f"{OWN}day/", {**DAY, "advice": "I am @ada_wires"})
        page = browser.post(OWN, {"do": "send", "consents": "on"}).content.decode()
        assert "@ada_wires" in page
        assert "Pupils must not be able to find or write to you" in page

    def test_more_stops_keep_what_was_typed(self):
        _who, browser = member("Ada")
        answer = browser.post(f"{OWN}way/", WAY | {"do": "more"}, follow=True)
        page = answer.content.decode()
        assert "Left school with four GCSEs." in page
        assert 'name="stop3-words"' in page

    def test_a_photograph_is_written_anew_and_shown_to_its_writer_only(self):
        _who, browser = member("Ada")
        browser.post(f"{OWN}photo/", {"photo": picture(), "photo_says": "Ada at work"})
        name = Story.objects.get().photo.name
        assert name.endswith(".webp")
        assert "data:image/webp" in browser.get(f"{OWN}photo/").content.decode()
        assert get(f"/media/{name}").status == 404

    def test_under_18_no_photograph_is_asked_for(self):
        _who, browser = member("Ada", adult_from=timezone.localdate() + timedelta(days=90))
        assert browser.get(f"{OWN}photo/").status_code == 404
        assert f"{OWN}photo/" not in browser.get(OWN).content.decode()

    def test_taking_it_back_is_one_press(self):
        who, browser = member("Ada")
        story = published(who, timezone.now(), occupations=["5241"])
        assert get(f"{PEOPLE}{story.slug}/").status == 200
        browser.post(OWN, {"do": "withdraw"})
        assert get(f"{PEOPLE}{story.slug}/").status == 404

    def test_an_applicant_is_told_to_wait(self):
        _who, browser = member("Ada", standing="in_checks")
        assert "once you are active" in browser.get(OWN).content.decode()
        assert browser.get(f"{OWN}work/").status_code == 302


class TestReading:
    def test_the_list_is_filtered_and_says_its_order(self):
        published(teller(), timezone.now())
        page = get(PEOPLE, route="apprenticeship")
        assert "1 story" in page.words
        assert "the newest first" in page.words
        assert "Nobody here fits" in get(PEOPLE, route="degree").words

    def test_the_page_has_the_way_and_no_way_to_write(self):
        story = published(teller(family_name="Quickley", employer_name="Tallow Rail"), timezone.now())
        page = get(f"{PEOPLE}{story.slug}/")
        assert "Learned the trade in a railway depot." in page.words
        assert f"/report/story/{story.slug}/" in page.links
        for hidden in ("Quickley", "Tallow Rail", "mailto:", "<textarea"):
            assert hidden not in page.html.partition("<main")[2].partition("</main>")[0]
        assert page.response["Cache-Control"].startswith("public, no-cache")

    def test_a_story_can_be_reported(self):
        story = published(teller(), timezone.now())
        assert get(f"/report/story/{story.slug}/").status == 200

    def test_suspension_acts_on_the_next_request(self):
        who = teller()
        story = published(who, timezone.now())
        suspend_ambassador(by=coordinator(), ambassador=who, reason="A concern.", now=timezone.now())
        assert get(f"{PEOPLE}{story.slug}/").status == 404
        assert "0 stories" in get(PEOPLE).words

    def test_people_stand_on_the_pages_of_their_work_and_of_its_routes(self):
        who = teller(occupations=["5241"])
        published(who, timezone.now(), occupations=["5241"])
        for path in ("/students/careers/5241/", "/students/careers/5241/routes/"):
            page = get(path)
            assert "I look after signals on the railway" in page.section_words("people")
            assert page.response["Cache-Control"].startswith("public, no-cache")

    def test_invented_people_are_marked(self):
        who = teller()
        published(who, timezone.now())
        Story.objects.update(is_demo=True)
        assert "Invented for the demo" in get(PEOPLE).words


@pytest.mark.ignore_template_errors
class TestTheCuratorsDesk:
    def test_a_story_is_read_and_published(self):
        story = handed_in(teller(), timezone.now())
        browser = browser_of(curator())
        assert "I look after signals" in browser.get(DESK).content.decode()
        page = browser.get(f"{DESK}{story.pk}/").content.decode()
        assert "Learned the trade in a railway depot." in page
        version = story.submitted_at.isoformat()
        browser.post(f"{DESK}{story.pk}/", {"do": "publish", "version": version})
        assert get(PEOPLE).words.count("I look after signals on the railway") >= 1

    def test_without_a_reason_nothing_is_returned(self):
        story = handed_in(teller(), timezone.now())
        sent = {"do": "return", "version": story.submitted_at.isoformat(), "words": ""}
        page = browser_of(curator()).post(f"{DESK}{story.pk}/", sent, follow=True)
        assert "Give the reason" in page.content.decode()
        assert Story.objects.get().state == "submitted"

    def test_a_draft_is_its_writers_alone(self):
        _who, browser = member("Ada")
        browser.post(f"{OWN}work/", {"role": "I wire houses"})
        assert browser_of(curator()).get(f"{DESK}{Story.objects.get().pk}/").status_code == 404

    def test_others_find_nothing(self):
        story = handed_in(teller(), timezone.now())
        assert browser_of(coordinator()).get(f"{DESK}{story.pk}/").status_code in (302, 403, 404)
