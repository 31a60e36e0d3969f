"""Employers, role profiles and preferences through the API: the pages' filters, order and facts, told strictly."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Organisation
from employers.models import ProfileLink, RoleProfile
from tests.employers.published import LEEDS, MATHS, employer, profile, several
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in

pytestmark = pytest.mark.django_db
LISTS = ("role-profiles/", "organisations/", "opportunities/")


def body(path, query=None):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


@pytest.fixture
def three():
    """A gear maker in Birmingham, a farm in Leeds that trains, and one that nobody verified."""
    profile(employer("gears", name="Zephyr Gears"), "5223", (*MATHS, "essential"))
    farm = profile(
        employer("farm", name="Ash Farm", at=LEEDS, sectors=("A01",)), "5111", ("none", "Tractors", "we_train")
    )
    farm.ways_in.all().delete()
    profile(employer("hidden", state="pending"))


QUERIES = [
    {}, {"area": "Leeds"}, {"area": "B4 7ET"}, {"sector": "C"}, {"size": "small"}, {"soc2020": "52"},
    {"takes_apprentices": "yes"}, {"trains_you": "yes"}, {"q": "zephyr"}, {"sort": "-name"}, {"area": "Scotland"},
]  # fmt: skip


@pytest.mark.usefixtures("three")
class TestLikeThePages:
    @pytest.mark.parametrize("query", QUERIES, ids=str)
    def test_employers_are_the_same_in_the_same_order(self, query):
        html = Client().get("/students/employers/", query).content.decode()
        shown = re.findall(r'href="/students/employers/([a-z0-9-]+)/"', html)
        listed = [row["slug"] for row in body("organisations/", query)["results"]]
        assert [slug for slug in dict.fromkeys(shown) if slug != "subjects"] == listed

    def test_the_page_links_the_answer_to_its_own_question(self):
        html = Client().get("/students/employers/", {"area": "Leeds", "sort": "-name"}).content.decode()
        twin = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', html)
        found = Client().get(twin.group(1).replace("&amp;", "&")).json()
        assert [row["slug"] for row in found["results"]] == ["farm"]

    def test_an_employers_page_and_answer_name_the_same_roles(self):
        html = Client().get("/students/employers/gears/").content.decode()
        for role in body("organisations/gears/")["role_profiles"]:
            assert role["url"].removeprefix("http://testserver") in html

    def test_a_roles_page_links_its_answer(self):
        role = RoleProfile.objects.get(organisation__slug="gears")
        html = Client().get(f"/students/employers/gears/{role.slug}/").content.decode()
        assert f'href="/api/v1/role-profiles/{role.pk}/"' in html


@pytest.mark.usefixtures("three")
class TestWhatIsTold:
    def test_pay_and_hours_say_that_they_are_the_employers_own(self):
        role = RoleProfile.objects.get(organisation__slug="gears")
        found = body(f"role-profiles/{role.pk}/")
        low = found["pay"]["low"]
        assert (low["value"], low["unit"], low["basis"]) == (30000, "pounds_a_year", "usual")
        assert (low["is_official"], low["stated_by"], low["reason"]) == (False, "employer", None)
        assert "Not an official figure" in low["note"]
        assert found["hours_per_week"]["unit"] == "hours_a_week"

    def test_pay_that_is_not_stated_is_null_with_the_reason(self):
        RoleProfile.objects.update(pay_low=None)
        low = body("role-profiles/")["results"][0]["pay"]["low"]
        assert (low["value"], low["reason"]) == (None, "not_stated")

    def test_published_pay_stands_beside_it_as_figures_with_their_source(self):
        role = RoleProfile.objects.get(organisation__slug="gears")
        official = body(f"role-profiles/{role.pk}/")["official_pay"]
        for figure in figures_in(official):
            assert_whole(figure)
        assert official["median"]["release"]["source"].startswith("ashe")

    def test_sites_are_never_nearer_than_half_a_postcode(self):
        Organisation.objects.get(slug="gears").sites.update(postcode="B4 7ET")
        for path in ("organisations/gears/", f"role-profiles/{RoleProfile.objects.first().pk}/"):
            assert "7ET" not in str(body(path))

    def test_members_and_registers_are_not_told(self):
        Organisation.objects.filter(slug="gears").update(
            identifier="09999991", phone="0121 496 0000", domain="z.example"
        )
        told = str(body("organisations/gears/"))
        assert not [word for word in ("09999991", "496 0000", "z.example") if word in told]

    def test_invented_ones_are_marked(self):
        assert all(row["is_demo"] for row in body("organisations/")["results"])
        assert all(row["is_demo"] for row in body("role-profiles/")["results"])


@pytest.mark.usefixtures("three")
class TestRefusals:
    @pytest.mark.parametrize("path", LISTS)
    @pytest.mark.parametrize(
        "query", [{"area": "Nowhereville"}, {"sector": "ZZ"}, {"size": "vast"}, {"soc2020": "99999"}, {"colour": "red"}]
    )
    def test_wrong_values_are_told_by_name(self, path, query):
        assert_problem(ask(path, query), 400, *query)

    @pytest.mark.parametrize("path", LISTS)
    def test_after_the_last_page_there_is_none(self, path):
        assert_problem(ask(path, {"page": 99}), 404, "page")

    def test_hidden_and_absent_are_alike(self):
        hidden = RoleProfile.objects.get(organisation__slug="hidden").pk
        answers = [ask(f"role-profiles/{pk}/") for pk in (hidden, 99_999_999, 10**25)]
        assert [answer.status for answer in answers] == [404] * 3
        assert len({answer.response.content for answer in answers}) == 1
        pair = [ask(f"organisations/{slug}/") for slug in ("hidden", "never-was")]
        assert [answer.status for answer in pair] == [404, 404]
        assert pair[0].response.content == pair[1].response.content


class TestCaches:
    def test_are_asked_again_each_time_and_told_when_nothing_changed(self, three):
        first = ask("role-profiles/").response
        assert first["Cache-Control"] == "public, no-cache"
        assert ask("role-profiles/", If_None_Match=first["ETag"]).status == 304
        RoleProfile.objects.update(title="Other")
        assert ask("role-profiles/", If_None_Match=first["ETag"]).status == 200


class TestCost:
    @pytest.mark.parametrize(
        ("path", "most"),
        [("role-profiles/", 7), ("organisations/", 8), ("organisations/firm-0/", 12), ("preferences/", 12)],
    )
    def test_is_constant_as_rows_grow(self, path, most, django_assert_max_num_queries):
        several(2, (*MATHS, "essential"))
        ask(path)
        with django_assert_max_num_queries(most) as few:
            assert ask(path).status == 200
        several(12, (*MATHS, "useful"), prefix="more")
        for number in range(4):
            profile(Organisation.objects.get(slug="firm-0"), "5223", title=f"R{number}")
        with django_assert_max_num_queries(len(few)):
            assert ask(path).status == 200

    def test_of_one_role_too(self, django_assert_max_num_queries):
        made = profile(employer("gears"), "5223", (*MATHS, "essential"))
        ask(f"role-profiles/{made.pk}/")
        with django_assert_max_num_queries(14) as few:
            assert ask(f"role-profiles/{made.pk}/").status == 200
        for number in range(5):
            ProfileLink.objects.create(profile=made, title=f"L{number}", address="https://example.org/")
        with django_assert_max_num_queries(len(few)):
            assert len(body(f"role-profiles/{made.pk}/")["further"]) == 5


class TestPreferences:
    def test_five_employers_are_a_number_and_four_a_reason(self):
        several(5, (*MATHS, "essential"))
        found = body("preferences/", {"soc2020": "5223", "area": "Birmingham"})
        (row,) = found["stated"]["rows"]
        assert (row["title"], row["essential"]["value"]) == ("GCSE maths", 5)
        assert (row["useful"]["value"], row["useful"]["reason"]) == (None, "few_employers")
        assert found["stated"]["employers"]["value"] == 5
        assert found["people_by_route"]["reason"] == "not_held"

    def test_few_are_held_back_everywhere(self):
        several(4, (*MATHS, "essential"))
        stated = body("preferences/", {"soc2020": "5223"})["stated"]
        assert (stated["rows"], stated["employers"]["value"]) == ([], None)
        subject = body("preferences/subjects/maths/")
        assert subject["essential"]["value"] is None

    def test_wrong_values_are_told_together(self):
        assert_problem(
            ask("preferences/", {"soc2020": "99", "area": "Nowhereville", "sector": "9"}),
            400,
            "soc2020",
            "area",
            "sector",
        )

    def test_a_wider_answer_says_so(self):
        several(5, (*MATHS, "essential"))
        stated = body("preferences/", {"soc2020": "5223", "area": "Leeds"})["stated"]
        assert stated["is_widened"]
        assert stated["asked"] == {"soc2020": "5223", "area": "E08000035"}

    def test_subjects_are_those_of_the_page(self):
        several(5, (*MATHS, "essential"))
        several(2, ("gcse", "gcse:english", "useful"), prefix="other")
        listed = [row["slug"] for row in body("preferences/subjects/")["results"]]
        assert listed == ["maths", "english"]
        html = Client().get("/students/employers/subjects/").content.decode()
        assert all(f"/students/employers/subjects/{slug}/" in html for slug in listed)
        detail = body("preferences/subjects/maths/")
        assert len(detail["role_profiles"]) == 5
        assert [group["soc2020"] for group in detail["groups"]] == ["5"]
        assert_problem(ask("preferences/subjects/alchemy/"), 404, "subject")

    def test_every_figure_is_whole(self):
        several(6, (*MATHS, "essential"))
        for figure in figures_in(body("preferences/", {"soc2020": "5223"})):
            assert figure["reason"] or figure["release"]
