"""Invented people come out the same again, and doubles among them are found at least as well as we say."""

from __future__ import annotations

from collections import Counter

import pytest

from ambassadors.bench_linkage import Quality, linkage_table, measure_quality, measure_speed, quality, recall_by_kind
from ambassadors.linkage import find_pairs, score_new
from ambassadors.linkage.doubles import KINDS, make_population, mistyped, split
from ambassadors.linkage.people import Inventor
from ambassadors.linkage.training import SEED

# What `manage.py bench linkage` measures, less a margin for how a small number of people falls out.
LEAST_PRECISION, LEAST_RECALL = 0.90, 0.96


@pytest.fixture(scope="module")
def population():
    return make_population(3_000, seed=31)


def test_the_same_seed_invents_the_same_people(population):
    again = make_population(3_000, seed=31)
    assert again == population
    assert make_population(3_000, seed=32).records != population.records


def test_doubles_are_what_was_asked_for_with_every_kind_of_difference(population):
    assert len(population.records) == 3_000
    assert len(population.doubles) == 300
    kinds = Counter(kind for kinds in population.doubles.values() for kind in kinds)
    assert set(kinds) == {*KINDS, "none but gaps"}
    assert all(population.person[a] == population.person[b] for a, b in population.doubles)


def test_a_kind_of_difference_is_named_only_where_it_can_be_seen(population):
    by_key = {record.key: record for record in population.records}
    for (a, b), kinds in population.doubles.items():
        one, other = by_key[a], by_key[b]
        if "moved" in kinds:
            assert other.outcode not in ("", one.outcode)
        if kinds == ("short form of given name",):
            assert other.given_name != one.given_name
            assert other.family_name == one.family_name
        if kinds == ("none but gaps",):
            assert (other.given_name, other.family_name) == (one.given_name, one.family_name)


def test_invented_people_cannot_be_called_or_written_to(population):
    for record in population.records:
        assert not record.phone or len(record.phone) > 11
        assert not record.email or record.email.endswith(".example")


def test_a_slip_is_one_slip():
    random = Inventor(1).random
    for _ in range(200):
        slip = mistyped("Thornley", random)
        assert abs(len(slip) - 8) <= 1
        assert slip[0] == "T"


@pytest.mark.parametrize("seed", [41, 42, 43])
def test_precision_and_recall_stay_above_the_floor(seed):
    assert seed != SEED
    population = make_population(3_000, seed)
    found = quality(population, find_pairs(population.records))
    assert found.recall >= LEAST_RECALL
    assert found.precision >= LEAST_PRECISION


def test_no_kind_of_difference_is_lost(population):
    by_kind = recall_by_kind(population, find_pairs(population.records))
    assert {kind: found.recall for kind, found in by_kind.items() if found.recall < 0.75} == {}


def test_an_import_against_those_held_finds_as_much(population):
    new, held = split(population)
    assert quality(population, score_new(new, held)).recall >= LEAST_RECALL


def test_the_measure_counts_what_it_says():
    population = make_population(200, seed=3)
    nothing = quality(population, [])
    assert nothing == Quality(found=0, true=20, right=0)
    assert (nothing.precision, nothing.recall) == (1.0, 0.0)


def test_the_benchmark_reports_quality_by_seed_by_kind_and_speed(monkeypatch):
    by_seed, by_kind = measure_quality(seeds=(1, 2), records=300)
    assert [found.true for found in by_seed.values()] == [30, 30]
    assert sum(found.true for found in by_kind.values()) >= 60
    speeds = measure_speed(many=300, new=30)
    assert [speed.name for speed in speeds] == ["30 new against 270", "one list of 300"]
    assert all(speed.seconds > 0 and speed.peak > 10 and speed.quality.recall > 0.8 for speed in speeds)
    monkeypatch.setattr("ambassadors.bench_linkage.measure_quality", lambda: (by_seed, by_kind))
    monkeypatch.setattr("ambassadors.bench_linkage.measure_speed", lambda: speeds)
    assert "| 30 new against 270 |" in linkage_table()
