"""What words find, in which order, and what is said when they find nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from evidence.queries import current_editions
from foundation.counters import write_counts
from foundation.models import DailyCount
from lmi.models import OccupationGroup, SearchName
from lmi.search import SearchAnswer, Why, matching_units, search_occupations
from tests.lmi.search_judged import JUDGED

pytestmark = [pytest.mark.django_db, pytest.mark.services]
TODAY = date(2026, 11, 22)


@pytest.fixture
def find():
    editions = current_editions()

    def search(query: str, **options: Any) -> SearchAnswer:
        return search_occupations(query, editions=editions, **options)

    return search


@pytest.fixture
def units(find):
    return lambda query: [hit.soc2020 for hit in find(query).results]


@pytest.fixture
def counted(settings):
    """Counts of this test alone: the database of Redis is emptied before and after."""
    redis = Redis.from_url(settings.REDIS_URL)
    redis.delete("waymark:counts")
    yield
    redis.delete("waymark:counts")


# Words people use


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("sparky", "5241"),
        ("vet nurse", "3240"),
        ("HGV driver", "8211"),
        ("brickie", "5313"),
        ("social media manager", "2493"),
        ("data scientist", "2433"),
        ("GP", "2211"),
        ("copper", "3312"),
        ("nanny", "6116"),
    ],
)
def test_lay_words_find_the_work(units, query: str, unit: str) -> None:
    assert units(query)[0] == unit


@pytest.mark.parametrize("judged", JUDGED, ids=lambda judged: judged.query)
def test_judged_queries_are_answered_within_five(units, judged) -> None:
    assert set(units(judged.query)[:5]) & set(judged.units), judged.because


def test_nine_judged_queries_in_ten_are_answered_first(units) -> None:
    first = [judged for judged in JUDGED if units(judged.query)[:1] and units(judged.query)[0] in judged.units]
    assert len(first) >= 0.9 * len(JUDGED)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("electrician", "ELECTRICIAN"),
        ("electrician", "electricians"),
        ("organiser of events", "organizer of events"),
        ("fire fighter", "firefighter"),
        ("fire-fighter", "firefighter"),
        ("café manager", "cafe manager"),
        ("driver's mate", "drivers mate"),
        ("how to become a vet?", "vet"),
        ("i want to be a vet when", "vet"),
        ("policewoman", "policeman"),
        ("dog walker", "dogwalker"),
    ],
)
def test_two_ways_of_asking_find_the_same_first(units, one: str, other: str) -> None:
    assert units(one)[0] == units(other)[0]


@pytest.mark.parametrize(
    ("query", "unit", "corrected"),
    [
        ("elctrician", "5241", "electrician"),
        ("plmuber", "5315", "plumber"),
        ("vetinary nurse", "3240", "veterinary nurse"),
        ("school techer", "2314", "school teacher"),
    ],
)
def test_a_slip_is_put_right_and_said(find, query: str, unit: str, corrected: str) -> None:
    answer = find(query)
    assert unit in [hit.soc2020 for hit in answer.results[:5]]
    assert answer.corrected == corrected


def test_a_space_in_the_wrong_place_is_put_right(units) -> None:
    assert units("care homea ssistant")[0] in units("care home assistant")[:3]
    assert units("vetnurse")[0] == "3240"
    assert units("gamesytester")[0] == units("games tester")[0]


def test_words_known_as_typed_are_not_corrected(find) -> None:
    assert find("copper").corrected == ""
    assert find("electrician").corrected == ""


# Order


def test_a_curators_word_comes_first_and_in_the_curators_order(find) -> None:
    phrase = SearchName.objects.filter(kind="synonym", words="copper").order_by("position")
    wanted = [row.soc2020_id for row in phrase]
    hits = find("copper").results
    assert [hit.soc2020 for hit in hits[: len(wanted)]] == wanted
    assert {hit.why for hit in hits[: len(wanted)]} == {Why.SYNONYM}


def test_the_exact_name_comes_before_names_that_hold_it(find) -> None:
    hits = find("midwife").results
    assert (hits[0].soc2020, hits[0].matched_name, hits[0].why) == ("2231", "Midwife", Why.NAME)


def test_a_name_without_a_trade_comes_before_the_same_name_of_a_trade_not_asked_for(find) -> None:
    assert find("staff nurse").results[0].soc2020 == "2237"
    titles = {hit.soc2020: hit.score for hit in find("keeper zoological gardens").results}
    assert max(titles, key=lambda code: titles[code]) == "6129"


def test_the_trade_in_the_query_decides_between_names(units) -> None:
    assert units("lecturer")[0] != "2312"
    assert units("further education lecturer")[0] == "2312"
    assert units("higher education lecturer")[0] == "2311"


def test_why_says_how_it_matched(find) -> None:
    assert find("elctrician").results[0].why is Why.SPELLING
    assert find("veterinary nurse").results[0].why in (Why.NAME, Why.SYNONYM)
    assert find("qualified ornamental blacksmith").results[0].why is Why.SOME_WORDS
    assert find("5241").results[0].why is Why.CODE


def test_scores_fall_and_each_unit_stands_once(find) -> None:
    for query in ("manager", "teacher", "engineering technician", "nurse"):
        hits = find(query).results
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert len({hit.soc2020 for hit in hits}) == len(hits)
        assert all(len(hit.soc2020) == 4 for hit in hits)


def test_the_same_question_has_the_same_answer(find) -> None:
    for query in ("manager", "team leader", "finisher", "security", "xylophone mender"):
        assert find(query) == find(query)


def test_limit_cuts_the_list_and_changes_nothing_else(find) -> None:
    assert find("manager", limit=3).results == find("manager", limit=20).results[:3]


# Broad words and codes


@pytest.mark.parametrize(
    ("query", "first", "groups"),
    [
        ("security", "9231", {"923", "213", "524"}),
        ("data entry", "4152", {"415", "421"}),
        ("library", "4135", {"413", "247"}),
        ("driving", "8214", {"821", "823"}),
        ("jobs with animals", "6129", {"612", "224", "324"}),
        ("work in a hospital", "2237", {"223", "613", "221"}),
    ],
)
def test_a_broad_word_is_answered_with_groups_to_choose_from(find, query: str, first: str, groups: set[str]) -> None:
    answer = find(query)
    assert answer.results[0].soc2020 == first
    assert groups <= {group.soc2020 for group in answer.groups}
    found = {hit.soc2020 for hit in answer.results}
    assert all(set(group.units) <= found and group.units for group in answer.groups)
    titles = dict(OccupationGroup.objects.filter(level="minor").values_list("code", "title"))
    assert all(group.title == titles[group.soc2020] for group in answer.groups)


def test_a_narrow_word_has_no_groups(find) -> None:
    assert find("bricklayer").groups == ()


def test_a_word_of_many_trades_has_groups_even_when_nobody_listed_it(find) -> None:
    assert len(find("keeper").groups) >= 4


def test_a_code_finds_its_unit_and_a_group_its_units(find, units) -> None:
    assert units("5241") == ["5241"]
    assert units(" SOC 2020: 5241 ") == ["5241"]
    assert units("524") == [f"524{n}" for n in (1, 2, 3, 4, 5, 6, 9)]
    assert {group.soc2020 for group in find("52").groups} == {"521", "522", "523", "524", "525"}
    assert find("524").groups == ()


@pytest.mark.parametrize("code", ["9999", "12345", "0000"])
def test_a_number_that_is_no_code_finds_nothing(find, code: str) -> None:
    assert find(code).results == ()


# Nothing found


@pytest.mark.parametrize("query", ["", " ", "the", "of the and", "!!!", "😀", "\x00", "' \" ; --"])
def test_text_without_words_finds_nothing_and_offers_nothing(find, query: str) -> None:
    answer = find(query)
    assert (answer.results, answer.groups, answer.nearest, answer.corrected) == ((), (), (), "")


def test_without_results_the_nearest_names_are_offered(find) -> None:
    answer = find("nannyyyyy")
    assert answer.results == ()
    assert "6116" in {suggestion.soc2020 for suggestion in answer.nearest}
    assert find("nanny").nearest == ()


def test_a_query_without_results_is_counted_and_others_are_not(find, counted) -> None:
    find("Qwertyuiop Zxcvb", today=TODAY)
    find("qwertyuiop zxcvb", today=TODAY)
    find("nanny", today=TODAY)
    find("the", today=TODAY)
    find("qwertyuiop zxcvb")
    write_counts()
    assert list(DailyCount.objects.filter(name="search-none").values_list("day", "key", "count")) == [
        (TODAY, "qwertyuiop zxcvb", 2)
    ]


# Anything at all


@pytest.mark.parametrize(
    "query",
    [
        "a" * 400,
        "nurse " * 200,
        "'; DROP TABLE lmi_searchname; --",
        "nurse:* & !doctor | (a <-> b)",
        "100% nurse",
        "nurse\\",
        "%s %(total)s {slots}",
        "nurse ☤ 🩺",
        "ﬁreﬁghter",
        "\u202enurse",
        "x" * 60 + " nurse",
    ],
)
def test_hostile_text_is_only_text(find, query: str) -> None:
    find(query)
    assert SearchName.objects.exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_no_text_breaks_search(find, query: str) -> None:
    assert isinstance(find(query), SearchAnswer)


@pytest.mark.parametrize(
    "query",
    ["sparky", "security", "nrse", "zzzzqqq", "5241", "52", "999", "keeper", "senior care home support worker manager"],
)
def test_a_search_takes_three_statements_at_most(find, query: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        find(query)


def test_candidates_come_from_the_index_of_the_document(find, connection_plan) -> None:
    assert "search_name_document" in connection_plan(lambda: find("veterinary nurse"))


@pytest.fixture
def connection_plan():
    """Explains the ranking statement of a call."""
    from django.db import connection

    def explain(call: Any) -> str:
        with CaptureQueriesContext(connection) as captured:
            call()
        ranking = next(query["sql"] for query in captured if "candidate AS" in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + ranking)
            return "\n".join(row[0] for row in cursor.fetchall())

    return explain


# For other packages


def test_the_answer_cites_the_editions_that_names_come_from(find) -> None:
    assert [ref.source for ref in find("nurse").sources] == ["soc-2020", "soc-2020-index", "soc-2020-related-titles"]


def test_matching_units_are_the_units_found_in_order(find) -> None:
    editions = current_editions()
    assert matching_units("nurse", editions=editions)[:20] == [hit.soc2020 for hit in find("nurse").results]
    assert matching_units("qwertyuiop", editions=editions) == []
