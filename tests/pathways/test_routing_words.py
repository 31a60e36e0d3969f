"""The duty to stay in education or training until 18, and lengths in words."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.routing.kinds import StepKind
from pathways.routing.model import Leg, Stage, Step
from pathways.routing.words import months_words, needs_training_beside


def leg(kind: str, start: str, age: int) -> Leg:
    return Leg(Step("one", kind, start, Stage.IN_WORK, "One"), date(2027, 9, 1), age)


class TestDutyToParticipate:
    @pytest.mark.parametrize(
        "kind",
        [StepKind.DIRECT_ENTRY, StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY, StepKind.WORK_TRAINING],
    )
    def test_a_job_at_16_needs_training_beside_it(self, kind):
        assert needs_training_beside(leg(kind, Stage.GCSE, 16))

    @pytest.mark.parametrize(
        ("kind", "start", "age"),
        [
            (StepKind.DIRECT_ENTRY, Stage.GCSE, 18),
            (StepKind.APPRENTICESHIP_2, Stage.GCSE, 16),
            (StepKind.A_LEVELS, Stage.GCSE, 16),
            (StepKind.DIRECT_ENTRY, Stage.A_LEVELS, 17),
        ],
        ids=["18", "an apprenticeship", "full-time study", "has Level 3"],
    )
    def test_it_does_not_bind(self, kind, start, age):
        assert not needs_training_beside(leg(kind, start, age))


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (None, "length not known"),
        (0, "no set time"),
        (1, "1 month"),
        (12, "1 year"),
        (30, "2 years 6 months"),
        (13, "1 year 1 month"),
    ],
)
def test_lengths(months, words):
    assert months_words(months) == words
