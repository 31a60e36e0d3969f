"""Invented ambassadors, schools, requests and visits in any number, for measuring and for tests; never for a site.

The same seed makes the same people. Places scatter round cities, so that one place has thousands near it and others
a handful; some people are paused, lapsed, full, away or under 18, as in life.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models

from accounts.models import Organisation
from ambassadors.enums import Activity, Discipline, Mode, Phase, RequestState, RouteTaken, Standing, VisitState
from ambassadors.models import Ambassador, Availability, RequestWindow, VettingDecision, Visit, VisitRequest
from ambassadors.rules.days import LONDON
from ambassadors.rules.requests import setting_of
from ambassadors.topics import TOPICS

# (latitude, longitude, share): roughly where people live; the rest lies anywhere between.
_CITIES = (
    *((51.51, -0.12, 16), (52.48, -1.89, 8), (53.48, -2.24, 8), (53.80, -1.55, 6), (51.45, -2.59, 4)),
    *((53.38, -1.47, 4), (54.97, -1.61, 4), (53.41, -2.98, 4), (52.95, -1.15, 3), (50.90, -1.40, 3)),
)
_SUBJECTS = ("biology", "chemistry", "physics", "maths", "computer-science", "design-technology", "engineering")
_UNITS = ("2111", "2112", "2113", "2114", "2121", "2122", "2123", "2124", "2125", "2126", "2133", "3111", "3112")
_TOPICS = tuple(TOPICS)[:12]
_DAY = timedelta(days=1)


class Town:
    """A seeded source of people and of what schools ask for."""

    def __init__(self, seed: int, today: date) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - invented people, no secrets
        self.today = today

    def place(self) -> dict[str, float]:
        """Somewhere in England, in or near a city for three in five."""
        dice = self.dice
        spread, shares = dice.random() < 0.4, [share for *_place, share in _CITIES]
        if spread:
            return {"latitude": dice.uniform(50.2, 55.2), "longitude": dice.uniform(-4.5, 1.2)}
        latitude, longitude, _share = dice.choices(_CITIES, shares)[0]
        return {"latitude": dice.gauss(latitude, 0.12), "longitude": dice.gauss(longitude, 0.18)}

    def some(self, values: Sequence[str], most: int) -> list[str]:
        """One to `most` of these, each once."""
        return self.dice.sample(list(values), self.dice.randint(1, most))

    def person(self, number: int) -> Ambassador:
        """Somebody who has said all there is to say."""
        dice = self.dice
        standings = [Standing.ACTIVE, Standing.PAUSED, Standing.IN_CHECKS, Standing.SUSPENDED, Standing.LEFT]
        in_person = dice.random() < 0.9
        return Ambassador(
            code=f"{dice.getrandbits(48):012x}",
            given_name=f"Person{number}",
            family_name="Invented",
            email=f"person{number}@invented.example",
            adult_from=self.today + dice.randint(1, 900) * _DAY if dice.random() < 0.04 else None,
            job_title="Electrical engineer",
            occupations=self.some(_UNITS, 2),
            discipline=dice.choice(Discipline.values),
            routes=self.some(RouteTaken.values, 2),
            subjects=self.some(_SUBJECTS, 4),
            topics=self.some(_TOPICS, 3),
            activities=self.some(Activity.values, 5),
            phases=self.some(Phase.values, 4),
            languages=["en", "cy"] if dice.random() < 0.05 else ["en"],
            in_person=in_person,
            online=not in_person or dice.random() < 0.5,
            travel_miles=dice.choice((5, 10, 15, 15, 20, 25, 50)),
            yearly_limit=dice.choice((1, 2, 4, 6, 6, 12)),
            standing=dice.choices(standings, [80, 8, 6, 2, 4])[0],
            **self.place(),
        )

    def decisions(self, person: Ambassador) -> Iterator[VettingDecision]:
        """One check for most; lapsed, refused or replaced for some, the fuller one for one in six."""
        dice = self.dice
        if dice.random() < 0.05:
            return
        kind = dice.choices(("identity", "dbs_enhanced", "dbs_enhanced_barred"), [50, 34, 16])[0]
        due = self.today + dice.randint(-60, 1000) * _DAY
        refused, replaced = dice.random() < 0.01, dice.random() < 0.02
        yield VettingDecision(
            ambassador_id=person.pk,
            kind=kind,
            issued_on=due - 1100 * _DAY,
            outcome="refused" if refused else "cleared",
            recheck_due_on=due,
            replaced_at=self.at(self.today - _DAY) if replaced else None,
            decided_at=self.at(due - 1090 * _DAY),
        )

    def availability(self, person: Ambassador) -> Iterator[Availability]:
        """Nothing for half of them; usual half days for the rest, and some time away for one in ten."""
        dice = self.dice
        if dice.random() < 0.5:
            mornings, afternoons = ([day for day in range(5) if dice.random() < 0.5] for _half in range(2))
            first = self.today + dice.randint(0, 40) * _DAY if dice.random() < 0.2 else None
            last = (first or self.today) + dice.randint(10, 90) * _DAY if dice.random() < 0.2 else None
            yield Availability(
                ambassador_id=person.pk, mornings=mornings, afternoons=afternoons, first_day=first, last_day=last
            )
        if dice.random() < 0.1:
            first = self.today + dice.randint(0, 20) * _DAY
            yield Availability(ambassador_id=person.pk, first_day=first, last_day=first + 14 * _DAY, is_away=True)

    def request(self, school: int) -> VisitRequest:
        """What a school asks for: the activity and the age always, the rest as it comes."""
        dice = self.dice
        return VisitRequest(
            school_id=school,
            state=RequestState.DRAFT,
            activity=dice.choice(Activity.values),
            phase=dice.choice(Phase.values),
            mode=Mode.IN_PERSON if dice.random() < 0.8 else Mode.ONLINE,
            subject=self.maybe(0.7, _SUBJECTS),
            topic=self.maybe(0.3, _TOPICS),
            occupation=self.maybe(0.3, _UNITS),
            route=self.maybe(0.3, RouteTaken.values),
            language=self.maybe(0.05, ("cy",)),
            is_overnight=dice.random() < 0.02,
            minutes=dice.choice((45, 60, 60, 120, 240, 300)),
            **self.place(),
        )

    def window(self, request: VisitRequest) -> RequestWindow:
        """Two to eight weeks, on all weekdays or some."""
        dice = self.dice
        first = self.today + dice.randint(-5, 40) * _DAY
        halves = dice.choice(((True, True), (True, False), (False, True)))
        return RequestWindow(
            request_id=request.pk,
            first_day=first,
            last_day=first + dice.randint(13, 56) * _DAY,
            weekdays=[] if dice.random() < 0.5 else sorted(dice.sample(range(5), dice.randint(1, 3))),
            morning=halves[0],
            afternoon=halves[1],
        )

    def visit(self, request: VisitRequest, person: Ambassador, companion: int | None = None) -> Visit:
        """A visit within the year before or the ten weeks ahead."""
        dice = self.dice
        day = self.today + dice.randint(-330, 70) * _DAY
        past = day < self.today
        states = [VisitState.DONE, VisitState.CANCELLED] if past else [VisitState.CONFIRMED, VisitState.CANCELLED]
        state = dice.choices(states, [85, 15])[0]
        starts_at = self.at(day, dice.choice((9, 10, 13, 14)))
        return Visit(
            request_id=request.pk,
            ambassador_id=person.pk,
            companion_id=companion,
            school_id=request.school_id,
            day=day,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            nation="england",
            setting=setting_of(request.activity, request.mode),
            state=state,
            end_reason="ill" if state == VisitState.CANCELLED else "",
            proposed_at=self.at(day - dice.randint(10, 60) * _DAY),
            passed_on_at=self.at(day - 9 * _DAY),
        )

    def maybe(self, chance: float, values: Sequence[str]) -> str:
        """One of these, or nothing."""
        return self.dice.choice(list(values)) if self.dice.random() < chance else ""

    def at(self, day: date, hour: int = 9) -> datetime:
        """A time of the clock in London."""
        return datetime.combine(day, time(hour), LONDON)


def schools(number: int) -> list[Organisation]:
    """So many schools, unsaved."""
    return [
        Organisation(kind="school", name=f"Invented School {n}", slug=f"invented-school-{n}", urn=f"9{n:05d}")
        for n in range(number)
    ]


def copied(rows: Iterable[Any]) -> list[Any]:
    """Write rows of one model by COPY, past every `save` and signal, with numbers in their order; they come back."""
    known = list(rows)
    if not known:
        return []
    model: type[models.Model] = type(known[0])
    table = str(model._meta.db_table)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(known)]
        )
        for row, (number,) in zip(known, cursor.fetchall(), strict=True):
            row.pk = number
        lines = "".join("\t".join(_text(field.pre_save(row, add=True)) for field in fields) + "\n" for row in known)
        names = ", ".join(str(field.column) for field in fields)
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(lines))
    return known


def _text(value: Any) -> str:
    """A value in COPY's text format; our invented words hold nothing that needs escaping."""
    if value is None:
        return "\\N"
    if isinstance(value, list):
        return "{" + ",".join(str(one) for one in value) + "}"
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
