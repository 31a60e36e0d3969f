"""What somebody looks for: a request, a search, a slot; plain values that the matching query and its words read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from ambassadors.enums import Mode, Nation, VisitState
from ambassadors.models import RequestWindow, VisitRequest
from ambassadors.rules.days import LONDON
from ambassadors.rules.matching import FAIRNESS_DAYS, NEAR_POINTS, POINTS
from ambassadors.rules.requests import setting_of
from ambassadors.topics import TOPICS

MORNING, AFTERNOON = 1, 2
BEGINS = {MORNING: time(9, 30), AFTERNOON: time(13, 30)}  # as in migration 0003
USUAL_MINUTES = 60
MOST_MINUTES_LATE = 270  # from half past one to six
# A search without days looks at the next six weeks: whether somebody may come at all, and when they have time.
AHEAD = 42
_DAY = timedelta(days=1)
_WEEK = frozenset(range(5))
RANKED = frozenset({"topic", "subject", "occupation", "route", "language"})


@dataclass(frozen=True, slots=True)
class Window:
    """Days that suit, both ends included; no weekdays stand for Monday to Friday."""

    first_day: date
    last_day: date
    weekdays: frozenset[int] = frozenset()
    morning: bool = True
    afternoon: bool = True

    @property
    def halves(self) -> int:
        """Which half days suit, as migration 0003 has it."""
        return MORNING * self.morning + AFTERNOON * self.afternoon


@dataclass(frozen=True, slots=True)
class Slot:
    """A half day on which somebody could come, and when a visit on it would begin and end."""

    day: date
    half: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Need:
    """What is looked for; empty fields ask for nothing. See `find_matches` for what is a condition and what counts.

    `point` is (latitude, longitude). `strict` names those of RANKED that everybody listed must meet. Without
    `mode`, people meet in person where there is a point. `exclude` are numbers of ambassadors not to ask again.
    """

    activity: str = ""
    mode: str = ""
    subject: str = ""
    topic: str = ""
    occupation: str = ""
    route: str = ""
    phase: str = ""
    language: str = ""
    point: tuple[float, float] | None = None
    region: str = ""
    nation: str = Nation.ENGLAND
    is_overnight: bool = False
    windows: tuple[Window, ...] = ()
    minutes: int = USUAL_MINUTES
    exclude: frozenset[int] = frozenset()
    strict: frozenset[str] = field(default_factory=frozenset)

    @property
    def setting(self) -> str:
        """Where pupils and the ambassador would meet, which the rules about checks turn on."""
        return setting_of(self.activity, self.mode)

    @property
    def is_browsing(self) -> bool:
        """Whether no days are given: then people are listed who may come, with or without a time already."""
        return not self.windows

    @property
    def meets(self) -> str:
        """How the statement looks for people: "near" the point, "anywhere" in person, "online", or "" for any way."""
        if self.mode == Mode.ONLINE:
            return "online"
        if self.point is not None:
            return "near"
        return "anywhere" if self.mode == Mode.IN_PERSON else ""

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """Names of the fields that ask for something."""
        plain = ("activity", "phase", "region", "exclude", "is_overnight", *RANKED)
        given = {name for name in plain if getattr(self, name)}
        if self.point is not None:
            given.discard("region")  # the point says it better, and nobody travels by regions
        return frozenset(given)

    def without(self, *names: str) -> Need:
        """The same need without some of its wishes: what there would be if a search were widened."""
        empty: dict[str, Any] = {"windows": (), "point": None, "exclude": frozenset(), "strict": frozenset()}
        return replace(self, **{name: empty.get(name, "") for name in names})

    def days(self, today: date) -> tuple[list[date], list[int]]:
        """Days from tomorrow on that suit, in order, and of each which half days (1 morning, 2 afternoon, 3 both).

        When browsing, the next six weeks, today and weekends without half days: on these somebody may be cleared,
        but is not offered.
        """
        suit: dict[date, int] = {}
        if self.is_browsing:
            days = [today + _DAY * number for number in range(AHEAD)]
            suit = {day: (MORNING + AFTERNOON) * (day > today and day.weekday() in _WEEK) for day in days}
        for window in self.windows:
            for number in range((window.last_day - window.first_day).days + 1):
                day = window.first_day + _DAY * number
                if day > today and day.weekday() in (window.weekdays or _WEEK):
                    suit[day] = suit.get(day, 0) | self._fits_in(window.halves)
        if not self.is_browsing:
            suit = {day: halves for day, halves in suit.items() if halves}
        ordered = sorted(suit)
        return ordered, [suit[day] for day in ordered]

    def _fits_in(self, halves: int) -> int:
        """Without afternoons for what would go on after six, the night apart."""
        return halves if self.minutes <= MOST_MINUTES_LATE or self.is_overnight else halves & MORNING

    def slot(self, day: date, half: int) -> Slot:
        """The slot of a half day, as long as the visit is."""
        starts_at = datetime.combine(day, BEGINS[half], LONDON)
        return Slot(day, half, starts_at, starts_at + timedelta(minutes=self.minutes))

    def values(self, today: date) -> dict[str, Any]:
        """What is passed beside the statement."""
        days, halves = self.days(today)
        topic = TOPICS.get(self.topic)
        latitude, longitude = self.point or (None, None)
        return {
            **{name: getattr(self, name) for name in ("activity", "phase", "region", "nation", "setting", *RANKED)},
            "topic_units": list(topic.soc2020) if topic else [],
            "topic_fields": list(topic.disciplines) if topic else [],
            # The unit groups of its minor group: they share three digits of SOC 2020's four.
            "occupation_units": [f"{self.occupation[:3]}{last}" for last in range(10)],
            "latitude": latitude,
            "longitude": longitude,
            "exclude": sorted(self.exclude),
            "overnight": self.is_overnight,
            "minutes": self.minutes,
            "today": today,
            "days": days,
            "halves": halves,
            "asked_from": _midnight(today - timedelta(days=FAIRNESS_DAYS)),
            "asked_until": _midnight(today + _DAY),
            **{f"points_{name}": points for name, points in POINTS.items()},
            **{f"near_{miles}": points for miles, points in NEAR_POINTS.items()},
        }


def need_of(request: VisitRequest, windows: Iterable[RequestWindow] | None = None) -> Need:
    """What a request asks for. Whoever declined it, or was withdrawn from it, is not asked again.

    Two SQL statements, one when its windows are at hand.
    """
    rows = request.windows.all() if windows is None else windows
    ended = (VisitState.DECLINED, VisitState.CANCELLED, VisitState.NO_SHOW)
    asked = request.visits.filter(state__in=ended).values_list("ambassador", flat=True) if request.pk else ()
    latitude, longitude = request.latitude, request.longitude
    return Need(
        **{name: getattr(request, name) for name in ("activity", "mode", "phase", "region", "nation", *RANKED)},
        point=None if latitude is None or longitude is None else (latitude, longitude),
        is_overnight=request.is_overnight,
        windows=tuple(
            Window(row.first_day, row.last_day, frozenset(row.weekdays), row.morning, row.afternoon) for row in rows
        ),
        minutes=request.minutes or USUAL_MINUTES,
        exclude=frozenset(asked),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
