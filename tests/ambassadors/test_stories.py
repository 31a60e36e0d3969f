"""Stories: told with consent, shown once approved, gone the moment they are taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ambassadors.actions.standing import leave_scheme, suspend_ambassador
from ambassadors.actions.stories import (
    hide_story,
    publish_story,
    return_story,
    save_story,
    set_story_photo,
    submit_story,
    version_of,
    withdraw_story,
)
from ambassadors.filters_stories import StoryFilter
from ambassadors.models import Story
from ambassadors.queries.stories import (
    UnknownStoryError,
    is_shown_picture,
    published_stories,
    published_story,
    stories_of_occupation,
    stories_of_route,
    waiting_stories,
)
from ambassadors.rules.stories import doubtful_words
from lmi.queries.context import facts
from tests.ambassadors.asking import coordinator
from tests.ambassadors.builders import rules
from tests.ambassadors.storytelling import account_of, curator, handed_in, published, teller, told

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules()


def names() -> list[str]:
    return [story.ambassador.given_name for story in published_stories(TODAY)]


def test_a_story_is_seen_only_after_a_curator_published_it(mailoutbox) -> None:
    story = handed_in(teller(), NOW)
    assert names() == []
    assert list(waiting_stories()) == [story]
    publish_story(by=curator(), story=story, version=version_of(story), now=NOW)
    assert names() == ["Amal"]
    assert not waiting_stories().exists()


def test_without_consent_nothing_is_handed_in() -> None:
    who = teller()
    told(who)
    with pytest.raises(ValidationError) as refused:
        submit_story(by=account_of(who), ambassador=who, consents=False, now=NOW)
    assert set(refused.value.message_dict) == {"consents"}


def test_gaps_are_named_by_field() -> None:
    who = teller()
    save_story(by=account_of(who), ambassador=who, changes={"role": "", "typical_day": "Short."})
    with pytest.raises(ValidationError) as refused:
        submit_story(by=account_of(who), ambassador=who, consents=True, now=NOW)
    assert {"role", "steps", "typical_day"} <= set(refused.value.message_dict)


@pytest.mark.parametrize(
    "words",
    [
        "Write to me at amal@example.org",
        "Find me on Instagram",
        "I am @amal_signals",
        "Ring 0113 496 0000 and ask",
        "See example.co.uk for more",
    ],
    ids=["address", "network", "handle", "telephone", "website"],
)
def test_ways_to_reach_the_teller_are_refused(words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        handed_in(teller(), NOW, advice=words)
    assert "advice" in refused.value.message_dict


@pytest.mark.parametrize(
    "words",
    ["In 2019 I had 3 exams, 4 jobs and 1 plan.", "We test at 400 V.", "The grid has 3,500,000 meters."],
    ids=["years", "volts", "millions"],
)
def test_ordinary_numbers_are_no_way_to_reach_anybody(words: str) -> None:
    assert handed_in(teller(), NOW, advice=words).state == "submitted"


def test_a_last_name_never_gets_into_a_story() -> None:
    who = teller(family_name="Quickley")
    with pytest.raises(ValidationError):
        handed_in(who, NOW, advice="They call me Ms Quickley.")


def test_promises_and_gendered_words_are_pointed_out() -> None:
    story = told(teller(), advice="It is guaranteed. Our foreman is kind.")
    assert [field for field, _words in doubtful_words(story)] == ["advice", "advice"]


def test_a_change_waits_while_readers_see_what_was_approved() -> None:
    who, reader = teller(), curator()
    published(who, NOW, reader)
    later = NOW + timedelta(hours=1)
    changed = handed_in(who, later, role="I plan signals")
    assert stories_of_occupation("2123", TODAY, 3)[0].role == "I look after signals on the railway"
    publish_story(by=reader, story=changed, version=version_of(changed), now=later)
    assert stories_of_occupation("2123", TODAY, 3)[0].role == "I plan signals"


def test_a_curator_decides_only_about_what_they_read() -> None:
    who, reader = teller(), curator()
    version = version_of(handed_in(who, NOW))
    again = handed_in(who, NOW + timedelta(minutes=1), role="Something else")
    with pytest.raises(ValidationError):
        publish_story(by=reader, story=again, version=version, now=NOW)
    told(who)
    with pytest.raises(ValidationError):
        publish_story(by=reader, story=again, version=version_of(again), now=NOW)


def test_returned_with_a_reason_that_the_writer_reads() -> None:
    who = teller()
    story = handed_in(who, NOW)
    with pytest.raises(ValidationError):
        return_story(by=curator(), story=story, reason=" ", version=version_of(story))
    story = return_story(by=curator("second"), story=story, reason="Say it plainly.", version=version_of(story))
    assert (story.state, story.returned_for) == ("returned", "Say it plainly.")


def test_only_curators_decide_and_never_about_themselves() -> None:
    reader = curator()
    reader.groups.add(*account_of(teller("Bea")).groups.all())
    own = handed_in(teller("Cas", user=reader), NOW)
    with pytest.raises(PermissionDenied):
        publish_story(by=reader, story=own, version=version_of(own), now=NOW)
    with pytest.raises(PermissionDenied):
        publish_story(by=coordinator(), story=own, version=version_of(own), now=NOW)


def test_nobody_writes_in_another_persons_name() -> None:
    with pytest.raises(PermissionDenied):
        save_story(by=account_of(teller("Bea")), ambassador=teller(), changes={"role": "x"})


def test_taken_back_it_is_gone_and_nothing_of_it_is_kept_as_shown() -> None:
    who = teller()
    story = published(who, NOW)
    withdraw_story(by=account_of(who), ambassador=who, now=NOW)
    with pytest.raises(UnknownStoryError):
        published_story(story.slug, TODAY)
    story.refresh_from_db()
    assert (story.shown, story.consented_at, story.state) == ({}, None, "withdrawn")


def test_suspension_hides_a_story_at_once() -> None:
    who = teller()
    published(who, NOW)
    suspend_ambassador(by=coordinator(), ambassador=who, reason="A concern.", now=NOW)
    assert names() == []


def test_leaving_hides_a_story_at_once() -> None:
    who = teller()
    published(who, NOW)
    leave_scheme(by=account_of(who), ambassador=who, now=NOW)
    assert names() == []


def test_a_curator_takes_a_story_out() -> None:
    story = published(teller(), NOW)
    hide_story(by=curator("other"), story=story, reason="Somebody else is named.")
    assert names() == []


class TestPhotographs:
    """Adults only; taken out at once; no file that nobody needs stays behind."""

    def picture(self) -> ContentFile:
        return ContentFile(b"RIFF-not-read-here", name="one.webp")

    def test_shown_once_published_and_gone_once_taken_out(self, django_capture_on_commit_callbacks) -> None:
        who = teller()
        told(who)
        given = {"by": account_of(who), "ambassador": who, "today": TODAY}
        name = set_story_photo(**given, photo=self.picture(), says="Amal with a cable").photo.name
        assert not is_shown_picture(name, TODAY)
        story = submit_story(by=account_of(who), ambassador=who, consents=True, now=NOW)
        publish_story(by=curator(), story=story, version=version_of(story), now=NOW)
        assert is_shown_picture(name, TODAY)
        with django_capture_on_commit_callbacks(execute=True):
            set_story_photo(**given, photo=None, says="")
        assert not is_shown_picture(name, TODAY)
        assert not default_storage.exists(name)
        assert names() == ["Amal"]

    def test_none_of_somebody_under_18(self) -> None:
        who = teller(adult_from=TODAY + timedelta(days=100))
        told(who)
        with pytest.raises(PermissionDenied):
            set_story_photo(by=account_of(who), ambassador=who, photo=self.picture(), says="Me", today=TODAY)
        Story.objects.filter(ambassador=who).update(photo="stories/x.webp", photo_says="Me")
        story = submit_story(by=account_of(who), ambassador=who, consents=True, now=NOW)
        story = publish_story(by=curator(), story=story, version=version_of(story), now=NOW)
        assert not story.photo
        assert story.shown["photo"] == ""

    def test_the_employer_of_somebody_under_18_is_not_named(self) -> None:
        who = teller(adult_from=TODAY + timedelta(days=100), employer_name="Tallow Rail")
        with pytest.raises(ValidationError):
            handed_in(who, NOW, advice="Tallow Rail is kind to beginners.")


class TestFilter:
    """The list of page and API: it looks at what was approved."""

    def found(self, **asked: str) -> list[str]:
        rows = StoryFilter(asked, facts=facts(), today=TODAY).qs
        return [story.ambassador.given_name for story in rows]

    def test_by_occupation_subject_route_region_and_words(self) -> None:
        published(teller(), NOW)
        other = teller("Bea", occupations=["5241"], subjects=["maths"], region="E12000007")
        steps = [{"kind": "degree", "words": "Studied.", "age": 19}, {"kind": "", "words": "Then work.", "age": None}]
        published(other, NOW, occupations=["5241"], subjects=["maths"], steps=steps, role="I wire houses")
        assert self.found() == ["Bea", "Amal"]
        assert self.found(soc2020="5241") == self.found(soc2020="52") == ["Bea"]
        assert self.found(subject="physics") == ["Amal"]
        assert self.found(route="degree") == ["Bea"]
        assert self.found(area="E12000003") == ["Amal"]
        assert self.found(q="wire") == ["Bea"]

    def test_a_wrong_value_is_told(self) -> None:
        wrong = StoryFilter({"soc2020": "9", "route": "teleport"}, facts=facts(), today=date(2026, 11, 23)).bad_values
        assert "route" in wrong

    def test_people_of_an_occupation_by_the_routes_that_are_shown(self) -> None:
        published(teller(), NOW)
        assert [view.name for view in stories_of_route("2123", ["apprenticeship"], TODAY, 3)] == ["Amal"]
        assert stories_of_route("2123", ["degree"], TODAY, 3) == []
