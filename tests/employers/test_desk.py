"""Curators at the desk: lists by how long things wait, one screen for a decision, nothing for anybody else."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from employers.actions.hand_in import hand_in
from employers.actions.moderation import submit_item
from employers.actions.profiles import save_role_profile
from employers.changes import changes_between, contents
from employers.models import RoleProfile
from foundation.queues import all_queues, standings
from tests.accounts.signing_in import with_two_step
from tests.employers.builders import draft, employer, member, person, published

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/cms/submissions/role-profiles/"


@pytest.fixture
def curator():
    return at_the_desk("curator")


@pytest.fixture
def desk(curator):
    cache.clear()
    client = Client()
    client.force_login(curator)
    return client


@pytest.fixture
def works():
    return employer()


@pytest.fixture
def writer(works):
    return member(works)


def at_the_desk(role: str):
    user = person(role, role=role)
    with_two_step(user)
    return user


def handed_in(works, writer, **changes) -> RoleProfile:
    profile = draft(works, writer, **changes)
    submit_item(by=writer, item=profile)
    return profile


def test_what_waits_is_listed_and_counted(desk, curator, works, writer):
    handed_in(works, writer, title="Waits for a review")
    draft(works, writer, title="Still being written")
    html = desk.get(LIST).content.decode()
    assert "Waits for a review" in html
    assert "Still being written" not in html
    from django.utils import timezone

    counts = {one.queue.slug: one.waiting.count for one in standings(curator, timezone.now())}
    assert counts["role-profiles"] == 1
    assert desk.get("/cms/queues/").status_code == 200


def test_an_item_is_approved_on_its_screen(desk, works, writer):
    profile = handed_in(works, writer)
    page = desk.get(f"{LIST}{profile.pk}/").content.decode()
    assert "You test the boards" in page
    read = {"version": RoleProfile.objects.get(pk=profile.pk).version}
    assert desk.post(f"{LIST}{profile.pk}/", {"do": "approve", "words": "", **read}).url == LIST
    assert RoleProfile.objects.get(pk=profile.pk).live


def test_the_reason_given_for_wording_stands_beside_it(desk, works, writer):
    words = "You support women only, in a refuge where nobody else may come in. "
    profile = draft(works, writer, what_you_do=words * 2)
    hand_in(by=writer, item=profile, reason="The law allows it for a refuge.")
    page = desk.get(f"{LIST}{profile.pk}/").content.decode()
    assert "The law allows it for a refuge." in page


def test_what_waits_is_previewed_as_its_readers_would_see_it(desk, works, writer):
    profile = handed_in(works, writer, title="Not published yet")
    page = desk.get(f"{LIST}{profile.pk}/preview/")
    assert "Not published yet" in page.content.decode()
    assert "readers do not see this yet" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    stranger = Client()
    stranger.force_login(at_the_desk("data_steward"))
    assert stranger.get(f"{LIST}{profile.pk}/preview/").status_code == 404
    assert desk.get(f"/cms/submissions/employer-entries/{profile.pk}/preview/").status_code == 404


def test_a_return_without_reasons_is_refused_and_nothing_changes(desk, works, writer):
    profile = handed_in(works, writer)
    desk.post(f"{LIST}{profile.pk}/", {"do": "return", "words": "  "})
    assert RoleProfile.objects.get(pk=profile.pk).stage == "submitted"
    desk.post(f"{LIST}{profile.pk}/", {"do": "return", "words": "Say what the shifts are."})
    assert RoleProfile.objects.get(pk=profile.pk).stage == "returned"


def test_what_readers_see_can_be_taken_away_with_a_reason(desk, curator, works, writer):
    profile = published(works, writer, person("other", role="curator"))
    desk.post(f"{LIST}{profile.pk}/", {"do": "withdraw", "words": "It no longer exists."})
    assert RoleProfile.objects.get(pk=profile.pk).stage == "withdrawn"


def test_an_unverified_organisation_shows_why_it_cannot_be_approved(desk):
    pending = employer(state="pending")
    profile = handed_in(pending, member(pending))
    page = desk.get(f"{LIST}{profile.pk}/").content.decode()
    assert "not verified yet" in page
    assert "Approve and publish" not in page
    desk.post(f"{LIST}{profile.pk}/", {"do": "approve"})
    assert not RoleProfile.objects.get(pk=profile.pk).live


@pytest.mark.parametrize("role", ["data_steward", "administrator"])
def test_others_at_the_desk_find_nothing(role, works, writer):
    profile = handed_in(works, writer)
    client = Client()
    client.force_login(at_the_desk(role))
    for path in (LIST, f"{LIST}{profile.pk}/", f"{LIST}999999/", "/cms/submissions/nothing/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"do": "approve"}).status_code in (404, 405)
    assert not RoleProfile.objects.get(pk=profile.pk).live


def test_changes_are_told_field_by_field(works, writer, curator):
    profile = published(works, writer, curator)
    changes = {"title": "Newer", "pay_high": 33000, "pattern": ["shifts"]}
    rows = {"preferred": [{"kind": "degree", "subject": "", "weight": "useful"}]}
    newer = save_role_profile(by=writer, organisation=works, profile=profile, changes=changes, children=rows)
    told = {one.name: (one.before, one.after) for one in changes_between(RoleProfile.objects.get(pk=profile.pk), newer)}
    assert told["title"] == ("Electronics test technician", "Newer")
    assert told["pattern"] == ("", "Shifts")
    assert told["preferred"] == ("GCSE · maths · 4 · Essential", "Degree · Useful")
    assert set(told) == {"title", "pay_high", "pattern", "preferred"}


def test_codes_stand_in_words_for_the_curator(desk, works, writer):
    ways = [{"kind": "apprenticeship", "reference": "ST0154"}]
    rows = {"preferred": [{"kind": "gcse", "subject": "gcse:maths", "weight": "essential"}], "ways_in": ways}
    changes = {"title": "Fitter", "soc2020": "5223"}
    profile = save_role_profile(by=writer, organisation=works, changes=changes, children=rows)
    told = {one.name: one.value for one in contents(profile.draft())}
    assert told["soc2020"] == "Metal working production and maintenance fitters (5223)"
    assert told["preferred"] == "GCSE · maths · Essential"
    assert told["ways_in"] == "Apprenticeship · Maintenance and operations engineering technician (ST0154)"


def test_every_queue_has_a_screen(desk):
    for queue in all_queues():
        assert queue.url.startswith(("/cms/", "/ambassadors/coordinate/")), queue.slug
