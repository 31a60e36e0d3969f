"""Who goes where in the demo set: somebody near, who may go, and who knows something of the topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ambassadors.demo.drawing import miles_between
from ambassadors.enums import Mode, VettingOutcome
from ambassadors.models import Ambassador, VettingDecision, VisitRequest
from ambassadors.topics import TOPICS

_FURTHEST = 80  # people looked at, the nearest first
CLEARED_FOR = timedelta(days=90)


class Chooser:
    """Chooses among active people whose check stands for long; nobody twice, unless named."""

    def __init__(
        self,
        people: Sequence[Ambassador],
        decisions: Sequence[VettingDecision],
        named: Mapping[str, Sequence[Ambassador]],
        today: date,
    ) -> None:
        self.named = {name: list(found) for name, found in named.items()}
        self.changed: dict[str, Ambassador] = {}
        taken = {person.code for found in named.values() for person in found}
        cleared = {
            decision.ambassador.code
            for decision in decisions
            if decision.replaced_at is None
            and decision.outcome == VettingOutcome.CLEARED
            and decision.recheck_due_on > today + CLEARED_FOR
        }
        self.free = {
            person.code: person
            for person in people
            if person.code in cleared - taken
            and person.standing == "active"
            and not person.is_minor(today)
            and person.yearly_limit >= 4
        }

    def choose(self, request: VisitRequest, who: str) -> Ambassador:
        """The one who is named ("me", "minor", "barred"), or whoever fits best and has not been chosen yet."""
        if who == "minor":
            person = self.named["minor"].pop(0)
        elif who:
            person = self.named[who][0]
        else:
            person = self._fitting(request)
            del self.free[person.code]
        self._fit(person, request)
        return person

    def _fitting(self, request: VisitRequest) -> Ambassador:
        """Of the nearest, the one who offers most of what is asked; ties go to the nearest."""
        miles = {code: miles_between(request, person) for code, person in self.free.items()}
        nearest = sorted(self.free.values(), key=lambda person: (miles[person.code], person.code))[:_FURTHEST]
        return max(nearest, key=lambda person: (_fit_of(person, request, miles[person.code]), person.code))

    def _fit(self, person: Ambassador, request: VisitRequest) -> None:
        """Somebody who goes offers what they go for."""
        if request.activity not in person.activities:
            person.activities = [*person.activities, request.activity]
        if request.phase not in person.phases:
            person.phases = [*person.phases, request.phase]
        if request.mode == Mode.ONLINE:
            person.online = True
        else:
            person.in_person = True
            person.travel_miles = max(person.travel_miles, min(int(miles_between(request, person)) + 1, 100))
        self.changed[person.code] = person


def _fit_of(person: Ambassador, request: VisitRequest, miles: float) -> float:
    topic = TOPICS.get(request.topic)
    knows = 3.0 * (request.topic in person.topics) + 1.5 * (request.subject in person.subjects)
    if topic is not None:
        knows += 3.0 * (not set(topic.soc2020).isdisjoint(person.occupations))
        knows += 2.0 * (person.discipline in topic.disciplines)
    offers = 1.0 * (request.activity in person.activities) + 1.0 * (request.phase in person.phases)
    reach = 1.5 if request.mode == Mode.ONLINE or miles <= person.travel_miles else -3.0
    return knows + offers + reach - miles / 20
