"""Ambassadors, their checks, schools' requests and visits for tests, as plain rows in a known state.

Call `rules()` first: it puts plain rules in the place of the seeded ones, so that a test says all it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Organisation, User
from ambassadors.enums import Activity, Mode, Phase, RequestState, RouteTaken, Standing, VisitState
from ambassadors.models import (
    Ambassador,
    Availability,
    RequestWindow,
    SchemeRule,
    SchoolPlace,
    VettingDecision,
    VettingRule,
    Visit,
    VisitRequest,
)
from tests.accounts import builders as accounts

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)
LEEDS = {"outcode": "LS1", "latitude": 53.797, "longitude": -1.549, "region": "E12000003", "area": "E08000035"}
ENHANCED, BARRED = "dbs_enhanced", "dbs_enhanced_barred"
SAFE = {
    "says_present": True,
    "says_risk_assessed": True,
    "says_conduct": True,
    "says_identity": True,
    "says_online_rules": True,
    "staff_name": "Ms Example",
    "safeguarding_contact": "safe@oak.example",
}
_numbers = count(1)
person, school, member = accounts.person, accounts.school, accounts.member


def rules(*, most_days: int = 3, window: int = 30, least_age: int = 16, settings: Sequence[str] = ()) -> None:
    """England from 2020: an enhanced or fuller check for one visit, the barred list's too for more or overnight."""
    VettingRule.objects.all().delete()
    SchemeRule.objects.filter(name="minimum-age").delete()
    SchemeRule.objects.create(name="minimum-age", value=least_age, valid_from=date(2020, 1, 1), source="test")
    for setting in settings or ("school", "online", "workplace", "event"):
        vetting_rule(setting=setting, pattern="one_off", accepted=[ENHANCED, BARRED])
        vetting_rule(setting=setting, pattern="frequent", most_days=most_days, window_days=window)
        vetting_rule(setting=setting, pattern="overnight")


def vetting_rule(**given: Any) -> VettingRule:
    accepted = given.pop("accepted", [BARRED])
    return VettingRule.objects.create(
        **{
            "nation": "england",
            "setting": "school",
            "pattern": "one_off",
            "accepted": accepted,
            "asks_for": accepted[0],
            "valid_from": date(2020, 1, 1),
            "source": "test",
            **given,
        }
    )


def ambassador(name: str = "Amal", *, check: str = ENHANCED, recheck: date | None = None, **given: Any) -> Ambassador:
    """Somebody active in Leeds who does everything for every age, cleared by `check` ("" for none) until `recheck`."""
    number = next(_numbers)
    found = Ambassador.objects.create(
        **{
            "given_name": name,
            "family_name": f"Tester{number}",
            "email": f"{name.lower()}{number}@example.org",
            "job_title": "Electrical engineer",
            "occupations": ["2123"],
            "discipline": "electrical",
            "routes": [RouteTaken.APPRENTICESHIP],
            "subjects": ["physics"],
            "topics": [],
            "activities": Activity.values,
            "phases": Phase.values,
            "online": True,
            "languages": ["en"],
            "standing": Standing.ACTIVE,
            "applied_at": at(MONDAY - timedelta(days=60)),
            "consented_at": at(MONDAY - timedelta(days=60)),
            **LEEDS,
            **given,
        }
    )
    if check:
        decision(found, check, recheck=recheck)
    return found


def applicant(user: User, **given: Any) -> Ambassador:
    """Somebody who has an account and has just begun to apply."""
    empty = {"standing": Standing.APPLIED, "activities": [], "phases": [], "consented_at": None, "applied_at": None}
    return ambassador(check="", user=user, email=user.email, **{**empty, **given})


def decision(who: Ambassador, kind: str = ENHANCED, *, recheck: date | None = None, **given: Any) -> VettingDecision:
    due = recheck or MONDAY + timedelta(days=700)
    issued = given.pop("issued_on", min(date(2026, 1, 10), due - timedelta(days=1)))
    return VettingDecision.objects.create(
        ambassador=who, kind=kind, issued_on=issued, recheck_due_on=due, **{"outcome": "cleared", **given}
    )


def available(who: Ambassador, *, mornings: Sequence[int] = (), afternoons: Sequence[int] = (), **given: Any) -> None:
    Availability.objects.create(ambassador=who, mornings=list(mornings), afternoons=list(afternoons), **given)


def place(organisation: Organisation, **given: Any) -> SchoolPlace:
    return SchoolPlace.objects.create(organisation=organisation, **{**LEEDS, "basis": "stated", **given})


def visit_request(organisation: Organisation | None = None, **given: Any) -> VisitRequest:
    """A request that was sent: a talk on physics for ages 11 to 14 in Leeds, an hour long."""
    wanted = {"activity": Activity.TALK, "mode": Mode.IN_PERSON, "subject": "physics", "phase": Phase.KS3}
    sent = {"state": RequestState.SENT, "sent_at": at(MONDAY - timedelta(days=3)), "minutes": 60, "pupils": 30}
    return VisitRequest.objects.create(
        school=organisation or accounts.school(), **{**wanted, **sent, **SAFE, **LEEDS, **given}
    )


def window(request: VisitRequest, first: date = MONDAY, last: date | None = None, **given: Any) -> RequestWindow:
    return RequestWindow.objects.create(
        request=request, first_day=first, last_day=last or first + timedelta(days=13), **given
    )


def visit(who: Ambassador, day: date = MONDAY, **given: Any) -> Visit:
    """A visit on a day, at ten for an hour; `request` is made where none is given."""
    asked = given.pop("request", None) or visit_request()
    starts_at = given.pop("starts_at", None) or at(day, 10)
    passed_on = given.get("state", VisitState.PROPOSED) in (
        VisitState.ACCEPTED,
        VisitState.CONFIRMED,
        VisitState.DONE,
    )
    return Visit.objects.create(
        **{
            "request": asked,
            "school": asked.school,
            "ambassador": who,
            "day": day,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "nation": asked.nation,
            "setting": "school",
            "proposed_at": at(day - timedelta(days=20)),
            "passed_on_at": at(day - timedelta(days=19)) if passed_on else None,
            **given,
        }
    )


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of the clock in London on a day."""
    return datetime.combine(day, time(hour, minute), LONDON)
