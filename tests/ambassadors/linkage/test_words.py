"""Every outcome of the model has words, and reasons can be kept."""

from __future__ import annotations

import json

import pytest

from ambassadors.linkage import Reason
from ambassadors.linkage.model import the_model
from ambassadors.linkage.words import words_for


def levels():
    for comparison in the_model().settings["comparisons"]:
        scored = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        yield from ((comparison["output_column_name"], number) for number in range(len(scored)))


@pytest.mark.parametrize(("compared", "level"), sorted(levels()), ids=lambda value: str(value))
def test_every_level_of_the_model_has_words(compared, level):
    assert words_for(compared, level, 0)


def test_no_two_outcomes_of_a_comparison_read_alike():
    said = [words_for(*outcome, 0) for outcome in levels()]
    assert len(said) == len(set(said))


def test_an_unknown_outcome_has_none():
    with pytest.raises(KeyError):
        words_for("shoe size", 1, 0)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("family_name", 3, 12.07, 1), "Same family name, and it is a rare one: +12.1"),
        (Reason("family_name", 3, 4.2, -1), "Same family name, though a common one: +4.2"),
        (Reason("email", 3, 15.0, -1), "Same email address, though others have it too: +15.0"),
        (Reason("email", 3, 19.4, 1), "Same email address: +19.4"),
        (Reason("outcode", 0, -3.6), "Different postcode areas: \N{MINUS SIGN}3.6"),
    ],
    ids=["rare", "common", "shared", "one's own", "against"],
)
def test_reasons_read_as_a_coordinator_would_say_them(reason, words):
    assert reason.words == words


def test_a_reason_is_kept_as_json_and_comes_back():
    reason = Reason("phone", 1, 15.33, 0)
    assert Reason(**json.loads(json.dumps(reason.as_data()))) == reason
