"""The kept model is what its recipe makes, and weighs rarity sensibly in lists of any length."""

from __future__ import annotations

import json

import pytest

from ambassadors.linkage.doubles import make_population
from ambassadors.linkage.model import PATH, share_of_others, the_model
from ambassadors.linkage.training import SEED, fitted


@pytest.fixture(scope="module")
def kept():
    return json.loads(PATH.read_text(encoding="utf-8"))


def numbers(data, name, fixed=False):
    return {
        (comparison["output_column_name"], level["label_for_charts"]): level[name]
        for comparison in data["settings"]["comparisons"]
        for level in comparison["comparison_levels"]
        if name in level and bool(level.get("fix_m_probability")) is fixed
    }


def test_the_model_says_how_it_was_got(kept):
    assert kept["about"]["seed"] == SEED
    assert "invented people" in kept["about"]["how"]


def test_fitting_anew_to_other_people_gives_about_the_kept_numbers(kept):
    new = fitted(kept, make_population(4_000, seed=8, double_share=0.2), strangers=300_000, seed=8)
    for name, least in (("m_probability", 0.1), ("u_probability", 0.01)):
        before, after = numbers(kept, name), numbers(new, name)
        assert before.keys() == after.keys()
        for level, value in before.items():
            if value >= least:
                assert after[level] == pytest.approx(value, rel=0.25), level
    assert numbers(new, "m_probability", fixed=True) == numbers(kept, "m_probability", fixed=True)


def test_doubles_agree_more_often_than_strangers_except_where_they_differ(kept):
    agreeing = numbers(kept, "m_probability")
    for level, strange in numbers(kept, "u_probability").items():
        if level[1] == "different":
            assert agreeing[level] < strange
        if level[1] == "same":
            assert agreeing[level] > 10 * strange


def test_in_a_short_list_nothing_is_rare_or_common():
    assert share_of_others(2, 2, usual=0.004) == pytest.approx(0.004, rel=0.05)


def test_in_a_long_list_a_share_is_what_it_is():
    assert share_of_others(602, 50_000, usual=0.004) == pytest.approx(0.012, rel=0.05)
    assert share_of_others(2, 50_000, usual=0.004) < 0.00003


def test_two_random_records_are_less_likely_one_person_the_more_there_are():
    model = the_model()
    assert model.prior(10) == model.prior(1_000) > model.prior(50_000)
    assert model.prior(1_000, 50_000) == pytest.approx(model.expected_share / 50_000)
