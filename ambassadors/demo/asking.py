"""The demo set's requests and visits, in every state: the table `requests.csv` told as records, dated from a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.models import User
from ambassadors.demo.choosing import Chooser
from ambassadors.demo.drawing import moment, rng_for, rows, school_day
from ambassadors.demo.schools import DemoSchool
from ambassadors.enums import Activity, Aim, EndReason, Mode, Phase, RequestState, VisitState
from ambassadors.models import Ambassador, RequestWindow, Visit, VisitRequest
from ambassadors.rules.requests import YEARS_OF_PHASE, setting_of
from ambassadors.topics import TOPICS

FILE = "requests.csv"
_TOKEN = re.compile(r"(?P<state>[a-z_]+)(=(?P<who>[a-z]+))?@(?P<day>-?\d+)(!(?P<reason>[a-z_]+))?")
_STATES = {"asked": VisitState.PROPOSED, "held": VisitState.PROPOSED}  # held: not passed on to the ambassador yet
_PURPOSE = {
    Activity.TALK: ([Aim.SUBJECT, Aim.SEE_WORK], [4, 5]),
    Activity.CAROUSEL: ([Aim.ROUTES, Aim.SEE_WORK], [3, 5]),
    Activity.MOCK_INTERVIEW: ([Aim.SKILLS, Aim.CHOICES], [5]),
    Activity.LAB_VISIT: ([Aim.SEE_WORK], [6]),
    Activity.ONLINE_MENTORING: ([Aim.CHOICES, Aim.ROUTES], [3, 5]),
    Activity.PROJECT: ([Aim.SKILLS, Aim.SUBJECT], [4, 5]),
    Activity.SHADOWING: ([Aim.SEE_WORK, Aim.ROUTES], [6]),
}
_TIMES = ((9, 15), (10, 30), (11, 20), (13, 30), (14, 15))
_AHEAD = timedelta(days=12)  # so long before a visit that took place the school had asked, at least
_NEEDS = ("captions", "step_free", "hands_on", "short_parts", "english_learners", "visual_timetable")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One visit of a row: its state, who (empty for somebody fitting), the day relative to today, the reason."""

    state: str
    who: str
    offset: int
    reason: str


@dataclass
class Asked:
    """What came of the table: records not saved yet, in the order in which they can be."""

    requests: list[VisitRequest] = field(default_factory=list)
    windows: list[RequestWindow] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


