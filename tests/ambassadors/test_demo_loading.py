"""Loading the demo set of the ambassadors' scheme: on any day, without mail, refused where it must not be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from ambassadors.demo.asking import wanted_of
from ambassadors.demo.drawing import school_day
from ambassadors.demo_set import DemoRefusedError, load_demo_ambassadors
from ambassadors.enums import HOLDING
from ambassadors.models import Visit
from foundation.models import OutboxMessage
from portal.demo import DOMAIN, load_demo_accounts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SIZE = 350


def accounts() -> dict[str, User]:
    return {user.email.partition("@")[0]: user for user in load_demo_accounts()}


def load(now: datetime = NOW) -> int:
    return load_demo_ambassadors(accounts=accounts(), domain=DOMAIN, now=now, size=SIZE)


@pytest.mark.parametrize("at", ["2026-12-17", "2027-02-28", "2027-08-05", "2028-02-29"], ids=str)
def test_it_can_be_made_on_any_day(settings, at):
    settings.DEMO = True
    now = datetime.fromisoformat(f"{at}T23:30:00+00:00")
    before = OutboxMessage.objects.count()
    assert load(now) == SIZE
    assert OutboxMessage.objects.count() == before, "something was mailed"
    assert Visit.objects.filter(state__in=HOLDING, starts_at__gt=now).count() >= 20
    assert not Visit.objects.filter(day__week_day__in=(1, 7)).exists()


def test_refused_where_demo_is_off(settings):
    settings.DEMO = True
    known = accounts()
    settings.DEMO = False
    with pytest.raises(DemoRefusedError, match="DEMO is on"):
        load_demo_ambassadors(accounts=known, domain=DOMAIN, now=NOW)


def test_refused_without_its_accounts(settings):
    settings.DEMO = True
    with pytest.raises(DemoRefusedError, match="coordinator-2"):
        load_demo_ambassadors(accounts={}, domain=DOMAIN, now=NOW)


def test_entries_of_the_table_are_read_or_refused():
    assert wanted_of("declined=me@-10!date").reason == "date"
    with pytest.raises(ValueError, match="not a visit"):
        wanted_of("declined me")


def test_no_school_day_in_august_at_christmas_or_at_weekends():
    start = datetime(2026, 7, 1, tzinfo=UTC).date()
    for offset in range(400):
        day = school_day(start + timedelta(days=offset), later=True)
        assert day.weekday() < 5
        assert not (7, 22) <= (day.month, day.day) <= (8, 31)
        assert (day.month, day.day) < (12, 20)
        assert (day.month, day.day) > (1, 3)
