"""Schools that ask for visits, for tests: a verified school, its teacher, complete requests and visits of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, User
from ambassadors.actions.requests import save_request, send_request
from ambassadors.actions.visits import accept_visit, confirm_visit, propose_visit
from ambassadors.models import Ambassador, Visit, VisitRequest
from tests.accounts.builders import member, person, school
from tests.ambassadors.builders import ambassador, at

COMPLETE: dict[str, Any] = {
    "activity": "talk",
    "mode": "in_person",
    "subject": "physics",
    "phase": "ks4",
    "year_groups": [10],
    "pupils": 28,
    "aims": ["see_work"],
    "benchmarks": [5],
    "minutes": 60,
    "outcode": "LS1",
    "staff_name": "Jo Example",
    "safeguarding_name": "Sam Example",
    "safeguarding_contact": "0113 496 0000",
    "says_present": True,
    "says_risk_assessed": True,
    "says_conduct": True,
    "says_identity": True,
}


def teacher_of(place: Organisation | None = None) -> tuple[User, Organisation]:
    """A teacher of a verified school, and the school."""
    there = place or school()
    return member(there, "teacher").user, there


def coordinator() -> User:
    """Somebody who coordinates."""
    return person("coordinator", "ambassador_coordinator")


def cleared(name: str = "Ada", *, user: User | None = None, **given: Any) -> Ambassador:
    """An active ambassador with an account and an enhanced check."""
    account = user or person(name.lower(), "ambassador")
    return ambassador(name, user=account, email=account.email, **given)


def drafted(by: User, there: Organisation, today: date, **changes: Any) -> VisitRequest:
    """A complete draft whose days are the month from a week on."""
    window = {"first_day": today + timedelta(days=7), "last_day": today + timedelta(days=37)}
    return save_request(by=by, school=there, changes=COMPLETE | changes, windows=[window], today=today)


def asked(by: User, there: Organisation, now: datetime, **changes: Any) -> VisitRequest:
    """A request that is with the coordinator."""
    request = drafted(by, there, timezone.localdate(now), **changes)
    return send_request(by=by, request=request, now=now)


def proposed(
    by: User, request: VisitRequest, who: Ambassador, day: date, now: datetime, *, hour: int = 10, **more: Any
) -> Visit:
    """A visit of an hour that a coordinator proposed and passed on."""
    starts_at = at(day, hour)
    return propose_visit(
        by=by, request=request, ambassador=who, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), now=now,
        **more,
    )  # fmt: skip


def booked(who: Ambassador, day: date, now: datetime, *, hour: int = 10) -> Visit:
    """A confirmed visit to a school of its own, by everybody's own actions."""
    teacher, there = teacher_of()
    visit = proposed(coordinator(), asked(teacher, there, now), who, day, now, hour=hour)
    assert who.user is not None
    accept_visit(by=who.user, visit=visit, now=now)
    return confirm_visit(by=teacher, visit=visit, now=now)
