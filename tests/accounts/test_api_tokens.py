"""Tokens of the API: whose they are, when they stop, and that nothing but a token ever speaks for a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.people import suspend_person
from accounts.actions.tokens import revoke_token, write_last_used
from accounts.models import ApiToken, Membership, Organisation, User
from tests.accounts.builders import browser_of, employer, member, person
from tests.accounts.programs import Program
from tests.lmi.api_answers import assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return employer("Tallow Works")


@pytest.fixture
def ada(works):
    return member(works, "employer_owner").user


class TestWhoseItIs:
    def test_me_tells_the_person_their_organisations_and_rights(self, ada, works):
        found = Program(ada).get("me/")
        assert found.status == 200
        assert found.body["email"] == ada.email
        (organisation,) = found.body["organisations"]
        assert (organisation["slug"], organisation["role"]) == (works.slug, "employer_owner")
        assert {"ROLE_PROFILE_EDIT", "MEMBER_MANAGE"} <= set(organisation["permissions"])
        assert found.body["token"]["prefix"].startswith("wm_")
        assert found.response["Cache-Control"] == "private, no-store"

    def test_me_never_tells_a_secret(self, ada):
        program = Program(ada)
        told = program.get("me/").response.content.decode()
        assert program.secret not in told
        assert ApiToken.objects.get().token_hash not in told

    def test_ones_own_data_are_only_linked(self, ada):
        assert Program(ada).get("me/data/").body == {"url": "http://testserver/account/data/"}

    def test_roles_of_the_site_are_told(self):
        reader = person("reader", "api_reader")
        assert [role["name"] for role in Program(reader).get("me/").body["roles"]] == ["api_reader"]


class TestRefused:
    def assert_refused(self, program: Program) -> None:
        answer = program.get("me/")
        assert_problem(answer, 401)
        assert answer.response["WWW-Authenticate"] == 'Bearer realm="Waymark"'

    def test_no_token_is_told_what_to_send(self):
        answer = Client().get("/api/v1/me/")
        assert "Authorization: Bearer" in answer.json()["detail"]
        assert answer["WWW-Authenticate"] == 'Bearer realm="Waymark"'

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nobodys", "Basic YTpi", "wm_1", "Bearer é b"])
    def test_anything_but_a_token(self, header):
        program = Program()
        assert_problem(program.get("me/", Authorization=header), 401)

    def test_one_that_was_taken_back(self, ada):
        program = Program(ada)
        revoke_token(by=ada, token=ApiToken.objects.get())
        self.assert_refused(program)

    def test_one_that_has_run_out(self, ada):
        program = Program(ada)
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        self.assert_refused(program)

    def test_one_of_a_suspended_person_on_the_next_request(self, ada):
        program = Program(ada)
        assert program.get("me/").status == 200
        suspend_person(by=person("admin", "administrator"), person=ada, reason="Somebody else has it.")
        self.assert_refused(program)

    def test_one_of_somebody_who_has_left_every_role(self, ada):
        program = Program(ada)
        Membership.objects.update(state="left")
        assert_problem(program.get("me/"), 403)

    def test_one_of_the_demo_where_there_is_no_demo(self, ada, settings):
        program = Program(ada)
        User.objects.filter(pk=ada.pk).update(is_demo=True)
        settings.DEMO = True
        assert program.get("me/").status == 200
        settings.DEMO = False
        self.assert_refused(program)

    def test_demo_organisations_are_not_there_where_there_is_no_demo(self, ada, settings):
        program = Program(ada)
        Organisation.objects.update(is_demo=True)
        settings.DEMO = False
        assert program.get("me/").body["organisations"] == []

    def test_a_session_is_no_token(self, ada):
        browser = browser_of(ada)
        assert browser.get("/api/v1/me/").status_code == 401
        assert browser.post("/api/v1/role-profiles/", {}, content_type="application/json").status_code == 401

    def test_parameters_without_meaning(self, ada):
        assert_problem(Program(ada).get("me/?as=somebody"), 400, "as")


class TestReadingWithAToken:
    def test_public_answers_do_not_look_at_it(self, ada, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert Program(secret="wm_wrong").get("").status == 200

    def test_changes_no_row(self, ada):
        program = Program(ada)
        with CaptureQueriesContext(connection) as said:
            assert program.get("me/").status == 200
        assert {query["sql"].split()[0].lstrip("(") for query in said} == {"SELECT"}

    def test_leaves_its_day_to_a_task(self, ada):
        program = Program(ada)
        program.get("me/")
        assert ApiToken.objects.get().last_used_on is None
        assert write_last_used() == 1
        assert ApiToken.objects.get().last_used_on == timezone.localdate()
        assert program.get("me/").body["token"]["last_used_on"] == timezone.localdate().isoformat()
        write_last_used()
        assert write_last_used() == 0

    def test_of_a_token_that_is_gone_is_no_fault(self, ada):
        Program(ada).get("me/")
        ApiToken.objects.all().delete()
        assert write_last_used() == 1

    def test_works_without_redis(self, ada, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        assert Program(ada).get("me/").status == 200

    def test_costs_the_same_for_many_organisations(self, ada, django_assert_num_queries):
        program = Program(ada)
        with django_assert_num_queries(4):
            program.get("me/")
        for number in range(5):
            member(employer(f"Works {number}"), user=ada)
        with django_assert_num_queries(4):
            assert len(program.get("me/").body["organisations"]) == 6


class TestOtherSites:
    def test_browsers_on_other_sites_are_not_let_to_tokens_or_writes(self):
        for method, header in (("GET", "authorization"), ("POST", "content-type"), ("PATCH", "if-match")):
            asked = {
                "Origin": "https://elsewhere.example",
                "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": header,
            }
            answer = Client().options("/api/v1/role-profiles/", headers=asked)
            methods = answer["Access-Control-Allow-Methods"].split(", ")
            headers = answer["Access-Control-Allow-Headers"].split(", ")
            assert method not in methods or header not in headers

    def test_no_answer_lets_credentials_in(self, ada):
        answer = Program(ada).get("me/", Origin="https://elsewhere.example")
        assert "Access-Control-Allow-Credentials" not in answer.response


def test_audit_rows_of_a_write_name_the_tokens_person_not_the_sessions(ada, works):
    from employers.models import RoleProfile

    other = person("other", "administrator")
    program = Program(ada)
    program.client = browser_of(other)
    made = program.post("role-profiles/", {"organisation": works.slug, "title": "Gear cutter"})
    assert made.status == 201, made.body
    event = RoleProfile.pgh_event_model.objects.select_related("pgh_context").latest("pgh_id")
    assert event.pgh_context.metadata["user"] == ada.pk
    assert event.pgh_context.metadata["token"] == ApiToken.objects.get().pk


def test_a_token_counts_its_own_writes(ada, works, monkeypatch):
    from accounts.api.base import WriteThrottle

    monkeypatch.setattr("foundation.throttling._taken", {})
    monkeypatch.setattr(WriteThrottle, "rate", "3/min")
    monkeypatch.setattr("foundation.throttling.time.time", lambda: 1_800_000_010.0)
    first, second = Program(ada), Program(ada)
    assert [first.get("me/").status for _ in range(4)] == [200, 200, 200, 429]
    assert second.get("me/").status == 200
