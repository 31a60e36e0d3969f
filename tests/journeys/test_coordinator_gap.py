"""A coordinator finds a gap and closes it: a school with nobody recorded, somebody who fits, a visit, no gap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ambassadors.actions.visits import accept_visit, confirm_visit, finish_visit
from ambassadors.models import Visit, VisitRequest
from tests.accounts.signing_in import with_two_step
from tests.ambassadors.asking import asked
from tests.ambassadors.builders import ambassador, available, place
from tests.ambassadors.builders import member as member_of
from tests.ambassadors.builders import school as school_of
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import person, sign_in, unique

pytestmark = pytest.mark.usefixtures("in_database")
HOME, YORKSHIRE = "/ambassadors/coordinate/", "Yorkshire and The Humber"


@pytest.fixture
def gap() -> VisitRequest:
    """A school of Leeds that nobody visited and that has asked for somebody; and one person who fits."""
    there = school_of(unique("Aaa School"), urn=f"{timezone.now():%H%M%S}")
    place(there)
    teacher = member_of(there, "teacher", user=person("Tess Teacher")).user
    request = asked(teacher, there, timezone.now(), subject="chemistry")
    who = ambassador(
        unique("Grace"),
        user=person("Grace"),
        subjects=["chemistry"],
        check="identity",
        recheck=timezone.localdate() + timedelta(days=400),
    )
    available(who, mornings=range(5), afternoons=range(5))
    return request


def test_finding_a_gap_and_closing_it(page: Page, gap: VisitRequest) -> None:
    page.set_viewport_size(SIZES["desktop"])
    coordinator, name = person("Cora", "ambassador_coordinator"), gap.school.name
    sign_in(page, coordinator.email, secret=with_two_step(coordinator), start=HOME)
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()
    assert_presentable(page)

    page.get_by_label("Your desk").get_by_role("link", name="Gaps").click()
    page.get_by_label("Region").select_option(label=YORKSHIRE)
    page.get_by_role("button", name="Show").click()
    row = page.locator("#school-list tr", has_text=name)
    expect(row).to_contain_text("It has asked")
    assert_presentable(page)

    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Who could come")).to_be_visible()
    assert_presentable(page)
    best = page.locator(".person-row", has_text="Grace").first
    expect(best).to_contain_text("within")
    best.get_by_role("button").first.click()
    expect(page.get_by_text("gets a mail now")).to_be_visible()
    expect(page.get_by_role("heading", name="Who has been asked")).to_be_visible()

    visit = Visit.objects.select_related("ambassador__user").get(request=gap)
    assert visit.passed_on_at is not None
    assert visit.ambassador.user is not None
    assert gap.asked_by is not None
    accept_visit(by=visit.ambassador.user, visit=visit, now=timezone.now())
    confirm_visit(by=gap.asked_by, visit=visit, now=timezone.now())
    _bring_into_the_past(visit)
    finish_visit(by=gap.asked_by, visit=visit, minutes=60, pupils_reached=28, now=timezone.now())

    page.get_by_label("Your desk").get_by_role("link", name="Gaps").click()
    page.get_by_label("Region").select_option(label=YORKSHIRE)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#school-list")).to_be_visible()
    expect(page.locator("#school-list tr", has_text=name)).to_have_count(0)


def test_on_a_telephone_without_scripts(page: Page, gap: VisitRequest) -> None:
    page.set_viewport_size(SIZES["phone"])
    coordinator = person("Cora", "ambassador_coordinator")
    sign_in(page, coordinator.email, secret=with_two_step(coordinator), start=f"{HOME}requests/{gap.pk}/")
    expect(page.get_by_role("heading", name="Who could come")).to_be_visible()
    assert_presentable(page)
    page.goto(f"{HOME}people/?q=grace")
    page.locator(".person-row a").first.click()
    expect(page.get_by_role("heading", name="Checks", exact=True)).to_be_visible()
    assert_presentable(page)


def _bring_into_the_past(visit: Visit) -> None:
    """As if the day had come: yesterday at ten."""
    yesterday = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=1)
    Visit.objects.filter(pk=visit.pk).update(
        starts_at=yesterday, ends_at=yesterday + timedelta(hours=1), day=yesterday.date()
    )
