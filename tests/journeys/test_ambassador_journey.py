"""Somebody becomes an ambassador on a phone: applies, learns, is checked, is asked, goes, and counts the hours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from ambassadors.actions.standing import activate, begin_checks
from ambassadors.actions.vetting import record_decision
from ambassadors.actions.visits import confirm_visit
from ambassadors.models import Ambassador, TrainingModule, Visit
from ambassadors.modules import module_text
from ambassadors.rules.standing import kinds_for_visits
from tests.ambassadors import asking
from tests.ambassadors import builders as b
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import person, sign_in, unique

pytestmark = pytest.mark.usefixtures("in_database")
NewContext = Callable[..., BrowserContext]


@dataclass
class Newcomer:
    """Somebody at a browser; `look` is whether to look hard at each kind of page."""

    page: Page
    user: User
    look: bool

    @property
    def row(self) -> Ambassador:
        return Ambassador.objects.get(user=self.user)

    def see(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        if self.look:
            assert_presentable(self.page)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).first.click()

    def check(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_role("checkbox", name=label, exact=True).check()


def begins(one: Newcomer) -> None:
    one.page.goto("/ambassadors/")
    one.see("Be the first person they meet who does your job")
    one.page.get_by_role("link", name="All the rules, with their sources").click()
    one.see("Keeping everybody safe")
    one.page.get_by_role("link", name="Apply to be an ambassador").click()
    sign_in(one.page, one.user.email, start=one.page.url)
    one.page.goto("/ambassadors/apply/")
    one.see("Become a STEM Ambassador")
    one.press("Begin")


def applies(one: Newcomer) -> None:
    """Every step in order; the last one is refused once, in words."""
    page, save = one.page, "Save and go on"
    one.see("You")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Journey")
    one.press(save)
    one.see("Your work")
    page.get_by_label("What your job is called").fill("Sparky")
    page.get_by_label("Look for your work by any name").fill("electrician")
    one.press("Look")
    one.check("Electricians and electrical fitters", "Apprenticeship")
    page.get_by_label("Your field").select_option("electrical")
    one.press(save)
    one.see("What you offer")
    one.check("Talk", "14 to 16", "Physics")
    one.press(save)
    one.see("Where and how often")
    page.get_by_label("First half of your postcode").fill("LS1 4AP")
    one.press(save)
    one.see("When you are free")
    page.get_by_role("checkbox", name="Tuesday, Morning").check()
    one.press(save)
    one.see("Keeping everybody safe")
    one.press(save)
    expect(page.get_by_role("alert")).to_contain_text("Without this we may not keep your application")
    one.see("Keeping everybody safe")
    one.check("I keep to these rules on every visit", "I agree to how you use what I told you")
    one.press(save)
    one.see("Become a STEM Ambassador")
    one.press("Send my application")
    one.see("Hello, Ada")
    expect(page.get_by_text("4 things are missing from you.")).to_be_visible()
    assert one.row.outcode == "LS1"


def learns(one: Newcomer) -> None:
    """Reads each module that comes before a first visit and answers its questions."""
    for number, module in enumerate(TrainingModule.objects.filter(is_induction=True)):
        one.page.goto(f"/ambassadors/training/{module.slug}/")
        if number == 0:
            one.see(module.title)
        for asked, question in enumerate(module_text(module.slug).questions):
            one.page.locator(f"#answer-{asked}-{question.right}").check()
        one.press("Finish")
        one.see("Training")


def is_checked(one: Newcomer, coordinator: User) -> None:
    """What the coordinator does at their own desk."""
    now = timezone.now()
    today = timezone.localdate(now)
    begin_checks(by=coordinator, ambassador=one.row, now=now)
    one.page.goto("/ambassadors/desk/")
    expect(one.page.get_by_text("You have done your part.")).to_be_visible()
    _kinds, asks_for = kinds_for_visits(one.row.nation, today)
    record_decision(
        by=coordinator, ambassador=one.row, kind=asks_for, issued_on=today, outcome="cleared", now=timezone.now()
    )
    activate(by=coordinator, ambassador=one.row, now=timezone.now())


def is_asked_and_says_yes(one: Newcomer, coordinator: User) -> Visit:
    teacher, school = asking.teacher_of(b.school(unique("School")))
    b.place(school, address="1 Example Road, Leeds")
    now = timezone.now()
    request = asking.asked(teacher, school, now)
    visit = asking.proposed(coordinator, request, one.row, timezone.localdate(now) + timedelta(days=10), now)
    one.page.goto("/ambassadors/desk/")
    expect(one.page.get_by_role("heading", name="1 school waits for your answer")).to_be_visible()
    one.see("Hello, Ada")
    one.press("Yes, I can come")
    one.see(school.name)
    expect(one.page.get_by_text("Jo Example")).to_have_count(0)
    confirm_visit(by=teacher, visit=visit, now=timezone.now())
    one.page.reload()
    expect(one.page.get_by_text("Jo Example")).to_be_visible()
    one.see(school.name)
    return visit


def goes(one: Newcomer, visit: Visit) -> None:
    """The day comes (its row is moved into the past), and the visit is reported and reviewed."""
    earlier = timedelta(days=12)
    moved = {"starts_at": visit.starts_at - earlier, "ends_at": visit.ends_at - earlier, "day": visit.day - earlier}
    assert Visit.objects.filter(pk=visit.pk).update(**moved) == 1
    one.page.goto("/ambassadors/desk/")
    one.page.get_by_role("link", name="Report the visit").click()
    one.see(visit.school.name)
    one.page.get_by_label("How long you were with pupils").fill("60")
    one.page.get_by_label("How many pupils, about").fill("27")
    one.press("Yes, it took place")
    one.page.get_by_role("radio", name="Very well").check()
    one.press("Send")
    expect(one.page.get_by_text("You have answered.")).to_be_visible()
    one.page.get_by_role("link", name="Hours and certificate").first.click()
    one.see("Hours and certificate")
    one.page.get_by_role("link", name="Certificate of service").click()
    one.see("Certificate of service")
    expect(one.page.get_by_text("Ada Journey")).to_be_visible()
    with one.page.expect_download() as download:
        one.page.get_by_role("link", name="Take it as a PDF").click()
    assert re.fullmatch(r"certificate-of-service\.pdf", download.value.suggested_filename)


def whole_journey(page: Page, *, look: bool) -> None:
    one = Newcomer(page, person("Newcomer"), look)
    coordinator = person("Cora", "ambassador_coordinator")
    begins(one)
    applies(one)
    learns(one)
    is_checked(one, coordinator)
    goes(one, is_asked_and_says_yes(one, coordinator))


def test_from_the_application_to_the_first_visit(page: Page) -> None:
    page.set_viewport_size(SIZES["phone"])
    whole_journey(page, look=True)


def test_without_scripts(new_context: NewContext) -> None:
    whole_journey(new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page(), look=False)


def test_the_other_rooms_of_the_desk(page: Page) -> None:
    """Each at a phone's and a desk's width."""
    user = person("Rooms", "ambassador")
    who = b.ambassador("Rooms", check="", user=user, email=user.email, employer_name="Works", topics=["electrolysis"])
    assert who.code
    sign_in(page, user.email)
    rooms = {
        "visits": "Your visits",
        "availability": "When you are free",
        "profile": "Your profile",
        "training": "Training",
        "resources": "For my topics",
        "peers": "Peers",
        "standing": "Pause or leave",
    }
    for size in SIZES.values():
        page.set_viewport_size(size)
        for path, heading in rooms.items():
            page.goto(f"/ambassadors/{path}/")
            expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
            assert_presentable(page)
