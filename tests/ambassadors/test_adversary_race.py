"""A suspension meets a booking at the same moment: neither breaks the other off, and the suspension wins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from ambassadors.actions import standing
from ambassadors.actions.requests import withdraw_request
from ambassadors.actions.standing import suspend_ambassador
from ambassadors.actions.visits import accept_visit, confirm_visit
from tests.ambassadors.asking import cleared, coordinator, proposed, teacher_of
from tests.ambassadors.builders import at, rules, visit_request

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 23)
NOW = at(TODAY, 9)
DAY = TODAY + timedelta(days=10)
WAIT = 1.5  # longer than PostgreSQL takes to look for a deadlock


def together(first, second, monkeypatch):
    """Run `first`, which stops once it holds the person until `second` has begun and waits; both answers."""
    holds, plain = Event(), standing.end_visits

    def slowly(*args, **kwargs):
        holds.set()
        Event().wait(WAIT)
        return plain(*args, **kwargs)

    monkeypatch.setattr(standing, "end_visits", slowly)

    def run(call, *, waits):
        if waits:
            assert holds.wait(20)
        try:
            call()
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(run, first, waits=False), pool.submit(run, second, waits=True)
        return one.result(30), other.result(30)


@pytest.mark.parametrize("step", ["accept", "confirm", "withdraw"])
def test_a_suspension_and_a_booking_wait_for_each_other(step, monkeypatch):
    rules()
    who, (teacher, there), boss = cleared(), teacher_of(), coordinator()
    request = visit_request(there)
    visit = proposed(boss, request, who, DAY, NOW)
    if step == "confirm":
        accept_visit(by=who.user, visit=visit, now=NOW)
    calls = {
        "accept": lambda: accept_visit(by=who.user, visit=visit, now=NOW),
        "confirm": lambda: confirm_visit(by=teacher, visit=visit, now=NOW),
        "withdraw": lambda: withdraw_request(by=teacher, request=request, now=NOW),
    }
    answers = together(
        lambda: suspend_ambassador(by=boss, ambassador=who, reason="Something.", now=NOW), calls[step], monkeypatch
    )
    assert answers == ("done", "done" if step == "withdraw" else "refused")
    visit.refresh_from_db()
    who.refresh_from_db()
    assert (visit.state, who.standing) == ("cancelled", "suspended")
