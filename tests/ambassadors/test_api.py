"""The scheme through the API: stories and counts for everybody, people and requests for schools by token."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from ambassadors.actions.stories import withdraw_story
from ambassadors.models import VisitRequest
from tests.accounts.programs import Program
from tests.ambassadors.asking import COMPLETE, cleared, teacher_of
from tests.ambassadors.builders import ambassador, place, rules, visit_request
from tests.ambassadors.storytelling import account_of, published, teller
from tests.lmi.api_answers import ask, assert_problem

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules()


def program_of(user: User) -> Program:
    """A program with the token of somebody who may hold one: teachers are given that as a role of the site."""
    user.groups.add(Group.objects.get(name="api_reader"))
    return Program(User.objects.get(pk=user.pk))


class TestStories:
    def test_the_list_and_the_story_say_what_was_approved_and_nothing_else(self):
        who = teller(family_name="Quickley", employer_name="Tallow Rail", phone="01632 960001")
        story = published(who, NOW)
        listed = ask("stories/?soc2020=21&route=apprenticeship").body
        assert [one["slug"] for one in listed["results"]] == [story.slug]
        told = ask(f"stories/{story.slug}/")
        assert told.body["region"]["code"] == "E12000003"
        assert [stop["kind"] for stop in told.body["stops"]] == [None, "apprenticeship"]
        text = json.dumps(told.body)
        for hidden in ("Quickley", "Tallow Rail", "01632", who.email, who.code):
            assert hidden not in text

    def test_taken_back_it_is_gone_at_once(self):
        who = teller()
        story = published(who, NOW)
        withdraw_story(by=account_of(who), ambassador=who, now=NOW)
        assert_problem(ask(f"stories/{story.slug}/"), 404, "slug")
        assert ask("stories/").body["count"] == 0

    def test_a_wrong_value_is_refused_by_name(self):
        assert_problem(ask("stories/?route=teleport&soc2020=0"), 400, "route", "soc2020")


class TestCounts:
    def regions(self) -> dict[str, dict]:
        return {one["code"]: one["count"] for one in ask("ambassadors/").body["regions"]}

    def test_small_counts_are_held_back_with_the_reason(self):
        for number in range(6):
            ambassador(f"Leeds{number}")
        for number in range(2):
            ambassador(f"London{number}", region="E12000007")
        found = self.regions()
        assert (found["E12000007"]["value"], found["E12000007"]["reason"]) == (None, "disclosive")
        assert found["E12000001"]["value"] == 0
        # Alone it could be worked out from the total.
        assert found["E12000003"]["value"] is None

    def test_only_people_with_a_check_in_date_are_counted(self):
        for number in range(5):
            ambassador(f"In{number}")
        ambassador("Out", check="")
        ambassador("Due", recheck=TODAY)
        total = ask("ambassadors/").body["total"]
        assert total["value"] == 5
        assert (total["unit"], total["period"], total["release"]) == ("people", TODAY.isoformat(), None)

    def test_coverage_states_the_denominator_and_names_no_school(self):
        body = ask("coverage/").body
        assert {"schools", "reached", "without"} <= set(body["total"])
        assert body["until"] == TODAY.isoformat()
        assert_problem(ask("coverage/?area=E08000035"), 400, "area")


class TestSearch:
    def test_a_teacher_finds_the_same_people_as_on_the_page(self):
        teacher, there = teacher_of()
        place(there)
        cleared("Ada", recheck=TODAY + timedelta(days=400))
        cleared("Due", recheck=TODAY)
        found = program_of(teacher).get("ambassadors/search/?subject=physics&activity=talk")
        assert found.status == 200
        assert [one["name"][:3] for one in found.body["results"]] == ["Ada"]
        text = json.dumps(found.body)
        assert "Tester" not in text
        assert "@example" not in text

    def test_without_the_permission_there_is_nothing(self):
        assert ask("ambassadors/search/").status == 401
        assert program_of(account_of(cleared("Ada"))).get("ambassadors/search/").status == 403


class TestRequests:
    def test_from_a_draft_to_the_coordinator(self):
        teacher, there = teacher_of()
        program = program_of(teacher)
        made = program.post("visit-requests/", {"organisation": there.slug, "activity": "talk"})
        assert (made.status, made.body["state"]) == (201, "draft")
        assert made.body["missing"]
        address, tag = made.body["api"], made.response["ETag"]
        assert_problem(program.post(f"{address}send/"), 400)
        first, last = TODAY + timedelta(days=7), TODAY + timedelta(days=37)
        window = {"first_day": first.isoformat(), "last_day": last.isoformat()}
        saved = program.patch(address, {**COMPLETE, "windows": [window]}, If_Match=tag)
        assert saved.status == 200, saved.body
        assert saved.body["missing"] == []
        assert program.post(f"{address}send/").body["state"] == "sent"

    def test_a_stale_version_changes_nothing(self):
        teacher, there = teacher_of()
        program = program_of(teacher)
        made = program.post("visit-requests/", {"organisation": there.slug})
        tag = made.response["ETag"]
        assert program.patch(made.body["api"], {"pupils": 20}, If_Match=tag).status == 200
        assert program.patch(made.body["api"], {"pupils": 30}, If_Match=tag).status == 412
        assert VisitRequest.objects.get().pupils == 20

    def test_the_same_key_makes_one_request(self):
        teacher, there = teacher_of()
        program = program_of(teacher)
        for _time in range(2):
            assert program.post("visit-requests/", {"organisation": there.slug}, Idempotency_Key="one").status == 201
        assert VisitRequest.objects.count() == 1

    def test_another_schools_request_is_not_there(self):
        teacher, _there = teacher_of()
        assert program_of(teacher).get(f"visit-requests/{visit_request().pk}/").status == 404
