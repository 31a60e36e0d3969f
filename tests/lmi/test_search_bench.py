"""The benchmark: what it counts, and that it would notice a search that got worse."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from evidence.queries import current_editions
from lmi.search import benchmark
from lmi.search.benchmark import Judged

pytestmark = [pytest.mark.django_db, pytest.mark.services]
TUNING_SET = settings.RAW_DATA_DIR / "search" / "dev_queries.csv"
HEADER = "query,known_as,accepted_soc2020,in_coding_index"


def judged(query: str, *units: str) -> Judged:
    return Judged(query, frozenset(units))


def test_hits_and_reciprocal_ranks_are_counted() -> None:
    answers = {"first": ["1", "2"], "third": ["2", "3", "1"], "sixth": ["2", "3", "4", "5", "6", "1"], "never": ["2"]}
    quality = benchmark.quality(answers.__getitem__, [judged(query, "1") for query in answers])
    assert (quality.queries, quality.hit_at_1, quality.hit_at_5) == (4, 0.25, 0.5)
    assert quality.mrr == pytest.approx((1 + 1 / 3 + 1 / 6) / 4)


def test_any_accepted_unit_is_a_hit_and_no_answer_is_none() -> None:
    assert benchmark.quality(lambda _: ["9", "2"], [judged("q", "1", "2")]).hit_at_5 == 1
    assert benchmark.quality(lambda _: [], [judged("q", "1")]).mrr == 0


def test_a_slip_changes_a_little_and_is_the_same_for_the_same_seed() -> None:
    for text in ("electrician", "vet nurse", "GP", "x"):
        slipped = [benchmark.with_slip(text, seed) for seed in range(40)]
        assert slipped == [benchmark.with_slip(text, seed) for seed in range(40)]
        assert len(set(slipped)) > 3
        assert all(abs(len(one) - len(text)) <= 1 for one in slipped)


def test_the_halves_are_about_equal_and_fixed() -> None:
    made = [judged(f"query {number}") for number in range(400)]
    tuned = [one for one in made if benchmark.is_tuned_on(one)]
    assert 160 < len(tuned) < 240
    assert benchmark.is_tuned_on(judged("electrician")) == benchmark.is_tuned_on(judged("electrician", "5241"))


def test_beginnings_grow() -> None:
    assert benchmark.beginnings(["plumber"]) == ["pl", "plu", "plumbe"]


def test_latency_counts_every_call_of_every_client_and_passes_errors_on() -> None:
    calls: list[str] = []
    found = benchmark.latency(calls.append, ["a", "b", "c"], clients=2)
    assert sorted(calls) == ["a", "a", "b", "b", "c", "c"]
    assert 0 <= found.p50 <= found.p95

    def fail(text: str) -> None:
        raise LookupError(text)

    with pytest.raises(LookupError):
        benchmark.latency(fail, ["a"], clients=1)


@pytest.mark.parametrize(
    "search", [benchmark.plain_full_text, benchmark.plain_trigram, lambda query: benchmark.plain_rapidfuzz()(query)]
)
def test_the_plain_ways_find_an_exact_name_too(search) -> None:
    assert "2231" in search("midwife")[:3]


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text("query,units\nnurse,2237\n", encoding="utf-8")
    with pytest.raises(CommandError, match="must have the columns"):
        call_command("bench_search", path)
    with pytest.raises(CommandError):
        call_command("bench_search", tmp_path / "missing.csv")


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_quality_of_both_halves_and_latency(tmp_path: Path, capsys) -> None:
    path = tmp_path / "queries.csv"
    path.write_text(f"{HEADER}\nmidwife,Midwife,2231,1\nzzqqxx,Nobody,1111,0\n", encoding="utf-8")
    call_command("bench_search", path, "--baselines", "--misses", "--clients", "2")
    said = capsys.readouterr().out
    for line in ("ours, all", "ours, tuned half, one slip", "ours, kept half", "plain full text", "rapidfuzz"):
        assert line in said
    assert "suggest, 2 clients at once" in said


@pytest.mark.skipif(not TUNING_SET.exists(), reason="needs search/dev_queries.csv of the raw data")
def test_the_aims_hold_on_both_halves_of_the_tuning_set() -> None:
    queries = benchmark.read_queries(TUNING_SET)
    search = benchmark.ours(current_editions())
    for half in (True, False):
        part = [one for one in queries if benchmark.is_tuned_on(one) is half]
        typed, slipped = benchmark.quality(search, part), benchmark.quality(search, part, seed=7)
        assert typed.hit_at_1 >= 0.70, typed
        assert typed.hit_at_5 >= 0.90, typed
        assert slipped.hit_at_5 >= 0.85, slipped
