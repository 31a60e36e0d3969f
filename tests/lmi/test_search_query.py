"""How a query is read: its words, their weights, other spellings, and what it is searched with."""

from __future__ import annotations

import pytest

from lmi.models import SearchName, SearchPhrase, SearchWord
from lmi.search.query import Slot, understand
from lmi.search.ranking import rank

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def slot(query: str, typed: str) -> Slot:
    return next(one for one in understand(query).slots if one.typed == typed)


def looked_for(query: str) -> list[list[str]]:
    return [[word for word, _ in one.alternatives] for one in understand(query).slots]


def names_of(query: str, limit: int = 20) -> list[str]:
    return [found.name for found in rank(understand(query), limit)]


@pytest.fixture
def phrase():
    def add(text: str, **fields: object) -> None:
        SearchPhrase.objects.create(phrase=text, **fields)

    return add


# Words and weights


def test_a_query_without_words_means_nothing_and_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        meaning = understand("the of !!")
    assert (meaning.words, meaning.core, meaning.slots) == ((), (), ())


def test_reading_takes_one_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        understand("how to become a vetinary nurse in a hospital")


def test_words_of_the_question_count_a_tenth() -> None:
    meaning = understand("how to become a midwife")
    assert meaning.core == ("midwife",)
    assert slot("job midwife", "job").weight == pytest.approx(SearchWord.objects.get(word="job").weight / 10)
    assert slot("midwife", "midwife").weight == SearchWord.objects.get(word="midwife").weight


def test_a_question_of_nothing_but_such_words_is_searched_with_them() -> None:
    assert understand("job").core == ("job",)
    assert understand("careers").core == ("career",)


def test_rare_words_decide_and_common_ones_do_not() -> None:
    assert slot("farrier manager", "farrier").weight > slot("farrier manager", "manager").weight


def test_each_word_is_looked_for_once() -> None:
    assert understand("nurse nurses NURSE").words == ("nurse",)


def test_no_more_than_ten_words_are_read() -> None:
    assert len(understand(" ".join(f"word{n}" for n in range(40))).words) == 10


# Other spellings


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("elctrician", "electrician"),
        ("electricain", "electrician"),
        ("electriciann", "electrician"),
        ("electriciam", "electrician"),
        ("nrse", "nurse"),
        ("hairdreser", "hairdresser"),
    ],
)
def test_a_slip_is_looked_for_as_the_known_word(typed: str, read: str) -> None:
    assert read in looked_for(typed)[0]
    assert understand(typed).slots[0].is_corrected


def test_the_likelier_word_is_preferred() -> None:
    (alternatives,) = understand("nurce").slots
    factors = dict(alternatives.alternatives)
    assert max(factors, key=lambda word: factors[word]) == "nurse"
    assert all(0 < factor <= 1 for factor in factors.values())


def test_a_known_word_is_never_dropped_for_another() -> None:
    for word in ("nurse", "purser", "butcher"):
        assert looked_for(word)[0][0] == word
        assert not understand(word).slots[0].is_corrected


def test_a_word_far_from_every_known_one_stays_as_it_is() -> None:
    (only,) = understand("qwertyuiop").slots
    assert (only.alternatives, only.names) == ((("qwertyuiop", 1.0),), 0)


@pytest.mark.parametrize("number", ["999999", "24x7"])
def test_numbers_are_not_put_right(number: str) -> None:
    assert looked_for(number) == [[number]]


def test_a_word_for_women_falls_back_to_the_listed_one() -> None:
    assert not SearchWord.objects.filter(word="signalwoman").exists()
    assert looked_for("signalwoman") == [["signalman"]]
    assert looked_for("barmaid") == [["barmaid"]]


def test_what_is_done_stands_for_who_does_it() -> None:
    assert "driver" in looked_for("driving")[0]
    assert "plumber" in looked_for("plumbing")[0]
    SearchWord.objects.create(word="gizmoer", names=4, weight=9)
    assert looked_for("gizmoing") == [["gizmoer"]]
    assert looked_for("king")[0] == ["king"]


# Together and apart


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("fire fighter", ["firefighter"]),
        ("vetnurse", ["vet", "nurse"]),
        ("gamesytester", ["game", "tester"]),
        ("care homea ssistant", ["care", "home", "assistant"]),
        ("head teacher", ["head", "teacher"]),
    ],
)
def test_spaces_are_put_where_names_have_them(typed: str, words: list[str]) -> None:
    read = list(understand(typed).words)
    common = SearchPhrase.objects.filter(phrase=" ".join(words)).exclude(expansion="").first()
    assert read == (common.expansion.split() if common else words)


def test_a_known_word_is_not_parted() -> None:
    assert understand("carpet fitter").words == ("carpet", "fitter")


# Synonyms


def test_an_expansion_takes_the_place_of_its_phrase(phrase) -> None:
    phrase("tooth tinkerer", expansion="dental surgeon")
    assert understand("young tooth tinkerer").words == ("young", "dental", "surgeon")
    assert not any(one.is_corrected for one in understand("tooth tinkerer").slots)


def test_the_longest_phrase_wins(phrase) -> None:
    phrase("tooth", expansion="dentist")
    phrase("tooth tinkerer", expansion="orthodontist")
    assert understand("tooth tinkerer").words == ("orthodontist",)


def test_a_whole_query_that_is_a_synonym_has_its_units_and_breadth(phrase) -> None:
    phrase("gizmos", units=["5223", "5224"], broad=True)
    for query in ("gizmos", "jobs with gizmos"):
        SearchPhrase.objects.filter(phrase="gizmos").update(phrase="gizmo")
        meaning = understand(query)
        assert (meaning.units, meaning.broad) == (("5223", "5224"), True)
    assert understand("gizmo fitter").units == ()


# Ranking by parts


def test_a_name_that_answers_more_of_the_query_comes_first() -> None:
    found = rank(understand("veterinary nursing assistant"), 20)
    assert found[0].words == "veterinary nursing assistant"
    assert found[0].share == pytest.approx(1)
    assert all(one.share < 1 for one in found[3:])


def test_names_with_like_endings_are_found_behind_the_very_word() -> None:
    names = names_of("bakery operative")
    assert any("assistant" in name.lower() or "worker" in name.lower() for name in names)


def test_a_common_word_alone_still_finds() -> None:
    assert len(names_of("manager")) == 20
    assert len(names_of("senior manager officer")) > 3


def test_what_answers_too_little_of_the_query_is_no_result() -> None:
    assert rank(understand("flibbertigibbet wobblegong snollygoster manager"), 20) == []


def test_hits_far_behind_the_best_are_left_out() -> None:
    found = rank(understand("midwife"), 20)
    assert all(one.score >= 0.3 * found[0].score for one in found)


def gizmologists(*units: tuple[str, float]) -> list[str]:
    """Units found for a name that only these units have, with their priors."""
    SearchWord.objects.create(word="gizmologist", names=len(units), weight=10)
    for code, prior in units:
        SearchName.objects.create(
            soc2020_id=code, kind="coding_index", name="Gizmologist", words="gizmologist", mass=12, prior=prior
        )
    return [found.soc2020 for found in rank(understand("gizmologist"), 5)]


def test_more_people_come_first_between_equal_names() -> None:
    assert gizmologists(("5223", 0.2), ("5249", 0.9)) == ["5249", "5223"]


def test_equal_scores_go_by_code() -> None:
    assert gizmologists(("5249", 0.5), ("5223", 0.5)) == ["5223", "5249"]
