"""Plain data for the components about people and visits: stops, checklists, weeks, tiles, rotas; no look-ups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ambassadors.enums import VisitState
from portal.charts.words import trimmed

if TYPE_CHECKING:
    from ambassadors.rules.standing import Item

_MOST_STOPS = 12  # a longer limit is drawn as one bar


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a trail; `state` is done, here, next or ended, `on` the day it was reached."""

    title: str
    state: str
    on: date | None = None


WAY = (VisitState.PROPOSED, VisitState.ACCEPTED, VisitState.CONFIRMED, VisitState.DONE)


def visit_stops(state: str, when: Mapping[str, date | None]) -> tuple[Stop, ...]:
    """The way of a visit as stops: those behind it, the one it stands at, those to come; `when` is keyed by state.

    A visit that ended early shows the stops it has a date for, then its end. Raises ValueError for an unknown state.
    """
    now = VisitState(state)
    if now not in WAY:
        behind = [Stop(str(one.label), "done", when.get(one)) for one in WAY if when.get(one)]
        return (*behind, Stop(str(now.label), "ended", when.get(now)))
    here = WAY.index(now)
    places = ("done" if index < here else "here" if index == here else "next" for index in range(len(WAY)))
    return tuple(Stop(str(one.label), place, when.get(one)) for one, place in zip(WAY, places, strict=True))


@dataclass(frozen=True, slots=True)
class StandingItem:
    """One thing somebody needs; `state` is done, waiting, missing or due, `due_on` the day it falls due.

    `what_next` says what happens or is to be done next; `href` and `action` are the address and words of a link there.
    """

    title: str
    state: str
    what_next: str = ""
    due_on: date | None = None
    href: str = ""
    action: str = ""


def standing_items(items: Iterable[Item], links: Mapping[str, tuple[str, str]]) -> tuple[StandingItem, ...]:
    """The checklist of an ambassador, each thing with its link: `links` are pairs (words, address) by slug."""
    return tuple(
        StandingItem(str(item.title), item.state, str(item.what_next), item.due_on, address, words)
        for item in items
        for words, address in [links.get(item.slug, ("", ""))]
    )


STANDING_WORDS = {
    "done": pgettext_lazy("standing", "Done"),
    "waiting": pgettext_lazy("standing", "Waiting"),
    "missing": pgettext_lazy("standing", "Missing"),
    "due": pgettext_lazy("standing", "Falls due"),
}

SCHOOL_DAYS = range(5)


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A morning or an afternoon: the name and value it has in a form, its words, and whether it is free."""

    name: str
    value: int
    part: str
    free: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week and its halves."""

    name: str
    halves: tuple[HalfDay, HalfDay]


def week(mornings: Collection[int], afternoons: Collection[int], days: Iterable[int] = SCHOOL_DAYS) -> tuple[Day, ...]:
    """The weekdays (0 is Monday) with the halves that are free; `mornings` and `afternoons` are fields in a form."""
    return tuple(
        Day(
            str(WEEKDAYS[day]),
            (
                HalfDay("mornings", day, _("Morning"), day in mornings),
                HalfDay("afternoons", day, _("Afternoon"), day in afternoons),
            ),
        )
        for day in days
    )


@dataclass(frozen=True, slots=True)
class Meter:
    """A count against a limit as a picture: up to a dozen stops, or a bar of so many per cent."""

    stops: tuple[bool, ...]
    percent: float
    over: bool


def meter(value: float, limit: float) -> Meter:
    """The picture of a count against its limit; a count past its limit fills it and is said to be over."""
    percent = round(min(max(value / limit, 0.0), 1.0) * 100, 1) if limit > 0 else 100.0
    whole = float(value).is_integer() and float(limit).is_integer() and 0 < limit <= _MOST_STOPS
    stops = tuple(index < value for index in range(int(limit))) if whole else ()
    return Meter(stops, percent, value > limit)


@dataclass(frozen=True, slots=True)
class StatTile:
    """One number of a dashboard: value (words stay as they are), unit, what it counts and over which period.

    A value of None prints `reason` instead, never nought.
    """

    value: int | float | Decimal | str | None
    unit: str
    what: str
    period: str
    href: str = ""
    reason: str = ""

    @property
    def text(self) -> str:
        """The value as it is printed, or why there is none."""
        if self.value is None:
            return self.reason or _("not known")
        return self.value if isinstance(self.value, str) else trimmed(self.value)


@dataclass(frozen=True, slots=True)
class RotaPerson:
    """Somebody on a rota: first name, what they do there, and their page."""

    name: str
    does: str = ""
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RotaSlot:
    """One slot of a rota: when, what, where, who, and how many are wanted (None: as many as come)."""

    when: str
    what: str = ""
    where: str = ""
    people: tuple[RotaPerson, ...] = ()
    wanted: int | None = None

    @property
    def missing(self) -> int:
        """How many people are still wanted."""
        return max((self.wanted or 0) - len(self.people), 0)
