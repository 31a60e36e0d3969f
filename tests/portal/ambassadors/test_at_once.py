"""What takes somebody off every page at once: a re-check at midnight, a suspension, the fourth day in thirty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from ambassadors.actions.standing import suspend_ambassador
from ambassadors.models import Ambassador, Visit
from tests.accounts.builders import browser_of
from tests.ambassadors.asking import asked, booked, cleared, coordinator, teacher_of
from tests.ambassadors.builders import at

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
# In summer London is an hour ahead of UTC: midnight there is eleven at night by the server's clock.
DUE = date(2027, 6, 15)
LAST_SECOND = datetime(2027, 6, 14, 23, 59, 59, tzinfo=LONDON)
MIDNIGHT = datetime(2027, 6, 15, 0, 0, 0, tzinfo=LONDON)


@contextmanager
def moment(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def lists(browser: Client, who: Ambassador, planner: Client, request: int) -> dict[str, bool]:
    """On which pages somebody is offered now."""
    name = f"{who.given_name} {who.family_name[0]}."
    found = {
        "search": browser.get("/educators/ambassadors/", {"area": "LS1"}),
        "online": browser.get("/educators/ambassadors/", {"area": "LS1", "mode": "online"}),
        "coordinator": planner.get(f"/ambassadors/coordinate/requests/{request}/"),
    }
    pages = {where: name in answer.content.decode() for where, answer in found.items() if answer.status_code == 200}
    assert pages.keys() == found.keys()
    pages["person"] = browser.get(f"/educators/ambassadors/people/{who.code}/").status_code == 200
    return pages


def everywhere(offered: bool) -> dict[str, bool]:
    return dict.fromkeys(("search", "online", "coordinator", "person"), offered)


def test_a_recheck_falling_due_takes_somebody_off_every_list_at_midnight_in_london():
    with moment(LAST_SECOND):
        who = cleared("Zebedee", recheck=DUE)
        teacher, there = teacher_of()
        request = asked(teacher, there, LAST_SECOND)
        request.windows.update(first_day=DUE - timedelta(days=1), last_day=DUE + timedelta(days=20))
        # A visit on the very day that has not begun can only be before the day is over: the check holds today.
        browser, planner = browser_of(teacher), browser_of(coordinator())
        before = lists(browser, who, planner, request.pk)
    assert (before["search"], before["person"]) == (True, True)
    with moment(MIDNIGHT):
        assert lists(browser, who, planner, request.pk) == everywhere(offered=False)


def test_a_suspension_acts_on_the_next_request():
    now = at(date(2027, 6, 14))
    with moment(now):
        who = cleared("Zebedee", recheck=date(2029, 1, 1))
        teacher, there = teacher_of()
        request = asked(teacher, there, now)
        visit = booked(who, date(2027, 6, 28), now)
        lead = coordinator()
        browser, planner = browser_of(teacher), browser_of(lead)
        assert lists(browser, who, planner, request.pk) == everywhere(offered=True)
        suspend_ambassador(by=lead, ambassador=who, reason="A concern", now=now)
        assert lists(browser, who, planner, request.pk) == everywhere(offered=False)
        visit.refresh_from_db()
        assert visit.state == "cancelled"


def test_the_fourth_day_in_thirty_is_offered_to_nobody_and_taken_by_nobody():
    now = at(date(2027, 6, 1))
    with moment(now):
        who = cleared("Zebedee", recheck=date(2029, 1, 1))
        for day in (7, 14, 21):
            booked(who, date(2027, 6, day), now)
        teacher, there = teacher_of()
        request = asked(teacher, there, now)
        request.windows.update(first_day=date(2027, 6, 22), last_day=date(2027, 6, 30))
        planner = browser_of(coordinator())
        page = f"/ambassadors/coordinate/requests/{request.pk}/"
        assert "Zebedee" not in planner.get(page).content.decode()
        request.windows.update(first_day=date(2027, 7, 7), last_day=date(2027, 7, 9))  # 30 days after the first
        assert "Zebedee" in planner.get(page).content.decode()
        assert Visit.objects.filter(ambassador=who).count() == 3
