"""Role profiles through the API: written by token from draft to reader, and read by everybody."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from accounts.models import Membership, Organisation
from employers.actions.moderation import approve_item, return_item
from employers.models import RoleProfile
from foundation.models import IdempotencyRecord
from tests.accounts.programs import Program
from tests.employers.builders import WORDS, draft, employer, member, person, published, site
from tests.lmi.api_answers import ask, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return employer("Tallow Works")


@pytest.fixture
def writer(works):
    return member(works)


@pytest.fixture
def program(writer):
    return Program(writer)


@pytest.fixture
def curator():
    return person("curator", role="curator")


def complete(works, writer, **changes):
    return {
        "title": "Gear cutter",
        "soc2020": "3112",
        "what_you_do": WORDS,
        "pay_low": 26000,
        "pay_high": 31000.5,
        "pay_basis": "usual",
        "hours_per_week": 37.5,
        "pattern": ["shifts"],
        "sites": [{"site": site(works, writer).pk}],
        "preferred": [{"kind": "gcse", "subject": "gcse:maths", "grade": "4", "weight": "essential"}],
        "skills": [{"name": "Reading drawings"}],
        "ways_in": [{"kind": "apprenticeship", "reference": "ST0152"}, {"kind": "straight_in", "note": "We train"}],
        "links": [{"title": "Our workshop", "address": "https://example.org/workshop"}],
        **changes,
    }


class TestTheWay:
    def test_from_a_title_to_a_reader_and_out_of_sight_again(self, works, writer, program, curator):
        made = program.post("role-profiles/", {"organisation": works.slug, "title": "Gear cutter"})
        assert (made.status, made.body["stage"]) == (201, "draft")
        address = made.response["Location"]
        assert address == made.body["api"]
        assert made.body["missing"]

        refused = program.post(f"{address}submit/")
        assert_problem(refused, 400, *{one["field"] for one in made.body["missing"]})

        changed = program.put(address, complete(works, writer), If_Match=made.response["ETag"])
        assert (changed.status, changed.body["missing"]) == (200, [])
        assert program.post(f"{address}submit/").body["stage"] == "submitted"
        assert ask(f"role-profiles/{made.body['id']}/").status == 404

        profile = RoleProfile.objects.get(pk=made.body["id"])
        return_item(by=curator, item=profile, reasons="Say more about the shifts.")
        assert program.get(f"{address}draft/").body["stage"] == "returned"
        assert program.post(f"{address}submit/").status == 200
        assert program.post(f"{address}take-back/").body["stage"] == "draft"
        assert program.post(f"{address}submit/").status == 200
        approve_item(by=curator, item=profile)
        assert ask(f"role-profiles/{made.body['id']}/").body["title"] == "Gear cutter"

        assert program.post(f"{address}confirm/").body["shown_until"] > date.today().isoformat()
        assert program.post(f"{address}withdraw/").body["stage"] == "withdrawn"
        assert ask(f"role-profiles/{made.body['id']}/").status == 404

    def test_an_edit_of_a_published_one_waits_while_the_old_one_stays(self, works, writer, program, curator):
        profile = published(works, writer, curator)
        tag = program.get(f"role-profiles/{profile.pk}/draft/").response["ETag"]
        changed = program.patch(f"role-profiles/{profile.pk}/", {"title": "Test engineer"}, If_Match=tag)
        assert (changed.body["title"], changed.body["is_public"]) == ("Test engineer", True)
        assert ask(f"role-profiles/{profile.pk}/").body["title"] == "Electronics test technician"

    def test_a_step_that_does_not_fit_is_a_conflict(self, works, writer, program):
        profile = draft(works, writer)
        assert_problem(program.post(f"role-profiles/{profile.pk}/take-back/"), 409)
        assert_problem(program.post(f"role-profiles/{profile.pk}/confirm/"), 409)
        program.post(f"role-profiles/{profile.pk}/submit/")
        assert_problem(program.post(f"role-profiles/{profile.pk}/submit/"), 409)
        tag = program.get(f"role-profiles/{profile.pk}/draft/").response["ETag"]
        assert_problem(program.patch(f"role-profiles/{profile.pk}/", {"title": "Other"}, If_Match=tag), 409)

    def test_wording_that_needs_a_reason_asks_for_it(self, works, writer, program):
        profile = draft(works, writer, what_you_do=f"{WORDS} The role is open to women only.")
        answer = program.post(f"role-profiles/{profile.pk}/submit/")
        assert_problem(answer, 400, "reason")
        said = {"reason": "Intimate care of women."}
        assert program.post(f"role-profiles/{profile.pk}/submit/", said).status == 200


class TestContent:
    def test_what_draft_gives_put_takes(self, works, writer, program):
        made = program.post("role-profiles/", {"organisation": works.slug, **complete(works, writer)})
        assert made.status == 201, made.body
        again = program.put(made.body["api"], made.body["content"], If_Match=made.response["ETag"])
        assert again.status == 200, again.body
        assert again.body["content"] == made.body["content"]
        assert again.body["version"] > made.body["version"]
        assert made.body["content"]["pay_high"] == 31000.5

    def test_patch_leaves_what_is_not_named(self, works, writer, program):
        profile = draft(works, writer)
        before = program.get(f"role-profiles/{profile.pk}/draft/")
        after = program.patch(
            f"role-profiles/{profile.pk}/", {"skills": [{"name": "Soldering"}]}, If_Match=before.response["ETag"]
        )
        assert after.body["content"] == {**before.body["content"], "skills": [{"name": "Soldering"}]}

    def test_put_empties_what_is_not_named(self, works, writer, program):
        profile = draft(works, writer)
        tag = program.get(f"role-profiles/{profile.pk}/draft/").response["ETag"]
        after = program.put(f"role-profiles/{profile.pk}/", {"title": "Only this"}, If_Match=tag)
        content = after.body["content"]
        assert (content["title"], content["what_you_do"], content["preferred"], content["pay_low"]) == (
            "Only this", "", [], None,
        )  # fmt: skip
        assert content["pay_period"] == "year"


class TestVersions:
    def test_a_change_names_the_version_it_saw(self, works, writer, program):
        profile = draft(works, writer)
        for tag in (None, "*"):
            assert_problem(program.patch(f"role-profiles/{profile.pk}/", {"title": "x"}, If_Match=tag), 428)

    @pytest.mark.parametrize("tag", ['"1"', "nothing", '"x"', '"1", "2"', f'"{10**30}"'])
    def test_another_version_is_told_and_changes_nothing(self, works, writer, program, tag):
        profile = draft(works, writer)
        assert_problem(program.patch(f"role-profiles/{profile.pk}/", {"title": "x"}, If_Match=tag), 412)
        assert RoleProfile.objects.get().version == profile.version

    def test_the_second_of_two_is_told(self, works, writer, program):
        profile = draft(works, writer)
        tag = program.get(f"role-profiles/{profile.pk}/draft/").response["ETag"]
        assert program.patch(f"role-profiles/{profile.pk}/", {"title": "First"}, If_Match=tag).status == 200
        assert_problem(program.patch(f"role-profiles/{profile.pk}/", {"title": "Second"}, If_Match=tag), 412)
        assert program.get(f"role-profiles/{profile.pk}/draft/").body["title"] == "First"

    def test_a_tag_weakened_by_compression_is_the_same(self, works, writer, program):
        profile = draft(works, writer)
        got = program.get(f"role-profiles/{profile.pk}/draft/", Accept_Encoding="gzip")
        assert got.response["ETag"].startswith("W/")
        tag = got.response["ETag"]
        assert program.patch(f"role-profiles/{profile.pk}/", {"title": "x"}, If_Match=tag).status == 200


class TestKeys:
    def test_the_same_key_makes_one(self, works, program):
        body = {"organisation": works.slug, "title": "Gear cutter"}
        first, second = (program.post("role-profiles/", body, Idempotency_Key="k1") for _ in range(2))
        assert first.body == second.body
        assert second.response["Location"] == first.response["Location"]
        assert second.response["Idempotency-Replayed"] == "true"
        assert RoleProfile.objects.count() == 1

    def test_the_same_key_for_another_request_is_refused(self, works, program):
        program.post("role-profiles/", {"organisation": works.slug, "title": "One"}, Idempotency_Key="k1")
        again = program.post("role-profiles/", {"organisation": works.slug, "title": "Two"}, Idempotency_Key="k1")
        assert_problem(again, 422)

    def test_a_refused_write_leaves_the_key_free(self, works, program):
        assert program.post("role-profiles/", {"organisation": works.slug}, Idempotency_Key="k1").status == 400
        body = {"organisation": works.slug, "title": "One"}
        assert program.post("role-profiles/", body, Idempotency_Key="k1").status == 201
        assert IdempotencyRecord.objects.count() == 1


class TestWhoMay:
    OTHERS = ("draft/", "submit/", "take-back/", "withdraw/", "confirm/", "")

    def call(self, program, pk, last):
        if last == "draft/":
            return program.get(f"role-profiles/{pk}/draft/")
        if last:
            return program.post(f"role-profiles/{pk}/{last}")
        return program.patch(f"role-profiles/{pk}/", {"title": "Mine now"}, If_Match='"1"')

    @pytest.mark.parametrize("last", OTHERS)
    def test_anothers_and_none_are_alike(self, works, writer, curator, last):
        stranger = Program(member(employer("Other Works")))
        theirs = [draft(works, writer).pk, published(works, writer, curator).pk]
        answers = [self.call(stranger, pk, last) for pk in (*theirs, 999_999_999, 10**25)]
        for answer in answers:
            assert_problem(answer, 404, "id")
        assert len({answer.response.content for answer in answers}) == 1

    @pytest.mark.parametrize("last", OTHERS)
    def test_nobody_without_a_token_or_the_right(self, works, writer, last):
        profile = draft(works, writer)
        assert_problem(self.call(Program(), profile.pk, last), 401)
        assert_problem(self.call(Program(person("reader", role="api_reader")), profile.pk, last), 403)

    def test_for_another_organisation_nothing_begins(self, program):
        for slug in (employer("Other Works").slug, "no-such-works"):
            answer = program.post("role-profiles/", {"organisation": slug, "title": "Gear cutter"})
            assert_problem(answer, 400, "organisation")
            assert answer.errors()["organisation"].startswith("You write role profiles for no such")

    def test_whoever_has_left_is_out_at_once(self, works, writer, program):
        profile = draft(works, writer)
        Membership.objects.update(state="left")
        assert_problem(program.get(f"role-profiles/{profile.pk}/draft/"), 403)

    def test_a_suspended_organisation_is_out_at_once(self, works, writer, program):
        profile = draft(works, writer)
        Organisation.objects.update(state="suspended")
        assert program.get(f"role-profiles/{profile.pk}/draft/").status in (403, 404)

    def test_another_organisations_site_is_as_unknown_as_none(self, works, writer, program):
        other = employer("Other Works")
        theirs = site(other, member(other))
        for pk in (theirs.pk, 999_999):
            answer = program.post("role-profiles/", {"organisation": works.slug, "title": "x", "sites": [{"site": pk}]})
            assert_problem(answer, 400, "sites.0.site")


class TestBadInput:
    @pytest.mark.parametrize(
        ("changes", "fields"),
        [
            ({"is_demo": True, "live": True, "confirmed_until": "2099-01-01", "slug": "x"}, 4),
            ({"photos": []}, 1),
            ({"organisation_id": 1}, 1),
            ({"title": 5, "is_technical": "yes", "pay_low": "26000", "pattern": "shifts"}, 4),
            ({"title": ""}, 1),
            ({"title": "x" * 121}, 1),
            ({"title": "a\x00b"}, 1),
            ({"pay_low": 1e300}, 1),
            ({"pay_low": -1}, 1),
            ({"pay_low": 1.234}, 1),
            ({"pay_low": 30000, "pay_high": 20000}, 1),
            ({"hours_per_week": 200}, 1),
            ({"pattern": ["sometimes"]}, 1),
            ({"skills": [{"name": "a"}, {"name": ""}, {"title": "b"}]}, 3),
            ({"skills": [{"name": "a"}] * 31}, 1),
            ({"skills": "many"}, 1),
            ({"links": [{"title": "x", "address": "javascript:alert(1)"}]}, 1),
            ({"sites": [{"site": 10**30}]}, 1),
            ({"preferred": [None]}, 1),
        ],
    )
    def test_every_mistake_is_told_and_nothing_is_saved(self, works, program, changes, fields):
        answer = program.post("role-profiles/", {"organisation": works.slug, "title": "Gear cutter", **changes})
        assert_problem(answer, 400)
        assert len(answer.errors()) == fields
        assert not RoleProfile.objects.exists()

    def test_a_row_is_named_by_its_number(self, works, program):
        answer = program.post(
            "role-profiles/", {"organisation": works.slug, "title": "x", "skills": [{"name": "a"}, {"name": 1}]}
        )
        assert_problem(answer, 400, "skills.1.name")

    @pytest.mark.parametrize(
        "raw",
        [
            b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"title": NaN}', b'{"title": "\\ud800"}',
            b'{"\\ud800": 1}', b"[" * 100_000, b'{"title": ' + b"9" * 5000 + b"}",
        ],
    )  # fmt: skip
    def test_a_body_that_is_no_object_in_json(self, program, raw):
        assert_problem(program.call("POST", "role-profiles/", raw=raw), 400)

    def test_too_long_a_body(self, program):
        assert_problem(program.call("POST", "role-profiles/", raw=b" " * 300_000), 413)

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    def test_a_body_of_another_kind(self, program, kind):
        assert_problem(program.call("POST", "role-profiles/", raw=b"title=x", Content_Type=kind), 415)

    def test_words_with_html_stay_words(self, works, writer, program, curator):
        made = program.post(
            "role-profiles/", {"organisation": works.slug, **complete(works, writer, progression="<script>x</script>")}
        )
        program.post(f"{made.body['api']}submit/")
        approve_item(by=curator, item=RoleProfile.objects.get())
        assert ask(f"role-profiles/{made.body['id']}/").body["progression"] == "<script>x</script>"
        assert made.response["X-Content-Type-Options"] == "nosniff"

    def test_a_step_takes_no_fields(self, works, writer, program):
        profile = draft(works, writer)
        assert_problem(program.post(f"role-profiles/{profile.pk}/withdraw/", {"force": True}), 400, "force")

    def test_parameters_of_a_write_are_refused(self, works, program):
        answer = program.post("role-profiles/?dry=1", {"organisation": works.slug, "title": "x"})
        assert_problem(answer, 400, "dry")


class TestOwnLists:
    def test_hold_every_state_with_the_newest_title_at_a_constant_cost(
        self, works, writer, program, curator, django_assert_num_queries
    ):
        published(works, writer, curator)
        profile = draft(works, writer)
        program.patch(f"role-profiles/{profile.pk}/", {"title": "Newer"}, If_Match=f'"{profile.version}"')
        with django_assert_num_queries(4):
            found = program.get("me/role-profiles/").body
        assert [(row["title"], row["stage"]) for row in found["results"]] == [
            ("Newer", "draft"), ("Electronics test technician", "published"),
        ]  # fmt: skip
        for _ in range(4):
            draft(works, writer)
        with django_assert_num_queries(4):
            assert program.get("me/role-profiles/").body["count"] == 6

    def test_are_ones_own_only(self, works, writer):
        draft(works, writer)
        stranger = Program(member(employer("Other Works")))
        assert stranger.get("me/role-profiles/").body["count"] == 0
        assert stranger.get("me/sites/").body["results"] == []

    def test_sites_have_the_numbers_that_writes_use(self, works, writer, program):
        place = site(works, writer)
        (found,) = program.get("me/sites/").body["results"]
        assert (found["id"], found["organisation"], found["postcode"]) == (place.pk, works.slug, "B4")

    def test_are_paged_and_narrowed(self, works, writer, program):
        for _ in range(3):
            draft(works, writer)
        first = program.get("me/role-profiles/?page_size=2").body
        second = program.get(first["next"]).body
        assert (len(first["results"]), len(second["results"]), second["next"]) == (2, 1, None)
        assert program.get(f"me/role-profiles/?organisation={works.slug}").body["count"] == 3
        assert program.get("me/role-profiles/?organisation=other").body["count"] == 0
        assert_problem(program.get("me/role-profiles/?page=9"), 404, "page")
        assert_problem(program.get("me/role-profiles/?colour=red"), 400, "colour")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_one_is_told():
    works = employer("Tallow Works")
    writer = member(works)
    profile = RoleProfile(organisation=works, slug="x", title="x", live=False)
    profile.save()
    profile.save_revision(user=writer, clean=False)
    tag, programs, answers = f'"{profile.version}"', [Program(writer) for _ in range(2)], []

    def write(program, number):
        answers.append(program.patch(f"role-profiles/{profile.pk}/", {"title": f"T{number}"}, If_Match=tag).status)
        connection.close()

    threads = [threading.Thread(target=write, args=(one, number)) for number, one in enumerate(programs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 412]
