"""A teacher claims their school, a curator checks mail and call, and only then may the teacher ask an employer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Membership, Organisation, User
from pathways.models import Provider
from tests.accounts.signing_in import mails
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import address_in_mail, curator, employer, person, sign_in

pytestmark = pytest.mark.usefixtures("in_database")
NewContext = Callable[..., BrowserContext]


def free_school() -> Provider:
    """An open school of the published list with a domain of its own, claimed by nobody yet."""
    claimed = Organisation.objects.exclude(urn="").values("urn")
    return Provider.objects.filter(
        kind="school", status="Open", website__startswith="http", website__endswith=".sch.uk"
    ).exclude(urn__in=claimed)[0]


def asked_employer() -> Organisation:
    """A published employer with an owner who can be asked."""
    made = employer("lathe")
    Membership.objects.create(organisation=made, user=person("Owen"), role="employer_owner", state="active")
    return made


def claims(page: Page, school: Provider, *, look: bool) -> str:
    """Find it by URN, say what one is there, and prove the mail; returns the address that was written to."""
    page.goto("/account/")
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_role("link", name="A school, college").click()
    page.get_by_label("Its name, URN or UKPRN").fill(school.urn)
    page.get_by_role("button", name="Search").click()
    if look:
        assert_presentable(page)
    page.get_by_role("link", name=school.name).click()
    page.get_by_role("radio", name="Teacher").check()
    if look:
        assert_presentable(page)
    page.get_by_role("button", name="Yes, I work there").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    if look:
        assert_presentable(page)
    address = f"office@{Organisation.objects.get(urn=school.urn).domain}"
    page.get_by_label("Your email address there").fill(address)
    page.get_by_role("button", name="Send the mail").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(address_in_mail(address, "/account/organisations/confirm-mail/"))
    page.get_by_role("button", name="Yes, I work there").click()
    expect(page.get_by_text("That part is done")).to_be_visible()
    return address


def is_confirmed(desk: Page, school: Provider, teacher: User) -> None:
    """Without the call there is only a decision by hand; with it, an ordinary one."""
    desk.goto("/cms/organisations/verify/")
    desk.get_by_role("link", name=school.name).first.click()
    expect(desk.get_by_role("button", name="Approve by hand")).to_be_visible()
    desk.get_by_label("Number called").fill("0113 496 0000")
    desk.get_by_label("Where it is published").fill("The school's own page of contacts")
    desk.get_by_label("What was said").fill("The office knows the teacher.")
    desk.get_by_role("button", name="Record the call").click()
    desk.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.get_by_text("Verified.")).to_be_visible()
    assert "is verified" in mails(teacher.email)[-1]["subject"]


def asks(page: Page, one: Organisation, *, look: bool) -> None:
    page.goto(f"/students/employers/{one.slug}/")
    page.get_by_role("link", name="Ask for an encounter with this employer").click()
    expect(page.get_by_role("heading", name="Ask for an encounter")).to_be_visible()
    if look:
        assert_presentable(page)
    page.get_by_role("radio", name="A visit to the workplace").check()
    page.get_by_role("checkbox", name="Year 10").check()
    page.get_by_label("About how many pupils").fill("24")
    page.get_by_label("On this day or later").fill(future(30))
    page.get_by_label("On this day or earlier").fill(future(60))
    page.get_by_role("button", name=f"Ask {one.name}").click()
    expect(page.get_by_text(f"{one.name} has been asked.")).to_be_visible()
    if look:
        assert_presentable(page)
    owner = one.memberships.get().user
    assert len(mails(owner.email)) == 1


def future(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def may_not_ask(page: Page, one: Organisation) -> None:
    answer = page.goto(f"/educators/employers/{one.slug}/encounter/")
    assert answer
    assert answer.status == 403
    expect(page.get_by_role("button", name="Ask")).to_have_count(0)


def whole_journey(page: Page, desk: Page, *, look: bool) -> None:
    school, one, teacher = free_school(), asked_employer(), person("Tess Teacher")
    sign_in(page, teacher.email)
    may_not_ask(page, one)
    claims(page, school, look=look)
    may_not_ask(page, one)
    decides, secret = curator()
    sign_in(desk, decides.email, secret=secret, start="/cms/")
    is_confirmed(desk, school, teacher)
    asks(page, one, look=look)


@pytest.mark.parametrize("size", SIZES)
def test_from_claim_to_asking(page: Page, new_context: NewContext, size: str) -> None:
    page.set_viewport_size(SIZES[size])
    whole_journey(page, new_context().new_page(), look=True)


def test_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page()
    whole_journey(page, new_context().new_page(), look=False)
