"""An ambassador's browser, and visits as they meet them, for tests of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from ambassadors.models import Ambassador, Visit
from tests.accounts.builders import browser_of, person
from tests.ambassadors import builders as b

DESK, VISITS = "/ambassadors/desk/", "/ambassadors/visits/"


def member(name: str = "Ada", **given: Any) -> tuple[Ambassador, Client]:
    """An active ambassador who may be sent anywhere for the next years, and their browser."""
    account = person(name.lower(), "ambassador")
    known = {"user": account, "email": account.email, "occupations": ["5241"], "employer_name": f"{name} Works"}
    due = timezone.localdate() + timedelta(days=700)
    made = b.ambassador(name, **{"check": b.BARRED, "recheck": due, **known, **given})
    return made, browser_of(account, two_step=False)


def visit(who: Ambassador, days: int = 20, *, state: str = "proposed", **given: Any) -> Visit:
    """A visit so many days from today that a coordinator has passed on."""
    day = timezone.localdate() + timedelta(days=days)
    asked = given.pop("request", None) or b.visit_request(
        staff_phone="01632 960001", safeguarding_name="Sam Safe", year_groups=[10]
    )
    return b.visit(who, day, request=asked, state=state, **{"passed_on_at": timezone.now(), **given})


def at(visit: Visit, end: str = "") -> str:
    return f"{VISITS}{visit.pk}/{end}"


def own_statements(captured: Any) -> list[str]:
    """What a page asks for itself: without the session, who is signed in, and what they may."""
    foreign = ('"django_session"', '"auth_group"', "accounts_user_groups", "mfa_authenticator", "SAVEPOINT")
    return [
        one["sql"]
        for one in captured
        if not any(part in one["sql"] for part in foreign) and 'FROM "accounts_user" WHERE' not in one["sql"]
    ]
