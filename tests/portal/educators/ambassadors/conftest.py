"""A school in Leeds with a teacher, a coordinator, and an ambassador near it, for tests of the teachers' desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.accounts.builders import browser_of
from tests.ambassadors import builders as b


@pytest.fixture(autouse=True)
def _rules():
    b.rules()


@pytest.fixture
def school():
    made = b.school("Oak School")
    b.place(made, address="Oak Road, Leeds LS1 1AA")
    return made


@pytest.fixture
def teacher(school):
    return b.member(school, "teacher").user


@pytest.fixture
def desk(teacher):
    return browser_of(teacher, two_step=False)


@pytest.fixture
def coordinator():
    return b.person("coordinator", "ambassador_coordinator")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def later(today):
    """A Tuesday three weeks ahead, at ten."""
    day = today + timedelta(days=21)
    return b.at(day + timedelta(days=(1 - day.weekday()) % 7), 10)


@pytest.fixture
def amal(today):
    """An electrical engineer who took an apprenticeship and speaks about circuits; has an account."""
    user = b.person("amal", "ambassador")
    return b.ambassador(
        user=user,
        email=user.email,
        topics=["electric-circuits"],
        recheck=today + timedelta(days=700),
        phone="0113 4960000",
    )
