"""Events that take many people at once: which activities do, and a person's part of the slots as one visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from ambassadors.enums import Activity

# One request, many ambassadors on one day: confirming one of them does not end what the others were asked.
TAKES_MANY = frozenset({Activity.CAROUSEL, Activity.MOCK_INTERVIEW})

Times = Sequence[tuple[datetime, datetime]]


def stretch(times: Times, chosen: Collection[int]) -> tuple[datetime, datetime]:
    """From the beginning of the first slot that was chosen to the end of the last: people stay in between.

    Raises ValueError when none was chosen.
    """
    if not chosen:
        raise ValueError("no slot was chosen")
    return times[min(chosen)][0], times[max(chosen)][1]


def slots_of(times: Times, starts_at: datetime, ends_at: datetime) -> tuple[int, ...]:
    """The numbers of the slots that a visit covers, wholly or in part."""
    return tuple(number for number, (start, end) in enumerate(times) if start < ends_at and end > starts_at)
