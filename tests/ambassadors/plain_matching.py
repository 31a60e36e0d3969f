"""Matching once more, slowly and in plain Python over rows in memory: what the query is measured against.

Written from `find_matches`' promise and `ambassadors/rules/vetting.py`, and by other means than the SQL: whoever
changes a rule changes it in both places, or the tests say so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ambassadors.enums import COUNTED, HOLDING
from ambassadors.models import Ambassador, Availability, SchemeRule, VettingDecision, VettingRule, Visit
from ambassadors.queries.matching import Need
from ambassadors.rules.days import days_touched, most_days_in_window
from ambassadors.topics import TOPICS
from lmi.placenames import kilometres

LONDON = ZoneInfo("Europe/London")
HALVES = ((time(8), time(9, 30), time(12, 30)), (time(12, 30), time(13, 30), time(18)))
DAY = timedelta(days=1)


@dataclass
class World:
    """Everything that matching reads, by person."""

    people: dict[int, Ambassador]
    decisions: dict[int, list[VettingDecision]] = field(default_factory=lambda: defaultdict(list))
    times: dict[int, list[Availability]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[int, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    rules: list[VettingRule] = field(default_factory=list)
    ages: list[SchemeRule] = field(default_factory=list)

    @classmethod
    def read(cls) -> World:
        world = cls({person.pk: person for person in Ambassador.objects.all()})
        for decision in VettingDecision.objects.filter(replaced_at=None):
            world.decisions[decision.ambassador_id].append(decision)
        for row in Availability.objects.all():
            world.times[row.ambassador_id].append(row)
        for visit in Visit.objects.all():
            world.asked[visit.ambassador_id].append(visit.proposed_at)
            for number in {visit.ambassador_id, visit.companion_id} - {None}:
                world.visits[number].append(visit)
        world.rules = list(VettingRule.objects.all())
        world.ages = list(SchemeRule.objects.filter(name="minimum-age"))
        return world

    def rule(self, need: Need, pattern: str, day: date) -> VettingRule | None:
        """The youngest rule in force."""
        where = (need.nation, need.setting, pattern)
        rows = [row for row in self.rules if (row.nation, row.setting, row.pattern) == where and in_force(row, day)]
        return max(rows, key=lambda row: (row.valid_from, row.pk), default=None)

    def cleared(self, person: Ambassador, kinds: list[str], day: date) -> bool:
        rows = self.decisions[person.pk]
        refusals = [row.decided_at for row in rows if row.outcome == "refused"]
        good = [row for row in rows if row.outcome == "cleared" and not any(at >= row.decided_at for at in refusals)]
        return any(row.kind in kinds and row.recheck_due_on > day for row in good)

    def may(self, person: Ambassador, need: Need, day: date) -> bool:
        """By check and days alone."""
        if person.standing != "active" or person.merged_into_id is not None:
            return False
        pattern = "overnight" if need.is_overnight else "one_off"
        frequent = self.rule(need, "frequent", day)
        if frequent is not None and not need.is_overnight:
            counted = [row for row in self.visits[person.pk] if row.state in COUNTED]
            days = {day for row in counted for day in days_touched(row.starts_at, row.ends_at)}
            if most_days_in_window(days, day, frequent.window_days) > frequent.most_days:
                pattern = "frequent"
        rule = self.rule(need, pattern, day)
        return rule is not None and self.cleared(person, rule.accepted, day)

    def allowed(self, person: Ambassador, need: Need, day: date, today: date) -> bool:
        """Everything that the guards look at."""
        if not self.may(person, need, day) or self.full(person, day):
            return False
        is_minor = person.adult_from is not None and person.adult_from > day
        companion = self.companion(person, today)
        if is_minor and (companion is None or not self.old_enough(person, day)):
            return False
        if companion is None:
            return True
        return not companion.is_minor(day) and self.may(companion, need, day)

    def full(self, person: Ambassador, day: date) -> bool:
        first = date(day.year if day.month >= 9 else day.year - 1, 9, 1)
        last = date(first.year + 1, 8, 31)
        mine = [row for row in self.visits[person.pk] if row.ambassador_id == person.pk and row.state in COUNTED]
        return sum(first <= row.day <= last for row in mine) >= person.yearly_limit

    def old_enough(self, person: Ambassador, day: date) -> bool:
        rows = [row for row in self.ages if in_force(row, day)]
        if not rows:
            return False
        years = 18 - max(rows, key=lambda row: (row.valid_from, row.pk)).value
        from_day = person.adult_from
        try:
            earliest = from_day.replace(year=from_day.year - years)
        except ValueError:
            earliest = date(from_day.year - years, 2, 28)
        return day >= earliest

    def companion(self, person: Ambassador, today: date) -> Ambassador | None:
        """Who comes with somebody under 18."""
        return self.people.get(person.companion_id) if person.is_minor(today) and person.companion_id else None

    def free(self, person: Ambassador, day: date, half: int) -> bool:
        """By their own word."""
        rows = self.times[person.pk]
        if any(row.is_away and speaks_of(row, day, half) for row in rows):
            return False
        usual = [row for row in rows if not row.is_away]
        return not usual or any(speaks_of(row, day, half) for row in usual)

    def has_time(self, person: Ambassador | None, day: date, half: int, minutes: int) -> bool:
        if person is None:
            return True
        first, begins, last = (datetime.combine(day, one, LONDON) for one in HALVES[half])
        last = max(last, begins + timedelta(minutes=minutes))
        held = [row for row in self.visits[person.pk] if row.state in HOLDING]
        return not any(row.starts_at < last and row.ends_at > first for row in held)

    def slots(self, person: Ambassador, need: Need, today: date) -> list[tuple[date, int]]:
        """Every half day on which somebody could come."""
        found = []
        for day, halves in zip(*need.days(today), strict=True):
            if not self.allowed(person, need, day, today):
                continue
            for half in (0, 1):
                late = half == 1 and need.minutes > 270 and not need.is_overnight
                both = half == 0 and need.minutes > 180 and not need.is_overnight
                if (
                    halves & (half + 1)
                    and not late
                    and self.free(person, day, half)
                    and (not both or self.free(person, day, 1))
                    and self.has_time(person, day, half, need.minutes)
                    and self.has_time(self.companion(person, today), day, half, need.minutes)
                ):
                    found.append((day, half + 1))
        return found

    def wanted(self, person: Ambassador, need: Need) -> bool:
        """Everything that does not turn on days."""
        if person.pk in need.exclude or (need.activity and need.activity not in person.activities):
            return False
        if need.phase and need.phase not in person.phases:
            return False
        if need.meets == "online":
            return person.online
        if need.meets == "near":
            km = self.km(person, need)
            return person.in_person and km is not None and km <= person.travel_miles * 1.609344
        return person.in_person if need.meets == "anywhere" else True

    def km(self, person: Ambassador, need: Need) -> float | None:
        if need.point is None or person.latitude is None or person.longitude is None:
            return None
        return kilometres(*need.point, person.latitude, person.longitude)

    def score(self, person: Ambassador, need: Need) -> int:
        points = 20 * (need.subject in person.subjects) + 20 * (need.route in person.routes)
        points += 25 * (need.language in person.languages)
        if topic := TOPICS.get(need.topic):
            related = (
                18 if set(topic.soc2020) & set(person.occupations) else 10 * (person.discipline in topic.disciplines)
            )
            points += 30 if need.topic in person.topics else related
        if need.occupation:
            near = any(unit[:3] == need.occupation[:3] for unit in person.occupations)
            points += 30 if need.occupation in person.occupations else 14 * near
        if need.meets == "near":
            miles = self.km(person, need) / 1.609344
            points += next((given for band, given in ((5, 12), (10, 9), (25, 5), (50, 2)) if miles <= band), 0)
        return points

    def asked_lately(self, person: Ambassador, today: date) -> int:
        first, last = (datetime.combine(day, time(), LONDON) for day in (today - 365 * DAY, today + DAY))
        return sum(first <= at < last for at in self.asked[person.pk])

    def matches(self, need: Need, today: date) -> list[tuple[int, list[tuple[date, int]]]]:
        """(number, every half day) of all who may come, in their order."""
        found: list[Any] = []
        for person in self.people.values():
            if not self.wanted(person, need):
                continue
            slots = self.slots(person, need, today)
            days, _halves = need.days(today)
            if slots or (need.is_browsing and any(self.allowed(person, need, day, today) for day in days)):
                order = (-self.score(person, need), self.asked_lately(person, today), person.code)
                found.append((order, person.pk, slots))
        return [(pk, slots) for _order, pk, slots in sorted(found)]


def in_force(row: Any, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def speaks_of(row: Availability, day: date, half: int) -> bool:
    if (row.first_day and row.first_day > day) or (row.last_day and row.last_day < day):
        return False
    if not row.mornings and not row.afternoons:
        return True
    return day.weekday() in (row.afternoons if half else row.mornings)
