"""Suspended people, members and organisations are out on their next request, in a browser that stays open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Membership
from tests.accounts.signing_in import with_two_step
from tests.employers import published
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import curator, employer, person, sign_in

pytestmark = pytest.mark.usefixtures("in_database")
NewContext = Callable[..., BrowserContext]


def status(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer
    return answer.status


def test_a_person(page: Page, new_context: NewContext) -> None:
    page.set_viewport_size(SIZES["phone"])
    someone, administrator = person("Sid"), person("Adele", "administrator")
    sign_in(page, someone.email)
    assert status(page, "/account/name/") == 200
    desk = new_context().new_page()
    sign_in(desk, administrator.email, secret=with_two_step(administrator), start="/cms/")
    desk.goto(f"/cms/people/{someone.pk}/")
    desk.get_by_label("Reason").fill("Signed in for somebody else.")
    desk.get_by_role("button", name="Suspend").click()
    expect(desk.get_by_role("button", name="Let them sign in again")).to_be_visible()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.get_by_label("Email address").fill(someone.email)
    page.get_by_label("Password").fill("a long enough passphrase")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("suspended").first).to_be_visible()
    assert_presentable(page)

    desk.get_by_role("button", name="Let them sign in again").click()
    sign_in(page, someone.email)
    assert status(page, "/account/name/") == 200


def test_a_member(page: Page, new_context: NewContext) -> None:
    page.set_viewport_size(SIZES["phone"])
    firm = employer("anvil")
    owner, colleague = person("Olive"), person("Colin")
    Membership.objects.create(organisation=firm, user=owner, role="employer_owner", state="active")
    held = Membership.objects.create(organisation=firm, user=colleague, role="employer_member", state="active")
    desk = f"/employers/desk/{firm.slug}/"
    sign_in(page, colleague.email)
    assert status(page, desk) == 200
    other = new_context().new_page()
    sign_in(other, owner.email, secret=with_two_step(owner))
    other.goto(f"/account/organisations/{firm.pk}/members/{held.pk}/")
    other.get_by_role("button", name="Suspend this member").click()
    expect(other.get_by_text("Suspended").first).to_be_visible()

    assert status(page, desk) in (403, 404)
    expect(page.get_by_text(firm.name)).to_have_count(0)
    assert_presentable(page)
    assert status(page, "/account/") == 200


def test_an_organisation(page: Page, new_context: NewContext) -> None:
    page.set_viewport_size(SIZES["desktop"])
    firm = employer("forge")
    published.profile(firm, "3113", title="Forge technician")
    owner = person("Olive")
    Membership.objects.create(organisation=firm, user=owner, role="employer_owner", state="active")
    desk, shown = f"/employers/desk/{firm.slug}/", f"/students/employers/{firm.slug}/"
    sign_in(page, owner.email)
    assert status(page, desk) == 200
    reader = new_context().new_page()
    assert status(reader, shown) == 200
    decides, secret = curator()
    cms = new_context().new_page()
    sign_in(cms, decides.email, secret=secret, start="/cms/")
    cms.goto(f"/cms/organisations/{firm.pk}/")
    cms.get_by_label("Reason").fill("It is not the company it says it is.")
    cms.get_by_role("button", name="Suspend").click()
    expect(cms.get_by_role("button", name="Restore")).to_be_visible()

    assert status(page, desk) in (403, 404)
    assert status(reader, shown) == 404
    page.goto(f"/account/organisations/{firm.pk}/")
    expect(page.get_by_text("It is not the company it says it is.")).to_be_visible()
    assert_presentable(page)
