"""`routes/`: every way in for who asks, with reasons, references and money, and wrong values refused by name."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pathways.asking import Ask
from pathways.book import forget_book
from pathways.models import LinkOverride
from pathways.queries.routes import route_set
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _on_a_fixed_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def _book_as_it_was():
    yield
    forget_book()


def routes(**query):
    answer = ask("routes/", {"occupation": "5241", **query})
    assert answer.status == 200, answer.body
    return answer.body


def of_kind(body, kind):
    return [route for route in body["results"] if route["kind"] == kind]


class TestRoutes:
    def test_are_those_of_the_engine(self):
        from lmi.queries.context import facts

        found = route_set(facts(), "5241", Ask(), TODAY).found
        body = routes()
        assert [route["key"] for route in body["results"]] == [route.key for route in (*found.open, *found.closed)]
        assert [route["open"] for route in body["results"]] == [True] * len(found.open) + [False] * len(found.closed)
        assert body["count"] == len(body["results"])
        assert (body["next"], body["previous"]) == (None, None)

    def test_an_electrician_learns_in_an_apprenticeship_named_by_its_reference(self):
        route = of_kind(routes(), "apprenticeship")[0]
        assert (route["total_months"], route["age_at_end"], route["steps_of_unknown_length"]) == (54, 20, 0)
        (step,) = route["steps"]
        assert (step["kind"], step["from"], step["to"], step["level"]) == ("apprenticeship_3", "gcse", "in_work", 3)
        assert (step["begins"], step["ends"], step["age"], step["paid"]) == ("2027-09-01", "2032-03-01", 16, True)
        offer = step["offers"][0]
        assert (offer["kind"], offer["code"], offer["months"]) == ("standard", "ST0152", 54)
        assert ask(offer["api"].partition("/api/v1/")[2]).body["title"] == offer["title"]
        assert step["at_work_percent"]["low"] > 50
        assert step["learnt_at_work"]
        assert step["learnt_at_provider"]

    def test_an_unknown_length_is_null_and_never_nought(self):
        route = next(route for route in of_kind(routes(), "work") if route["steps_of_unknown_length"])
        assert route["total_months"] is None
        assert route["age_at_end"] is None
        gap = next(step for step in route["steps"] if step["months"] is None)
        assert gap["ends"] is None

    def test_tlevels_and_degree_subjects_are_named_too(self):
        steps = [s for r in routes()["results"] for s in r["steps"]]
        steps += [s for r in routes(occupation="2237")["results"] for s in r["steps"]]
        named = {offer["kind"] for step in steps for offer in step["offers"] if offer["code"]}
        assert named >= {"standard", "tlevel", "degree_subject"}

    def test_a_closed_step_says_why_and_what_to_do(self):
        body = routes(occupation="2237", grades="few")
        bars = [bar for route in body["results"] for step in route["steps"] for bar in step["closed"]]
        bars += [bar for route in body["results"] for bar in route["instead_of"]]
        grades = next(bar for bar in bars if bar["code"] == "grades")
        assert "grade 4" in grades["words"]
        assert grades["way_back"]
        assert all(route["open"] is not any(step["closed"] for step in route["steps"]) for route in body["results"])

    @pytest.mark.parametrize(("wish", "code"), [("earn", "unpaid"), ("no_university", "university")])
    def test_wishes_close_what_was_not_wanted(self, wish, code):
        closed = [r for r in routes(occupation="2237", **{wish: "1"})["results"] if not r["open"]]
        assert code in {bar["code"] for route in closed for step in route["steps"] for bar in step["closed"]}
        kept = routes(occupation="2237", **{wish: "0"})["results"]
        assert code not in {bar["code"] for route in kept for step in route["steps"] for bar in step["closed"]}

    def test_a_missing_a_level_is_named(self):
        query = {"occupation": "2211", "from": "alevels", "subject": "alevel:history,alevel:art-design"}
        bars = [bar for r in routes(**query)["results"] for step in r["steps"] for bar in step["closed"]]
        assert "subject" in {bar["code"] for bar in bars}

    def test_who_asked_is_repeated_with_what_was_assumed(self):
        assert routes()["asked"] == {
            "from": "gcse",
            "grades": "five",
            "age": 16,
            "starts": "2027-09-01",
            "subjects": [],
            "earn": False,
            "no_university": False,
        }
        grown = routes(**{"from": "adult", "age": "40"})["asked"]
        assert (grown["age"], grown["starts"]) == (40, "2026-12-01")

    def test_what_lies_around_is_there_with_what_it_rests_on(self):
        body = routes()
        assert body["entry"]["usual_level"] == 3
        assert {"EngTech", "ecs"} <= {one["code"] for one in body["registrations"]}
        assert body["moves_on"]
        assert body["came_from"]
        for link in (*body["moves_on"], *body["came_from"], *body["registrations"]):
            assert link["basis"] in ("published", "title", "editorial")
            assert link["confidence"] in ("high", "medium", "low")
        assert "waymark-links" in {release["source"] for release in body["releases"]}

    def test_variants_have_their_own_steps(self):
        variants = [v for r in routes(occupation="2237")["results"] for v in r["variants"]]
        assert variants
        assert all(variant["steps"] and "variants" not in variant for variant in variants)

    @pytest.mark.usefixtures("_book_as_it_was")
    def test_an_editors_decision_shows_at_once(self):
        before = ask("routes/", {"occupation": "5241"})
        offers = [o["code"] for r in before.body["results"] for s in r["steps"] for o in s["offers"]]
        assert "ST1017" in offers
        LinkOverride.objects.create(
            kind="occupation_standard", source="5241", target="ST1017", decision="drop", reason="Only homes."
        )
        after = ask("routes/", {"occupation": "5241"})
        assert after.response["ETag"] != before.response["ETag"]
        assert "ST1017" not in [o["code"] for r in after.body["results"] for s in r["steps"] for o in s["offers"]]


class TestAreaAndPay:
    def test_pay_is_of_the_region_that_the_place_lies_in(self):
        body = routes(area="LS1")
        assert body["area"]["code"] == "E08000035"
        assert body["pay"]["median"]["area"]["code"] == "E12000003"
        assert routes()["pay"]["median"]["area"]["code"] == "K02000001"
        for figure in figures_in(body):
            assert_whole(figure)


class TestMoney:
    def test_is_left_out_unless_asked_for(self):
        body = routes()
        assert "money" not in body
        assert all("money" not in route for route in body["results"])

    def test_has_a_row_a_year_with_rules_and_assumptions(self):
        body = routes(money="1")
        assert body["money"]["unit"] == "pounds"
        assert body["money"]["not_modelled"]
        assert body["money"]["asked"]["living_cost"] == 0
        plan = of_kind(body, "apprenticeship")[0]["money"]
        assert [year["age"] for year in plan["years"]] == list(range(16, 30))
        cited = {rule["rule"] for rule in body["money"]["rules"]}
        used = {p["rule"] for r in body["results"] for y in r["money"]["years"] for p in y["parts"] if p["rule"]}
        assert used <= cited
        for figure in figures_in(body["money"]["rules"]):
            assert_whole(figure)

    def test_the_pages_assumptions_change_it_and_ask_for_it(self):
        free, costly = routes(money="1"), routes(living_cost="5000")
        first = [of_kind(body, "apprenticeship")[0]["money"]["years"][0] for body in (free, costly)]
        assert first[0]["in_hand"]["low"] - first[1]["in_hand"]["low"] == 5000
        assert costly["money"]["asked"]["living_cost"] == 5000

    def test_a_gap_says_why(self):
        gaps = [y for r in routes(money="1")["results"] for y in r["money"]["years"] if y["total"] is None]
        assert gaps
        stopped = [r for r in routes(money="1")["results"] if r["money"]["total"] is None]
        assert all(route["money"]["stopped"] for route in stopped)


class TestWrongValues:
    def test_every_one_is_named_at_once(self):
        query = "occupation=5241&from=x&grades=y&age=3&subject=alevel:xx&earn=maybe&nope=1"
        assert_problem(ask("routes/", query), 400, "from", "grades", "age", "subject", "earn", "nope")

    @pytest.mark.parametrize(
        ("query", "status", "field"),
        [
            ("", 400, "occupation"),
            ("occupation=9999", 404, "occupation"),
            ("occupation=52", 404, "occupation"),
            ("occupation=5241&occupation=2237", 400, "occupation"),
            ("occupation=5241&area=Nowhereham", 404, "area"),
            ("occupation=5241&hours=9", 400, "hours"),
            ("occupation=5241&wage_year=1999", 400, "wage_year"),
            ("occupation=5241&pay=much", 400, "pay"),
            ("occupation=5241&money=yes", 400, "money"),
            ("occupation=5241&release=nix", 404, "release"),
        ],
    )
    def test_is_named(self, query, status, field):
        assert_problem(ask("routes/", query), status, field)

    def test_a_value_that_is_empty_counts_as_not_given(self):
        assert routes(grades="", subject="", area="", age="", money="") == routes()


class TestCost:
    def statements(self, query):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert ask("routes/", query).status == 200
        return len(caught)

    def test_few_statements_however_many_routes(self):
        for code in ("5241", "2237", "2134"):
            ask("routes/", {"occupation": code})  # reads the book and the registers
        assert self.statements({"occupation": "5241"}) <= 5
        assert self.statements({"occupation": "2237", "from": "year9"}) <= 5
        assert self.statements({"occupation": "2237", "money": "1"}) <= 6
        assert self.statements({"occupation": "2134", "area": "LS1"}) <= 10

    def test_the_day_is_part_of_the_etag(self):
        first = ask("routes/", {"occupation": "5241"}).response["ETag"]
        assert ask("routes/", {"occupation": "5241"}, if_none_match=first).status == 304
        with time_machine.travel(date(2026, 11, 23), tick=False):
            assert ask("routes/", {"occupation": "5241"}, if_none_match=first).status == 200