class Asker:
    """Tells the table as records."""

    def __init__(self, schools: dict[str, DemoSchool], chooser: Chooser, staff: dict[str, User], now: datetime) -> None:
        """`staff` are accounts: teacher, schools, coordinator. `now` is in London."""
        self.schools, self.chooser, self.staff, self.now = schools, chooser, staff, now
        self.today = now.date()
        self.taken: set[tuple[str, date]] = set()

    def all(self) -> Asked:
        """Every row of the table."""
        asked = Asked()
        for number, row in enumerate(rows(FILE)):
            wanted = [wanted_of(token) for token in row["visits"].split()]
            request = self._request(number, row, wanted)
            asked.requests.append(request)
            asked.windows.extend(self._windows(number, request, wanted))
            visits = list(self._visits(number, request, wanted))
            asked.visits.extend(visits)
            confirmed = [visit.confirmed_at for visit in visits if visit.confirmed_at]
            request.met_at = min(confirmed, default=None)
        return asked

    def _request(self, number: int, row: dict[str, str], wanted: Sequence[Wanted]) -> VisitRequest:
        rng = rng_for("request", number)
        school = self.schools[row["school"]]
        topic, phase = TOPICS.get(row["topic"]), Phase(row["phase"])
        days = [self.today + timedelta(days=int(row["asked"]))]
        days += [self._school_day(one.offset) - _AHEAD for one in wanted if one.offset < 0]  # holidays move visits
        created = moment(min(days), 8, rng.randint(0, 59))
        created = min(created, self.now - timedelta(minutes=5))
        aims, benchmarks = _PURPOSE[Activity(row["activity"])]
        request = VisitRequest(
            school=school.organisation,
            asked_by=self.staff["teacher" if row["school"] == "own" else "schools"],
            state=row["state"],
            activity=row["activity"],
            mode=row["mode"],
            subject=topic.subject if topic else "",
            topic=row["topic"],
            phase=phase,
            aims=aims,
            benchmarks=benchmarks,
            nation="england",
            created_at=created,
            **school.place.fields(),
        )
        if request.state != RequestState.DRAFT:
            self._complete(number, request, school, row)
        return request

    def _complete(self, number: int, request: VisitRequest, school: DemoSchool, row: dict[str, str]) -> None:
        """What a request says once it is sent."""
        rng = rng_for("complete", number)
        years = list(YEARS_OF_PHASE[Phase(row["phase"])])
        request.year_groups = sorted(rng.sample(years, min(len(years), rng.choice((1, 1, 2)))))
        request.pupils, request.minutes = int(row["pupils"]), int(row["minutes"])
        request.access_needs = rng.sample(_NEEDS, rng.choice((0, 0, 1, 2)))
        request.staff_name, request.staff_phone = school.staff, "01632 960123"  # a range that Ofcom keeps for drama
        request.safeguarding_name = school.safeguarding_lead
        request.safeguarding_contact = "Ask at reception, or ring 01632 960456"
        request.says_present = request.says_risk_assessed = request.says_conduct = request.says_identity = True
        request.says_online_rules = request.mode == Mode.ONLINE
        request.sent_at = min(request.created_at + timedelta(minutes=40), self.now - timedelta(minutes=2))
        if request.state == RequestState.UNMET:
            request.end_reason = EndReason.NO_ANSWER
        elif request.state == RequestState.WITHDRAWN:
            request.end_reason = EndReason.SCHOOL_CANCELLED

    def _windows(self, number: int, request: VisitRequest, wanted: Sequence[Wanted]) -> Iterator[RequestWindow]:
        rng = rng_for("window", number)
        if request.state == RequestState.DRAFT and rng.random() < 0.5:
            return
        days = [self.today + timedelta(days=one.offset) for one in wanted] or [
            self.today + timedelta(days=rng.randint(12, 30))
        ]
        if request.state == RequestState.SENT:  # what was declined is over; the school still waits for somebody
            days.append(self.today + timedelta(days=rng.randint(12, 30)))
        if request.state in (RequestState.UNMET, RequestState.WITHDRAWN) and not wanted:
            days = [self.today - timedelta(days=20)]
        morning = rng.random() < 0.85
        yield RequestWindow(
            request=request,
            first_day=min(days) - timedelta(days=3),
            last_day=max(days) + timedelta(days=11),
            weekdays=sorted(rng.sample(range(5), 3)) if rng.random() < 0.4 and not wanted else [],
            morning=morning,
            afternoon=not morning or rng.random() < 0.8,
        )

    def _visits(self, number: int, request: VisitRequest, wanted: Sequence[Wanted]) -> Iterator[Visit]:
        last: Ambassador | None = None
        for index, one in enumerate(wanted):
            person = last if one.who == "same" and last else self.chooser.choose(request, one.who)
            last = person
            yield self._visit(number, index, request, one, self._day(one.offset, person), person)

    def _day(self, offset: int, person: Ambassador) -> date:
        """The school day at an offset or, going away from today, the next one on which the person is free."""
        step = timedelta(days=1 if offset > 0 else -1)
        day = self._school_day(offset)
        while (person.code, day) in self.taken:
            day = school_day(day + step, later=offset > 0)
        self.taken.add((person.code, day))
        return day

    def _school_day(self, offset: int) -> date:
        return school_day(self.today + timedelta(days=offset), later=offset > 0)

    def _visit(
        self, number: int, index: int, request: VisitRequest, one: Wanted, day: date, person: Ambassador
    ) -> Visit:
        rng = rng_for("visit", number, index)
        state = _STATES.get(one.state) or VisitState(one.state)
        starts_at = moment(day, *_TIMES[number % len(_TIMES)])
        length = request.minutes or 60
        steps = self._steps(rng.uniform(0.6, 1.0), request, starts_at)
        done = state == VisitState.DONE
        answered = state in (VisitState.ACCEPTED, VisitState.CONFIRMED, VisitState.DONE, VisitState.DECLINED)
        confirmed = state in (VisitState.CONFIRMED, VisitState.DONE, VisitState.NO_SHOW)
        ended = state in (VisitState.DECLINED, VisitState.CANCELLED, VisitState.NO_SHOW)
        school_first = rng.random() < 0.5 or one.state == "held"
        if one.state == "held":  # the teacher picked the person and the time
            request.wished, request.wished_starts_at = person, starts_at
        return Visit(
            request=request,
            ambassador=person,
            companion=person.companion if person.is_minor(day) else None,
            school=request.school,
            day=day,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=length),
            nation=request.nation,
            setting=setting_of(request.activity, request.mode),
            state=state,
            end_reason=one.reason,
            proposed_by=request.asked_by if school_first else self.staff["coordinator"],
            proposed_at=steps[0],
            passed_on_by=None if one.state == "held" else self.staff["coordinator"],
            passed_on_at=None if one.state == "held" else steps[1],
            answered_at=steps[2] if answered or confirmed else None,
            confirmed_at=steps[3] if confirmed else None,
            ended_at=self._ended(state, starts_at, length, steps[2]) if done or ended else None,
            minutes=length + rng.choice((-5, 0, 0, 5, 10)) if done else None,
            pupils_reached=self._reached(request, done),
            sequence=3 if confirmed else 1,
            is_demo=True,
        )

    def _reached(self, request: VisitRequest, done: bool) -> int | None:
        """How many pupils a visit reached: the whole group, or an even part of it where many came at once."""
        if not done or not request.pupils:
            return None
        return min(request.pupils, 60)

    def _steps(self, speed: float, request: VisitRequest, starts_at: datetime) -> list[datetime]:
        """When it was proposed, passed on, answered and confirmed: between the sending and the visit, before now."""
        sent = request.sent_at or request.created_at
        room = min(self.now, starts_at) - sent
        usual = timedelta(days=9) * speed * (2 if request.school_id % 4 == 0 else 1)
        return [sent + min(room, usual) * share for share in (0.2, 0.3, 0.6, 0.9)]

    def _ended(self, state: VisitState, starts_at: datetime, length: int, answered: datetime) -> datetime:
        if state in (VisitState.DONE, VisitState.NO_SHOW):
            return min(starts_at + timedelta(minutes=length + 90), self.now)
        return answered


def wanted_of(token: str) -> Wanted:
    """One entry of a row's visits, such as "declined=me@-10!date". Raises ValueError for anything else."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise ValueError(f"not a visit: {token}")
    return Wanted(match["state"], match["who"] or "", int(match["day"]), match["reason"] or "")
