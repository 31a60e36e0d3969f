"""Opportunities through the API: written by token, read by everybody, without what keeps under-18s safe."""

from __future__ import annotations

import pytest
from django.test import Client

from employers.actions.moderation import approve_item
from employers.models import Opportunity
from tests.accounts.programs import Program
from tests.employers.builders import draft, employer, member, person, site
from tests.employers.opportunity_builders import CONTACT, WORK_EXPERIENCE, an_opportunity, published_opportunity
from tests.lmi.api_answers import ask, assert_problem

pytestmark = pytest.mark.django_db
GIVEN = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in WORK_EXPERIENCE.items()}


@pytest.fixture
def works():
    return employer("Tallow Foundry")


@pytest.fixture
def writer(works):
    return member(works)


@pytest.fixture
def program(writer):
    return Program(writer)


@pytest.fixture
def curator():
    return person("curator", role="curator")


def test_from_draft_to_reader_and_back(works, writer, program, curator):
    made = program.post("opportunities/", {"organisation": works.slug, "kind": "work_experience", "title": "A week"})
    assert (made.status, made.body["stage"]) == (201, "draft")
    assert_problem(program.post(f"{made.body['api']}submit/"), 400)
    given = {**GIVEN, "site": site(works, writer).pk}
    changed = program.put(made.body["api"], given, If_Match=made.response["ETag"])
    assert (changed.status, changed.body["missing"]) == (200, [])
    again = program.put(made.body["api"], changed.body["content"], If_Match=changed.response["ETag"])
    assert again.body["content"] == changed.body["content"]
    assert program.post(f"{made.body['api']}submit/").body["stage"] == "submitted"
    approve_item(by=curator, item=Opportunity.objects.get())
    assert [row["id"] for row in ask("opportunities/").body["results"]] == [made.body["id"]]
    assert program.post(f"{made.body['api']}withdraw/").body["stage"] == "withdrawn"
    assert ask("opportunities/").body["count"] == 0


def test_the_safeguarding_contact_is_for_writers_only(works, writer, program, curator):
    item = published_opportunity(works, writer, curator)
    assert program.get(f"opportunities/{item.pk}/draft/").body["content"]["safeguarding_contact"] == CONTACT
    for path in ("opportunities/", f"opportunities/{item.pk}/", f"organisations/{works.slug}/"):
        answer = ask(path)
        assert answer.status == 200
        told = answer.response.content.decode()
        assert not [word for word in (CONTACT, "safeguarding_contact", "supervisor") if word in told]
    stranger = Program(member(employer("Other Works")))
    assert_problem(stranger.get(f"opportunities/{item.pk}/draft/"), 404, "id")


def test_list_is_that_of_the_page(works, writer, curator):
    for number in range(3):
        published_opportunity(works, writer, curator, title=f"Week {number}")
    html = Client().get("/students/opportunities/").content.decode()
    listed = ask("opportunities/").body["results"]
    places = [html.index(f'{row["url"].removeprefix("http://testserver")}"') for row in listed]
    assert len(places) == 3
    assert places == sorted(places)


def test_list_costs_the_same_for_many(works, writer, curator, django_assert_max_num_queries):
    published_opportunity(works, writer, curator)
    ask("opportunities/")
    with django_assert_max_num_queries(8) as few:
        ask("opportunities/")
    for number in range(5):
        published_opportunity(works, writer, curator, title=f"Week {number}")
    with django_assert_max_num_queries(len(few)):
        assert ask("opportunities/").body["count"] == 6


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-01"}, ""),
        ({"min_age": 5}, "min_age"),
        ({"min_age": 17, "max_age": 16}, ""),
        ({"kind": "party"}, "kind"),
        ({"site": 999_999}, "site"),
        ({"profile": 999_999}, "profile"),
        ({"standard": "ST9998"}, "standard"),
        ({"tlevel_specialism": "x"}, "tlevel_specialism"),
        ({"apply_address": "javascript:alert(1)"}, "apply_address"),
        ({"live": True}, "live"),
    ],
)
def test_mistakes_are_told_by_field(works, program, changes, field):
    given = {"organisation": works.slug, "kind": "work_experience", "title": "A week", **changes}
    assert_problem(program.post("opportunities/", given), 400, field)
    assert not Opportunity.objects.exists()


def test_anothers_role_profile_is_as_unknown_as_none(works, program):
    other = employer("Other Works")
    theirs = draft(other, member(other))
    given = {"organisation": works.slug, "kind": "work_experience", "title": "A week", "profile": theirs.pk}
    assert_problem(program.post("opportunities/", given), 400, "profile")


def test_stale_versions_and_missing_ones(works, writer, program):
    item = an_opportunity(works, writer)
    assert_problem(program.patch(f"opportunities/{item.pk}/", {"title": "x"}), 428)
    assert_problem(program.patch(f"opportunities/{item.pk}/", {"title": "x"}, If_Match='"1"'), 412)
    changed = program.patch(f"opportunities/{item.pk}/", {"title": "x"}, If_Match=f'"{item.version}"')
    assert changed.body["content"]["about"] == WORK_EXPERIENCE["about"]


def test_closed_ones_are_not_there(works, writer, curator):
    item = published_opportunity(works, writer, curator)
    Opportunity.objects.update(closes_on="2020-01-01")
    assert_problem(ask(f"opportunities/{item.pk}/"), 404, "id")
    assert_problem(ask("opportunities/vacancies/1000012345/"), 404, "reference")


def test_own_list(works, writer, program):
    an_opportunity(works, writer)
    (found,) = program.get("me/opportunities/").body["results"]
    assert (found["title"], found["stage"]) == (WORK_EXPERIENCE["title"], "draft")
