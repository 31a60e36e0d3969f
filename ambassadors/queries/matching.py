"""Who could come: ambassadors for a request or a search, ranked by fit, with reasons in words and free half days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import connection

from ambassadors.models import Visit
from ambassadors.queries.matching_needs import AFTERNOON, MORNING, Need, Slot, Window, need_of
from ambassadors.queries.matching_sql import counted_people, ranked_people, slots_of_one
from ambassadors.queries.matching_words import distance_words, reasons
from ambassadors.rules.matching import WHY_NOT

__all__ = [
    "Count",
    "Match",
    "Need",
    "Slot",
    "Window",
    "count_matches",
    "find_matches",
    "free_slots",
    "need_of",
    "why_not",
    "why_not_visit",
]

SLOTS = 3
COUNTED_TO = 100
# How many of the best are looked at first; the rest only when their days do not fill the page.
_FIRST_LOOK, _EVERYBODY = 60, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may come, as a school may see them: no contact, no surname, no more of a child than a first name.

    `distance` is a band in words, `asked` how often they were asked in the last 365 days, `companion` the number of
    the adult who comes with somebody under 18. `slots` are their next free half days, up to three.
    """

    pk: int
    code: str
    name: str
    is_minor: bool
    job_title: str
    employer_name: str
    discipline: str
    routes: tuple[str, ...]
    occupations: tuple[str, ...]
    subjects: tuple[str, ...]
    topics: tuple[str, ...]
    activities: tuple[str, ...]
    phases: tuple[str, ...]
    languages: tuple[str, ...]
    distance: str
    reasons: tuple[str, ...]
    slots: tuple[Slot, ...]
    score: int
    asked: int
    companion: int | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many fit: `people`, or at least so many where there are `more`."""

    people: int
    more: bool


def find_matches(need: Need, *, today: date, limit: int = 20, offset: int = 0, only: int | None = None) -> list[Match]:
    """People who may come, the best fit first; one SQL statement, two where few of the best have time.

    Conditions: active; in the given activity, age and way of meeting; within their own travel distance of the point;
    not excluded; and on at least one of the days allowed by every guard of migration 0002 (check in date on that day,
    days in the rules' window, yearly capacity, companion), free by their own word and without another visit on that
    half day. Without windows, people who may come on a day of the next six weeks, whether or not they have time yet.
    The order is that of `ambassadors.rules.matching`; `only` asks about one person.
    """
    values = _values(need, today, only) | {"most": SLOTS, "limit": limit, "offset": offset}
    if not values["days"]:
        return []
    statement = ranked_people(_asked_for(need, only), need.strict, need.meets, browsing=need.is_browsing)
    cut = _FIRST_LOOK + 3 * (offset + limit)
    rows = _rows(statement, values | {"cut": cut})
    if rows[0].total > cut and sum(row.id is not None for row in rows) < limit:
        rows = _rows(statement, values | {"cut": _EVERYBODY})
    return [_match(need, row, values["days"], today) for row in rows if row.id is not None]


def count_matches(need: Need, *, today: date, most: int = COUNTED_TO) -> Count:
    """How many `find_matches` would list, counted no further than `most`; one SQL statement. Says nothing of who."""
    values = _values(need, today, None) | {"most": 1, "limit": most + 1}
    if not values["days"]:
        return Count(0, more=False)
    statement = counted_people(_asked_for(need, None), need.strict, need.meets, browsing=need.is_browsing)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (found,) = cursor.fetchone()
    return Count(min(found, most), more=found > most)


def free_slots(need: Need, ambassador: int, *, today: date, companion: int | None = None, most: int = 10) -> list[Slot]:
    """The next half days of a need on which somebody could come, up to `most`; [] for none. One SQL statement."""
    days, _halves = need.days(today)
    values = _values(need, today, None) | {"who": ambassador, "companion": companion, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(slots_of_one(), values)
        (numbers,) = cursor.fetchone()
    return list(_slots(need, days, numbers or ()))


def why_not(
    ambassador: int, *, day: date, nation: str, setting: str, is_overnight: bool = False,
    companion: int | None = None, except_visit: int | None = None,
) -> str | None:  # fmt: skip
    """A sentence that says why somebody may not visit on a day, by the guards of migration 0002; None if they may.

    Says nothing of whether they have time. One SQL statement.
    """
    given: list[Any] = [ambassador, day, nation, setting, is_overnight, companion, except_visit]
    with connection.cursor() as cursor:
        cursor.execute("SELECT ambassadors_why_not(%s::bigint, %s, %s, %s, %s, %s::bigint, %s::bigint)", given)
        (reason,) = cursor.fetchone()
    return None if reason is None else str(WHY_NOT[reason])


def why_not_visit(visit: Visit) -> str | None:
    """The same of a visit as it stands, itself left out: whether the database would let it be booked now."""
    return why_not(
        visit.ambassador_id,
        day=visit.day,
        nation=visit.nation,
        setting=visit.setting,
        is_overnight=visit.is_overnight,
        companion=visit.companion_id,
        except_visit=visit.pk,
    )


def _values(need: Need, today: date, only: int | None) -> dict[str, Any]:
    return need.values(today) | {"only": only}


def _asked_for(need: Need, only: int | None) -> frozenset[str]:
    return need.asked_for if only is None else need.asked_for | {"only"}


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [SimpleNamespace(**dict(zip(names, found, strict=True))) for found in cursor.fetchall()]


def _match(need: Need, row: Any, days: Sequence[date], today: date) -> Match:
    is_minor = row.adult_from is not None and row.adult_from > today
    slots = tuple(_slots(need, days, row.slots))
    initial = "" if is_minor or not row.family_name else f" {row.family_name[0]}."
    return Match(
        pk=row.id,
        code=row.code,
        name=f"{row.given_name}{initial}",
        is_minor=is_minor,
        job_title=row.job_title,
        employer_name="" if is_minor else row.employer_name,
        discipline=row.discipline,
        **{name: tuple(getattr(row, name)) for name in _LISTS},
        distance=distance_words(need, row.km),
        reasons=tuple(reasons(need, row, row.km, slots)),
        slots=slots,
        score=row.score,
        asked=row.asked,
        companion=row.companion,
        is_demo=row.is_demo,
    )


_LISTS = ("routes", "occupations", "subjects", "topics", "activities", "phases", "languages")


def _slots(need: Need, days: Sequence[date], numbers: Sequence[int]) -> Iterator[Slot]:
    for number in numbers:
        yield need.slot(days[number // 2], AFTERNOON if number % 2 else MORNING)
