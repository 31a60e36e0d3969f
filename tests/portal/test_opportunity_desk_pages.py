"""Opportunities on the employers' desk: steps, what is missing, conflicts, preview, withdrawal."""

from __future__ import annotations

import pytest
from django.test import Client

from employers.actions.moderation import approve_item
from employers.actions.opportunities import save_opportunity
from employers.enums import Stage
from employers.forms.opportunity import STEPS
from employers.models import Opportunity
from tests.employers.builders import employer, member, person, site
from tests.employers.opportunity_builders import CONTACT, T_LEVEL, WORK_EXPERIENCE, an_opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return employer("Brindley Foundry")


@pytest.fixture
def writer(works):
    return member(works)


@pytest.fixture
def desk(writer):
    client = Client()
    client.force_login(writer)
    return client


def address(item, end=""):
    return f"/employers/desk/{item.organisation.slug}/opportunities/{item.pk}/{end}"


def newest(item):
    return Opportunity.objects.get(pk=item.pk).draft()


def test_from_the_first_page_to_the_curator(desk, works, writer):
    place = site(works, writer)
    start = f"/employers/desk/{works.slug}/opportunities/new/"
    assert b"What do you offer?" in desk.get(start).content
    made = desk.post(start, {"kind": "work_experience", "title": "A week in the foundry"})
    item = Opportunity.objects.get()
    assert made["Location"] == address(item, "what/")
    data = {name: value for name, value in WORK_EXPERIENCE.items() if value not in (False, None)} | {"site": place.pk}
    data |= {"is_unpaid": "on", "has_insurance": "on", "has_risk_assessment": "on"}
    for step in STEPS:
        given = {name: data[name] for name in step.names if name in data}
        page = desk.get(address(item, f"{step.slug}/"))
        assert page.status_code == 200, step.slug
        answer = desk.post(address(item, f"{step.slug}/"), {**given, "version": Opportunity.objects.get().version})
        assert answer.status_code == 302, answer.content.decode()
    assert "Ready to hand in" in desk.get(address(item)).content.decode()
    desk.post(address(item), {"do": "submit"})
    assert Opportunity.objects.get().stage is Stage.SUBMITTED
    desk.post(address(item), {"do": "take-back"})
    assert Opportunity.objects.get().stage is Stage.DRAFT
    desk.post(address(item), {"do": "submit"})
    approve_item(by=person("curator", role="curator"), item=item)
    home = desk.get(address(item)).content.decode()
    assert "Not yet approved by a school" in home
    assert "Ready to hand in" not in home


def test_what_is_missing_stands_at_its_step(desk, works, writer):
    item = an_opportunity(works, writer, has_insurance=False, closes_on=None)
    page = desk.get(address(item)).content.decode()
    assert "2 things are still to do" in page
    assert "insurance covers them" in page
    refused = desk.post(address(item), {"do": "submit"})
    assert refused.status_code == 422
    assert Opportunity.objects.get().stage is Stage.DRAFT


def test_what_was_typed_stays_when_something_is_wrong(desk, works, writer):
    item = an_opportunity(works, writer)
    answer = desk.post(
        address(item, "when/"), {"starts_on": "next June", "places": "many", "min_age": "14", "version": item.version}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give a day: 2027-06-14." in page
    assert 'value="next June"' in page
    assert 'href="#id_places"' in page


def test_the_second_of_two_writers_sees_both_versions(desk, works, writer):
    item = an_opportunity(works, writer)
    save_opportunity(by=writer, organisation=works, opportunity=item, changes={"apply_words": "Theirs"})
    answer = desk.post(address(item, "apply/"), {"apply_words": "Mine", "version": item.version})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert newest(item).apply_words == "Theirs"


def test_fields_of_other_kinds_are_not_asked(desk, works, writer):
    assert b"Hours of the placement in all" not in desk.get(address(an_opportunity(works, writer), "when/")).content
    placement = an_opportunity(works, writer, T_LEVEL)
    assert b"Hours of the placement in all" in desk.get(address(placement, "when/")).content
    assert b"T Level specialism" in desk.get(address(placement, "what/")).content


def test_occupations_can_be_looked_for_without_losing_words(desk, works, writer):
    item = an_opportunity(works, writer)
    sent = {"title": "Another title", "look_for": "electrician", "do": "find", "version": item.version}
    page = desk.post(address(item, "what/"), sent).content.decode()
    assert "Electricians and electrical fitters" in page
    assert 'value="Another title"' in page
    assert newest(item).title == "A week in the foundry"


def test_the_preview_is_what_readers_see(desk, works, writer):
    page = desk.get(address(an_opportunity(works, writer), "preview/"))
    assert "only you and your colleagues" in page.content.decode()
    assert CONTACT not in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


def test_withdrawing_asks_first(desk, works, writer):
    item = an_opportunity(works, writer)
    assert b"Withdraw it" in desk.get(address(item, "withdraw/")).content
    desk.post(address(item, "withdraw/"))
    assert Opportunity.objects.get().stage is Stage.WITHDRAWN


def test_hidden_and_absent_answer_alike(desk):
    other = employer("Other")
    theirs = an_opportunity(other, member(other))
    for end in ("", "what/", "preview/", "withdraw/"):
        assert desk.get(address(theirs, end)).status_code == 404
    assert desk.get(address(theirs).replace(str(theirs.pk), "999999")).status_code == 404


def test_statements_of_sql_do_not_grow_with_the_list(desk, works, writer, django_assert_max_num_queries):
    an_opportunity(works, writer)
    home = f"/employers/desk/{works.slug}/opportunities/"
    desk.get(home)
    for number in range(4):
        an_opportunity(works, writer, title=f"Week {number}")
    with django_assert_max_num_queries(14):
        assert b"Week 3" in desk.get(home).content
