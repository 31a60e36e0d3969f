"""A teacher goes from a chemistry topic to a confirmed visit: finds somebody, asks in steps, confirms, prints."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation
from ambassadors.actions.visits import accept_visit, pass_on_visit
from ambassadors.models import Ambassador, Visit
from tests.ambassadors import builders as b
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import person, sign_in, unique

pytestmark = pytest.mark.usefixtures("in_database")


@pytest.fixture(params=["desktop", "phone"], ids=["desktop", "phone"])
def school(request: pytest.FixtureRequest, page: Page) -> Organisation:
    """A school in Leeds, looked at on one of two screens."""
    page.set_viewport_size(SIZES[request.param])
    word = unique("journeyschool")
    made = Organisation.objects.create(name=f"School {word}", slug=word, kind="school", state="verified", is_demo=True)
    b.place(made)
    return made


@pytest.fixture
def chemist() -> Ambassador:
    """A process technician in Leeds who speaks about electrolysis."""
    user = person("Chandra", "ambassador")
    return b.ambassador(
        unique("Chandra").replace("-", "")[:20].title(),
        check=b.BARRED,
        user=user,
        email=user.email,
        job_title="Plating technician",
        discipline="chemistry",
        occupations=["8115"],
        subjects=["chemistry"],
        topics=["electrolysis"],
        recheck=timezone.localdate() + timedelta(days=700),
    )


def see(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    assert_presentable(page)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).first.click()


def finds_and_asks(page: Page, chemist: Ambassador) -> None:
    page.goto("/educators/ambassadors/?topic=electrolysis")
    see(page, "People for your class")
    expect(page.get_by_text("speaks about electrolysis").first).to_be_visible()
    page.get_by_role("link", name=chemist.given_name).first.click()
    see(page, chemist.public_name(timezone.localdate()))
    page.locator(".visit-times input").first.check()
    press(page, "Ask for")


def fills_the_steps(page: Page) -> None:
    see(page, "What happens")
    expect(page.get_by_label("Topic that the class is on")).to_have_value("electrolysis")
    page.get_by_role("radio", name="Talk", exact=True).check()
    page.get_by_role("checkbox", name="See where a subject leads").check()
    press(page, "Save and go on")
    see(page, "Who takes part")
    page.get_by_role("radio", name="14 to 16").check()
    page.get_by_role("checkbox", name="10", exact=True).check()
    page.get_by_label("About how many pupils").fill("28")
    press(page, "Save and go on")
    see(page, "When")
    page.get_by_label("How long, in minutes").fill("60")
    press(page, "Save and go on")
    see(page, "Where")
    page.get_by_role("radio", name="In person").check()
    page.get_by_label("Address for the visitor").fill("1 Demo Road, Leeds")
    press(page, "Save and go on")
    see(page, "What keeps it safe")
    press(page, "Save and go on")


def makes_it_safe_and_sends(page: Page) -> None:
    see(page, "Check and send")
    page.get_by_role("link", name="Name the member of staff").click()
    page.get_by_label("Member of staff who stays present throughout").fill("Tam Teacher")
    page.get_by_label("Your safeguarding lead").fill("Sam Lead")
    page.get_by_label("How to reach them on the day").fill("0113 496 0000")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    press(page, "Save and go on")
    see(page, "Check and send")
    press(page, "Send to the coordinator")
    expect(page.get_by_text("Sent. The coordinator has it")).to_be_visible()
    assert_presentable(page)


def test_from_a_topic_to_a_confirmed_visit(page: Page, school: Organisation, chemist: Ambassador) -> None:
    teacher = person("Tamsin")
    b.member(school, "teacher", user=teacher)
    sign_in(page, teacher.email)
    finds_and_asks(page, chemist)
    fills_the_steps(page)
    makes_it_safe_and_sends(page)

    visit = Visit.objects.get(ambassador=chemist)
    coordinator = person("Cora", "ambassador_coordinator")
    pass_on_visit(by=coordinator, visit=visit, now=timezone.now())
    accept_visit(by=chemist.user, visit=visit, now=timezone.now())

    page.goto("/educators/ambassadors/requests/")
    see(page, "Your requests")
    page.get_by_role("link", name="Talk: Electrolysis").first.click()
    press(page, "Confirm the visit")
    expect(page.get_by_text("Booked. The ambassador now sees")).to_be_visible()
    page.get_by_role("link", name="Visit pack").click()
    see(page, "Visit pack")
    expect(page.get_by_text(chemist.full_name(timezone.localdate())).first).to_be_visible()
    assert Visit.objects.get(pk=visit.pk).state == "confirmed"
